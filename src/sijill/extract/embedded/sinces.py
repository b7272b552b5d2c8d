"""“1,700 have been killed since the offensive began on 18 February”: a toll of all days from there, and of no single one."""

from sijill.dates import resolve_date
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.tree import Sentence
from sijill.model import replace

NEAR = 2  # sentences
REACH = 3  # steps up from the event to the verb that the clause hangs on


def date_since(
    sentences: list[Sentence], expressions: list[list], drafts: list[Draft], published: str | None
) -> None:
    """Give a counted event with a clause of “since” the days from it up to publication, and bring the clause into its quote.

    Without a date in the clause (“since the war began”) it has no day at all; its figures are cumulative either way.
    """
    for draft in drafts:
        s = sentences[draft.sentence]
        clause = _find_clause(s, draft)
        if clause is None or not draft.figures:
            continue
        words = s.subtree(clause)
        inside = [
            t for t in expressions[draft.sentence] if t.word in words and t.expression.point is not None
        ]
        when = None
        if inside:
            begun = replace(inside[0].expression, kind="since")
            when = resolve_date(begun, published=published, narrative=None, tense="past")
        draft.when = when if when is not None and when.start else None
        if draft.when:
            told = _find_day(draft, drafts, draft.when.start)
            draft.when = replace(draft.when, end=told or draft.when.end)
        start = draft.when.start[:10] if draft.when else None
        end = draft.when.end[:10] if draft.when and draft.when.end else (published or "")[:10] or None
        draft.figures = tuple(replace(f, scope="cumulative", start=start, end=end) for f in draft.figures)
        if min(words) > draft.event.index:
            last = max(w for w in words if s.tags[w] != "PUNCT")
            draft.quote = (draft.quote[0], max(draft.quote[1], last))
            draft.span = (draft.span[0], max(draft.span[1], s.tokens[last].end))


def _find_clause(s: Sentence, draft: Draft) -> int | None:
    """The clause of “since” that hangs on the event or on the verb over it, and is not itself what is told."""
    for p in s.path(draft.event.index)[:REACH]:
        for c in s.has(p, "advcl"):
            if (
                s.mark(c).startswith("since")
                and c not in draft.event.words
                and draft.event.index not in s.subtree(c)
            ):
                return c
        if s.relations[p] in ("acl:relcl", "parataxis"):
            break
    return None


def _find_day(draft: Draft, drafts: list[Draft], start: str) -> str | None:
    """The day that the story is on, up to which the toll counts: the last that the sentences just before give."""
    days = [
        other.when.end
        for other in drafts
        if 0 <= draft.sentence - other.sentence <= NEAR
        and other is not draft
        and other.when is not None
        and other.when.precision in ("day", "part")
        and other.when.end
        and not other.background
        and other.stance == "asserts"
    ]
    return max((day for day in days if day[:10] > start[:10]), default=None)
