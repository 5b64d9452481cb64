"""Pre-trains the miniature's language model (LLaMA architecture, about 6 M parameters) on the world's stories.

Not the multimodal stage: where a picture will stand, the text has the picture's caption, nothing, or no brackets at all,
so that later soft tokens and vokens meet a network that already gives a picture's place a meaning.
Source: LLaMA (arXiv 2302.13971) in transformers' layout.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys

import numpy as np
import torch
import torch.nn.functional as functional
from transformers import LlamaConfig, LlamaForCausalLM

from common import TRAINING, Trainer, parameter_count
from data import read_dialogues, read_labels, read_pictures, read_stories, read_story_texts, sets_named, tokenizer_path
from sequences import IGNORED, Row, Text, caption_row, copy_row, dialogue_row, look_row, padded, story_row
from story_variation import Chapters, Names, with_new_names

KINDS, WEIGHTS = ("caption", "empty", "none"), (0.45, 0.4, 0.15)
# What a row is: a story (most), a conversation, any caption before the canonical one, a caption after "Look:", or a passage
# said three times. A tenth of the stories has a second chapter. With half of the names replaced and 3 % of passages, names that training
# never showed were still misspelt after the second panel ("Monty" became "Mon", "Monna").
SHARES = {"dialogue": 0.10, "caption": 0.06, "look": 0.06, "copy": 0.08}
LONGER, RENAMED = 0.1, 0.8


def build(text: Text) -> LlamaForCausalLM:
    """The network with the sizes of the first bundle."""
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=text.size, hidden_size=256, num_hidden_layers=6, num_attention_heads=4, num_key_value_heads=4,
        intermediate_size=704, max_position_embeddings=1024, rope_theta=10000.0, rms_norm_eps=1e-6,
        tie_word_embeddings=False, bos_token_id=text.bos, eos_token_id=text.eos, pad_token_id=text.pad,
        attention_bias=False, mlp_bias=False,
    ))


def load(text: Text) -> LlamaForCausalLM:
    """The averaged network of the newest checkpoint, in evaluation mode."""
    model = build(text)
    state = torch.load(TRAINING / "language-model" / "checkpoint.pt", map_location="cpu", weights_only=False)
    model.load_state_dict(state["average"][0])
    return model.eval()


def text_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy over labelled positions; logits (B, T, V), labels (B, T), label[i] belongs to position i."""
    return functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED)


def learned_logits(model: LlamaForCausalLM, ids: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits only where there is a label, since the vocabulary's product is a fifth of the work: (N, V), (N)."""
    hidden = model.model(input_ids=ids).last_hidden_state  # (B, T, C)
    chosen = labels != IGNORED
    return model.lm_head(hidden[chosen]), labels[chosen]


class Feed:
    """Batches of rows of like length: 8 batches are drawn at once, sorted, and dealt in random order."""

    def __init__(self, text: Text, stories: list, scenes: list, dialogues: list, tokens: int) -> None:
        self.text, self.stories, self.scenes, self.dialogues, self.tokens = text, stories, scenes, dialogues, tokens
        self.names = Names(read_labels())
        self.chapters = Chapters(stories, self.names)
        self.waiting: list[list[Row]] = []

    def kind(self, random: np.random.Generator) -> str:
        left = random.random()
        for kind, share in SHARES.items():
            left -= share
            if left < 0:
                missing = (kind == "dialogue" and not self.dialogues) or (kind in ("caption", "look") and not self.scenes)
                return "story" if missing else kind
        return "story"

    def draw(self, random: np.random.Generator) -> Row:
        kind = self.kind(random)
        if kind == "copy":
            return copy_row(self.text, random)
        if kind == "dialogue":
            return dialogue_row(self.text, self.dialogues[int(random.integers(len(self.dialogues)))], random, KINDS, WEIGHTS)
        if kind == "story":
            story = self.stories[int(random.integers(len(self.stories)))]
            if random.random() < LONGER:
                story = self.chapters.longer(story, random)
            if random.random() < RENAMED:
                story = with_new_names(story, self.names, random)
            return story_row(self.text, story, random, KINDS, WEIGHTS, 0.05 if random.random() < 0.15 else 0.0)
        scene = self.scenes[int(random.integers(len(self.scenes)))]
        if kind == "caption":
            return caption_row(self.text, scene.captions, random)
        return look_row(self.text, scene.captions[0], "caption", 0)

    def batch(self, random: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        if not self.waiting:
            rows: list[Row] = []
            while sum(len(row.ids) for row in rows) < 8 * self.tokens:
                rows.append(self.draw(random))
            rows.sort(key=lambda row: len(row.ids))
            batch: list[Row] = []
            for row in rows:
                batch.append(row)
                if sum(len(r.ids) for r in batch) >= self.tokens:
                    self.waiting.append(batch)
                    batch = []
            random.shuffle(self.waiting)
        ids, labels = padded(self.waiting.pop(), self.text)
        return torch.from_numpy(ids), torch.from_numpy(labels)


@torch.no_grad()
def perplexity(model: LlamaForCausalLM, text: Text, stories: list, count: int = 64) -> float:
    """exp of the mean loss on narration only (no captions in the slots) of up to `count` stories."""
    random, total, tokens = np.random.default_rng(5), 0.0, 0
    for story in stories[:count]:
        row = story_row(text, story, random, ("empty",), (1.0,), picture_first=0.0, unstyled=0.0)
        ids, labels = (torch.from_numpy(a).to(model.device) for a in padded([row], text))
        logits, wanted = learned_logits(model, ids, labels)
        total += functional.cross_entropy(logits.float(), wanted, reduction="sum").item()
        tokens += len(wanted)
    return math.exp(total / max(1, tokens))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--tokens", type=int, default=4096, help="tokens a step")
    parser.add_argument("--sets", nargs="+", default=["stories-text*"])
    parser.add_argument("--most", type=int, help="stories at most")
    parser.add_argument("--device")
    arguments = parser.parse_args()

    text = Text(tokenizer_path())
    stories = read_story_texts(sets_named(arguments.sets))[: arguments.most]
    scenes, dialogues = read_pictures("scenes"), read_dialogues("dialogues")
    held_out = read_stories("held-out-stories")
    torch.manual_seed(1)
    model = build(text)
    print(f"{parameter_count(model)} parameters, {len(stories)} stories, {len(scenes)} scenes, {len(dialogues)} dialogues, {text.size} tokens", flush=True)
    device = torch.device(arguments.device) if arguments.device else None
    trainer = Trainer("language-model", model, minutes=arguments.minutes, rate=arguments.rate, warmup=60, weight_decay=0.05,
                      betas=(0.9, 0.97), average=0.99, threads=arguments.threads, device=device, seed=1,
                      orthogonal=lambda name: "layers" in name)
    feed = Feed(text, stories, scenes, dialogues, arguments.tokens)

    def loss_of(random: np.random.Generator):
        ids, labels = (value.to(trainer.device) for value in feed.batch(random))
        logits, wanted = learned_logits(model, ids, labels)
        return functional.cross_entropy(logits.float(), wanted), ids.numel(), {"rows": len(ids)}

    def check() -> None:
        with trainer.average.applied(model):
            print(f"  held-out narration perplexity {perplexity(model, text, held_out, 40):.3f}", flush=True)

    trainer.run(loss_of, [(240, check)])
    with trainer.average.applied(model):
        figures = {"perplexity": round(perplexity(model, text, held_out, 200), 3)}
    (trainer.folder / "figures.json").write_text(json.dumps(figures))
    print(f"held-out narration {figures}", flush=True)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    main()
