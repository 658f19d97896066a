"""Writes a model as a GGUF file, its matrices as Q8_0."""
import struct

import numpy as np

from bpe import END, STOP

U32, I32, F32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
TEMPLATE = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + "
    "message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")


def string(text):
    raw = text.encode("utf-8")
    return struct.pack("<Q", len(raw)) + raw


def value(kind, v):
    if kind == STRING:
        return string(v)
    return struct.pack({U32: "<I", I32: "<i", F32: "<f", BOOL: "<?"}[kind], v)


def pair(key, kind, v, inner=None):
    head = string(key) + struct.pack("<I", kind)
    if kind != ARRAY:
        return head + value(kind, v)
    return head + struct.pack("<IQ", inner, len(v)) + b"".join(value(inner, x) for x in v)


def q8_0(matrix):
    """Blocks of 32 numbers: a half-precision scale and 32 signed bytes."""
    blocks = matrix.astype(np.float32).reshape(-1, 32)
    scale = np.abs(blocks).max(1) / 127.0
    inverse = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    out = np.zeros(len(blocks), dtype=[("d", "<f2"), ("q", "i1", 32)])
    out["d"] = scale
    out["q"] = np.rint(blocks * inverse[:, None]).clip(-127, 127)
    return out.tobytes()


def tensors(model):
    def get(p):
        return p.detach().numpy()
    yield "token_embd.weight", get(model.embed.weight)
    yield "output_norm.weight", get(model.norm.weight)
    for i, layer in enumerate(model.layers):
        for name, module in (("attn_norm", layer.attn_norm), ("attn_q", layer.q),
                             ("attn_k", layer.k), ("attn_v", layer.v), ("attn_output", layer.o),
                             ("ffn_norm", layer.ffn_norm), ("ffn_gate", layer.gate),
                             ("ffn_up", layer.up), ("ffn_down", layer.down)):
            yield f"blk.{i}.{name}.weight", get(module.weight)


def write(path, model, bpe):
    c = model.config
    meta = [
        pair("general.architecture", STRING, "llama"),
        pair("general.type", STRING, "model"),
        pair("general.name", STRING, "Ingle starter"),
        pair("general.basename", STRING, "Ingle-starter"),
        pair("general.author", STRING, "Ingle"),
        pair("general.description", STRING,
             "A very small model that answers questions about Ingle and about running open "
             "models. Trained from scratch for Ingle."),
        pair("general.license", STRING, "apache-2.0"),
        pair("general.size_label", STRING, f"{model_size(model) / 1e6:.1f}M"),
        pair("general.languages", ARRAY, ["en"], STRING),
        pair("general.file_type", U32, 7),
        pair("general.quantization_version", U32, 2),
        pair("llama.context_length", U32, c["context"]),
        pair("llama.embedding_length", U32, c["width"]),
        pair("llama.block_count", U32, c["layers"]),
        pair("llama.feed_forward_length", U32, c["inner"]),
        pair("llama.attention.head_count", U32, c["heads"]),
        pair("llama.attention.head_count_kv", U32, c["kv_heads"]),
        pair("llama.attention.layer_norm_rms_epsilon", F32, 1e-5),
        pair("llama.rope.dimension_count", U32, c["width"] // c["heads"]),
        pair("llama.rope.freq_base", F32, c["rope_base"]),
        pair("llama.vocab_size", U32, len(bpe.tokens)),
        pair("tokenizer.ggml.model", STRING, "gpt2"),
        # GPT-2's splitting rule under the name for which llama.cpp leaves the space in "a .gguf file".
        pair("tokenizer.ggml.pre", STRING, "trillion"),
        pair("tokenizer.ggml.tokens", ARRAY, bpe.tokens, STRING),
        pair("tokenizer.ggml.token_type", ARRAY,
             [3] * 3 + [1] * (len(bpe.tokens) - 3), I32),
        pair("tokenizer.ggml.merges", ARRAY, [f"{a} {b}" for a, b in bpe.merges], STRING),
        pair("tokenizer.ggml.bos_token_id", U32, bpe.id[END]),
        pair("tokenizer.ggml.eos_token_id", U32, bpe.id[STOP]),
        pair("tokenizer.ggml.padding_token_id", U32, bpe.id[END]),
        pair("tokenizer.ggml.add_bos_token", BOOL, False),
        pair("tokenizer.chat_template", STRING, TEMPLATE),
    ]
    heads, blobs, offset = [], [], 0
    for name, array in tensors(model):
        flat = array.ndim == 1
        blob = array.astype("<f4").tobytes() if flat else q8_0(array)
        dims = array.shape[::-1]
        heads.append(string(name) + struct.pack("<I", len(dims)) +
                     struct.pack(f"<{len(dims)}Q", *dims) +
                     struct.pack("<IQ", 0 if flat else 8, offset))
        blob += b"\0" * (-len(blob) % 32)
        blobs.append(blob)
        offset += len(blob)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(heads), len(meta))
    head += b"".join(meta) + b"".join(heads)
    with open(path, "wb") as file:
        file.write(head + b"\0" * (-len(head) % 32) + b"".join(blobs))


def model_size(model):
    return sum(p.numel() for n, p in model.named_parameters() if not n.startswith("topic"))
