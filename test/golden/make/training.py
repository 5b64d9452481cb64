# Goldens of training: for each stage of the method the gradients of a first step and ten steps of AdamW, by PyTorch with
# PEFT (LoRA, prefix tuning) on tiny random networks. The networks are stored once (training-networks).
# Run: python training.py   (requirements.txt beside it)
from __future__ import annotations

import torch
from diffusers import UNet2DConditionModel
from peft import LoraConfig, PrefixTuningConfig, get_peft_model, get_peft_model_state_dict
from transformers import LlamaConfig, LlamaForCausalLM

from golden import normal, randomise, save
from training_reference import Added, FIRST, Sizes, losses, make_batch

SEED, STEPS, BATCHES = 20231003, 10, 3
RATE, DECAY = 3e-3, 0.05
PEFT_FIELDS = ["peft_type", "task_type", "r", "lora_alpha", "target_modules", "bias", "fan_in_fan_out", "num_virtual_tokens", "num_layers", "num_attention_heads",
               "num_transformer_submodules", "token_dim", "encoder_hidden_size", "prefix_projection"]
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
UNET = dict(
    sample_size=8, in_channels=4, out_channels=4, block_out_channels=(8, 8), layers_per_block=1, norm_num_groups=4,
    down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
    attention_head_dim=2, cross_attention_dim=12,
)
PUBLISHED = {"text": 0.01, "ldm": 1.0, "caption": 0.1, "reader": 0.0}
WHOLE = dict(rowsIn=True, rowsOut=True, mapperMlp=True, mapperTransformer=True, mapperQueries=True)
SECOND = WHOLE | dict(mapperMlp=False, mapperQueries=False)
CASES = {
    "training-uas": dict(losses=PUBLISHED, trains=WHOLE, language={"kind": "frozen"}, panels=[1, 1, 1, 1], pictures=False, velocity=False),
    "training-lora": dict(
        losses=PUBLISHED | {"caption": 0.0}, trains=SECOND, language={"kind": "lora", "rank": 3, "alpha": 6, "targets": ALL}, panels=[2, 1], pictures=True, velocity=True),
    "training-prefix": dict(
        losses=PUBLISHED | {"caption": 0.0}, trains=SECOND, language={"kind": "prefix", "length": 4}, panels=[2, 1], pictures=True, velocity=True),
    "training-dialogue": dict(
        losses=PUBLISHED | {"caption": 0.0}, trains=SECOND, language={"kind": "lora", "rank": 2, "alpha": 2, "targets": ["q_proj", "v_proj"]},
        panels=[1, 2, 1], pictures=True, velocity=False),
    "training-extras": dict(
        losses={"text": 0.5, "ldm": 1.0, "caption": 0.3, "reader": 0.4}, trains=WHOLE, language={"kind": "full"}, look={"rank": 2, "alpha": 3},
        publishedVokenMask=True, vokens=4, panels=[2, 1], pictures=True, velocity=True),
}


def networks() -> tuple[LlamaForCausalLM, UNet2DConditionModel]:
    config = LlamaConfig(
        hidden_size=16, vocab_size=50, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1, head_dim=8,
        rms_norm_eps=1e-2, max_position_embeddings=64, tie_word_embeddings=False, attn_implementation="eager")
    model, denoiser = LlamaForCausalLM(config).eval(), UNet2DConditionModel(**UNET).eval()
    randomise(model, SEED), randomise(denoiser, SEED + 1)
    return model.requires_grad_(False), denoiser.requires_grad_(False)


def trainable_parts(case: dict, sizes: Sizes):
    """(model, added, denoiser, {path: parameter}): the trained parameters under the trainer's paths."""
    model, denoiser = networks()
    added = Added(sizes)
    randomise(added, SEED + 2)
    language, trains = case["language"], case["trains"]
    trained = {}
    for path, parameter in added.named_parameters():
        part = ("rowsIn" if path == "vokens.rows_in" else "rowsOut" if path == "vokens.rows_out" else "mapperMlp" if path.startswith("mapper.fc")
                else "mapperQueries" if path.endswith("prompt") else "mapperTransformer" if path.startswith("mapper") else "reader")
        parameter.requires_grad_(case["losses"]["reader"] > 0 if part == "reader" else trains[part])
        if parameter.requires_grad:
            trained[path] = parameter
    if language["kind"] == "full":
        for path, parameter in model.named_parameters():
            if path.startswith("model.layers.") or path == "model.norm.weight":
                trained[path] = parameter.requires_grad_(True)
    if language["kind"] == "lora":
        model = get_peft_model(model, LoraConfig(r=language["rank"], lora_alpha=language["alpha"], target_modules=language["targets"], lora_dropout=0.0, bias="none"))
        trained |= loras(model, "", 0.3)
    if language["kind"] == "prefix":
        model = get_peft_model(model, PrefixTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=language["length"], prefix_projection=False))
        table = model.prompt_encoder["default"].embedding.weight
        table.data.copy_(normal(tuple(table.shape), SEED + 7))
        trained["prefix.prompt_embeddings"] = table
    if "look" in case:
        targets = r".*\.attn[12]\.(to_q|to_k|to_v|to_out\.0)"
        tuned = get_peft_model(denoiser, LoraConfig(r=case["look"]["rank"], lora_alpha=case["look"]["alpha"], target_modules=targets, lora_dropout=0.0, bias="none"))
        trained |= loras(tuned, "unet.", 0.2)
    return model, added, denoiser, trained


def loras(peft, prefix: str, scale: float) -> dict[str, torch.nn.Parameter]:
    found = {}
    for index, (key, parameter) in enumerate(sorted(p for p in peft.named_parameters() if ".lora_" in p[0])):
        parameter.data.copy_(scale * normal(tuple(parameter.shape), SEED + 100 + index))
        found[prefix + key.removeprefix("base_model.model.").replace(".default", "")] = parameter
    return found


def decays(path: str, parameter: torch.Tensor) -> bool:
    return parameter.dim() >= 2 and not (path.startswith(("vokens.", "prefix.")) or path.endswith("t2i_decoder_prompt"))


language, denoiser = networks()
save(
    "training-networks",
    {"language": language.config.to_dict(), "unet": {"_class_name": "UNet2DConditionModel", **{k: v for k, v in denoiser.config.items() if not k.startswith("_")}}},
    SEED, language=dict(language.state_dict()), unet=dict(denoiser.state_dict()))

for index, (name, case) in enumerate(CASES.items()):
    sizes = Sizes(vokens=case.get("vokens", 8))
    if name == "training-extras":
        case["captionMetric"] = (torch.rand(sizes.condition * sizes.condition, generator=torch.Generator().manual_seed(5))).tolist()
    model, added, denoiser, trained = trainable_parts(case, sizes)
    batches = [make_batch(SEED + 10 * index + i, sizes, case["panels"], velocity=case["velocity"], pictures=case["pictures"]) for i in range(BATCHES)]
    start = {path: value.detach().clone() for path, value in {**dict(added.named_parameters()), **trained}.items()}
    if not case["losses"]["reader"]:
        start = {path: value for path, value in start.items() if not path.startswith("reader.")}
    # What PEFT itself would save for these numbers.
    saved, settings = {}, None
    if hasattr(model, "peft_config"):
        saved = get_peft_model_state_dict(model, save_embedding_layers=False)
        settings = {k: sorted(v) if isinstance(v, set) else v for k, v in model.peft_config["default"].to_dict().items()}
        saved = {key: value.detach().clone() for key, value in saved.items()}
    groups = [{"params": [p for path, p in trained.items() if decays(path, p) == decay], "weight_decay": DECAY * decay} for decay in (True, False)]
    optimiser = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.999), eps=1e-8)
    curve, gradients = {}, {}
    for step in range(STEPS):
        optimiser.zero_grad()
        made = losses(model, added, denoiser, batches[step % BATCHES], sizes, case)
        made[""].backward()
        if step == 0:
            gradients = {path: p.grad.clone() for path, p in trained.items()}
        for part, value in made.items():
            curve.setdefault("loss" + ("." + part if part else ""), []).append(value.item())
        optimiser.step()
    print(name, {k: [round(v[0], 4), round(v[-1], 4)] for k, v in curve.items()})
    save(
        name,
        {key: value for key, value in case.items() if key not in ("panels", "pictures", "velocity", "vokens")}
        | {"vokens": {"count": sizes.vokens, "firstId": FIRST}, "reader": {"single": list(sizes.single), "several": sizes.several},
           "peft": {k: settings[k] for k in PEFT_FIELDS if k in settings} if settings else None, "rate": RATE, "decay": DECAY, "steps": STEPS, "batches": BATCHES},
        SEED, start=start, peft=saved, gradient=gradients, curve={k: torch.tensor(v) for k, v in curve.items()},
        **{f"batch{i}": {k: v for k, v in batch.items() if k != "full_labels"} for i, batch in enumerate(batches)})
