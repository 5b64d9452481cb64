# Pre-trains the drawing half: a CLIP text encoder and a UNet2DConditionModel, jointly, on the cached latents of the
# world's pictures and their captions. It does not know vokens: vokens.py later aligns them with this frozen pair.
# Latent diffusion: Rombach et al., arXiv 2112.10752; v-prediction: Salimans and Ho, arXiv 2202.00512;
# Min-SNR weights: Hang et al., arXiv 2303.09556.
"""`python draw.py train --minutes 60`, `python draw.py sample`."""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, DPMSolverMultistepScheduler, UNet2DConditionModel
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel

from common import BUNDLE, TRAINING, Trainer, parameter_count, pick_device
from data import CONDITION_LENGTH, contact_sheet, encode_captions, read_pictures, to_pixels, tokenizer_path

WIDTH = 192
SCHEDULE = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "v_prediction",
    "clip_sample": False,
    "set_alpha_to_one": False,
    "steps_offset": 1,
    "timestep_spacing": "trailing",
}
LOOK = 8


def build_text_encoder(vocabulary: int) -> CLIPTextModel:
    """CLIP's causal text transformer, small; its last hidden states condition the U-Net."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=vocabulary, hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_hidden_layers=4, num_attention_heads=3,
            max_position_embeddings=CONDITION_LENGTH, hidden_act="quick_gelu", projection_dim=WIDTH,
            bos_token_id=1, eos_token_id=2, pad_token_id=3,
        )
    )


def build_unet(channels: int, size: int, blocks: tuple[int, ...] = (112, 144)) -> UNet2DConditionModel:
    """Convolutions only at the latents' own size, text and self attention one level below and in the middle."""
    return UNet2DConditionModel(
        sample_size=size, in_channels=channels, out_channels=channels, block_out_channels=blocks, layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=WIDTH, attention_head_dim=tuple(max(1, c // 48) for c in blocks), norm_num_groups=16,
    )


class Drawing(nn.Module):
    """The two networks that learn together. ids (B, L) -> condition (B, L, 192); (z, t, condition) -> v."""

    def __init__(self, vocabulary: int, channels: int, size: int) -> None:
        super().__init__()
        self.text = build_text_encoder(vocabulary)
        self.unet = build_unet(channels, size)
        for name, parameter in self.unet.named_parameters():
            if ".conv2." in name or ".proj_out." in name or name.startswith("conv_out."):
                nn.init.zeros_(parameter)  # residual branches start silent

    def forward(self, noisy: torch.Tensor, steps: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        return self.unet(noisy, steps, self.text(input_ids=ids).last_hidden_state).sample


def alphas_of(device) -> torch.Tensor:
    """(1000,) cumulative products of 1 - beta."""
    return DDIMScheduler.from_config(SCHEDULE).alphas_cumprod.to(device)


@torch.no_grad()
def sample(model: Drawing, ids: torch.Tensor, shape: tuple[int, int, int], *, steps: int, guidance: float, seed: int, solver: str = "ddim") -> torch.Tensor:
    """Latents (B, C, H, W), unit deviation, for caption ids (B, L), guided away from the empty caption."""
    device = ids.device
    schedule = (DDIMScheduler if solver == "ddim" else DPMSolverMultistepScheduler).from_config(SCHEDULE)
    schedule.set_timesteps(steps)
    empty = torch.from_numpy(encode_captions([""])).to(device).expand(len(ids), -1)
    condition = model.text(input_ids=torch.cat([empty, ids])).last_hidden_state
    random = torch.Generator().manual_seed(seed)
    latents = torch.randn((len(ids), *shape), generator=random).to(device)
    for step in schedule.timesteps:
        with torch.autocast(device.type, dtype=torch.bfloat16):
            both = model.unet(latents.repeat(2, 1, 1, 1), step, condition).sample.float()
        low, high = both.chunk(2)
        latents = schedule.step(low + guidance * (high - low), step, latents).prev_sample
    return latents


def load_autoencoder(device) -> AutoencoderKL:
    return AutoencoderKL.from_pretrained(BUNDLE / "autoencoder", torch_dtype=torch.float32).eval().to(device)


@torch.no_grad()
def decode(autoencoder: AutoencoderKL, latents: torch.Tensor, batch: int = 8) -> np.ndarray:
    """Unit-deviation latents -> uint8 pictures (B, H, W, 3)."""
    made = []
    for part in latents.split(batch):
        with torch.autocast(part.device.type, dtype=torch.bfloat16):
            made.append(to_pixels(autoencoder.decode(part / autoencoder.config.scaling_factor).sample))
    return np.concatenate(made)


class Pairs:
    """Latents in memory with every caption's ids; half of the draws take the canonical caption."""

    def __init__(self, sets: list[str]) -> None:
        self.latents = np.concatenate([np.load(TRAINING / "latents" / f"{name}.npy") for name in sets])
        pictures = [picture for name in sets for picture in read_pictures(name)]
        if len(pictures) != len(self.latents):
            raise ValueError(f"{len(pictures)} pictures but {len(self.latents)} latents: run autoencoder.py latents again")
        counts = [len(p.captions) for p in pictures]
        self.first = np.concatenate([[0], np.cumsum(counts)])
        self.ids = encode_captions([c for p in pictures for c in p.captions])
        self.empty = encode_captions([""])[0]

    def next(self, random: np.random.Generator, batch: int, drop: float) -> tuple[np.ndarray, np.ndarray]:
        rows = random.integers(0, len(self.latents), batch)
        more = self.first[rows + 1] - self.first[rows] - 1  # paraphrases after the canonical caption
        varied = (random.random(batch) < 0.5) & (more > 0)
        chosen = self.first[rows] + np.where(varied, 1 + (random.random(batch) * more).astype(int), 0)
        ids = self.ids[chosen].copy()
        ids[random.random(batch) < drop] = self.empty
        return self.latents[rows], ids


def vocabulary_size() -> int:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(tokenizer_path())).get_vocab_size()


def train(options: argparse.Namespace) -> None:
    device = pick_device(options.device)
    torch.manual_seed(2)
    pairs = Pairs(options.sets)
    shape = pairs.latents.shape[1:]
    model = Drawing(vocabulary_size(), shape[0], shape[1])
    print(f"draw: {len(pairs.latents)} pictures {shape}, U-Net {parameter_count(model.unet) / 1e6:.2f} M, text {parameter_count(model.text) / 1e6:.2f} M", flush=True)
    plain = ("embedding", "conv_in", "unet.conv_out", "time_embedding")
    trainer = Trainer(
        "draw", model, minutes=options.minutes, rate=options.rate, threads=options.threads, device=device, warmup=100,
        average=options.average, weight_decay=0.01, orthogonal=lambda name: not any(p in name for p in plain),
    )
    alphas = alphas_of(device)
    held = [p.captions[0] for p in read_pictures("held-out-scenes")[: 2 * LOOK]]
    held_ids = torch.from_numpy(encode_captions(held)).to(device)
    (trainer.folder / "look.txt").write_text("\n".join(held))
    autoencoder = load_autoencoder(device)

    def freeze_text() -> None:
        """Vokens aim at the text encoder's states: it keeps still from here on, at its averaged weights."""
        own = {k.removeprefix("text."): v for k, v in trainer.average.shadow.items() if k.startswith("text.")}
        model.text.load_state_dict(own)
        model.text.requires_grad_(False)
        print(f"draw: text encoder frozen at step {trainer.step}", flush=True)

    def loss_of(random: np.random.Generator):
        if trainer.seconds > 60 * options.freeze_text and model.text.embeddings.token_embedding.weight.requires_grad:
            freeze_text()
        clean, ids = pairs.next(random, options.batch, 0.1)
        clean = torch.from_numpy(clean.astype(np.float32)).to(device)
        # Steps spread evenly over the batch: less noise in the gradient than independent draws.
        steps = (torch.from_numpy((random.permutation(options.batch) + random.random(options.batch)) / options.batch) * 1000).long().clamp(0, 999).to(device)
        noise = torch.randn_like(clean)
        alpha = alphas[steps].view(-1, 1, 1, 1)
        noisy = alpha.sqrt() * clean + (1 - alpha).sqrt() * noise
        target = alpha.sqrt() * noise - (1 - alpha).sqrt() * clean
        made = model(noisy, steps, torch.from_numpy(ids).to(device)).float()
        ratio = (alpha / (1 - alpha)).flatten()
        error = (made - target).pow(2).mean(dim=(1, 2, 3))
        loss = (error * ratio.clamp(max=5) / (ratio + 1)).mean()
        return loss, options.batch, {"v": error.mean().item()}

    def look() -> None:
        with trainer.average.applied(model):
            latents = sample(model, held_ids, shape, steps=20, guidance=options.guidance, seed=7)
        pictures = decode(autoencoder, latents)
        contact_sheet([pictures[:LOOK], pictures[LOOK:]], trainer.folder / f"look-{int(trainer.seconds / 60):03d}.png")

    trainer.run(loss_of, every=[(options.look, look)])
    look()


def load_drawing(device, part: str = "draw") -> Drawing:
    """The averaged weights of the last checkpoint."""
    state = torch.load(TRAINING / part / "checkpoint.pt", map_location="cpu", weights_only=False)["average"][0]
    note = json.loads((TRAINING / "latents" / "latents.json").read_text())
    model = Drawing(vocabulary_size(), note["shape"][0], note["shape"][1])
    model.load_state_dict(state)
    return model.eval().to(device)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("train", "sample"))
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--solver", default="ddim", choices=("ddim", "dpm"))
    parser.add_argument("--caption", action="append", help="sample these captions")
    parser.add_argument("--freeze-text", type=float, default=32, help="minutes after which only the U-Net trains on")
    parser.add_argument("--look", type=float, default=600, help="seconds between sample grids")
    parser.add_argument("--device")
    parser.add_argument("--sets", nargs="+", default=["scenes", "stories"])
    options = parser.parse_args()
    if options.command == "train":
        return train(options)
    torch.set_num_threads(options.threads)
    device = pick_device(options.device)
    model, note = load_drawing(device), json.loads((TRAINING / "latents" / "latents.json").read_text())
    captions = options.caption or [p.captions[0] for p in read_pictures("held-out-scenes")[: 2 * LOOK]]
    ids = torch.from_numpy(encode_captions(captions)).to(device)
    latents = sample(model, ids, tuple(note["shape"]), steps=options.steps, guidance=options.guidance, seed=7, solver=options.solver)
    pictures = decode(load_autoencoder(device), latents)
    contact_sheet([pictures[i : i + LOOK] for i in range(0, len(pictures) - len(pictures) % LOOK or len(pictures), LOOK)], TRAINING / "draw" / "sample.png")


if __name__ == "__main__":
    main()
