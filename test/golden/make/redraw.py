"""Golden trajectories of drawing over a picture: diffusers' image to image with a strength, and its masked variant for a U-Net of four channels.

The loop is that of StableDiffusionImg2ImgPipeline and StableDiffusionInpaintPipeline (num_channels_unet == 4), against the dummy network of
schedulers.py. PNDM is the one exception: the pipelines cut its list of timesteps, in which the second stands twice, and so name timesteps
that the sample is past; here the scheduler's own step is driven over a fresh list that begins at the same place.
Usage: python redraw.py [--out test/golden/schedulers]. Versions: requirements.txt. Seeds are fixed.
"""

import argparse
import json
from pathlib import Path

import diffusers
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler, PNDMScheduler

from schedulers import BASE, dummy_network

SHAPE = (2, 2, 4, 4)
STEPS = 10


def numbers(tensor: torch.Tensor) -> list[float]:
    return [round(x, 7) for x in tensor.flatten().tolist()]


def started(scheduler, name: str, strength: float):
    """The timesteps of the loop, as `get_timesteps` of the pipelines."""
    scheduler.set_timesteps(STEPS)
    first = max(STEPS - min(int(STEPS * strength), STEPS), 0)
    if name == "pndm":
        once = torch.cat([scheduler.timesteps[:1], scheduler.timesteps[2:]])[first:]
        return torch.cat([once[:2], once[1:]]) if len(once) > 1 else once
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(first)
    return scheduler.timesteps[first:]


def run(scheduler, name: str, strength: float, clean, noise, mask):
    timesteps = started(scheduler, name, strength)
    sample = scheduler.add_noise(clean, noise, timesteps[:1].repeat(len(clean))) if strength < 1 else noise * scheduler.init_noise_sigma
    trajectory = [sample.clone()]
    for index, timestep in enumerate(timesteps):
        prediction = dummy_network(scheduler.scale_model_input(sample, timestep), float(timestep))
        sample = scheduler.step(prediction, timestep, sample).prev_sample
        if mask is not None:
            known = clean
            if index < len(timesteps) - 1:
                known = scheduler.add_noise(clean, noise, timesteps[index + 1 : index + 2].repeat(len(clean)))
            sample = (1 - mask) * known + mask * sample
        trajectory.append(sample.clone())
    return timesteps, trajectory


def cases():
    for prediction in ("epsilon", "v_prediction"):
        common = dict(BASE, prediction_type=prediction, timestep_spacing="leading", steps_offset=1)
        yield "ddim", lambda common=common: DDIMScheduler(**common, clip_sample=False, set_alpha_to_one=False)
        yield "dpm-solver++", lambda common=common: DPMSolverMultistepScheduler(**common)
        yield "euler", lambda common=common: EulerDiscreteScheduler(**common)
        yield "pndm", lambda common=common: PNDMScheduler(**common, skip_prk_steps=True, set_alpha_to_one=False)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default=str(Path(__file__).parent.parent / "schedulers"))
    out = Path(parser.parse_args().out)
    torch.manual_seed(21)
    clean, noise = torch.randn(SHAPE) * 0.8, torch.randn(SHAPE)
    mask = torch.rand(SHAPE[2:])
    mask[0], mask[3] = 0, 1  # a kept edge, a free one, and a soft middle
    goldens = []
    for name, make in cases():
        for strength, masked in ((0.6, False), (0.35, True), (0.1, True), (1.0, True)):
            scheduler = make()
            timesteps, trajectory = run(scheduler, name, strength, clean, noise, mask if masked else None)
            kept = sorted({0, 1, 2, len(trajectory) - 1} & set(range(len(trajectory))))
            goldens.append(
                dict(
                    sampler=name,
                    steps=STEPS,
                    strength=strength,
                    masked=masked,
                    config={k: v for k, v in scheduler.config.items() if not k.startswith("_") and v is not None and k != "lambda_min_clipped"},
                    timesteps=[float(t) for t in timesteps],
                    samples={str(i): numbers(trajectory[i]) for i in kept},
                )
            )
    payload = dict(
        versions=dict(torch=torch.__version__, diffusers=diffusers.__version__),
        clean=numbers(clean),
        noise=numbers(noise),
        mask=numbers(mask),
        cases=goldens,
    )
    path = out / "redraw.json"
    path.write_text(json.dumps(payload) + "\n")
    print(f"{len(goldens)} trajectories, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
