# Goldens of the language model: transformers' LlamaForCausalLM on tiny random configurations (grouped queries with an
# own head size, and plain multi-head), one of them with a PEFT LoRA adapter. Not the training goldens.
# Run: python language_model.py   (requirements.txt beside it)
import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

from golden import normal, randomise, save

# Epsilons are large on purpose: a network that ignores them must fail.
SEED = 20231003
CASES = {
    "language-model": dict(hidden_size=32, num_attention_heads=4, num_key_value_heads=2, head_dim=12, rms_norm_eps=1e-2, rope_theta=10000.0),
    "language-model-mha": dict(hidden_size=24, num_attention_heads=3, num_key_value_heads=3, head_dim=8, rms_norm_eps=1e-6, rope_theta=500.0),
}
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def run(model: torch.nn.Module, ids: torch.Tensor, mask: torch.Tensor, positions: torch.Tensor) -> dict[str, torch.Tensor]:
    llama = model.get_base_model() if hasattr(model, "get_base_model") else model
    with torch.no_grad():
        body = llama.model(input_ids=ids, attention_mask=mask, position_ids=positions, use_cache=True)
        outputs = {"hidden_states": body.last_hidden_state, "logits": llama.lm_head(body.last_hidden_state)}
    for index, layer in enumerate(body.past_key_values.layers):
        outputs[f"present.{index}.key"] = layer.keys
        outputs[f"present.{index}.value"] = layer.values
    return outputs


for name, sizes in CASES.items():
    theta = sizes.pop("rope_theta")
    config = LlamaConfig(
        vocab_size=61,
        intermediate_size=40,
        num_hidden_layers=2,
        max_position_embeddings=64,
        tie_word_embeddings=False,
        rope_parameters={"rope_type": "default", "rope_theta": theta},
        attn_implementation="eager",
        **sizes,
    )
    model = LlamaForCausalLM(config).eval()
    randomise(model, SEED)
    weights = {key: value.clone() for key, value in model.state_dict().items()}

    ids = torch.randint(0, 61, (2, 14), generator=torch.Generator().manual_seed(SEED + 1))
    mask = torch.ones(2, 14, dtype=torch.int64)
    mask[1, :3] = 0  # the second row is padded on the left
    positions = (mask.cumsum(-1) - 1).clamp(min=0)
    outputs = run(model, ids, mask, positions)
    with torch.no_grad():
        embeds = model.model.embed_tokens(ids)

    adapter = {}
    with_adapter = {}
    if name == "language-model":
        tuned = get_peft_model(model, LoraConfig(r=3, lora_alpha=6, target_modules=TARGETS, lora_dropout=0.0, bias="none")).eval()
        for index, (key, parameter) in enumerate(sorted(tuned.named_parameters())):
            if ".lora_" in key:
                with torch.no_grad():
                    parameter.copy_(0.3 * normal(tuple(parameter.shape), SEED + 100 + index))
                # PEFT's saved layout: base_model.model.<path>.lora_{A,B}.weight
                adapter[key.replace(".default", "")] = parameter
        with_adapter = {key: value for key, value in run(tuned, ids, mask, positions).items() if not key.startswith("present")}

    settings = config.to_dict()
    keep = ("model_type", "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads",
            "head_dim", "hidden_act", "max_position_embeddings", "rms_norm_eps", "rope_parameters", "tie_word_embeddings", "attention_bias", "mlp_bias")
    save(
        name,
        {key: settings[key] for key in keep} | ({"lora": {"r": 3, "lora_alpha": 6, "target_modules": TARGETS}} if adapter else {}),
        SEED,
        weights=weights,
        inputs={"input_ids": ids, "attention_mask": mask, "position_ids": positions, "inputs_embeds": embeds},
        outputs=outputs,
        adapter=adapter,
        adapted=with_adapter,
    )
