"""What the vokens aim at: the frozen text encoder's embeddings of captions, and the frozen U-Net's denoising loss.

No training here. Both networks are read from the bundle folder, as the drawing half exported them.
Sources: MiniGPT-5 (arXiv 2310.02239), eq. 3-5; Min-SNR weights: Hang et al., arXiv 2303.09556.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from diffusers import DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTextModel

from common import BUNDLE, TRAINING
from data import encode_captions


class Targets:
    """Embeddings tau(caption) (L, D) by the picture's index; equal captions are computed once."""

    def __init__(self, captions: list[str], encoder: CLIPTextModel | None = None) -> None:
        self.encoder = encoder or CLIPTextModel.from_pretrained(BUNDLE / "text-encoder", torch_dtype=torch.float32).eval()
        self.encoder.requires_grad_(False)
        distinct = ["", *sorted(set(captions) - {""})]
        number = {caption: i for i, caption in enumerate(distinct)}
        self.row = np.array([number[caption] for caption in captions])
        made = []
        with torch.no_grad():
            for part in torch.from_numpy(encode_captions(distinct)).split(256):
                made.append(self.encoder(input_ids=part).last_hidden_state.half())
        self.embeddings = torch.cat(made)  # (captions, L, D)

    @staticmethod
    def sizes() -> tuple[int, int]:
        """L and D of the text encoder in the bundle."""
        config = json.loads((BUNDLE / "text-encoder" / "config.json").read_text())
        return config["max_position_embeddings"], config["hidden_size"]

    def of(self, panels: list[int], dropped: torch.Tensor) -> torch.Tensor:
        """(N, L, D) for pictures by index; the empty caption's where `dropped` (N,)."""
        rows = torch.from_numpy(self.row[panels])
        return self.embeddings[torch.where(dropped, torch.zeros_like(rows), rows)].float()

    @staticmethod
    def soft(name: str) -> np.ndarray | None:
        """Cached soft tokens (pictures, 32, C) fp16 of a set, where vision.py has written them."""
        path = TRAINING / "vision" / f"soft-{name}.npy"
        return np.load(path, mmap_mode="r") if path.exists() else None


def nearest_caption(conditions: torch.Tensor, targets: Targets) -> list[int]:
    """For every condition (N, L, D) the index of a picture whose caption's embedding lies nearest."""
    table = targets.embeddings[torch.from_numpy(targets.row)].float().flatten(1)
    return torch.cdist(conditions.float().flatten(1), table).argmin(1).tolist()


class Drawer:
    """The frozen U-Net: a differentiable denoising loss for conditions, and guided sampling."""

    def __init__(self, sets: list[str]) -> None:
        self.unet = UNet2DConditionModel.from_pretrained(BUNDLE / "unet", torch_dtype=torch.float32).eval().requires_grad_(False)
        self.latents = np.concatenate([np.load(TRAINING / "latents" / f"{name}.npy", mmap_mode="r") for name in sets]) if sets else None
        self.schedule = json.loads((BUNDLE / "scheduler" / "scheduler_config.json").read_text())
        self.alphas = DDIMScheduler.from_config(self.schedule).alphas_cumprod

    @staticmethod
    def find(sets: list[str]) -> Drawer | None:
        """The drawer, or None while the drawing half has not exported its U-Net or the latents."""
        needed: list[Path] = [BUNDLE / "unet" / "config.json", *(TRAINING / "latents" / f"{name}.npy" for name in sets)]
        return Drawer(sets) if all(path.exists() for path in needed) else None

    def loss(self, conditions: torch.Tensor, panels: list[int]) -> torch.Tensor:
        """Mean weighted error of the U-Net's prediction for the panels' latents under conditions (N, L, D)."""
        clean = torch.from_numpy(self.latents[panels].astype(np.float32))
        count = len(panels)
        steps = ((torch.randperm(count) + torch.rand(count)) / count * 1000).long().clamp(0, 999)
        noise = torch.randn_like(clean)
        alpha = self.alphas[steps].view(-1, 1, 1, 1)
        made = self.unet(alpha.sqrt() * clean + (1 - alpha).sqrt() * noise, steps, conditions).sample.float()
        velocity = self.schedule["prediction_type"] == "v_prediction"
        wanted = alpha.sqrt() * noise - (1 - alpha).sqrt() * clean if velocity else noise
        ratio = (alpha / (1 - alpha)).flatten()
        weight = ratio.clamp(max=5) / (ratio + 1 if velocity else ratio)
        return ((made - wanted).pow(2).mean(dim=(1, 2, 3)) * weight).mean()

    @torch.no_grad()
    def sample(self, conditions: torch.Tensor, empty: torch.Tensor, *, steps: int = 20, guidance: float = 4.0, seed: int = 7) -> torch.Tensor:
        """Latents (N, C, H, W) for conditions (N, L, D), guided away from the constant `empty` (1, L, D); DDIM."""
        schedule = DDIMScheduler.from_config(self.schedule)
        schedule.set_timesteps(steps)
        both = torch.cat([empty.expand(len(conditions), -1, -1), conditions])
        shape = (self.unet.config.in_channels, self.unet.config.sample_size, self.unet.config.sample_size)
        latents = torch.randn((len(conditions), *shape), generator=torch.Generator().manual_seed(seed))
        for step in schedule.timesteps:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                low, high = self.unet(latents.repeat(2, 1, 1, 1), step, both).sample.float().chunk(2)
            latents = schedule.step(low + guidance * (high - low), step, latents).prev_sample
        return latents
