# Goldens of the autoencoder: diffusers' AutoencoderKL, tiny and random, once with attention in the middle and quant
# convolutions (Stable Diffusion's shape), once with neither. Not the sampling of the latent.
# Run: python autoencoder.py   (requirements.txt beside it)
import torch
from diffusers import AutoencoderKL

from golden import normal, randomise, save

SEED = 20211220

CONFIGS = {
    "autoencoder": dict(
        block_out_channels=(8, 12, 16), layers_per_block=2, latent_channels=4, norm_num_groups=4, sample_size=16,
        down_block_types=("DownEncoderBlock2D",) * 3, up_block_types=("UpDecoderBlock2D",) * 3,
    ),
    "autoencoder-plain": dict(
        block_out_channels=(6, 8), layers_per_block=1, latent_channels=3, norm_num_groups=2, sample_size=16,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
        mid_block_add_attention=False, use_quant_conv=False, use_post_quant_conv=False,
    ),
}

for name, arguments in CONFIGS.items():
    model = AutoencoderKL(**arguments).eval()
    randomise(model, SEED)
    image = normal((2, 3, 16, 16), SEED + 1).clamp(-1, 1)
    side = 16 // 2 ** (len(arguments["block_out_channels"]) - 1)
    latents = normal((2, arguments["latent_channels"], side, side), SEED + 2)
    with torch.no_grad():
        posterior = model.encode(image).latent_dist
        decoded = model.decode(latents).sample
    config = {key: value for key, value in model.config.items() if not key.startswith("_")}
    save(
        name,
        {"_class_name": "AutoencoderKL", **config},
        SEED,
        weights=dict(model.state_dict()),
        inputs={"image": image, "latents": latents},
        outputs={"mean": posterior.mean, "logvar": posterior.logvar, "decoded": decoded},
    )
