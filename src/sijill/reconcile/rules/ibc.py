"""Iraq Body Count: the lowest and highest number given; two independent sources, or the entry is provisional."""

from collections.abc import Mapping, Sequence

from ..hearing import Hearing, count_independent
from .ruling import Ruling, give_range, says_nobody


def rule_ibc(hearing: Hearing, _: Sequence[Hearing], conventions: Mapping[str, float]) -> Ruling:
    """Minimum and maximum, no best; `two_sources` where that many independent sources give a number."""
    low, high = give_range(hearing, hearing.voices)
    numbered = [voice for voice in hearing.voices if voice.low is not None or voice.high is not None]
    counting = [voice for voice in numbered if not says_nobody(voice)] or numbered
    count = count_independent(counting)
    if count >= conventions["sources_needed"]:
        return Ruling(
            grade="two_sources", low=low, high=high, why=f"{count} independent sources give a number"
        )
    why = "one independent source gives a number" if count else "no source gives a number"
    return Ruling(grade="provisional", low=low, high=high, why=why)
