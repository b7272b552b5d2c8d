"""Airwars: minimum and maximum civilian harm, and five grades by who says so, who admits it and who is blamed."""

from collections.abc import Mapping, Sequence

from ...model import ActorRef
from ..hearing import FIGHTERS, Hearing, count_independent
from ..voices import Voice
from .ruling import Ruling, give_range, list_claims, says_nobody


def rule_airwars(hearing: Hearing, hearings: Sequence[Hearing], conventions: Mapping[str, float]) -> Ruling:
    """Minimum and maximum, no best, and the first of the grades that fits."""
    low, high = give_range(hearing, hearing.voices)
    alleging = [voice for voice in hearing.voices if not says_nobody(voice)]
    grade, why = grade_row(hearing, hearings, alleging, conventions)
    return Ruling(grade=grade, low=low, high=high, why=why)


def grade_row(
    hearing: Hearing, hearings: Sequence[Hearing], alleging: Sequence[Voice], conventions: Mapping[str, float]
) -> tuple[str, str]:
    """The grade and why, the strongest reason first."""
    needed = conventions["sources_needed"]
    if not alleging:
        return "discounted", "all who alleged harm now say that nobody was hurt"
    admitting = [voice for voice in alleging if admits_deed(voice, hearing)]
    if admitting:
        hearing.note("says that its own side did it", list_claims(admitting))
        return "confirmed", f"{admitting[0].label} speaks for the side that did it, and says so"
    fighters = find_fighters(hearing, hearings, alleging, needed)
    if fighters:
        hearing.note("count the same number as fighters", list_claims(fighters))
        return "discounted", "independent sources say that those counted were fighters"
    blamed = list_blamed(hearing, alleging)
    if len(blamed) > 1 and not set.intersection(*map(set, blamed.values())):
        for voice in (one for one in alleging if one.origin in blamed):
            names = sorted({ref.label or ref.name for ref in list_actors(voice, hearing) if ref.side})
            hearing.note(f"{voice.label} holds responsible: {' and '.join(names)}", voice.claims)
        return "contested", "sources hold different sides responsible"
    count = count_independent(alleging)
    if count >= needed:
        return "fair", f"{count} independent sources say so, and the side that did it has not admitted it"
    return "weak", "one independent source says so"


def admits_deed(voice: Voice, hearing: Hearing) -> bool:
    """Whether the voice speaks for a side and names that side as the doer, without a hedge."""
    return bool(voice.side) and not voice.hedged and voice.side in list_doers(voice, hearing)


def list_actors(voice: Voice, hearing: Hearing) -> list[ActorRef]:
    """Those whom the voice's claims name as the doers."""
    claims = [hearing.claims[name] for name in voice.claims if name in hearing.claims]
    return [ref for claim in claims for ref in claim.actors]


def list_doers(voice: Voice, hearing: Hearing) -> set[str]:
    """The sides of those whom the voice's claims name as the doers."""
    return {ref.side for ref in list_actors(voice, hearing) if ref.side}


def list_blamed(hearing: Hearing, alleging: Sequence[Voice]) -> dict[str, tuple[str, ...]]:
    """By origin, the sides that it holds responsible; an origin that names none is left out."""
    named = {voice.origin: tuple(sorted(list_doers(voice, hearing))) for voice in alleging}
    return {origin: sides for origin, sides in named.items() if sides}


def find_fighters(
    hearing: Hearing, hearings: Sequence[Hearing], alleging: Sequence[Voice], needed: float
) -> list[Voice]:
    """Enough independent voices that count the same number as fighters, against one that does not."""
    if count_independent(alleging) >= needed:
        return []
    others = [
        voice
        for other in hearings
        if other.people == FIGHTERS and other.row.measure == hearing.row.measure and other is not hearing
        if other.row.scope == hearing.row.scope
        for voice in other.voices
        if voice.interest is None and any(overlap(voice, mine) for mine in alleging)
    ]
    apart = {voice.origin for voice in alleging}
    others = [voice for voice in others if voice.origin not in apart]
    return others if count_independent(others) >= needed else []


def overlap(one: Voice, other: Voice) -> bool:
    """Whether both give a number and the two ranges share something."""
    if one.low is None or other.low is None:
        return False
    return max(one.bounds[0], other.bounds[0]) <= min(one.bounds[1], other.bounds[1])
