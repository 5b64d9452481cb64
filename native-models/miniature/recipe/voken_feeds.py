"""What the stages of vokens.py learn from: batches of rows from captions (UAS), from stories (MLS), or from both (joint).

Draws rows and calls the stage's losses; it holds no parameters. Source: the two stages of MiniGPT-5 (arXiv 2310.02239).
"""

from __future__ import annotations

import numpy as np
import torch

from data import read_labels
from sequences import caption_row, copy_row, look_row, story_row
from story_variation import Names, with_new_names


def alignment(stage, pictures: list):
    """UAS: one caption in any wording, then the vokens."""
    def loss_of(random: np.random.Generator):
        chosen = random.integers(len(pictures), size=stage.arguments.batch)
        rows = [caption_row(stage.text, pictures[i].captions, random, int(i), content=False) for i in chosen]
        return stage.loss(rows, None, random)
    return loss_of


def soft_reader(soft: np.ndarray | None):
    """A function that gives a batch's soft tokens (pictures, 32, C), or None without a cache."""
    if soft is None:
        return None
    return lambda batch: torch.from_numpy(soft[[p[2] for p in batch.pictures]].astype(np.float32)) if batch.pictures else None


def joint(stage, scenes: list, stories: list, soft: np.ndarray | None):
    """Both stages in one, where the text stage was too short: the language model learns on while the vokens align. Pictures
    stand in a third of the stories that have cached soft tokens; the others are cheaper without."""
    offset, soft_of, names = len(scenes), soft_reader(soft), Names(read_labels())
    seen = [story for story in stories if soft is not None and soft[story[-1].index].any()]
    plain, mixed = (("empty", "caption", "none"), (0.8, 0.1, 0.1)), (("soft", "empty"), (0.85, 0.15))

    def loss_of(random: np.random.Generator):
        rows = []
        for _ in range(stage.arguments.batch):
            chance = random.random()
            if chance < 0.15:
                i = int(random.integers(len(scenes)))
                rows.append(caption_row(stage.text, scenes[i].captions, random, i, content=False))
            elif chance < 0.23:
                rows.append(copy_row(stage.text, random))
            elif chance < 0.30 and seen:
                story = seen[int(random.integers(len(seen)))]
                panel = story[int(random.integers(len(story)))]
                rows.append(look_row(stage.text, panel.captions[0], "soft", panel.index))
            else:
                look = bool(seen) and random.random() < stage.arguments.seen
                pool = seen if look else stories
                story = pool[int(random.integers(len(pool)))]
                if random.random() < 0.5:
                    story = with_new_names(story, names, random)
                row = story_row(stage.text, story, random, *(mixed if look else plain), picture_first=0.3 if look else 0.0)
                row.panels = [panel + offset for panel in row.panels]
                rows.append(row)
        return stage.loss(rows, soft_of, random)
    return loss_of


def learning(stage, stories: list, soft: np.ndarray | None, offset: int):
    """MLS: whole stories; slots hold soft tokens, a caption (cheap stand-in, `--captions-in-slots`), or nothing."""
    names = Names(read_labels())
    share = stage.arguments.captions_in_slots if soft is not None else 0.8
    if soft is not None:  # see.py --most may have left the later stories out
        stories = [story for story in stories if soft[story[-1].index].any()]
    kinds, weights = ("soft", "caption", "empty", "none"), (0.8 - share, share, 0.1, 0.1)
    if soft is None:
        kinds, weights = ("caption", "empty", "none"), (0.8, 0.1, 0.1)

    def loss_of(random: np.random.Generator):
        rows = []
        for i in random.integers(len(stories), size=stage.arguments.batch):
            story = stories[i]
            if random.random() < 0.25:
                story = with_new_names(story, names, random)
            row = story_row(stage.text, story, random, kinds, weights, picture_first=0.15)
            row.panels = [panel + offset for panel in row.panels]
            rows.append(row)
        if not any(row.ends for row in rows):
            return loss_of(random)
        return stage.loss(rows, soft_reader(soft), random)
    return loss_of
