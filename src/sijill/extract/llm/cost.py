"""How many tokens a request is and what that costs, estimated without the model's own tokeniser, rather high than low."""

import json
import re
from functools import lru_cache

from sijill.errors import SijillError
from sijill.extract.llm.prompt import Message, answer_schema
from sijill.model import Frozen

# Characters a token, by script, as tokenisers of hosted and open models were seen to make of reports, answers and the prompt.
SCRIPTS = (
    (re.compile(r"[A-Za-z ]"), 4.6),
    (re.compile(r"[\u00c0-\u024f]"), 1.5),
    (re.compile(r"[\u0400-\u052f]"), 2.0),
    (re.compile(r"[\u0600-\u08ff\ufb50-\ufeff]"), 1.6),
    (re.compile(r"[\u0021-\u0040\u005b-\u0060\u007b-\u007e\n]"), 2.0),
)
OF_SCHEMA = 3.8  # characters a token of the answer's schema
OTHER = 1.0  # Burmese, Ethiopic, Chinese and all that is rare in what tokenisers were made from
SHORT_ANSWER, PER_TOKEN_OF_TEXT = (
    60,
    2.2,
)  # tokens of an answer: a frame, and claims that repeat the text and more
MILLION = 1_000_000


class Price(Frozen):
    """What a million tokens cost, in and out, in whatever currency the user counts in."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: float, tokens_out: float) -> float:
        """The cost of so many tokens.

        >>> Price(tokens_in=0.5, tokens_out=2.0).of(1_000_000, 500_000)
        1.5
        """
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / MILLION


def read_price(written: str | None) -> Price | None:
    """The price that a user wrote as IN/OUT for a million tokens.

    >>> read_price("0.15/0.60")
    Price(tokens_in=0.15, tokens_out=0.6)
    """
    if written is None:
        return None
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*[/,:]\s*(\d+(?:\.\d+)?)\s*", written)
    if not found:
        raise SijillError(
            f"{written!r} is not a price", where="--price",
            remedy="give what a million tokens cost, in and out, such as --price 0.15/0.60",
        )  # fmt: skip
    return Price(tokens_in=float(found[1]), tokens_out=float(found[2]))


@lru_cache(maxsize=256)
def count_tokens(text: str) -> int:
    """An estimate of the tokens of a text.

    >>> count_tokens("The town was shelled on Tuesday.") in range(7, 12)
    True
    """
    left, tokens = len(text), 0.0
    for pattern, size in SCRIPTS:
        found = len(pattern.findall(text))
        tokens += found / size
        left -= found
    return round(tokens + left / OTHER)


def count_request(messages: list[Message], *, schema: bool = True) -> int:
    """An estimate of the input tokens of a request, with the schema of the answer, which servers count too."""
    frame = 4 * len(messages)
    return frame + sum(count_tokens(one["content"]) for one in messages) + (_count_schema() if schema else 0)


def guess_answer(text: str) -> int:
    """A guess at the tokens of an answer about a text."""
    return round(SHORT_ANSWER + PER_TOKEN_OF_TEXT * count_tokens(text))


def _count_schema() -> int:
    return round(len(json.dumps(answer_schema(), separators=(",", ":"))) / OF_SCHEMA)
