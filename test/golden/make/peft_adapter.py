# Goldens of adapter files, both ways: PEFT loads the folder that our export has written, and writes one of its own
# that we load; with the outputs of the tiny language model and denoiser for each, and for a mix of both with strengths.
# Run: VOKEN_WRITE_OURS=1 npx vitest run test/golden/peft-adapter.test.ts; python peft_adapter.py   (requirements.txt beside it)
import json
import shutil

import torch
from diffusers import UNet2DConditionModel
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file
from transformers import LlamaConfig, LlamaForCausalLM

from golden import GOLDEN, normal, save

SEED = 20261123
FOLDER = GOLDEN / "peft-adapter"
STRENGTHS = {"ours": 0.7, "theirs": 0.4}
VOICE_TARGETS = ["q_proj", "v_proj", "o_proj", "down_proj"]
LOOK_TARGETS = ["to_q", "to_k", "to_out.0", "ff.net.2", "proj_in", "conv2", "conv_shortcut"]


def golden(name: str) -> tuple[dict, dict[str, dict[str, torch.Tensor]]]:
    groups: dict[str, dict[str, torch.Tensor]] = {}
    for key, tensor in load_file(GOLDEN / name / "tensors.safetensors").items():
        group, _, rest = key.partition(".")
        groups.setdefault(group, {})[rest] = tensor
    return json.loads((GOLDEN / name / "meta.json").read_text())["config"], groups


def llama() -> tuple[LlamaForCausalLM, dict[str, torch.Tensor]]:
    config, groups = golden("language-model")
    config.pop("lora", None)
    model = LlamaForCausalLM(LlamaConfig(**config, attn_implementation="eager")).eval()
    model.load_state_dict(groups["weights"])
    return model, groups["inputs"]


def unet() -> tuple[UNet2DConditionModel, dict[str, torch.Tensor]]:
    config, groups = golden("unet-conv-projection")
    model = UNet2DConditionModel.from_config(config).eval()
    model.load_state_dict(groups["weights"])
    return model, groups["inputs"]


def told(model: torch.nn.Module, inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    with torch.no_grad():
        base = model.get_base_model()
        hidden = base.model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], position_ids=inputs["position_ids"]).last_hidden_state
        return {"hidden_states": hidden, "logits": base.lm_head(hidden)}


def drawn(model: torch.nn.Module, inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    with torch.no_grad():
        return {"noise_pred": model(inputs["sample"], inputs["timestep"], inputs["encoder_hidden_states"]).sample}


def loud(model: torch.nn.Module, seed: int) -> None:
    for index, (key, parameter) in enumerate(sorted(model.named_parameters())):
        if ".lora_" in key:
            with torch.no_grad():
                parameter.copy_(0.25 * normal(tuple(parameter.shape), seed + index))


outputs: dict[str, torch.Tensor] = {}
for make, run, place, config in (
    (llama, told, "", LoraConfig(r=3, lora_alpha=6, target_modules=VOICE_TARGETS, task_type="CAUSAL_LM")),
    (unet, drawn, "look", LoraConfig(r=4, lora_alpha=4, use_rslora=True, target_modules=LOOK_TARGETS)),
):
    model, inputs = make()
    theirs = get_peft_model(model, config).eval()
    loud(theirs, SEED + len(place))
    target = FOLDER / "theirs" / place
    theirs.save_pretrained(target)
    for extra in ("README.md",):
        (target / extra).unlink(missing_ok=True)
    outputs |= {f"theirs.{key}": value for key, value in run(theirs, inputs).items()}

    model, inputs = make()
    mixed = PeftModel.from_pretrained(model, FOLDER / "ours" / place, adapter_name="ours").eval()
    outputs |= {f"ours.{key}": value for key, value in run(mixed, inputs).items()}
    mixed.load_adapter(FOLDER / "theirs" / place, adapter_name="theirs")
    for name, strength in STRENGTHS.items():
        for module in mixed.modules():
            if name in (module.scaling if isinstance(getattr(module, "scaling", None), dict) else ()):
                module.scaling[name] *= strength
    mixed.base_model.set_adapter(["ours", "theirs"])
    outputs |= {f"mixed.{key}": value for key, value in run(mixed, inputs).items()}

save("peft-adapter", {"strengths": STRENGTHS}, SEED, outputs=outputs)
