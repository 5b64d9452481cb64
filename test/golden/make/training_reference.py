# The method's training step in PyTorch, tiny: what the goldens of training compare with. Batches of stories with a branch
# per panel, the four losses, and trained voken rows around a frozen (or PEFT-adapted) LlamaForCausalLM.
# Written from the paper (MiniGPT-5, arXiv 2310.02239), not from the TypeScript. It runs nothing by itself; training.py does.
from __future__ import annotations

import dataclasses

import torch
import torch.nn.functional as functional
from torch import nn

IGNORED, SOFT, FIRST = -100, 2, 40  # FIRST: token id of [IMG0]


@dataclasses.dataclass
class Sizes:
    width: int = 16
    vocabulary: int = 50
    vokens: int = 8
    length: int = 3  # of the conditioning
    condition: int = 12
    single: tuple[int, ...] = (3, 2, 4)
    several: int = 5


class Mapper(nn.Module):
    """Keys as published."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.condition
        self.fc = nn.Sequential(nn.Linear(sizes.width, width), nn.GELU(), nn.Linear(width, width))
        self.llm_to_t2i_mapping = nn.Transformer(
            batch_first=True, norm_first=True, d_model=width, nhead=2, num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=20, dropout=0.0)
        self.t2i_decoder_prompt = nn.Parameter(torch.zeros(1, sizes.length, width))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        return self.llm_to_t2i_mapping(self.fc(states), self.t2i_decoder_prompt.expand(len(states), -1, -1))


class Head(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.norm, self.linear = nn.LayerNorm(inputs), nn.Linear(inputs, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(self.norm(x.flatten(1)))


class Added(nn.Module):
    """Everything that the method adds, under the trainer's names."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.vokens = nn.ParameterDict({"rows_in": torch.zeros(sizes.vokens, sizes.width), "rows_out": torch.zeros(sizes.vokens, sizes.width)})
        self.mapper = Mapper(sizes)
        outputs = sum(sizes.single) + sizes.several
        self.reader = nn.ModuleDict(
            {"states": Head(sizes.vokens * sizes.width, outputs), "conditions": Head(sizes.length * sizes.condition, outputs)})


def make_batch(seed: int, sizes: Sizes, panels: list[int], *, velocity: bool, pictures: bool) -> dict[str, torch.Tensor]:
    """A batch of rows with so many panels each, as fed tensors, plus `full_labels` (B, S), `dropped` (N,) for the reference."""
    g = torch.Generator().manual_seed(seed)
    branch = sizes.vokens - 1
    bases, ends, softs = [], [], []
    for row, count in enumerate(panels):
        ids, row_ends, row_softs = [1], [], []
        for _ in range(count):
            ids += torch.randint(4, FIRST - 2, (int(torch.randint(2, 5, (), generator=g)),), generator=g).tolist()
            row_ends.append(len(ids) - 1)
            if pictures:
                row_softs += range(len(ids) + 1, len(ids) + 1 + SOFT)
                ids += [FIRST - 2] + [0] * SOFT + [FIRST - 1]
        bases.append(ids), ends.append(row_ends), softs.append(row_softs)
    longest, slots = max(map(len, bases)), max(panels)
    total = longest + branch * slots
    b = len(bases)
    ids, labels = torch.full((b, total), 3), torch.full((b, total), IGNORED)
    positions = torch.arange(total).repeat(b, 1)
    seen = torch.zeros(b, total, total, dtype=torch.bool)
    seen[:, :longest, :longest] = torch.ones(longest, longest).tril().bool()
    states = []
    for r, row in enumerate(bases):
        ids[r, : len(row)] = torch.tensor(row)
        labels[r, : len(row) - 1] = torch.tensor(row[1:])
        for place in softs[r]:
            labels[r, place - 1] = IGNORED
        for k in range(slots):
            columns = longest + branch * k + torch.arange(branch)
            seen[r, columns[:, None], columns] = torch.ones(branch, branch).tril().bool()
            if k >= len(ends[r]):
                continue
            end = ends[r][k]
            labels[r, end] = FIRST
            ids[r, columns] = FIRST + torch.arange(branch)
            labels[r, columns] = FIRST + 1 + torch.arange(branch)
            positions[r, columns] = end + 1 + torch.arange(branch)
            seen[r, columns, : end + 1] = True
            states.append(r * total + torch.cat([torch.tensor([end]), columns]))
    states = torch.stack(states)
    n = len(states)
    drawn = torch.randperm(n, generator=g)[: max(1, n - 1)]
    dropped = torch.zeros(n, dtype=torch.bool)
    dropped[int(drawn[0])] = True  # a panel without vokens that is also drawn
    normal = lambda *shape: torch.randn(shape, generator=g)
    alpha = torch.rand(len(drawn), generator=g) * 0.9 + 0.05
    clean, noise = normal(len(drawn), 4, 8, 8), normal(len(drawn), 4, 8, 8)
    a = alpha.view(-1, 1, 1, 1)
    ratio = alpha / (1 - alpha)
    weights = ratio.clamp(max=5) / (ratio + 1 if velocity else ratio)  # Min-SNR, gamma 5
    known = torch.ones(n)
    known[-1] = 0
    chosen = (labels != IGNORED).flatten().nonzero()[:, 0]
    ignored = int(chosen[2])
    labels.view(-1)[ignored] = IGNORED  # stays in the fed list with the weight 0
    soft = torch.tensor([r * total + p for r in range(b) for p in softs[r]], dtype=torch.int64)
    fed_labels = labels.view(-1)[chosen].clamp(min=0)
    return {
        "input_ids": ids, "position_ids": positions, "attention_bias": torch.where(seen, 0.0, -1e9)[:, None],
        "soft_positions": soft, "soft_tokens": normal(len(soft), sizes.width), "states": states, "keep": (~dropped).float(),
        "label_positions": chosen, "labels": fed_labels, "label_weights": (chosen != ignored).float(),
        "caption_targets": normal(n, sizes.length, sizes.condition), "caption_known": known,
        "drawn": drawn, "noisy_latents": a.sqrt() * clean + (1 - a).sqrt() * noise,
        "noise_targets": a.sqrt() * noise - (1 - a).sqrt() * clean if velocity else noise,
        "timesteps": (torch.rand(len(drawn), generator=g) * 999).floor(), "ldm_weights": weights,
        "reader_single": torch.stack([torch.randint(0, c, (n,), generator=g) for c in sizes.single], 1),
        "reader_several": (torch.rand(n, sizes.several, generator=g) < 0.4).float(), "reader_weights": (~dropped).float() * known,
        "full_labels": labels,
    }


def losses(model, added: Added, denoiser, batch: dict[str, torch.Tensor], sizes: Sizes, config: dict) -> dict[str, torch.Tensor]:
    """The losses that count, unweighted, and their weighted sum. `model`: a LlamaForCausalLM, plain or inside a PEFT model."""
    llama = model.get_base_model() if hasattr(model, "get_base_model") else model
    ids = batch["input_ids"]
    inputs = llama.model.embed_tokens(ids).detach().clone()
    is_voken = (ids >= FIRST) & (ids < FIRST + sizes.vokens)
    inputs[is_voken] = added.vokens["rows_in"][ids[is_voken] - FIRST]
    flat = inputs.flatten(0, 1)
    inputs = flat.index_put((batch["soft_positions"],), batch["soft_tokens"]).view_as(inputs)
    positions, mask, past = batch["position_ids"], batch["attention_bias"], None
    if config["language"]["kind"] == "prefix":
        past = model.get_prompt(batch_size=len(ids))
        length = config["language"]["length"]
        mask, positions = functional.pad(mask, (length, 0)), positions + length
    hidden = llama.model(inputs_embeds=inputs, attention_mask=mask, position_ids=positions, past_key_values=past, use_cache=past is not None).last_hidden_state
    logits = llama.lm_head(hidden)
    own = functional.linear(hidden, added.vokens["rows_out"])
    logits = torch.cat([logits[..., :FIRST], own, logits[..., FIRST + sizes.vokens :]], -1)
    labels = batch["full_labels"]
    if config.get("publishedVokenMask"):
        labels = torch.where((labels > FIRST) & (labels < FIRST + sizes.vokens - 1), IGNORED, labels)
    made = {"text": functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORED)}

    keep = batch["keep"].bool()
    states = hidden.flatten(0, 1)[batch["states"]]  # (N, n, C)
    states = torch.where(keep[:, None, None], states, torch.zeros_like(states))
    conditions = added.mapper(states)
    known = batch["caption_known"].bool()
    metric = torch.tensor(config["captionMetric"]).view(sizes.condition, -1) if "captionMetric" in config else torch.eye(sizes.condition)
    made["caption"] = functional.mse_loss((conditions @ metric)[known], (batch["caption_targets"] @ metric)[known])
    drawn = denoiser(batch["noisy_latents"], batch["timesteps"], conditions[batch["drawn"]]).sample
    made["ldm"] = ((drawn - batch["noise_targets"]).pow(2).mean(dim=(1, 2, 3)) * batch["ldm_weights"]).mean()
    used = batch["reader_weights"].bool()
    reading = torch.zeros(())
    for logits in (added.reader["states"](states[used]), added.reader["conditions"](conditions[used])):
        parts = logits.split([*sizes.single, sizes.several], -1)
        reading = reading + sum(functional.cross_entropy(parts[i], batch["reader_single"][used, i]) for i in range(len(sizes.single)))
        reading = reading + 2 * functional.binary_cross_entropy_with_logits(parts[-1], batch["reader_several"][used])
    made["reader"] = reading
    made = {name: value for name, value in made.items() if config["losses"][name] > 0}
    return made | {"": sum(config["losses"][name] * value for name, value in made.items())}
