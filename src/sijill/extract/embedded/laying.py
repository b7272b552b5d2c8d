"""A toll that the grammar tells by itself and the strike that only the model sees in the same sentence: one claim.

“Three people were killed in a Ruvanian strike”, “31 died when a rocket hit”, “warplanes strike a convoy, kill 11”: the codebook
puts the casualties of one strike on the strike (rule 6 of the annotation).
"""

from dataclasses import replace

from sijill.extract.embedded.arguments import find_obliques
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.kinds import STRIKES, VIOLENT
from sijill.extract.embedded.slots import Slots
from sijill.extract.embedded.tree import Sentence

SEEN = 0.6  # how sure the model must be of a strike for a toll of the sentence to be its


def lay_tolls(s: Sentence, told: list[Draft], learned: list[Draft]) -> list[Draft]:
    """Lay the tolls of a sentence to the one strike that the model sees in it; the learned drafts that are left.

    A toll with a place or a cause of its own stays a toll, and so do all where the sentence tells another fight.
    """
    _lay_told(s, told)
    words = {w for d in told for w in d.event.words}
    strikes = [
        d
        for d in learned
        if d.event.kind in STRIKES
        and d.event.index not in words
        and d.stance == "asserts"
        and s.parse.signals.event_at(d.event.index) >= SEEN
    ]
    others = {d.event.kind for d in told if d.event.kind in VIOLENT} - {"casualties"}
    tolls = [d for d in told if d.event.kind == "casualties" and d.stance == "asserts"]
    if len({d.event.kind for d in strikes}) != 1 or others - {strikes[0].event.kind}:
        return learned
    laid = [toll for toll in tolls if _is_laid(s, toll, strikes)]
    for toll in laid:
        strike = min(strikes, key=lambda d: abs(d.event.index - toll.event.index))
        _lay(s, toll, strike)
    if laid:
        first = laid[0]
        for toll in laid[1:]:  # "three were killed and, in the same strike, two injured"
            first.figures += tuple(f for f in toll.figures if f not in first.figures)
            first.quote = (min(first.quote[0], toll.quote[0]), max(first.quote[1], toll.quote[1]))
            first.merged = [*first.merged, toll.event, *toll.merged]
            told.remove(toll)
        first.span = (s.tokens[first.quote[0]].start, s.tokens[first.quote[1]].end)
        return [d for d in learned if d not in strikes]
    return learned


def _lay_told(s: Sentence, told: list[Draft]) -> None:
    """A strike that the grammar tells below a toll: “20 were killed as the pounding of the city continued”."""
    for toll in [d for d in told if d.event.kind == "casualties" and d.stance == "asserts"]:
        below = set(s.subtree(toll.event.index)) - set(toll.event.words)
        for strike in [d for d in told if d.event.kind in STRIKES and d.event.index in below]:
            if strike.stance == "asserts" and toll.event.kind == "casualties":
                toll.figures += tuple(f for f in strike.figures if f not in toll.figures)
                _lay(s, toll, strike)
                told.remove(strike)


def _is_laid(s: Sentence, toll: Draft, strikes: list[Draft]) -> bool:
    """Whether nothing says that these people came to harm elsewhere or otherwise."""
    event = toll.event
    below = {*s.subtree(event.index), *event.subjects}
    if any(d.event.index in below for d in strikes):
        return True
    return not find_causes(s, toll) and not [i for i in event.subjects if s.classes(i) & {"armed", "actor"}]


def find_causes(s: Sentence, toll: Draft) -> list[int]:
    """The words that say where or how people came to harm: “killed in clashes in the city”."""
    return [
        w
        for case, w in find_obliques(s, toll.event.index)
        if case in ("by", "in", "at", "near", "during", "from") and s.lower[w] not in ("it", "which", "there")
    ]


def _lay(s: Sentence, toll: Draft, strike: Draft) -> None:
    """Make the toll a claim of the strike, with the people and places of both."""
    low, high = min(toll.quote[0], strike.quote[0]), max(toll.quote[1], strike.quote[1])
    toll.event = replace(toll.event, kind=strike.event.kind)
    toll.merged = [*toll.merged, strike.event]
    toll.quote, toll.span = (low, high), (s.tokens[low].start, s.tokens[high].end)
    actors = strike.slots.actors or toll.slots.actors
    targets = toll.slots.targets or strike.slots.targets
    toll.slots = Slots(
        actors=actors,
        targets=tuple(t for t in targets if t not in actors),
        places=strike.slots.places or toll.slots.places,
    )
