# Goldens of the feature mapper: a two-layer MLP before torch's nn.Transformer (norm first) with learned queries, under
# MiniGPT-5's published keys; also the condition of zero vokens, which guidance needs. Not trained weights.
# Run: python feature_mapper.py   (requirements.txt beside it)
import torch

from golden import normal, randomise, save

SEED = 20231003


class FeatureMapper(torch.nn.Module):
    """The mapper's modules under the published attribute names."""

    def __init__(self, inputs: int, width: int, heads: int, encoders: int, decoders: int, inner: int, queries: int) -> None:
        super().__init__()
        self.fc = torch.nn.Sequential(torch.nn.Linear(inputs, width), torch.nn.GELU(), torch.nn.Linear(width, width))
        self.llm_to_t2i_mapping = torch.nn.Transformer(
            batch_first=True, norm_first=True, d_model=width, nhead=heads, num_encoder_layers=encoders,
            num_decoder_layers=decoders, dim_feedforward=inner, dropout=0.0,
        )
        self.t2i_decoder_prompt = torch.nn.Parameter(torch.zeros(1, queries, width))

    def forward(self, vokens: torch.Tensor) -> torch.Tensor:
        queries = self.t2i_decoder_prompt.expand(vokens.shape[0], -1, -1)
        return self.llm_to_t2i_mapping(self.fc(vokens), queries)


model = FeatureMapper(28, 24, 4, 2, 3, 40, 6).eval()
randomise(model, SEED)
vokens = normal((2, 8, 28), SEED + 1)
with torch.no_grad():
    conditioning = model(vokens)
    zero = model(torch.zeros(1, 8, 28))

save(
    "feature-mapper",
    {
        "inputSize": 28, "hiddenSize": 24, "outputSize": 24, "numHeads": 4, "numEncoderLayers": 2, "numDecoderLayers": 3,
        "feedForwardSize": 40, "numQueries": 6, "numVokens": 8, "layerNormEps": 1e-5,
    },
    SEED,
    weights=dict(model.state_dict()),
    inputs={"voken_states": vokens},
    outputs={"conditioning": conditioning, "zero_conditioning": zero},
)
