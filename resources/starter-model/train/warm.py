"""A cheap beginning: word vectors learned by a bag of words that guesses the class."""
import random
import time

import torch
from torch.nn import functional as F

from augment import vary


def batch(talks, size):
    c, bpe, ids, offsets, kinds = talks.corpus, talks.bpe, [], [], []
    for _ in range(size):
        r = random.random()
        if r < 0.10:
            text, i = random.choice(c.off)
        elif r < 0.25:
            text, kind = c.generator.draw()
            i = c.first_referral + kind
        else:
            i = random.randrange(c.first_referral)
            text = random.choice(c.asked[i])
        piece = bpe.encode(vary(text), random.choice([0.0, 0.0, 0.1, 0.2])) or [0]
        offsets.append(len(ids))
        ids += piece
        kinds.append(i)
    return torch.tensor(ids), torch.tensor(offsets), torch.tensor(kinds)


def begin(model, talks, steps, tell=True):
    """Trains the vectors and puts them, at their usual size, into the model."""
    vectors = torch.nn.EmbeddingBag(*model.embed.weight.shape, mode="mean")
    torch.nn.init.normal_(vectors.weight, std=0.1)
    out = torch.nn.Linear(vectors.embedding_dim, len(talks.corpus.answers))
    params = [vectors.weight, *out.parameters()]
    opt = torch.optim.Adam(params, lr=0.02)
    start, mean, dev = time.time(), 0.0, talks.corpus.dev
    for step in range(steps):
        for group in opt.param_groups:
            group["lr"] = 0.02 * (1 - step / steps)
        ids, offsets, kinds = batch(talks, 384)
        loss = F.cross_entropy(out(vectors(ids, offsets)), kinds)
        opt.zero_grad()
        loss.backward()
        opt.step()
        mean = loss.item() if step == 0 else 0.95 * mean + 0.05 * loss.item()
        if tell and step % 50 == 49:
            print(f"bag {step + 1} {time.time() - start:.0f} s loss {mean:.3f}", flush=True)
    if tell and dev:
        first = talks.corpus.first_referral
        with torch.no_grad():
            hits = {True: [], False: []}
            for text, i in dev:
                if talks.corpus.entries <= i < first:
                    continue
                best = out(vectors(torch.tensor(talks.bpe.encode(text) or [0]),
                                   torch.tensor([0]))).argmax().item()
                hits[i >= first].append(best == i or (best >= first and i >= first))
            print("bag dev: entries", sum(hits[False]) / len(hits[False]),
                  "off-topic", sum(hits[True]) / len(hits[True]), flush=True)
    with torch.no_grad():
        learned = vectors.weight
        model.embed.weight.copy_(learned * (0.02 / learned.std()))
