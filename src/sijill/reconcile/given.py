"""Each figure as each claim gives it, and which of them count the same thing."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..link import Lookup, Origins
from ..link.counted import find_counted, list_counted
from ..link.days import read_day
from ..link.facets import FIGHTING, STRIKES
from ..link.lookup import fold_name
from ..model import Claim, Figure, OriginFigure
from .vocabulary import is_anyone, is_civilian

LOSSES = frozenset({"killed", "wounded", "captured", "missing", "tanks", "vehicles", "weapons", "aircraft"})
HARM = STRIKES | FIGHTING | {"casualties", "violence_against_civilians"}
STEM = 5  # letters that make two words of a plain phrase the same word ("fighter", "fighters")
ALIKE = 0.5  # share of words for two phrases to count the same people


@dataclass(frozen=True)
class Given:
    """One figure as one claim gives it."""

    claim: Claim
    figure: Figure
    origin: str
    label: str
    side: str | None
    interest: str | None
    published: int | None
    copied: bool
    counted: str | None = None  # the side of those whom the figure counts


def read_given(claim: Claim, figure: Figure, origins: Origins) -> Given:
    """The figure with who gives it, for which side that one speaks, and whose losses it counts."""
    lookup, side = origins.lookup, origins.find_side(claim)
    counted = find_counted(claim, figure)
    victims = {counted} if counted else {lookup.find_side(ref) for ref in claim.targets} - {None}
    interest = None
    if figure.measure in LOSSES and side and victims:
        if side in victims:
            interest = "own_losses"
        elif any(lookup.are_opposed(side, victim) for victim in victims):
            interest = "enemy_losses"
    return Given(
        claim=claim,
        figure=figure,
        origin=origins.find_origin(claim),
        label=origins.label_origin(claim),
        side=side,
        interest=interest,
        published=read_day(claim.document.published),
        copied=origins.is_copy(claim.document.id) or claim.repeats is not None,
        counted=counted,
    )


def group_figures(given: Sequence[Given]) -> dict[tuple, list[Given]]:
    """The figures that count the same thing, by measure, scope, unit and whom they count."""
    groups: dict[tuple, list[Given]] = {}
    for one in given:
        figure = one.figure
        scope = (
            (figure.scope, figure.start or "", figure.end or "")
            if figure.scope != "incident"
            else ("incident",)
        )
        groups.setdefault((figure.measure, scope, figure.unit or "", figure.subset), []).append(one)
    found: dict[tuple, list[Given]] = {}
    for key, members in groups.items():
        names = name_counted(members)
        for one, name in zip(members, names, strict=True):
            found.setdefault((*key, name), []).append(one)
    return found


def name_counted(given: Sequence[Given]) -> list[str]:
    """For each figure a name of whom it counts: the side, else the id, else like phrases under one phrase.

    A figure that does not say whom it counts joins the others where those all count the same. So does one of "people"
    beside civilians, unless it is larger: then those may be a part of these.
    """
    keys = [None if one.figure.subset else one.counted or one.figure.who_id for one in given]
    figures = [one.figure for one in given]
    pairs = list(zip(figures, keys, strict=True))
    anyone = [not key and not figure.subset and is_anyone(figure.who) for figure, key in pairs]
    phrases = sorted({fold_name(one.who) for (one, key), any_ in zip(pairs, anyone, strict=True)
                      if one.who and not key and not any_})  # fmt: skip
    heads: dict[str, str] = {}
    for phrase in phrases:
        heads[phrase] = next(
            (head for head in dict.fromkeys(heads.values()) if is_alike(head, phrase)), phrase
        )
    names = [key or heads.get(fold_name(figure.who), "") for figure, key in pairs]
    known = {name for name in names if name}
    if len(known) != 1:
        return names
    name = next(iter(known))
    most = find_most([one for one, own in zip(given, names, strict=True) if own])
    fits = [not any_ or joins(one, most) for one, any_ in zip(given, anyone, strict=True)]
    return [name if fit else "" for fit in fits]


def find_most(named: Sequence[Given]) -> float | None:
    """The largest number that those give who count civilians; None where anybody counts others."""
    if any(
        one.counted or not (is_civilian(one.figure.who) or is_civilian(one.figure.who_id)) for one in named
    ):
        return None
    ends = [one.figure.low if one.figure.high is None else one.figure.high for one in named]
    return max((end for end in ends if end is not None), default=None)


def joins(one: Given, most: float | None) -> bool:
    """Whether a count of people can be a rival count of those of whom others count `most`, and not of more than them."""
    least = one.figure.high if one.figure.low is None else one.figure.low
    return most is not None and (least is None or least <= most)


def is_alike(one: str, other: str) -> bool:
    a, b = ({word[:STEM] for word in phrase.split() if len(word) > 2} for phrase in (one, other))
    return one == other or bool(a and b and len(a & b) / len(a | b) >= ALIKE)


def order_given(one: Given) -> tuple:
    figure = one.figure
    return (one.origin, one.copied, one.published or 0, one.claim.id, str(figure.low), str(figure.high))


def list_figure(one: Given, superseded: bool) -> OriginFigure:
    """The figure as the record keeps it."""
    figure = one.figure
    return OriginFigure(
        origin=one.origin,
        label=one.label,
        low=figure.low,
        high=figure.high,
        qualifier=figure.qualifier,
        claim=one.claim.id,
        side=one.side,
        interest=one.interest,
        superseded=superseded,
    )


def is_lump(one: Given) -> bool:
    """Whether a number counts the killed and the wounded of a side in one, and so says how many of neither."""
    return one.figure.measure == "other" and one.claim.kind in HARM and bool(one.counted)


def _name_unit(figure: Figure) -> str | None:
    """What a bare number is a number of, where its measure does not say: kilometers of a distance, but not hours of hours."""
    unit = figure.unit or ""
    return f"{unit.rstrip('s')}s" if unit.isalpha() and unit.rstrip("s") not in figure.measure else None


def label_counted(given: Sequence[Given], lookup: Lookup, subset: bool) -> str | None:
    """Whom the row counts: the canonical name, the side's where there are several, else as written."""
    figures = [one.figure for one in given]
    ids = sorted({name for one in given for name in list_counted(one.claim, one.figure)})
    sides = sorted({one.counted for one in given if one.counted})
    spoken = [figure.who for figure in figures if figure.who]
    written = next((who for who in spoken if not is_anyone(who)), next(iter(spoken), None))
    label = written or _name_unit(figures[0])
    if not subset and len(ids) == 1 and (record := lookup.actors.get(ids[0])):
        label = record.name
    elif not subset and sides:
        label = lookup.label_side(sides[0])
    if label and all(is_lump(one) for one in given):
        label = f"{label}, killed or wounded"
    return f"{label} (subset)" if subset and label and "subset" not in label else label
