"""Trains the miniature's byte-level BPE tokenizer from the world's texts and captions.

Not a general tokenizer: about 2,000 entries that fit one picture-book world; anything else falls back to bytes.
Layout: <unk> <s> </s> <pad> first, then bytes and merges, then the two picture brackets, then the nine special tokens.
Source: Sennrich et al., arXiv 1508.07909; GPT-2's byte alphabet; the file format is Hugging Face's tokenizer.json.
"""

import argparse
import json
import os
from itertools import islice
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from data import CONDITION_LENGTH, WORLD, tokenizer_path
from sequences import LOOK, SPEAKERS, STYLE_LINES

BASE_SPECIALS = ["<unk>", "<s>", "</s>", "<pad>"]
# Ordinary text for everybody who reads it; one token each, so that a picture costs two brackets and not six pieces.
BRACKETS = ["<Img>", "</Img>"]
VOKENS = [f"[IMG{i}]" for i in range(8)]
FINAL_SPECIALS = VOKENS + ["<ImageHere>"]


def read_texts(world: Path, most: int) -> list[str]:
    """Narration, captions and dialogues of the training sets in `world`, each with the leading space of a text segment; at most
    `most` records of a set."""
    texts: list[str] = []
    # Where stories without pictures were written, they are many more than the drawn ones.
    stories = "stories-text" if (world / "stories-text" / "index.jsonl").exists() else "stories"
    for kind in (stories, "scenes", "dialogues"):
        index = world / kind / "index.jsonl"
        if not index.exists():
            continue
        with index.open() as lines:
            for line in islice(lines, most):
                if not line.endswith("\n"):  # the set is still being written
                    break
                entry = json.loads(line)
                # Captions count once per story and once per scene: narration should own most of the merges.
                for panel in (*entry.get("panels", []), *entry.get("turns", [])):
                    texts.append(" " + panel["text"].strip())
                    if panel.get("caption"):
                        texts.append(" " + panel["caption"].strip())
                if "caption" in entry:
                    texts.append(" " + entry["caption"].strip())
                texts.extend(" " + caption.strip() for caption in entry.get("captions", []))
    # What the sequence format itself says.
    return texts + [f" {words}" for words in (LOOK, *SPEAKERS.values(), *STYLE_LINES.values()) for _ in range(500)]


def read_captions(world: Path, most: int) -> list[str]:
    """Canonical captions of the drawn or written stories' panels."""
    captions = set()
    for kind in ("stories-text", "scenes"):
        if (world / kind / "index.jsonl").exists():
            with (world / kind / "index.jsonl").open() as lines:
                for line in islice(lines, most):
                    if line.endswith("\n"):
                        entry = json.loads(line)
                        captions |= {panel["caption"] for panel in entry.get("panels", [])} | ({entry["caption"]} if "caption" in entry else set())
    return sorted(captions)


def train(texts: list[str], entries: int) -> Tokenizer:
    """A tokenizer of at most `entries` ids in all; fewer when the text has no more pairs that occur twice."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=entries - len(BRACKETS) - len(FINAL_SPECIALS),
        min_frequency=2,
        special_tokens=BASE_SPECIALS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_tokens([AddedToken(text, normalized=False, special=False) for text in BRACKETS])
    tokenizer.add_special_tokens([AddedToken(text, normalized=False, special=True) for text in FINAL_SPECIALS])
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", type=Path, default=WORLD)
    parser.add_argument("--out", type=Path, default=tokenizer_path())
    parser.add_argument("--entries", type=int, default=2057)
    parser.add_argument("--most", type=int, default=40_000, help="records of each set at most")
    arguments = parser.parse_args()

    texts = read_texts(arguments.world, arguments.most)
    if not texts:
        raise SystemExit(f"no stories and no scenes under {arguments.world}: run the world generator first")
    tokenizer = train(texts, arguments.entries)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    partial = arguments.out.with_suffix(".partial")
    tokenizer.save(str(partial))
    os.replace(partial, arguments.out)
    sample = texts[: 2000]
    pieces = sum(len(encoding.ids) for encoding in tokenizer.encode_batch(sample))
    words = sum(len(text.split()) for text in sample)
    # <s> and </s> come on top; what is longer than the text encoder's length is cut.
    lengths = sorted(len(encoding.ids) + 2 for encoding in tokenizer.encode_batch([" " + c for c in read_captions(arguments.world, arguments.most)]))
    if lengths:
        print(json.dumps({"captions": len(lengths), "longest": lengths[-1], "of99Percent": lengths[int(0.99 * len(lengths))],
                          "cut": sum(length > CONDITION_LENGTH for length in lengths), "conditionLength": CONDITION_LENGTH}))
    print(json.dumps({"texts": len(texts), "entries": tokenizer.get_vocab_size(), "piecesPerWord": round(pieces / words, 3)}))


if __name__ == "__main__":
    main()
