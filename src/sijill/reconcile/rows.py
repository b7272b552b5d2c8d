"""Reconcile: what can be said of each number of an incident, with every figure that was given and by whom.

The rule-set `sijill`, one row for each incident × measure × whom it counts × scope:

1.  A copy, a repeat and a figure that its own source corrected are kept, and count for nothing.
2.  A figure that is denied, planned or supposed never counts; a subset is a row of its own, never added.
3.  `low` is the highest lower bound that two independent origins support, one of them no enemy of the
    victims. With one origin the row says what that origin says, and its status is `single_source`.
4.  `high` is the highest finite bound given; a side's count of its own losses is a floor, and gives none. Where a
    floor lies above it ("24 or more" beside "one"), there is no `high`.
5.  Where the range of one origin, as it was given, shares nothing with another's, the row is `disputed`;
    approximations compare at ±10%. That one's own losses are a floor and an enemy's a ceiling bears on `low`
    and `high` alone: it makes no agreement of two numbers that differ.
6.  `best` is the weighted median of three or more independent origins that give a number, else unknown.
Nothing is ever added to anything, and what nobody counts is unknown, not nought.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ..carriers import Carrier, take_carrier
from ..forks import split_evenly
from ..link import Lookup, Origins
from ..model import Claim, Document, Incident, Reconciled, replace
from .given import Given, group_figures, label_counted, list_figure, order_given, read_given
from .voices import Voice, drop_repeated, group_by_origin, hear_voice, say_range

RULE_SET = "sijill"
WORTH_A_PROCESS = 200_000  # claims in incidents: what takes some seconds
Told = tuple[str, list[Claim]]  # the id of an incident, and its claims
BEST_ORIGINS = 3
HALF_WEIGHT = 0.5  # of a party to the conflict and of a hedged figure, in the weighted median
INTERESTS = {"own_losses": ", its own losses: a floor", "enemy_losses": ", its enemy's losses: a ceiling"}


def reconcile_incidents(
    incidents: Iterable[Incident],
    claims: Iterable[Claim],
    documents: Iterable[Document],
    pack: Any,
    jobs: int | Carrier = 1,
) -> list[Reconciled]:
    """The rows of all incidents, in the order of their ids. `jobs` processes, or a carrier, share the work.

    >>> reconcile_incidents([], [], [], pack=None)
    []
    """
    by_id, carrier = {claim.id: claim for claim in claims}, take_carrier(jobs)
    origins = Origins(documents, Lookup(pack))
    origins.note_speakers(by_id.values())
    told = [
        (incident.id, [by_id[name] for name in incident.claims if name in by_id])
        for incident in sorted(incidents, key=lambda one: one.id)
    ]
    weights = [len(members) for _, members in told]
    stretches = split_evenly(weights, carrier.count_parts(sum(weights), WORTH_A_PROCESS))
    parts = [(told[stretch.start : stretch.stop], origins) for stretch in stretches if stretch]
    found = carrier.run(reconcile_told, parts, narrow_told, list[Reconciled])
    return [row for rows in found for row in rows]


def reconcile_told(told: Sequence[Told], origins: Origins) -> list[Reconciled]:
    """The rows of some incidents."""
    return [row for incident, members in told for row in reconcile_incident(incident, members, origins)]


def narrow_told(told: Sequence[Told], origins: Origins) -> tuple[Sequence[Told], Origins]:
    """The incidents with the origins of no other claims."""
    return told, origins.narrow(claim.document.id for _, members in told for claim in members)


def reconcile_incident(incident: str, claims: Sequence[Claim], origins: Origins) -> list[Reconciled]:
    """The rows of one incident."""
    told = [claim for claim in claims if claim.stance == "asserts"]
    denials = [claim for claim in claims if claim.stance == "denies" and claim.figures]
    given = [read_given(claim, figure, origins) for claim in told for figure in claim.figures]
    rows = []
    for key, figures in sorted(group_figures(given).items()):
        row = reconcile_row(incident, key, figures, origins.lookup)
        rows.append(note_denials(row, [claim for claim in denials if names_number(claim, row)]))
    return rows


def reconcile_row(incident: str, key: tuple, given: Sequence[Given], lookup: Lookup) -> Reconciled:
    """One row: the live figures weighed, all figures listed, each step in the trace."""
    measure, scope, _, subset, _ = key
    given = sorted(given, key=order_given)
    trace: list[str] = []
    live, dead = drop_repeated(given, trace)
    voices = [hear_voice(members) for members in group_by_origin(live)]
    trace += [tell_voice(voice) for voice in voices]
    low, high, status = weigh_voices(voices, trace)
    best = find_best(voices, trace)
    if subset:
        trace.append("a subset of another figure: never added to it")
    if scope[0] == "cumulative":
        trace.append("a total over a period: never added to the figures of single events")
    agree = [voice for voice in voices if fits_range(voice, low, high)]
    return Reconciled(
        incident=incident,
        measure=measure,
        who=label_counted(given, lookup, subset),
        low=low,
        high=high,
        best=best,
        status=status,
        figures=tuple(list_figure(one, one in dead) for one in given),
        supporting=tuple(sorted(name for voice in agree for name in voice.claims)),
        dissenting=tuple(sorted(name for voice in voices if voice not in agree for name in voice.claims)),
        rule_set=RULE_SET,
        scope=scope[0],
        trace=tuple(trace),
    )


def tell_voice(voice: Voice) -> str:
    """What an origin gives, and whether it counts its own losses or its enemy's."""
    return f"{voice.label} gives {say_range(voice.low, voice.high)}{INTERESTS.get(voice.interest or '', '')}"


def weigh_voices(voices: Sequence[Voice], trace: list[str]) -> tuple[float | None, float | None, str]:
    """`low`, `high` and the status of a row."""
    if len(voices) == 1:
        trace.append("one origin only: its own figure, uncorroborated")
        return voices[0].low, voices[0].high, "single_source"
    status = "disputed" if find_dispute(voices, trace) else "agreed"
    low = find_low(voices)
    highs = [voice.high for voice in voices if voice.high is not None and voice.interest != "own_losses"]
    high = max(highs, default=None)
    floors = [voice.low for voice in voices if voice.low is not None and voice.interest != "enemy_losses"]
    if high is not None and floors and high < max(floors):
        trace.append(f"no upper bound: {max(floors):,.10g} or more is given beside up to {high:,.10g}")
        high = None
    if low is not None:
        trace.append(f"low {low:,.10g}: the highest bound that two independent origins support")
    else:
        low = max(floors, default=None)
        if status == "agreed":
            status = "single_source"
        trace.append(
            "no lower bound has two independent origins" + (f"; {low:,.10g} has one" if floors else "")
        )
    if high is not None:
        trace.append(f"high {high:,.10g}: the highest finite bound given")
    return low, high, status


def find_low(voices: Sequence[Voice]) -> float | None:
    """The highest lower bound that two origins support, at least one of them no enemy of the victims."""
    for bound in sorted({voice.low for voice in voices if voice.low is not None}, reverse=True):
        behind = [voice for voice in voices if voice.low is not None and voice.low >= bound]
        if len(behind) >= 2 and any(voice.interest != "enemy_losses" for voice in behind):
            return bound
    return None


def find_dispute(voices: Sequence[Voice], trace: list[str]) -> bool:
    """Whether the range of one origin shares nothing with that of another."""
    found = False
    for number, one in enumerate(voices):
        for other in voices[number + 1 :]:
            if max(one.bounds[0], other.bounds[0]) > min(one.bounds[1], other.bounds[1]):
                found = True
                trace.append(
                    f"disputed: {one.label} ({say_range(one.low, one.high)}) "
                    f"and {other.label} ({say_range(other.low, other.high)}) share nothing"
                )
    return found


def find_best(voices: Sequence[Voice], trace: list[str]) -> float | None:
    """The weighted median of the numbers that three or more independent origins give."""
    points = []
    for voice in voices:
        if voice.low is not None and voice.high is not None:
            weight = (HALF_WEIGHT if voice.interest else 1.0) * (HALF_WEIGHT if voice.hedged else 1.0)
            points.append(((voice.low + voice.high) / 2, weight))
    if len(points) < BEST_ORIGINS:
        return None
    points.sort()
    half, passed = sum(weight for _, weight in points) / 2, 0.0
    for value, weight in points:
        passed += weight
        if passed >= half:
            trace.append(f"best {value:,.10g}: weighted median of {len(points)} independent origins")
            return value
    return None


def fits_range(voice: Voice, low: float | None, high: float | None) -> bool:
    """Whether an origin's range shares anything with the row's."""
    first, last = voice.bounds
    return max(first, low or 0.0) <= min(last, float("inf") if high is None else high)


def names_number(denial: Claim, row: Reconciled) -> bool:
    """Whether a denial names a number that this row holds."""
    numbers = {value for one in row.figures for value in (one.low, one.high) if value is not None}
    return any(
        figure.measure == row.measure and numbers & {figure.low, figure.high} for figure in denial.figures
    )


def note_denials(row: Reconciled, denials: Sequence[Claim]) -> Reconciled:
    """The row with the denials of its number among the dissent: a denied number is disputed."""
    if not denials:
        return row
    line = f"disputed: {len({claim.id for claim in denials})} denial(s) of this number"
    dissent = tuple(sorted({*row.dissenting, *(claim.id for claim in denials)}))
    return replace(row, status="disputed", dissenting=dissent, trace=(*row.trace, line))
