"""The timeline: how many incidents of each group fall on each day, drawn as small bars."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from sijill.publish.axis import DayAxis, Tick, build_axis, pick_bin
from sijill.publish.cards import Card
from sijill.publish.words import GROUPS, parse_day, say_interval

WIDTH = 1000.0
LEFT = 132.0
LANE = 40.0
TOP = 8.0
BAR = 26.0
LONGEST_SPAN = 31  # a vaguer date than a month does not stretch the axis
NOT_EVENTS = "not-events"


class Bar(msgspec.Struct, frozen=True):
    lane: str
    x: float
    width: float
    height: float
    count: int
    start: str
    end: str
    title: str


class Lane(msgspec.Struct, frozen=True):
    """One row of the timeline, its bars, and the thin lines of what is dated to several days only."""

    id: str
    label: str
    y: float  # the baseline
    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, float, str, str], ...]  # from x, to x, card id, title


class Timeline(msgspec.Struct, frozen=True):
    width: float
    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[tuple[float, str], ...]
    bin_days: int
    peak: int
    bar_height: float
    left_out: tuple[Card, ...]  # dated, but too roughly or too far off to be drawn


def build_timeline(cards: Sequence[Card]) -> Timeline | None:
    """The timeline of all dated cards, or None where nothing is dated.

    Background is left to its own list. An incident known to one day is counted on it; one known to an
    interval only is a thin line, never a count on
    each of its days. Plans, denials and hypotheses have a lane of their own.
    """
    dated = [(card, _span(card)) for card in cards if _span(card) and not card.background]
    short = [span for _, span in dated if (span[1] - span[0]).days <= LONGEST_SPAN]
    axis = build_axis(short or [span for _, span in dated], LEFT, WIDTH, widest=36)
    if axis is None:
        return None
    days = pick_bin(axis)
    counts: Counter[tuple[str, date, date]] = Counter()
    lines: dict[str, list[tuple[float, float, str, str]]] = {}
    left_out = []
    for card, (first, last) in dated:
        if not any(first <= stretch.last and stretch.first <= last for stretch in axis.stretches):
            left_out.append(card)
            continue
        lane = card.group if card.is_event else NOT_EVENTS
        if first == last and axis.covers(first):
            counts[lane, *_find_bin(axis, first, days)] += 1
        else:
            x, end = axis.find_x(first), axis.find_x(last) + (axis.scale if axis.covers(last) else 0)
            lines.setdefault(lane, []).append(
                (round(x, 1), round(max(end - x, 3), 1), card.id, f"{card.title}: {card.when}")
            )
    peak = max(counts.values(), default=1)
    lanes = []
    names = [(group.id, group.label) for group in GROUPS] + [(NOT_EVENTS, "Plans, denials")]
    for lane_id, label in names:
        bars = tuple(
            _draw_bar(axis, lane, first, last, count, peak)
            for (lane, first, last), count in sorted(counts.items())
            if lane == lane_id
        )
        if bars or lane_id in lines:
            y = TOP + LANE * (len(lanes) + 1) - 8
            lanes.append(Lane(lane_id, label, y, bars, tuple(sorted(lines.get(lane_id, ())))))
    height = TOP + LANE * len(lanes) + 40
    return Timeline(
        max(axis.width, 400),
        height,
        tuple(lanes),
        tuple(axis.list_ticks()),
        tuple(axis.list_breaks()),
        days,
        peak,
        BAR,
        tuple(left_out),
    )


def _span(card: Card) -> tuple[date, date] | None:
    first = parse_day(card.start)
    if first is None:
        return None
    return first, max(first, parse_day(card.end) or first)


def _find_bin(axis: DayAxis, day: date, days: int) -> tuple[date, date]:
    stretch = next(stretch for stretch in axis.stretches if stretch.first <= day <= stretch.last)
    first = stretch.first + timedelta(days=(day - stretch.first).days // days * days)
    return first, min(first + timedelta(days=days - 1), stretch.last)


def _draw_bar(axis: DayAxis, lane: str, first: date, last: date, count: int, peak: int) -> Bar:
    width = ((last - first).days + 1) * axis.scale
    start, end = first.isoformat(), last.isoformat()
    return Bar(
        lane=lane,
        x=round(axis.find_x(first) + min(1.0, width * 0.1), 1),
        width=round(max(width - min(2.0, width * 0.2), 1), 1),
        height=round(max(BAR * count / peak, 3), 1),
        count=count,
        start=start,
        end=end,
        title=f"{say_interval(start, end)}: {count}",
    )
