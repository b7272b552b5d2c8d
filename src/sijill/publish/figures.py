"""One number of an incident as the report draws it: each origin's range, repeats folded under it, and how it was weighed."""

import math
from collections.abc import Sequence
from typing import Any

import msgspec

from sijill.model import Claim, Document, Origin, OriginFigure, Reconciled
from sijill.publish import words

OPEN_END = 100.0  # where an open range runs to, in per cent of the chart
CHART = 88.0  # the largest number stands here, so that an open end beyond it can be seen
LOGARITHMIC_FROM = (
    40.0  # ratio of the largest to the smallest number above which a linear chart hides the small ones
)


class RangeRow(msgspec.Struct, frozen=True):
    """One origin's figure as words and as a stretch of the chart, in per cent."""

    label: str
    side: str
    text: str
    qualifier: str
    interest: str
    interest_short: str
    superseded: bool
    copies: int
    again: tuple[tuple[str, str], ...]  # where the same origin gives it again: documents with their names
    start: float
    end: float
    open_low: bool
    open_high: bool


class FigureView(msgspec.Struct, frozen=True):
    title: str
    status: str
    status_words: str
    summary: str
    best: str
    rows: tuple[RangeRow, ...]
    band: tuple[float, float] | None
    logarithmic: bool
    scope: str
    trace: tuple[str, ...]


def build_figure(
    row: Reconciled,
    origins: Sequence[Origin],
    side_names: dict[str, str],
    sources: tuple[dict[str, Claim], dict[str, Document]],
) -> FigureView:
    """The figure with one row a number that an origin gives; `sources` are the claims and documents by id."""
    copies = {origin.id: len(origin.copies) for origin in origins}
    numbers = [n for figure in row.figures for n in (figure.low, figure.high) if n is not None]
    numbers += [n for n in (row.low, row.high) if n is not None]
    find_x, logarithmic = _build_scale(numbers)
    claims, documents = sources
    unit = _find_unit(row, claims)

    def find_ends(low: float | None, high: float | None) -> tuple[float, float]:
        return (0.0 if low is None else find_x(low), OPEN_END if high is None else find_x(high))

    rows = []
    for figure, repeats in fold_repeats(row.figures):
        start, end = find_ends(figure.low, figure.high)
        again = _list_documents(repeats, claims, documents)
        rows.append(
            RangeRow(
                label=figure.label,
                side=words.say_side(figure.side, side_names),
                text=words.say_range(figure.low, figure.high) + unit,
                qualifier="" if figure.qualifier == "exact" else figure.qualifier,
                interest=words.INTEREST_WORDS.get(figure.interest or "", ""),
                interest_short=words.INTEREST_SHORT.get(figure.interest or "", ""),
                superseded=figure.superseded,
                copies=0 if again else copies.get(figure.origin, 0),
                again=again,
                start=start,
                end=end,
                open_low=figure.low is None,
                open_high=figure.high is None,
            )
        )
    known = row.low is not None or row.high is not None
    return FigureView(
        title=words.say_measure(row.measure, row.who),
        status=row.status,
        status_words=words.FIGURE_STATUS_WORDS.get(row.status, words.say_code(row.status)),
        summary=words.say_range(row.low, row.high) + unit if known else "",
        best=words.say_number(row.best) if row.best is not None else "",
        rows=tuple(rows),
        band=find_ends(row.low, row.high) if known and len(rows) > 1 else None,
        logarithmic=logarithmic and len(rows) > 1,
        scope="" if row.scope == "incident" else row.scope,
        trace=row.trace if len(rows) > 1 or any(figure.interest for figure in row.figures) else (),
    )


def fold_repeats(figures: Sequence[OriginFigure]) -> list[tuple[OriginFigure, list[OriginFigure]]]:
    """Each number that an origin gives, once, with those of its figures that only say the same number again."""
    folded: dict[tuple, tuple[OriginFigure, list[OriginFigure]]] = {}
    for figure in sorted(
        figures, key=lambda one: one.superseded
    ):  # the one that counts stands for the others
        key = (figure.origin, figure.low, figure.high)
        if key in folded:
            folded[key][1].append(figure)
        else:
            folded[key] = (figure, [])
    order = {id(figure): number for number, figure in enumerate(figures)}
    return sorted(folded.values(), key=lambda pair: (pair[0].superseded, order[id(pair[0])]))


def _find_unit(row: Reconciled, claims: dict[str, Claim]) -> str:
    """The unit that the claims give this measure in, as it follows a number."""
    given = [claims[figure.claim] for figure in row.figures if figure.claim in claims]
    parts = [part for claim in given for part in claim.figures if part.measure == row.measure and part.unit]
    return words.say_unit(row.measure, parts[0].who, parts[0].unit) if parts else ""


def _list_documents(
    repeats: Sequence[OriginFigure], claims: dict[str, Claim], documents: dict[str, Document]
) -> tuple[tuple[str, str], ...]:
    """The documents of the repeats, each once, with their names and outlets: a copy often has the title of its original."""
    ids = dict.fromkeys(claims[one.claim].document.id for one in repeats if one.claim in claims)
    given = [documents[key] for key in ids if key in documents]
    return tuple(
        (one.id, f"{one.title} ({one.publisher})" if one.title and one.publisher else words.say_document(one))
        for one in given
    )


def _build_scale(numbers: list[float]) -> tuple[Any, bool]:
    """The place of each number on the chart in per cent, and whether the scale is logarithmic."""
    top = max(numbers, default=0) or 1
    positive = [number for number in numbers if number > 0]
    if positive and top / min(positive) > LOGARITHMIC_FROM:
        return lambda n: round(CHART * math.log1p(n) / math.log1p(top), 1), True
    return lambda n: round(CHART * n / top, 1), False
