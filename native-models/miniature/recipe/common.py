# What every part of the recipe shares: a training loop with a wall-clock budget, exponential moving average,
# resumable checkpoints, the cost log, and fp16 safetensors export. It knows nothing about any network or data set.
# The loop runs unchanged on a CPU (bfloat16 autocast) and on CUDA.
"""Budgeted, resumable training for the miniature's pre-trained parts."""

from __future__ import annotations

import json
import math
import os
import shutil
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

from orthogonal import OrthogonalAdamW

REPOSITORY = Path(__file__).resolve().parents[3]
TRAINING = Path(os.environ.get("MINIATURE_TRAINING", REPOSITORY / ".training"))
BUNDLE = TRAINING / "bundle"


def pick_device(name: str | None = None) -> torch.device:
    """Returns the named device, or CUDA where there is one, or the CPU."""
    return torch.device(name or ("cuda" if torch.cuda.is_available() else "cpu"))


def parameter_count(module: nn.Module) -> int:
    """Number of parameters of a module."""
    return sum(p.numel() for p in module.parameters())


class MovingAverage:
    """Exponential moving average of a module's parameters; the decay warms up as (1 + n) / (10 + n)."""

    def __init__(self, module: nn.Module, decay: float = 0.999) -> None:
        self.decay = decay
        self.count = 0
        self.shadow = {k: v.detach().clone().float() for k, v in module.state_dict().items()}

    @torch.no_grad()
    def update(self, module: nn.Module) -> None:
        self.count += 1
        keep = min(self.decay, (1 + self.count) / (10 + self.count))
        for key, value in module.state_dict().items():
            if value.is_floating_point():
                self.shadow[key].lerp_(value.float(), 1 - keep)
            else:
                self.shadow[key].copy_(value)

    @contextmanager
    def applied(self, module: nn.Module):
        """Within the block the module holds the averaged parameters."""
        kept = {k: v.detach().clone() for k, v in module.state_dict().items()}
        module.load_state_dict({k: v.to(kept[k].dtype) for k, v in self.shadow.items()})
        was_training = module.training
        module.eval()
        try:
            yield module
        finally:
            module.load_state_dict(kept)
            module.train(was_training)


class Trainer:
    """Trains one module (several networks: put them in an nn.ModuleDict) for a wall-clock budget.

    The learning rate warms up over `warmup` steps, then follows a cosine of the *spent budget*, so that a slow
    machine ends at the same point of the schedule as a fast one. `orthogonal(name)` says which weight matrices take
    orthogonalised momentum (orthogonal.py); without it every parameter takes AdamW. A checkpoint (module, optimiser, average, step,
    seconds, random states) is written atomically every three minutes; a later call continues from it.
    """

    def __init__(
        self,
        part: str,
        module: nn.Module,
        *,
        minutes: float,
        rate: float,
        warmup: int = 100,
        weight_decay: float = 0.01,
        betas: tuple[float, float] = (0.9, 0.99),
        clip: float = 1.0,
        average: float | None = 0.999,
        final_rate: float = 0.02,
        threads: int = 1,
        device: torch.device | None = None,
        seed: int = 0,
        parameters=None,
        orthogonal: Callable[[str], bool] | None = None,
    ) -> None:
        torch.set_num_threads(threads)
        torch.manual_seed(seed)
        self.part, self.threads = part, threads
        self.device = device or pick_device()
        self.module = module.to(self.device)
        self.folder = TRAINING / part
        self.folder.mkdir(parents=True, exist_ok=True)
        self.minutes, self.rate, self.warmup, self.clip, self.final_rate = minutes, rate, warmup, clip, final_rate
        self.trained = [p for p in (parameters or module.parameters()) if p.requires_grad]
        chosen = {id(p) for n, p in module.named_parameters() if orthogonal and p.ndim > 1 and orthogonal(n)}
        matrices = [p for p in self.trained if id(p) in chosen]
        others = [p for p in self.trained if id(p) not in chosen]
        self.optimiser = OrthogonalAdamW(matrices, others, lr=rate, weight_decay=weight_decay, betas=betas)
        self.average = MovingAverage(self.module, average) if average else None
        self.random = np.random.default_rng(seed)
        self.step, self.seconds, self.samples = 0, 0.0, 0
        self.resume()

    @property
    def checkpoint(self) -> Path:
        return self.folder / "checkpoint.pt"

    def progress(self) -> float:
        """Share of the budget that is spent, 0 to 1."""
        return min(1.0, self.seconds / max(1e-9, self.minutes * 60))

    def learning_rate(self) -> float:
        warm = min(1.0, (self.step + 1) / max(1, self.warmup))
        low = self.final_rate
        return self.rate * warm * (low + (1 - low) * 0.5 * (1 + math.cos(math.pi * self.progress())))

    def save(self) -> None:
        state = {
            "module": self.module.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": (self.average.shadow, self.average.count) if self.average else None,
            "step": self.step,
            "seconds": self.seconds,
            "samples": self.samples,
            "torch": torch.get_rng_state(),
            "numpy": self.random.bit_generator.state,
        }
        temporary = self.checkpoint.with_suffix(".tmp")
        torch.save(state, temporary)
        os.replace(temporary, self.checkpoint)

    def resume(self) -> None:
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=False)
        self.module.load_state_dict(state["module"])
        self.optimiser.load_state_dict(state["optimiser"])
        if self.average and state["average"]:
            self.average.shadow, self.average.count = state["average"]
        self.step, self.seconds, self.samples = state["step"], state["seconds"], state["samples"]
        torch.set_rng_state(state["torch"].cpu())
        self.random.bit_generator.state = state["numpy"]
        print(f"{self.part}: resumed at step {self.step}, {self.seconds / 60:.1f} min spent", flush=True)

    def autocast(self):
        return torch.autocast(self.device.type, dtype=torch.bfloat16)

    def run(
        self,
        loss_of: Callable[[np.random.Generator], tuple[torch.Tensor, int, dict[str, float]]],
        every: list[tuple[float, Callable[[], None]]] | None = None,
        log_seconds: float = 20,
    ) -> None:
        """Trains until the budget is spent. `loss_of(random)` gives (loss, samples in the batch, figures to log).

        `every` holds (seconds, function) pairs called at that pace; their time counts as spent budget.
        """
        started = last_log = last_save = time.monotonic()
        seconds_before, samples_before = self.seconds, self.samples
        due = [started + pace for pace, _ in every or []]
        sums: dict[str, list[float]] = {}
        logged_samples = self.samples
        self.module.train()
        while self.progress() < 1:
            for group in self.optimiser.param_groups:
                group["lr"] = self.learning_rate()
            with self.autocast():
                loss, count, figures = loss_of(self.random)
            if not torch.isfinite(loss):
                raise RuntimeError(f"{self.part}: loss became {loss.item()} at step {self.step}; lower the rate and resume")
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(self.trained, self.clip)
            self.optimiser.step()
            if self.average:
                self.average.update(self.module)
            self.step += 1
            self.samples += count
            for key, value in {"loss": loss.item(), **figures}.items():
                sums.setdefault(key, []).append(float(value))
            now = time.monotonic()
            self.seconds = seconds_before + now - started
            for i, (pace, call) in enumerate(every or []):
                if now >= due[i]:
                    call()
                    self.module.train()
                    due[i] = time.monotonic() + pace
            if now - last_log >= log_seconds or self.progress() >= 1:
                speed = (self.samples - logged_samples) / max(1e-9, now - last_log)
                left = self.minutes - self.seconds / 60
                values = {k: round(float(np.mean(v)), 5) for k, v in sums.items()}
                line = {"step": self.step, **values, "rate": round(self.learning_rate(), 7), "perSecond": round(speed, 1), "minutesLeft": round(left, 1)}
                print(f"{self.part} {json.dumps(line)}", flush=True)
                with open(self.folder / "metrics.ndjson", "a") as file:
                    file.write(json.dumps(line) + "\n")
                sums, last_log, logged_samples = {}, now, self.samples
            if now - last_save >= 180:
                self.save()
                last_save = now
        self.save()
        spent = time.monotonic() - started
        write_cost(self.part, spent, self.samples - samples_before, self.step, self.device, self.threads, parameter_count(self.module))


def write_cost(part: str, seconds: float, samples: int, step: int, device: torch.device, threads: int, parameters: int) -> None:
    """Appends one line on what a slice of training cost to cost.ndjson."""
    line = {
        "part": part, "minutes": round(seconds / 60, 2), "samples": samples, "samplesPerSecond": round(samples / max(1e-9, seconds), 2),
        "stepsInAll": step, "parameters": parameters, "device": str(device), "threads": threads,
    }
    with open(TRAINING / "cost.ndjson", "a") as file:
        file.write(json.dumps(line) + "\n")
    print(json.dumps(line), flush=True)


def to_half(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """fp16 copies, contiguous, unshared; integer tensors are left out (position ids are rebuilt by the readers)."""
    half = {}
    for key, value in state.items():
        if not value.is_floating_point():
            continue
        if value.abs().max() > 65000:
            raise ValueError(f"{key} has a value of {value.abs().max().item():.3g}, which fp16 cannot hold")
        half[key] = value.detach().cpu().to(torch.float16).contiguous().clone()
    return half


@contextmanager
def replaced_folder(target: Path):
    """Gives an empty folder beside `target` to write into; on success it takes the place of `target` in one rename."""
    temporary = target.with_name(f".{target.name}.new")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    yield temporary
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.rename(target, old)
    os.rename(temporary, target)
    shutil.rmtree(old, ignore_errors=True)


def export_part(target: Path, state: dict[str, torch.Tensor], config: dict, weights: str = "model.safetensors", config_name: str = "config.json") -> int:
    """Writes config and fp16 weights of one part into a fresh `target` folder; returns the bytes of the weights."""
    with replaced_folder(target) as folder:
        save_file(to_half(state), str(folder / weights), metadata={"format": "pt"})
        (folder / weights).chmod(0o644)
        (folder / config_name).write_text(json.dumps(config, indent=2) + "\n")
    return (target / weights).stat().st_size
