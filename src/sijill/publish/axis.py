"""A time axis that leaves out long empty stretches and says so, and the timeline drawn on it."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from sijill.publish.words import MONTHS

BREAK = 26  # width of the mark where empty time is left out
PAD_DAYS = 1
STEPS = (1, 2, 5, 7, 14, 30, 61, 91, 182, 365, 730, 1825, 3650)


class Stretch(msgspec.Struct, frozen=True):
    """One unbroken run of days and where it is drawn."""

    first: date
    last: date
    x: float
    width: float


class Tick(msgspec.Struct, frozen=True):
    x: float
    label: str
    month: str = ""  # printed under the first tick of a month


class DayAxis(msgspec.Struct, frozen=True):
    """Days laid out from left to right, `scale` units a day."""

    stretches: tuple[Stretch, ...]
    scale: float
    width: float

    def find_x(self, day: date) -> float:
        """The left edge of the day; a day left out falls on the nearest stretch's end."""
        for stretch in self.stretches:
            if day < stretch.first:
                return stretch.x
            if day <= stretch.last:
                return stretch.x + (day - stretch.first).days * self.scale
        last = self.stretches[-1]
        return last.x + last.width

    def covers(self, day: date) -> bool:
        """Whether the day is drawn."""
        return any(stretch.first <= day <= stretch.last for stretch in self.stretches)

    def list_breaks(self) -> list[tuple[float, str]]:
        """Where time is left out, and how much."""
        pairs = zip(self.stretches, self.stretches[1:], strict=False)
        return [(a.x + a.width + BREAK / 2, say_span((b.first - a.last).days - 1)) for a, b in pairs]

    def list_ticks(self) -> list[Tick]:
        """Tick marks with room for their labels."""
        step = next((step for step in STEPS if step * self.scale >= 34), STEPS[-1])
        ticks: list[Tick] = []
        for stretch in self.stretches:
            shown = None
            for number in range((stretch.last - stretch.first).days // step + 1):
                day = stretch.first + timedelta(days=number * step)
                x = stretch.x + number * step * self.scale
                month = f"{MONTHS[day.month - 1][:3]} {day.year}" if (day.year, day.month) != shown else ""
                room = not ticks or not month or x - max((t.x for t in ticks if t.month), default=-99) > 62
                ticks.append(Tick(x=round(x, 1), label=str(day.day), month=month if room else ""))
                shown = (day.year, day.month) if room else shown
        return ticks


def build_axis(
    spans: Iterable[tuple[date, date]], left: float, width: float, widest: float = 26
) -> DayAxis | None:
    """The axis on which all the spans fall, or None where there are none.

    Empty runs of over two weeks are left out; more is left out where that would still break the axis too
    often.
    """
    ordered = sorted(spans)
    if not ordered:
        return None
    gap = 14
    runs = _merge(ordered, gap)
    while len(runs) > 7:
        gap *= 2
        runs = _merge(ordered, gap)
    runs = [_pad(first, last) for first, last in runs]
    days = sum((last - first).days + 1 for first, last in runs)
    # A run of one or two days still needs room for its own label.
    room = width - left - BREAK * (len(runs) - 1)
    narrow = 64.0
    scale = min(widest, room / days)
    if len(runs) > 1:
        scale = min(scale, max(room * 0.25, room - narrow * len(runs)) / days)
    stretches, x = [], left
    for first, last in runs:
        drawn = ((last - first).days + 1) * scale
        stretches.append(Stretch(first, last, round(x, 2), round(drawn, 2)))
        x += max(drawn, narrow) + BREAK
    return DayAxis(tuple(stretches), scale, round(x - BREAK, 2))


def pick_bin(axis: DayAxis) -> int:
    """Days to a bar, so that a bar stays wide enough to see: 1, 7 or 30."""
    return next((days for days in (1, 7) if axis.scale * days >= 3), 30)


def say_span(days: int) -> str:
    """A length of time, roughly.

    >>> say_span(20), say_span(400), say_span(2400)
    ('20 days', '13 months', '6.6 years')
    """
    if days < 60:
        return f"{days} day" + ("" if days == 1 else "s")
    return f"{days / 30.4:.0f} months" if days < 1000 else f"{days / 365.25:.1f} years"


def _merge(ordered: list[tuple[date, date]], gap: int) -> list[tuple[date, date]]:
    runs = [ordered[0]]
    for first, last in ordered[1:]:
        if (first - runs[-1][1]).days > gap:
            runs.append((first, last))
        else:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
    return runs


def _pad(first: date, last: date) -> tuple[date, date]:
    """The run with a little air on both sides, except at the ends of the calendar."""
    before = min(PAD_DAYS, (first - date.min).days)
    after = min(PAD_DAYS, (date.max - last).days)
    return first - timedelta(days=before), last + timedelta(days=after)
