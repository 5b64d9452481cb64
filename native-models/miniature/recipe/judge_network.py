# The judge's network and the views of pictures it learns from. Not its training (judge.py), not the network that the
# evaluation runs (native-models/architectures/judge.ts is the same in graph form; keys and numbers agree).
# Residual blocks: He et al., arXiv 1512.03385; group norm: Wu and He, arXiv 1803.08494; one attention map a class, so
# that a small prop is not averaged away: Ilse et al., arXiv 1802.04712.
"""Classifier of the picture-book world: strided levels, one step down from the last, attention pooling for each class."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

CHANNELS = (32, 64, 128, 192)
BLOCKS = (0, 1, 2, 1)
GROUPS = 8
SIGMOID_HEADS = ("present", "props")


class Block(nn.Module):
    """(B, C, H, W) -> the same shape."""

    def __init__(self, channels: int, groups: int) -> None:
        super().__init__()
        self.conv1, self.conv2 = (nn.Conv2d(channels, channels, 3, padding=1) for _ in range(2))
        self.norm1, self.norm2 = (nn.GroupNorm(groups, channels) for _ in range(2))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x))))))


class Level(nn.Module):
    """Halves height and width, then refines: (B, A, H, W) -> (B, C, H / 2, W / 2)."""

    def __init__(self, before: int, channels: int, blocks: int, groups: int) -> None:
        super().__init__()
        self.down = nn.Conv2d(before, channels, 3, stride=2, padding=1)
        self.norm = nn.GroupNorm(groups, channels)
        self.blocks = nn.ModuleList(Block(channels, groups) for _ in range(blocks))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu(self.norm(self.down(x)))
        for block in self.blocks:
            x = block(x)
        return x


class Head(nn.Module):
    """Positions (B, N, C) -> logits (B, classes): every class weighs the positions by its own attention."""

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.values, self.attention = nn.Linear(width, classes), nn.Linear(width, classes)
        nn.init.zeros_(self.attention.weight)  # the mean, to begin with
        nn.init.zeros_(self.attention.bias)

    def forward(self, places: torch.Tensor) -> torch.Tensor:
        return (self.attention(places).float().softmax(1) * self.values(places).float()).sum(1)


class Judge(nn.Module):
    """(B, 3, 128, 128) in [-1, 1] -> logits by head."""

    def __init__(self, labels: dict[str, list[str]], channels: tuple[int, ...] = CHANNELS, blocks: tuple[int, ...] = BLOCKS, groups: int = GROUPS) -> None:
        super().__init__()
        self.levels = nn.ModuleList(Level(a, c, n, groups) for a, c, n in zip((3, *channels), channels, blocks))
        self.merge = nn.Conv2d(channels[-1], channels[-2], 1)
        self.heads = nn.ModuleDict({head: Head(channels[-2], len(names)) for head, names in labels.items()})

    def places(self, x: torch.Tensor) -> torch.Tensor:
        """What the heads read, (B, 256, 128): the finest level but one, told by the last what the picture is as a whole."""
        finer = x
        for level in self.levels:
            finer, x = x, level(x)
        merged = F.relu(finer + F.interpolate(self.merge(x), scale_factor=2, mode="nearest"))
        return merged.flatten(2).transpose(1, 2)

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        places = self.places(x)
        return {name: head(places) for name, head in self.heads.items()}


def cosines() -> torch.Tensor:
    """(8, 8) orthonormal DCT-II, the transform of JPEG."""
    k, n = torch.arange(8.0)[:, None], torch.arange(8.0)[None]
    table = torch.cos(math.pi * (2 * n + 1) * k / 16) * 0.5
    table[0] /= math.sqrt(2)
    return table


COSINES = cosines()


def quantise(x: torch.Tensor, strength: float) -> torch.Tensor:
    """Rounds the frequencies of 8x8 blocks, coarser where they are high, as JPEG does."""
    table = COSINES.to(x)
    b, c, h, w = x.shape
    blocks = x.view(b, c, h // 8, 8, w // 8, 8)
    frequencies = torch.einsum("kn,bcynxm,lm->bcykxl", table, blocks, table)
    step = strength * (1 + torch.arange(8.0, device=x.device)[:, None] + torch.arange(8.0, device=x.device)[None])[:, None, :]
    return torch.einsum("kn,bcykxl,lm->bcynxm", table, (frequencies / step).round() * step, table).reshape(b, c, h, w)


def views(x: torch.Tensor, random: np.random.Generator, shift: int = 6) -> torch.Tensor:
    """Pictures (B, 3, H, W) mirrored, moved, and most of them worn as drawn pictures are: soft, noisy, off in colour."""
    count, side = len(x), x.shape[-1]

    def some(share: float, low: float, high: float) -> torch.Tensor:
        """(B, 1, 1, 1): between low and high for a share of the pictures, zero for the others."""
        amount = np.where(random.random(count) < share, random.uniform(low, high, count), 0)
        return torch.from_numpy(amount.astype(np.float32)).to(x.device).view(-1, 1, 1, 1)

    x = torch.where(some(0.5, 1, 1) > 0, x.flip(-1), x)
    dy, dx = random.integers(0, 2 * shift + 1, 2)
    x = F.pad(x, (shift,) * 4, mode="replicate")[:, :, dy : dy + side, dx : dx + side]
    x = x.lerp(F.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False), some(0.5, 0.1, 1))
    if random.random() < 0.3:
        x = x.lerp(F.interpolate(F.avg_pool2d(x, 2), scale_factor=2, mode="bilinear"), some(0.5, 0.4, 1))
    if random.random() < 0.15:
        x = quantise(x, float(random.uniform(0.02, 0.12)))
    if random.random() < 0.4:  # patches of wrong colour, about the size of a latent's cell
        x = x + some(0.5, 0.02, 0.12) * F.interpolate(torch.randn(count, 3, side // 8, side // 8, device=x.device), scale_factor=8, mode="bilinear")
    if random.random() < 0.5:
        x = x + some(0.5, 0.01, 0.08) * torch.randn_like(x)
    x = x * (1 + some(0.6, -0.12, 0.12)) + some(0.6, -0.1, 0.1)
    return x.clamp(-1, 1)
