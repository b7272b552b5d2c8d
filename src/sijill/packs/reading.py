"""Reads a pack folder into a frozen `Pack`; every mistake names the file, the line and what to do."""

import csv
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from sijill.errors import SijillError
from sijill.packs.records import Actor, Alias, Dated, Lineage, Pack, Place, Side, Source

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_COMMON = {"id", "name", "kind", "names", "comment", "source"}
_FIELDS = {
    "actors": _COMMON
    | {"side", "parent", "forces", "country", "generic", "candidates", "from", "to", "lineage"},
    "places": _COMMON | {"parent", "areas", "lat", "lon", "radius_km", "area", "country", "pcode"},
    "sources": _COMMON
    | {"aliases", "taglines", "domains", "language", "speaks_for", "alignment", "from", "to"},
}
_BOOLEANS = {"area", "generic"}
_NUMBERS = {"lat", "lon", "radius_km"}


def find_pack_folder(name_or_folder: str | Path) -> Path:
    """The folder of a pack, given the name of a shipped one or a path.

    >>> find_pack_folder("world").name
    'world'
    """
    shipped = Path(__file__).parent
    folder = Path(name_or_folder)
    if (folder / "pack.yml").is_file():
        return folder.resolve()
    if folder.name == str(name_or_folder) and (shipped / folder / "pack.yml").is_file():
        return shipped / folder
    if folder.is_dir():
        raise SijillError(
            "this folder holds no pack.yml", where=str(folder), remedy="give it one (see docs/packs.md)"
        )
    known = ", ".join(sorted(path.parent.name for path in shipped.glob("*/pack.yml")))
    raise SijillError(
        f"there is no pack named {str(name_or_folder)!r}",
        remedy=f"use one of {known}, or the path of a pack folder",
    )


def load_pack(name_or_folder: str | Path) -> Pack:
    """The pack with that name or in that folder, frozen, the packs that it extends merged in.

    >>> pack = load_pack("world")
    >>> pack.name, pack.actor("civilians").kind
    ('world', 'civilians')
    """
    folder = find_pack_folder(name_or_folder)
    return _load_folder(folder, _stat_files(folder), ())


def _stat_files(folder: Path) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in list_pack_files(folder)
    )


def list_pack_files(folder: Path) -> list[Path]:
    """The files of a pack folder, those of its lexicons included, in a fixed order."""
    return sorted([*folder.glob("*.yml"), *folder.glob("*.csv"), *folder.glob("lexicon/*.yml")])


@lru_cache(maxsize=16)
def _load_folder(folder: Path, stats: tuple, above: tuple[Path, ...]) -> Pack:
    """`stats` is the key that makes an edited pack load anew."""
    head_file = folder / "pack.yml"
    head = _read_yaml(head_file)
    if not isinstance(head, dict) or not isinstance(head.get("name"), str):
        raise SijillError(
            "a pack needs a name", where=str(head_file), remedy="write a line such as `name: syria`"
        )
    base = _load_base(head, head_file, (*above, folder))
    origins = dict(base.origins) if base else {}
    sections = {section: _read_section(folder, section, origins) for section in _FIELDS}
    vocabulary = _read_yaml(folder / "names.yml") if (folder / "names.yml").is_file() else {}
    lexicons = {path.stem: _read_yaml(path) or {} for path in sorted(folder.glob("lexicon/*.yml"))}
    for path, content in [
        (folder / "names.yml", vocabulary),
        *((folder / "lexicon", v) for v in lexicons.values()),
    ]:
        if not isinstance(content, dict):
            raise SijillError(
                "this must be a mapping of sections", where=str(path), remedy="see docs/packs.md"
            )
    country = head.get("country")
    return Pack(
        name=head["name"],
        title=str(head.get("title") or head["name"]),
        folder=folder,
        digest=_digest_files(folder, base),
        country=country,
        extends=head.get("extends"),
        sides=_merge(
            base.sides if base else (), [_read_side(row, head_file) for row in head.get("sides") or ()]
        ),
        actors=_merge(
            base.actors if base else (), [_make_actor(r, w, country) for r, w in sections["actors"]]
        ),
        places=_merge(
            base.places if base else (), [_make_place(r, w, country) for r, w in sections["places"]]
        ),
        sources=_merge(base.sources if base else (), [_make_source(r, w) for r, w in sections["sources"]]),
        lexicons=_merge_deep(base.lexicons if base else {}, lexicons),
        vocabulary=_merge_deep(base.vocabulary if base else {}, vocabulary),
        origins=origins,
    )


def _load_base(head: dict, head_file: Path, above: tuple[Path, ...]) -> Pack | None:
    if not head.get("extends"):
        return None
    beside = head_file.parent.parent / str(head["extends"])
    base = beside if (beside / "pack.yml").is_file() else find_pack_folder(str(head["extends"]))
    if base in above:
        raise SijillError(
            "this pack extends itself", where=str(head_file), remedy="remove or change `extends`"
        )
    return _load_folder(base, _stat_files(base), above)


def _digest_files(folder: Path, base: Pack | None) -> str:
    digest = hashlib.sha256((base.digest if base else "").encode())
    for path in list_pack_files(folder):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _merge(base: Iterable[Any], own: list[Any]) -> tuple[Any, ...]:
    """An entry of the child replaces the parent's of the same id."""
    merged = {entry.id: entry for entry in base}
    merged.update((entry.id, entry) for entry in own)
    return tuple(merged.values())


def _merge_deep(base: Any, own: Any) -> Any:
    """Mappings merge key by key, lists are joined, anything else is replaced by the child's."""
    if isinstance(base, dict) and isinstance(own, dict):
        return {
            key: _merge_deep(base[key], own[key])
            if key in base and key in own
            else own.get(key, base.get(key))
            for key in [*base, *(key for key in own if key not in base)]
        }
    if isinstance(base, list) and isinstance(own, list):
        return base + [item for item in own if item not in base]
    return own


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise SijillError(
            f"this is not valid YAML ({problem})", where=f"{path}{line}", remedy="mend that line"
        ) from error
    except UnicodeDecodeError as error:
        raise SijillError("this file is not UTF-8", where=str(path), remedy="save it as UTF-8") from error


def _read_section(folder: Path, section: str, origins: dict[str, str]) -> list[tuple[dict, str]]:
    """The rows of SECTION.yml and SECTION.csv, checked for shape, each with the file and line it stands at."""
    rows: list[tuple[dict, str]] = []
    path = folder / f"{section}.yml"
    if path.is_file():
        entries = _read_yaml(path) or []
        if not isinstance(entries, list):
            raise SijillError(
                "this file must be a list", where=str(path), remedy="begin each entry with `- id:`"
            )
        lines = _find_lines(path, len(entries))
        rows += [(entry, f"{path}:{line}") for entry, line in zip(entries, lines, strict=True)]
    table = folder / f"{section}.csv"
    if table.is_file():
        with table.open(encoding="utf-8", newline="") as stream:
            rows += [
                (_read_row(row), f"{table}:{line}") for line, row in enumerate(csv.DictReader(stream), 2)
            ]
    seen: dict[str, str] = {}
    for row, where in rows:
        _check_row(row, section, where)
        if row["id"] in seen:
            raise SijillError(
                f"the id {row['id']!r} is used twice (also at {seen[row['id']]})",
                where=where,
                remedy="rename one",
            )
        seen[row["id"]] = where
        origins[f"{section}:{row['id']}"] = where
    return rows


def _find_lines(path: Path, expected: int) -> list[int]:
    """The line at which each entry of a list begins: entries start with a dash in the first column."""
    lines = [
        n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line.startswith("-")
    ]
    return lines if len(lines) == expected else [1] * expected


def _read_row(row: dict[str, str]) -> dict[str, Any]:
    """A row of a table as the mapping that YAML would give: `names_LANGUAGE` columns hold spellings, `|` between."""
    entry: dict[str, Any] = {"names": {}}
    for column, value in row.items():
        if column and column.startswith("names_"):
            entry["names"][column[6:]] = [name for name in (value or "").split("|") if name]
        elif column and value:
            entry[column] = (
                value == "true" if column in _BOOLEANS else float(value) if column in _NUMBERS else value
            )
    return entry


def _check_row(row: Any, section: str, where: str) -> None:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise SijillError(
            f"this entry of {section} has no id", where=where, remedy="begin it with `- id: a_short_name`"
        )
    missing = [key for key in ("name", "kind") if not isinstance(row.get(key), str)]
    if missing:
        raise SijillError(
            f"{row['id']!r} has no {missing[0]}", where=where, remedy=f"add `{missing[0]}:` to it"
        )
    unknown = sorted(set(row) - _FIELDS[section])
    if unknown:
        raise SijillError(
            f"{row['id']!r} has a field {unknown[0]!r} that {section} do not have",
            where=where,
            remedy="use one of " + ", ".join(sorted(_FIELDS[section])),
        )


def _read_day(value: Any, where: str) -> str | None:
    if value is None:
        return None
    day = str(value)
    if not _DAY.fullmatch(day):
        raise SijillError(
            f"{day!r} is not a day", where=where, remedy="write it as 2017-01-28, 2017-01 or 2017"
        )
    return day


def _read_aliases(row: dict, where: str) -> tuple[Alias, ...]:
    """The names of an entry, the canonical one first, in all languages."""
    names = row.get("names") or {}
    if isinstance(names, list):
        names = {"en": names}
    aliases = {("en", row["name"]): Alias(name=row["name"])}
    for language, spellings in names.items():
        for spelling in spellings or ():
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
                needs=tuple(detail.get("needs") or ()),
                weak=bool(detail.get("weak")),
            )
            aliases[language, detail["name"]] = alias
    return tuple(aliases.values())


def _read_dated(value: Any, where: str) -> tuple[Dated, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (Dated(id=value),)
    return tuple(
        Dated(id=one.get("id"), start=_read_day(one.get("from"), where), end=_read_day(one.get("to"), where))
        for one in value
    )


def _read_side(row: Any, path: Path) -> Side:
    if not isinstance(row, dict) or not {"id", "name"} <= set(row):
        raise SijillError(
            f"this side needs an id and a name: {row!r}", where=str(path), remedy="give it both"
        )
    return Side(
        id=row["id"],
        name=row["name"],
        label=row.get("label") or row["name"],
        allied_with=tuple(row.get("allied_with") or ()),
    )


def _make_actor(row: dict, where: str, country: str | None) -> Actor:
    lineage = tuple(
        Lineage(id=one["id"], on=_read_day(one.get("on"), where), how=one.get("how") or "renamed")
        for one in row.get("lineage") or ()
    )
    return Actor(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        names=_read_aliases(row, where),
        sides=_read_dated(row.get("side"), where),
        parent=row.get("parent"),
        forces=row.get("forces"),
        country=row.get("country") or country,
        generic=bool(row.get("generic")),
        candidates=tuple(row.get("candidates") or ()),
        start=_read_day(row.get("from"), where),
        end=_read_day(row.get("to"), where),
        lineage=lineage,
        comment=row.get("comment") or "",
        source=row.get("source") or "",
    )


def _make_place(row: dict, where: str, country: str | None) -> Place:
    for key in _NUMBERS:
        if row.get(key) is not None and not isinstance(row[key], int | float):
            raise SijillError(
                f"{key} of {row['id']!r} is not a number", where=where, remedy="write degrees as 33.5"
            )
    return Place(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        names=_read_aliases(row, where),
        parent=row.get("parent"),
        areas=tuple(row.get("areas") or ()),
        lat=row.get("lat"),
        lon=row.get("lon"),
        radius_km=row.get("radius_km"),
        area=bool(row.get("area")),
        country=row.get("country") or country,
        pcode=row.get("pcode"),
        comment=row.get("comment") or "",
        source=row.get("source") or "",
    )


def _make_source(row: dict, where: str) -> Source:
    names = row.get("names") or {}
    aliases = {**names, "en": [*(names.get("en") or ()), *(row.get("aliases") or ())]}
    return Source(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        names=_read_aliases({**row, "names": aliases}, where),
        taglines=tuple(row.get("taglines") or ()),
        domains=tuple(row.get("domains") or ()),
        language=row.get("language"),
        speaks_for=row.get("speaks_for"),
        sides=_read_dated(row.get("alignment"), where),
        start=_read_day(row.get("from"), where),
        end=_read_day(row.get("to"), where),
        comment=row.get("comment") or "",
        source=row.get("source") or "",
    )
