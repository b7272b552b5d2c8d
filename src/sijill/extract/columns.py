"""The claim that a row of somebody's event data makes: that data set says what its columns say."""

import re

from sijill.model import (
    ActorRef,
    Claim,
    Document,
    DocumentRef,
    ExtractorRef,
    Figure,
    PlaceRef,
    When,
    claim_id,
)
from sijill.read.datasets import CodedEvent
from sijill.read.datasets.reports import RULE, parse_row, read_again

EXTRACTOR = ExtractorRef(name="columns", version="1")
YEARS = re.compile(r" \(\d{4}-(?:\d{4})?\)")  # of a regime
NOBODY = re.compile(r"unidentified\b|unknown\b|xxx", re.I)  # what data sets call those whom nobody names


def extract_columns(document: Document) -> list[Claim]:
    """The one claim of a document that is a row of a data set; none for any other document.

    Its quote is the row's note, or its columns where it has none. A toll of 0 is no figure: it may be that nobody counted.
    """
    parsed = parse_row(document.text)
    if parsed is None:
        return []
    form, columns = parsed
    event = read_again(form, columns)
    rule = RULE.format(form=form)
    end = document.text.index(rule)
    start, end = (
        (0, end) if document.text[:end].strip() else (end + len(rule), len(document.text.rstrip("\n")))
    )
    return [
        Claim(
            id=claim_id(document.id, start, end, event.kind, "publisher"),
            document=DocumentRef(
                id=document.id,
                source=document.source,
                publisher=document.publisher,
                published=document.published,
                language=document.language,
            ),
            kind=event.kind,
            quote=document.text[start:end],
            start=start,
            end=end,
            speaker=ActorRef(name="publisher"),
            extractor=ExtractorRef(name=EXTRACTOR.name, version=EXTRACTOR.version, rule=form),
            actors=tuple(name_party(name) for name in event.actors if not NOBODY.match(name)),
            targets=tuple(name_party(name) for name in event.targets if not NOBODY.match(name)),
            places=name_place(event),
            when=When(
                start=event.start,
                end=event.end,
                precision="day" if event.start == event.end else "interval",
                text=columns.get("event_date") or columns.get("date_start") or event.start,
                anchor="explicit",
                basis=f"the columns of {form}",
            ),
            figures=count_dead(event),
            confidence=0.9,
        )
    ]


def name_party(name: str) -> ActorRef:
    """A party by the data set's name for it: without the country or the years behind it, and without the letters before it.

    A unit that is named after the forces of its state is the unit.

    >>> [name_party(name).name for name in ("Civilians (Elmland)", "Elm Brigade", "EPF: Elm People's Front")]
    ['Civilians', 'Elm Brigade', "Elm People's Front"]
    >>> [name_party(f"Military Forces of Elmland (2011-2019){unit}").name for unit in ("", " 3rd Division")]
    ['Military Forces of Elmland', '3rd Division']
    """
    before, years, unit = name.partition(years[0]) if (years := YEARS.search(name)) else (name, "", "")
    bare = unit.strip() or before.strip()
    head, bracket, _ = bare.rpartition(" (")
    bare = head if bracket and bare.endswith(")") else bare
    letters, colon, full = bare.partition(": ")
    return ActorRef(name=full if colon and " " not in letters else bare)


def name_place(event: CodedEvent) -> tuple[PlaceRef, ...]:
    """The place of a row, with the data set's own position."""
    if not event.place and event.lat is None:
        return ()
    return (PlaceRef(name=event.place or "place", lat=event.lat, lon=event.lon, precision=event.precision),)


def count_dead(event: CodedEvent) -> tuple[Figure, ...]:
    """The toll of a row, with its low and high estimates where it has them."""
    low = event.low if event.low is not None else event.deaths
    high = event.high if event.high is not None else event.deaths
    if not high:
        return ()
    return (Figure(measure="killed", low=low, high=high, text=f"{event.deaths or high:.10g}"),)
