# Writes the trained drawing half (text encoder, U-Net, scheduler) into the bundle in the published layouts, fp16, each
# part in one rename. The autoencoder is written by `autoencoder.py latents`, which knows the scaling factor.
"""`python export_draw.py`: from the averaged weights of .training/draw/checkpoint.pt to .training/bundle/."""

from __future__ import annotations

import json

import torch

from common import BUNDLE, replaced_folder, export_part, parameter_count
from draw import SCHEDULE, load_drawing

LIMIT = 15_000_000


def main() -> None:
    torch.set_num_threads(1)
    model = load_drawing(torch.device("cpu"))
    # Published CLIP checkpoints carry this prefix; transformers reads both, other readers expect it.
    text = {key if key.startswith("text_model.") else f"text_model.{key}": value for key, value in model.text.state_dict().items() if "position_ids" not in key}
    config = {k: v for k, v in model.text.config.to_dict().items() if k not in ("transformers_version", "dtype")}
    config.update(architectures=["CLIPTextModel"], model_type="clip_text_model")
    unet = {k: v for k, v in model.unet.config.items() if not k.startswith("_")}
    sizes = {
        "text-encoder": export_part(BUNDLE / "text-encoder", text, config),
        "unet": export_part(BUNDLE / "unet", model.unet.state_dict(), {"_class_name": "UNet2DConditionModel", **unet}, weights="diffusion_pytorch_model.safetensors"),
    }
    with replaced_folder(BUNDLE / "scheduler") as folder:
        (folder / "scheduler_config.json").write_text(json.dumps({"_class_name": "DDIMScheduler", **SCHEDULE}, indent=2) + "\n")
    for name, size in sizes.items():
        if size > LIMIT:
            raise SystemExit(f"{name} is {size} bytes; no file of the bundle may be over {LIMIT}")
    print(json.dumps({"bytes": sizes, "parameters": {"text": parameter_count(model.text), "unet": parameter_count(model.unet)}}))


if __name__ == "__main__":
    main()
