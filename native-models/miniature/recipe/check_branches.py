"""Checks that one pass over a whole story gives each panel the same eight states as the plain sequence would.

The plain sequence is what the product runs: <s> t1 <Img> soft </Img> ... t_k [IMG0]..[IMG6], one panel at a time.
"""

import sys

import numpy as np
import torch

from data import Picture, tokenizer_path
from language_model import build
from sequences import Row, Text, story_row
from voken_network import VokenNetwork, make_batch


def main() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    text = Text(tokenizer_path())
    model = build(text).eval().requires_grad_(False)
    network = VokenNetwork(model, text)
    stories = [[Picture("", [f"a fox {i}"], {}, i + 10 * s, f"Then the fox went {'on and ' * i}home.") for i in range(4 + s)] for s in range(2)]
    soft = torch.randn(30, 32, model.config.hidden_size)
    random = np.random.default_rng(1)
    rows = [story_row(text, story, random, ("soft", "empty"), (0.7, 0.3), picture_first=0.0) for story in stories]
    batch = make_batch(rows, text)
    with torch.no_grad():
        _, states = network.states(model, batch, soft[[p[2] for p in batch.pictures]])
        worst = 0.0
        for n, (b, end) in enumerate(batch.where.tolist()):
            ids = rows[b].ids[: end + 1] + text.vokens[:7]
            alone = Row(ids=ids, label=[-100] * len(ids), ends=[], pictures=[p for p in rows[b].pictures if p[0] < end])
            plain = make_batch([alone], text)
            hidden, _ = network.states(model, plain, soft[[p[2] for p in plain.pictures]])
            worst = max(worst, (hidden[0, -8:] - states[n]).abs().max().item())
    print(f"{len(states)} panels, largest difference {worst:.2e}")
    sys.exit(worst > 1e-4)


if __name__ == "__main__":
    main()
