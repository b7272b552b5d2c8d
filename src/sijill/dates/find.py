"""Date expressions in running text, with their offsets; what they come to is for `resolve` to say."""

import re
from typing import Any

from msgspec import structs

from sijill.dates.expression import DateExpression
from sijill.dates.languages import ARABIC_LETTERS, OWN_DIGITS, choose_rules
from sijill.dates.rules import Found
from sijill.text import fold_digits, normalise

Placed = tuple[int, int, Found]
JOINABLE = ("date", "weekday", "relative", "part")


def find_dates(text: str, language: str = "en") -> list[DateExpression]:
    """The date expressions of a text in order of appearance, none overlapping another.

    >>> [(e.kind, e.text) for e in find_dates("Since Tuesday night they shelled it; three days later, on 5 May, it fell.")]
    [('since', 'Since Tuesday night'), ('relative', 'three days later'), ('date', '5 May')]
    """
    words = choose_rules(language)
    written = fold_digits(text) if language in OWN_DIGITS else text
    folded = normalise(written, arabic=language in ARABIC_LETTERS)
    placed = _pick_longest(folded.text, words)
    placed = _join_ranges(placed, folded.text, words)
    expressions = []
    for start, end, found in placed:
        start, end, found = _read_bound(start, end, found, folded.text, words)
        first, last = folded.find_original(start, end)
        if _is_in_name(found, text[last:], words):
            continue
        expressions.append(DateExpression(start=first, end=last, text=text[first:last], **found._asdict()))
    return expressions


def _pick_longest(text: str, words: Any) -> list[Placed]:
    """The matches of all rules, the longest at each place; of equals, that of the earlier rule."""
    matches: list[tuple[int, int, int, Found]] = []
    for order, rule in enumerate(words.load_rules()):
        for match in rule.pattern.finditer(text):
            found = rule.read(match)
            if found:
                start = match.start("at") if "at" in match.groupdict() else match.start()
                matches.append((start, -match.end(), order, found))
    picked: list[Placed] = []
    for start, minus_end, _, found in sorted(matches, key=lambda row: row[:3]):
        if not picked or start >= picked[-1][1]:
            picked.append((start, -minus_end, found))
    return picked


def _is_in_name(found: Found, rest: str, words: Any) -> bool:
    """ "The February 17 Brigade", "the March 23 Movement": a day after which something is called is no day of the story."""
    named = getattr(words, "NAMED_AFTER_DAYS", None)
    return bool(named) and found.kind == "date" and re.match(rf"[ -](?:{named})\b", rest) is not None


def _join_ranges(placed: list[Placed], text: str, words: Any) -> list[Placed]:
    """ "From Sunday to Tuesday", "between March 17 and April 3" as one interval."""
    joined: list[Placed] = []
    for start, end, found in placed:
        if joined and _is_same_day(joined[-1], (start, end, found), text):
            first, _, left = joined.pop()
            side = "until" if left.until else "point"
            day = structs.replace(getattr(left, side), weekday=found.point.weekday)
            joined.append((first, end, left._replace(**{side: day})))
        elif joined and _are_joined(joined[-1], (start, end, found), text, words):
            first, _, left = joined.pop()
            joined.append((first, end, Found(kind="interval", point=left.point, until=found.point)))
        elif joined and _counts_from(joined[-1], (start, end, found), text, words):
            first, _, left = joined.pop()
            joined.append((first, end, left._replace(until=found.point)))
        else:
            joined.append((start, end, found))
    return [(_open_range(start, found, text, words), end, found) for start, end, found in joined]


def _are_joined(left: Placed, right: Placed, text: str, words: Any) -> bool:
    if (
        left[2].kind not in JOINABLE
        or right[2].kind not in JOINABLE
        or not (left[2].point and right[2].point)
    ):
        return False
    opener = re.search(words.RANGE_OPENER, text[max(0, left[0] - 24) : left[0]], re.IGNORECASE)
    gap = text[left[1] : right[0]]
    if hour := getattr(words, "HOUR", None):
        gap = re.sub(rf"(?<= ){hour}\Z", "", gap)
    if gap in words.RANGE_JOINS:
        # "Friday to Sunday" is a range, "moved on Friday to …" never has a date next; a dash needs an opener.
        return bool(opener) or "-" not in gap or left[2].kind == right[2].kind == "date"
    if opener:
        return gap in words.RANGE_ANDS
    return _follow(left[2], right[2]) and gap in getattr(words, "DAY_JOINS", ())


def _follow(left: Found, right: Found) -> bool:
    """ "On Friday and Saturday": weekdays on end."""
    if left.kind != "weekday" or right.kind != "weekday" or right.point.relation:
        return False
    return right.point.weekday == (left.point.weekday + 1) % 7


def _is_same_day(left: Placed, right: Placed, text: str) -> bool:
    """ "Yesterday, Monday": the weekday says it again."""
    last = left[2].until or left[2].point
    named = left[2].kind in ("relative", "interval") and last and last.unit == "day" and last.weekday is None
    again = right[2].kind == "weekday" and not right[2].point.relation
    return bool(named and again and text[left[1] : right[0]] == ", ")


def _counts_from(left: Placed, right: Placed, text: str, words: Any) -> bool:
    """True for "two days after" before a date of its own: "the March 17 strike", "Friday"."""
    step, date = left[2], right[2]
    if step.kind != "relative" or step.until or not step.point or step.point.base != "event":
        return False
    return date.kind in ("date", "weekday") and text[left[1] : right[0]] in words.STEP_JOINS


def _open_range(start: int, found: Found, text: str, words: Any) -> int:
    if found.kind != "interval":
        return start
    before = text[max(0, start - 24) : start]
    opener = re.search(words.RANGE_OPENER, before, re.IGNORECASE)
    return start - len(before) + opener.start("opener") if opener else start


def _read_bound(start: int, end: int, found: Found, text: str, words: Any) -> tuple[int, int, Found]:
    """ "Since Tuesday night", "until 5 May": the expression is open at its other end."""
    if found.kind not in ("date", "weekday", "relative"):
        return start, end, found
    if after := getattr(words, "BOUND_AFTER", ""):
        bound = re.match(after, text[end : end + 24])
        if not bound:
            return start, end, found
        return start, end + bound.end(), found._replace(kind=words.BOUNDS[bound["bound"]])
    before = text[max(0, start - 24) : start]
    bound = re.search(words.BOUND_BEFORE, before, re.IGNORECASE)
    if not bound:
        return start, end, found
    kind = words.BOUNDS[bound["bound"].lower()]
    return start - len(before) + bound.start("bound"), end, found._replace(kind=kind)
