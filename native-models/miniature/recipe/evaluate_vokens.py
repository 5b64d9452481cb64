"""Draws held-out panels from vokens, end to end in PyTorch, and lets the judge read them.

The text of each panel is the story's own, the context is the story so far with its real pictures. Beside the figures it
gives the same ones for captions (what the drawing half can do at best) and for real renders (what the judge can do).
Source: the evaluation of MiniGPT-5 (arXiv 2310.02239) on VIST, with a classifier of the world in place of CLIP.
"""

from __future__ import annotations

import argparse
import json
import re

import numpy as np
import torch

import judge
from common import BUNDLE, TRAINING
from conditioning import Drawer, Targets
from data import contact_sheet, encode_captions, load_pixels, read_stories, tokenizer_path
from draw import decode, load_autoencoder
from sequences import Text, story_row
from voken_network import VokenNetwork, make_batch
from vokens import load_stage


def only_pronoun(panel) -> bool:
    """True where neither the main character's kind nor its name stands in the panel's text."""
    main = next(c for c in panel.graph["characters"] if c["role"] == "main")
    return not re.search(rf"\b({main['id']}|{re.escape(main['name'])})\b", panel.text, re.IGNORECASE)


@torch.no_grad()
def conditions_of(network: VokenNetwork, model, text: Text, stories: list, soft: np.ndarray | None) -> torch.Tensor:
    """(panels, L, D) for all panels of the stories, each from its text and everything before it."""
    made, random = [], np.random.default_rng(0)
    for story in stories:
        row = story_row(text, story, random, ("soft" if soft is not None else "empty",), (1.0,), picture_first=0.0)
        batch = make_batch([row], text)
        pictures = torch.from_numpy(soft[[p[2] for p in batch.pictures]].astype(np.float32)) if batch.pictures else None
        made.append(network.mapper(network.states(model, batch, pictures)[1]).float())
    return torch.cat(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", default="vokens-joint")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=4.0)
    parser.add_argument("--no-pictures", action="store_true", help="context without pictures")
    parser.add_argument("--captions-too", action="store_true", help="also draw from the canonical captions")
    parser.add_argument("--name", default="figures")
    a = parser.parse_args()
    torch.set_num_threads(1)
    text = Text(tokenizer_path())
    stories, panels = [], []
    for story in read_stories("held-out-stories"):
        if len(panels) >= a.count:
            break
        stories.append(story)
        panels += story
    soft = None if a.no_pictures else Targets.soft("held-out-stories")
    network, model = load_stage(a.part, text)
    conditions = conditions_of(network, model, text, stories, soft)[: a.count]
    panels = panels[: a.count]
    with torch.no_grad():
        empty = network.mapper(torch.zeros(1, 8, network.rows_in.shape[1])).float()
        targets = Targets([])
        ids = torch.from_numpy(encode_captions([p.captions[0] for p in panels]))
        captions = targets.encoder(input_ids=ids).last_hidden_state
        none = targets.encoder(input_ids=torch.from_numpy(encode_captions([""]))).last_hidden_state
    drawer, autoencoder = Drawer([]), load_autoencoder("cpu")
    reader, labels = judge.load(torch.device("cpu"))

    def drawn(what: torch.Tensor, nothing: torch.Tensor) -> np.ndarray:
        return np.concatenate([decode(autoencoder, drawer.sample(what[i : i + 20], nothing, steps=a.steps, guidance=a.guidance, seed=i))
                               for i in range(0, len(what), 20)])

    def figures(pixels: np.ndarray, rows: list[int]) -> dict:
        if not rows:
            return {}
        return judge.accuracy(judge.read(reader, pixels[rows], torch.device("cpu")), judge.targets_of([panels[i] for i in rows], labels))

    every = list(range(len(panels)))
    pronoun = [i for i in every if only_pronoun(panels[i])]
    pixels = drawn(conditions, empty)
    real = np.stack([load_pixels("held-out-stories")[p.index] for p in panels])
    found = {"part": a.part, "count": len(panels), "steps": a.steps, "guidance": a.guidance, "context": "text" if soft is None else "text and pictures",
             "vokens": figures(pixels, every), "pronounPanels": len(pronoun), "vokensPronoun": figures(pixels, pronoun), "renders": figures(real, every)}
    rows = [part[i : i + 8] for i in range(0, min(24, len(pixels) - 7), 8) for part in (real, pixels)]
    if a.captions_too:
        found["captions"] = figures(drawn(captions, none), every)
    target = TRAINING / "vokens"
    target.mkdir(exist_ok=True)
    (target / f"{a.name}.json").write_text(json.dumps(found, indent=2))
    contact_sheet(rows, target / f"{a.name}.png")
    print(json.dumps(found, indent=1))
    for panel in panels[:24]:
        print(f"{panel.index}: {panel.text}  [{panel.captions[0]}]")


if __name__ == "__main__":
    main()
