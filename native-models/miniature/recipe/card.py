"""The words of the bundle's model card, with the figures that the runs left behind. Makes nothing up: what was not
measured is left out of the card.
"""

from __future__ import annotations

import json
from pathlib import Path

from common import TRAINING
from run_notes import training_notes

HEAD = """# Picture-book miniature

A small multimodal model that tells and draws short stories in one picture-book world: twenty-four characters, twelve places, five
hours and weathers, thirty things to carry, three styles (flat colours, ink, pastel). It exists so that the studio is useful offline
in the first minute. It is not a general model: other words are read letter by letter and drawn as something it knows.

## How it works
The method is that of MiniGPT-5 (arXiv 2310.02239): a language model marks a picture's place with eight vokens; a feature
mapper turns the states that predict them into the conditioning of a latent diffusion model. The architectures are those of
the published system with smaller numbers, in the layouts of transformers and diffusers.

## Data
Scenes and stories of the project's own generator (`native-models/miniature/world/`), which holds a list of combinations of
character, place and thing, a list of names and eight whole characters out of all training. No other text and no other pictures.

## Training
The recipe in `native-models/miniature/recipe/` pre-trains the language model on stories, the eyes (ViT, Q-Former, projection)
on scene graphs and on captions with the language model frozen, the autoencoder, and text encoder with U-Net on captions.
How vokens, mapper and adapters were trained:
"""

TAIL = """
## Limits
- English, two registers, short texts. Names are kept by the studio's decoding (`prompt.keepNames` in the manifest), not by the network;
  "he" or "she" may change, and what somebody carries, without a reason.
- Pictures have 128 pixels. Two characters are sometimes drawn as one or as two of a kind; what the vokens do not say clearly is drawn as
  a blur.
- A character outside the twenty-four is drawn as one of them.

## Licence and attribution
Weights: Apache-2.0. Parts of the training pictures use Fluent Emoji artwork, (c) Microsoft Corporation, MIT licence.
"""


def read(path: str) -> dict | None:
    file: Path = TRAINING / path
    return json.loads(file.read_text()) if file.exists() else None


def percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def card(parameters: dict[str, int], runs: list[Path]) -> str:
    """The whole card as Markdown; `parameters` by part, `runs` the folders of `studio train` in order."""
    lines = [HEAD.rstrip()]
    lines.append(training_notes(runs) if runs else "not yet trained in this intermediate version.")
    lines += ["", "## Size", "| part | parameters |", "|---|---|"]
    lines += [f"| {part} | {count:,} |" for part, count in parameters.items()]
    lines.append(f"| all | {sum(parameters.values()):,} |")
    lines += ["", "## Figures", "What it tells and draws on held-out stories stands in docs/model-report.md, with the commands that measure it. Of the frozen parts alone:", ""]
    drawing = read("draw/figures.json")
    if drawing:
        said = ", ".join(f"{name} {percent(drawing['drawn'][key])}" for key, name in (("who", "main character"), ("place", "place"), ("time", "time and weather"), ("props", "things"), ("style", "style")))
        lines.append(f"- Pictures from {drawing['count']} held-out captions ({drawing['steps']} steps, guidance {drawing['guidance']}), read by the judge: {said}.")
    decoding = read("decoder/figures.json")
    if decoding:
        lines.append(f"- Autoencoder, there and back: {decoding['decibels']} dB on {decoding['pictures']} held-out renders.")
    writing = read("language-model/figures.json")
    if writing:
        lines.append(f"- Language model before its adapter: perplexity of held-out narration {writing['perplexity']} per token, without pictures.")
    seeing = read("vision/figures.json")
    if seeing:
        lines.append(f"- Captions of {seeing['count']} held-out renders, by the eyes and the text stage's language model that they were trained with: main character right in {percent(seeing['who'])}, place in {percent(seeing['place'])}.")
    return "\n".join(lines) + "\n" + TAIL
