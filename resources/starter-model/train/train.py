"""Trains the starter model and writes it as GGUF.

    OMP_NUM_THREADS=1 python3 train.py --minutes 40 --out ../ingle-starter.gguf

With --dev an eighth of the wordings is set aside and reported on, and no file is written
unless --out names one. The learning rate follows the clock, so a run ends when told.
"""
import argparse
import json
import os
import random
import time

import torch
import torch.distributed as dist
from torch.nn import functional as F

import gguf
import warm
from bpe import Bpe, train_merges
from data import SYSTEMS, Corpus, Talks
from model import Model
from muon import optimisers

EACH = 8  # steps between two averagings
HERE = os.path.dirname(os.path.abspath(__file__))


def vocabulary(corpus, size):
    texts = {}
    for i, answer in enumerate(corpus.answers):
        texts[answer] = texts.get(answer, 0) + 6
        for ask in corpus.asked[i] if i < len(corpus.asked) else []:
            texts[ask] = texts.get(ask, 0) + 2
            texts[" " + ask.lower()] = texts.get(" " + ask.lower(), 0) + 2
    for text, _ in corpus.off:
        texts[" " + text.lower()] = texts.get(" " + text.lower(), 0) + 2
    for _ in range(3000):
        texts[" " + corpus.generator.draw()[0]] = 1
    for text in SYSTEMS + ["system\nuser\nassistant\n"] * 1:
        texts[text] = 20
    return Bpe(train_merges(texts, size))


def tensor(batch):
    length = max(len(row[0]) for row in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    weight = torch.zeros(len(batch), length)
    marks = []
    for r, (row, w, m) in enumerate(batch):
        ids[r, :len(row)] = torch.tensor(row)
        weight[r, :len(w)] = torch.tensor(w)
        marks += [(r, at, i) for at, i in m if at < len(row)]
    return ids, weight, marks


@torch.no_grad()
def right(model, talks, questions):
    """Which (question, class, class before) would be answered exactly, read greedily."""
    model.eval()
    corpus, bpe, out = talks.corpus, talks.bpe, []
    rows = []
    for text, i, before in questions:
        ids = [bpe.id["<|endoftext|>"]]
        if before is not None:
            ids += talks.user + bpe.encode(random.choice(corpus.asked[before])) + talks.close
            ids += talks.assistant + talks.answer_ids[before] + talks.close[1:]
        ids += talks.user + bpe.encode(text) + talks.close + talks.assistant
        rows.append((ids, i))
    for k in range(0, len(rows), 48):
        part = rows[k:k + 48]
        full = [ids + talks.answer_ids[i] for ids, i in part]
        block = torch.zeros(len(part), max(map(len, full)), dtype=torch.long)
        for r, ids in enumerate(full):
            block[r, :len(ids)] = torch.tensor(ids)
        best = model.logits(model.hidden(block)).argmax(-1)
        for r, (ids, i) in enumerate(part):
            n = len(talks.answer_ids[i])
            if i >= corpus.first_referral:
                n = 6  # every referral begins with the same words
            got = best[r, len(ids) - 1:len(ids) - 1 + n].tolist()
            out.append(got == talks.answer_ids[i][:n])
    model.train()
    return out


def report(model, talks, name, questions, show=0):
    c = talks.corpus
    ok = right(model, talks, questions)
    kinds = {"entries": [], "followups": [], "offtopic": []}
    for (text, i, _), good in zip(questions, ok):
        kind = "offtopic" if i >= c.first_referral else "entries" if i < c.entries else "followups"
        kinds[kind].append(good)
        if show and not good:
            label = c.items[i]["id"] if i < len(c.items) else "referral"
            print(f"  missed {label}: {text}")
    print(name, {k: f"{sum(v) / len(v):.4f} of {len(v)}" for k, v in kinds.items() if v}, flush=True)
    return ok


def save(path, model, bpe):
    torch.save({"model": model.state_dict(), "merges": bpe.merges}, path + ".new")
    os.replace(path + ".new", path)


def load(model, state):
    """Takes over what fits; a changed number of classes keeps the first ones' order."""
    own = model.state_dict()
    model.load_state_dict({k: v for k, v in state.items() if own[k].shape == v.shape},
                          strict=False)


def measure(model, batch):
    """Loss on the answers, loss of the topic head, classes asked and their losses."""
    ids, weight, marks = tensor(batch)
    h = model.hidden(ids)
    at = weight[:, 1:] > 0
    w = weight[:, 1:][at]
    loss = F.cross_entropy(model.logits(h[:, :-1][at]), ids[:, 1:][at], reduction="none")
    rows, cols, kinds = (torch.tensor(x) for x in zip(*marks))
    topic = F.cross_entropy(model.topic(h[rows, cols]), kinds, reduction="none")
    return (loss * w).sum() / w.sum(), topic.mean(), kinds.tolist(), topic.detach().tolist()


def together(params, part, rank, workers):
    """Averages the weights of all processes; the first one's clock holds for all."""
    with torch.no_grad():
        flat = torch.cat([q.flatten() for q in params] +
                         [torch.tensor([part * workers if rank == 0 else 0.0])])
        dist.all_reduce(flat)
        flat /= workers
        at = 0
        for q in params:
            q.copy_(flat[at:at + q.numel()].view_as(q))
            at += q.numel()
    return flat[-1].item()


def missed(model, talks, rank, workers):
    """This process's share of the trained questions that are not answered exactly."""
    c = talks.corpus
    every = [(w, i, None if i < c.entries else p) for i, ask in enumerate(c.asked) for w in ask
             for p in ([None] if i < c.entries else [c.parent(i)])]
    every += [(t, i, None) for t, i in c.off]
    every = every[rank::workers]
    out = [q for q, good in zip(every, right(model, talks, every)) if not good]
    print(f"process {rank}: {len(out)} of {len(every)} missed", flush=True)
    return out


def work(rank, a):
    """One process of a run; processes average their weights every few steps."""
    torch.set_num_threads(1)
    if a.workers > 1:
        dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{a.port}",
                                rank=rank, world_size=a.workers)
    random.seed(a.seed)
    torch.manual_seed(a.seed)
    corpus = Corpus(os.path.join(HERE, "..", "corpus.json"), a.dev)
    saved = torch.load(a.resume) if a.resume else None
    bpe = Bpe(saved["merges"]) if saved else vocabulary(corpus, a.vocab)
    talks = Talks(corpus, bpe)
    config = {"vocab": len(bpe.tokens), "width": a.width, "layers": a.layers, "inner": a.inner,
              "heads": a.width // 32, "kv_heads": max(2, a.width // 96), "context": 2048,
              "rope_base": 10000.0, "dropout": a.dropout}
    model = Model(config, len(corpus.answers))
    if saved:
        load(model, saved["model"])
    elif a.warm:
        warm.begin(model, talks, a.warm, rank == 0)
    talks.short = a.short
    talks.off_share = a.off
    random.seed(a.seed + 1000 + rank)
    torch.manual_seed(a.seed + 1000 + rank)
    if rank == 0:
        print(json.dumps(config), f"{gguf.model_size(model) / 1e6:.2f}M parameters", flush=True)
    params = list(model.parameters())
    opts = optimisers(model, a.rate)
    start, step, seen, mean, told, kept, part = time.time(), 0, 0, None, 0, time.time(), 0.0
    next_drill = start + a.drill * 60
    model.train()
    for batch in talks.batches(a.budget):
        loss, topic, kinds, losses = measure(model, batch)
        for opt in opts:
            opt.zero_grad(set_to_none=False)
        (loss + 0.5 * topic).backward()
        if a.drill and time.time() > next_drill:
            talks.missed = missed(model, talks, rank, a.workers)
            next_drill = time.time() + a.drill * 60
        if a.workers == 1 or step % EACH == 0:
            part = (time.time() - start) / (a.minutes * 60)
            if a.workers > 1:
                part = together(params, part, rank, a.workers)
        if part >= 1:
            break
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        rate = min(1.0, (step + 1) / 30) * min(1.0, (1 - part) / a.decay)
        for opt in opts:
            for group in opt.param_groups:
                group["lr"] = group["peak"] * rate
            opt.step()
        for i, one in zip(kinds, losses):
            talks.hard[i] = 0.85 * talks.hard[i] + 0.15 * min(3.0, max(0.3, one * 3))
        step += 1
        seen += sum(len(row[0]) for row in batch) * a.workers
        now = torch.tensor([loss.item(), topic.item()])
        mean = now if mean is None else 0.98 * mean + 0.02 * now
        if rank == 0 and time.time() - told > 30:
            told = time.time()
            print(f"{told - start:6.0f} s step {step} tokens {seen} answer {mean[0]:.4f} "
                  f"topic {mean[1]:.4f}", flush=True)
        if rank == 0 and a.keep and time.time() - kept > 120:
            kept = time.time()
            save(a.keep, model, bpe)
    if rank == 0:
        finish(a, model, talks, bpe)


def finish(a, model, talks, bpe):
    corpus = talks.corpus
    if a.out:
        gguf.write(a.out, model, bpe)
        print("wrote", a.out, os.path.getsize(a.out), flush=True)
    if a.keep:
        save(a.keep, model, bpe)
    trained = [(w, i, None) for i in range(corpus.entries) for w in corpus.asked[i]]
    held = [(w, i, None if i < corpus.entries or i >= corpus.first_referral else corpus.parent(i))
            for w, i in corpus.dev]
    made = [(t, corpus.first_referral + k, None) for t, k in
            (corpus.generator.draw() for _ in range(300))]
    if held:
        report(model, talks, "dev", held, a.show)
    report(model, talks, "generated off-topic", made, a.show)
    report(model, talks, "trained", random.sample(trained, min(1500, len(trained))))
    report(model, talks, "trained off-topic", [(t, i, None) for t, i in corpus.off])
    follow = [(w, i, corpus.parent(i)) for i in range(corpus.entries, corpus.first_referral)
              for w in corpus.asked[i]]
    report(model, talks, "trained follow-ups", follow)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--minutes", type=float, default=40)
    p.add_argument("--out", help="the GGUF file to write")
    p.add_argument("--keep", help="a file for the weights in full precision, saved now and then")
    p.add_argument("--resume", help="such a file to begin from")
    p.add_argument("--warm", type=int, default=400, help="steps of word bags before the model")
    p.add_argument("--decay", type=float, default=0.6, help="share of the time the rate falls")
    p.add_argument("--short", type=float, default=0.8, help="share of answers cut in training")
    p.add_argument("--off", type=float, default=1.0, help="factor on the share of off-topic questions")
    p.add_argument("--drill", type=float, default=0, help="minutes between looks for misses")
    p.add_argument("--dev", action="store_true")
    p.add_argument("--show", type=int, default=0)
    p.add_argument("--workers", type=int, default=2)
    p.add_argument("--port", type=int, default=29517)
    p.add_argument("--vocab", type=int, default=6144)
    p.add_argument("--width", type=int, default=192)
    p.add_argument("--layers", type=int, default=3)
    p.add_argument("--inner", type=int, default=512)
    p.add_argument("--dropout", type=float, default=0.05)
    p.add_argument("--rate", type=float, default=1.0, help="factor on the learning rates")
    p.add_argument("--budget", type=int, default=2048, help="tokens per process and step")
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    if a.workers > 1:
        torch.multiprocessing.spawn(work, (a,), nprocs=a.workers)
    else:
        work(0, a)


if __name__ == "__main__":
    main()
