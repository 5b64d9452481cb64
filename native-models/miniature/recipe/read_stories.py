"""Prints stories by the trained language model for a person to read: held-out openings and some of a writer's own.

Measures nothing: language_model.py has the perplexity, evaluate_vokens.py the pictures.
"""

from __future__ import annotations

import argparse

import torch

import language_model
from data import read_stories, tokenizer_path
from sequences import Text
from writer import Writer

OPENINGS = [
    "One night Pip the fox found a lantern by the sea.",
    "Captain Zora the cat had never seen so much snow in her life.",
    "A small mouse called Bo wanted to fly a kite over the town.",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--panels", type=int, default=5)
    parser.add_argument("--temperature", type=float, default=0.8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--merged", action="store_true", help="read the exported bundle's language model, not the checkpoint")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    text = Text(tokenizer_path())
    if arguments.merged:
        from common import BUNDLE
        from transformers import LlamaForCausalLM

        model = LlamaForCausalLM.from_pretrained(BUNDLE / "language-model", torch_dtype=torch.float32).eval()
    else:
        model = language_model.load(text)
    writer = Writer(model, text, arguments.seed, arguments.temperature)
    openings = OPENINGS + [story[0].text for story in read_stories("held-out-stories")]
    for number, opening in enumerate(openings[: arguments.count]):
        print(f"{number + 1}. " + " / ".join(writer.story(opening, arguments.panels)), flush=True)


if __name__ == "__main__":
    main()
