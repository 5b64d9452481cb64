"""Golden trajectories of diffusers' samplers against a dummy network.

The dummy is a fixed elementwise function of sample and timestep, so that a full loop can be replayed anywhere.
Usage: python schedulers.py [--out test/golden/schedulers]. Versions: requirements.txt. Seeds are fixed.
"""

import argparse
import json
from pathlib import Path

import diffusers
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler, PNDMScheduler
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg

BASE = dict(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
SHAPE = (2, 4, 3, 3)


def dummy_network(sample: torch.Tensor, timestep: float) -> torch.Tensor:
    """A smooth stand-in for a noise predictor: bounded, and different at every timestep."""
    return 0.7 * torch.tanh(sample) + 0.2 * torch.cos(torch.tensor(timestep / 100.0)) * sample.abs().sqrt() - 0.05


def run(scheduler, steps: int, noise: torch.Tensor, eta_noise=None, eta=0.0):
    scheduler.set_timesteps(steps)
    sample = noise * scheduler.init_noise_sigma
    trajectory = []
    for index, timestep in enumerate(scheduler.timesteps):
        prediction = dummy_network(scheduler.scale_model_input(sample, timestep), float(timestep))
        extra = dict(eta=eta, variance_noise=eta_noise[index]) if eta > 0 else {}
        sample = scheduler.step(prediction, timestep, sample, **extra).prev_sample
        trajectory.append(sample.clone())
    return trajectory


def cases():
    for prediction in ("epsilon", "v_prediction"):
        for spacing in ("leading", "linspace", "trailing"):
            common = dict(BASE, prediction_type=prediction, timestep_spacing=spacing, steps_offset=1)
            yield "ddim", DDIMScheduler(**common, clip_sample=False, set_alpha_to_one=False), 10, {}
            yield "dpm-solver++", DPMSolverMultistepScheduler(**common), 10, {}
            yield "dpm-solver++", DPMSolverMultistepScheduler(**common), 20, {}
            yield "euler", EulerDiscreteScheduler(**common), 10, {}
            yield "pndm", PNDMScheduler(**common, skip_prk_steps=True, set_alpha_to_one=False), 10, {}
        common = dict(BASE, prediction_type=prediction, timestep_spacing="linspace")
        yield "dpm-solver++", DPMSolverMultistepScheduler(**common, use_karras_sigmas=True), 12, dict(karras=True)
        yield "euler", EulerDiscreteScheduler(**common, use_karras_sigmas=True), 12, dict(karras=True)
    yield "ddim", DDIMScheduler(beta_schedule="linear", clip_sample=True), 7, {}
    yield "ddim", DDIMScheduler(beta_schedule="squaredcos_cap_v2", clip_sample=False), 9, {}
    yield "ddim", DDIMScheduler(**BASE, clip_sample=False, prediction_type="sample"), 8, {}
    yield "ddim", DDIMScheduler(**BASE, clip_sample=False, set_alpha_to_one=False, steps_offset=1), 50, {}
    yield "pndm", PNDMScheduler(**BASE, skip_prk_steps=True, set_alpha_to_one=False, steps_offset=1), 50, {}
    zero_snr = dict(BASE, prediction_type="v_prediction", timestep_spacing="trailing", rescale_betas_zero_snr=True)
    yield "ddim", DDIMScheduler(**zero_snr, clip_sample=False), 10, {}
    yield "dpm-solver++", DPMSolverMultistepScheduler(**zero_snr), 10, {}
    yield "ddim", DDIMScheduler(**BASE, clip_sample=False), 10, dict(eta=0.6)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default=str(Path(__file__).parent.parent / "schedulers"))
    out = Path(parser.parse_args().out)
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(20)
    noise = torch.randn(SHAPE)
    goldens = []
    for name, scheduler, steps, options in cases():
        eta = options.get("eta", 0.0)
        eta_noise = torch.randn(steps, *SHAPE) if eta > 0 else None
        trajectory = run(scheduler, steps, noise, eta_noise, eta)
        kept = sorted({0, 1, 2, len(trajectory) // 2, len(trajectory) - 1})
        goldens.append(
            dict(
                sampler=name,
                steps=steps,
                options=options,
                config={k: v for k, v in scheduler.config.items() if not k.startswith("_") and v is not None and k != "lambda_min_clipped"},
                timesteps=[float(t) for t in scheduler.timesteps],
                samples={str(i): [round(x, 7) for x in trajectory[i].flatten().tolist()] for i in kept},
                **({"etaNoise": [round(x, 7) for x in eta_noise.flatten().tolist()]} if eta > 0 else {}),
            )
        )
    uncond, cond = torch.randn(SHAPE), torch.randn(SHAPE)
    guided = uncond + 7.5 * (cond - uncond)
    guidance = dict(
        unconditional=uncond.flatten().tolist(),
        conditional=cond.flatten().tolist(),
        guided=guided.flatten().tolist(),
        rescaled=rescale_noise_cfg(guided, cond, guidance_rescale=0.7).flatten().tolist(),
    )
    clean, timesteps = torch.randn(3, 5), torch.tensor([0, 421, 999])
    forward = DDIMScheduler(**BASE).add_noise(clean, torch.ones(3, 5) * 0.5, timesteps)
    payload = dict(
        versions=dict(torch=torch.__version__, diffusers=diffusers.__version__),
        noise=[round(x, 7) for x in noise.flatten().tolist()],
        cases=goldens,
        guidance=guidance,
        alphasCumprod={str(t): float(DDIMScheduler(**BASE).alphas_cumprod[t]) for t in (0, 1, 20, 333, 500, 501, 998, 999)},
        forward=dict(clean=clean.tolist(), timesteps=timesteps.tolist(), noisy=forward.tolist()),
    )
    (out / "goldens.json").write_text(json.dumps(payload) + "\n")
    print(f"{len(goldens)} trajectories, {(out / 'goldens.json').stat().st_size} bytes")


if __name__ == "__main__":
    main()
