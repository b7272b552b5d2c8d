"""Who held what: the control states as strips, as a map on a day, and as a table with reasons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from sijill.model import Claim, ControlState, to_json
from sijill.publish import words
from sijill.publish.axis import DayAxis, Tick, build_axis
from sijill.publish.cards import list_chain
from sijill.publish.gazette import Spot, find_namesake
from sijill.publish.panels import Panel, Point, draw_panels

STRIP_WIDTH = 640.0
MARK_RADIUS = 9.0
MOST_SIDES = 6  # colours that stay apart; further sides share one
SERIES_WORDS = {
    "as_known": "As known on the day",
    "retrospective": "With hindsight",
}
BY_WHOM = "a side that no claim names"
HOLDER_WORDS = {"contested": "Contested", "divided": "Divided", "unknown": "Unknown"}


class ReasonView(msgspec.Struct, frozen=True):
    what: str
    quote: str
    language: str
    chain: tuple[str, ...]
    document: str
    against: bool
    weight: str
    claim: str = ""


class StateView(msgspec.Struct, frozen=True):
    """One place over one interval: a row of the table and a piece of its strip."""

    interval: str
    start: str
    end: str
    series: str
    holder: str  # a colour class: s1…s6, s0, contested, divided or unknown
    holder_words: str
    with_actors: str
    confidence: str
    besieged_by: str
    notes: tuple[str, ...]
    reasons: tuple[ReasonView, ...]
    x: float
    width: float


class PlaceView(msgspec.Struct, frozen=True):
    id: str
    label: str
    as_known: tuple[StateView, ...]
    retrospective: tuple[StateView, ...]

    @property
    def states(self) -> tuple[StateView, ...]:
        return self.as_known + self.retrospective


class ControlView(msgspec.Struct, frozen=True):
    """Everything the control section draws."""

    places: tuple[PlaceView, ...]
    panels: tuple[Panel, ...]
    days: tuple[str, ...]
    day_words: tuple[str, ...]
    last: int  # the day shown where no script runs, as a place in `days`
    states: str  # JSON for the script: place → series → intervals
    on_day: dict[str, StateView]
    legend: tuple[tuple[str, str], ...]  # colour class, name
    ticks: tuple[Tick, ...]
    breaks: tuple[tuple[float, str], ...]
    strip_width: float
    unplaced: tuple[str, ...]
    series: tuple[tuple[str, str], ...]


def build_control(
    record: Any,
    filters: Any,
    side_names: dict[str, str],
    spots: dict[str, Spot],
    classes: dict[str, str] | None = None,
) -> ControlView | None:
    """The control section, or None where no claim says who held anything; in the colours given, else in its own."""
    states = sorted(record.control(filters), key=lambda s: (s.place, s.place_id, s.series, s.start))
    if not states:
        return None
    classes = assign_classes(count_holders(states)) if classes is None else classes
    axis = _build_strip_axis(states)
    claims = {claim.id: claim for claim in record.claims(None)}
    actors = {
        actor.id: actor.label or actor.name for claim in claims.values() for actor in claim.actors if actor.id
    }
    grouped: dict[str, list[tuple[ControlState, StateView]]] = {}
    for state in states:
        view = _view_state(state, classes, axis, claims, {**actors, "": ""}, side_names, spots)
        grouped.setdefault(state.place_id, []).append((state, view))
    places = tuple(
        PlaceView(
            id=place_id,
            label=_say_held(rows[0][0], spots),
            as_known=tuple(view for state, view in rows if state.series == "as_known"),
            retrospective=tuple(view for state, view in rows if state.series != "as_known"),
        )
        for place_id, rows in grouped.items()
    )
    days, last = _list_days(states)
    points, unplaced = _list_points(grouped, spots)
    present = {state.series for state in states}
    return ControlView(
        places=places,
        panels=tuple(draw_panels(points, spots.values())),
        days=days,
        day_words=tuple(words.say_day(day) for day in days),
        last=last,
        states=_pack_states(places),
        on_day={place.id: view for place in places if (view := _find_on(place, days[last]))},
        legend=_list_legend(classes, states, side_names),
        ticks=tuple(axis.list_ticks()),
        breaks=tuple(axis.list_breaks()),
        strip_width=axis.width,
        unplaced=tuple(unplaced),
        series=tuple((key, label) for key, label in SERIES_WORDS.items() if key in present),
    )


def count_holders(states: Sequence[ControlState]) -> Counter[str]:
    """How many intervals each side holds; 0 for those that only besiege or share a place."""
    counts = Counter(state.holder for state in states if state.holder not in HOLDER_WORDS)
    for state in states:
        for side in (state.besieged_by, *state.share):
            if side and side not in HOLDER_WORDS:
                counts[side] += 0
    return counts


def assign_classes(counts: Mapping[str, int]) -> dict[str, str]:
    """A colour class for each side that is counted, the commonest first, as the colours stay apart best in their order.

    >>> assign_classes({"blue": 9, "red": 1, "wolves": 2})
    {'blue': 's1', 'wolves': 's2', 'red': 's3'}
    """
    ordered = sorted(counts, key=lambda side: (-counts[side], side))
    return {side: f"s{number}" if number <= MOST_SIDES else "s0" for number, side in enumerate(ordered, 1)}


def _view_state(
    state: ControlState,
    classes: dict[str, str],
    axis: DayAxis,
    claims: dict[str, Claim],
    actors: dict[str, str],
    side_names: dict[str, str],
    spots: dict[str, Spot],
) -> StateView:
    first, last = words.parse_day(state.start), words.parse_day(state.end)
    x = axis.find_x(first) if first else axis.stretches[0].x
    end = axis.find_x(last) + (axis.scale if axis.covers(last) else 0) if last else axis.width
    holder = HOLDER_WORDS.get(state.holder) or words.say_side(state.holder, side_names)
    probability = state.probabilities.get(state.holder)
    notes = []
    if state.share:
        parts = (
            f"{words.say_side(side, side_names)} {round(100 * part)}%" for side, part in state.share.items()
        )
        notes.append("Shares as claimed: " + ", ".join(parts))
    if state.truce:
        notes.append("A truce was in force")
    if state.inferred_from:
        area = spots.get(state.inferred_from)
        notes.append(
            f"Inferred from claims about {area.label if area else state.inferred_from}, not about this place"
        )
    if state.known_at and state.known_at[:10] != state.start[:10]:
        notes.append(f"Known since {words.say_day(state.known_at)}")
    return StateView(
        interval=words.say_interval(state.start, state.end),
        start=state.start[:10],
        end=state.end[:10],
        series=state.series,
        holder=state.holder if state.holder in HOLDER_WORDS else classes[state.holder],
        holder_words=holder,
        with_actors=", ".join(actors.get(actor, words.say_code(actor)) for actor in state.holder_actors),
        confidence=say_confidence(probability) if state.holder != "unknown" else "",
        besieged_by=BY_WHOM
        if state.besieged_by == "unknown"
        else words.say_side(state.besieged_by, side_names),
        notes=tuple(notes),
        reasons=tuple(_view_reason(reason, claims.get(reason.claim)) for reason in state.reasons),
        x=round(x, 1),
        width=round(max(end - x, 2), 1),
    )


def say_confidence(probability: float | None) -> str:
    """How sure the model is, in words and per cent.

    >>> say_confidence(0.93), say_confidence(0.61), say_confidence(None)
    ('strong (93%)', 'weak (61%)', '')
    """
    if probability is None:
        return ""
    word = "strong" if probability >= 0.9 else "fair" if probability >= 0.75 else "weak"
    return f"{word} ({probability:.0%})"


def _view_reason(reason: Any, claim: Claim | None) -> ReasonView:
    return ReasonView(
        what=reason.what,
        quote=claim.quote if claim else "",
        language=claim.document.language if claim else "und",
        chain=list_chain(claim) if claim else (),
        document=claim.document.id if claim else "",
        against=reason.effect < 0,
        weight=f"{reason.weight:.2f}",
        claim=reason.claim,
    )


def _build_strip_axis(states: Sequence[ControlState]) -> DayAxis:
    """The days on which something changed; in the time left out between them nothing does."""
    known = [state for state in states if state.holder != "unknown"] or states
    days = [
        day for state in known for day in (words.parse_day(state.start), words.parse_day(state.end)) if day
    ]
    axis = build_axis([(day, day) for day in days] or [(date.min, date.min)], 0.0, STRIP_WIDTH, widest=40)
    return axis


def _list_days(states: Sequence[ControlState]) -> tuple[tuple[str, ...], int]:
    """The days on which a state begins or the last one ends, and which of them is shown first.

    That is the last day on which something became known: after it, there is only fading into unknown.
    """
    days = sorted({state.start[:10] for state in states} | {max(state.end[:10] for state in states)})
    told = [state.start[:10] for state in states if state.holder != "unknown"]
    return tuple(days), days.index(max(told)) if told else len(days) - 1


def _list_points(grouped: dict[str, list], spots: dict[str, Spot]) -> tuple[list[Point], list[str]]:
    points, unplaced = [], []
    for place_id, rows in grouped.items():
        state = rows[0][0]
        spot = spots.get(place_id)
        lat = state.lat if state.lat is not None or not spot else spot.lat
        lon = state.lon if state.lon is not None or not spot else spot.lon
        if lat is None or lon is None:
            unplaced.append(state.place)
        else:
            points.append(Point(place_id, _say_held(state, spots), lon, lat, MARK_RADIUS))
    return points, unplaced


def _say_held(state: ControlState, spots: dict[str, Spot]) -> str:
    """The name of a place, told apart from the place of the same name that contains it."""
    namesake = find_namesake(spots.get(state.place_id), spots)
    return f"{state.place} (within {namesake.label})" if namesake else state.place


def _find_on(place: PlaceView, day: str) -> StateView | None:
    states = place.as_known or place.retrospective
    return next((state for state in states if state.start <= day <= state.end), None)


def _pack_states(places: Sequence[PlaceView]) -> str:
    """The states as the script needs them, `<` escaped so that no name can close the element that holds
    them."""
    packed = {
        place.id: [
            (s.series, s.start, s.end, s.holder, s.holder_words, s.besieged_by, s.confidence)
            for s in place.states
        ]
        for place in places
    }
    return to_json(packed).decode().replace("<", "\\u003c")


def _list_legend(
    classes: dict[str, str], states: Sequence[ControlState], side_names: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    shown = count_holders(states)
    legend = [(colour, words.say_side(side, side_names)) for side, colour in classes.items() if side in shown]
    present = {state.holder for state in states}
    legend += [(key, label) for key, label in HOLDER_WORDS.items() if key in present]
    if any(state.besieged_by for state in states):
        legend.append(("besieged", "Besieged (ringed)"))
    return tuple(legend)
