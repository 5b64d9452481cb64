# What a scene graph can hold, as classes for throw-away readers: the names come from the world's own lists (labels.json), never
# from the pictures at hand, so that every part counts alike. The unseen characters are left out: only the judge knows them.
"""Targets of a scene graph: place, time, style, main character; and a row of zeros and ones for all characters and props."""

from __future__ import annotations

import torch
import torch.nn.functional as functional

from data import main_character, read_labels

SINGLES = ("place", "time", "style", "who")


class Knowledge:
    """Class names and targets; `sizes` are those of the logits that `loss` reads."""

    def __init__(self) -> None:
        world = read_labels()
        self.places, self.times, self.styles, self.props = ([entry["id"] for entry in world[key]] for key in ("places", "times", "styles", "props"))
        self.who = [entry["id"] for entry in world["characters"] if not entry["unseen"]]
        # How canonical captions say it.
        self.said = {entry["id"]: entry.get("said", entry["words"][0]) for key in ("places", "times", "props", "characters") for entry in world[key]}
        self.sizes = [len(self.places), len(self.times), len(self.styles), len(self.who), len(self.who) + len(self.props)]

    def targets(self, pictures: list) -> tuple[torch.Tensor, torch.Tensor]:
        """(B, 4) of place, time, style, main character; (B, characters + props) of zeros and ones."""
        single, several = torch.zeros(len(pictures), len(SINGLES), dtype=torch.long), torch.zeros(len(pictures), self.sizes[-1])
        for i, picture in enumerate(pictures):
            g = picture.graph
            single[i] = torch.tensor([self.places.index(g["place"]), self.times.index(g["time"]), self.styles.index(g.get("style", "flat")),
                                      self.who.index(main_character(g))])
            for c in g["characters"]:
                several[i, self.who.index(c["id"])] = 1
            for p in g["props"]:
                several[i, len(self.who) + self.props.index(p["id"])] = 1
        return single, several

    def loss(self, logits: torch.Tensor, single: torch.Tensor, several: torch.Tensor) -> tuple[torch.Tensor, dict[str, float]]:
        """Loss of logits (B, sum of sizes), and shares right. A missed prop weighs half a wrong place: a mean over all the
        classes would make it nothing."""
        parts = logits.float().split(self.sizes, dim=-1)
        losses = [functional.cross_entropy(parts[i], single[:, i]) for i in range(len(SINGLES))]
        losses.append(0.5 * functional.binary_cross_entropy_with_logits(parts[-1], several, reduction="sum") / len(several))
        right = {name: (parts[i].argmax(-1) == single[:, i]).float().mean().item() for i, name in enumerate(SINGLES)}
        props, wanted = parts[-1][:, len(self.who) :] > 0, several[:, len(self.who) :] > 0
        right["props"] = ((props & wanted).sum() / wanted.sum().clamp(min=1)).item()
        return sum(losses), right
