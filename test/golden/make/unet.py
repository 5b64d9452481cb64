# Goldens of the denoiser: diffusers' UNet2DConditionModel, tiny and random. One is shaped like Stable Diffusion 2.1
# (linear projections, a list of heads), one like 1.x (convolutional projections, one number of heads), odd sizes on
# purpose. Not a sampling loop (schedulers.py).
# Run: python unet.py   (requirements.txt beside it)
import torch
from diffusers import UNet2DConditionModel

from golden import normal, randomise, save

SEED = 20220420

CONFIGS = {
    "unet": dict(
        sample_size=8, in_channels=4, out_channels=4, block_out_channels=(8, 16, 24), layers_per_block=2,
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        attention_head_dim=(2, 4, 3), use_linear_projection=True, cross_attention_dim=12, norm_num_groups=4,
        transformer_layers_per_block=(1, 2, 1),
    ),
    "unet-conv-projection": dict(
        sample_size=8, in_channels=3, out_channels=5, block_out_channels=(8, 12), layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=2, use_linear_projection=False, cross_attention_dim=10, norm_num_groups=2,
        flip_sin_to_cos=False, freq_shift=1, norm_eps=1e-6, mid_block_scale_factor=2,
    ),
}

for name, arguments in CONFIGS.items():
    model = UNet2DConditionModel(**arguments).eval()
    randomise(model, SEED)
    sample = normal((2, arguments["in_channels"], 8, 8), SEED + 1)
    timestep = torch.tensor([3.0, 871.0])
    condition = normal((2, 5, arguments["cross_attention_dim"]), SEED + 2)
    with torch.no_grad():
        prediction = model(sample, timestep, condition).sample
    config = {key: value for key, value in model.config.items() if not key.startswith("_")}
    save(
        name,
        {"_class_name": "UNet2DConditionModel", **config},
        SEED,
        weights=dict(model.state_dict()),
        inputs={"sample": sample, "timestep": timestep, "encoder_hidden_states": condition},
        outputs={"noise_pred": prediction},
    )
