"""The part that the method adds: eight vokens, the feature mapper, and one forward pass that draws every panel of a story.

Not the trainer. The mapper has the published checkpoint keys (fc, llm_to_t2i_mapping, t2i_decoder_prompt). All panels of
a story go through the language model at once: each panel's vokens are a branch that sees the story up to its own text
and itself, and that nothing else sees. Source: MiniGPT-5 (arXiv 2310.02239), eq. 1-3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from sequences import IGNORED, NUM_VOKENS, SOFT_TOKENS, Row, Text

BRANCH = NUM_VOKENS - 1  # [IMG0]..[IMG6] go in; with the last text position that makes eight predicting states


class Mapper(nn.Module):
    """States (B, 8, C) of the language model -> conditioning (B, L, D) of the U-Net."""

    def __init__(self, width_in: int = 256, width: int = 192, length: int = 24, heads: int = 4, layers: int = 2, inner: int = 768) -> None:
        super().__init__()
        self.sizes = {"inputSize": width_in, "hiddenSize": width, "outputSize": width, "numHeads": heads, "numEncoderLayers": layers,
                      "numDecoderLayers": layers, "feedForwardSize": inner, "numQueries": length, "numVokens": NUM_VOKENS, "layerNormEps": 1e-5}
        self.fc = nn.Sequential(nn.Linear(width_in, width), nn.GELU(), nn.Linear(width, width))
        self.llm_to_t2i_mapping = nn.Transformer(
            width, heads, layers, layers, inner, dropout=0.0, batch_first=True, norm_first=True)
        self.t2i_decoder_prompt = nn.Parameter(torch.randn(1, length, width))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        queries = self.t2i_decoder_prompt.expand(len(states), -1, -1)
        return self.llm_to_t2i_mapping(self.fc(states), queries)


@dataclass
class Batch:
    """Rows as tensors: base (B, T) first, then `slots` branches of seven vokens each, S = T + 7 * slots columns."""

    ids: torch.Tensor  # (B, S)
    labels: torch.Tensor  # (B, S)
    positions: torch.Tensor  # (B, S)
    mask: torch.Tensor  # (B, 1, S, S), true where a query may look
    where: torch.Tensor  # (N, 2): row and base position of every end of text
    branch: torch.Tensor  # (N,): first column of that end's branch
    panels: list[int]  # (N,): index of the picture that belongs there
    pictures: list[tuple[int, int, int]]  # row, first position of the soft tokens, index of the picture


def make_batch(rows: list[Row], text: Text) -> Batch:
    """Packs rows and the branches of their panels."""
    longest, slots = max(len(r.ids) for r in rows), max(len(r.ends) for r in rows)
    total = longest + BRANCH * slots
    ids = np.full((len(rows), total), text.pad, dtype=np.int64)
    labels = np.full((len(rows), total), IGNORED, dtype=np.int64)
    positions = np.tile(np.arange(total), (len(rows), 1))
    mask = np.zeros((len(rows), total, total), dtype=bool)
    mask[:, :longest, :longest] = np.tril(np.ones((longest, longest), dtype=bool))
    triangle = np.tril(np.ones((BRANCH, BRANCH), dtype=bool))
    where, branch, panels, pictures = [], [], [], []
    for b, row in enumerate(rows):
        ids[b, : len(row.ids)] = row.ids
        labels[b, : len(row.ids)] = row.label
        pictures += [(b, position, picture) for position, picture in row.pictures]
        for k in range(slots):
            first = longest + BRANCH * k
            columns = slice(first, first + BRANCH)
            mask[b, columns, columns] = triangle
            if k >= len(row.ends):
                continue
            end = row.ends[k]
            ids[b, columns] = text.vokens[:BRANCH]
            labels[b, columns] = text.vokens[1:]
            positions[b, columns] = end + 1 + np.arange(BRANCH)
            mask[b, columns, : end + 1] = True
            where.append((b, end))
            branch.append(first)
            panels.append(row.panels[k])
    return Batch(torch.from_numpy(ids), torch.from_numpy(labels), torch.from_numpy(positions), torch.from_numpy(mask)[:, None],
                 torch.tensor(where, dtype=torch.long).reshape(-1, 2), torch.tensor(branch, dtype=torch.long), panels, pictures)


class VokenNetwork(nn.Module):
    """The vokens' rows of both embeddings, and the mapper; the language model is an argument, frozen or adapted."""

    def __init__(self, model, text: Text, length: int = 24, width: int = 192) -> None:
        super().__init__()
        table, head = model.model.embed_tokens.weight.detach(), model.lm_head.weight.detach()
        # The published start: the mean of the other rows; [IMG0] keeps what the text stage taught it as the end of a panel.
        self.rows_in = nn.Parameter(table.mean(0, keepdim=True) + 0.02 * torch.randn(NUM_VOKENS, table.shape[1]))
        self.rows_out = nn.Parameter(head.mean(0, keepdim=True).repeat(NUM_VOKENS, 1))
        self.rows_out.data[0] = head[text.vokens[0]]
        self.mapper = Mapper(table.shape[1], width, length)
        self.first_voken = text.vokens[0]

    def embed(self, model, batch: Batch, soft: torch.Tensor | None) -> torch.Tensor:
        """(B, S, C) input embeddings; `soft` (pictures in the batch, 32, C)."""
        inputs = model.model.embed_tokens(batch.ids).float()
        is_voken = (batch.ids >= self.first_voken) & (batch.ids < self.first_voken + NUM_VOKENS)
        rows = self.rows_in[(batch.ids - self.first_voken).clamp(0, NUM_VOKENS - 1)]
        inputs = torch.where(is_voken[..., None], rows, inputs)
        if soft is not None and len(batch.pictures):
            b = torch.tensor([p[0] for p in batch.pictures])[:, None]
            at = torch.tensor([p[1] for p in batch.pictures])[:, None] + torch.arange(SOFT_TOKENS)
            inputs = inputs.index_put((b.to(inputs.device), at.to(inputs.device)), soft.to(inputs))
        return inputs

    def states(self, model, batch: Batch, soft: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor]:
        """Final-norm states (B, S, C), and those that predict the eight vokens of every panel (N, 8, C)."""
        hidden = model.model(inputs_embeds=self.embed(model, batch, soft), attention_mask=batch.mask, position_ids=batch.positions,
                             use_cache=False).last_hidden_state
        rows = batch.where[:, :1]
        columns = torch.cat([batch.where[:, 1:], batch.branch[:, None] + torch.arange(BRANCH, device=batch.branch.device)], 1)  # (N, 8)
        return hidden, hidden[rows, columns]

    def logits(self, model, hidden: torch.Tensor) -> torch.Tensor:
        """(N, C) states -> (N, V) with the trained rows of the vokens in place."""
        plain = model.lm_head(hidden)
        first = self.first_voken
        own = nn.functional.linear(hidden.to(plain.dtype), self.rows_out.to(plain.dtype))
        return torch.cat([plain[:, :first], own, plain[:, first + NUM_VOKENS :]], 1)
