# Sharpens the autoencoder's decoder after the encoder is frozen: latents, U-Net and vokens stay valid while pictures
# get clearer. It reads cached latents, so that the encoder costs nothing, and writes the decoder into the bundle.
"""`python decoder.py train --minutes 20`, `python decoder.py export`."""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from torch import nn

from autoencoder import build, decibels, reconstruct, reconstruction_loss
from common import BUNDLE, TRAINING, Trainer, export_part, pick_device
from data import contact_sheet, load_pixels, to_tensor


class Decoder(nn.Module):
    """Unit-deviation latents (B, C, h, w) -> pictures (B, 3, H, W) in [-1, 1]."""

    def __init__(self, autoencoder: AutoencoderKL, scale: float) -> None:
        super().__init__()
        self.post_quant_conv, self.decoder, self.scale = autoencoder.post_quant_conv, autoencoder.decoder, scale

    def forward(self, latents: torch.Tensor) -> torch.Tensor:
        return self.decoder(self.post_quant_conv(latents / self.scale))


def load_base(factor: int) -> tuple[AutoencoderKL, dict]:
    """The autoencoder whose encoder made the cached latents, and the latents' note."""
    note = json.loads((TRAINING / "latents" / "latents.json").read_text())
    state = torch.load(TRAINING / "autoencoder" / "checkpoint.pt", map_location="cpu", weights_only=False)
    if state["step"] != note["step"]:
        raise SystemExit("the autoencoder was trained on after its latents were cached: run autoencoder.py latents again")
    model = build(factor)
    model.load_state_dict(state["average"][0])
    return model, note


def train(options: argparse.Namespace) -> None:
    device = pick_device(options.device)
    model, note = load_base(options.factor)
    decoder = Decoder(model, note["scalingFactor"])
    latents = [np.load(TRAINING / "latents" / f"{name}.npy") for name in options.sets]
    pixels = [load_pixels(name) for name in options.sets]
    held = np.array(load_pixels("held-out-scenes")[:48])
    weights = np.array([len(p) for p in pixels]) / sum(len(p) for p in pixels)
    trainer = Trainer(
        "decoder", decoder, minutes=options.minutes, rate=options.rate, threads=options.threads, device=device, warmup=40,
        average=0.998, seed=4, orthogonal=lambda name: "conv_in" not in name and "conv_out" not in name,
    )

    def loss_of(random: np.random.Generator):
        part = int(random.choice(len(weights), p=weights))
        rows = np.sort(random.choice(len(pixels[part]), options.batch, replace=False))
        noisy = torch.from_numpy(latents[part][rows].astype(np.float32)).to(device)
        noisy = noisy + options.noise * torch.rand(len(rows), 1, 1, 1, device=device) * torch.randn_like(noisy)  # drawn latents are never exact
        real = to_tensor(pixels[part][rows], device)
        made = decoder(noisy).float()
        loss = reconstruction_loss(made, real) + options.square * F.mse_loss(made, real)
        return loss, len(rows), {"l1": F.l1_loss(made, real).item()}

    def look() -> None:
        with trainer.average.applied(decoder):
            made = reconstruct(model.to(device).eval(), held, device)
        print(f"  held out: {decibels(made, held):.2f} dB at {trainer.seconds / 60:.1f} min", flush=True)
        contact_sheet([row for i in (0, 8) for row in (held[i : i + 8], made[i : i + 8])], trainer.folder / "look.png", scale=2)

    trainer.run(loss_of, every=[(300, look)])
    look()


def export(options: argparse.Namespace) -> None:
    """Writes the bundle's autoencoder: frozen encoder, sharpened decoder; prints the held-out figure."""
    torch.set_num_threads(options.threads)
    model, note = load_base(options.factor)
    decoder = Decoder(model, note["scalingFactor"])
    decoder.load_state_dict(torch.load(TRAINING / "decoder" / "checkpoint.pt", map_location="cpu", weights_only=False)["average"][0])
    model.eval()
    held = np.array(load_pixels("held-out-scenes")[:200])
    figure = decibels(reconstruct(model, held, torch.device("cpu")), held)
    config = {"_class_name": "AutoencoderKL", **{k: v for k, v in model.config.items() if not k.startswith("_")}, "scaling_factor": note["scalingFactor"]}
    size = export_part(BUNDLE / "autoencoder", model.state_dict(), config, weights="diffusion_pytorch_model.safetensors")
    found = {"decibels": round(figure, 2), "pictures": len(held), "bytes": size}
    (TRAINING / "decoder" / "figures.json").write_text(json.dumps(found))
    print(json.dumps(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("train", "export"))
    parser.add_argument("--factor", type=int, default=8, choices=(4, 8))
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--noise", type=float, default=0.1)
    parser.add_argument("--square", type=float, default=0, help="more weight of the squared error, which decibels are made of; for the last minutes")
    parser.add_argument("--device")
    parser.add_argument("--sets", nargs="+", default=["scenes"])
    options = parser.parse_args()
    train(options) if options.command == "train" else export(options)


if __name__ == "__main__":
    main()
