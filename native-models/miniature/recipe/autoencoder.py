# Pre-trains the autoencoder (diffusers AutoencoderKL) on the world's pictures, then caches the latents of every set.
# No adversarial and no pretrained perceptual term: the world is flat artwork, where edges carry what the eye wants.
"""`python autoencoder.py train --minutes 22` then `python autoencoder.py latents`."""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL

from common import BUNDLE, TRAINING, Trainer, export_part, parameter_count, pick_device
from data import contact_sheet, load_pixels, to_pixels, to_tensor

CHANNELS = {8: (16, 32, 64, 112), 4: (24, 48, 96)}
LATENT_CHANNELS = {8: 8, 4: 4}
SETS = ("scenes", "stories")


def build(factor: int) -> AutoencoderKL:
    """An untrained autoencoder that shrinks each side by `factor`."""
    channels = CHANNELS[factor]
    return AutoencoderKL(
        in_channels=3,
        out_channels=3,
        down_block_types=("DownEncoderBlock2D",) * len(channels),
        up_block_types=("UpDecoderBlock2D",) * len(channels),
        block_out_channels=channels,
        layers_per_block=1,
        latent_channels=LATENT_CHANNELS[factor],
        norm_num_groups=8,
        sample_size=128,
    )


def reconstruction_loss(made: torch.Tensor, real: torch.Tensor, levels: int = 4) -> torch.Tensor:
    """Of (B, 3, H, W) in [-1, 1]: MSE, and at several scales L1 of the values (colour) and of their differences (edges)."""
    total = 2 * F.mse_loss(made, real)
    for level in range(levels):
        if level:
            made, real = F.avg_pool2d(made, 2), F.avg_pool2d(real, 2)
        difference = made - real
        edges = difference.diff(dim=-1).abs().mean() + difference.diff(dim=-2).abs().mean()
        total = total + difference.abs().mean() / (1 if level == 0 else 3) + edges / levels
    return total


def decibels(made: np.ndarray, real: np.ndarray) -> float:
    """Mean over pictures of the peak signal-to-noise ratio of uint8 pictures."""
    error = ((made.astype(np.float32) - real.astype(np.float32)) ** 2).mean(axis=(1, 2, 3))
    return float(np.mean(10 * np.log10(255**2 / np.maximum(error, 1e-6))))


@torch.no_grad()
def reconstruct(model: AutoencoderKL, pixels: np.ndarray, device, batch: int = 8) -> np.ndarray:
    """uint8 (N, 128, 128, 3) through the mean latent and back."""
    made = []
    for start in range(0, len(pixels), batch):
        with torch.autocast(device.type, dtype=torch.bfloat16):
            mean = model.encode(to_tensor(pixels[start : start + batch], device)).latent_dist.mean
            made.append(to_pixels(model.decode(mean).sample))
    return np.concatenate(made)


class Crops:
    """Batches of pictures: crops of half the side at first (more steps for the same pixels), whole pictures later."""

    def __init__(self, pixels: list[np.ndarray], batch: int, whole_from: float) -> None:
        self.pixels, self.batch, self.whole_from = pixels, batch, whole_from
        self.ends = np.cumsum([len(p) for p in pixels])

    def rows(self, chosen: np.ndarray) -> np.ndarray:
        found = []
        for row in chosen:
            part = int(np.searchsorted(self.ends, row, side="right"))
            found.append(self.pixels[part][row - (self.ends[part - 1] if part else 0)])
        return np.stack(found)

    def next(self, random: np.random.Generator, progress: float) -> np.ndarray:
        whole = progress >= self.whole_from
        count = max(1, self.batch // 2) if whole else self.batch
        pictures = self.rows(random.integers(0, self.ends[-1], count))
        if random.random() < 0.5:
            pictures = pictures[:, :, ::-1]
        if not whole:
            side = pictures.shape[1] // 2
            pictures = np.stack([p[y : y + side, x : x + side] for p, (y, x) in zip(pictures, random.integers(0, side + 1, (count, 2)))])
        return pictures


def train(options: argparse.Namespace) -> None:
    device = pick_device(options.device)
    torch.manual_seed(1)
    model = build(options.factor)
    for path in options.start:  # a checkpoint of decoder.py holds the decoder only
        model.load_state_dict(torch.load(path, map_location="cpu", weights_only=False)["average"][0], strict=False)
    print(f"autoencoder f{options.factor}: {parameter_count(model) / 1e6:.2f} M parameters", flush=True)
    pixels = [load_pixels(name) for name in options.sets]
    held = np.array(load_pixels(options.held)[:48]) if options.held else np.array(pixels[0][-48:])
    if not options.held:
        pixels[0] = pixels[0][:-48]
    matrix = (lambda name: "conv_in" not in name and "conv_out" not in name) if options.orthogonal else None
    trainer = Trainer(
        options.part, model, minutes=options.minutes, rate=options.rate, threads=options.threads, device=device,
        warmup=60, average=0.998, weight_decay=0.01, orthogonal=matrix,
    )
    batches = Crops(pixels, options.batch, options.whole_from)

    def loss_of(random: np.random.Generator):
        real = to_tensor(batches.next(random, trainer.progress()), device)
        posterior = model.encode(real).latent_dist
        mean, spread = posterior.mean.float(), posterior.std.float()
        made = model.decode(mean + spread * torch.randn_like(mean)).sample.float()
        kl = 0.5 * (mean**2 + spread**2 - 1 - 2 * spread.log()).mean()
        loss = reconstruction_loss(made, real) + options.kl * kl
        share = real.shape[-1] ** 2 / 128**2
        return loss, len(real) * share, {"kl": kl.item(), "l1": F.l1_loss(made, real).item()}

    def look() -> None:
        with trainer.average.applied(model):
            made = reconstruct(model, held, device)
        print(f"  held out: {decibels(made, held):.2f} dB at {trainer.seconds / 60:.1f} min", flush=True)
        contact_sheet([row for i in (0, 8) for row in (held[i : i + 8], made[i : i + 8])], trainer.folder / "look.png", scale=2)

    trainer.run(loss_of, every=[(options.look, look)])
    look()


def latents(options: argparse.Namespace) -> None:
    """Writes mean latents of every set (fp16), and the bundle's autoencoder with its scaling factor.

    The factor gives the first set unit deviation; a later call with the same checkpoint keeps it.
    """
    device = pick_device(options.device)
    torch.set_num_threads(options.threads)
    model = build(options.factor)
    state = torch.load(TRAINING / options.part / "checkpoint.pt", map_location="cpu", weights_only=False)
    model.load_state_dict(state["average"][0])
    model.eval().to(device)
    path = TRAINING / "latents" / "latents.json"
    note = json.loads(path.read_text()) if path.exists() else {}
    if note.get("step") != state["step"]:
        note = {"step": state["step"]}
    for name in options.sets:
        pixels, means = load_pixels(name), []
        for start in range(0, len(pixels), 16):
            with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
                means.append(model.encode(to_tensor(pixels[start : start + 16], device)).latent_dist.mean.float().cpu())
        mean = torch.cat(means)  # (N, C, H, W)
        scale = note.setdefault("scalingFactor", round(1 / mean.std().item(), 5))
        mean = mean * scale
        temporary = TRAINING / "latents" / f"{name}.tmp.npy"
        np.save(temporary, mean.numpy().astype(np.float16))
        temporary.replace(TRAINING / "latents" / f"{name}.npy")
        note.update(shape=list(mean.shape[1:]))
        note.setdefault("sets", {})[name] = {"count": len(mean), "channelMean": mean.mean((0, 2, 3)).tolist(), "channelStd": mean.std((0, 2, 3)).tolist()}
        path.write_text(json.dumps(note, indent=2))
    config = {k: v for k, v in model.config.items() if not k.startswith("_")}
    config = {"_class_name": "AutoencoderKL", **config, "scaling_factor": note["scalingFactor"]}
    size = export_part(BUNDLE / "autoencoder", model.state_dict(), config, weights="diffusion_pytorch_model.safetensors")
    print(json.dumps({**note, "bytes": size}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("train", "latents"))
    parser.add_argument("--factor", type=int, default=8, choices=(4, 8))
    parser.add_argument("--minutes", type=float, default=22)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--kl", type=float, default=3e-4)
    parser.add_argument("--whole-from", type=float, default=0.4, help="share of the budget from which whole pictures are used")
    parser.add_argument("--look", type=float, default=120, help="seconds between looks at held-out pictures")
    parser.add_argument("--orthogonal", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--start", nargs="+", default=[], help="checkpoints whose averaged weights to start from, the later ones over the earlier")
    parser.add_argument("--part", default="autoencoder")
    parser.add_argument("--device")
    parser.add_argument("--held", help="set whose first pictures are the held-out look")
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    options = parser.parse_args()
    (TRAINING / "latents").mkdir(parents=True, exist_ok=True)
    train(options) if options.command == "train" else latents(options)


if __name__ == "__main__":
    main()
