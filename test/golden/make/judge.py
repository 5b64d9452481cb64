# Goldens of the judge: the network of native-models/miniature/recipe/judge_network.py written out in PyTorch, tiny and random.
# Not the trained judge, whose accuracy is another test's question.
# Run: python judge.py   (requirements.txt beside it)
import torch
import torch.nn.functional as F

from golden import normal, randomise, save

SEED = 20240229
CHANNELS, BLOCKS, GROUPS, EPS = (4, 6, 8), (0, 1, 1), 2, 1e-5
LABELS = {"who": ["bear", "fox", "owl"], "present": ["bear", "fox", "owl"], "place": ["beach", "town"], "time": ["day", "night"],
          "style": ["flat", "ink", "pastel"], "props": ["kite", "lantern", "map", "star"]}


def norm(channels: int) -> torch.nn.GroupNorm:
    return torch.nn.GroupNorm(GROUPS, channels, eps=EPS)


class Block(torch.nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1, self.conv2 = (torch.nn.Conv2d(channels, channels, 3, padding=1) for _ in range(2))
        self.norm1, self.norm2 = norm(channels), norm(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(x + self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x))))))


class Level(torch.nn.Module):
    def __init__(self, before: int, channels: int, blocks: int) -> None:
        super().__init__()
        self.down, self.norm = torch.nn.Conv2d(before, channels, 3, stride=2, padding=1), norm(channels)
        self.blocks = torch.nn.ModuleList(Block(channels) for _ in range(blocks))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu(self.norm(self.down(x)))
        for block in self.blocks:
            x = block(x)
        return x


class Head(torch.nn.Module):
    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.values, self.attention = torch.nn.Linear(width, classes), torch.nn.Linear(width, classes)

    def forward(self, places: torch.Tensor) -> torch.Tensor:
        return (self.attention(places).softmax(1) * self.values(places)).sum(1)


class Judge(torch.nn.Module):
    """Levels that halve, the last merged into the one before, attention pooling for each class."""

    def __init__(self) -> None:
        super().__init__()
        self.levels = torch.nn.ModuleList(Level(a, b, n) for a, b, n in zip((3, *CHANNELS), CHANNELS, BLOCKS))
        self.merge = torch.nn.Conv2d(CHANNELS[-1], CHANNELS[-2], 1)
        self.heads = torch.nn.ModuleDict({head: Head(CHANNELS[-2], len(names)) for head, names in LABELS.items()})

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        for level in self.levels:
            finer, x = x, level(x)
        merged = F.relu(finer + F.interpolate(self.merge(x), scale_factor=2, mode="nearest"))
        places = merged.flatten(2).transpose(1, 2)
        return {"features": places.mean(1), **{name: head(places) for name, head in self.heads.items()}}


model = Judge().eval()
randomise(model, SEED)
image = normal((2, 3, 24, 24), SEED + 1).clamp(-1, 1)
with torch.no_grad():
    outputs = model(image)
save("judge", {"sizePx": 24, "channels": list(CHANNELS), "blocks": list(BLOCKS), "groups": GROUPS, "eps": EPS, "labels": LABELS}, SEED,
     weights=dict(model.state_dict()), inputs={"image": image}, outputs=outputs)
