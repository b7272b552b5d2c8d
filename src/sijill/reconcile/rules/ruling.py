"""What a rule-set's function returns, and the lowest and highest number given, which several of them ask for."""

from collections.abc import Sequence

from ...model import Frozen
from ..hearing import Hearing
from ..voices import Voice


class Ruling(Frozen):
    """A figure, a grade and the reason for the grade; where there is no reason, the meaning of the grade is one."""

    grade: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    why: str = ""


def give_range(hearing: Hearing, voices: Sequence[Voice]) -> tuple[float | None, float | None]:
    """The lowest and the highest number that anyone gives, each with its claims in the trace.

    "At least 12" gives 12 to both ends; "up to 40" only to the upper end; "dozens" only to the lower. That nobody was
    hurt is told apart: it is no minimum where others count somebody.
    """
    nobody = [voice for voice in voices if says_nobody(voice)]
    somebody = [voice for voice in voices if not says_nobody(voice)]
    if not somebody and nobody:
        hearing.note("nobody was hurt, say all who give a number", list_claims(nobody))
        return 0.0, 0.0
    if nobody:
        hearing.note("says that nobody was hurt: noted, and no minimum", list_claims(nobody))
    lows = [(voice.low, voice) for voice in somebody if voice.low is not None]
    tops = [(voice.high, voice) for voice in somebody if voice.high is not None]
    tops += [
        (voice.low, voice)
        for voice in somebody
        if voice.high is None and voice.low is not None and not is_vague(voice, hearing)
    ]
    low = min((value for value, _ in lows), default=None)
    high = max((value for value, _ in tops), default=None)
    if high is not None and low is not None and high < low:
        high = None
    if low is None:
        hearing.note("minimum unknown: nobody gives a lowest number")
    else:
        hearing.note(f"minimum {low:,.10g}: the lowest number given", list_behind(lows, low))
    if high is None:
        hearing.note("maximum unknown: nobody gives a highest number")
    else:
        hearing.note(f"maximum {high:,.10g}: the highest number given", list_behind(tops, high))
    return low, high


def says_nobody(voice: Voice) -> bool:
    """Whether the voice says in so many words that there was none."""
    return voice.low == 0 and voice.high == 0


def is_vague(voice: Voice, hearing: Hearing) -> bool:
    """Whether all its words for the number are ones like "dozens"."""
    return all(trim_word(word) in hearing.words.vague for word in voice.words)


def trim_word(word: str) -> str:
    """The words of a number without the "of" that follows.

    >>> trim_word("Dozens of")
    'dozens'
    """
    return word.casefold().removesuffix(" of").strip()


def list_claims(voices: Sequence[Voice]) -> list[str]:
    return [name for voice in voices for name in voice.claims]


def list_behind(numbers: Sequence[tuple[float, Voice]], value: float) -> list[str]:
    return list_claims([voice for number, voice in numbers if number == value])
