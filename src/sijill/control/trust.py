"""How far each kind of voice is to be trusted, learned from how often the rest of the record bears it out.

A kind of voice is a side on its own gains, a side on its own losses, or nobody's voice, with what it says: taken, held, beaten
back, left. Where a record holds too few such claims to tell, the weights stay what the rule of interest makes them. What is
learned rests on all claims, so it is used in hindsight only.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from .calendar import Calendar
from .chain import Chain
from .series import keep_independent, split_stretches
from .signals import CLASH, CONTESTED, DIVIDED, FIGHTING, STRIKES, Signal
from .tracks import Stretch

ENOUGH = 60  # claims of a kind of voice, below which nothing is learned of it
PRIOR = 0.9  # how often a voice is taken to be right before anything is known, and …
STRENGTH = 30  # … how many claims that counts
GUESS = 0.4  # how often a claim would be right by chance
LEAST, MOST = 0.3, 1.1  # bounds of what weights are multiplied by
ROUNDS = 2
SETTLES = 14  # days after which a change is looked for in what others say
FIGHTS, DENIES = ("fights", ""), "denies"
FOUGHT_OVER = 0.1  # of all days of places spoken of, those fought over
MOST_FIGHTS = 1.4
SAMPLE = 15_000  # claims to learn from

Group = tuple[str, str]
Places = Mapping[str, Sequence[Signal]]


def learn_trust(by_place: Places, chain: Chain) -> dict[Group, float]:
    """What the weights of each kind of voice are multiplied by; kinds that are too rare are left out."""
    by_place = sample_places(by_place)
    if count_groups(by_place) < ENOUGH:
        return {}
    factors: dict[Group, float] = {}
    for _ in range(ROUNDS):
        borne: dict[Group, list[float]] = {}
        for signals in trust_signals(by_place, factors).values():
            for stretch in split_stretches(keep_independent(signals), chain):
                weigh_stretch(stretch, borne)
        factors = {
            group: rate_group(found, group[1] == DENIES)
            for group, found in borne.items()
            if len(found) >= ENOUGH
        }
        if FIGHTS in factors:
            factors[FIGHTS] = rate_fights(borne[FIGHTS])
    return factors


def sample_places(by_place: Places) -> Places:
    """Every so manieth place, where there are more claims than learning needs."""
    step = 1 + sum(map(len, by_place.values())) // SAMPLE
    return {place: by_place[place] for place in sorted(by_place)[::step]}


def count_groups(by_place: Places) -> int:
    """The size of the largest group."""
    counts: dict[Group, int] = {}
    for signals in by_place.values():
        for one in signals:
            if group := name_group(one):
                counts[group] = counts.get(group, 0) + 1
    return max(counts.values(), default=0)


def name_group(signal: Signal) -> Group | None:
    """The kind of voice of a claim that says, or denies, who holds a place; None for others."""
    own = {state for state, value in signal.odds if value > 0}
    kind = signal.predicate.partition(":")[0].strip()
    if kind in FIGHTING or kind in STRIKES:  # who is fired on is only let be seen
        return FIGHTS if kind == "clash" else None
    if signal.denies:
        return signal.side or "nobody's", DENIES
    if not own or own & {CONTESTED, DIVIDED}:
        return None
    voice = "nobody's" if not signal.side else f"{signal.side} {'gains' if signal.side in own else 'losses'}"
    return voice, kind + (" taken" if signal.is_event else "")


def weigh_stretch(stretch: Stretch, borne: dict[Group, list[float]]) -> None:
    """Adds, for each claim of a stretch, how likely what it says is by all other claims."""
    calendar = Calendar(stretch.chain, stretch.first, stretch.last, stretch.signals)
    calendar.run_forward(calendar.count - 1)
    calendar.run_backward()
    for signal in stretch.signals:
        group = name_group(signal)
        if group is None or len(stretch.signals) < 2:
            continue
        settled = signal.days.last + (
            SETTLES if signal.is_event else 0
        )  # a change is borne out by what comes after it
        number = min(calendar.count - 1, settled - stretch.first)
        row = calendar.rerun_forward(max(0, signal.days.first - stretch.first - 1), number, signal)
        row = row * calendar.find_backward(number, None)
        borne.setdefault(group, []).append(read_borne(signal, group, row / row.sum(), stretch.chain))


def read_borne(signal: Signal, group: Group, row: np.ndarray, chain: Chain) -> float:
    """How likely what a claim says is, by the chances that all other claims give."""
    if signal.denies:
        return 1.0 - float(row[[chain.index[state] for state, _ in signal.odds]].sum())
    own = [chain.index[state] for state, value in signal.odds if value > 0]
    return float(row[[chain.index[CONTESTED]] if group == FIGHTS else own].sum())


def rate_group(borne: Sequence[float], denies: bool = False) -> float:
    """What the weights of a kind of voice are multiplied by, from how likely each of its claims is by the others.

    A denial is right by chance more often than a claim: the place may be anybody else's.

    >>> rate_group([0.9] * 100) > 0.9 > 0.5 > rate_group([0.4] * 100)
    True
    >>> rate_group([0.7] * 100, denies=True) < rate_group([0.7] * 100)
    True
    """
    guess = 1 - GUESS if denies else GUESS
    right = (float(np.sum(borne)) + PRIOR * STRENGTH) / (len(borne) + STRENGTH)
    return min(MOST, max(LEAST, measure_lift(right, guess) / measure_lift(PRIOR, guess)))


def rate_fights(borne: Sequence[float]) -> float:
    """What the odds that fighting gives for a place being fought over are multiplied by, in this record."""
    right = min(0.95, max(0.05, float(np.mean(borne))))
    lift = math.log(right / (1 - right)) + math.log((1 - FOUGHT_OVER) / FOUGHT_OVER)
    return min(MOST_FIGHTS, max(1.0, lift / CLASH))


def measure_lift(right: float, guess: float) -> float:
    """The log-odds by which being right so often is better than a guess."""
    return math.log(right / (1 - right)) - math.log(guess / (1 - guess))


def trust_signals(by_place: Places, factors: Mapping[Group, float]) -> dict[str, list[Signal]]:
    """The signals with the weights that are learned."""
    return {place: [trust_signal(one, factors) for one in signals] for place, signals in by_place.items()}


def trust_signal(signal: Signal, factors: Mapping[Group, float]) -> Signal:
    group = name_group(signal)
    factor = factors.get(group or ("", ""))
    if factor is not None and group == FIGHTS:
        odds = tuple((state, value * factor if state == CONTESTED else value) for state, value in signal.odds)
        return replace(signal, odds=odds)
    return signal if factor is None else replace(signal, weight=max(0.01, round(signal.weight * factor, 4)))
