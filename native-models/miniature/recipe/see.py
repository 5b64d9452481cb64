"""Writes every story picture's 32 soft tokens once, since the eyes are frozen when vokens are trained.

Reads vision.py's newest checkpoint; the cache is (pictures, 32, C) fp16 in .training/vision/soft-<set>.npy.
"""

from __future__ import annotations

import argparse
import os
import time

import numpy as np
import torch

from common import TRAINING
from data import load_pixels, to_tensor
from vision import load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", nargs="+", default=["held-out-stories", "stories"])
    parser.add_argument("--most", type=int, help="pictures of a set at most; the rest stays zero")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    eyes, started = load(), time.monotonic()
    for name in arguments.sets:
        pixels = load_pixels(name)
        soft = np.zeros((len(pixels), 32, eyes.language_projection.out_features), dtype=np.float16)
        for start in range(0, min(len(pixels), arguments.most or len(pixels)), 64):
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                soft[start : start + 64] = eyes(to_tensor(pixels[start : start + 64])).float().numpy()
        target = TRAINING / "vision" / f"soft-{name}.npy"
        np.save(target.with_suffix(".partial.npy"), soft)
        os.replace(target.with_suffix(".partial.npy"), target)
        print(f"{name}: {len(pixels)} pictures, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
