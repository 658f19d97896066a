"""A small decoder of the Llama architecture, in the shape that llama.cpp expects."""
import math

import torch
from torch import nn
from torch.nn import functional as F


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


def rotate(x, cos, sin):
    """RoPE on neighbouring pairs, which is what the llama architecture of GGUF uses."""
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack((a * cos - b * sin, a * sin + b * cos), -1).flatten(-2)


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads, self.kv, self.size = c["heads"], c["kv_heads"], c["width"] // c["heads"]
        self.attn_norm, self.ffn_norm = Norm(c["width"]), Norm(c["width"])
        self.q = nn.Linear(c["width"], self.heads * self.size, bias=False)
        self.k = nn.Linear(c["width"], self.kv * self.size, bias=False)
        self.v = nn.Linear(c["width"], self.kv * self.size, bias=False)
        self.o = nn.Linear(self.heads * self.size, c["width"], bias=False)
        self.gate = nn.Linear(c["width"], c["inner"], bias=False)
        self.up = nn.Linear(c["width"], c["inner"], bias=False)
        self.down = nn.Linear(c["inner"], c["width"], bias=False)

    def forward(self, x, cos, sin, mask):
        b, t, _ = x.shape
        h = self.attn_norm(x)
        q = rotate(self.q(h).view(b, t, self.heads, self.size).transpose(1, 2), cos, sin)
        k = rotate(self.k(h).view(b, t, self.kv, self.size).transpose(1, 2), cos, sin)
        v = self.v(h).view(b, t, self.kv, self.size).transpose(1, 2)
        group = self.heads // self.kv
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        score = q @ k.transpose(-1, -2) / math.sqrt(self.size) + mask
        h = (score.softmax(-1) @ v).transpose(1, 2).reshape(b, t, -1)
        x = x + self.o(h)
        h = self.ffn_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Model(nn.Module):
    def __init__(self, c, classes=0):
        super().__init__()
        self.config = c
        self.embed = nn.Embedding(c["vocab"], c["width"])
        self.layers = nn.ModuleList(Layer(c) for _ in range(c["layers"]))
        self.norm = Norm(c["width"])
        self.drop = nn.Dropout(c["dropout"])
        # Helps training to tell the questions apart; not written to the file.
        self.topic = nn.Linear(c["width"], classes) if classes else None
        for name, p in self.named_parameters():
            if p.dim() > 1:
                last = name.endswith(("o.weight", "down.weight"))
                nn.init.normal_(p, std=0.02 / (math.sqrt(2 * c["layers"]) if last else 1))
        size = c["width"] // c["heads"]
        angle = torch.outer(torch.arange(c["context"]).float(),
                            c["rope_base"] ** (-torch.arange(0, size, 2).float() / size))
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def hidden(self, ids):
        t = ids.shape[1]
        mask = torch.full((t, t), float("-inf")).triu(1)
        x = self.drop(self.embed(ids))
        for layer in self.layers:
            x = layer(x, self.cos[:t], self.sin[:t], mask)
        return self.norm(x)

    def logits(self, h):
        return h @ self.embed.weight.t()
