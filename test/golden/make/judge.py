# Goldens of the judge: the network of native-models/miniature/recipe/judge.py written out in PyTorch, tiny and random.
# Not the trained judge, whose accuracy is another test's question.
# Run: python judge.py   (requirements.txt beside it)
import torch
import torch.nn.functional as F

from golden import normal, randomise, save

SEED = 20240229
CHANNELS, GROUPS, EPS = (4, 6, 8), 2, 1e-5
LABELS = {"who": ["bear", "fox", "owl"], "present": ["bear", "fox", "owl"], "place": ["beach", "town"], "time": ["day", "night"],
          "props": ["kite", "lantern", "map", "star"]}


class Judge(torch.nn.Module):
    """Halving convolutions with group norm, a mean over positions, linear heads."""

    def __init__(self) -> None:
        super().__init__()
        self.convolutions = torch.nn.ModuleList(
            torch.nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in zip((3, *CHANNELS), CHANNELS))
        self.norms = torch.nn.ModuleList(torch.nn.GroupNorm(GROUPS, c, eps=EPS) for c in CHANNELS)
        self.heads = torch.nn.ModuleDict({head: torch.nn.Linear(CHANNELS[-1], len(names)) for head, names in LABELS.items()})

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        for convolution, norm in zip(self.convolutions, self.norms):
            x = F.relu(norm(convolution(x)))
        features = x.mean(dim=(2, 3))
        return {"features": features, **{name: head(features) for name, head in self.heads.items()}}


model = Judge().eval()
randomise(model, SEED)
image = normal((2, 3, 24, 24), SEED + 1).clamp(-1, 1)
with torch.no_grad():
    outputs = model(image)
save("judge", {"sizePx": 24, "channels": list(CHANNELS), "groups": GROUPS, "eps": EPS, "labels": LABELS}, SEED,
     weights=dict(model.state_dict()), inputs={"image": image}, outputs=outputs)
