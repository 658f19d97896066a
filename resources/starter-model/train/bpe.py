"""Byte-level BPE in the manner of GPT-2: training, encoding, decoding."""
import random
import re
from collections import Counter, defaultdict

# GPT-2's splitting rule; [^\W\d_] stands for a letter, since `re` lacks \p{L}.
SPLIT = re.compile(
    r"'s|'t|'re|'ve|'m|'ll|'d| ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+")

END, START, STOP = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
SPECIAL = [END, START, STOP]


def byte_letters():
    """GPT-2's table from bytes to printable characters."""
    keep = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    table, extra = {b: chr(b) for b in keep}, 0
    for b in range(256):
        if b not in table:
            table[b] = chr(256 + extra)
            extra += 1
    return table


LETTER = byte_letters()
BYTE = {c: b for b, c in LETTER.items()}


def letters(piece):
    return tuple(LETTER[b] for b in piece.encode("utf-8"))


def train_merges(texts, size, minimum=3):
    """Merges in order of rank; `texts` maps a text to its weight."""
    count = Counter()
    for text, weight in texts.items():
        for piece in SPLIT.findall(text):
            count[letters(piece)] += weight
    words = [list(w) for w in count]
    freq = list(count.values())
    pairs, where = Counter(), defaultdict(set)
    for i, w in enumerate(words):
        for pair in zip(w, w[1:]):
            pairs[pair] += freq[i]
            where[pair].add(i)
    merges = []
    while len(merges) + 256 + len(SPECIAL) < size and pairs:
        best = max(pairs, key=lambda p: (pairs[p], p))
        if pairs[best] < minimum:
            break
        merges.append(best)
        joined = best[0] + best[1]
        for i in list(where[best]):
            w = words[i]
            for pair in zip(w, w[1:]):
                pairs[pair] -= freq[i]
                where[pair].discard(i)
            out, k = [], 0
            while k < len(w):
                if k + 1 < len(w) and (w[k], w[k + 1]) == best:
                    out.append(joined)
                    k += 2
                else:
                    out.append(w[k])
                    k += 1
            words[i] = out
            for pair in zip(out, out[1:]):
                pairs[pair] += freq[i]
                where[pair].add(i)
        pairs.pop(best, None)
    return merges


class Bpe:
    def __init__(self, merges):
        self.merges = [tuple(m) for m in merges]
        self.rank = {m: i for i, m in enumerate(self.merges)}
        self.tokens = SPECIAL + [LETTER[b] for b in range(256)]
        self.tokens += [a + b for a, b in self.merges]
        self.id = {t: i for i, t in enumerate(self.tokens)}
        self.cache = {}

    def piece(self, piece, drop=0.0):
        if drop == 0.0 and piece in self.cache:
            return self.cache[piece]
        w = list(letters(piece))
        while len(w) > 1:
            best, at = None, -1
            for k in range(len(w) - 1):
                r = self.rank.get((w[k], w[k + 1]))
                if r is None or (best is not None and r >= best):
                    continue
                if drop and random.random() < drop:
                    continue
                best, at = r, k
            if best is None:
                break
            w[at:at + 2] = [w[at] + w[at + 1]]
        ids = [self.id[t] for t in w]
        if drop == 0.0:
            self.cache[piece] = ids
        return ids

    def encode(self, text, drop=0.0):
        """Token ids; with `drop` merges are left out at random."""
        out = []
        for piece in SPLIT.findall(text):
            out += self.piece(piece, drop)
        return out

    def decode(self, ids):
        text = "".join(self.tokens[i] for i in ids if i >= len(SPECIAL))
        return bytes(BYTE[c] for c in text).decode("utf-8", "replace")
