# The judge: a classifier that reads who, where, when, in what style and which props from a picture. It is trained on real
# renders only (also worn ones) and lives with the tests, not in the bundle: it measures drawings and never helps to make them.
# It alone knows the unseen characters. The network: judge_network.py.
"""`python judge.py train --minutes 20`, `python judge.py measure`, `python judge.py export`, `python judge.py figures`."""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch
import torch.nn.functional as F

from common import REPOSITORY, TRAINING, Trainer, export_part, parameter_count, pick_device
from data import Picture, load_pixels, read_labels, read_pictures, sets_named, to_tensor
from judge_network import BLOCKS, CHANNELS, GROUPS, SIGMOID_HEADS, Judge, views

TARGET = REPOSITORY / "test" / "support" / "judge"
README = """# Judge
A classifier for the picture-book world, trained on real renders only (`native-models/miniature/recipe/judge.py`).
Input (B, 3, 128, 128) in [-1, 1]. For each level i: `levels.{i}.down` 3x3, stride 2, padding 1; GroupNorm `levels.{i}.norm`
(8 groups, eps 1e-5); ReLU; then its residual blocks `levels.{i}.blocks.{j}`: relu(x + norm2(conv2(relu(norm1(conv1(x)))))).
`merge` (1x1) of the last level, doubled by nearest neighbour, is added to the level before and passes a ReLU; its 16 x 16
positions are what the heads read, and their mean is the feature vector (B, 128) of the Fréchet distance. A head's logit for a
class is the mean of `heads.{name}.values` over the positions, weighted by the softmax over positions of
`heads.{name}.attention`: `who` (softmax, main character), `present` (sigmoid, every character in the picture), `place`,
`time`, `style` (softmax), `props` (sigmoid). The labels of each head are in config.json.
"""


def labels_of() -> dict[str, list[str]]:
    """Label names of every head in the world's own order; the unseen characters are among them."""
    world = read_labels()
    characters = [c["id"] for c in world["characters"]]
    return {"who": characters, "present": characters, **{head: [t["id"] for t in world[key]] for head, key in
            (("place", "places"), ("time", "times"), ("style", "styles"), ("props", "props"))}}


def targets_of(pictures: list[Picture], labels: dict[str, list[str]]) -> dict[str, torch.Tensor]:
    """Class index per softmax head, 0/1 rows per sigmoid head."""
    number = {head: {name: i for i, name in enumerate(names)} for head, names in labels.items()}
    wanted = {head: torch.zeros(len(pictures), len(labels[head])) if head in SIGMOID_HEADS else torch.zeros(len(pictures), dtype=torch.long) for head in labels}
    for i, picture in enumerate(pictures):
        graph = picture.graph
        main = next(c["id"] for c in graph["characters"] if c["role"] == "main")
        for head, value in (("who", main), ("place", graph["place"]), ("time", graph["time"]), ("style", graph.get("style", "flat"))):
            wanted[head][i] = number[head][value]
        for head, things in (("present", graph["characters"]), ("props", graph["props"])):
            for thing in things:
                wanted[head][i, number[head][thing["id"]]] = 1
    return wanted


@torch.no_grad()
def read(model: Judge, pixels: np.ndarray, device) -> dict[str, torch.Tensor]:
    """Logits by head for uint8 (N, 128, 128, 3)."""
    parts = []
    for start in range(0, len(pixels), 64):
        with torch.autocast(torch.device(device).type, dtype=torch.bfloat16):
            parts.append(model(to_tensor(pixels[start : start + 64], device)))
    return {head: torch.cat([part[head].float().cpu() for part in parts]) for head in parts[0]}


def accuracy(logits: dict[str, torch.Tensor], targets: dict[str, torch.Tensor]) -> dict[str, float]:
    """Shares right: softmax heads by class; `present` and `props` as recall of what should be there, with precision."""
    found = {}
    for head, value in targets.items():
        if head in SIGMOID_HEADS:
            said = logits[head] > 0
            found[head] = ((said & (value > 0)).sum() / (value > 0).sum().clamp(min=1)).item()
            found[f"{head}Precision"] = ((said & (value > 0)).sum() / said.sum().clamp(min=1)).item()
        else:
            found[head] = (logits[head].argmax(1) == value).float().mean().item()
    return {k: round(v, 4) for k, v in found.items()}


def by_style(logits: dict[str, torch.Tensor], targets: dict[str, torch.Tensor], styles: list[str]) -> dict[str, dict[str, float]]:
    """Accuracy over all, and over the pictures of each style."""
    found = {"all": accuracy(logits, targets)}
    for i, style in enumerate(styles):
        rows = targets["style"] == i
        if rows.any():
            found[style] = {"count": int(rows.sum()), **accuracy({k: v[rows] for k, v in logits.items()}, {k: v[rows] for k, v in targets.items()})}
    return found


def weakest(logits: dict[str, torch.Tensor], targets: dict[str, torch.Tensor], labels: dict[str, list[str]], head: str, count: int = 5) -> dict[str, float]:
    """The classes of a sigmoid head that are found least often."""
    said, there = logits[head] > 0, targets[head] > 0
    recall = (said & there).sum(0) / there.sum(0).clamp(min=1)
    order = sorted((i for i in range(len(recall)) if there[:, i].any()), key=lambda i: recall[i].item())
    return {labels[head][i]: round(recall[i].item(), 3) for i in order[:count]}


def load(device, part: str = "judge") -> tuple[Judge, dict[str, list[str]]]:
    """The averaged network of the newest checkpoint, and its labels."""
    labels = json.loads((TRAINING / part / "labels.json").read_text())
    model = Judge(labels)
    model.load_state_dict(torch.load(TRAINING / part / "checkpoint.pt", map_location="cpu", weights_only=False)["average"][0])
    return model.eval().to(device), labels


def measure(model: Judge, labels: dict[str, list[str]], held: list[str], count: int, device, detail: bool = False) -> dict:
    """Figures on the first `count` renders of every held-out set together; `detail`: by style and by weakest class."""
    pictures = [read_pictures(name)[:count] for name in held]
    logits = [read(model, np.array(load_pixels(name)[:count]), device) for name in held]
    joined = {head: torch.cat([part[head] for part in logits]) for head in labels}
    targets = targets_of([p for part in pictures for p in part], labels)
    if not detail:
        return accuracy(joined, targets)
    found = by_style(joined, targets, labels["style"])
    for name, own, part in zip(held, logits, pictures):
        found[name] = {"count": len(part), **accuracy(own, targets_of(part, labels))}
    return {**found, "weakest": {head: weakest(joined, targets, labels, head) for head in SIGMOID_HEADS}}


def train(options: argparse.Namespace) -> None:
    device = pick_device(options.device)
    labels = labels_of()
    sets, held = sets_named(options.sets), sets_named(options.held)
    pixels = [load_pixels(name) for name in sets]
    targets = [targets_of(read_pictures(name), labels) for name in sets]
    if options.worn:
        pixels.append(reconstructed(pixels[0], options.worn, device))
        targets.append({head: value[: options.worn] for head, value in targets[0].items()})
        sets = [*sets, "worn"]
    # The unseen characters have few pictures of their own, and what has passed through the autoencoder is nearest to drawn ones.
    heavier = lambda name: 6.0 if name.startswith("unseen") else 2.0 if name == "worn" else 1.0
    shares = np.array([len(p) * heavier(name) for name, p in zip(sets, pixels)])
    torch.manual_seed(3)
    model = Judge(labels)
    print(f"judge: {parameter_count(model) / 1e6:.3f} M parameters, {sum(map(len, pixels))} pictures, held out {held}", flush=True)
    (TRAINING / "judge").mkdir(parents=True, exist_ok=True)
    (TRAINING / "judge" / "labels.json").write_text(json.dumps(labels))
    trainer = Trainer("judge", model, minutes=options.minutes, rate=options.rate, threads=options.threads, device=device, warmup=50, average=0.998,
                      weight_decay=0.02, orthogonal=lambda name: "heads" not in name and name != "levels.0.down.weight")

    def loss_of(random: np.random.Generator):
        part = int(random.choice(len(shares), p=shares / shares.sum()))
        rows = np.sort(random.choice(len(pixels[part]), min(options.batch, len(pixels[part])), replace=False))
        logits = model(views(to_tensor(pixels[part][rows], device), random))
        loss = 0.0
        for head, value in targets[part].items():
            wanted = value[rows].to(device)
            if head in SIGMOID_HEADS:  # summed over the classes: one missed prop weighs as much as a wrong place
                loss = loss + F.binary_cross_entropy_with_logits(logits[head], wanted, reduction="sum") / len(rows)
            else:
                loss = loss + F.cross_entropy(logits[head], wanted)
        return loss, len(rows), {}

    def look() -> None:
        with trainer.average.applied(model):
            print(f"  held out {json.dumps(measure(model, labels, held, 300, device))}", flush=True)

    trainer.run(loss_of, every=[(options.look, look)])
    measured(options)


def reconstructed(pixels: np.ndarray, count: int, device) -> np.ndarray:
    """The first `count` pictures through the newest autoencoder and back."""
    from autoencoder import build, reconstruct

    model = build(8)
    model.load_state_dict(torch.load(TRAINING / "autoencoder" / "checkpoint.pt", map_location="cpu", weights_only=False)["average"][0])
    return reconstruct(model.eval().to(device), np.array(pixels[:count]), device)


def measured(options: argparse.Namespace) -> None:
    """Writes accuracy.json: the figures of the newest checkpoint on all held-out renders."""
    torch.set_num_threads(options.threads)
    device = pick_device(options.device)
    model, labels = load(device)
    found = measure(model, labels, sets_named(options.held), 2000, device, detail=True)
    (TRAINING / "judge" / "accuracy.json").write_text(json.dumps(found, indent=2))
    print(json.dumps(found, indent=1))


def export(options: argparse.Namespace) -> None:
    model, labels = load(torch.device("cpu"))
    config = {
        "sizePx": 128, "input": "RGB in [-1, 1]", "channels": list(CHANNELS), "blocks": list(BLOCKS), "groups": GROUPS, "eps": 1e-5,
        "softmaxHeads": [h for h in labels if h not in SIGMOID_HEADS], "sigmoidHeads": list(SIGMOID_HEADS), "labels": labels,
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
    parser.add_argument("command", choices=("train", "measure", "export", "figures"))
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--look", type=float, default=120, help="seconds between looks at the held-out sets")
    parser.add_argument("--worn", type=int, default=0, help="pictures of the first set that are also shown as the newest autoencoder gives them back")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--solver", default="ddim", choices=("ddim", "dpm"))
    parser.add_argument("--device")
    parser.add_argument("--sets", nargs="+", default=["scenes", "stories", "unseen-*"])
    parser.add_argument("--held", nargs="+", default=["held-out-scenes", "held-out-stories", "held-out-unseen-*"])
    options = parser.parse_args()
    {"train": train, "measure": measured, "export": export, "figures": figures}[options.command](options)


if __name__ == "__main__":
    main()
