"""Turns stories and scenes into token rows in the miniature's sequence format, for every stage that trains text.

<s> t1 <Img> slot </Img> t2 <Img> slot </Img> ... t_k, where a slot holds a picture's caption (text only training), 32
places for soft tokens, or nothing. Stories in ink or pastel start with a line that says so; dialogues name the speaker
before each turn. It knows no network. After each text the *label* is [IMG0], whatever follows in the
input: the end of a panel and the place of a picture are one decision. Source: MiniGPT-5 (arXiv 2310.02239), eq. 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

IGNORED = -100
NUM_VOKENS = 8
SOFT_TOKENS = 32
# The captioning template of the vision stage: the words before the picture keep it apart from a story that starts
# with a picture.
LOOK = "Look:"
# The dialogue template: who speaks stands before each turn, in plain words.
SPEAKERS = {"writer": "Writer:", "studio": "Studio:"}
STYLE_LINES = {"ink": "Drawn in ink.", "pastel": "Drawn in pastel."}


class Text:
    """The shared tokenizer with the ids that the sequence format needs; encodings are kept, since texts repeat."""

    def __init__(self, path: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(path))
        self.size = self.tokenizer.get_vocab_size()
        find = self.tokenizer.token_to_id
        self.bos, self.eos, self.pad = find("<s>"), find("</s>"), find("<pad>")
        self.open, self.close = find("<Img>"), find("</Img>")
        self.vokens = [find(f"[IMG{i}]") for i in range(NUM_VOKENS)]
        self.placeholder = find("<ImageHere>")
        self._kept: dict[str, list[int]] = {}

    def encode(self, text: str) -> list[int]:
        """Ids of one text segment, which always starts with a space."""
        ids = self._kept.get(text)
        if ids is None:
            ids = self._kept[text] = self.tokenizer.encode(" " + text.strip(), add_special_tokens=False).ids
        return ids

    def encode_pieces(self, text: str, dropout: float) -> list[int]:
        """As encode, with merges left out at random (BPE-dropout, arXiv 1910.13267), so that unseen names have trained pieces."""
        self.tokenizer.model.dropout = dropout
        ids = self.tokenizer.encode(" " + text.strip(), add_special_tokens=False).ids
        self.tokenizer.model.dropout = None
        return ids

    def decode(self, ids: list[int]) -> str:
        return self.tokenizer.decode(ids, skip_special_tokens=False)


def style_line(story: list) -> str:
    """What stands before the first text of a story that is not drawn in flat colours; the world's `styleLine`."""
    return STYLE_LINES.get(story[0].graph.get("style", "flat"), "")


@dataclass
class Row:
    """One training row. `label[i]` is what position i should predict; `ends` are the positions that predict [IMG0].

    `pictures` holds (first position of 32 soft tokens, index of the picture); `panels` the picture's index for each end.
    """

    ids: list[int] = field(default_factory=list)
    label: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    panels: list[int] = field(default_factory=list)
    pictures: list[tuple[int, int]] = field(default_factory=list)

    def add(self, ids: list[int], learn: bool = True) -> None:
        """Appends tokens; where `learn`, the position before each of them has it as its label."""
        for token in ids:
            if self.ids and learn and self.label[-1] == IGNORED:
                self.label[-1] = token
            self.ids.append(token)
            self.label.append(IGNORED)

    def end_of_text(self, text: Text, panel: int | None) -> None:
        """Marks the last position as the one that predicts [IMG0]; no panel: no picture is drawn from here."""
        self.label[-1] = text.vokens[0]
        if panel is not None:
            self.ends.append(len(self.ids) - 1)
            self.panels.append(panel)


def add_slot(row: Row, text: Text, kind: str, caption: list[int], picture: int) -> None:
    """Appends one picture: kind `caption`, `soft` (32 places), `empty` (brackets only) or `none` (nothing at all)."""
    if kind == "none":
        return
    row.add([text.open], learn=False)
    if kind == "caption":
        row.add(caption)
        row.add([text.close])
        return
    if kind == "soft":
        row.pictures.append((len(row.ids), picture))
        row.add([text.placeholder] * SOFT_TOKENS, learn=False)
    row.add([text.close], learn=False)


def story_row(text: Text, story: list, random: np.random.Generator, kinds: tuple[str, ...], weights: tuple[float, ...],
              dropout: float = 0.0, picture_first: float = 0.2, unstyled: float = 0.3) -> Row:
    """One row of a story (panels with .text, .captions, .index).

    A slot's kind is drawn once per story with probability 0.7, else per picture. With probability `picture_first` the
    row stops at some panel whose picture comes before its text. With probability `unstyled` the style goes unsaid.
    """
    row = Row()
    row.add([text.bos])
    count, last_first = len(story), False
    if random.random() < picture_first:
        count, last_first = int(random.integers(1, len(story) + 1)), True
    common = random.choice(kinds, p=weights) if random.random() < 0.7 else None
    encode = text.encode if not dropout else lambda value: text.encode_pieces(value, dropout)
    style = style_line(story)
    if style and random.random() >= unstyled:
        row.add(text.encode(style))
    for number, panel in enumerate(story[:count]):
        kind = common or random.choice(kinds, p=weights)
        caption = text.encode(panel.captions[0])
        first = last_first and number == count - 1
        if first:
            add_slot(row, text, "soft" if "soft" in kinds else "caption", caption, panel.index)
        row.add(encode(panel.text))
        # A picture that the model has just seen is not drawn again: that would only teach it to copy.
        row.end_of_text(text, None if first else panel.index)
        if not first:
            add_slot(row, text, kind, caption, panel.index)
    if not last_first:
        row.add([text.eos])
    return row


def dialogue_row(text: Text, turns: list, random: np.random.Generator, kinds: tuple[str, ...], weights: tuple[float, ...]) -> Row:
    """<s> Writer: t1 Studio: t2 <Img> slot </Img> Writer: t3 ...: a conversation (turns with .speaker, .text, .captions, .index).

    After a turn with a picture the label is [IMG0], after one without it is </s>, whatever follows: where an answer ends and
    whether it has a picture are one decision.
    """
    row = Row()
    row.add([text.bos])
    for turn in turns:
        row.add(text.encode(SPEAKERS[turn.speaker]), learn=False)
        row.add(text.encode(turn.text))
        if turn.index is None:
            row.label[-1] = text.eos
            continue
        row.end_of_text(text, turn.index if turn.speaker == "studio" else None)
        add_slot(row, text, str(random.choice(kinds, p=weights)), text.encode(turn.captions[0]), turn.index)
    return row


def caption_row(text: Text, captions: list[str], random: np.random.Generator, picture: int = 0, content: bool = True) -> Row:
    """A caption (any wording) as input, then, where `content`, the canonical one in the slot; only that is learned."""
    row = Row()
    row.add([text.bos])
    row.add(text.encode(captions[int(random.integers(len(captions)))]), learn=False)
    row.end_of_text(text, picture)
    if content:
        add_slot(row, text, "caption", text.encode(captions[0]), 0)
    return row


def look_row(text: Text, caption: str, kind: str, picture: int) -> Row:
    """<s> Look: <Img> slot </Img> caption </s>: only the caption after the picture is learned."""
    row = Row()
    row.add([text.bos])
    row.add(text.encode(LOOK), learn=False)
    row.add([text.open], learn=False)
    caption_ids = text.encode(caption)
    if kind == "soft":
        row.pictures.append((len(row.ids), picture))
        row.add([text.placeholder] * SOFT_TOKENS, learn=False)
    else:
        row.add(caption_ids, learn=False)
    row.add([text.close], learn=False)
    row.add(caption_ids)
    row.add([text.eos])
    return row


def copy_row(text: Text, random: np.random.Generator) -> Row:
    """A random passage of tokens said three times; only the repeats are learned. It teaches a small network to look up what
    followed an earlier occurrence of a token, which is how it keeps a name it has never seen (Olsson et al., arXiv 2209.11895)."""
    passage = random.integers(4, text.open, size=int(random.integers(6, 24))).tolist()
    row = Row()
    row.add([text.bos])
    row.add(passage, learn=False)
    row.add(passage)
    row.add(passage)
    return row


def padded(rows: list[Row], text: Text) -> tuple[np.ndarray, np.ndarray]:
    """(B, T) ids and labels, padded on the right (a causal network never looks there)."""
    longest = max(len(row.ids) for row in rows)
    ids = np.full((len(rows), longest), text.pad, dtype=np.int64)
    labels = np.full((len(rows), longest), IGNORED, dtype=np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = row.ids
        labels[i, : len(row.label)] = row.label
    return ids, labels
