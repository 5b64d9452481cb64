"""What the runs of `studio train` say about themselves, for the card: settings, digests, what was spent, how the losses fell.

A run folder holds config.json, metrics.ndjson and checkpoints/ (`main/training/run`). Reads them and writes a log that is short enough
for the repository; changes nothing in them.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

ROWS = 8  # of a run's table in the card
LOG_EVERY = 20  # steps between two lines of a kept log


def read_run(run: Path) -> tuple[dict, list[dict]]:
    lines = [json.loads(line) for line in (run / "metrics.ndjson").read_text().splitlines() if line]
    return json.loads((run / "config.json").read_text()), lines


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def newest_checkpoint(run: Path) -> Path:
    return max((run / "checkpoints").glob("step-*.safetensors"))


def figures(values: dict) -> str:
    skipped = {"step", "rate", "gradientNorm", "samples", "seconds"}
    return ", ".join(f"{name} {value:.4g}" for name, value in values.items() if name not in skipped)


def settings_line(settings: dict) -> str:
    """What decided the numbers, without what stands in the sentence before it."""
    said = {"stage", "seed", "batch", "start", "losses", "language"}
    return ", ".join(f"{name} {value}" for name, value in settings.items() if name not in said)


def notes_of(run: Path) -> list[str]:
    config, lines = read_run(run)
    settings, digests = config["settings"], config["digests"]
    steps = [line for line in lines if "loss" in line]
    held = [line for line in lines if "validation" in line]
    last = steps[-1]
    method, losses = json.loads(settings["language"]), json.loads(settings["losses"])
    shown = [steps[round(i * (len(steps) - 1) / (ROWS - 1))] for i in range(ROWS)]
    return [
        f"### `{run.name}`: {settings['stage']}, {last['step']} steps of {settings['batch']} records, {last['samples']:,} panels, {last['seconds'] / 60:.0f} minutes of one core",
        f"Language model: {method['kind']}" + (f", rank {method['rank']} on {len(method['targets'])} layers of each block" if method["kind"] == "lora" else "")
        + "; weights of the losses: " + ", ".join(f"{name} {weight}" for name, weight in losses.items()) + f"; start: {settings['start']}; seed {settings['seed']}.",
        *(["It saw no pictures: where a panel has one, a caption or nothing stood in its place."] if settings["stage"] != "uas" and not settings.get("seesPictures") else []),
        f"Everything else that decided the numbers: {settings_line(settings)}.", "",
        "| step | " + " | ".join(name for name in ("loss", "text", "caption", "reader", "ldm") if name in last) + " |",
        "|---:|" + "---:|" * sum(name in last for name in ("loss", "text", "caption", "reader", "ldm")),
        *("| {} | ".format(line["step"]) + " | ".join(f"{line[name]:.4g}" if name in line else "" for name in ("loss", "text", "caption", "reader", "ldm") if name in last) + " |" for line in shown),
        *(["", f"On held-out records after the last step: {figures(held[-1]['validation'])}."] if held else []), "",
        "SHA-256: " + "; ".join(f"{name} `{digest[:16]}`" for name, digest in [*digests.items(), ("config.json", sha256(run / "config.json")),
                                                                              ("metrics.ndjson", sha256(run / "metrics.ndjson")),
                                                                              ("last checkpoint", sha256(newest_checkpoint(run)))]) + ".", "",
    ]


def training_notes(runs: list[Path]) -> str:
    """The section of the card about the runs, in the order in which they were trained."""
    head = ["**Vokens, mapper and adapters were trained by the studio's own trainer** (`studio train`, TypeScript on ONNX Runtime), in these runs, each",
            "beginning with what the one before had learned. Their settings and thinned logs are kept in `native-models/miniature/runs/`.", ""]
    return "\n".join(head + [line for run in runs for line in notes_of(run)]).strip()


def keep_logs(runs: list[Path], folder: Path) -> None:
    """Settings, every twentieth step and every validation of each run, for the repository."""
    for run in runs:
        _, lines = read_run(run)
        (folder / run.name).mkdir(parents=True, exist_ok=True)
        (folder / run.name / "config.json").write_text((run / "config.json").read_text())
        kept = [line for i, line in enumerate(lines) if "validation" in line or line["step"] % LOG_EVERY == 1 or i == len(lines) - 1]
        rounded = [json.dumps({k: float(f"{v:.6g}") if isinstance(v, float) else v for k, v in line.items()}) for line in kept]
        (folder / run.name / "metrics.ndjson").write_text("\n".join(rounded) + "\n")
