"""UCDP GED: a low, a best and a high estimate of deaths, by side, and how clear the event is."""

from collections.abc import Mapping, Sequence

from ..hearing import CIVILIANS, FIGHTERS, Hearing, find_floor, select_credible
from ..voices import Voice
from .ruling import Ruling, list_claims

COLUMNS = {
    CIVILIANS: "deaths of civilians (deaths_civilians)",
    FIGHTERS: "deaths of one side (deaths_a or deaths_b)",
}
UNKNOWN = "deaths of people whom nobody places (deaths_unknown)"


def rule_ucdp(hearing: Hearing, _: Sequence[Hearing], conventions: Mapping[str, float]) -> Ruling:
    """The three estimates; best is the lower number where no source is more reliable than another."""
    hearing.note(f"counted as {COLUMNS.get(hearing.people, UNKNOWN)}")
    low, best = estimate_low(hearing)
    high = estimate_high(hearing, best)
    if low is None and best is None and high is None:
        return Ruling(grade="no_estimate")
    if high == 0:
        return Ruling(grade="no_event", low=0.0, best=0.0, high=0.0)
    if hearing.incident.roll_up or hearing.row.scope == "cumulative":
        return Ruling(grade="aggregated", low=low, best=best, high=high)
    return Ruling(grade="clear", low=low, best=best, high=high)


def estimate_low(hearing: Hearing) -> tuple[float | None, float | None]:
    """The low and the best estimate; a side's admission of its own losses raises both."""
    chosen, why = select_credible(hearing)
    chosen = [voice for voice in chosen if voice.low is not None]
    if not chosen:
        hearing.note("no low and no best estimate: nobody without a stake in it gives a lowest number")
        return None, None
    best = min(voice.low for voice in chosen)
    hearing.note(f"best {best:,.10g}: the lower number of those {why}", list_behind(chosen, best))
    neutral = [voice for voice in hearing.voices if voice.low is not None and voice.interest is None]
    low = min([best, *(voice.low for voice in neutral)])
    hearing.note(f"low {low:,.10g}: the lowest number given", list_behind([*neutral, *chosen], low))
    floor, behind = find_floor(hearing.voices)
    if floor is not None and floor > low:
        low, best = floor, max(best, floor)
        hearing.note(f"low {low:,.10g} and best {best:,.10g}: the side itself admits {floor:,.10g}", behind)
    return low, best


def estimate_high(hearing: Hearing, best: float | None) -> float | None:
    """The highest number given, an enemy's count included and a side's own losses not; None where it is no more than
    a bound from below.
    """
    tops: list[tuple[float, Voice]] = [
        (voice.high if voice.high is not None else voice.low, voice)
        for voice in hearing.voices
        if voice.interest != "own_losses" and (voice.high is not None or voice.low is not None)
    ]
    high = max((value for value, _ in tops), default=None)
    if high is None or (best is not None and high < best):
        hearing.note("no high estimate: nobody gives a highest number")
        return None
    behind = [voice for value, voice in tops if value == high]
    enemies = all(voice.interest == "enemy_losses" for voice in behind)
    words = ", which only an enemy gives: a ceiling" if enemies else ""
    hearing.note(f"high {high:,.10g}: the highest number given{words}", list_claims(behind))
    return high


def list_behind(voices: Sequence[Voice], value: float) -> list[str]:
    return list_claims([voice for voice in voices if voice.low == value])
