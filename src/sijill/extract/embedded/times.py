"""The day of each claim: the date in its clause, else the one the story is on, else the report's own day."""

from dataclasses import dataclass
from datetime import timedelta

from sijill.dates import DateExpression, find_dates, narrative_anchor, resolve_date
from sijill.extract.embedded.covering import BACKGROUND_AFTER, find_covered, find_day, look_back
from sijill.extract.embedded.dated import Timed, find_timed, heads_clause, pick_expression
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.sinces import date_since
from sijill.extract.embedded.tree import Sentence
from sijill.model import Document, When, replace

LOOKING_BACK = timedelta(days=8)
STATEMENTS = frozenset({"statement"})
EARLIER = frozenset({"after", "following", "since"})
# Kinds that one strike may be told as: "the strike" of one sentence is the toll and the wreckage of others.
STRIKES = frozenset(
    {"air_strike", "drone_strike", "shelling", "bombing", "chemical_attack", "casualties", "other"}
)
FAR = timedelta(days=180)  # a month without a year that is so far ahead is rather the last one than the next
NEWS = timedelta(days=14)  # a story of one strike that gives its day is no older
TOLLS = frozenset({"killed", "wounded", "displaced", "captured"})
TELLING = 5  # a number from which two tolls of one report that agree are taken for one
SEEN = 0.2  # the probability from which the model sees an event at all
REACH = 3  # paragraphs over which a story keeps its day


def date_drafts(
    document: Document, sentences: list[Sentence], drafts: list[Draft], paragraphs: list[int]
) -> None:
    """Give every draft its `when`, and mark those older than about a month as background.

    First the claims with a date in their clause, in the order of the story; then the rest, by what stands around them.
    """
    if not drafts:
        return
    published = document.published
    anchor = None if published else narrative_anchor(find_dates(document.text, "en"))
    reference = published or anchor
    timed = [find_timed(s) for s in sentences]
    expressions = [pick_expression(sentences[d.sentence], d, timed[d.sentence]) for d in drafts]
    behind = look_back(drafts, expressions, published)
    story = Story(behind or reference)
    resolved: dict[tuple[int, int, bool], When | None] = {}
    for draft, expression in zip(drafts, expressions, strict=True):
        if expression is not None:
            ahead = draft.stance in ("plans", "hypothetical")
            said = draft.sentence, expression.start, ahead
            if said not in resolved or ahead:
                resolved[said] = _resolve(draft, expression, story, published, anchor)
            draft.when = resolved[
                said
            ]  # "a day before" is one day, though two events of a sentence are dated by it
            if draft.event.kind in STATES and expression.kind == "duration" and published and draft.when:
                draft.when = replace(
                    draft.when, start=published[:10], precision="day"
                )  # it stands on that day
            story.tell(draft, paragraphs[draft.sentence])
        if draft.when is None:
            draft.when = _date_by_saying(
                sentences[draft.sentence], draft, timed[draft.sentence], story, published, anchor
            )
            if draft.when and not story.is_behind(draft.when):
                story.tell(draft, paragraphs[draft.sentence])
        if draft.when is None and not _is_earlier(sentences[draft.sentence], draft):
            draft.when = story.date_of(
                draft, sentences[draft.sentence], paragraphs[draft.sentence], published
            )
    covered = find_covered(timed, published)
    if covered is None:  # a bulletin is not of one event
        _date_strikes(sentences, timed, drafts, expressions, published)
    _date_same_tolls(drafts, expressions)
    for draft in drafts:
        if draft.when is None and _is_of_the_story(sentences[draft.sentence], draft):
            draft.when = covered or story.span(published)
            if draft.when is None and published and not behind:
                draft.when = _on(published[:10], "no date given: the report's own day")
    if published is None and story.latest:
        for draft in drafts:
            if (
                draft.when is None
                and draft.stance in ("asserts", "denies")
                and _is_standing(sentences[draft.sentence], draft)
                and not _is_earlier(sentences[draft.sentence], draft)
            ):
                basis = "told as standing; the latest day that the report speaks of"
                draft.when = When(
                    start=story.latest, end=story.latest, precision="week", anchor="narrative", basis=basis
                )
    for draft, expression in zip(drafts, expressions, strict=True):
        draft.background = draft.background or _is_old(draft, draft.when, reference)
        draft.figures = tuple(_scope(f, expression, draft.when) for f in draft.figures)
    date_since(sentences, timed, drafts, published)


def _date_strikes(
    sentences: list[Sentence],
    timed: list[list[Timed]],
    drafts: list[Draft],
    expressions: list[DateExpression | None],
    published: str | None,
) -> None:
    """A report that gives one day, and that not its own, for the strikes it tells speaks of that day when it gives none."""
    told = {draft.sentence for draft in drafts if draft.event.kind in STRIKES}
    days = set()
    for k, each in enumerate(timed):
        dates = [t.expression for t in each if t.expression.kind == "date" and t.expression.point.day]
        if dates and (k in told or _speaks_of_strikes(sentences[k])):
            found = [resolve_date(one, published=published, tense="past") for one in dates]
            days |= {(w.start, w.end) for w in found if w is not None and w.precision == "day"}
    # A dateline gives the report's own day, and what is of yesterday is the story's.
    days = {d for d in days if not published or find_day(published) - find_day(d[0]) > timedelta(days=1)}
    if len(days) != 1:
        return
    day = days.pop()[0]
    if published and find_day(published) - find_day(day) > NEWS:
        return  # an aside on an older strike
    for draft, expression in zip(drafts, expressions, strict=True):
        own = expression is not None and draft.when is not None
        if not own and draft.event.kind in STRIKES and draft.stance in ("asserts", "denies"):
            basis = "the only day that the report gives for such an event"
            draft.when = When(start=day, end=day, precision="day", anchor="narrative", basis=basis)


def _date_same_tolls(drafts: list[Draft], expressions: list[DateExpression | None]) -> None:
    """“20 killed in X” above a report in which “at least 20 were killed in X on Thursday”: one toll has one day."""
    dated = [
        (draft, figure)
        for draft, expression in zip(drafts, expressions, strict=True)
        if expression is not None and draft.when is not None and draft.stance == "asserts"
        for figure in draft.figures
    ]
    for draft, expression in zip(drafts, expressions, strict=True):
        if expression is not None or draft.stance != "asserts":
            continue
        own = {(f.measure, f.low) for f in draft.figures if f.measure in TOLLS and (f.low or 0) >= TELLING}
        places = {p.name for p in draft.slots.places}
        days = {}
        for other, figure in dated:
            apart = places and other.slots.places and not places & {p.name for p in other.slots.places}
            if (figure.measure, figure.low) in own and not apart:
                days[other.when.start, other.when.end] = other.when
        if len(days) == 1:
            basis = "the day that the report gives for the same toll"
            draft.when = replace(days.popitem()[1], text=None, anchor="narrative", basis=basis)


def _speaks_of_strikes(s: Sentence) -> bool:
    """Whether the model sees a strike in the sentence, be it too unsure to tell one."""
    signals = s.parse.signals
    if signals.kinds is None:
        return False
    return any(
        signals.event_at(i) >= SEEN and signals.kind_at(i)[0] in STRIKES - {"other"} for i in range(len(s))
    )


def _resolve(
    draft: Draft, expression: DateExpression, story: "Story", published: str | None, anchor: str | None
) -> When | None:
    tense = "future" if draft.stance in ("plans", "hypothetical") else "past"
    narrative = story.when or (When(start=anchor, end=anchor, precision="day") if anchor else None)
    if published and draft.event.kind in STATES and expression.kind == "duration":
        narrative = None  # "split for two years" counts back from the report
    when = resolve_date(expression, published=published, narrative=narrative, tense=tense)
    if when is None or (when.start is None and when.end is None):
        return None
    ahead = tense == "future" and published and when.anchor != "explicit"
    if ahead and when.start and find_day(when.start) - find_day(published) > FAR:
        return None  # "ordered in April to disarm": the month of the order
    if when.start is None and tense == "future" and published and when.end > published[:10]:
        when = replace(when, start=published[:10])  # "by the end of the year", from now on
    if published is None and when.anchor != "explicit":
        when = replace(when, anchor="narrative")
    return when


def _date_by_saying(
    s: Sentence, draft: Draft, timed: list[Timed], story: "Story", published: str | None, anchor: str | None
) -> When | None:
    """“On Tuesday the group claimed that it had taken the town”: undated otherwise, an event has the day on which it was told."""
    if draft.stance != "asserts" or draft.background or _is_earlier(s, draft):
        return None  # the day of a denial is no day of what it denies
    i = draft.event.index
    if draft.event.frame.part == "noun" and s.relations[i] in ("nmod", "obl"):
        return None
    speech = s.lexicon.words("speech", "report") | s.lexicon.words("speech", "deny")
    above = [p for p in s.path(i)[1:] if s.is_verb(p) and s.verb(p) in speech]
    if not above:
        return None
    for t in timed:
        governor = next((p for p in s.path(t.word)[1:] if heads_clause(s, p)), None)
        of_hours = t.expression.point is not None and t.expression.point.unit == "hour"
        if governor in above and t.expression.kind in ("date", "weekday", "relative") and not of_hours:
            when = _resolve(draft, t.expression, story, published, anchor)
            if when is not None and when.precision in ("day", "part_of_day", "minute"):
                return replace(when, basis=f"told on that day, and no other is given: {when.basis}")
    return None


@dataclass
class Story:
    """The day that the story is on, as it moves through the report."""

    reference: str | None
    when: When | None = None
    paragraph: int = -10
    latest: str | None = None
    earliest: str | None = None

    def span(self, published: str | None) -> When | None:
        """The days that the whole report speaks of, for an event that it tells without a day."""
        end = published[:10] if published else self.latest
        if self.earliest is None or end is None or end < self.earliest:
            return None
        basis = "no day given: some day of those that the report speaks of"
        return When(start=self.earliest, end=end, precision="interval", anchor="narrative", basis=basis)

    def is_behind(self, when: When) -> bool:
        """Whether days end before those that the story is on: what was told then is looked back on."""
        return bool(self.when and self.when.end and when.end and when.end[:10] < self.when.end[:10])

    def tell(self, draft: Draft, paragraph: int) -> None:
        """Move to the day of a claim that gives one, unless it looks back over months or forward to a plan."""
        when = draft.when
        if (
            when is None
            or draft.stance != "asserts"
            or draft.event.kind in STATES
            or when.precision in ("year", "month")
        ):
            return
        start, end = find_day(when.start), find_day(when.end)
        if start and end and (end - start > BACKGROUND_AFTER or not _is_recent(when, self.reference)):
            return
        now = find_day(self.when.start) if self.when else None
        if (
            start
            and end
            and now
            and (now - start > LOOKING_BACK or (now > end and end - start > LOOKING_BACK))
        ):
            return  # "since seizing X late in March": an aside on earlier weeks, from which the story comes back
        self.when, self.paragraph = when, paragraph
        if when.end and (self.latest is None or when.end[:10] > self.latest):
            self.latest = when.end[:10]
        if when.start and (self.earliest is None or when.start[:10] < self.earliest):
            self.earliest = when.start[:10]

    def date_of(self, draft: Draft, s: Sentence, paragraph: int, published: str | None) -> When | None:
        """What a claim without a date of its own is dated by; None when nothing in the report says."""
        day = published[:10] if published else None
        if draft.event.kind in STATEMENTS and day:
            return _on(day, "said in the report: its own day")
        if draft.stance in ("plans", "hypothetical"):
            return None
        if _is_standing(s, draft):
            return _on(day, "told as standing: the report's own day") if day else None
        if _is_circumstance(s, draft.event.index):
            return None
        beside = draft.event.frame.part == "noun" and s.relations[draft.event.index] in ("nmod", "obl")
        if self.when is not None and not beside and paragraph - self.paragraph <= REACH:
            return replace(
                self.when, text=None, anchor="narrative", basis="the day that the passage before speaks of"
            )
        return None


def _is_earlier(s: Sentence, draft: Draft) -> bool:
    """“A week after the attack on the base”: the attack, if nothing else dates it, is not of the story's days."""
    i = draft.event.index
    if draft.event.frame.part != "noun":
        return False
    followed = s.relations[i] == "obj" and s.heads[i] >= 0 and s.verb(s.heads[i]) == "follow"
    return followed or s.case(i) in EARLIER


def _is_circumstance(s: Sentence, i: int) -> bool:
    """“With the army regaining ground, …”: what goes on all the while has no day of the story."""
    return any(
        s.relations[p] == "advcl" and s.fine_tags[p] == "VBG" and s.mark(p) == "with" for p in s.path(i)
    )


def _is_of_the_story(s: Sentence, draft: Draft) -> bool:
    """Whether an undated claim tells an event of the report's own days: asserted, not looked back on ("had …")."""
    if (
        draft.stance not in ("asserts", "denies")
        or draft.background
        or draft.event.kind in STATES | STATEMENTS
    ):
        return False
    if s.relations[draft.event.index] in ("amod", "acl"):
        return False
    if _is_earlier(s, draft) or _is_circumstance(s, draft.event.index):
        return False
    for depth, p in enumerate(s.path(draft.event.index)):
        if any(s.lower[c] == "had" for c in s.has(p, "aux")) and not _is_told(s, p):
            return False  # "it had shelled the town, leading to casualties": both are looked back on
        if depth and s.relations[p] in ("ccomp", "parataxis", "conj"):
            break
    return True


def _is_told(s: Sentence, i: int) -> bool:
    """Whether the verb's clause is what somebody said, so that "had" is only the "have" of what was said."""
    head = s.heads[i]
    return (
        head >= 0
        and s.relations[i] in ("ccomp", "csubj", "csubj:pass")
        and s.verb(head) in s.lexicon.words("speech", "report") | s.lexicon.words("speech", "deny")
    )


def _on(day: str, basis: str) -> When:
    return When(start=day, end=day, precision="day", anchor="publication", basis=basis)


def _is_standing(s: Sentence, draft: Draft) -> bool:
    """Whether a claim tells what stands when the report is written: a state, or a verb in the simple present."""
    v = draft.event.index
    aside = s.relations[v] in ("amod", "acl", "nmod", "nmod:desc", "obj", "appos", "dep", "obl")
    if draft.event.frame.get("state") or (draft.event.kind in STATES and aside):
        return True
    for node in s.path(v):
        helpers = [s.lower[c] for c in s.has(node, "aux", "aux:pass")]
        tags = {s.fine_tags[node], *(s.fine_tags[c] for c in s.has(node, "aux", "aux:pass", "cop"))}
        if s.is_verb(node) or s.has(node, "cop"):
            return bool(tags & {"VBZ", "VBP"}) and not set(helpers) & {"has", "have", "had"}
    return False


def _is_recent(when: When, reference: str | None) -> bool:
    end = find_day(when.end or when.start)
    against = find_day(reference)
    return not (end and against and against - end > BACKGROUND_AFTER)


def _is_old(draft: Draft, when: When | None, reference: str | None) -> bool:
    if draft.event.kind in STATES and draft.stance == "asserts":
        end = find_day(when.end) if when else None
        against = find_day(reference)
        return bool(end and against and against - end > BACKGROUND_AFTER)
    return when is not None and not _is_recent(when, reference)


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
