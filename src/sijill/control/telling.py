"""The places of a record, or some that bear on no others, from their signals to their states."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..carriers import Carrier
from ..forks import split_evenly
from ..model import ControlState
from .chain import Chain
from .neighbours import hear_neighbours
from .parents import derive_parent
from .places import Ground
from .reasons import Explainer
from .series import Spans, keep_independent, read_tracks, run_place, split_stretches
from .signals import Signal
from .tracks import AS_KNOWN, RETROSPECTIVE, Track, Words
from .trust import Group, trust_signals
from .writing import Writer

WORTH_A_PROCESS = 10_000  # signals: what takes some seconds
ROUNDS = 2  # in which neighbours are heard: in the second, what they themselves have heard


class Telling:
    """Some places with all that bears on them: their signals, neighbours, parts, and what they are parts of."""

    def __init__(
        self,
        by_place: Mapping[str, Sequence[Signal]],
        all_places: Mapping[str, Sequence[Signal]],
        model: tuple[Mapping[Group, float], Chain],
        ground: Ground,
        carrier: Carrier,
    ):
        self.factors, self.chain = model
        self.ground, self.all_places, self.carrier = ground, all_places, carrier
        self.spans = run_places(by_place, trust_signals(by_place, self.factors), self.chain, carrier)

    def write(self, near: Mapping[str, Sequence[tuple[str, float]]], day: int | None) -> list[ControlState]:
        """The states of all places by their ids; those of one day where one is asked for."""
        heard = self.spans
        for _ in range(ROUNDS):
            heard = {
                place: {
                    series: hear_neighbours(
                        own, [(heard[one][series], by) for one, by in near.get(place, ())], self.chain.sides
                    )
                    for series, own in found.items()
                }
                for place, found in self.spans.items()
            }
        words = Words()
        tracks = {place: read_tracks(place, found, self.chain, words) for place, found in heard.items()}
        del heard
        self.spans = {}
        tracks = derive_parents(tracks, self.ground, self.chain)
        inside = group_inside(tracks, self.ground)
        inside |= self._list_apart(tracks)
        writer = Writer(self.ground, Explainer(self.chain), words, day)
        told = [
            (track, inside.get((place, track.series), []))
            for place, pair in sorted(tracks.items())
            for track in pair
        ]
        weights = [1 + sum(len(one.signals) for one in track.stretches) for track, _ in told]
        stretches = split_evenly(weights, self.carrier.count_parts(sum(weights), WORTH_A_PROCESS))
        parts = [(told[stretch.start : stretch.stop], writer) for stretch in stretches if stretch]
        found = self.carrier.run(write_some, parts, narrow_told, list[ControlState])
        return [state for states in found for state in states]

    def _list_apart(self, tracks: Mapping[str, Sequence[Track]]) -> dict[tuple[str, str], list[Track]]:
        """For places too wide to be tied to what they hold, the signals of the places directly inside, by place and series."""
        found: dict[tuple[str, str], list[Track]] = {}
        for place in sorted(self.all_places):
            line = self.ground.list_parents(place)
            if line and line[0] in tracks and self.ground.is_too_wide(line[0]):
                signals = self.all_places[place]
                trusted = trust_signals({place: signals}, self.factors)[place]
                for series, told in ((AS_KNOWN, signals), (RETROSPECTIVE, trusted)):
                    stretches = split_stretches(keep_independent(told), self.chain)
                    found.setdefault((line[0], series), []).append(Track(place, series, stretches))
        return found


def run_places(
    by_place: Mapping[str, Sequence[Signal]],
    trusted: Mapping[str, Sequence[Signal]],
    chain: Chain,
    carrier: Carrier,
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
    told: Sequence[tuple[str, tuple[Sequence[Signal], Sequence[Signal]]]], chain: Chain
) -> list[tuple[str, dict[str, Spans]]]:
    """The chances of some places."""
    return [(place, run_place(pair, chain)) for place, pair in told]


def write_some(told: Sequence[tuple[Track, list[Track]]], writer: Writer) -> list[ControlState]:
    """The states of some tracks, each given with those of the places inside it."""
    found: list[ControlState] = []
    for track, children in told:
        found += writer.write_states(track, children)
    return found


def narrow_told(
    told: Sequence[tuple[Track, list[Track]]], writer: Writer
) -> tuple[Sequence[tuple[Track, list[Track]]], Writer]:
    """The tracks with a writer that knows no other places."""
    ground = Ground(None)
    ground.spots = {track.place: writer.ground.spots[track.place] for track, _ in told}
    return told, replace(writer, ground=ground)


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


def group_inside(tracks: dict[str, list[Track]], ground: Ground) -> dict[tuple[str, str], list[Track]]:
    """The tracks of the places directly inside each place, by place and series."""
    inside: dict[tuple[str, str], list[Track]] = {}
    for place in sorted(tracks):
        for around in ground.list_parents(place)[:1]:
            for track in tracks[place]:
                inside.setdefault((around, track.series), []).append(track)
    return inside
