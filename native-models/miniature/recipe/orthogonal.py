# AdamW with orthogonalised momentum for the matrices ("Muon", K. Jordan 2024; scale of Liu et al. 2025,
# arXiv:2502.16982), because the recipe's budget buys few steps. It is an optimiser only; the schedule is in common.py.
"""One optimiser: orthogonalised momentum for hidden weight matrices and kernels, AdamW for everything else."""

from __future__ import annotations

import torch


def orthogonalise(matrix: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """Nearly orthogonal factor of a (m, n) matrix by five quintic Newton-Schulz steps."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix.bfloat16()
    tall = x.shape[0] > x.shape[1]
    if tall:
        x = x.T
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.T if tall else x).to(matrix.dtype)


class OrthogonalAdamW(torch.optim.Optimizer):
    """`matrices` (2-d and up, flattened to (out, rest)) take orthogonalised momentum; `others` take AdamW.

    The update of a matrix is scaled to the size an AdamW update has, so that one learning rate serves both.
    """

    def __init__(self, matrices, others, lr: float, weight_decay: float, betas=(0.9, 0.99), momentum: float = 0.95) -> None:
        groups = [
            {"params": list(matrices), "kind": "matrix", "weight_decay": weight_decay},
            {"params": [p for p in others if p.ndim > 1], "kind": "adam", "weight_decay": weight_decay},
            {"params": [p for p in others if p.ndim <= 1], "kind": "adam", "weight_decay": 0.0},
        ]
        super().__init__([g for g in groups if g["params"]], {"lr": lr, "betas": betas, "momentum": momentum, "eps": 1e-8})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            rate, decay = group["lr"], group["weight_decay"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                if decay:
                    p.mul_(1 - rate * decay)
                if group["kind"] == "matrix":
                    self._matrix(p, group, rate)
                else:
                    self._adam(p, group, rate)

    def _matrix(self, p: torch.Tensor, group: dict, rate: float) -> None:
        state, gradient = self.state[p], p.grad.float()
        buffer = state.setdefault("momentum", torch.zeros_like(gradient))
        buffer.lerp_(gradient, 1 - group["momentum"])
        look_ahead = gradient.lerp(buffer, group["momentum"]).flatten(1)  # (out, rest)
        update = orthogonalise(look_ahead)
        p.add_(update.view_as(p), alpha=-rate * 0.2 * max(update.shape) ** 0.5)

    def _adam(self, p: torch.Tensor, group: dict, rate: float) -> None:
        state = self.state[p]
        if not state:
            state.update(step=0, mean=torch.zeros_like(p), square=torch.zeros_like(p))
        state["step"] += 1
        b1, b2 = group["betas"]
        state["mean"].lerp_(p.grad, 1 - b1)
        state["square"].mul_(b2).addcmul_(p.grad, p.grad, value=1 - b2)
        scale = rate * (1 - b2 ** state["step"]) ** 0.5 / (1 - b1 ** state["step"])
        p.addcdiv_(state["mean"], state["square"].sqrt().add_(group["eps"]), value=-scale)
