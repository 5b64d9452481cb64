# The judge: a small classifier that reads who, where, when and which props from a picture. It is trained on real
# renders only and lives with the tests, not in the bundle: it measures drawings and never helps to make them.
"""`python judge.py train --minutes 6`, `python judge.py export`, `python judge.py figures`."""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from common import REPOSITORY, TRAINING, Trainer, export_part, parameter_count, pick_device
from data import Picture, load_pixels, read_pictures, to_tensor

TARGET = REPOSITORY / "test" / "support" / "judge"
CHANNELS = (24, 48, 72, 96, 128)
GROUPS = 8
README = """# Judge
A classifier for the picture-book world, trained on real renders only (`native-models/miniature/recipe/judge.py`).
Input (B, 3, 128, 128) in [-1, 1]. For i in 0..4: `convolutions.{i}` 3x3, stride 2, padding 1, with bias; GroupNorm
`norms.{i}` (8 groups, eps 1e-5); ReLU. Then the mean over height and width (B, 128) is the feature vector, and five linear
heads with bias read it: `heads.who` (softmax, main character), `heads.present` (sigmoid, every character in the picture),
`heads.place` (softmax), `heads.time` (softmax), `heads.props` (sigmoid). The labels of each head are in config.json.
"""


class Judge(nn.Module):
    """(B, 3, 128, 128) in [-1, 1] -> logits by head."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        super().__init__()
        sizes = (3, *CHANNELS)
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in zip(sizes, CHANNELS))
        self.norms = nn.ModuleList(nn.GroupNorm(GROUPS, c) for c in CHANNELS)
        self.heads = nn.ModuleDict({head: nn.Linear(CHANNELS[-1], len(names)) for head, names in labels.items()})

    def features(self, x: torch.Tensor) -> torch.Tensor:
        for convolution, norm in zip(self.convolutions, self.norms):
            x = F.relu(norm(convolution(x)))
        return x.mean(dim=(2, 3))  # (B, 128)

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        features = self.features(x)
        return {name: head(features) for name, head in self.heads.items()}


def labels_of(pictures: list[Picture]) -> dict[str, list[str]]:
    """Label names of every head, sorted."""
    characters = sorted({c["id"] for p in pictures for c in p.graph["characters"]})
    return {
        "who": characters,
        "present": characters,
        "place": sorted({p.graph["place"] for p in pictures}),
        "time": sorted({p.graph["time"] for p in pictures}),
        "props": sorted({q["id"] for p in pictures for q in p.graph["props"]}),
    }


def targets_of(pictures: list[Picture], labels: dict[str, list[str]]) -> dict[str, torch.Tensor]:
    """Class index per softmax head (-1 where unknown), 0/1 rows per sigmoid head."""

    def rows(head: str, found) -> torch.Tensor:
        return torch.tensor([[float(name in found(p)) for name in labels[head]] for p in pictures])

    main = [next(c["id"] for c in p.graph["characters"] if c["role"] == "main") for p in pictures]
    return {
        "who": torch.tensor([labels["who"].index(m) if m in labels["who"] else -1 for m in main]),
        "present": rows("present", lambda p: {c["id"] for c in p.graph["characters"]}),
        "place": torch.tensor([labels["place"].index(p.graph["place"]) for p in pictures]),
        "time": torch.tensor([labels["time"].index(p.graph["time"]) for p in pictures]),
        "props": rows("props", lambda p: {q["id"] for q in p.graph["props"]}),
    }


def augment(x: torch.Tensor, random: np.random.Generator) -> torch.Tensor:
    """A little blur, noise and brightness: generated pictures are softer than renders."""
    if random.random() < 0.5:
        x = x.flip(-1)
    if random.random() < 0.6:
        low = F.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False)
        x = x.lerp(low, float(random.random()))
    if random.random() < 0.3:
        x = F.interpolate(F.avg_pool2d(x, 2), scale_factor=2, mode="bilinear")
    if random.random() < 0.5:
        x = x + torch.randn_like(x) * float(random.random() * 0.08)
    return (x * float(1 + 0.1 * (random.random() - 0.5)) + float(0.1 * (random.random() - 0.5))).clamp(-1, 1)


@torch.no_grad()
def read(model: Judge, pixels: np.ndarray, device) -> dict[str, torch.Tensor]:
    """Logits by head for uint8 (N, 128, 128, 3), in fp32."""
    parts = [model(to_tensor(pixels[i : i + 64], device)) for i in range(0, len(pixels), 64)]
    return {head: torch.cat([part[head].float().cpu() for part in parts]) for head in parts[0]}


def accuracy(logits: dict[str, torch.Tensor], targets: dict[str, torch.Tensor]) -> dict[str, float]:
    """Shares right: softmax heads by class; `present` and `props` as recall of what should be there, with precision."""
    found = {}
    for head, value in targets.items():
        if head in ("present", "props"):
            said = logits[head] > 0
            found[head] = ((said & (value > 0)).sum() / (value > 0).sum().clamp(min=1)).item()
            found[f"{head}Precision"] = ((said & (value > 0)).sum() / said.sum().clamp(min=1)).item()
        else:
            found[head] = (logits[head].argmax(1) == value)[value >= 0].float().mean().item()
    return {k: round(v, 4) for k, v in found.items()}


def load(device, part: str = "judge") -> tuple[Judge, dict[str, list[str]]]:
    labels = json.loads((TRAINING / part / "labels.json").read_text())
    model = Judge(labels)
    model.load_state_dict(torch.load(TRAINING / part / "checkpoint.pt", map_location="cpu", weights_only=False)["average"][0])
    return model.eval().to(device), labels


def train(options: argparse.Namespace) -> None:
    device = pick_device(options.device)
    pictures = [read_pictures(name) for name in options.sets]
    labels = labels_of([p for part in pictures for p in part])
    pixels = [load_pixels(name) for name in options.sets]
    targets = [targets_of(part, labels) for part in pictures]
    held = {name: (load_pixels(name)[:600], targets_of(read_pictures(name)[:600], labels)) for name in options.held}
    torch.manual_seed(3)
    model = Judge(labels)
    print(f"judge: {parameter_count(model) / 1e6:.3f} M parameters", labels, flush=True)
    (TRAINING / "judge").mkdir(parents=True, exist_ok=True)
    (TRAINING / "judge" / "labels.json").write_text(json.dumps(labels))
    trainer = Trainer("judge", model, minutes=options.minutes, rate=3e-3, threads=options.threads, device=device, warmup=50, average=0.998, weight_decay=0.02, orthogonal=lambda name: "heads" not in name and name != "convolutions.0.weight")

    def loss_of(random: np.random.Generator):
        part = 0 if random.random() < len(pixels[0]) / sum(len(p) for p in pixels) else len(pixels) - 1
        rows = np.sort(random.choice(len(pixels[part]), options.batch, replace=False))
        logits = model(augment(to_tensor(pixels[part][rows], device), random))
        loss = 0.0
        for head, value in targets[part].items():
            wanted = value[rows].to(device)
            made = logits[head].float()
            if head in ("present", "props"):
                loss = loss + 3 * F.binary_cross_entropy_with_logits(made, wanted)
            else:
                loss = loss + F.cross_entropy(made, wanted)
        return loss, options.batch, {}

    def look() -> dict:
        with trainer.average.applied(model):
            found = {name: accuracy(read(model, p, device), t) for name, (p, t) in held.items()}
        print(json.dumps(found), flush=True)
        return found

    trainer.run(loss_of, every=[(90, look)])
    (trainer.folder / "accuracy.json").write_text(json.dumps(look(), indent=2))


def export(options: argparse.Namespace) -> None:
    model, labels = load(torch.device("cpu"))
    config = {
        "architecture": "five times (3x3 convolution, stride 2, padding 1; GroupNorm; ReLU), mean over height and width, linear heads",
        "sizePx": 128, "input": "RGB in [-1, 1]", "channels": list(CHANNELS), "groups": GROUPS, "eps": 1e-5,
        "softmaxHeads": ["who", "place", "time"], "sigmoidHeads": ["present", "props"], "labels": labels,
        "accuracyOnHeldOutRenders": json.loads((TRAINING / "judge" / "accuracy.json").read_text()),
    }
    size = export_part(TARGET, model.state_dict(), config)
    (TARGET / "README.md").write_text(README)
    print(f"{TARGET}: {size} bytes")


def figures(options: argparse.Namespace) -> None:
    """Judges pictures drawn from held-out canonical captions and writes .training/draw/figures.json."""
    from data import contact_sheet, encode_captions
    from draw import decode, load_autoencoder, load_drawing, sample

    torch.set_num_threads(options.threads)
    device = pick_device(options.device)
    judge, labels = load(device)
    drawing, autoencoder = load_drawing(device), load_autoencoder(device)
    note = json.loads((TRAINING / "latents" / "latents.json").read_text())
    pictures = read_pictures("held-out-scenes")[: options.count]
    ids = torch.from_numpy(encode_captions([p.captions[0] for p in pictures])).to(device)
    made = []
    for start in range(0, len(ids), 20):
        part = sample(drawing, ids[start : start + 20], tuple(note["shape"]), steps=options.steps, guidance=options.guidance, seed=start, solver=options.solver)
        made.append(decode(autoencoder, part))
    drawn = np.concatenate(made)
    found = {
        "count": len(drawn), "steps": options.steps, "guidance": options.guidance, "solver": options.solver,
        "drawn": accuracy(read(judge, drawn, device), targets_of(pictures, labels)),
        "renders": accuracy(read(judge, np.array(load_pixels("held-out-scenes")[: len(drawn)]), device), targets_of(pictures, labels)),
    }
    with open(TRAINING / "draw" / "figures.ndjson", "a") as file:
        file.write(json.dumps(found) + "\n")
    (TRAINING / "draw" / "figures.json").write_text(json.dumps(found, indent=2))
    contact_sheet([drawn[i : i + 8] for i in range(0, min(len(drawn) // 8 * 8, 32), 8)], TRAINING / "draw" / "figures.png")
    print(json.dumps(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("train", "export", "figures"))
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--solver", default="ddim", choices=("ddim", "dpm"))
    parser.add_argument("--device")
    parser.add_argument("--sets", nargs="+", default=["scenes", "stories"])
    parser.add_argument("--held", nargs="+", default=["held-out-scenes", "held-out-stories"])
    options = parser.parse_args()
    {"train": train, "export": export, "figures": figures}[options.command](options)


if __name__ == "__main__":
    main()
