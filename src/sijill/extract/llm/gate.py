"""The gate: of what a model answers, only what the document itself proves goes in.

A quote must stand in what the model was shown, names in the document, figures must follow from the quote, codes must be
known. A claim whose quote, kind, stance or speaker has no proof does not exist; any other part without proof is left out.
"""

import re
from typing import Any

from sijill.extract.llm.commands import SPEAKS, speaks_to_model
from sijill.extract.llm.numbers import Wrong, check_figure
from sijill.extract.llm.seeking import UNSPACED, Seeker
from sijill.extract.llm.times import STATES, Calendar
from sijill.extract.llm.windows import Window
from sijill.model import (
    KINDS,
    ROLES,
    STANCES,
    ActorRef,
    Claim,
    Document,
    DocumentRef,
    ExtractorRef,
    Figure,
    Frozen,
    PlaceRef,
    When,
    claim_id,
    replace,
)
from sijill.quantities import find_quantities
from sijill.quantities.languages import READ

PUBLISHER = "publisher"
SHORTEST, LONGEST = 2, 80  # words of a quote
SHORTEST_UNSPACED, LONGEST_UNSPACED = 6, 300  # letters, in scripts without spaces
LONGEST_NAME = 160
DOUBTED = 0.3  # the most confidence that a claim beside words to a model has
MOST_CLAIMS = 300  # of one window; what goes on is a model that repeats itself
MOST = 40  # names, places or figures of one claim
AROUND = 60  # characters beside a quote in which a number that it cuts may begin or end
SAID = 160  # characters of an answer that a failure repeats


class Failure(Frozen):
    """Something of an answer that has no proof: which claim of it, what is wrong, and what the model wrote."""

    place: int  # the number of the claim in its answer, from 1; 0: the answer as a whole
    what: str
    said: str = ""
    lost: bool = True  # the whole claim, or only this part of it


class Checked(Frozen):
    """One claim of an answer: as it may be kept, if it may, and what of it may not."""

    claim: Claim | None
    failures: tuple[Failure, ...] = ()


class Gate:
    """The gate of one document; its answers are pure functions of the document and of what is checked."""

    def __init__(self, document: Document, languages: tuple[str, ...], extractor: ExtractorRef):
        self.document, self.languages, self.extractor = document, languages, extractor
        self.seeker = Seeker(document.text)
        self.taken: set[tuple[int, int, str, str]] = set()
        self.calendar = Calendar(document, self.seeker, languages)
        self.reference = DocumentRef(
            id=document.id, source=document.source, publisher=document.publisher,
            published=document.published, language=document.language,
        )  # fmt: skip

    def check_all(self, claims: tuple[dict[str, Any], ...], window: Window) -> list[Checked]:
        """Each claim of an answer about a window, checked, in the order of the answer."""
        out: list[Checked] = []
        after, story = window.start, None
        for place, given in enumerate(claims[:MOST_CLAIMS], 1):
            checked = self.check(given, window, place, after, story)
            out.append(checked)
            if checked.claim is not None:
                after = checked.claim.start
                when = checked.claim.when
                story = when if when and when.precision in ("day", "part_of_day", "minute") else story
        return out

    def check(
        self, given: dict[str, Any], window: Window, place: int, after: int, story: When | None
    ) -> Checked:
        """One claim; `after` is where the one before it begins, `story` the day that was told last."""
        failures: list[Failure] = []

        def fail(what: str, said: Any = "", lost: bool = False) -> None:
            failures.append(Failure(place=place, what=clean(what), said=_cut(said), lost=lost))

        spans = self._find_quotes(given.get("quote"), window, after, fail)
        kind, stance = given.get("kind"), given.get("stance")
        if not isinstance(kind, str) or kind not in KINDS:
            fail(f'there is no kind "{_cut(kind)}"', given.get("quote"), lost=True)
        if not isinstance(stance, str) or stance not in STANCES:
            fail(f'there is no stance "{_cut(stance)}"', given.get("quote"), lost=True)
        near = spans[0][0] if spans else window.start
        speaker = self._find_speaker(given.get("speaker"), near)
        if speaker is None:
            fail("the speaker does not stand in the report", given.get("speaker"), lost=True)
        if any(failure.lost for failure in failures):
            return Checked(claim=None, failures=tuple(failures))
        # Of a passage that is said twice, two claims with the same words are one each.
        start, end = next((span for span in spans if (*span, kind, speaker) not in self.taken), spans[0])
        self.taken.add((start, end, kind, speaker))
        near = start
        quote = self.document.text[start:end]
        figures = self._check_figures(given.get("figures"), quote, near, fail)
        places = self._check_places(given.get("places"), near, fail)
        when = None
        try:
            when = self.calendar.date_claim(
                given.get("when"), given.get("when_english"), near, self.languages, story,
                stance in ("plans", "hypothetical"),
            )  # fmt: skip
        except ValueError as error:
            fail(str(error), given.get("when"))
        claim = Claim(
            id=claim_id(self.document.id, start, end, kind, speaker),
            document=self.reference,
            kind=kind,
            stance=stance,
            hedged=given.get("hedged") is True,
            background=given.get("background") is True and kind not in STATES,
            quote=quote,
            start=start,
            end=end,
            speaker=ActorRef(name=speaker),
            via=self._check_names(given.get("via"), near, "via", fail),
            actors=self._check_names(given.get("actors"), near, "an actor", fail),
            targets=self._check_names(given.get("targets"), near, "a target", fail),
            weapons=self._check_names(given.get("weapons"), near, "a weapon", fail),
            places=places,
            extent=self._check_extent(given.get("extent"), quote, fail),
            when=when,
            figures=tuple(_set_scope(figure, when) for figure in figures),
            extractor=self.extractor,
            translation=None if self.languages == ("en",) else _read_translation(given.get("english"), quote),
            confidence=_weigh(given.get("hedged") is True, bool(places), len(failures)),
        )
        if kind not in STATES and self.calendar.is_old(claim):
            claim = replace(claim, background=True)
        if speaks_to_model(self.document.text, start, end):
            claim = replace(claim, review=SPEAKS, confidence=min(claim.confidence, DOUBTED))
        return Checked(claim=claim, failures=tuple(failures))

    def _find_quotes(self, quote: Any, window: Window, after: int, fail) -> list[tuple[int, int]]:
        """Where the quote may stand, the likeliest place first; nowhere, and it is said why."""
        if not isinstance(quote, str) or not quote.strip():
            fail("the claim has no quote", "", lost=True)
            return []
        found = self.seeker.find_quote(quote, window.start, window.end, after)
        spans = [self._take_numbers(span, window) for span in found if window.holds(*span)]
        if not spans:
            fail("the quote does not stand in the report", quote, lost=True)
            return []
        problem = judge_length(self.document.text[slice(*spans[0])])
        if problem:
            fail(problem, quote, lost=True)
            return []
        return spans

    def _take_numbers(self, span: tuple[int, int], window: Window) -> tuple[int, int]:
        """The span with the rest of the numbers that it cuts: "12 soldiers" of "at least 12 soldiers" is another toll."""
        start, end = span
        first = max(0, start - AROUND)
        around = self.document.text[first : end + AROUND]
        for language in self.languages:
            if language not in READ:
                continue
            for one in find_quantities(around, language):
                low, high = first + one.start, first + one.end
                if (low < start < high or low < end < high) and one.kind != "ordinal":
                    start, end = min(start, low), max(end, high)
        return (start, end) if window.holds(start, end) else span

    def _find_speaker(self, name: Any, near: int) -> str | None:
        if isinstance(name, dict):
            name = name.get("name")
        if isinstance(name, str) and name.strip().lower() == PUBLISHER:
            return PUBLISHER
        return self._find_name(name, near)

    def _find_name(self, name: Any, near: int) -> str | None:
        if isinstance(name, dict):
            name = name.get("name")
        if not isinstance(name, str) or not any(map(str.isalnum, name)) or len(name) > LONGEST_NAME:
            return None
        span = self.seeker.find_name(name, near)
        return " ".join(self.document.text[slice(*span)].split()) if span else None

    def _check_names(self, names: Any, near: int, what: str, fail) -> tuple[ActorRef, ...]:
        kept: dict[str, ActorRef] = {}
        for name in _take_list(names):
            found = self._find_name(name, near)
            if found is None:
                fail(f"the name of {what} does not stand in the report", name)
            else:
                kept.setdefault(found, ActorRef(name=found))
        return tuple(kept.values())

    def _check_places(self, places: Any, near: int, fail) -> tuple[PlaceRef, ...]:
        kept: dict[tuple[str, str], PlaceRef] = {}
        for place in _take_list(places):
            row = place if isinstance(place, dict) else {"name": place}
            found, role = self._find_name(row.get("name"), near), row.get("role") or "location"
            if found is None or not isinstance(role, str) or role not in ROLES:
                problem = (
                    "the name of a place does not stand in the report"
                    if found is None
                    else "there is no such role"
                )
                fail(problem, row.get("name") if found is None else role)
                continue
            relation = row.get("relation")
            if isinstance(relation, str) and relation.strip():
                told = self._find_name(relation, near)
                if told is None:
                    # A place that is really "10 km from X" must not end up in X.
                    fail(
                        "the relation of a place does not stand in the report, so the place is left out",
                        relation,
                    )
                    continue
                relation = told
            else:
                relation = None
            kept.setdefault((found, role), PlaceRef(name=found, role=role, relation=relation))
        return tuple(kept.values())

    def _check_figures(self, figures: Any, quote: str, near: int, fail) -> list[Figure]:
        kept: list[Figure] = []
        for given in _take_list(figures):
            try:
                figure = check_figure(given, quote, self.languages)
            except Wrong as wrong:
                fail(str(wrong), given.get("text") if isinstance(given, dict) else given)
                continue
            who = given.get("who")
            if isinstance(who, str) and who.strip():
                found = self._find_name(who, near)
                if found is None:
                    fail("who a figure counts does not stand in the report", who)
                figure = replace(figure, who=found)
            if figure not in kept:
                kept.append(figure)
        return kept

    def _check_extent(self, extent: Any, quote: str, fail) -> str | None:
        if extent in (None, "", "whole", "part"):
            return extent or None
        try:
            share = float(extent)
        except (TypeError, ValueError):
            share = -1.0
        try:
            if not 0 < share <= 1:
                raise Wrong("an extent is whole, part or a share between 0 and 1")
            _prove_share(share, quote, self.languages)
        except Wrong as wrong:
            fail(str(wrong), extent)
            return None
        return f"{share:.2f}"


def judge_length(quote: str) -> str | None:
    """What is wrong with the length of a quote, if anything is.

    >>> judge_length("shelled Tarn"), judge_length("clashes")
    (None, 'the quote is too short to hold an event')
    """
    if re.search(r"\n[^\S\n]*\n", quote):
        return "the quote runs over more than one paragraph"
    words = len(quote.split())
    if UNSPACED.search(quote):
        size, least, most = sum(map(str.isalpha, quote)), SHORTEST_UNSPACED, LONGEST_UNSPACED
    else:
        size, least, most = words, SHORTEST, LONGEST
    if size < least:
        return "the quote is too short to hold an event"
    return "the quote is too long: give the clause that tells the event" if size > most else None


def _prove_share(share: float, quote: str, languages: tuple[str, ...]) -> None:
    """The share is one that the quote gives in percent or as a part."""
    ends = [
        end
        for language in languages
        if language in READ
        for one in find_quantities(quote, language)
        if one.kind == "percent"
        for end in (one.low, one.high)
    ]
    if not any(end is not None and abs(end / 100 - share) < 0.011 for end in ends):
        raise Wrong(f"the share {share:g} does not follow from the quote")


def _set_scope(figure: Figure, when: When | None) -> Figure:
    """A total over days has the interval that its claim has."""
    if figure.scope != "cumulative" or not (when and when.start and when.end):
        return figure
    return replace(figure, start=when.start[:10], end=when.end[:10])


def _read_translation(text: Any, quote: str) -> str | None:
    if not isinstance(text, str) or not text.strip() or text.strip() == quote.strip():
        return None
    return clean(" ".join(text.split())[:1000])


def _weigh(hedged: bool, placed: bool, failures: int) -> float:
    return round(max(0.2, 0.75 - 0.1 * hedged - 0.1 * (not placed) - 0.1 * min(failures, 3)), 2)


def _take_list(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return (value if isinstance(value, list) else [value])[:MOST]


def clean(text: str) -> str:
    """The text without halves of characters, which an answer can hold and no file.

    >>> clean("a\\ud800b")
    'a?b'
    """
    return text.encode("utf-8", "replace").decode()


def _cut(value: Any) -> str:
    written = value if isinstance(value, str) else "" if value is None else repr(value)
    return clean(" ".join(written[: 4 * SAID].split())[:SAID])
