"""The small PyTorch reference trainer of the method: stage 1 (UAS, or `joint`) and stage 2 (MLS) of vokens and mapper.

Not the product's trainer. Losses as published: 0.01 L_text + L_LDM + 0.1 L_cap, the weights are switches. On a CPU L_LDM
costs some thirty times L_cap, so it joins late and on a part of each batch. Every departure from the published stages is
a switch, and the card names those that were used. Source: MiniGPT-5 (arXiv 2310.02239).
"""

from __future__ import annotations

import argparse
import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as functional
from torch import nn

import language_model
from common import TRAINING, Trainer, parameter_count
from conditioning import Drawer, Targets, nearest_caption
from data import read_pictures, read_stories, tokenizer_path
from sequences import IGNORED, Text, caption_row, story_row
from knowledge import Knowledge
from voken_feeds import alignment, joint, learning, soft_reader
from voken_network import Batch, VokenNetwork, make_batch

ADAPTED = {"qv": ["q_proj", "v_proj"], "attention": ["q_proj", "k_proj", "v_proj", "o_proj"],
           "all": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]}


class Adapter(nn.Module):
    """The LoRA parameters of a PEFT model under names of their own, so that checkpoints hold them and not the frozen rest."""

    def __init__(self, model) -> None:
        super().__init__()
        self.values = nn.ParameterDict({name.replace(".", "/"): p for name, p in model.named_parameters() if p.requires_grad})


def with_lora(model, rank: int, targets: str):
    """The language model with LoRA on the named projections (scale 2); returns (PEFT model, its inner causal model)."""
    from peft import LoraConfig, get_peft_model

    peft = get_peft_model(model, LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.0, bias="none", target_modules=ADAPTED[targets]))
    return peft, peft.base_model.model


def averaged(part: str, prefix: str) -> dict[str, torch.Tensor]:
    """The averaged parameters of a part's newest checkpoint whose names start with `prefix`."""
    state = torch.load(TRAINING / part / "checkpoint.pt", map_location="cpu", weights_only=False)["average"][0]
    return {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}


def base_model(part: str | None, text: Text):
    """The frozen language model that a part's vokens belong to: the text stage's, or the one of the joint stage."""
    model = language_model.load(text).requires_grad_(False)
    for name in (part, "vokens-joint"):
        if name and (TRAINING / name / "checkpoint.pt").exists():
            kept = averaged(name, "language.")
            if kept:
                model.load_state_dict(kept)
                break
    return model


def load_stage(part: str, text: Text, rank: int = 16, targets: str = "all"):
    """Vokens and mapper of a part's newest checkpoint, with the (adapted, LoRA merged) language model: (network, model)."""
    model = base_model(part, text)
    network = VokenNetwork(model, text, *Targets.sizes())
    network.load_state_dict(averaged(part, "vokens."))
    kept = averaged(part, "adapter.")
    if kept:
        peft, inner = with_lora(model, rank, targets)
        Adapter(inner).load_state_dict(kept)
        model = peft.merge_and_unload()
    return network.eval(), model.eval()


def loss_of_text(network: VokenNetwork, model, hidden: torch.Tensor, batch: Batch) -> torch.Tensor:
    chosen = batch.labels != IGNORED
    return functional.cross_entropy(network.logits(model, hidden[chosen]).float(), batch.labels[chosen])


class Reader(nn.Module):
    """Throw-away heads that read the scene graph from the eight states and from the conditioning. L_cap alone is slow to tell
    characters apart: a blend of all of them is already near each caption's embedding, but draws nobody."""

    def __init__(self, known: Knowledge, states: int, conditions: int) -> None:
        super().__init__()
        self.known = known
        self.states = nn.Sequential(nn.LayerNorm(states), nn.Linear(states, sum(known.sizes)))
        self.conditions = nn.Sequential(nn.LayerNorm(conditions), nn.Linear(conditions, sum(known.sizes)))

    def forward(self, states: torch.Tensor, conditions: torch.Tensor, single: torch.Tensor, several: torch.Tensor) -> tuple[torch.Tensor, float]:
        total, right = torch.zeros(()), 0.0
        for logits in (self.states(states.flatten(1)), self.conditions(conditions.flatten(1))):
            loss, shares = self.known.loss(logits, single, several)
            total, right = total + loss, shares["who"]
        return total, right


class Stage:
    """What both stages share: the losses of one batch of rows."""

    def __init__(self, arguments: argparse.Namespace, text: Text, model, network: VokenNetwork, targets: Targets, drawer: Drawer | None) -> None:
        self.arguments, self.text, self.model, self.network, self.targets, self.drawer = arguments, text, model, network, targets, drawer
        self.progress = lambda: 0.0
        self.reader: Reader | None = None
        self.known: Knowledge | None = None
        self.pictures: list = []

    def loss(self, rows: list, soft, random: np.random.Generator) -> tuple[torch.Tensor, int, dict[str, float]]:
        a = self.arguments
        batch = make_batch(rows, self.text)
        hidden, states = self.network.states(self.model, batch, soft(batch) if soft else None)
        text = loss_of_text(self.network, self.model, hidden, batch)
        # Guidance: a tenth of the panels has no vokens, and then aims at the empty caption.
        dropped = torch.from_numpy(random.random(len(states)) < a.drop)
        states = torch.where(dropped[:, None, None], torch.zeros_like(states), states)
        conditions = self.network.mapper(states).float()  # (N, L, D)
        wanted = self.targets.of(batch.panels, dropped)
        caption = functional.mse_loss(conditions, wanted)
        total = a.text * text + a.caption * caption
        figures = {"text": text.item(), "caption": caption.item()}
        kept = (~dropped).nonzero()[:, 0]
        if self.reader and len(kept):
            single, several = self.known.targets([self.pictures[batch.panels[i]] for i in kept.tolist()])
            graph, figures["who"] = self.reader(states[kept], conditions[kept], single, several)
            total = total + a.graph * graph
        if self.drawer and a.ldm > 0 and self.progress() >= a.ldm_from:
            part = torch.from_numpy(random.permutation(len(states))[: a.ldm_batch])
            ldm = self.drawer.loss(conditions[part], [batch.panels[i] for i in part.tolist()])
            total = total + a.ldm * ldm
            figures["ldm"] = ldm.item()
        return total, len(states), figures


@torch.no_grad()
def check_held_out(stage: Stage, rows: list, soft, graphs: list[dict], targets: Targets) -> dict:
    """Reads held-out conditionings by their nearest canonical caption: a cheap stand-in for drawing and judging."""
    error, right, count, found = 0.0, {"who": 0, "place": 0, "time": 0}, 0, 0
    for start in range(0, len(rows), 16):
        batch = make_batch(rows[start : start + 16], stage.text)
        with torch.autocast("cpu", torch.bfloat16):
            _, states = stage.network.states(stage.model, batch, soft(batch) if soft else None)
            conditions = stage.network.mapper(states).float()
        wanted = targets.of(batch.panels, torch.zeros(len(states), dtype=torch.bool))
        error += functional.mse_loss(conditions, wanted).item() * len(states)
        for near, own in zip(nearest_caption(conditions, targets), batch.panels):
            a, b = graphs[near], graphs[own]
            right["who"] += a["characters"][0]["id"] == b["characters"][0]["id"]
            right["place"] += a["place"] == b["place"]
            right["time"] += a["time"] == b["time"]
        count += len(states)
    return {"count": count, "caption": round(error / count, 5), **{k: round(v / count, 3) for k, v in right.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stage", choices=["joint", "uas", "mls"], required=True)
    parser.add_argument("--part", help="folder of the run, default vokens-<stage>")
    parser.add_argument("--start", help="part whose vokens and mapper this run starts from (MLS: default vokens-joint)")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=64, help="captions (UAS) or stories (MLS) a step")
    parser.add_argument("--text", type=float, default=0.01)
    parser.add_argument("--ldm", type=float, default=1.0)
    parser.add_argument("--caption", type=float, default=0.1)
    parser.add_argument("--ldm-from", type=float, default=0.6, help="share of the budget after which L_LDM joins")
    parser.add_argument("--ldm-batch", type=int, default=8)
    parser.add_argument("--graph", type=float, default=0.0, help="weight of the throw-away readers of the scene graph (not published)")
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--targets", choices=sorted(ADAPTED), default="all")
    parser.add_argument("--adapt", action="store_true", help="LoRA in UAS too (not published)")
    parser.add_argument("--whole-mapper", action="store_true", help="MLS also trains the mapper's MLP and queries (not published)")
    parser.add_argument("--captions-in-slots", type=float, default=0.2)
    parser.add_argument("--seen", type=float, default=0.35, help="share of stories with pictures in the joint stage")
    parser.add_argument("--threads", type=int, default=1)
    a = parser.parse_args()

    torch.manual_seed(3)
    text = Text(tokenizer_path())
    model = base_model(None, text) if a.stage == "mls" else language_model.load(text).requires_grad_(False)
    network = VokenNetwork(model, text, *Targets.sizes())
    modules = nn.ModuleDict({"vokens": network})
    if a.stage == "joint":
        # The input embeddings stay: the eyes aim at them.
        modules["language"] = model.requires_grad_(True)
        model.model.embed_tokens.requires_grad_(False)
    if a.stage == "mls" or a.adapt:
        _, model = with_lora(model, a.rank, a.targets)
        modules["adapter"] = Adapter(model)
    start = a.start or ("vokens-joint" if a.stage == "mls" else None)
    if start:
        network.load_state_dict(averaged(start, "vokens."))
        if a.stage == "joint":
            model.load_state_dict(averaged(start, "language."))
        kept = averaged(start, "adapter.")
        if kept and "adapter" in modules:
            modules["adapter"].load_state_dict(kept)
    if a.stage == "mls" and not a.whole_mapper:
        network.mapper.fc.requires_grad_(False)
        network.mapper.t2i_decoder_prompt.requires_grad_(False)

    scenes, panels = read_pictures("scenes"), read_pictures("stories")
    targets = Targets([p.captions[0] for p in scenes + panels])
    drawer = Drawer.find(["scenes", "stories"]) if a.ldm > 0 else None
    stage = Stage(a, text, model, network, targets, drawer)
    held = read_stories("held-out-stories")[:24]
    held_panels = [p for story in held for p in story]
    held_targets = Targets([p.captions[0] for p in held_panels], targets.encoder)
    random = np.random.default_rng(9)
    if a.stage == "joint":
        loss_of = joint(stage, scenes, read_stories("stories"), Targets.soft("stories"))
        rows, held_soft = [story_row(text, story, random, ("empty",), (1.0,), picture_first=0.0) for story in held], None
    elif a.stage == "uas":
        loss_of = alignment(stage, scenes + panels)
        rows, held_soft = [caption_row(text, p.captions, random, i, content=False) for i, p in enumerate(held_panels)], None
    else:
        soft = Targets.soft("stories")
        loss_of = learning(stage, read_stories("stories"), soft, len(scenes))
        kept = Targets.soft("held-out-stories")
        rows = [story_row(text, story, random, ("soft" if kept is not None else "empty",), (1.0,), picture_first=0.0) for story in held]
        held_soft = soft_reader(kept)

    if a.graph > 0:
        stage.pictures, stage.known = scenes + panels, Knowledge()
        length, width = Targets.sizes()
        stage.reader = modules["reader"] = Reader(stage.known, 8 * network.rows_in.shape[1], length * width)
    trained = sum(p.numel() for p in modules.parameters() if p.requires_grad)
    print(f"{trained} trained of {parameter_count(modules)}; L_LDM {'ready' if drawer else 'not there'}", flush=True)
    trainer = Trainer(a.part or f"vokens-{a.stage}", modules, minutes=a.minutes, rate=a.rate, warmup=60, weight_decay=0.01, betas=(0.9, 0.98),
                      average=0.99, threads=a.threads, seed=3, orthogonal=lambda name: "llm_to_t2i_mapping" in name or name.startswith("language.model.layers"))
    stage.progress = trainer.progress

    def check() -> None:
        with trainer.average.applied(modules):
            print(f"  held-out {json.dumps(check_held_out(stage, rows, held_soft, [p.graph for p in held_panels], held_targets))}", flush=True)

    trainer.run(loss_of, [(90, check)])
    check()


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    main()
