"""The filter as it stands in the address of a page: one way to read it and one to write it."""

import calendar
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from ..cli.asking import STATUSES, check_days, check_kind, read_day
from ..errors import SijillError
from ..link.grades import GRADES
from ..model import STANCES, Frozen, replace
from ..record import Filters

# Parameter of the address → field of the filter, for those of which several can be chosen.
MANY = {
    "kind": "kinds", "side": "sides", "place": "places", "source": "sources", "status": "statuses",
    "stance": "stances", "grade": "grades", "language": "languages",
}  # fmt: skip
DAYS = ("since", "until", "on")
FLAGS = {
    "all": ("include_background", "include_unasserted"),
    "undated": ("undated",),
    "unplaced": ("unplaced",),
}
CHOICES = {"status": STATUSES, "stance": STANCES, "grade": GRADES}
LONGEST = 300  # characters of one value: a filter is a few words
MOST = 60  # values of one parameter
PAGE = 50


class Query(Frozen):
    """Everything that the address of a listing says: the filter, the place of the map chosen, the page, the highlight."""

    filters: Filters = Filters(include_unasserted=False)
    spot: str = ""
    page: int = 1
    highlight: str = ""
    axis: tuple[str, str] | None = None

    @property
    def offset(self) -> int:
        """How many rows come before the page."""
        return (self.page - 1) * PAGE


def read_query(given: Mapping[str, Sequence[str]]) -> Query:
    """The query that the parameters of an address say; what cannot be meant is an error that says what can.

    >>> read_query({"kind": ["siege"], "since": ["2031-05"]}).filters.since
    '2031-05'
    """
    values: dict[str, Any] = {"include_unasserted": False}
    for name, field in MANY.items():
        chosen = tuple(dict.fromkeys(filter(None, (_tidy(one, name) for one in given.get(name, ())[:MOST]))))
        for one in chosen:
            if name == "kind":
                check_kind(one)
            elif name in CHOICES and one not in CHOICES[name]:
                raise SijillError(
                    f"there is no {name} {one!r}", remedy="there are " + ", ".join(CHOICES[name])
                )
        values[field] = chosen
    for name in DAYS:
        values[name] = read_day(_first(given, name) or None, name)
    for name, fields in FLAGS.items():
        if _first(given, name) not in ("", "0"):
            values |= dict.fromkeys(fields, True)
    values["text"] = _first(given, "q") or None
    filters = Filters(**values)
    check_days(filters)
    number = _first(given, "page")
    axis = _first(given, "axis").split("..")
    return Query(
        filters=filters,
        spot=_first(given, "spot"),
        page=max(1, min(int(number), 1_000_000)) if number.isascii() and number.isdigit() else 1,
        highlight=_first(given, "highlight"),
        axis=(axis[0], axis[1]) if len(axis) == 2 and all(map(_is_day, axis)) else None,
    )


def write_query(query: Query, **changes: Any) -> str:
    """The query as the parameters of an address, in a fixed order and without what is not asked for.

    >>> write_query(Query(filters=Filters(kinds=("siege",), include_unasserted=False), page=2))
    'kind=siege&page=2'
    >>> write_query(Query(), spot="at:1,2")
    'spot=at%3A1%2C2'
    """
    query = replace(query, **changes)
    filters, pairs = query.filters, []
    for name, field in MANY.items():
        pairs += [(name, value) for value in getattr(filters, field)]
    pairs += [(name, getattr(filters, name)) for name in DAYS if getattr(filters, name)]
    if filters.text:
        pairs.append(("q", filters.text))
    pairs += [(name, "1") for name, fields in FLAGS.items() if getattr(filters, fields[0])]
    if query.spot:
        pairs.append(("spot", query.spot))
    if query.axis:
        pairs.append(("axis", "..".join(query.axis)))
    if query.highlight:
        pairs.append(("highlight", query.highlight))
    if query.page > 1:
        pairs.append(("page", str(query.page)))
    return urlencode(pairs)


def without(query: Query, name: str, value: str = "") -> str:
    """The address's parameters without one choice, from the first page on."""
    filters = query.filters
    if name in MANY:
        field = MANY[name]
        filters = replace(filters, **{field: tuple(one for one in getattr(filters, field) if one != value)})
    elif name in DAYS:
        filters = replace(filters, **{name: None})
    elif name == "q":
        filters = replace(filters, text=None)
    elif name in FLAGS:
        filters = replace(filters, **dict.fromkeys(FLAGS[name], False))
    return write_query(query, filters=filters, page=1, spot="" if name == "spot" else query.spot)


def list_choices(query: Query) -> list[tuple[str, str]]:
    """What is chosen, as pairs of parameter and value, in the order of the address."""
    filters = query.filters
    chosen = [(name, value) for name, field in MANY.items() for value in getattr(filters, field)]
    chosen += [(name, getattr(filters, name)) for name in DAYS if getattr(filters, name)]
    chosen += [("q", filters.text)] if filters.text else []
    chosen += [(name, "1") for name in ("undated", "unplaced") if getattr(filters, name)]
    return chosen + ([("spot", query.spot)] if query.spot else [])


def day_from(query: Query) -> str:
    """The first day that the filter lets through, for a field of a form; of a month or a year its first day.

    >>> day_from(Query(filters=Filters(on="2031-05-02"))), day_from(Query(filters=Filters(since="2031-05")))
    ('2031-05-02', '2031-05-01')
    """
    text = query.filters.on or query.filters.since or ""
    return text[:10] + ("", "-01-01", "-01")[{4: 1, 7: 2}.get(len(text), 0)]


def day_to(query: Query) -> str:
    """The last day that the filter lets through, for a field of a form; of a month or a year its last day.

    >>> day_to(Query(filters=Filters(on="2031-05-02"))), day_to(Query(filters=Filters(until="2031-02")))
    ('2031-05-02', '2031-02-28')
    """
    text = query.filters.on or query.filters.until or ""
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]:02}"
    return text[:10]


def _first(given: Mapping[str, Sequence[str]], name: str) -> str:
    values = given.get(name) or ("",)
    return _tidy(values[-1], name)


def _tidy(value: str, name: str) -> str:
    if len(value) > LONGEST:
        raise SijillError(
            f"what is asked for as {name} is too long", remedy=f"use at most {LONGEST} characters"
        )
    return " ".join(value.replace("\x00", " ").split())


def _is_day(text: str) -> bool:
    import datetime

    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def read_view(given: Mapping[str, str]) -> tuple[float | None, tuple[float, ...] | None]:
    """The zoom and the box (west, south, east, north) of the map, where the script says them.

    >>> read_view({"z": "7.5", "box": "1,2,3,4"}), read_view({"z": "nan", "box": "1,2"})
    ((7.5, (1.0, 2.0, 3.0, 4.0)), (None, None))
    """
    try:
        zoom = float(given["z"]) if "z" in given else None
        box = tuple(float(part) for part in given["box"].split(",")) if "box" in given else None
    except ValueError:
        return None, None
    if zoom is not None and not -1 <= zoom <= 30:
        zoom = None
    usable = box is not None and len(box) == 4 and all(-540 <= part <= 540 for part in box)
    usable = usable and box[0] <= box[2] and box[1] <= box[3]
    return zoom, box if usable else None
