# The parameter names and shapes of the full-size networks (Stable Diffusion 2.1-base, MiniGPT-5's mapper), as diffusers,
# transformers and torch build them from those configurations. No weights: nothing is downloaded or allocated.
# Run: python published_shapes.py   (requirements.txt beside it)
import json

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from golden import GOLDEN

UNET = dict(
    sample_size=64, in_channels=4, out_channels=4, block_out_channels=(320, 640, 1280, 1280), layers_per_block=2,
    down_block_types=("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",), up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
    attention_head_dim=(5, 10, 20, 20), use_linear_projection=True, cross_attention_dim=1024, norm_num_groups=32,
)
AUTOENCODER = dict(
    block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4, norm_num_groups=32, sample_size=512,
    down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
)
TEXT = dict(
    vocab_size=49408, hidden_size=1024, intermediate_size=4096, num_hidden_layers=23, num_attention_heads=16,
    max_position_embeddings=77, hidden_act="gelu", layer_norm_eps=1e-5,
)
MAPPER = dict(
    inputSize=4096, hiddenSize=1024, outputSize=1024, numHeads=8, numEncoderLayers=4, numDecoderLayers=4, feedForwardSize=4096,
    numQueries=77, numVokens=8, layerNormEps=1e-5,
)


def shapes_of(model: torch.nn.Module, prefix: str = "") -> dict[str, list[int]]:
    return {prefix + key: list(value.shape) for key, value in sorted(model.named_parameters())}


with torch.device("meta"):
    unet, autoencoder = UNet2DConditionModel(**UNET), AutoencoderKL(**AUTOENCODER)
    text = CLIPTextModel(CLIPTextConfig(**TEXT))
    fc = torch.nn.Sequential(torch.nn.Linear(4096, 1024), torch.nn.GELU(), torch.nn.Linear(1024, 1024))
    transformer = torch.nn.Transformer(batch_first=True, norm_first=True, d_model=1024, num_encoder_layers=4, num_decoder_layers=4,
                                       dim_feedforward=4096, dropout=0.0)

plain = lambda config: {key: value for key, value in config.items() if not key.startswith("_")}
mapper = {**shapes_of(fc, "fc."), **shapes_of(transformer, "llm_to_t2i_mapping."), "t2i_decoder_prompt": [1, 77, 1024]}
bare = {key.removeprefix("text_model."): value for key, value in shapes_of(text).items()}
networks = {
    "unet": {"config": plain(unet.config), "shapes": shapes_of(unet)},
    "autoencoder": {"config": plain(autoencoder.config), "shapes": shapes_of(autoencoder)},
    "text-encoder": {"config": TEXT, "shapes": {f"text_model.{key}": value for key, value in bare.items()}},
    "feature-mapper": {"config": MAPPER, "shapes": mapper},
}
path = GOLDEN / "published-shapes.json"
path.write_text(json.dumps(networks, separators=(",", ":")).replace('},"', '},\n"').replace('],"', '],\n"') + "\n")
print({name: (len(n["shapes"]), sum(torch.Size(s).numel() for s in n["shapes"].values())) for name, n in networks.items()}, path.stat().st_size)
