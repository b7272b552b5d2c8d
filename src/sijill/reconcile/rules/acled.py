"""ACLED: one number of deaths an event, the most conservative one that a credible source gives."""

from collections.abc import Mapping, Sequence

from ..hearing import Hearing, find_floor, select_credible
from ..voices import Voice
from .ruling import Ruling, is_vague, list_claims, says_nobody, trim_word

UNGIVEN = "number_not_given"
LARGE = "number_not_given_in_large_attack"


def rule_acled(hearing: Hearing, _: Sequence[Hearing], conventions: Mapping[str, float]) -> Ruling:
    """The lowest credible number as `low` and `best`; `high` stays open, as the method gives one number."""
    chosen, why = select_credible(hearing)
    exact = [voice for voice in chosen if voice.low is not None and not is_vague(voice, hearing)]
    if exact:
        return take_lowest(hearing, exact, why)
    spoken = chosen or [voice for voice in hearing.voices if voice.interest != "enemy_losses"]
    if not spoken:
        highs = [voice.high for voice in hearing.voices if voice.high is not None]
        hearing.note("only its enemies count them: a ceiling, and no number", list_claims(hearing.voices))
        return Ruling(grade="one_party", high=max(highs, default=None))
    return use_convention(hearing, spoken, conventions)


def take_lowest(hearing: Hearing, exact: Sequence[Voice], why: str) -> Ruling:
    """The lowest number of the credible voices, raised to what a side admits of its own losses."""
    number = min(voice.low for voice in exact)
    behind = [voice for voice in exact if voice.low == number]
    hearing.note(f"{number:,.10g}: the lowest number of those {why}", list_claims(behind))
    number = raise_to_floor(hearing, number)
    if number == 0:
        return Ruling(grade="no_fatalities", low=0.0, best=0.0, high=None)
    numbered = [voice for voice in hearing.voices if voice.low is not None and not says_nobody(voice)]
    differ = {voice.low for voice in numbered} - {number} or hearing.denials
    return Ruling(grade="conservative" if differ else "reported", low=number, best=number)


def use_convention(hearing: Hearing, spoken: Sequence[Voice], conventions: Mapping[str, float]) -> Ruling:
    """A number for words that are none: "dozens", "several", deaths without any number."""
    found: list[tuple[float, str, Voice]] = []
    for voice in spoken:
        words = [trim_word(word) for word in voice.words]
        known = [(conventions[word], word) for word in words if word in conventions]
        number, word = min(known, default=(conventions[UNGIVEN], ""))
        if not known and voice.low is not None:  # vague, and the method names no number for it
            number, word = voice.low, words[0]
        found.append((number, word, voice))
    number, word, voice = min(found, key=lambda one: (one[0], one[1], one[2].origin))
    if word:
        hearing.note(f"“{word}” is recorded as {number:,.10g}", voice.claims)
    else:
        large = conventions[LARGE]
        hearing.note(
            f"deaths without a number are recorded as {number:,.10g} ({large:,.10g} in a large attack or a war zone, which"
            " the record does not decide)",
            voice.claims,
        )
    ceilings = [voice.high for voice in spoken if voice.high is not None]
    number = raise_to_floor(hearing, min([number, *ceilings]))
    return Ruling(grade="convention", low=number, best=number)


def raise_to_floor(hearing: Hearing, number: float) -> float:
    """The number, or what a side admits of its own losses where that is more."""
    floor, behind = find_floor(hearing.voices)
    if floor is None or floor <= number:
        return number
    hearing.note(f"raised to {floor:,.10g}, which the side itself admits", behind)
    return floor
