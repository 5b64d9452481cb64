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
CONDITION_LENGTH = 30  # L: tokens of a caption for the text encoder, and queries of the feature mapper


@dataclass
class Picture:
    """One rendered picture. `captions[0]` is canonical; scenes carry varied paraphrases after it."""

    file: str
    captions: list[str]
    graph: dict
    index: int  # row in the set's pixel array
    text: str | None = None  # narration, story panels only


def read_labels() -> dict[str, list]:
    """What the world holds, from the world's own lists: `characters` (id, unseen), `places`, `times`, `styles`,
    `props` (id), `names` (name, pronoun), `heldOutNames`."""
    path = WORLD / "labels.json"
    if not path.exists():
        raise SystemExit(f"{path} is missing: run prepare.py first")
    return json.loads(path.read_text())


def sets_named(patterns: list[str]) -> list[str]:
    """Names of the sets that are there; a pattern such as unseen-* stands for none or several."""
    found = []
    for pattern in patterns:
        if "*" in pattern:
            found += sorted(path.parent.name for path in WORLD.glob(f"{pattern}/index.jsonl"))
        else:
            found.append(pattern)
    return found


def index_lines(name: str):
    """Records of a set's index.jsonl, one after another."""
    with open(WORLD / name / "index.jsonl") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def read_index(name: str) -> list[dict]:
    """All records of a set's index.jsonl."""
    return list(index_lines(name))


def read_story_texts(names: list[str]) -> list[list[Picture]]:
    """Stories of several sets without what only pictures need, since there are many: a graph keeps style and characters."""
    stories = []
    for name in names:
        for line in index_lines(name):
            stories.append([Picture("", [p["caption"]], {"style": p["graph"].get("style", "flat"), "characters": p["graph"]["characters"]}, 0, p["text"])
                            for p in line["panels"]])
    return stories


def main_character(graph: dict) -> str:
    """Id of the main character."""
    return next((c["id"] for c in graph["characters"] if c["role"] == "main"), graph["characters"][0]["id"])


@dataclass
class Turn:
    """One turn of a dialogue; `index` is the row of its picture in the set's pixel array, None without a picture."""

    speaker: str  # writer or studio
    text: str
    index: int | None = None
    captions: list[str] | None = None
    graph: dict | None = None
    file: str | None = None


def read_dialogues(name: str) -> list[list[Turn]]:
    """Dialogues of a set; none where the set is not there. `index` counts pictures over the whole set."""
    if not (WORLD / name / "index.jsonl").exists():
        return []
    dialogues, index = [], 0
    for line in read_index(name):
        turns = []
        for turn in line["turns"]:
            drawn = turn.get("image") is not None
            turns.append(Turn(turn["speaker"], turn["text"], index if drawn else None, [turn["caption"]] if drawn else None, turn.get("graph"), turn.get("image")))
            index += drawn
        dialogues.append(turns)
    return dialogues


def read_stories(name: str) -> list[list[Picture]]:
    """Stories of a set, each a list of panels in order; `index` counts panels over the whole set."""
    stories, index = [], 0
    for line in index_lines(name):
        panels = []
        for panel in line["panels"]:
            panels.append(Picture(panel["image"], [panel["caption"]], panel["graph"], index, panel["text"]))
            index += 1
        stories.append(panels)
    return stories


def read_pictures(name: str) -> list[Picture]:
    """All pictures of a set of scenes or stories, flat, in the order of the index."""
    lines = read_index(name)
    if lines and "turns" in lines[0]:
        return [Picture(t.file, t.captions, t.graph, t.index, t.text) for turns in read_dialogues(name) for t in turns if t.index is not None]
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
