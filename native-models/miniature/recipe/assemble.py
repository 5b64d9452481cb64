"""Puts the bundle together: tokenizer, card and the manifest with the SHA-256 of every file, in .training/bundle/.

Trains nothing and exports nothing: the parts must be there (export_write.py, export_draw.py, autoencoder.py latents), and
vokens, mapper and merged adapter in the folder that `studio export` made of them (`--bundle`, `--runs`). With `--install` the
finished bundle replaces native-models/miniature/bundle/, and what its runs logged native-models/miniature/runs/.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

from safetensors import safe_open

from card import card
from common import BUNDLE, REPOSITORY, replaced_folder
import run_notes
from data import read_labels, tokenizer_path
from sequences import SOFT_TOKENS, STYLE_LINES, Text

FOLDERS = {"languageModel": "language-model", "vision": "vision", "mapper": "mapper", "textEncoder": "text-encoder", "unet": "unet", "autoencoder": "autoencoder"}
DIFFUSERS = ("unet", "autoencoder")
MOST_PARAMETERS, MOST_BYTES = 24_000_000, 15_000_000


def weights_of(part: str) -> str:
    return f"{FOLDERS[part]}/" + ("diffusion_pytorch_model.safetensors" if part in DIFFUSERS else "model.safetensors")


def count_parameters(path: Path) -> int:
    total = 0
    with safe_open(path, "pt") as file:
        for key in file.keys():
            size = 1
            for extent in file.get_slice(key).get_shape():
                size *= extent
            total += size
    return total


def knows() -> dict[str, list[str]]:
    """What training showed, in the world's order, by the ids of the world; never the unseen characters."""
    world = read_labels()
    ids = lambda entries: [entry["id"] for entry in entries]  # noqa: E731
    return {"characters": ids(c for c in world["characters"] if not c["unseen"]), "places": ids(world["places"]), "times": ids(world["times"]),
            "props": ids(world["props"]), "names": sorted(entry["name"] for entry in world["names"])}


def styles() -> list[dict[str, str]]:
    """The drawing styles in the world's order, the one that goes unsaid first, with the lines that training put before a story."""
    ids = [entry["id"] for entry in read_labels()["styles"]]
    return [{"id": style, "name": style.capitalize(), **({"line": STYLE_LINES[style]} if style in STYLE_LINES else {})} for style in ids]


def frozen() -> None:
    """The folder that the trainer takes its frozen parts from: the parts that are there and the tokenizer, no manifest."""
    BUNDLE.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(tokenizer_path(), BUNDLE / "tokenizer.json")
    (BUNDLE / "manifest.json").unlink(missing_ok=True)  # of an earlier whole bundle: its digests would no longer hold
    there = {part: count_parameters(BUNDLE / weights_of(part)) for part in FOLDERS if (BUNDLE / weights_of(part)).exists()}
    scheduler = (BUNDLE / "scheduler" / "scheduler_config.json").exists()
    print(json.dumps({"folder": BUNDLE.name, "parameters": there, "scheduler": scheduler, "missing": [part for part in FOLDERS if part not in there]}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--guidance", type=float, default=4.0)
    parser.add_argument("--steps", type=int, default=16)
    parser.add_argument("--bundle", type=Path, default=BUNDLE, help="the folder that `studio export` has written")
    parser.add_argument("--runs", type=Path, nargs="*", default=[], help="folders of the runs behind it, in order, for the card")
    parser.add_argument("--frozen", action="store_true", help="only the pre-trained parts that are there, for the trainer; no manifest")
    arguments = parser.parse_args()
    if arguments.frozen:
        frozen()
        return
    bundle: Path = arguments.bundle
    text = Text(tokenizer_path())
    shutil.copyfile(tokenizer_path(), bundle / "tokenizer.json")
    parameters = {part: count_parameters(bundle / weights_of(part)) for part in FOLDERS}
    if sum(parameters.values()) > MOST_PARAMETERS:
        raise SystemExit(f"{sum(parameters.values())} parameters, at most {MOST_PARAMETERS} are allowed: {parameters}")
    (bundle / "card.md").write_text(card(parameters, arguments.runs))

    read = lambda path: json.loads((bundle / path).read_text())  # noqa: E731
    unet, autoencoder, sight = read("unet/config.json"), read("autoencoder/config.json"), read("vision/config.json")["vision_config"]
    files = []
    for path in sorted(p for p in bundle.rglob("*") if p.is_file()):
        name = path.relative_to(bundle).as_posix()
        if name == "manifest.json" or name.startswith("."):
            continue
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise SystemExit(f"{name} has {len(content)} bytes, at most {MOST_BYTES} are allowed")
        files.append({"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    manifest = {
        "schemaVersion": 1, "name": "miniature", "title": "Picture-book miniature",
        "description": "A small model that knows one picture-book world: twenty-four characters, twelve places, five hours and weathers, thirty "
                       "things, three styles. It writes short stories in English and draws them at 128 pixels. Not a general model.",
        "license": "Apache-2.0 (weights); trained on drawings made for this project and on Fluent Emoji artwork, MIT, (c) Microsoft Corporation",
        "language": "en",
        "parts": {**{part: {"config": f"{folder}/config.json", "weights": [weights_of(part)]} for part, folder in FOLDERS.items()},
                  "scheduler": {"config": "scheduler/scheduler_config.json"}, "tokenizer": "tokenizer.json"},
        "tokens": {"bos": text.bos, "eos": text.eos, "pad": text.pad, "vokens": text.vokens, "imagePlaceholder": text.placeholder},
        "prompt": {"imageOpen": "<Img>", "imageClose": "</Img>", "contextLength": read("language-model/config.json")["max_position_embeddings"], "maxPanelTokens": 80, "keepNames": True},
        "picture": {"sizePx": 128, "latentSizePx": unet["sample_size"], "latentChannels": unet["in_channels"], "scalingFactor": autoencoder["scaling_factor"]},
        "vision": {"sizePx": sight["image_size"], "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "numSoftTokens": SOFT_TOKENS},
        "defaults": {"steps": arguments.steps, "guidanceScale": arguments.guidance, "temperature": 0.4, "topP": 0.9, "topK": 50, "repetitionPenalty": 1.05},
        "knows": knows(), "styles": styles(), "files": files,
    }
    partial = bundle / ".manifest.partial"
    partial.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    partial.replace(bundle / "manifest.json")
    print(json.dumps({"parameters": {**parameters, "all": sum(parameters.values())}, "bytes": sum(f["bytes"] for f in files)}))
    if arguments.install:
        with replaced_folder(REPOSITORY / "native-models" / "miniature" / "bundle") as folder:
            for name in [f["path"] for f in files] + ["manifest.json"]:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(bundle / name, folder / name)
        with replaced_folder(REPOSITORY / "native-models" / "miniature" / "runs") as folder:
            run_notes.keep_logs(arguments.runs, folder)


if __name__ == "__main__":
    main()
