"""The day of an event, from the words of the report that the model points at: resolved by rules, not by the model."""

import re
from datetime import date
from typing import Any

from sijill.dates import find_dates, narrative_anchor, resolve_date
from sijill.dates.languages import READ
from sijill.extract.llm.seeking import Seeker
from sijill.model import Claim, Document, When, replace

LONGEST = 160  # characters of date words
BACKGROUND_AFTER = 31  # days
STATES = ("held", "contested", "siege")


class Calendar:
    """What dates a document's claims: its publication, a full date inside it, and the day its story is on."""

    def __init__(self, document: Document, seeker: Seeker, languages: tuple[str, ...]):
        self.document, self.seeker = document, seeker
        self.anchor: str | None = None
        if document.published is None or len(document.published) < 10:
            for language in languages:
                self.anchor = self.anchor or narrative_anchor(find_dates(document.text, language))

    def date_claim(
        self,
        words: Any,
        english: Any,
        near: int,
        languages: tuple[str, ...],
        story: When | None,
        future: bool,
    ) -> When | None:
        """The days that the words mean; a ValueError where they do not stand in the report."""
        if not isinstance(words, str) or not words.strip():
            return None
        span = self.seeker.find_name(words, near) if len(words) <= LONGEST else None
        if span is None:
            raise ValueError(f'the date words "{words[:80]}" do not stand in the report')
        written = self.seeker.text[slice(*span)]
        tries = [(written, language, "") for language in languages if language in READ]
        if isinstance(english, str) and len(english) <= LONGEST and _same_digits(written, english):
            tries.append(
                (
                    english,
                    "en",
                    f"; read in the model's English for it, “{english.strip()[:60].encode('utf-8', 'replace').decode()}”",
                )
            )
        told = When(text=written, basis="the words give no day that can be read")
        for text, language, note in tries:
            for expression in find_dates(text, language):
                found = resolve_date(
                    expression,
                    published=self.document.published,
                    narrative=story or self.anchor,
                    tense="future" if future else "past",
                )
                found = replace(found, text=written, basis=(found.basis or "") + note)
                if found.start or found.end:
                    return found
                told = found
        return told

    def is_old(self, claim: Claim) -> bool:
        """Whether the claim's days lie more than a month before its report."""
        end = claim.when and (claim.when.end or claim.when.start)
        against = self.document.published or self.anchor
        try:
            return bool(
                end and against
                and (date.fromisoformat(against[:10]) - date.fromisoformat(end[:10])).days > BACKGROUND_AFTER
            )  # fmt: skip
        except ValueError:
            return False


def _same_digits(written: str, english: str) -> bool:
    """Whether a translation of date words has the numbers that they have, where they have any."""

    def digits(text: str) -> list[int]:
        return sorted(int(one) for one in re.findall(r"\d+", text))

    return not digits(written) or digits(written) == digits(english)
