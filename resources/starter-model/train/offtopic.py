"""Questions that the starter model must refer elsewhere, made from word lists."""
import os
import random
import re

GENERAL, TASK, PERSONAL, LIVE, UNCLEAR = range(5)

THINGS = """pizza spaghetti pancake banana potato lasagna risotto omelette croissant cheesecake
sushi burger salad soup kebab curry muffin pretzel waffle tart mushroom pumpkin avocado garlic
tomato onion carrot spinach apple cherry lemon mango peach walnut almond cinnamon vanilla butter
cheese yoghurt honey chocolate coffee tea wine beer whisky lemonade salmon chicken turkey sausage
bicycle motorbike tractor lorry bus train tram ferry yacht canoe helicopter rocket balloon
hammer screwdriver ladder drill saw shovel bucket lawnmower wheelbarrow fence roof chimney
curtain carpet sofa armchair mattress pillow blanket lamp candle mirror wardrobe bathtub toilet
sink oven toaster kettle dishwasher vacuum fridge freezer umbrella jacket sweater trousers skirt
scarf glove sock boot sandal hat necklace ring earring watch wallet suitcase tent backpack
guitar violin piano trumpet drum flute saxophone ukulele harp opera ballet waltz tango painting
sculpture novel sonnet haiku comedy tragedy cathedral castle pyramid bridge tunnel lighthouse
dragon unicorn mermaid vampire zombie ghost wizard pirate knight viking samurai gladiator
rose tulip orchid cactus oak birch pine fern moss lawn hedge volcano glacier desert rainforest
tornado earthquake tsunami eclipse comet galaxy neutron electron photon enzyme protein bacterium
virus antibody kidney liver lung heart muscle skeleton tooth nerve fever migraine allergy asthma
divorce mortgage pension salary invoice passport visa contract inheritance insurance lottery
election parliament senator mayor treaty revolution monarchy constitution empire republic
football tennis golf hockey cricket rugby volleyball badminton karate judo yoga marathon sprint
chess poker bridge sudoku crossword domino billiards bowling archery fencing skiing surfing
triangle polynomial logarithm integral fraction matrix theorem derivative prime vector hexagon
photosynthesis evolution gravity magnetism electricity thermodynamics relativity chemistry
bitcoin dividend bond stock fund tax tariff interest loan budget bankruptcy
shampoo lipstick perfume haircut tattoo sunscreen toothbrush razor deodorant
llama alpaca camel donkey goose parrot pigeon owl eagle flamingo penguin hamster rabbit hedgehog
gorilla dolphin shark octopus jellyfish lobster snail beetle butterfly mosquito spider scorpion
crocodile tortoise lizard cobra frog toad newt horse cow pig sheep goat cat dog kitten puppy""".split()

PEOPLE = """Napoleon|Cleopatra|Julius Caesar|Abraham Lincoln|Gandhi|Nelson Mandela|Mozart|Bach|
Beethoven|Picasso|Van Gogh|Rembrandt|Shakespeare|Goethe|Tolstoy|Hemingway|Jane Austen|Agatha Christie|
Einstein|Newton|Galileo|Darwin|Marie Curie|Tesla|Edison|Aristotle|Plato|Socrates|Kant|Nietzsche|
Freud|Marx|Columbus|Magellan|Neil Armstrong|Queen Elizabeth|Churchill|Obama|Trump|Biden|Putin|
Angela Merkel|Macron|the pope|Messi|Ronaldo|Pele|Roger Federer|Serena Williams|Usain Bolt|
Michael Jordan|Muhammad Ali|Elvis Presley|Madonna|Michael Jackson|Beyonce|Adele|Ed Sheeran|
Freddie Mercury|Bob Dylan|Taylor Swift|Tom Cruise|Brad Pitt|Marilyn Monroe|Charlie Chaplin|
Steven Spielberg|Hitchcock|Harry Potter|Sherlock Holmes|Batman|Superman|Darth Vader|Gandalf|
Bill Gates|Steve Jobs|Elon Musk|Mark Zuckerberg|Jeff Bezos|Einstein's wife|my neighbour|my uncle"""
PEOPLE = [p.strip() for p in PEOPLE.replace("\n", "").split("|")]

PLACES = """Paris London Berlin Rome Madrid Lisbon Vienna Prague Warsaw Budapest Athens Istanbul Cairo
Nairobi Lagos Johannesburg Tokyo Kyoto Beijing Shanghai Seoul Bangkok Singapore Sydney Melbourne
Auckland Toronto Vancouver Chicago Boston Seattle Miami Texas California Florida Alaska Hawaii
Mexico Brazil Argentina Chile Peru Colombia Cuba Canada Norway Sweden Finland Denmark Iceland
Ireland Scotland Wales England France Germany Italy Spain Portugal Greece Turkey Russia Ukraine
Poland Hungary Austria Switzerland Belgium Holland Egypt Morocco Kenya Nigeria Ethiopia India
Pakistan Nepal Tibet China Japan Korea Vietnam Thailand Indonesia Australia Mars Jupiter Saturn
Venus Pluto Antarctica Europe Africa Asia""".split()

TONGUES = """German French Spanish Italian Portuguese Dutch Swedish Polish Russian Turkish Arabic
Hebrew Hindi Chinese Japanese Korean Greek Latin Finnish Welsh Esperanto Swahili""".split()

OTHER_APPS = """Photoshop|Excel|Word|PowerPoint|Outlook|Gmail|WhatsApp|Instagram|TikTok|Facebook|Twitter|
YouTube|Netflix|Spotify|Zoom|Teams|Slack|Discord|Steam|Minecraft|Fortnite|Roblox|Blender|GIMP|AutoCAD|
Firefox|Chrome|Safari|Dropbox|iCloud|PayPal|Amazon|eBay|Uber|Airbnb|Google Maps|Alexa|Siri|WordPress|
MySQL|Kubernetes|Jenkins|Visual Studio|Eclipse|Android Studio|Unity|Unreal Engine|my router|my printer|
my iPhone|my smart TV|my Xbox|my PlayStation|my camera|my washing machine|my car radio|my thermostat"""
OTHER_APPS = [a.strip() for a in OTHER_APPS.replace("\n", "").split("|")]

FORMS = {
    GENERAL: """what is a {t}|what are {t}s|what is {t}|how do i cook {t}|how do you make a {t}|
how much does a {t} cost|where can i buy a {t}|who invented the {t}|what colour is a {t}|
why is the {t} so popular|what is the best {t}|which {t} should i buy|how does a {t} work|
how do i clean a {t}|how do i repair my {t}|what is the history of the {t}|how big is a {t}|
how heavy is a {t}|how old can a {t} get|what do you know about {t}s|tell me about the {t}|
explain the {t} to me|how do i play {t}|rules of {t}|recipe for {t} with {t}|{t} recipe|
is {t} healthy|can i eat {t} with {t}|what is the difference between a {t} and a {t}|
why do people like {t}|what does {t} taste like|how do i draw a {t}|best {t} in {c}|
how many {t}s are there in {c}|do {t}s live in {c}|who is {p}|when was {p} born|where was {p} born|
what did {p} do|why is {p} famous|how old is {p}|how did {p} die|tell me about {p}|
what is {p} known for|is {p} still alive|who was married to {p}|what do you think of {p}|
did {p} like {t}|what is the capital of {c}|where is {c}|how big is {c}|how many people live in {c}|
what language is spoken in {c}|what can i see in {c}|history of {c}|who rules {c}|
what is the currency of {c}|how far is it from {c} to {c}|how do i get to {c}|is {c} beautiful|
best food in {c}|tell me about {c}|when was {c} founded|climate of {c}|highest mountain in {c}|
how do i install {a}|how do i update {a}|why is {a} so slow|how do i delete my account on {a}|
{a} does not work|how do i use {a}|is {a} free|what is {a}|how do i reset {a}|{a} crashes|
how do i log in to {a}|alternative to {a}|who made {a}|where does {a} store its files|
can i use {a} offline|keyboard shortcuts for {a}|what is new in {a}|how do i uninstall {a}|
{t}|{t} and {t}|{p}|{c}|what is the speed of a {t}|what is the temperature of {c}|
how do i train a {t}|what is the model of a {t}|how do i quantise a {t}|gguf {t}|
what is a {t} token|how many parameters does a {t} have|how do i download a {t}|
what is the context of {p}|where do i store my {t}|is my {t} private|how do i delete a {t}|
can i run {t} on my {t}|which {t} is good for {t}|what licence do i need for a {t}|
how much memory does a {t} have|what is {t} tuning|does a {t} need a graphics card|
how fast is a {t}|why is my {t} so slow|my {t} is broken|my {t} does not start|
how do i start my {t}|how long does a {t} last|when do you use a {t}|what is {w}|what is a {w}|
tell me about {w}|explain {w}|define {w}|what does {w} mean|{w}|{w} {w}|how does {w} work|
what is the meaning of {w}|how do i {w}|why do people {w}|where is the {w}|how do i get {w}|
what is a {w} {w}|is {w} good|how do i use {w}|the {w} of {w}|who made {w}|can i {w} my {w}""",
    TASK: """write a poem about {t}s|write a story about a {t} and a {t}|write an essay about {t}|
write a song about {c}|write a letter to {p}|write a python program for a {t}|
write code that counts {t}s|write a function that sorts {t}s|make a website about {t}s|
translate {t} into {l}|how do you say {t} in {l}|what is {t} in {l}|say {w} in {l}|
what is {n} plus {n}|what is {n} times {n}|{n} + {n}|{n} * {n}|{n} - {n}|{n} divided by {n}|
calculate {n} percent of {n}|solve x + {n} = {n}|square root of {n}|is {n} a prime number|
how many {t}s are {n} dozen|convert {n} miles to kilometres|convert {n} dollars to euros|
if i have {n} {t}s and eat {n}, how many are left|summarise the story of {p}|
pretend you are a {t}|act as {p}|play the role of a {t}|talk like a {t}|
give me {n} names for a {t}|give me ideas for a {t} party|make a plan for a trip to {c}|
write an advert for a {t}|write a review of {a}|compose a tune about {t}s|draw a {t}|
write a speech about {t}|write an email about my {t}|explain {t} like a {t}|
correct this: he have a {t}|what rhymes with {t}|spell {t}|count {t}s|order a {t}|buy a {t} for me|
tell me a story about {p}|let us play {t}|invent a {t}|write a {w} about {w}|translate {w}""",
    PERSONAL: """should i buy a {t}|i am allergic to {t}|my {t} hurts|is {t} dangerous for my baby|
can i sue {p}|i am in love with {p}|my husband wants a {t}|how do i tell my wife about the {t}|
should i move to {c}|i am afraid of {t}s|is it legal to own a {t} in {c}|how much tax on a {t}|
can i take {t} with aspirin|what helps against {t}|my doctor says i have {t}|am i too old for {t}|
should i invest in {t}|my boss hates {t}|what should i wear in {c}|i want to lose {n} kilos|
my child swallowed a {t}|do i need a lawyer because of a {t}|i feel like a {t}""",
    LIVE: """what is the weather in {c}|will it rain in {c} tomorrow|news from {c}|what time is it in {c}|
who won the {t} match yesterday|who won in {c}|price of {t} today|when does the {t} shop open|
what happened in {c} today|next train to {c}|flights to {c} today|how much is a {t} right now|
latest news about {p}|what did {p} say yesterday|is {a} down right now|where is the nearest {t}|
temperature in {c} today|score of the {t} game|stock price of {a}|traffic in {c}|
{t} shops near me|when is the next {t} championship|is there snow in {c} now""",
}
FORMS = {k: [f.strip() for f in v.replace("\n", "").split("|")] for k, v in FORMS.items()}

PLAIN = set("""a an the of in on at to for from with by and or if is are was be been am do does did can
could will would may might should must has have had i you he she it we they me my your his its our
this that these those there here what which who whom how why when where not no yes than then as so
but about into over under up down out off all any some more most much many very too just only also
again once like use using used make makes made get gets got give gives tell show say want need know
explain please mean means meant good best better bad long short big small large difference between
happens happen work works doing without one two other another same different new old find see put
what's it's i'm don't doesn't can't isn't let""".split())


class OffTopic:
    """Draws questions; `domain` holds the words of the corpus that count as known."""

    def __init__(self, domain, asked):
        self.things = [t for t in THINGS if t not in domain]
        self.words = self.things
        self.asked = asked
        self.domain = domain
        path = "/usr/share/dict/words"
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                every = [w.strip() for w in file]
            self.words = [w for w in every if re.fullmatch(r"[a-z]{3,10}", w)
                          and w not in domain and not w.endswith("s")]

    def word(self):
        return random.choice(THINGS if random.random() < 0.4 else self.words)

    def fill(self, form):
        lists = {"t": lambda: random.choice(self.things), "p": lambda: random.choice(PEOPLE),
                 "c": lambda: random.choice(PLACES), "l": lambda: random.choice(TONGUES),
                 "a": lambda: random.choice(OTHER_APPS), "w": self.word,
                 "n": lambda: str(random.randrange(2, random.choice([10, 100, 5000])))}
        return re.sub(r"\{(\w)\}", lambda m: lists[m.group(1)](), form)

    def twisted(self):
        """A question of the corpus whose words of meaning are swapped for others."""
        for _ in range(20):
            parts = random.choice(self.asked).split()
            spots = [i for i, w in enumerate(parts) if w.lower().strip("?.,!") not in PLAIN]
            if len(parts) >= 3 and spots:
                for i in spots:
                    parts[i] = self.word()
                return " ".join(parts)
        return self.fill("what is {w}")

    def gibberish(self):
        kind = random.randrange(3)
        if kind == 0:
            row = random.choice(["asdfghjkl", "qwertyuiop", "zxcvbnm", "aeioubcdfgklmnprst"])
            return " ".join("".join(random.choice(row) for _ in range(random.randrange(2, 9)))
                            for _ in range(random.randrange(1, 4)))
        if kind == 1:
            return " ".join(self.word() for _ in range(random.randrange(2, 7)))
        return "".join(random.choice("0123456789?!#%&*") for _ in range(random.randrange(1, 9)))

    def draw(self):
        """(question, which referral)."""
        r = random.random()
        if r < 0.10:
            return self.gibberish(), UNCLEAR
        if r < 0.32:
            return self.twisted(), GENERAL
        kind = random.choices([GENERAL, TASK, PERSONAL, LIVE], [6, 3, 1.5, 1.5])[0]
        return self.fill(random.choice(FORMS[kind])), kind
