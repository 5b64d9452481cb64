# Goldens of the text encoder: transformers' CLIPTextModel, tiny and random, once with quick_gelu and once with gelu.
# Not the tokenizer and not the pooled output (nothing here uses it).
# Run: python text_encoder.py   (requirements.txt beside it)
import torch
from transformers import CLIPTextConfig, CLIPTextModel

from golden import randomise, save

SEED = 20210226

for name, act, eps in (("text-encoder", "quick_gelu", 1e-5), ("text-encoder-gelu", "gelu", 1e-6)):
    config = CLIPTextConfig(
        vocab_size=50, hidden_size=24, intermediate_size=44, num_hidden_layers=2, num_attention_heads=3,
        max_position_embeddings=9, hidden_act=act, layer_norm_eps=eps, bos_token_id=1, eos_token_id=2, pad_token_id=3,
    )
    model = CLIPTextModel(config).eval()
    randomise(model, SEED)
    ids = torch.tensor([[1, 17, 41, 8, 2, 3, 3, 3, 3], [1, 5, 6, 30, 22, 49, 7, 12, 2]])
    with torch.no_grad():
        states = model(input_ids=ids).last_hidden_state
    keys = ("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
            "max_position_embeddings", "hidden_act", "layer_norm_eps")
    # Published checkpoints have the prefix; transformers 5 saves without it. One golden of each.
    prefix = "text_model." if act == "quick_gelu" else ""
    saved = {prefix + key.removeprefix("text_model."): value for key, value in model.state_dict().items()}
    save(
        name,
        {"model_type": "clip_text_model", **{key: config.to_dict()[key] for key in keys}},
        SEED,
        weights={key: value for key, value in saved.items() if not key.endswith("position_ids")},
        inputs={"input_ids": ids},
        outputs={"last_hidden_state": states},
    )
