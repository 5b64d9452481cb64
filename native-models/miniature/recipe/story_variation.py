# Makes more of a told story than the generator wrote: other names, and two stories of one character as one long one. Text only,
# for the stages that train text; graphs and pictures stay as they are.
"""Names that any writer might give, and stories long enough for a name to drift."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

ONSETS, MIDDLES, ENDINGS = "B D F G H J K L M N P R S T V W Z Br Tr St Kl Sh Qu Y".split(), "a e i o u ai ee oo ie".split(), \
    "ba do fi la lo ma ni no ra ri sa ta to vo n l r s x ck lin mon dy th nna ette".split()
USUAL = {
    "he": "Tom Ben Sam Max Leo Noah Adam Jack Harry Charlie Peter Paul Mark David Eric Theo Arthur Fred George Henry Ivan Karl Lukas Omar Ravi Kenji".split(),
    "she": "Anna Emma Mia Lea Sara Eva Julia Laura Kate Alice Maria Lucy Rosa Nina Ella Grace Sofia Clara Ida Maya Fatima Yuki Priya Molly Zoe Helen".split(),
}


def made_up(random: np.random.Generator) -> str:
    """A name of two or three syllables that nobody bears."""
    name = str(random.choice(ONSETS)) + str(random.choice(MIDDLES))
    if random.random() < 0.35:
        name += str(random.choice(ONSETS)).lower() + str(random.choice(MIDDLES))
    return name + str(random.choice(ENDINGS))


class Names:
    """The world's names with their pronouns; held-out names are never given."""

    def __init__(self, labels: dict) -> None:
        self.pronoun = {entry["name"]: entry["pronoun"] for entry in labels["names"]}
        self.never = set(labels["heldOutNames"]) | set(self.pronoun)

    def new(self, name: str, random: np.random.Generator) -> str:
        """Another name for `name`: a usual one of the same pronoun, or a made-up one."""
        while True:
            usual = USUAL.get(self.pronoun.get(name, "he"), [])
            made = str(random.choice(usual)) if random.random() < 0.3 and usual else made_up(random)
            if made not in self.never:
                return made


def cast_of(story: list) -> list[str]:
    """Every name of the story's graphs, sorted."""
    return sorted({c["name"] for panel in story for c in panel.graph["characters"]})


def renamed(story: list, names: dict[str, str]) -> list:
    """The story with names replaced, all at once."""
    if not names:
        return story
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b")
    return [replace(panel, text=pattern.sub(lambda found: names[found[1]], panel.text)) for panel in story]


def with_new_names(story: list, names: Names, random: np.random.Generator) -> list:
    """The story with a new name for everybody whom its first panel names, so that any name a writer gives is just a name.

    Whoever comes in later keeps the world's name: those are the names that the network is to give by itself.
    """
    cast = cast_of(story)
    opening = [name for name in cast if re.search(rf"\b{re.escape(name)}\b", story[0].text)]
    given = {name: name for name in cast if name not in opening}
    for name in opening:
        made = names.new(name, random)
        while made in given.values():
            made = names.new(name, random)
        given[name] = made
    return renamed(story, given)


class Chapters:
    """Joins stories about a character of one kind and pronoun: the name of the first goes on through the second."""

    def __init__(self, stories: list, names: Names) -> None:
        self.names, self.by_hero = names, {}
        for story in stories:
            self.by_hero.setdefault(self.hero(story), []).append(story)

    def hero(self, story: list) -> tuple[str, str, str]:
        """Kind, pronoun and style: what a sequel must share."""
        graph = story[0].graph
        main = next(c for c in graph["characters"] if c["role"] == "main")
        return main["id"], self.names.pronoun.get(main["name"], "he"), graph.get("style", "flat")

    def longer(self, story: list, random: np.random.Generator) -> list:
        """The story and a second one about the same hero; the story alone where there is no second that fits."""
        name_of = lambda s: next(c["name"] for c in s[0].graph["characters"] if c["role"] == "main")  # noqa: E731
        first, others = name_of(story), set(cast_of(story))
        choices = self.by_hero[self.hero(story)]
        for _ in range(4):
            second = choices[int(random.integers(len(choices)))]
            own = name_of(second)
            guests = [name for name in cast_of(second) if name != own]
            if second is story or others & set(guests):
                continue
            renames = {own: first} if own != first else {}
            return [*story, *renamed(second, renames)]
        return story
