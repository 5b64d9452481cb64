# Goldens of a whole guided drawing: the tiny denoiser of unet.py sampled by diffusers' schedulers with classifier-free
# guidance, from given noise to the final latent. Needs test/golden/unet; holds no weights of its own.
# Run: python guided_sampling.py   (requirements.txt beside it)
import json

import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler, PNDMScheduler, UNet2DConditionModel
from safetensors.torch import load_file

from golden import GOLDEN, normal, save

SEED = 20221114
STEPS, GUIDANCE = 6, 4.0
SCHEDULE = dict(
    num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
    prediction_type="v_prediction", steps_offset=1, timestep_spacing="trailing",
)
SAMPLERS = {
    "ddim": DDIMScheduler(**SCHEDULE, clip_sample=False, set_alpha_to_one=False),
    "dpm-solver++": DPMSolverMultistepScheduler(**SCHEDULE),
    "euler": EulerDiscreteScheduler(**SCHEDULE),
    "pndm": PNDMScheduler(**SCHEDULE, skip_prk_steps=True, set_alpha_to_one=False),
}

config = json.loads((GOLDEN / "unet" / "meta.json").read_text())["config"]
model = UNet2DConditionModel.from_config(config).eval()
weights = load_file(GOLDEN / "unet" / "tensors.safetensors")
model.load_state_dict({key.removeprefix("weights."): value for key, value in weights.items() if key.startswith("weights.")})

noise = normal((2, 4, 8, 8), SEED)
condition, negative = normal((2, 5, 12), SEED + 1), normal((1, 5, 12), SEED + 2).expand(2, -1, -1)


@torch.no_grad()
def draw(scheduler) -> torch.Tensor:
    scheduler.set_timesteps(STEPS)
    latents = noise * scheduler.init_noise_sigma
    for timestep in scheduler.timesteps:
        scaled = scheduler.scale_model_input(latents, timestep)
        both = model(torch.cat([scaled, scaled]), timestep, torch.cat([negative, condition])).sample
        unconditional, conditional = both.chunk(2)
        guided = unconditional + GUIDANCE * (conditional - unconditional)
        latents = scheduler.step(guided, timestep, latents).prev_sample
    return latents


save(
    "guided-sampling",
    {"steps": STEPS, "guidanceScale": GUIDANCE, "scheduler": {**SCHEDULE, "clip_sample": False, "set_alpha_to_one": False}},
    SEED,
    inputs={"noise": noise, "condition": condition, "negative": negative},
    outputs={name: draw(scheduler) for name, scheduler in SAMPLERS.items()},
)
