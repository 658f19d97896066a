"""Conversations for training, drawn at random from the corpus."""
import json
import random
import re
import zlib
from collections import defaultdict

from augment import WORD, vary
from bpe import END, START, STOP
from offtopic import UNCLEAR, OffTopic

SYSTEMS = ["You are a helpful assistant.", "Answer briefly.", "You are Ingle's starter model.",
           "You are a careful assistant. Be exact and friendly.", "Be concise.",
           "You are a patient teacher.", "Answer in English.", "You are an expert.",
           "Use plain words and short sentences.", "You answer questions about open models.",
           "You are a careful editor. Correct spelling and grammar only."]


def fold(text):
    return " ".join(re.findall(r"\w+", text.lower()))


class Corpus:
    """The corpus as classes: entries, then follow-ups, then referrals."""

    def __init__(self, path, dev=False):
        with open(path, encoding="utf-8") as file:
            doc = json.load(file)
        self.items = doc["entries"] + doc["followups"]
        self.entries = len(doc["entries"])
        self.number = {item["id"]: i for i, item in enumerate(self.items)}
        self.answers = [item["answer"] for item in self.items] + doc["referrals"]["answers"]
        self.first_referral = len(self.items)
        self.asked, self.dev = [], []
        for i, item in enumerate(self.items):
            ask = [item["canonical"]] + item["wordings"]
            kept = [w for w in ask if not (dev and self.set_aside(w))] or ask[:1]
            self.asked.append(kept)
            self.dev += [(w, i) for w in ask if w not in kept]
        self.off = []
        for w in doc["referrals"]["wordings"]:
            target = self.dev if dev and self.set_aside(w["text"]) else self.off
            target.append((w["text"], self.first_referral + w["answer"]))
        self.after = defaultdict(list)
        for i, item in enumerate(doc["followups"]):
            for parent in item["after"]:
                self.after[self.number[parent]].append(self.entries + i)
        self.vague = [(fold(w), w) for i, item in enumerate(doc["followups"])
                      if re.match("fu-(why|example|bad|how)", item["id"])
                      for w in self.asked[self.entries + i]]
        every = [w for ask in self.asked[:self.entries] for w in ask]
        self.taken = {fold(w) for w in every}
        domain = set(WORD)
        for text in every + self.answers + [w for ask in self.asked for w in ask]:
            domain.update(re.findall(r"[a-z]+", text.lower()))
        self.generator = OffTopic(domain, every)

    @staticmethod
    def set_aside(text):
        return zlib.crc32(fold(text).encode()) % 8 == 0

    def parent(self, i):
        return random.choice([self.number[p] for p in self.items[i]["after"]])


class Talks:
    """Draws conversations; `hard` weighs classes by their recent loss."""

    def __init__(self, corpus, bpe):
        self.corpus, self.bpe = corpus, bpe
        self.off_share = 1.0  # factor on the share of off-topic questions, about a quarter
        self.short = 0.8  # share of last answers of which only the beginning is trained
        self.hard = [1.0] * len(corpus.answers)
        self.missed = []  # (question, class, class before) that are asked more often
        self.answer_ids = [bpe.encode(a) + [bpe.id[STOP]] for a in corpus.answers]
        branches = defaultdict(set)
        for ids in self.answer_ids:
            for k in range(len(ids)):
                branches[tuple(ids[:k])].add(ids[k])
        self.weights = []
        for ids in self.answer_ids:
            w = [1.0 if len(branches[tuple(ids[:k])]) > 1 else 0.2 for k in range(len(ids))]
            w[0] = 1.5
            self.weights.append(w)
        self.user = [bpe.id[START]] + bpe.encode("user\n")
        self.assistant = [bpe.id[START]] + bpe.encode("assistant\n")
        self.system = [bpe.id[START]] + bpe.encode("system\n")
        self.close = [bpe.id[STOP]] + bpe.encode("\n")

    def turn(self, before):
        """(question, class) to come after class `before` (or None)."""
        c = self.corpus
        if self.missed and random.random() < 0.3:
            text, i, parent = random.choice(self.missed)
            if parent is None:
                return (text if random.random() < 0.6 else vary(text)), i
        r = random.random()
        follow = c.after.get(before, [])
        if follow and r < 0.4:
            i = random.choice(follow)
            return vary(random.choice(c.asked[i]), 0.8), i
        r = random.random()
        if r < 0.03:
            near = {fold(w) for i in follow for w in c.asked[i]}
            folded, text = random.choice(c.vague)
            if folded not in near and folded not in c.taken:
                return vary(text, 0.5), c.first_referral + UNCLEAR
        if r < 0.03 + 0.10 * self.off_share:
            text, i = random.choice(c.off)
            return vary(text), i
        if r < 0.03 + 0.24 * self.off_share:
            text, kind = c.generator.draw()
            return vary(text), c.first_referral + kind
        i = random.choices(range(c.entries), self.hard[:c.entries])[0]
        return vary(random.choice(c.asked[i])), i

    def begin(self, system):
        ids = [self.bpe.id[END]] if random.random() < 0.5 else []
        if system:
            ids = ids + self.system + self.bpe.encode(system) + self.close
        return ids

    def talk(self, turns, limit, short=False):
        """One conversation: ids, loss weights, and where each answer begins."""
        system = random.choice(SYSTEMS) if random.random() < 0.2 else ""
        ids = self.begin(system)
        weight, marks, before = [0.0] * len(ids), [], None
        if turns > 1 and random.random() < 0.4:
            follow = random.choices(range(self.corpus.entries, self.corpus.first_referral),
                                    self.hard[self.corpus.entries:self.corpus.first_referral])[0]
            planned = {turns - 2: self.corpus.parent(follow), turns - 1: follow}
            again = [m for m in self.missed if m[2] is not None]
            if again and random.random() < 0.3:
                _, follow, parent = random.choice(again)
                planned = {turns - 2: parent, turns - 1: follow}
        else:
            planned = {}
        for k in range(turns):
            if k in planned:
                i = planned[k]
                text = vary(random.choice(self.corpus.asked[i]))
            else:
                text, i = self.turn(before)
            drop = random.choice([0.0, 0.0, 0.03, 0.1, 0.2])
            ask = self.user + self.bpe.encode(text.strip(), drop) + self.close + self.assistant
            answer, w = self.answer_ids[i], self.weights[i]
            if short and k == turns - 1:
                n = random.randrange(3, 9)
                answer, w = answer[:n], w[:n]
            if k and len(ids) + len(ask) + len(answer) > limit:
                break
            ids += ask
            marks.append((len(ids) - 1, i))
            ids += answer
            weight += [0.0] * len(ask) + w
            if not (short and k == turns - 1):
                ids += self.close[1:]
                weight += [0.0] * (len(self.close) - 1)
            before = i
        return ids[:limit + 64], weight[:limit + 64], marks

    def batches(self, budget):
        """Endless batches of about `budget` tokens, rows of like length together."""
        while True:
            rows = []
            for _ in range(400):
                r = random.random()
                if r < 0.68:
                    rows.append(self.talk(1, 256, random.random() < self.short))
                elif r < 0.90:
                    rows.append(self.talk(2, 320, random.random() < self.short))
                elif r < 0.997:
                    rows.append(self.talk(random.randrange(3, 7), 512))
                else:
                    rows.append(self.talk(60, random.randrange(900, 1900)))
            rows.sort(key=lambda row: len(row[0]))
            batch, out = [], []
            for row in rows:
                if batch and len(row[0]) * (len(batch) + 1) > budget:
                    out.append(batch)
                    batch = []
                batch.append(row)
            out.append(batch)
            random.shuffle(out)
            yield from out
