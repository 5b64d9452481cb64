# Goldens of "see": transformers' Blip2VisionModel, Blip2QFormerModel and the projection of Blip2Model, tiny and random,
# stored under the published keys. Not the preprocessing of pictures.
# Run: python vision.py   (requirements.txt beside it)
import torch
from transformers import Blip2QFormerConfig, Blip2QFormerModel, Blip2VisionConfig, Blip2VisionModel

from golden import normal, randomise, save

# Epsilons are large on purpose: a network that ignores them must fail.
SEED = 20230130


class See(torch.nn.Module):
    """The picture half of Blip2Model: attribute names give the published keys."""

    def __init__(self, vision: Blip2VisionConfig, qformer: Blip2QFormerConfig, queries: int, width: int) -> None:
        super().__init__()
        self.vision_model = Blip2VisionModel(vision)
        self.qformer = Blip2QFormerModel(qformer)
        self.query_tokens = torch.nn.Parameter(torch.zeros(1, queries, qformer.hidden_size))
        self.language_projection = torch.nn.Linear(qformer.hidden_size, width)

    def forward(self, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
        image = self.vision_model(pixel_values=pixels).last_hidden_state
        queries = self.query_tokens.expand(image.shape[0], -1, -1)
        seen = self.qformer(query_embeds=queries, encoder_hidden_states=image).last_hidden_state
        return {"image_states": image, "query_states": seen, "soft_tokens": self.language_projection(seen)}


vision = Blip2VisionConfig(hidden_size=24, intermediate_size=52, num_hidden_layers=2, num_attention_heads=3, image_size=16, patch_size=4,
                           hidden_act="gelu", layer_norm_eps=1e-2, qkv_bias=True)
qformer = Blip2QFormerConfig(hidden_size=20, num_hidden_layers=3, num_attention_heads=2, intermediate_size=44, hidden_act="gelu",
                             layer_norm_eps=2e-2, cross_attention_frequency=2, encoder_hidden_size=24, vocab_size=7,
                             hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
model = See(vision, qformer, 5, 28).eval()
randomise(model, SEED)
pixels = normal((2, 3, 16, 16), SEED + 1)
with torch.no_grad():
    outputs = model(pixels)

pick = lambda config, keys: {key: config.to_dict()[key] for key in keys}
shared = ("model_type", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "hidden_act", "layer_norm_eps")
save(
    "vision",
    {
        "vision_config": pick(vision, (*shared, "image_size", "patch_size", "qkv_bias")),
        "qformer_config": pick(qformer, (*shared, "cross_attention_frequency", "encoder_hidden_size")),
        "num_query_tokens": 5,
    },
    SEED,
    weights=dict(model.state_dict()),
    inputs={"pixel_values": pixels},
    outputs=outputs,
)
