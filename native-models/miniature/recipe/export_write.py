"""Writes the writing half (language model, vision, mapper) into the bundle in the published layouts, fp16.

Each part takes the newest checkpoint there is: without trained vokens the language model goes out bare and the mapper
untrained, so that the app can be wired early; the printed line says which. With `--frozen` only the pre-trained parts go out,
for the trainer that adds vokens, mapper and adapters. Every part is read back and compared.
"""

from __future__ import annotations

import argparse
import json

import torch
from safetensors.torch import load_file
from transformers import LlamaForCausalLM

import language_model
import vision
from common import BUNDLE, TRAINING, export_part, parameter_count
from data import CONDITION_LENGTH, tokenizer_path
from sequences import NUM_VOKENS, SOFT_TOKENS, Text
from voken_network import VokenNetwork
from vokens import load_stage

LIMIT = 15_000_000


def language_model_config(model, text: Text) -> dict:
    """The published keys of a LLaMA config.json, spelled as the checkpoints of the time spell them."""
    c = model.config
    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": text.size, "hidden_size": c.hidden_size,
        "intermediate_size": c.intermediate_size, "num_hidden_layers": c.num_hidden_layers, "num_attention_heads": c.num_attention_heads,
        "num_key_value_heads": c.num_key_value_heads, "hidden_act": "silu", "max_position_embeddings": c.max_position_embeddings,
        "rms_norm_eps": c.rms_norm_eps, "rope_theta": 10000.0, "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": False,
        "bos_token_id": text.bos, "eos_token_id": text.eos, "pad_token_id": text.pad, "torch_dtype": "float16",
    }


def eyes_config(eyes: vision.Eyes) -> dict:
    v, q = eyes.vision_config, eyes.qformer_config
    return {
        "architectures": ["Blip2ForConditionalGeneration"], "model_type": "blip-2", "num_query_tokens": SOFT_TOKENS,
        "vision_config": {k: getattr(v, k) for k in ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "image_size",
                                                     "patch_size", "hidden_act", "layer_norm_eps", "qkv_bias")},
        "qformer_config": {k: getattr(q, k) for k in ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "hidden_act",
                                                      "layer_norm_eps", "cross_attention_frequency", "encoder_hidden_size", "use_qformer_text_input")},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", help="checkpoint of vokens and mapper; default the newest stage there is")
    parser.add_argument("--frozen", action="store_true", help="language model and eyes as they were pre-trained; no vokens, no mapper")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    text = Text(tokenizer_path())
    found = sorted(TRAINING.glob("vokens-*/checkpoint.pt"), key=lambda path: path.stat().st_mtime, reverse=True)
    parts = [arguments.part] if arguments.part else [path.parent.name for path in found]
    network = None
    if arguments.frozen:
        parts, model = [], language_model.load(text)
    elif parts:
        network, model = load_stage(parts[0], text)
    else:
        torch.manual_seed(3)
        model = language_model.load(text)
        network = VokenNetwork(model, text, CONDITION_LENGTH, 192)
    if network:
        with torch.no_grad():
            rows = slice(text.vokens[0], text.vokens[0] + NUM_VOKENS)
            model.model.embed_tokens.weight[rows] = network.rows_in
            model.lm_head.weight[rows] = network.rows_out
    sizes = {"language-model": export_part(BUNDLE / "language-model", model.state_dict(), language_model_config(model, text))}
    again = LlamaForCausalLM.from_pretrained(BUNDLE / "language-model", torch_dtype=torch.float32).eval()
    ids = torch.tensor([[text.bos, *text.encode("The fox went to the beach."), *text.vokens]])
    with torch.no_grad():
        difference = (again(ids).logits - model(ids).logits).abs().max().item()
    if difference > 0.2:
        raise SystemExit(f"the exported language model differs by {difference:.3f} in its logits from the trained one")

    if network:
        sizes["mapper"] = export_part(BUNDLE / "mapper", network.mapper.state_dict(), network.mapper.sizes)
    if arguments.frozen and not (TRAINING / "vision" / "checkpoint.pt").exists():
        print(json.dumps({"vokens": "none", "vision": "not trained yet", "bytes": sizes}))
        return
    eyes = vision.load()
    sizes["vision"] = export_part(BUNDLE / "vision", {k: v for k, v in eyes.state_dict().items() if k != "scale"}, eyes_config(eyes))
    eyes.load_state_dict({k: v.float() for k, v in load_file(BUNDLE / "vision" / "model.safetensors").items()} | {"scale": torch.ones(())}, strict=True)
    for name, size in sizes.items():
        if size > LIMIT:
            raise SystemExit(f"{name} is {size} bytes; no file of the bundle may be over {LIMIT}")
    print(json.dumps({"vokens": parts[0] if parts else "untrained", "bytes": sizes, "logitsDifference": round(difference, 4), "parameters": {
        "languageModel": parameter_count(model), **({"mapper": parameter_count(network.mapper)} if network else {}), "vision": parameter_count(eyes)}}))


if __name__ == "__main__":
    main()
