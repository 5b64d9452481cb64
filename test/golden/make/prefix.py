# Golden of a prefix at work: PEFT loads an adapter folder of the trainer's layout (numbers of training-prefix) onto the language model of
# training-networks, reads a text and writes on greedily. Run after training.py: python prefix.py   (requirements.txt beside it)
from __future__ import annotations

import json
import pathlib
import tempfile

import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import LlamaConfig, LlamaForCausalLM

from golden import GOLDEN, save

SEED, LENGTH, NEW = 77, 11, 7


def group(name: str, prefix: str) -> dict[str, torch.Tensor]:
    tensors = load_file(GOLDEN / name / "tensors.safetensors")
    return {key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)}


def config_of(name: str) -> dict:
    return json.loads((GOLDEN / name / "meta.json").read_text())["config"]


base = LlamaForCausalLM(LlamaConfig(**config_of("training-networks")["language"], attn_implementation="eager")).eval()
base.load_state_dict(group("training-networks", "language."))
ids = torch.randint(4, 40, (1, LENGTH), generator=torch.Generator().manual_seed(SEED))
without = base(input_ids=ids).logits
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder)
    (path / "adapter_config.json").write_text(json.dumps(config_of("training-prefix")["peft"] | {"inference_mode": True}))
    save_file(group("training-prefix", "peft."), path / "adapter_model.safetensors")
    model = PeftModel.from_pretrained(base, path).eval()
with torch.no_grad():
    read = model(input_ids=ids, attention_mask=torch.ones_like(ids), output_hidden_states=True)
    # Generated one at a time by whole passes: nothing but PEFT's own forward decides what stands where.
    written = ids
    for _ in range(NEW):
        best = model(input_ids=written, attention_mask=torch.ones_like(written)).logits[:, -1].argmax(-1, keepdim=True)
        written = torch.cat([written, best], 1)
    last = model(input_ids=written, attention_mask=torch.ones_like(written), output_hidden_states=True)
print("the prefix moves logits by", (read.logits - without).abs().max().item(), "and writes", written[0, LENGTH:].tolist())
save(
    "prefix-generation", {"length": LENGTH, "new": NEW}, SEED,
    text={"ids": ids, "logits": read.logits, "hidden": read.hidden_states[-1]},
    written={"ids": written[:, LENGTH:], "logits": last.logits[:, LENGTH - 1 :], "hidden": last.hidden_states[-1][:, LENGTH - 1 :]})
