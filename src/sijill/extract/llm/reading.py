"""A model's answer as plain claims: JSON found in whatever surrounds it, whole claims saved from a broken end."""

import json
import re
from typing import Any

from sijill.model import Frozen

THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
THOUGHT = re.compile(r"</(?:think|thinking|reasoning)>\s*(?=[{\[]|```)", re.IGNORECASE)
OPENING = re.compile(r"[{\[]")
DEEPEST = 200  # brackets within brackets; what goes deeper is no answer


class Answer(Frozen):
    """What an answer holds: its claims as plain dicts, and what is wrong with it as a whole, in words for the model."""

    claims: tuple[dict[str, Any], ...] = ()
    problem: str | None = None


def read_answer(text: str) -> Answer:
    """The claims of an answer, from JSON alone or with words, fences or thoughts around it.

    >>> read_answer('```json\\n{"claims": [{"quote": "a"}]}\\n```').claims
    ({'quote': 'a'},)
    >>> read_answer('{"claims": [{"quote": "a"}, {"quote": "b').claims
    ({'quote': 'a'},)
    >>> read_answer("I cannot help with that.").problem
    'the answer is not JSON'
    """
    text = _drop_thoughts(text)
    answers = [claims for found in _find_values(text) if (claims := _take_claims(found)) is not None]
    if answers:
        claims = answers[-1]
        left = tuple(one for one in claims if isinstance(one, dict))
        problem = None if len(left) == len(claims) else "claims holds something that is not an object"
        if any(one != claims for one in answers):
            # One of them may be a text of the report that was repeated.
            problem = "the answer holds more than one JSON object"
        return Answer(claims=left, problem=problem)
    saved = _save_claims(text)
    if saved:
        return Answer(claims=tuple(saved), problem="the answer breaks off before its JSON ends")
    if re.search(r"[{\[]", text):
        return Answer(problem="the answer's JSON is broken, or has no list of claims")
    return Answer(problem="the answer is not JSON")


def _drop_thoughts(text: str) -> str:
    """The text without what a model thought before it answered; what looks so inside the JSON is a report's own words."""
    while (match := THINKING.search(text)) and not OPENING.search(text, 0, match.start()):
        text = text[: match.start()] + text[match.end() :]
    # Of some servers' answers only the end of the thoughts is marked.
    closed = THOUGHT.search(text)
    if closed and any(_take_claims(found) is not None for found in _find_values(text[closed.end() :])):
        return text[closed.end() :]
    return text


def _take_claims(value: Any) -> list[Any] | None:
    if isinstance(value, dict) and isinstance(value.get("claims"), list):
        return value["claims"]
    if isinstance(value, list) and all(isinstance(one, dict) and "quote" in one for one in value) and value:
        return value
    return None


def _find_values(text: str):
    """The JSON objects and lists that stand in the text, from the left, none inside another that could be read."""
    at, tries = 0, 0
    while (match := OPENING.search(text, at)) and tries < 50:
        value, end = _decode(text, match.start())
        tries += 1
        if end is None:
            at = match.end()
            continue
        yield value
        at = end


def _save_claims(text: str) -> list[dict[str, Any]]:
    """The claims that are whole in an answer that breaks off."""
    opened = re.search(r"\"claims\"\s*:\s*\[", text)
    at, saved = (opened.end() if opened else 0), []
    while match := re.compile(r"\s*,?\s*(?=\{)").match(text, at):
        value, end = _decode(text, match.end())
        if end is None or not isinstance(value, dict):
            break
        saved.append(value)
        at = end
    return saved


def _decode(text: str, start: int) -> tuple[Any, int | None]:
    """The JSON value at an offset and where it ends; no end where none can be read."""
    if re.match(rf"[\[{{\s]{{{DEEPEST}}}", text[start : start + DEEPEST]):
        return None, None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, None
