"""Writes narration with the trained language model: sampled text for the next panel, with soft tokens as context.

For reading and measuring only; the product's decoding is in TypeScript. Text is never missing: [IMG0] is barred from the
first tokens, </s> always. Source: nucleus sampling, Holtzman et al., arXiv 1904.09751.
"""

from __future__ import annotations

import numpy as np
import torch

from sequences import Text

SHORTEST, LONGEST = 5, 60


class Writer:
    """Holds the language model (bare LlamaForCausalLM or one with adapters) and a random generator."""

    def __init__(self, model, text: Text, seed: int = 1, temperature: float = 0.8, top_p: float = 0.92, penalty: float = 1.05) -> None:
        self.model, self.text, self.random = model, text, np.random.default_rng(seed)
        self.temperature, self.top_p, self.penalty = temperature, top_p, penalty

    def embed(self, ids: list[int]) -> torch.Tensor:
        """(1, T, C)"""
        return self.model.model.embed_tokens(torch.tensor([ids])).float()

    def choose(self, logits: torch.Tensor, earlier: list[int], barred: list[int]) -> int:
        logits = logits.float().clone()
        for token in set(earlier):
            logits[token] = logits[token] / self.penalty if logits[token] > 0 else logits[token] * self.penalty
        logits[barred] = -torch.inf
        probabilities, order = torch.softmax(logits / self.temperature, -1).sort(descending=True)
        keep = (probabilities.cumsum(0) - probabilities) < self.top_p
        probabilities = (probabilities * keep).double().numpy()
        return int(order[self.random.choice(len(probabilities), p=probabilities / probabilities.sum())])

    @torch.no_grad()
    def next_panel(self, context: torch.Tensor) -> str:
        """The next panel's text after input embeddings (1, T, C); '' where the model ends the story."""
        text, written, cache, inputs = self.text, [], None, context
        barred = [text.pad, text.bos, text.open, text.close, text.placeholder, *text.vokens[1:]]
        while len(written) < LONGEST:
            out = self.model(inputs_embeds=inputs, past_key_values=cache, use_cache=True)
            cache = out.past_key_values
            early = [text.vokens[0]] if len(written) < SHORTEST else []
            token = self.choose(out.logits[0, -1], written, barred + early + ([text.eos] if written else []))
            if token in (text.vokens[0], text.eos):
                break
            written.append(token)
            inputs = self.embed([token])
        return text.decode(written).strip()

    def story(self, opening: str, panels: int, slot: str = "empty", soft: torch.Tensor | None = None) -> list[str]:
        """`opening` and further panels; between them empty brackets, or one picture's soft tokens (32, C) after the first."""
        text, told = self.text, [opening]
        context = self.embed([text.bos, *text.encode(opening)])
        while len(told) < panels:
            parts = [context, self.embed([text.open])]
            if soft is not None and len(told) == 1:
                parts.append(soft[None].float())
            parts.append(self.embed([text.close]))
            context = torch.cat(parts, 1)
            panel = self.next_panel(context)
            if not panel:
                break
            told.append(panel)
            context = torch.cat([context, self.embed(text.encode(panel))], 1)
        return told
