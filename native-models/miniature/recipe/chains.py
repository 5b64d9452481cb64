# Runs the trainings of a bundle in order, each with its budget, in two chains that take one core each. It trains nothing itself: every
# step is a command of this folder that resumes by itself. A step that is done (<step>.done in logs/) is not run again.
"""`python chains.py drawing` beside `python chains.py writing`, while `prepare.py` still makes data; `--list` prints the commands."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from common import REPOSITORY, TRAINING
from data import WORLD, tokenizer_path

RECIPE = Path(__file__).resolve().parent
FIRST = REPOSITORY / ".training"  # the first bundle, whose autoencoder is a head start

# step: (what must be there first, command line); minutes are wall clock for one thread.
CHAINS: dict[str, dict[str, tuple[list[Path], str]]] = {
    "drawing": {
        "autoencoder": ([WORLD / "scenes.ready", WORLD / "held-out-scenes.ready"],
                        "autoencoder.py train --sets scenes --held held-out-scenes --start {start} --rate 1.5e-3 --whole-from 0.3 --minutes {autoencoder}"),
        "latents": ([], "autoencoder.py latents --sets scenes"),
        "draw": ([tokenizer_path()], "draw.py train --sets scenes --minutes {draw} --freeze-text {freeze}"),
        "export-draw": ([], "export_draw.py"),
        "decoder": ([], "decoder.py train --sets scenes --rate 1.5e-3 --minutes {decoder}"),
        "decoder-finish": ([], "decoder.py train --sets scenes --rate 2.5e-3 --noise 0.03 --square 20 --minutes {finish}"),
        "export-decoder": ([], "decoder.py export"),
    },
    "writing": {
        "language-model": ([tokenizer_path(), WORLD / "scenes.ready", WORLD / "held-out-stories.ready"], "language_model.py --rate 2.5e-3 --minutes {language}"),
        "judge": ([WORLD / "stories.ready", TRAINING / "autoencoder" / "checkpoint.pt"], "judge.py train --worn 2000 --minutes {judge}"),
        "vision-heads": ([], "vision.py --stage heads --batch 48 --rate 1.5e-3 --minutes {heads}"),
        "vision": ([], "vision.py --stage captions --batch 40 --rate 2e-3 --minutes {captions}"),
        "vision-figures": ([], "vision.py --stage measure"),
        "export-write": ([], "export_write.py --frozen"),
        "frozen": ([], "assemble.py --frozen"),
    },
}
BUDGETS = {"autoencoder": 15.0, "draw": 180.0, "freeze": 100.0, "decoder": 60.0, "finish": 90.0, "language": 142.0, "judge": 26.0, "heads": 20.0, "captions": 30.0}


def commands(chain: str, budgets: dict[str, float]) -> list[tuple[str, list[Path], list[str]]]:
    """(step, what it waits for, arguments of Python) in order."""
    start = [str(path) for path in (FIRST / "autoencoder" / "checkpoint.pt", FIRST / "decoder" / "checkpoint.pt") if path.exists()]
    made = []
    for step, (needs, line) in CHAINS[chain].items():
        if not start:
            line = line.replace("--start {start} --rate 1.5e-3", "--rate 3e-3")
        words = [start if word == "{start}" else [word.format(**budgets)] for word in line.split()]
        made.append((step, needs, [word for group in words for word in group]))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chain", choices=sorted(CHAINS))
    parser.add_argument("--list", action="store_true", help="print the commands and stop")
    parser.add_argument("--until", help="stop after this step")
    for name, minutes in BUDGETS.items():
        parser.add_argument(f"--{name}", type=float, default=minutes, help=f"minutes, {minutes:g} unless given")
    arguments = parser.parse_args()
    logs = TRAINING / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    for step, needs, words in commands(arguments.chain, {name: getattr(arguments, name) for name in BUDGETS}):
        if arguments.list:
            print("python", *words)
            continue
        done = logs / f"{step}.done"
        if done.exists():
            continue
        while not all(path.exists() for path in needs):
            time.sleep(2)
        print(f"{time.strftime('%H:%M:%S')} {' '.join(words)}", flush=True)
        with open(logs / f"{step}.log", "a") as log:
            code = subprocess.run([sys.executable, RECIPE / words[0], *words[1:]], stdout=log, stderr=subprocess.STDOUT).returncode
        if code:
            raise SystemExit(f"{step} failed ({code}): see logs/{step}.log")
        done.touch()
        if step == arguments.until:
            break


if __name__ == "__main__":
    main()
