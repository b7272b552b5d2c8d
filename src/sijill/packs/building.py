"""Rows of a pack's files made into frozen records, with a parent pack's entries taken over."""

import datetime
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sijill.errors import SijillError
from sijill.model import replace
from sijill.packs.records import Actor, Alias, Dated, Lineage, Place, Side, Source

NUMBERS = frozenset({"lat", "lon", "radius_km"})
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# Fields of a record whose name in the file is another.
_ATTRIBUTES = {"from": "start", "to": "end", "side": "sides", "alignment": "sides", "aliases": "names"}


def merge_entries(base: Iterable[Any], own: list[Any]) -> tuple[Any, ...]:
    """An entry of the child takes the place of the parent's of the same id."""
    merged = {entry.id: entry for entry in base}
    merged.update((entry.id, entry) for entry in own)
    return tuple(merged.values())


def build_entries(
    rows: list[tuple[dict, str]], make: Callable[[dict, str], Any], base: tuple[Any, ...]
) -> tuple[Any, ...]:
    """The parent's entries and the rows made into entries: a row of an id that the parent has adds to it and
    overrides what it gives anew, so that a pack says only what differs in its war."""
    known = {entry.id: entry for entry in base}
    own = []
    for row, where in rows:
        older = known.get(row["id"])
        if older is None:
            own.append(make(row, where))
            continue
        entry = make({"name": older.name, "kind": older.kind, **row}, where)
        given = {_ATTRIBUTES.get(key, key) for key in row}
        kept = {field: getattr(older, field) for field in entry.__struct_fields__ if field not in given}
        names = {(alias.language, alias.name): alias for alias in (*older.names, *entry.names)}
        own.append(replace(entry, **{**kept, "names": tuple(names.values())}))
    return merge_entries(base, own)


def _read_day(value: Any, where: str) -> str | None:
    if value is None:
        return None
    day = str(value)
    if not _is_day(day):
        raise SijillError(
            f"{day!r} is not a day", where=where, remedy="write it as 2017-01-28, 2017-01 or 2017"
        )
    return day


def _is_day(day: str) -> bool:
    """Whether it is a day, month or year that the calendar has."""
    if not _DAY.fullmatch(day):
        return False
    try:
        datetime.date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _read_list(entry: Any, key: str, owner: str, where: str) -> tuple[Any, ...]:
    """The items of a field that is a list; a single text would be taken for its letters."""
    value = entry.get(key)
    if value is not None and not isinstance(value, list | tuple):
        raise SijillError(
            f"{key} of {owner!r} is not a list: {value!r}", where=where, remedy=f"write `{key}: [{value}]`"
        )
    return tuple(value or ())


def _read_mappings(row: dict, key: str, where: str) -> tuple[dict, ...]:
    """The items of a field that is a list of mappings with an id, or none."""
    rows = _read_list(row, key, row["id"], where)
    for one in rows:
        if not isinstance(one, dict) or "id" not in one:
            raise SijillError(
                f"{key} of {row['id']!r} has an item without an id: {one!r}",
                where=where,
                remedy=f"write `{key}: [{{id: {one if isinstance(one, str) else 'a_short_name'}}}]`",
            )
    return rows


def read_country(row: dict, where: str) -> str | None:
    """The ISO code; YAML takes a bare NO for a no."""
    value = row.get("country")
    if value is not None and not isinstance(value, str):
        raise SijillError(
            f"the country is not text: {value!r}",
            where=where,
            remedy='write the two letters of the country, such as country: "NO"',
        )
    return value


def _read_aliases(row: dict, where: str) -> tuple[Alias, ...]:
    """The names of an entry, the canonical one first, in all languages."""
    names = row.get("names") or {}
    if isinstance(names, list):
        names = {"en": names}
    aliases = {("en", row["name"]): Alias(name=row["name"])}
    if not isinstance(names, dict):
        raise SijillError(
            f"the names of {row['id']!r} are no list: {names!r}",
            where=where,
            remedy=f"write `names: {{en: [{names}]}}`",
        )
    for language in names:
        for spelling in _read_list(names, language, f"names of {row['id']}", where):
            detail = spelling if isinstance(spelling, dict) else {"name": spelling}
            if not isinstance(detail.get("name"), str):
                raise SijillError(
                    f"a name of {row['id']!r} is not text: {spelling!r}",
                    where=where,
                    remedy="put it in quotes",
                )
            alias = Alias(
                name=detail["name"],
                language=str(language),
                start=_read_day(detail.get("from"), where),
                end=_read_day(detail.get("to"), where),
                needs=_read_list(detail, "needs", row["id"], where),
                weak=bool(detail.get("weak")),
                alone=bool(detail.get("alone")),
            )
            aliases[language, detail["name"]] = alias
    return tuple(aliases.values())


def _read_dated(row: dict, key: str, where: str) -> tuple[Dated, ...]:
    value = row.get(key)
    if isinstance(value, str):
        return (Dated(id=value),)
    return tuple(
        Dated(id=one["id"], start=_read_day(one.get("from"), where), end=_read_day(one.get("to"), where))
        for one in _read_mappings(row, key, where)
    )


def _read_names_of_others(row: dict, key: str, where: str) -> tuple[Dated, ...]:
    """What another data set calls the entry: one name, or several with the days on which each is used."""
    value = row.get(key)
    if value is None or isinstance(value, str):
        return (Dated(id=value),) if value else ()
    rows = _read_list(row, key, row["id"], where)
    if not all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in rows):
        raise SijillError(
            f"{key} of {row['id']!r} has an item without a name: {value!r}",
            where=where,
            remedy=f'write `{key}: [{{name: "Its name there (2011-2019)", to: "2019-04-11"}}]`',
        )
    return tuple(
        Dated(id=one["name"], start=_read_day(one.get("from"), where), end=_read_day(one.get("to"), where))
        for one in rows
    )


def make_side(row: Any, path: Path) -> Side:
    """The side that a row of pack.yml describes."""
    if not isinstance(row, dict) or not {"id", "name"} <= set(row):
        raise SijillError(
            f"this side needs an id and a name: {row!r}", where=str(path), remedy="give it both"
        )
    labels = row.get("labels") or {}
    if not isinstance(labels, dict) or not all(
        isinstance(text, str) for pair in labels.items() for text in pair
    ):
        raise SijillError(
            f"labels of {row['id']!r} are not words by language: {labels!r}",
            where=str(path),
            remedy="write them as `labels: {fr: Gouvernement}`",
        )
    return Side(
        id=row["id"],
        name=row["name"],
        label=row.get("label") or row["name"],
        allied_with=tuple(row.get("allied_with") or ()),
        labels=tuple(labels.items()),
    )


def make_actor(row: dict, where: str, country: str | None) -> Actor:
    """The actor that a row describes, of the pack's country unless the row names another."""
    lineage = tuple(
        Lineage(id=one["id"], date=_read_day(one.get("date"), where), how=one.get("how") or "renamed")
        for one in _read_mappings(row, "lineage", where)
    )
    return Actor(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        names=_read_aliases(row, where),
        sides=_read_dated(row, "side", where),
        parent=row.get("parent"),
        forces=row.get("forces"),
        country=read_country(row, where) or country,
        generic=bool(row.get("generic")),
        candidates=_read_list(row, "candidates", row["id"], where),
        start=_read_day(row.get("from"), where),
        end=_read_day(row.get("to"), where),
        lineage=lineage,
        comment=row.get("comment") or "",
        source=row.get("source") or "",
        acled=_read_names_of_others(row, "acled", where),
    )


def make_place(row: dict, where: str, country: str | None) -> Place:
    """The place that a row describes, in the pack's country unless the row names another."""
    for key in NUMBERS:
        if row.get(key) is not None and not isinstance(row[key], int | float):
            raise SijillError(
                f"{key} of {row['id']!r} is not a number: {row[key]!r}",
                where=where,
                remedy="write degrees as 33.5",
            )
    return Place(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        names=_read_aliases(row, where),
        parent=row.get("parent"),
        areas=_read_list(row, "areas", row["id"], where),
        lat=row.get("lat"),
        lon=row.get("lon"),
        radius_km=row.get("radius_km"),
        area=bool(row.get("area")),
        country=read_country(row, where) or country,
        pcode=row.get("pcode"),
        comment=row.get("comment") or "",
        source=row.get("source") or "",
    )


def make_source(row: dict, where: str) -> Source:
    """The source that a row describes."""
    names = row.get("names") or {}
    names = {"en": names} if isinstance(names, list) else names
    if isinstance(names, dict):
        english = [
            *_read_list(names, "en", row["id"], where),
            *_read_list(row, "aliases", row["id"], where),
        ]
        names = {**names, "en": english}
    return Source(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        names=_read_aliases({**row, "names": names}, where),
        taglines=_read_list(row, "taglines", row["id"], where),
        domains=_read_list(row, "domains", row["id"], where),
        language=row.get("language"),
        speaks_for=row.get("speaks_for"),
        sides=_read_dated(row, "alignment", where),
        start=_read_day(row.get("from"), where),
        end=_read_day(row.get("to"), where),
        comment=row.get("comment") or "",
        source=row.get("source") or "",
    )
