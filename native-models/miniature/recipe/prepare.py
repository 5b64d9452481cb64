# Makes everything that the trainings read: the world's labels and every data set, two processes side by side, then the tokenizer
# as soon as its texts are there. It trains no network. A set that is finished (<set>.ready) is not made again.
"""`python prepare.py`: labels.json, tokenizer and data sets under `.training/`; `--share 0.1` makes a tenth for a trial."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from common import REPOSITORY
from data import WORLD

RECIPE = Path(__file__).resolve().parent
TSX = REPOSITORY / "node_modules" / ".bin" / "tsx"

# name: (kind, seed, count, further flags) in the order of making: what the first trainings wait for comes first.
SETS: dict[str, tuple[str, int, int, tuple[str, ...]]] = {
    "stories-text": ("stories", 105, 80_000, ("--text-only",)),
    "scenes": ("scenes", 101, 24_000, ()),
    "dialogues": ("dialogues", 107, 12_000, ("--text-only",)),
    "held-out-scenes": ("scenes", 103, 1_000, ("--held-out",)),
    "held-out-stories": ("stories", 104, 200, ("--held-out",)),
    "held-out-dialogues": ("dialogues", 108, 200, ("--held-out", "--text-only")),
}
LAST: dict[str, tuple[str, int, int, tuple[str, ...]]] = {
    "stories": ("stories", 102, 4_000, ()),
    "stories-more": ("stories", 109, 3_000, ()),
    "dialogues-pictures": ("dialogues", 901, 1_500, ()),
    # Heads of the two above: latents of all pictures would take long.
    "stories-ldm": ("stories", 102, 1_000, ()),
    "dialogues-ldm": ("dialogues", 901, 300, ()),
}
UNSEEN, UNSEEN_HELD_OUT = 400, 40  # scenes of each unseen character, for the judge alone


def labels() -> dict:
    """Writes and returns what the world holds."""
    path = WORLD / "labels.json"
    WORLD.mkdir(parents=True, exist_ok=True)
    printed = subprocess.run([TSX, RECIPE / "world-labels.ts"], cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    partial = path.with_suffix(".partial")
    partial.write_text(printed)
    partial.replace(path)
    return json.loads(printed)


def sets_of(world: dict) -> dict[str, tuple[str, int, int, tuple[str, ...]]]:
    """All sets; the stories with pictures come last, since the first trainings do without them."""
    sets = dict(SETS)
    for i, entry in enumerate(c for c in world["characters"] if c["unseen"]):
        sets[f"unseen-{entry['id']}"] = ("scenes", 120 + i, UNSEEN, ("--character", entry["id"]))
        sets[f"held-out-unseen-{entry['id']}"] = ("scenes", 140 + i, UNSEEN_HELD_OUT, ("--character", entry["id"]))
    return {**sets, **LAST}


def make(name: str, kind: str, seed: int, count: int, flags: tuple[str, ...]) -> str | None:
    """Writes one set; returns its name, or None where it could not be made."""
    ready = WORLD / f"{name}.ready"
    if ready.exists():
        return name
    started = time.monotonic()
    done = subprocess.run([TSX, "scripts/world.ts", "--kind", kind, "--seed", str(seed), "--count", str(count), *flags, "--out", WORLD / name],
                          cwd=REPOSITORY, capture_output=True, text=True)
    if done.returncode:
        print(f"{name}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}", file=sys.stderr, flush=True)
        return None
    ready.touch()
    print(f"{name}: {count} in {time.monotonic() - started:.0f} s", flush=True)
    return name


def tokenizer() -> None:
    subprocess.run([sys.executable, RECIPE / "tokenizer.py"], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", type=float, default=1, help="of every set's size")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="+", help="names of sets; default all")
    arguments = parser.parse_args()
    jobs = {n: job for n, job in sets_of(labels()).items() if not arguments.only or n in arguments.only}
    with ThreadPoolExecutor(arguments.workers) as pool:
        started = time.monotonic()
        waiting = {n: pool.submit(make, n, kind, seed, max(8, round(count * arguments.share)), flags) for n, (kind, seed, count, flags) in jobs.items()}
        # Captions are in the stories' texts too: the tokenizer does not wait for the scenes.
        for name in ("stories-text", "dialogues"):
            if name in waiting:
                waiting[name].result()
        if "stories-text" in waiting and waiting["stories-text"].result():
            tokenizer()
            print(f"tokenizer after {time.monotonic() - started:.0f} s", flush=True)
        failed = [name for name, job in waiting.items() if job.result() is None]
    if failed:
        raise SystemExit(f"not made: {', '.join(failed)}")


if __name__ == "__main__":
    main()
