"""Control: who held each place on each day, in two series, with the claims that say so.

Each place is a hidden Markov model over days whose states are the sides, `contested` and `divided`; `unknown` is an
answer, given where the evidence has faded or no state is likely enough. Nothing is inferred for a place that no
claim names, nor from plans, suppositions or undated claims.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from ..carriers import Carrier, Processes, take_carrier
from ..collector import rest_collector
from ..errors import SijillError
from ..link import Lookup, Origins
from ..model import Claim, ControlState, Document
from ..model import replace as replace_field
from .bundles import pack_bundles, tie_places
from .chain import Chain
from .earlier import date_denials, date_earlier
from .neighbours import find_neighbours
from .places import Ground, reaches_inside, read_plain_words
from .signals import (
    BASE_WEIGHT,
    EITHER,
    TAKEN,
    TOP_WEIGHT,
    Move,
    Signal,
    read_signals,
)
from .telling import WORTH_A_PROCESS, Telling
from .trust import learn_trust

__all__ = ["compute_control"]

OTHER = "another side"  # a holder that no claim names: never given as an answer, only left possible
FEWEST_SIDES = 3  # so that one hedged claim in a small record does not make a holder
AREA_WEIGHT = 0.5
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
    factors = learn_trust(by_place, chain)
    near = find_neighbours(
        {place: ground.spots[place] for place in sorted(by_place)}, ground.list_around(by_place)
    )
    weights = {place: len(found) for place, found in by_place.items()}
    carrier = take_carrier(jobs)
    apart = (
        carrier.count_parts(sum(weights.values()), WORTH_A_PROCESS) if isinstance(carrier, Processes) else 1
    )
    bundles = pack_bundles(tie_places(by_place, near, ground), weights, apart)
    inner = carrier if len(bundles) == 1 else Processes()

    def tell_bundle(places: Sequence[str]) -> list[ControlState]:
        own = {place: by_place[place] for place in places}
        return Telling(own, by_place, (factors, chain), ground, inner).write(near, day)

    if len(bundles) == 1:
        return tell_bundle(bundles[0])
    told = carrier.run(tell_bundle, [(places,) for places in bundles], lambda *part: part, list[ControlState])
    return sorted((state for states in told for state in states), key=lambda state: state.place_id)


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
