# The step that measure-tune-step.ts wrote down, in PyTorch: transformers' LlamaForCausalLM and diffusers' UNet2DConditionModel with PEFT's
# LoRA, torch's AdamW. Usage: measure_tune_step.py <folder> <fp32|bf16> [threads] [steps]
import json
import sys
import time

import torch
from diffusers import UNet2DConditionModel
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional
from transformers import LlamaForCausalLM

folder, kind = sys.argv[1], sys.argv[2]
threads = int(sys.argv[3]) if len(sys.argv) > 3 else 1
steps = int(sys.argv[4]) if len(sys.argv) > 4 else 10
torch.set_num_threads(threads)
bundle = "native-models/miniature/bundle"
config = json.load(open(f"{folder}/config.json"))
settings, first = config["settings"], config["firstVoken"]
stored = load_file(f"{folder}/step.safetensors")
batch = {key[5:]: value for key, value in stored.items() if key.startswith("feed.")}
start = {key[6:]: value for key, value in stored.items() if key.startswith("start.")}
for name in ("input_ids", "position_ids", "soft_positions", "states", "label_positions", "labels", "drawn"):
    batch[name] = batch[name].long()

voice, look = settings["voice"], settings["look"]
model = LlamaForCausalLM.from_pretrained(f"{bundle}/language-model", dtype=torch.float32, attn_implementation="sdpa").requires_grad_(False)
model = get_peft_model(model, LoraConfig(r=voice["rank"], lora_alpha=voice["alpha"], lora_dropout=0.0, bias="none",
    target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]))
denoiser = UNet2DConditionModel.from_pretrained(f"{bundle}/unet", torch_dtype=torch.float32).requires_grad_(False)
ATTENTIONS = ["to_q", "to_k", "to_v", "to_out.0"]
BLOCKS = [*ATTENTIONS, "proj_in", "proj_out", "ff.net.0.proj", "ff.net.2", "conv1", "conv2", "conv_shortcut"]
tuned = get_peft_model(denoiser, LoraConfig(r=look["rank"], lora_alpha=look["alpha"], lora_dropout=0.0, bias="none",
    target_modules=BLOCKS if look.get("reach") == "blocks" else ATTENTIONS))
shape = json.load(open(f"{bundle}/mapper/config.json"))


class Mapper(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        width = shape["hiddenSize"]
        self.fc = nn.Sequential(nn.Linear(shape["inputSize"], width), nn.GELU(), nn.Linear(width, width))
        self.llm_to_t2i_mapping = nn.Transformer(
            batch_first=True, norm_first=True, d_model=width, nhead=shape["numHeads"], num_encoder_layers=shape["numEncoderLayers"],
            num_decoder_layers=shape["numDecoderLayers"], dim_feedforward=shape["feedForwardSize"], dropout=0.0)
        self.t2i_decoder_prompt = nn.Parameter(torch.zeros(1, shape["numQueries"], width))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        return self.llm_to_t2i_mapping(self.fc(states), self.t2i_decoder_prompt.expand(len(states), -1, -1))


mapper = Mapper()
rows_in, rows_out = nn.Parameter(start["vokens.rows_in"].clone()), nn.Parameter(start["vokens.rows_out"].clone())
trained = [rows_in, rows_out, *mapper.parameters()]
mapper.load_state_dict({key[7:]: value for key, value in start.items() if key.startswith("mapper.")})
for module, prefix in ((model, ""), (tuned, "unet.")):
    for name, parameter in module.named_parameters():
        if ".lora_" not in name:
            continue
        parameter.data.copy_(start[prefix + name.removeprefix("base_model.model.").replace(".default", "")])
        trained.append(parameter.requires_grad_(True))
llama, count = model.get_base_model(), len(rows_in)
optimiser = torch.optim.AdamW(trained, lr=1e-3, weight_decay=0.0)


def step() -> dict[str, float]:
    ids = batch["input_ids"]
    with torch.autocast("cpu", torch.bfloat16, enabled=kind == "bf16"):
        inputs = llama.model.embed_tokens(ids).clone()
        is_voken = (ids >= first) & (ids < first + count)
        inputs[is_voken] = rows_in[ids[is_voken] - first]
        inputs = inputs.flatten(0, 1).index_put((batch["soft_positions"],), batch["soft_tokens"]).view_as(inputs)
        hidden = llama.model(inputs_embeds=inputs, attention_mask=batch["attention_bias"], position_ids=batch["position_ids"], use_cache=False).last_hidden_state.flatten(0, 1)
        chosen = hidden[batch["label_positions"]]
        plain = llama.lm_head(chosen)
        logits = torch.cat([plain[:, :first], functional.linear(chosen, rows_out).to(plain.dtype), plain[:, first + count :]], -1)
        text = functional.cross_entropy(logits.float(), batch["labels"])
        states = hidden[batch["states"]] * batch["keep"][:, None, None]
        conditions = mapper(states)
        drawn = denoiser(batch["noisy_latents"], batch["timesteps"], conditions[batch["drawn"]]).sample
        ldm = ((drawn.float() - batch["noise_targets"]).pow(2).mean(dim=(1, 2, 3)) * batch["ldm_weights"]).mean()
        loss = settings["losses"]["text"] * text + settings["losses"]["ldm"] * ldm
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(trained, 1.0)
    optimiser.step()
    return {"loss": loss.item(), "text": text.item(), "ldm": ldm.item()}


times, losses = [], []
for index in range(steps):
    started = time.process_time()
    losses.append(step())
    if index > 0:
        times.append(1000 * (time.process_time() - started))
peak = next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"kind": kind, "threads": threads, "cpuMs": min(times), "medianMs": sorted(times)[len(times) // 2], "peak": peak, "losses": losses[:3]}))
