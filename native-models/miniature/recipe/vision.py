"""Trains the miniature's eyes: a ViT and a Q-Former in transformers' Blip2 layout, and the projection to the language model.

Not the published contrastive pre-training: `heads` learns from the world's scene graphs (small heads that are thrown
away), `captions` then learns to make the frozen language model say the caption. Sources: BLIP-2 (arXiv 2301.12597),
MiniGPT-4 (arXiv 2304.10592); pooling of patch evidence by log-sum-exp as in multiple-instance learning.
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
from torch import nn
from transformers import Blip2QFormerConfig, Blip2QFormerModel, Blip2VisionConfig, Blip2VisionModel

import language_model
from common import TRAINING, Trainer, parameter_count, pick_device
from data import load_pixels, main_character, read_pictures, to_tensor, tokenizer_path
from knowledge import Knowledge
from sequences import LOOK, SOFT_TOKENS, Text, look_row, padded

SIZE = 128


class Eyes(nn.Module):
    """Pictures (B, 3, 128, 128) in [-1, 1] -> 32 soft tokens (B, 32, C of the language model)."""

    def __init__(self, width: int = 192, text_width: int = 256) -> None:
        super().__init__()
        self.vision_config = Blip2VisionConfig(
            hidden_size=width, intermediate_size=4 * width, num_hidden_layers=6, num_attention_heads=3, image_size=SIZE,
            patch_size=16, hidden_act="gelu", layer_norm_eps=1e-6, attention_dropout=0.0, qkv_bias=True)
        self.qformer_config = Blip2QFormerConfig(
            vocab_size=1, hidden_size=width, num_hidden_layers=3, num_attention_heads=3, intermediate_size=4 * width,
            hidden_act="gelu", hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, max_position_embeddings=SOFT_TOKENS,
            layer_norm_eps=1e-12, cross_attention_frequency=2, encoder_hidden_size=width, use_qformer_text_input=False)
        self.vision_model = Blip2VisionModel(self.vision_config)
        self.qformer = Blip2QFormerModel(self.qformer_config)
        self.query_tokens = nn.Parameter(torch.randn(1, SOFT_TOKENS, width) * 0.5)
        self.language_projection = nn.Linear(width, text_width)
        # The size of the language model's embeddings (a tenth or less), apart from the projection while it learns, so that one
        # learning rate suits all; folded into the projection's weights when it is exported.
        self.register_buffer("scale", torch.ones(()))
        # A ViT of this depth starts faster with visible positions.
        nn.init.normal_(self.vision_model.embeddings.position_embedding, std=0.1)
        nn.init.normal_(self.vision_model.embeddings.class_embedding, std=0.1)

    def features(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Image tokens (B, 65, C) after the last norm, and Q-Former states (B, 32, C)."""
        patches = self.vision_model(pixel_values=pixels).last_hidden_state
        queries = self.query_tokens.expand(len(pixels), -1, -1)
        return patches, self.qformer(query_embeds=queries, encoder_hidden_states=patches).last_hidden_state

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.soft(self.features(pixels)[1])

    def soft(self, queries: torch.Tensor) -> torch.Tensor:
        """Q-Former states (B, 32, C) -> soft tokens in the language model's width."""
        return self.language_projection(queries) * self.scale

    def fold(self) -> None:
        """Moves the scale into the projection's weights."""
        with torch.no_grad():
            self.language_projection.weight *= self.scale
            self.language_projection.bias *= self.scale
            self.scale.fill_(1)


class Heads(nn.Module):
    """Throw-away readers of a scene graph; `pool` is mean for the queries, log-sum-exp for the patches."""

    def __init__(self, known: Knowledge, width: int) -> None:
        super().__init__()
        self.known = known
        self.patches = nn.Linear(width, sum(known.sizes))
        self.queries = nn.Linear(width, sum(known.sizes))

    def forward(self, patches, queries, single, several):
        """Loss, and the shares right that the patches and the queries read."""
        # Log-sum-exp over the 64 patches: one patch that shows a lantern is enough for "lantern".
        seen = self.patches(patches[:, 1:]).float().logsumexp(1) - math.log(patches.shape[1] - 1)
        from_patches, right_patches = self.known.loss(seen, single, several)
        from_queries, right = self.known.loss(self.queries(queries).float().mean(1), single, several)
        return from_patches + from_queries, right_patches, right


class Pictures:
    """Random batches over several sets, flipped and shifted a little; held-out sets come as they are."""

    def __init__(self, names: list[str]) -> None:
        self.pictures, self.where, self.pixels = [], [], []
        for name in names:
            pictures = read_pictures(name)
            self.pixels.append(load_pixels(name, SIZE))
            self.pictures += pictures
            self.where += [(len(self.pixels) - 1, picture.index) for picture in pictures]

    def __len__(self) -> int:
        return len(self.pictures)

    def take(self, rows: np.ndarray) -> np.ndarray:
        """(B, H, W, 3) uint8 of the given rows."""
        return np.stack([self.pixels[self.where[i][0]][self.where[i][1]] for i in rows])

    def batch(self, random: np.random.Generator, count: int, shift: int = 6) -> tuple[list, torch.Tensor]:
        rows = random.integers(len(self), size=count)
        pixels = self.take(rows)
        for i in range(count):
            if random.random() < 0.5:
                pixels[i] = pixels[i][:, ::-1]
        wide = np.pad(pixels, ((0, 0), (shift, shift), (shift, shift), (0, 0)), mode="edge")
        dy, dx = random.integers(2 * shift + 1, size=2)
        return [self.pictures[i] for i in rows], to_tensor(wide[:, dy : dy + SIZE, dx : dx + SIZE])


def caption_loss(eyes: Eyes, model, text: Text, pictures: list, soft: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of the frozen language model's caption after 32 soft tokens (B, 32, C)."""
    rows = [look_row(text, picture.captions[0], "soft", i) for i, picture in enumerate(pictures)]
    ids, labels = (torch.from_numpy(a).to(soft.device) for a in padded(rows, text))
    inputs = model.model.embed_tokens(ids)  # (B, T, C)
    first = rows[0].pictures[0][0]
    inputs = torch.cat([inputs[:, :first], soft.to(inputs.dtype), inputs[:, first + SOFT_TOKENS :]], 1)
    hidden = model.model(inputs_embeds=inputs).last_hidden_state
    chosen = labels != -100
    return functional.cross_entropy(model.lm_head(hidden[chosen]).float(), labels[chosen])


def word_loss(model, text: Text, pictures: list, soft: torch.Tensor) -> torch.Tensor:
    """Soft token i (B, 32, C) against the frozen embedding of the caption's token i, then of the closing bracket.

    The language model has read captions between the brackets; soft tokens that look like them need no new reading, and
    this loss costs no pass through it. A Gaussian around each embedding makes it a cross-entropy over the vocabulary.
    """
    table = model.model.embed_tokens.weight.float()
    ids = torch.full((len(pictures), SOFT_TOKENS), text.close, dtype=torch.long)
    for row, picture in zip(ids, pictures):
        caption = torch.tensor(text.encode(picture.captions[0])[:SOFT_TOKENS])
        row[: len(caption)] = caption
    ids = ids.to(soft.device)
    spread = table.var() * table.shape[1] / 24
    scores = (soft.float() @ table.T - table.pow(2).sum(1) / 2) / spread  # (B, 32, V)
    error = (soft.float() - table[ids]).pow(2).mean() / table.var()
    return functional.cross_entropy(scores.flatten(0, 1), ids.flatten()) + 0.5 * error


@torch.no_grad()
def say(eyes: Eyes, model, text: Text, pixels: torch.Tensor, limit: int = 34) -> list[str]:
    """Greedy captions of pictures (B, 3, H, W)."""
    soft, device = eyes(pixels), pixels.device
    head = torch.tensor([[text.bos, *text.encode(LOOK), text.open]], device=device).expand(len(pixels), -1)
    inputs = torch.cat([model.model.embed_tokens(head), soft.float(),
                        model.model.embed_tokens(torch.tensor([[text.close]], device=device).expand(len(pixels), -1))], 1)
    said = torch.zeros(len(pixels), 0, dtype=torch.long, device=device)
    for _ in range(limit):
        step = torch.cat([inputs, model.model.embed_tokens(said)], 1)
        said = torch.cat([said, model.lm_head(model.model(inputs_embeds=step).last_hidden_state[:, -1:]).argmax(-1)], 1)
        if (said == text.eos).any(1).all():
            break
    captions = []
    for row in said.tolist():
        captions.append(text.decode(row[: row.index(text.eos)] if text.eos in row else row).strip())
    return captions


def score(said: list[str], pictures: list, known: Knowledge) -> dict[str, float]:
    """Shares of captions that are right: whole, first character, place, time; and of the pictures' props, those that are named."""
    right = dict.fromkeys(("exact", "who", "place", "time"), 0)
    named = wanted = 0
    for caption, picture in zip(said, pictures):
        g, words = picture.graph, f" {caption.lower().replace(',', ' ')} "
        at = {who: words.find(f" {known.said[who]} ") for who in known.who}
        first = min((who for who in at if at[who] >= 0), key=lambda who: at[who], default=None)
        right["exact"] += caption == picture.captions[0].strip()
        right["who"] += first == main_character(g)
        right["place"] += known.said[g["place"]] in words
        right["time"] += known.said[g["time"]] in words
        named += sum(f" {known.said[p['id']]} " in words for p in g["props"])
        wanted += len(g["props"])
    n = max(1, len(said))
    return {"count": n, **{key: round(value / n, 3) for key, value in right.items()}, "props": round(named / max(1, wanted), 3)}


def load() -> Eyes:
    """The averaged network of the newest checkpoint, in evaluation mode."""
    eyes = Eyes()
    part = "vision" if (TRAINING / "vision" / "checkpoint.pt").exists() else "vision-heads"
    state = torch.load(TRAINING / part / "checkpoint.pt", map_location="cpu", weights_only=False)["average"][0]
    eyes.load_state_dict({k.removeprefix("eyes."): v for k, v in state.items() if k.startswith("eyes.")}, strict=False)
    eyes.fold()
    return eyes.eval()


def measure(eyes: Eyes, model, text: Text, held: Pictures, count: int) -> dict:
    """Captions of the first `count` held-out pictures against their graphs."""
    said: list[str] = []
    for start in range(0, min(count, len(held)), 50):
        rows = np.arange(start, min(start + 50, count, len(held)))
        said += say(eyes, model, text, to_tensor(held.take(rows), model.device))
    figures = score(said, held.pictures, Knowledge())
    for caption, picture in list(zip(said, held.pictures))[:4]:
        print(f"  said: {caption}\n  true: {picture.captions[0]}", flush=True)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stage", choices=["heads", "captions", "measure"], required=True)
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--sets", nargs="+", default=["scenes", "stories"])
    parser.add_argument("--held", default="held-out-scenes")
    parser.add_argument("--device")
    arguments = parser.parse_args()

    torch.manual_seed(2)
    sets, held = Pictures(arguments.sets), Pictures([arguments.held])
    known = Knowledge()
    eyes = Eyes()
    modules = nn.ModuleDict({"eyes": eyes, "heads": Heads(known, eyes.vision_config.hidden_size)})
    captions = arguments.stage != "heads"
    text = Text(tokenizer_path()) if captions else None
    device = pick_device(arguments.device)
    model = language_model.load(text).requires_grad_(False).to(device) if captions else None
    if arguments.stage == "measure":
        torch.set_num_threads(arguments.threads)
        figures = measure(load().to(device), model, text, held, 200)
        (TRAINING / "vision" / "figures.json").write_text(json.dumps(figures))
        print(json.dumps(figures))
        return
    start = TRAINING / "vision-heads" / "checkpoint.pt"
    if captions and start.exists():
        modules.load_state_dict(torch.load(start, map_location="cpu", weights_only=False)["average"][0], strict=False)
    if captions:
        table = model.model.embed_tokens.weight
        eyes.scale.copy_(table.std().cpu())
        nn.init.normal_(eyes.language_projection.weight, std=0.5 * eyes.query_tokens.shape[-1] ** -0.5)
        eyes.language_projection.bias.data.copy_((table.mean(0) / table.std()).cpu())
    print(f"{parameter_count(eyes)} parameters, {len(sets)} pictures", flush=True)
    trainer = Trainer("vision" if captions else "vision-heads", modules, minutes=arguments.minutes, rate=arguments.rate, warmup=100,
                      weight_decay=0.05, betas=(0.9, 0.98), average=0.995, threads=arguments.threads, device=device, seed=2,
                      orthogonal=lambda name: "layer" in name)

    def loss_of(random: np.random.Generator):
        pictures, pixels = sets.batch(random, arguments.batch)
        patches, queries = eyes.features(pixels.to(trainer.device))
        single, several = (t.to(trainer.device) for t in known.targets(pictures))
        graph, from_patches, right = modules["heads"](patches, queries, single, several)
        figures = {"graph": graph.item(), "whoPatches": from_patches["who"], "propsPatches": from_patches["props"], **right}
        if not captions:
            return graph, len(pictures), figures
        soft = eyes.soft(queries)
        words = word_loss(model, text, pictures, soft)
        total, figures = words + 0.3 * graph, {"words": words.item(), **figures}
        if trainer.step % 4 == 3:  # the pass through the language model is half of the work: a third of every fourth batch
            part = max(1, len(pictures) // 3)
            caption = caption_loss(eyes, model, text, pictures[:part], soft[:part])
            total, figures = total + caption, {"caption": caption.item(), **figures}
        return total, len(pictures), figures

    def check() -> None:
        with trainer.average.applied(modules):
            if captions:
                print(f"  held-out {json.dumps(measure(eyes, model, text, held, 100))}", flush=True)
            else:
                with torch.no_grad():
                    rows = np.arange(min(200, len(held)))
                    single, several = (t.to(device) for t in known.targets([held.pictures[i] for i in rows]))
                    _, patches, right = modules["heads"](*eyes.features(to_tensor(held.take(rows), device)), single, several)
                    print(f"  held-out: patches {json.dumps(patches)}, queries {json.dumps(right)}", flush=True)

    trainer.run(loss_of, [(180, check)])
    check()


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    main()
