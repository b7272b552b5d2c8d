"""Tracks as states: intervals of days on which the answer is the same, each with the claims behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..link.days import iso
from ..model import ControlReason, ControlState
from .chain import Chain
from .places import Ground
from .reasons import Explainer
from .signals import CONTESTED, DIVIDED, Signal
from .tracks import NOBODY, RETROSPECTIVE, Stretch, Track, Words, name_holder

UNSIDED = frozenset({CONTESTED, DIVIDED})
UNKNOWN_LASTS = 30  # days for which claims that leave it open are shown to do so


@dataclass(frozen=True)
class Writer:
    """What all states of a record are written with."""

    ground: Ground
    explainer: Explainer
    words: Words
    on: int | None = None  # the only day asked for
    indexed: dict[int, dict[str, list[Signal]]] = field(default_factory=dict)  # signals by stretch and claim

    @property
    def chain(self) -> Chain:
        return self.explainer.chain

    def write_states(self, track: Track, children: Sequence[Track]) -> list[ControlState]:
        """The days of a track as intervals with reasons; unknown days only between known ones."""
        runs = list_runs(track)
        if self.on is not None:
            at = track.find_day(self.on)
            runs = [(at, at)] if at is not None else []
        states = [self.write_state(track, run, children) for run in runs]
        self.explainer.forget()
        self.indexed.clear()
        return states

    def write_state(self, track: Track, run: tuple[int, int], children: Sequence[Track]) -> ControlState:
        """One interval, with the mean of its days' chances, and the reasons of its first day.

        In hindsight the reasons are of the last day that is spoken of: all that is said within the interval is weighed.
        """
        first, last = run
        holder = name_holder(track.holder[first], self.chain)
        shown = first
        if track.series == RETROSPECTIVE:
            told = np.flatnonzero(track.told[first : last + 1])
            shown = first + int(told[-1]) if len(told) else first
        day, days = int(track.days[shown]), (int(track.days[first]), int(track.days[last]))
        reasons = self.explain(track, shown, holder, children)
        behind = {one.claim for one in reasons if one.effect > 0}
        stretch = track.find_stretch(day)
        mine = self._list_behind([stretch] if stretch else [], behind)
        mine += self._list_behind([inner for child in children for inner in child.stretches], behind)
        suggested = holder not in UNSIDED and bool(reasons) and not behind
        if suggested and not is_left((track, *children), holder, days):
            # what went before and after suggests a side, and no claim says so
            holder = name_holder(NOBODY, self.chain)
        areas = sorted({one.inferred_from for one in mine if one.inferred_from})
        spot = self.ground.spots[track.place]
        return ControlState(
            place_id=spot.key,
            place=spot.label,
            start=iso(int(track.days[first])),
            end=iso(int(track.days[last])),
            series=track.series,
            holder=holder,
            probabilities=name_chances(track.rows[first : last + 1].mean(axis=0), holder, self.chain),
            holder_actors=tuple(
                sorted({name for one in mine for name, side in one.actors if side == holder})
            ),
            besieged_by=self.words.words[track.besieger[shown]],
            truce=bool(track.truce[shown]),
            share=dict(self.words.words[track.share[shown]] or ()),
            reasons=reasons,
            known_at=iso(max(one.known for one in mine)) if mine else None,
            inferred_from=areas[0] if areas and all(one.inferred_from for one in mine) else None,
            lat=spot.lat,
            lon=spot.lon,
        )

    def _list_behind(self, stretches: Sequence[Stretch], behind: set[str]) -> list[Signal]:
        """The signals of some stretches that come from some claims."""
        return [
            signal
            for stretch in stretches
            for name in behind & self._index(stretch).keys()
            for signal in self._index(stretch)[name]
        ]

    def _index(self, stretch: Stretch) -> dict[str, list[Signal]]:
        """The signals of a stretch by their claims."""
        found = self.indexed.get(id(stretch))
        if found is None:
            found = self.indexed[id(stretch)] = {}
            for one in stretch.signals:
                found.setdefault(one.claim, []).append(one)
        return found

    def explain(
        self, track: Track, shown: int, holder: str, children: Sequence[Track]
    ) -> tuple[ControlReason, ...]:
        """The reasons of one day; where a state is derived from the places inside, those of theirs."""
        day = int(track.days[shown])
        stretch = track.find_stretch(day)
        if not track.derived[shown]:
            return (
                self.explainer.explain_day(stretch, day, holder, track.series) if stretch is not None else ()
            )
        reasons: tuple[ControlReason, ...] = ()
        for child in children:
            at, inner = child.find_day(day), child.find_stretch(day)
            if at is not None and inner is not None and child.holder[at] != NOBODY and not child.derived[at]:
                named = name_holder(child.holder[at], self.chain)
                reasons += self.explainer.explain_day(inner, day, named, child.series)[:2]
        return reasons


def is_left(tracks: Sequence[Track], side: str, days: tuple[int, int]) -> bool:
    """Whether a claim tells how the side lost the place in these days or on the day after them: so it had it."""
    signals = (one for track in tracks for stretch in track.stretches for one in stretch.signals)
    return any(
        one.move is not None
        and one.move.leave == side
        and one.days.first <= days[1] + 1
        and one.days.last >= days[0]
        for one in signals
    )


def list_runs(track: Track) -> list[tuple[int, int]]:
    """The intervals of equal days, without the unknown ones before and after the first and last that are spoken of.

    Unknown is the answer where claims of the place gainsay each other or are too weak; it is given with them.
    """
    known = (track.holder != NOBODY) | (track.besieger > 0) | track.truce | (track.claimed & track.told)
    numbers = np.flatnonzero(known)
    if not len(numbers):
        return []
    keys = track.key_days()
    change = (np.diff(track.days) > 1) | (keys[1:] != keys[:-1]).any(axis=1)
    first, end = int(numbers[0]), int(numbers[-1])
    if track.holder[end] == NOBODY:
        changes = np.flatnonzero(change[end : end + UNKNOWN_LASTS])
        end = min(end + (int(changes[0]) if len(changes) else UNKNOWN_LASTS), len(track.days) - 1)
    if track.series != RETROSPECTIVE:  # there, each day stands on the claims known by then
        change |= track.news[1:]
    starts = [first, *(first + 1 + np.flatnonzero(change[first:end])).tolist()]
    return list(zip(starts, [*(start - 1 for start in starts[1:]), end], strict=True))


def name_chances(chances: np.ndarray, holder: str, chain: Chain) -> dict[str, float]:
    """The chances by state; those of fought over and of divided are one where either is the answer."""
    named = dict(zip(chain.states, (round(float(one), 4) for one in chances), strict=True))
    if holder in (CONTESTED, DIVIDED):
        other = DIVIDED if holder == CONTESTED else CONTESTED
        named |= {holder: round(named[CONTESTED] + named[DIVIDED], 4), other: 0.0}
    return named
