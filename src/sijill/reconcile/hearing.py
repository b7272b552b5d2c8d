"""One row as a rule-set hears it: who stands for which number, who only repeats, who denies, and whom it counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..link.counted import find_counted
from ..model import Claim, Figure, Incident, OriginFigure, Reconciled
from .history import tell_history
from .rows import tell_voice
from .vocabulary import Vocabulary, split_words
from .voices import Voice, group_by_origin, join_voice, say_range

CIVILIANS, FIGHTERS, UNSAID = "civilians", "fighters", "unsaid"


@dataclass(frozen=True)
class Hearing:
    """The standing voices of a row and all that a rule-set may ask about them."""

    row: Reconciled
    incident: Incident
    claims: Mapping[str, Claim]
    words: Vocabulary
    voices: tuple[Voice, ...]
    denials: tuple[str, ...]
    people: str  # civilians, fighters or unsaid
    steps: list[str] = field(default_factory=list)  # what was heard, before any rule

    def note(self, sentence: str, claims: Iterable[str] = ()) -> None:
        """One more step of the trace, with the claims that it rests on."""
        self.steps.append(cite(sentence, claims))


def hear_row(row: Reconciled, incident: Incident, claims: Mapping[str, Claim], words: Vocabulary) -> Hearing:
    """The row's standing figures by origin; what was set aside and denied is told in the steps."""
    standing = [one for one in row.figures if not one.superseded]
    voices = tuple(
        join_voice(figures, hedged=all(is_hedged(one, claims) for one in figures))
        for figures in group_by_origin(standing)
    )
    denials = tuple(
        name for name in row.dissenting if (claim := claims.get(name)) and claim.stance == "denies"
    )
    hearing = Hearing(
        row=row,
        incident=incident,
        claims=claims,
        words=words,
        voices=voices,
        denials=denials,
        people=find_people(standing, row, claims, words),
    )
    tell_aside(hearing)
    for voice in voices:
        hearing.note(tell_voice(voice), voice.claims)
    if denials:
        hearing.note("denied: a denial is noted and changes no number", denials)
    if row.who and row.who.endswith("(subset)"):
        hearing.note("a subset of another figure: never added to it")
    if row.scope == "cumulative":
        hearing.note("a total over a period: never added to the figures of single events")
    return hearing


def tell_aside(hearing: Hearing) -> None:
    """What counts for nothing: figures said again, and figures that their own source replaced."""
    stages = tell_history(hearing.row, hearing.incident, hearing.claims)
    given = {stage.claim: say_range(stage.low, stage.high) for stage in stages}
    again: dict[str, list[str]] = {}
    for stage in stages:
        value = say_range(stage.low, stage.high)
        if stage.superseded_by:
            now = given.get(stage.superseded_by, "another number")
            sentence = f"set aside: {stage.label} gave {value}, and later {now}"
            hearing.note(sentence, [stage.claim, stage.superseded_by])
        elif stage.again:
            again.setdefault(
                f"set aside: {stage.label} gives {value} again, in a copy or a repeat", []
            ).append(stage.claim)
    for sentence, claims in again.items():
        hearing.note(sentence, claims)


def cite(sentence: str, claims: Iterable[str]) -> str:
    """The sentence with the ids of the claims that it rests on.

    >>> cite("Monitor gives 12", ["c-2", "c-1"]), cite("grade weak", [])
    ('Monitor gives 12 (c-1, c-2)', 'grade weak')
    """
    named = sorted(set(claims))
    return f"{sentence} ({', '.join(named)})" if named else sentence


def is_hedged(one: OriginFigure, claims: Mapping[str, Claim]) -> bool:
    claim = claims.get(one.claim)
    return claim is not None and claim.hedged


def find_people(
    standing: Sequence[OriginFigure], row: Reconciled, claims: Mapping[str, Claim], words: Vocabulary
) -> str:
    """Whether those whom the row counts are said to be civilians or fighters, or nobody says.

    Where any origin speaks of civilians it is a row of civilians.
    """
    found = set()
    for one in standing:
        claim = claims.get(one.claim)
        for figure in claim.figures if claim else ():
            if (figure.measure, figure.low, figure.high) == (row.measure, one.low, one.high):
                found.add(find_class(claim, figure, words))
    return next((kind for kind in (CIVILIANS, FIGHTERS) if kind in found), UNSAID)


def find_class(claim: Claim, figure: Figure, words: Vocabulary) -> str:
    """Whom one figure counts: by its own words first, else by those of the targets, then by the side that it counts."""
    phrases = [figure.who] if figure.who else [ref.name for ref in claim.targets]
    said = {word for phrase in phrases for word in split_words(phrase)}
    if said & words.civilians or figure.who_id in words.civilians:
        return CIVILIANS
    if said & words.fighters or find_counted(claim, figure):
        return FIGHTERS
    return UNSAID


def count_independent(voices: Sequence[Voice]) -> int:
    """How many voices are independent of each other: all voices of one party to the conflict are one.

    >>> parts = {"label": "", "interest": None, "low": 1, "high": 1, "approximate": False, "hedged": False}
    >>> count_independent([Voice(origin=name, side="red", **parts) for name in ("spokesman", "agency")])
    1
    """
    return len({voice.side or voice.origin for voice in voices})


def select_credible(hearing: Hearing) -> tuple[list[Voice], str]:
    """The voices that a cautious rule relies on for a number, and why these.

    Those with no stake in the number come first, of them those that do not hedge; else a side's admission of its
    own losses. A side's count of its enemy's losses is a ceiling and no number to rely on.
    """
    numbered = [voice for voice in hearing.voices if voice.low is not None or voice.high is not None]
    neutral = [voice for voice in numbered if voice.interest is None]
    plain = [voice for voice in neutral if not voice.hedged]
    own = [voice for voice in numbered if voice.interest == "own_losses"]
    for chosen, why in (
        (plain, "with no stake in the number and without a hedge"),
        (neutral, "with no stake in the number, though hedged"),
        (own, "of a side that counts its own losses"),
    ):
        if chosen:
            return chosen, why
    return [], ""


def find_floor(voices: Sequence[Voice]) -> tuple[float | None, list[str]]:
    """The highest number that a side admits of its own losses, and the claims that admit it."""
    admitted = [voice for voice in voices if voice.interest == "own_losses" and voice.low is not None]
    if not admitted:
        return None, []
    floor = max(voice.low for voice in admitted)
    return floor, [name for voice in admitted if voice.low == floor for name in voice.claims]
