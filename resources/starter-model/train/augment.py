"""Ways to ask the same thing differently: rewriting, synonyms, politeness, typos."""
import random
import re

SYNONYMS = [
    ["computer", "pc", "machine", "laptop", "notebook"],
    ["app", "program", "application", "software"],
    ["chat", "conversation", "dialogue"],
    ["chats", "conversations", "dialogues", "chat history"],
    ["answer", "reply", "response"],
    ["answers", "replies", "responses"],
    ["delete", "remove", "erase", "get rid of", "wipe"],
    ["choose", "pick", "select"],
    ["folder", "directory"], ["picture", "image", "photo"],
    ["pictures", "images", "photos"], ["big", "large", "huge"],
    ["bigger", "larger"], ["small", "little", "tiny"],
    ["fast", "quick", "speedy"], ["faster", "quicker", "speedier"],
    ["slow", "sluggish"], ["show", "display"],
    ["explain", "describe", "clarify"], ["need", "require"],
    ["start", "begin", "launch"],
    ["stored", "kept", "saved", "located"], ["store", "keep", "save"],
    ["internet", "network", "web connection", "online connection"],
    ["graphics card", "gpu", "video card", "graphics chip"],
    ["processor", "cpu"], ["quantisation", "quantization"],
    ["quantised", "quantized"], ["licence", "license"],
    ["licences", "licenses"], ["messages", "texts"],
    ["question", "query"], ["good", "decent"],
    ["best", "ideal", "optimal"], ["model", "llm", "ai model"],
    ["models", "llms", "ai models"],
    ["allowed", "permitted"], ["difference", "distinction"],
    ["settings", "options", "preferences"], ["mean", "stand for", "signify"],
    ["does not", "doesn't", "won't", "does n't", "doesnt"],
    ["cannot", "can't", "can not", "cant"], ["gb", "gigabytes", "gigs"],
    ["keyboard shortcuts", "hotkeys", "shortcuts"],
    ["use", "utilise", "employ"], ["make", "create", "produce"],
    ["restore", "recover", "bring back"],
    ["happens", "occurs"], ["save", "store"],
    ["recommend", "suggest", "advise"], ["write", "compose"],
    ["another", "a different", "a new"],
]
WORD = {}
for group in SYNONYMS:
    for word in group:
        WORD.setdefault(word, []).extend(w for w in group if w != word)
PATTERN = re.compile(r"\b(" + "|".join(
    sorted(map(re.escape, WORD), key=len, reverse=True)) + r")\b", re.I)

REWRITES = [
    (re.compile(r"^(?:what is|what's|what are|explain|define|tell me about) (.{2,60})$", re.I), [
        "what is {}", "what's {}", "explain {}", "define {}", "{}", "what exactly is {}",
        "tell me what {} is", "i want to know what {} is", "do you know what {} is",
        "can you explain {}", "could you tell me about {}", "{}, what is that",
        "i keep reading about {}", "what is meant by {}", "please describe {}",
        "what do people mean by {}", "what does {} mean", "in simple words, what is {}",
        "explain {} to a beginner", "i have never heard of {}", "give me a short explanation of {}",
        "{} explained simply", "someone mentioned {}, what is it", "can you say what {} is",
        "i don't understand {}", "help me understand {}", "what kind of thing is {}",
        "what should i know about {}", "info on {}", "give me information about {}"]),
    (re.compile(r"^(?:how do i|how can i|how to|how would i|how could i) (.{3,80})$", re.I), [
        "how do i {}", "how can i {}", "how to {}", "how would i {}", "how might one {}",
        "what is the way to {}", "i want to {}", "i would like to {}", "i'd like to {}, how",
        "tell me how to {}", "is there a way to {}", "what must i do to {}", "how does one {}",
        "steps to {}", "show me how to {}", "explain how to {}", "what do i have to do to {}",
        "can you tell me how i {}", "i need to {}", "what's the easiest way to {}",
        "how should i {}", "i am trying to {}", "how am i supposed to {}", "guide to {}"]),
    (re.compile(r"^(?:can i|may i|could i) (.{3,80})$", re.I), [
        "can i {}", "may i {}", "could i {}", "is it possible to {}", "am i able to {}",
        "is there a way to {}", "i wonder if i can {}", "would i be able to {}",
        "i want to {}, can i", "are users able to {}", "tell me if i can {}", "can one {}",
        "will i be able to {}", "is it ok to {}", "does it let me {}"]),
    (re.compile(r"^((?:does|do|is|are|will|can) .{5,80})$", re.I), [
        "{}", "tell me, {}", "i'd like to know: {}", "{} or not", "{}, yes or no",
        "quick question: {}", "so {}"]),
    (re.compile(r"^why (.{4,80})$", re.I), [
        "why {}", "explain why {}", "what is the reason: why {}", "how come {}",
        "i don't get why {}", "tell me why {}", "any idea why {}", "do you know why {}"]),
    (re.compile(r"^where (?:is|are) (.{3,80})$", re.I), [
        "where is {}", "where can i find {}", "where do i find {}", "i can't find {}",
        "i am looking for {}", "show me where {} is", "location of {}", "how do i find {}"]),
    (re.compile(r"^(?:which|what) (?!is|are|do|if|can|happens|kind|was|did)(.{4,80})$", re.I), [
        "which {}", "what {}", "tell me which {}", "i want to know which {}", "can you say what {}"]),
]
BEFORE = ["hey, ", "hi, ", "hello, ", "please ", "can you tell me ", "could you tell me ",
          "quick question: ", "i was wondering, ", "sorry to ask, but ", "so ", "um, ", "ok so ",
          "just curious, ", "one more thing: ", "another question: ", "excuse me, ", "tell me, ",
          "do you know ", "i'd like to know ", "hey ingle, ", "and ", "well, ", "please tell me ",
          "i have a question: ", "would you mind telling me ", "hi there, ", "now ", "actually ",
          "my friend asked me: ", "i am new to this. ", "no idea about this stuff, ",
          "hello! ", "ok, ", "alright, ", "say, ", "btw ", "also, ", "i need to know "]
AFTER = [" please", " thanks", " in simple words", " exactly", " for me", " pls", " here",
         ", can you tell me", " in short", " if i may ask", " then", " actually", " again",
         ", i wonder", ", do you know", " right now", " anyway", " in general", ", thank you",
         " on my computer", " with ingle", " in ingle", " today", ", any idea"]
KEYS = {"a": "sqwz", "e": "wrd", "i": "uok", "o": "ipl", "t": "ryg", "n": "bmh", "s": "adw",
        "r": "etf", "l": "kop", "d": "sfe", "c": "xvd", "u": "yij", "m": "n", "p": "ol"}


def typo(text):
    """One slip of the fingers in a word of four letters or more."""
    spots = [m for m in re.finditer(r"[a-zA-Z]{4,}", text)]
    if not spots:
        return text
    m = random.choice(spots)
    w, k = m.group(), random.randrange(1, len(m.group()) - 1)
    kind = random.randrange(4)
    if kind == 0:
        w = w[:k] + w[k + 1] + w[k] + w[k + 2:]
    elif kind == 1:
        w = w[:k] + w[k + 1:]
    elif kind == 2:
        w = w[:k] + w[k] + w[k:]
    else:
        w = w[:k] + random.choice(KEYS.get(w[k].lower(), "e")) + w[k + 1:]
    return text[:m.start()] + w + text[m.end():]


def synonyms(text, rate):
    def swap(m):
        other = WORD.get(m.group().lower())
        return random.choice(other) if other and random.random() < rate else m.group()
    return PATTERN.sub(swap, text)


def rewrite(text):
    bare = text.rstrip("?.! ")
    for pattern, forms in REWRITES:
        m = pattern.match(bare)
        if m:
            inner = m.group(1)
            return random.choice(forms).replace("{}", inner)
    return text


def casing(text):
    r = random.random()
    if r < 0.40:
        return text[:1].upper() + text[1:]
    if r < 0.80:
        return text.lower()
    if r < 0.84:
        return text.upper()
    return text


def ending(text):
    bare = text.rstrip("?.! ")
    if not bare:
        return text
    return bare + random.choice(["", "", "", "?", "?", "?", ".", "!", "??", " ?", "..."])


def vary(text, strength=1.0):
    """A random variant that still asks the same thing."""
    r = random.random
    if r() < 0.22:
        return text
    words = len(text.split())
    if r() < 0.35 * strength:
        text = rewrite(text)
    if r() < 0.5 * strength:
        text = synonyms(text, 0.3)
    if words > 1 and r() < 0.22 * strength:
        text = random.choice(BEFORE) + text[:1].lower() + text[1:]
    if words > 1 and r() < 0.15 * strength:
        text = text.rstrip("?.! ") + random.choice(AFTER)
    if words > 4 and r() < 0.25 * strength:
        parts = text.split()
        del parts[random.randrange(len(parts))]
        text = " ".join(parts)
    text = casing(ending(text))
    while r() < 0.15 * strength:
        text = typo(text)
    return text
