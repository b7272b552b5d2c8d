"""One row of somebody's event data, in the terms of this project."""

import msgspec

from ...model import Frozen, Unread


class CodedEvent(Frozen):
    """An event as another data set has it: days, place, parties, kind, deaths, and the words it stands on.

    `kind` is one of our kinds; `label` is the data set's own name for it, `group` the wider one. `precision` is UCDP's.
    Unknown is None, or an empty text, and never 0.
    """

    id: str
    row: int  # its place in the file, the first row of data being 1
    start: str | None = None
    end: str | None = None
    kind: str = "other"
    label: str = ""
    group: str = ""
    country: str = ""
    admin1: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    deaths: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    source: str = ""
    url: str = ""
    cells: dict[str, str] = msgspec.field(default_factory=dict)


class Dataset(Frozen):
    """The rows of a file that could be read, and what was wrong with the others."""

    name: str
    form: str
    events: tuple[CodedEvent, ...] = ()
    unread: tuple[Unread, ...] = ()
