"""The day of each claim: the date in its clause, else the one the story is on, else the report's own day."""

from dataclasses import dataclass
from datetime import date, timedelta

from sijill.dates import DateExpression, find_dates, narrative_anchor, resolve_date
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.stance import STATES
from sijill.extract.embedded.tree import Sentence
from sijill.model import Document, When, replace

BACKGROUND_AFTER = timedelta(days=31)
STATEMENTS = frozenset({"statement", "negotiation"})
TOLLS = frozenset({"casualties", "equipment_loss", "detention"})


@dataclass
class Timed:
    """A date expression of a sentence with the word that heads it."""

    expression: DateExpression
    word: int


def date_drafts(
    document: Document, sentences: list[Sentence], drafts: list[Draft], paragraphs: list[int]
) -> None:
    """Give every draft its `when`, and mark those older than about a month as background."""
    timed = [_find_timed(s) for s in sentences]
    published = document.published
    anchor = None
    if published is None:
        anchor = narrative_anchor([t.expression for row in timed for t in row])
    story: When | None = None
    story_paragraph = -1
    for draft in drafts:
        s = sentences[draft.sentence]
        expression = _pick(s, draft, timed[draft.sentence])
        tense = "future" if draft.stance in ("plans", "hypothetical") else "past"
        narrative = story or (When(start=anchor, end=anchor, precision="day") if anchor else None)
        when = (
            resolve_date(expression, published=published or anchor, narrative=narrative, tense=tense)
            if expression
            else None
        )
        if when is not None and when.start is None and when.end is None:
            when = None
        if when is not None:
            if published is None:
                when = replace(when, anchor="explicit" if when.anchor == "explicit" else "narrative")
            if (
                draft.stance == "asserts"
                and draft.event.kind not in STATES
                and _is_recent(when, published or anchor)
            ):
                story, story_paragraph = when, paragraphs[draft.sentence]
        else:
            when = _without_expression(
                draft, s, published, story, paragraphs[draft.sentence] - story_paragraph
            )
        draft.when = when
        draft.background = draft.background or _is_old(draft, when, published or anchor)
        if draft.event.kind in TOLLS or draft.figures:
            draft.figures = tuple(_scope(f, expression, when) for f in draft.figures)


def _find_timed(s: Sentence) -> list[Timed]:
    out = []
    for expression in find_dates(s.text[s.start : s.end], "en"):
        start, end = s.start + expression.start, s.start + expression.end
        words = [i for i, t in enumerate(s.tokens) if t.start < end and t.end > start]
        if words:
            inside = set(words)
            head = next((i for i in words if s.heads[i] not in inside), words[-1])
            out.append(Timed(expression, head))
    return out


def _pick(s: Sentence, draft: Draft, timed: list[Timed]) -> DateExpression | None:
    """The expression that dates an event: in its quote, else in its clause; not the date on which it was said."""
    fitting = []
    path = s.path(draft.event.index)
    for t in timed:
        governor = next((p for p in s.path(t.word)[1:] if s.is_verb(p) or p in draft.event.words), None)
        if (
            governor is not None
            and governor not in draft.event.words
            and s.verb(governor) in s.lexicon.words("speech", "report")
        ):
            continue
        inside = draft.quote[0] <= t.word <= draft.quote[1]
        if inside or governor in path or (governor is None and len(s) < 40):
            distance = min(abs(t.word - w) for w in draft.event.words)
            fitting.append((not inside, governor not in draft.event.words, distance, t))
    if not fitting:
        return None
    return min(fitting, key=lambda f: f[:3])[3].expression


def _without_expression(
    draft: Draft, s: Sentence, published: str | None, story: When | None, apart: int
) -> When | None:
    """What a claim without a date of its own is dated by; None when nothing in the report says."""
    day = published[:10] if published else None
    if draft.stance in ("plans", "hypothetical"):
        return None
    if draft.event.kind in STATES | STATEMENTS and _is_present(s, draft):
        return _on(day, "the report's own day: told as standing then") if day else _same(story, apart)
    if story is not None and apart <= 3:
        return _same(story, apart)
    if day and (_is_present(s, draft) or draft.event.frame.part == "noun" or story is None):
        return _on(day, "no date given: the report's own day")
    return _same(story, apart)


def _on(day: str | None, basis: str) -> When | None:
    return When(start=day, end=day, precision="day", anchor="publication", basis=basis) if day else None


def _same(story: When | None, apart: int) -> When | None:
    if story is None:
        return None
    return replace(story, text=None, anchor="narrative", basis="the day that the passage before speaks of")


def _is_present(s: Sentence, draft: Draft) -> bool:
    for node in s.path(draft.event.index):
        tags = {s.fine_tags[node], *(s.fine_tags[c] for c in s.has(node, "aux", "aux:pass", "cop"))}
        if s.is_verb(node) or s.has(node, "cop"):
            return bool(tags & {"VBZ", "VBP"})
    return True


def _is_recent(when: When, reference: str | None) -> bool:
    end = _day(when.end or when.start)
    against = _day(reference)
    return not (end and against and against - end > BACKGROUND_AFTER)


def _is_old(draft: Draft, when: When | None, reference: str | None) -> bool:
    if draft.event.kind in STATES and draft.stance == "asserts":
        end = _day(when.end) if when else None
        against = _day(reference)
        return bool(end and against and against - end > BACKGROUND_AFTER)
    return when is not None and not _is_recent(when, reference)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _scope(figure, expression: DateExpression | None, when: When | None):
    """A figure told over an interval of days is cumulative."""
    if (
        when is None
        or expression is None
        or not when.start
        or not when.end
        or when.start[:10] == when.end[:10]
    ):
        return figure
    return replace(figure, scope="cumulative", start=when.start[:10], end=when.end[:10])


def number_paragraphs(document: Document, sentences: list[Sentence]) -> list[int]:
    """The paragraph number of each sentence (blank lines, else line breaks, divide paragraphs)."""
    out, number, last = [], 0, 0
    for s in sentences:
        if "\n" in document.text[last : s.start]:
            number += 1
        out.append(number)
        last = s.end
    return out
