"""Control: who held each place on each day, in two series, with the claims that say so.

Each place is a hidden Markov model over days whose states are the sides, `contested` and `divided`; `unknown` is an
answer, given where the evidence has faded or no state is likely enough. Nothing is inferred for a place that no
claim names, nor from plans, suppositions or undated claims.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ..carriers import Carrier, take_carrier
from ..collector import rest_collector
from ..errors import SijillError
from ..forks import split_evenly
from ..link import Lookup, Origins
from ..model import Claim, ControlState, Document
from ..model import replace as replace_field
from .chain import Chain
from .earlier import date_denials, date_earlier
from .neighbours import find_neighbours, hear_neighbours
from .parents import derive_parent
from .places import Ground, reaches_inside, read_plain_words
from .reasons import Explainer
from .series import Spans, read_tracks, run_place
from .signals import (
    BASE_WEIGHT,
    EITHER,
    TAKEN,
    TOP_WEIGHT,
    Move,
    Signal,
    read_signals,
)
from .tracks import AS_KNOWN, RETROSPECTIVE, Track, Words
from .trust import learn_trust, trust_signals
from .writing import Writer

__all__ = ["compute_control"]

OTHER = "another side"  # a holder that no claim names: never given as an answer, only left possible
WORTH_A_PROCESS = 20_000  # signals in stretches: what takes some seconds
FEWEST_SIDES = 3  # so that one hedged claim in a small record does not make a holder
AREA_WEIGHT = 0.5
ROUNDS = 2  # in which neighbours are heard: in the second, what they themselves have heard
WHOLE_AREA_WEIGHT = 0.9  # "all over X" overrides what was known of the places in X


def compute_control(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    pack: Any,
    gazetteer: Any,
    on: str | None = None,
    jobs: int | Carrier = 1,
) -> list[ControlState]:
    """The states of all places that claims of control name, as intervals of days, in both series.

    `as_known` rests on what was published up to each day, `retrospective` on everything. With `on` (an ISO date)
    only the states of that day are given. Claims that a person rejected must be left out by the caller. `jobs` processes,
    or a carrier, share the work.

    >>> compute_control([], [], pack=None, gazetteer=None)
    []
    """
    with rest_collector():
        return tell_all(claims, documents, (pack, gazetteer), read_on(on), jobs)


def tell_all(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    known: tuple[Any, Any],
    day: int | None,
    jobs: int | Carrier = 1,
) -> list[ControlState]:
    """The states of all places, `known` being the pack and the gazetteer."""
    pack, gazetteer = known
    by_id = {claim.id: claim for claim in claims}
    lookup = Lookup(pack)
    claims = date_denials(date_earlier([by_id[name] for name in sorted(by_id)], lookup))
    origins = Origins(documents, lookup)
    ground = Ground(gazetteer, read_plain_words(pack))
    ground.note_places(claims)
    signals = [
        replace(one, origin=origins.find_origin(by_id[claim.repeats])) if claim.repeats in by_id else one
        for claim in claims
        for one in list_signals(claim, ground, origins)
    ]
    chain = Chain(list_sides(signals))
    denied = {claim.about for claim in claims if claim.stance == "denies" and claim.about}
    by_place: dict[str, list[Signal]] = {}
    for signal in signals:
        signal = replace(signal, truce=False) if signal.truce and signal.claim in denied else signal
        by_place.setdefault(signal.place, []).append(signal)
    words = Words()
    trusted = trust_signals(by_place, learn_trust(by_place, chain))
    carrier = take_carrier(jobs)
    spans = run_places(by_place, trusted, chain, carrier)
    near = find_neighbours({place: ground.spots[place] for place in spans}, ground.list_around(spans))
    heard = spans
    for _ in range(ROUNDS):
        heard = {
            place: {
                series: hear_neighbours(
                    own, [(heard[one][series], by) for one, by in near.get(place, ())], chain.sides
                )
                for series, own in found.items()
            }
            for place, found in spans.items()
        }
    tracks = {place: read_tracks(place, found, chain, words) for place, found in heard.items()}
    tracks = derive_parents(tracks, ground, chain)
    writer = Writer(ground, Explainer(chain), words, day)
    return write_places(tracks, writer, carrier)


def run_places(
    by_place: Mapping[str, list[Signal]], trusted: Mapping[str, list[Signal]], chain: Chain, carrier: Carrier
) -> dict[str, dict[str, Spans]]:
    """Each day's chances of all places, by series; the signals are given as they weigh at first, and in hindsight."""
    told = [(place, (found, trusted[place])) for place, found in sorted(by_place.items())]
    weights = [1 + len(pair[0]) for _, pair in told]
    stretches = split_evenly(weights, carrier.count_parts(sum(weights), WORTH_A_PROCESS))
    parts = [(told[stretch.start : stretch.stop], chain) for stretch in stretches if stretch]
    return {
        place: spans
        for found in carrier.run(run_some, parts, lambda told, chain: (told, chain))
        for place, spans in found
    }


def run_some(
    told: Sequence[tuple[str, tuple[list[Signal], list[Signal]]]], chain: Chain
) -> list[tuple[str, dict[str, Spans]]]:
    """The chances of some places."""
    return [(place, run_place(pair, chain)) for place, pair in told]


def write_places(tracks: Mapping[str, list[Track]], writer: Writer, carrier: Carrier) -> list[ControlState]:
    """The states of all places, each told with the tracks of those directly inside it."""
    inside = group_inside(tracks, writer.ground)
    told = [
        (track, inside.get((place, track.series), []))
        for place, pair in sorted(tracks.items())
        for track in pair
    ]
    weights = [1 + sum(len(one.signals) for one in track.stretches) for track, _ in told]
    stretches = split_evenly(weights, carrier.count_parts(sum(weights), WORTH_A_PROCESS))
    parts = [(told[stretch.start : stretch.stop], writer) for stretch in stretches if stretch]
    found = carrier.run(write_some, parts, narrow_told, list[ControlState])
    return [state for states in found for state in states]


def write_some(told: Sequence[tuple[Track, list[Track]]], writer: Writer) -> list[ControlState]:
    """The states of some tracks, each given with those of the places inside it."""
    found: list[ControlState] = []
    for track, children in told:
        found += writer.write_states(track, children)
        writer.explainer.forget()
    return found


def narrow_told(
    told: Sequence[tuple[Track, list[Track]]], writer: Writer
) -> tuple[Sequence[tuple[Track, list[Track]]], Writer]:
    """The tracks with a writer that knows no other places."""
    ground = Ground(None)
    ground.spots = {track.place: writer.ground.spots[track.place] for track, _ in told}
    return told, replace(writer, ground=ground)


def read_on(on: str | None) -> int | None:
    if on is None:
        return None
    try:
        return date.fromisoformat(on).toordinal()
    except ValueError:
        raise SijillError(f"not a date: {on}", remedy="write it as 2018-04-21") from None


def list_signals(claim: Claim, ground: Ground, origins: Origins) -> list[Signal]:
    """The signals of a claim: for its places, and at less weight for the places inside an area."""
    spots = ground.find_spots(claim)
    if claim.extent == "part" and spots and not any(spot.known for spot in spots):
        claim = replace_field(
            claim, extent=None
        )  # "several towns south of X" are the place, and are meant wholly
    keys = [spot.key for spot in spots]
    if claim.extent == "part" and len(keys) > 1:  # "parts of X as well as Y": of Y too, or all of it?
        either = replace_field(claim, extent=EITHER)
        return read_signals(claim, keys[:1], origins) + read_signals(either, keys[1:], origins)
    signals = read_signals(claim, keys, origins)
    if not reaches_inside(claim):
        return signals
    whole = claim.extent == "whole"
    found = list(signals)
    for signal in signals:
        if ground.is_too_wide(signal.place) and not whole:
            continue
        for inside in ground.list_inside(signal.place):
            weight = signal.weight * (WHOLE_AREA_WEIGHT / BASE_WEIGHT if whole else AREA_WEIGHT)
            move = signal.move
            if whole and claim.kind in ("capture", "held") and len(signal.actors) and signal.odds:
                side = max(signal.odds, key=lambda pair: pair[1])[0]
                move = Move(((side, 1.0),), TAKEN, phase=3)
            found.append(
                replace(
                    signal,
                    place=inside,
                    weight=round(min(weight, TOP_WEIGHT), 4),
                    move=move,
                    share=None,
                    inferred_from=signal.place,
                    what=f"{signal.what} (said of {ground.spots[signal.place].label})",
                )
            )
    return found


def list_sides(signals: Sequence[Signal]) -> list[str]:
    """The sides that some claim of the record speaks of, and at least one more for any that none does.

    A pack knows sides of other years and fronts; each of them as a state would thin out what the claims say.
    """
    named = {state for one in signals for state, _ in (*one.odds, *one.before)}
    named |= {state for one in signals if one.move for state, _ in one.move.to}
    named |= {one.move.leave for one in signals if one.move and one.move.leave}
    named -= {"contested", "divided"}
    unnamed = max(1, FEWEST_SIDES - len(named))
    return sorted(named | {f"{OTHER} {number}" for number in range(1, unnamed + 1)})


def derive_parents(tracks: dict[str, list[Track]], ground: Ground, chain: Chain) -> dict[str, list[Track]]:
    """The tracks with those of places that hold others derived from theirs, the innermost first."""
    parents: dict[str, set[str]] = {}
    for place in tracks:
        line = ground.list_parents(place)
        if line and not ground.is_too_wide(line[0]):
            parents.setdefault(line[0], set()).add(place)
    result = dict(tracks)
    for parent in sorted(parents, key=lambda name: (-len(ground.list_parents(name)), name)):
        if parent not in ground.spots:
            continue  # an area that no claim names is not drawn
        own = result.get(parent) or [Track(parent, AS_KNOWN), Track(parent, RETROSPECTIVE)]
        total = ground.count_children(parent)
        result[parent] = [
            derive_parent(mine, [result[child][number] for child in sorted(parents[parent])], total, chain)
            for number, mine in enumerate(own)
        ]
    return result


def group_inside(tracks: Mapping[str, list[Track]], ground: Ground) -> dict[tuple[str, str], list[Track]]:
    """The tracks of the places directly inside each place, by place and series."""
    inside: dict[tuple[str, str], list[Track]] = {}
    for place in sorted(tracks):
        for around in ground.list_parents(place)[:1]:
            for track in tracks[place]:
                inside.setdefault((around, track.series), []).append(track)
    return inside
