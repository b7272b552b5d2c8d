"""The one round of repair: the model is told what of its answer has no proof, and what it then proves takes that place."""

import json
from typing import Any

from sijill.extract.llm.gate import Checked, Failure, clean
from sijill.extract.llm.prompt import Message
from sijill.extract.llm.reading import Answer
from sijill.model import Claim

AGAIN = "Your answer could not be used: {problem}. Answer again, whole, with the one JSON object and no other words."
MEND = (
    "These claims of your answer have mistakes. Quotes and names must be copied from the report letter by letter, in the "
    'form that they have there; figures must follow from the quote. Answer with one JSON object {{"claims": [...]}} that '
    'holds only these claims, mended and whole, each with its number as "n". Leave out a claim that the report does '
    "not prove.\n{list}"
)
MOST = 30  # claims that are asked about again


def write_repair(
    messages: list[Message], said: str, answer: Answer, checked: list[Checked]
) -> list[Message] | None:
    """The messages that ask once more, or None where the answer has no mistake."""
    if answer.problem:
        request = AGAIN.format(problem=answer.problem)
    else:
        wrong = [one for one in checked if one.failures][:MOST]
        if not wrong:
            return None
        request = MEND.format(list="\n".join(_list_mistakes(one, answer) for one in wrong))
    # An answer that goes on for ever is not sent back whole.
    return [
        *messages,
        {"role": "assistant", "content": said[:20_000] or "-"},
        {"role": "user", "content": clean(request)},
    ]


def _list_mistakes(checked: Checked, answer: Answer) -> str:
    place = checked.failures[0].place
    quote = json.dumps(str(answer.claims[place - 1].get("quote", ""))[:200], ensure_ascii=False)
    told = "; ".join(
        failure.what + (f" ({json.dumps(failure.said, ensure_ascii=False)})" if failure.said else "")
        for failure in checked.failures
    )
    return f"n {place}, quote {quote}: {told}"


def number_repair(claims: tuple[dict[str, Any], ...], checked: list[Checked]) -> list[int | None]:
    """Which claim of the first answer each claim of the second mends: by its number, else by its turn."""
    wrong = [one.failures[0].place for one in checked if one.failures]
    numbers: list[int | None] = []
    for turn, claim in enumerate(claims):
        given = claim.get("n")
        if isinstance(given, int) and not isinstance(given, bool) and given in wrong:
            numbers.append(given)
        else:
            numbers.append(wrong[turn] if given is None and len(claims) == len(wrong) else None)
    return numbers


def merge_repair(
    checked: list[Checked], again: list[Checked], numbers: list[int | None]
) -> tuple[list[Claim], list[Failure]]:
    """The claims that stand after the repair, and what still has no proof.

    A claim of the second answer that mends none of the first is a new one, which nobody asked for: it is not taken.
    """
    mended: dict[int, Checked] = {}
    failures: list[Failure] = []
    for one, number in zip(again, numbers, strict=True):
        if number is not None and one.claim is not None and number not in mended:
            mended[number] = one
    claims: list[Claim] = []
    for place, one in enumerate(checked, 1):
        best = one
        if one.failures and place in mended:
            second = mended[place]
            if one.claim is None or len(second.failures) <= len(one.failures):
                best = second
        if best.claim is not None:
            claims.append(best.claim)
        failures += best.failures
    return claims, failures
