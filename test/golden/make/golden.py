# What every golden maker shares: seeded random weights that exercise each parameter, and one way to store the
# tensors and say where they came from. Not a test and not a network; run the makers beside it instead.
"""Usage from a maker: `randomise(model, seed)`, then `save(name, config, weights=..., inputs=..., outputs=...)`."""

import hashlib
import importlib.metadata
import json
import math
import pathlib

import torch
from safetensors.torch import save_file

GOLDEN = pathlib.Path(__file__).resolve().parent.parent
PACKAGES = ("torch", "transformers", "diffusers", "peft", "safetensors", "numpy")


def randomise(model: torch.nn.Module, seed: int) -> None:
    """Fills every parameter from one seeded generator, in key order, so that no term of the network is silent:
    matrices get the scale that keeps activations near one, vectors (biases) 0.1, norm gains one plus 0.1."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for key, parameter in sorted(model.named_parameters()):
            noise = torch.randn(parameter.shape, generator=generator)
            if parameter.dim() >= 2:
                fan_in = math.prod(parameter.shape[1:]) if parameter.dim() == 2 or parameter.dim() == 4 else 1
                parameter.copy_(noise / math.sqrt(fan_in))
            elif key.endswith("weight"):
                parameter.copy_(1 + 0.1 * noise)
            else:
                parameter.copy_(0.1 * noise)


def normal(shape: tuple[int, ...], seed: int) -> torch.Tensor:
    """Seeded standard normal numbers for inputs."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def save(name: str, config: dict, seed: int, **groups: dict[str, torch.Tensor]) -> None:
    """Writes test/golden/<name>/tensors.safetensors (keys `<group>.<key>`) and meta.json with versions and digest."""
    folder = GOLDEN / name
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        f"{group}.{key}": value.detach().clone().contiguous()
        for group, values in groups.items()
        for key, value in values.items()
    }
    path = folder / "tensors.safetensors"
    save_file(tensors, path)
    meta = {
        "seed": seed,
        "versions": {package: importlib.metadata.version(package).split("+")[0] for package in PACKAGES},
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size,
        "config": config,
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=2) + "\n")
    print(f"{name}: {len(tensors)} tensors, {path.stat().st_size} bytes")
