"""Report texts at any number: the project's invented sentences, with names drawn into them as a press would use them.

Towns, groups and outlets are named by Zipf's law, a report keeps to one theatre and one day, most are short and some long, and a
share of them retells an earlier report with a headline and a sentence of its own. No two texts are the same.
"""

import datetime
import random
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

from sijill.packs import load_pack

SENTENCES = Path(__file__).resolve().parent.parent.parent / "training"
PLACEHOLDER = re.compile(r"\[([A-Z])(\d)\]")
ARTICLE = re.compile(r"\b(the|a|an|its|their|his|our) $", re.IGNORECASE)
STARTS, DAYS = datetime.date(2016, 1, 1), 1500
TOWNS = {"town", "village", "city", "neighbourhood"}
SPREAD = 1.05  # of Zipf's law
THEATRE = 40  # towns that are told of together
RETOLD = 0.1
RECENT = 200  # reports of which one is retold
MIDDLE, WIDE, MOST = 1.1, 0.6, 25  # sentences of a report: e**MIDDLE is the median (3)
STYLE = "levant"


def write_texts(count: int, pack: str = "syria", seed: int = 7) -> Iterator[dict[str, Any]]:
    """So many reports, each a row as `sijill build` reads it from JSON lines; the same for the same numbers."""
    rng, seen = random.Random(seed), set()
    press = Press(pack, rng)
    earlier: list[list[str]] = []
    while len(seen) < count:
        retold = earlier and rng.random() < RETOLD
        day = STARTS + datetime.timedelta(days=rng.randrange(DAYS))
        names = Names(press, rng, day)
        told = list(rng.choice(earlier)) if retold else []
        more = 1 if retold else min(MOST, max(1, round(rng.lognormvariate(MIDDLE, WIDE))))
        told += [names.fill(rng.choice(press.sentences)) for _ in range(more)]
        text = "\n\n".join(told)
        if text in seen:
            continue
        seen.add(text)
        earlier = [*earlier[-RECENT:], told]
        yield {
            "id": f"t{len(seen):06}", "text": text, "title": names.fill("Reports from [P1]"), "language": "en",
            "publisher": names.draw("M", "9"), "published": (day + datetime.timedelta(days=1)).isoformat(),
        }  # fmt: skip


def read_sentences(folder: Path) -> list[str]:
    """The sentences of the labelled blocks, with their placeholders and without the labels."""
    found = []
    for path in sorted((folder / "sentences").glob("*.txt")):
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
            lines = [line.strip() for line in block.split("\n") if line.strip() and not line.startswith("# ")]
            found += lines[:1]
    return found


class Press:
    """What all reports draw from: sentences, and names with how often each is used."""

    def __init__(self, pack: str, rng: random.Random):
        self.sentences = read_sentences(SENTENCES)
        data = yaml.safe_load((SENTENCES / "names.yml").read_text(encoding="utf-8"))
        known = load_pack(pack)
        places = sorted({place.name for place in known.places if place.kind in TOWNS})
        rng.shuffle(places)
        self.theatres = [places[at : at + THEATRE] for at in range(0, len(places), THEATRE)]
        self.groups = [
            actor.name for actor in known.actors if actor.kind == "armed_group" and not actor.generic
        ]
        self.countries = [(row[1], row[2]) for row in data["countries"]]
        self.regions, self.people = data["regions"], data["people"][STYLE]
        self.outlets = [self._invent(form, data, rng) for form in data["outlets"] * 4]
        self.bodies = [self._invent(form, data, rng) for form in data["organisations"] * 2]

    def _invent(self, form: str, data: dict, rng: random.Random) -> str:
        country, nation = self.countries[0]
        return form.format(
            P=rng.choice(self.theatres[0]), N=nation, C=country, X=rng.choice(data["words"][STYLE]),
            ABC="".join(rng.choices("ABCDEFGHKLMNORSTU", k=3)), n=rng.randint(2, 24),
        )  # fmt: skip


class Names:
    """The names of one report: the same placeholder is the same name throughout."""

    def __init__(self, press: Press, rng: random.Random, day: datetime.date):
        self.press, self.rng, self.day = press, rng, day
        self.towns = draw_one(press.theatres, rng)
        self.drawn: dict[tuple[str, str], str] = {}

    def fill(self, sentence: str) -> str:
        """The sentence with names."""
        text, last = "", 0
        for match in PLACEHOLDER.finditer(sentence):
            text += sentence[last : match.start()]
            name = self.draw(match[1], match[2])
            if name.startswith("the ") and ARTICLE.search(text):
                name = name[4:]
            text += name if text else name[:1].upper() + name[1:]
            last = match.end()
        return text + sentence[last:]

    def draw(self, kind: str, number: str) -> str:
        """The name for a placeholder."""
        return self.drawn.setdefault((kind, number), self._draw(kind, number))

    def _draw(self, kind: str, number: str) -> str:
        press, rng = self.press, self.rng
        if kind in "CA":
            at = 0 if number == "1" else rng.randrange(len(press.countries))
            return press.countries[at]["CA".index(kind)]
        if kind in "HL":
            first, last = press.people
            if kind == "L":
                return self.draw("H", number).split()[-1]
            return f"{rng.choice(first)} {rng.choice(last)}"
        if kind == "R":
            return rng.choice(press.regions).format(P=self.draw("P", number))
        return draw_one({"P": self.towns, "G": press.groups, "M": press.outlets}.get(kind, press.bodies), rng)


def draw_one(names: Sequence[Any], rng: random.Random) -> Any:
    """One of the names, the first ones most often."""
    weights = list(accumulate(1 / (rank + 1) ** SPREAD for rank in range(len(names))))
    return rng.choices(names, cum_weights=weights)[0]
