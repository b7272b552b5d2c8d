"""What one origin says in a row, all its figures together, and the words for a range."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..link.origins import is_own_voice
from ..model import OriginFigure
from .given import Given, list_figure

APPROXIMATE = 0.10


@dataclass
class Voice:
    """One origin's say in a row: its live figures, narrowed to what they can agree on."""

    origin: str
    label: str
    side: str | None
    interest: str | None
    low: float | None
    high: float | None
    approximate: bool
    hedged: bool
    claims: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # "exact", or the words that stand with its numbers

    @property
    def bounds(self) -> tuple[float, float]:
        """The range to compare with others, as it was given, widened if approximate."""
        slack = APPROXIMATE if self.approximate else 0.0
        low = 0.0 if self.low is None else self.low * (1 - slack)
        return low, float("inf") if self.high is None else self.high * (1 + slack)


def group_by_origin(given: Sequence[Given]) -> list[list[Given]]:
    groups: dict[str, list[Given]] = {}
    for one in given:
        groups.setdefault(one.origin, []).append(one)
    return list(groups.values())


def drop_repeated(given: Sequence[Given], trace: list[str]) -> tuple[list[Given], list[Given]]:
    """The figures that count, and those that only repeat, or that their own source later put otherwise."""
    live: list[Given] = []
    dead: list[Given] = []
    said = {(one.figure.low, one.figure.high) for one in given if not one.copied}
    for members in group_by_origin(given):
        own = [one for one in members if not one.copied]
        own = own or [one for one in members if (one.figure.low, one.figure.high) not in said]
        dates = [one.published for one in own if one.published is not None]
        newest = max(dates, default=None)
        told: set[tuple] = set()
        for one in members:
            value = say_range(one.figure.low, one.figure.high)
            key = (one.claim.document.id, one.figure.low, one.figure.high, one.figure.qualifier)
            if one not in own:
                dead.append(one)
                trace.append(f"{one.label}: {value} again, in a copy or a repeat: not counted")
            elif newest is not None and one.published is not None and one.published < newest:
                dead.append(one)
                trace.append(f"{one.label}: {value} superseded by what it gave later")
            elif key in told:  # a headline and the text below it
                dead.append(one)
                trace.append(f"{one.label}: {value} again, in the same report: not counted")
            elif source := find_source(one, given):
                dead.append(one)
                trace.append(
                    f"{one.label}: {value} sums up what {source.label} says in the same report: one voice"
                )
            else:
                told.add(key)
                live.append(one)
    return live, dead


def find_source(one: Given, given: Sequence[Given]) -> Given | None:
    """Who told an outlet the number that it gives in its own words: a headline is no second witness.

    It is whoever the same report names for a number that can be the same one.
    """
    if one.copied or not is_own_voice(one.claim.speaker):
        return None
    named = [
        other
        for other in given
        if other.claim.document.id == one.claim.document.id
        and not other.copied
        and not is_own_voice(other.claim.speaker)
        and can_be_one(one, other)
    ]
    return min(named, key=lambda other: (other.claim.start, other.claim.id), default=None)


def can_be_one(one: Given, other: Given) -> bool:
    """Whether two figures have a number in common, both giving one."""
    ranges = [(given.figure.low, given.figure.high) for given in (one, other)]
    lows = [low for low, _ in ranges if low is not None]
    highs = [high for _, high in ranges if high is not None]
    if any(ends == (None, None) for ends in ranges):
        return ranges[0] == ranges[1]
    return not lows or not highs or max(lows) <= min(highs)


def hear_voice(members: Sequence[Given]) -> Voice:
    """One origin's range from its figures as they came."""
    figures = [list_figure(one, superseded=False) for one in members]
    return join_voice(figures, hedged=all(one.claim.hedged for one in members))


def join_voice(figures: Sequence[OriginFigure], hedged: bool = False) -> Voice:
    """One origin's range: what its figures have in common, or all they span where they share nothing.

    >>> parts = {"origin": "o", "label": "Monitor", "qualifier": "exact", "claim": "c-1"}
    >>> voice = join_voice([OriginFigure(low=12, high=None, **parts), OriginFigure(low=14, high=14, **parts)])
    >>> voice.low, voice.high
    (14, 14)
    >>> voice = join_voice([OriginFigure(low=24, high=None, **parts), OriginFigure(low=1, high=1, **parts)])
    >>> voice.low, voice.high
    (1, None)
    """
    lows = [one.low for one in figures if one.low is not None]
    highs = [one.high for one in figures if one.high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:  # an open end stays open
        low = min(lows) if len(lows) == len(figures) else None
        high = max(highs) if len(highs) == len(figures) else None
    first = figures[0]
    return Voice(
        origin=first.origin,
        label=first.label,
        side=first.side,
        interest=first.interest,
        low=low,
        high=high,
        approximate=any(is_approximate(one) for one in figures),
        hedged=hedged,
        claims=sorted({one.claim for one in figures}),
        words=sorted({one.qualifier for one in figures}),
    )


def is_approximate(figure: OriginFigure) -> bool:
    """A number with both ends and a qualifier is an approximation ("about 1,800"); an open end is a bound."""
    return figure.qualifier != "exact" and figure.low is not None and figure.high is not None


def say_range(low: float | None, high: float | None) -> str:
    """A range in words.

    >>> say_range(3, 3), say_range(3, None), say_range(None, 9), say_range(3, 9), say_range(None, None)
    ('3', '3 or more', 'up to 9', '3 to 9', 'no number')
    """
    if low is None:
        return "no number" if high is None else f"up to {high:,.10g}"
    if high is None:
        return f"{low:,.10g} or more"
    return f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
