"""The days of one place in one series, as arrays: who holds it, how likely, and what is said of each day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from .chain import Chain
from .signals import CONTESTED, DIVIDED, UNKNOWN, Signal

AS_KNOWN, RETROSPECTIVE = "as_known", "retrospective"
NOBODY, ABSENT = -1, -2  # codes of a holder: unknown, and of a day of which the track has nothing


@dataclass(frozen=True)
class Stretch:
    first: int
    last: int
    signals: tuple[Signal, ...]
    chain: Chain


@dataclass
class Track:
    """The days of one place in one series, in order, and the signals behind them.

    Holders are numbers of states. Sieges and shares are numbers in `words`, which all tracks of a run share.
    """

    place: str
    series: str
    stretches: list[Stretch] = field(default_factory=list)  # without long silence
    days: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    rows: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    holder: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int16))
    besieger: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int16))
    share: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int16))
    truce: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    derived: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))  # from the places inside it
    told: np.ndarray = field(
        default_factory=lambda: np.zeros(0, bool)
    )  # something is said, or learnt, of that day
    news: np.ndarray = field(
        default_factory=lambda: np.zeros(0, bool)
    )  # a claim of who is there became known
    claimed: np.ndarray = field(
        default_factory=lambda: np.zeros(0, bool)
    )  # some claim says in whose hands it is

    def find_stretch(self, day: int) -> Stretch | None:
        return next((one for one in self.stretches if one.first <= day <= one.last), None)

    def find_day(self, day: int) -> int | None:
        """The number of a day in the arrays."""
        at = int(np.searchsorted(self.days, day))
        return at if at < len(self.days) and self.days[at] == day else None

    def key_days(self) -> np.ndarray:
        """Numbers that are equal on two days where a state would be."""
        return np.stack([self.holder, self.besieger, self.truce, self.share, self.derived], axis=1)


ARRAYS = tuple(one.name for one in fields(Track))[3:]


def join_tracks(tracks: Sequence[Track]) -> Track:
    """The tracks of stretches of one place and series as one."""
    first = tracks[0]
    if len(tracks) == 1:
        return first
    arrays = {name: np.concatenate([getattr(one, name) for one in tracks]) for name in ARRAYS}
    return Track(first.place, first.series, [s for one in tracks for s in one.stretches], **arrays)


class Words:
    """Besiegers and shares by number; 0 is none."""

    def __init__(self) -> None:
        self.words: list = [None]
        self._numbers: dict = {None: 0}

    def number(self, word) -> int:
        if word not in self._numbers:
            self._numbers[word] = len(self.words)
            self.words.append(word)
        return self._numbers[word]


def name_holder(code: int, chain: Chain) -> str:
    return UNKNOWN if code < 0 else chain.states[code]


def are_both_shared(codes: Iterable[int], chain: Chain) -> bool:
    """Whether the states are only fought over and divided."""
    return set(codes) <= {chain.index[CONTESTED], chain.index[DIVIDED]}
