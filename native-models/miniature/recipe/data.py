# Reads the picture-book world's data sets (PNG + index.jsonl) for every part of the recipe: pictures as one uint8
# memory map per set, captions, stories, and the shared tokenizer. It makes no data: the world generator does.
"""Data sets of the miniature: `.training/world/{scenes,stories,held-out-scenes,held-out-stories}`."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from common import TRAINING

WORLD = TRAINING / "world"
PAD = 3
CONDITION_LENGTH = 24  # L: tokens of a caption for the text encoder, and queries of the feature mapper


@dataclass
class Picture:
    """One rendered picture. `captions[0]` is canonical; scenes carry varied paraphrases after it."""

    file: str
    captions: list[str]
    graph: dict
    index: int  # row in the set's pixel array
    text: str | None = None  # narration, story panels only


def read_index(name: str) -> list[dict]:
    """Lines of a set's index.jsonl."""
    path = WORLD / name / "index.jsonl"
    with open(path) as file:
        return [json.loads(line) for line in file if line.strip()]


def read_stories(name: str) -> list[list[Picture]]:
    """Stories of a set, each a list of panels in order; `index` counts panels over the whole set."""
    stories, index = [], 0
    for line in read_index(name):
        panels = []
        for panel in line["panels"]:
            panels.append(Picture(panel["image"], [panel["caption"]], panel["graph"], index, panel["text"]))
            index += 1
        stories.append(panels)
    return stories


def read_pictures(name: str) -> list[Picture]:
    """All pictures of a set of scenes or stories, flat, in the order of the index."""
    lines = read_index(name)
    if lines and "panels" in lines[0]:
        return [panel for story in read_stories(name) for panel in story]
    return [Picture(l["image"], [l["caption"], *l.get("captions", [])], l["graph"], i) for i, l in enumerate(lines)]


def load_pixels(name: str, size: int = 128) -> np.ndarray:
    """(N, size, size, 3) uint8 memory map of a set's pictures, decoded once and cached beside the training runs."""
    pictures = read_pictures(name)
    stamp = int((WORLD / name / "index.jsonl").stat().st_mtime)
    cache = TRAINING / "cache" / f"{name}-{size}-{len(pictures)}-{stamp}.npy"
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        temporary = cache.with_suffix(f".{os.getpid()}.npy")  # two parts may start at once
        pixels = np.lib.format.open_memmap(temporary, mode="w+", dtype=np.uint8, shape=(len(pictures), size, size, 3))
        for picture in pictures:
            with Image.open(WORLD / name / picture.file) as image:
                image = image.convert("RGB")
                if image.size != (size, size):
                    image = image.resize((size, size), Image.Resampling.LANCZOS)
                pixels[picture.index] = np.asarray(image)
        pixels.flush()
        temporary.replace(cache)
    return np.load(cache, mmap_mode="r")


def to_tensor(pixels: np.ndarray, device: torch.device | str = "cpu") -> torch.Tensor:
    """(B, H, W, 3) uint8 -> (B, 3, H, W) float in [-1, 1]."""
    return torch.from_numpy(np.array(pixels)).to(device).permute(0, 3, 1, 2).float().div(127.5).sub(1)


def to_pixels(images: torch.Tensor) -> np.ndarray:
    """(B, 3, H, W) in [-1, 1] -> (B, H, W, 3) uint8."""
    return images.detach().float().clamp(-1, 1).add(1).mul(127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()


def contact_sheet(rows: list[np.ndarray], path: Path, scale: int = 1) -> None:
    """Writes rows of (N, H, W, 3) uint8 pictures as one PNG."""
    sheet = np.concatenate([np.concatenate(list(row), axis=1) for row in rows], axis=0)
    image = Image.fromarray(sheet)
    if scale != 1:
        image = image.resize((image.width * scale, image.height * scale), Image.Resampling.LANCZOS)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)


def tokenizer_path() -> Path:
    """The shared byte-level BPE, written by tokenizer.py."""
    return TRAINING / "tokenizer" / "tokenizer.json"


def encode_captions(captions: list[str], length: int = CONDITION_LENGTH) -> np.ndarray:
    """(N, length) int64 token ids: <s> caption </s> (the caption with the leading space of a text segment), cut to `length`, padded with <pad>."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_path()))
    start, end, pad = (tokenizer.token_to_id(t) for t in ("<s>", "</s>", "<pad>"))
    rows = np.full((len(captions), length), pad, dtype=np.int64)
    for row, encoding in zip(rows, tokenizer.encode_batch([" " + c for c in captions], add_special_tokens=False)):
        ids = [start, *encoding.ids[: length - 2], end]
        row[: len(ids)] = ids
    return rows
