"""Reads a pack folder into a frozen `Pack`; every mistake names the file, the line and what to do."""

import csv
import hashlib
import re
import warnings
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml

from sijill.errors import SijillError
from sijill.packs.building import (
    NUMBERS,
    build_entries,
    make_actor,
    make_place,
    make_side,
    make_source,
    merge_entries,
    read_country,
)
from sijill.packs.compiled import keep_compiled, read_compiled
from sijill.packs.kinds import PackWarning, list_unknown_kinds
from sijill.packs.records import Pack

# The pack that others extend.
BASE = "world"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML's safe types; a day that the calendar has not stays text, for the entry to be named that has it."""

    def construct_day(self, node: yaml.ScalarNode) -> Any:
        """The day, or the text of what only looks like one."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return self.construct_scalar(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_day)
# Only "true" and "false" are truth values, as in YAML 1.2: "no", "on" and "off" are words, and NO is a country.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF")
)
_COMMON = {"id", "name", "kind", "names", "comment", "source"}
_FIELDS = {
    "actors": _COMMON
    | {"side", "parent", "forces", "country", "generic", "candidates", "from", "to", "lineage", "acled"},
    "places": _COMMON | {"parent", "areas", "lat", "lon", "radius_km", "area", "country", "pcode"},
    "sources": _COMMON
    | {"aliases", "taglines", "domains", "language", "speaks_for", "alignment", "from", "to"},
}
_BOOLEANS = {"area", "generic"}
_NO_FLAGS = {"yes", "no", "on", "off"}
_WORDED = {"country", "name", "title", "id", "comment", "source", "language", "label"}  # may be such a word
_YES = {"true", "yes", "1"}  # spreadsheets write TRUE
_TEXTS = ("name", "kind", "parent", "forces", "pcode", "speaks_for", "language", "comment", "source")


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
    if folder.is_file() and (folder.parent / "pack.yml").is_file():
        raise SijillError(
            "is a file of a pack, and the folder is wanted", where=str(folder), remedy=f"name {folder.parent}"
        )
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
    digest = _digest_files(folder, base)
    key = hashlib.sha256(
        f"{digest}\0{folder}\0{base.folder if base else ''}\0{_digest_code()}".encode()
    ).hexdigest()
    if (kept := read_compiled(folder, key)) is not None:
        _warn_of_kinds(kept)
        return kept
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
    if base is not None:
        _trust_frames(lexicons)
    country = read_country(head, str(head_file))
    pack = Pack(
        name=head["name"],
        title=str(head.get("title") or head["name"]),
        folder=folder,
        digest=digest,
        country=country,
        extends=head.get("extends"),
        sides=merge_entries(
            base.sides if base else (), [make_side(row, head_file) for row in head.get("sides") or ()]
        ),
        actors=build_entries(
            sections["actors"], partial(make_actor, country=country), base.actors if base else ()
        ),
        places=build_entries(
            sections["places"], partial(make_place, country=country), base.places if base else ()
        ),
        sources=build_entries(sections["sources"], make_source, base.sources if base else ()),
        lexicons=_merge_deep(base.lexicons if base else {}, lexicons),
        vocabulary=_merge_deep(base.vocabulary if base else {}, vocabulary),
        origins=origins,
        gazetteers=(*sorted(folder.glob("gazetteer*.csv")), *(base.gazetteers if base else ())),
    )
    _warn_of_kinds(pack)
    keep_compiled(pack, key)
    return pack


@lru_cache(maxsize=1)
def _digest_code() -> str:
    """The digest of the modules that read packs: a pack kept by others is read again."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _trust_frames(lexicons: dict[str, dict[str, Any]]) -> None:
    """The frames that a pack adds to those it extends are taken at their word: no model may veto them, unless they say so."""
    for lexicon in lexicons.values():
        frames = lexicon.get("frames")
        for frame in frames if isinstance(frames, list) else ():
            if isinstance(frame, dict):
                frame.setdefault("trusted", True)


def _warn_of_kinds(pack: Pack) -> None:
    """Says, at the line of the pack that has it, that a kind is none: the entry is read, and every stage passes it by."""
    for section, entry, sentence in list_unknown_kinds(pack):
        file, _, line = pack.origins.get(f"{section}:{entry.id}", "").rpartition(":")
        if Path(file).parent == pack.folder:  # what a parent pack has was said when that one was read
            warnings.warn_explicit(sentence, PackWarning, file, int(line))


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
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise SijillError(
            f"this is not valid YAML ({problem})", where=f"{path}{line}", remedy="mend that line"
        ) from error
    except UnicodeDecodeError as error:
        raise SijillError("this file is not UTF-8", where=str(path), remedy="save it as UTF-8") from error
    _check_flags(read, path)
    return read


def _check_flags(value: Any, path: Path) -> None:
    """A flag written `yes` or `off` would be a word, and every word is true: it is told apart here."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and inner.lower() in _NO_FLAGS and key not in _WORDED:
                raise SijillError(
                    f"{key} is the word {inner!r}",
                    where=str(path),
                    remedy=f"write {key}: true or {key}: false",
                )
            _check_flags(inner, path)
    elif isinstance(value, list):
        for inner in value:
            _check_flags(inner, path)


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
        rows += _read_table(table)
    seen: dict[str, str] = {}
    for row, where in rows:
        inherited = isinstance(row, dict) and f"{section}:{row.get('id')}" in origins
        _check_row(row, section, where, inherited)
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


def _read_table(table: Path) -> list[tuple[dict, str]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if "id" not in (reader.fieldnames or ()):
                raise SijillError(
                    "the first line must name the columns, with `id` among them",
                    where=f"{table}:1",
                    remedy="begin it with id,name,kind and part the columns by commas",
                )
            return [(_read_row(row), f"{table}:{reader.line_num}") for row in reader]
    except UnicodeDecodeError as error:
        raise SijillError("this file is not UTF-8", where=str(table), remedy="save it as UTF-8") from error
    except csv.Error as error:
        raise SijillError(
            f"this is no table ({error})", where=str(table), remedy="save it as CSV with commas"
        ) from error


def _read_number(text: str) -> float | str:
    """The number, or the text as it is where it is none: the entry then says so with its line."""
    try:
        return float(text)
    except ValueError:
        return text


def _read_row(row: dict[str, str]) -> dict[str, Any]:
    """A row of a table as the mapping that YAML would give: `names_LANGUAGE` columns hold spellings, `|` between."""
    entry: dict[str, Any] = {"names": {}}
    for column, value in row.items():
        if column and column.startswith("names_"):
            entry["names"][column[6:]] = [name for name in (value or "").split("|") if name]
        elif column and value:
            entry[column] = (
                value.lower() in _YES
                if column in _BOOLEANS
                else _read_number(value)
                if column in NUMBERS
                else value
            )
    return entry


def _check_row(row: Any, section: str, where: str, inherited: bool) -> None:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise SijillError(
            f"this entry of {section} has no id", where=where, remedy="begin it with `- id: a_short_name`"
        )
    missing = [key for key in ("name", "kind") if not isinstance(row.get(key), str)]
    if missing and not inherited:
        raise SijillError(
            f"{row['id']!r} has no {missing[0]}", where=where, remedy=f"add `{missing[0]}:` to it"
        )
    for key in _TEXTS:
        if row.get(key) is not None and not isinstance(row[key], str):
            raise SijillError(
                f"{key} of {row['id']!r} is not text: {row[key]!r}",
                where=where,
                remedy=f'put it in quotes: {key}: "…"',
            )
    unknown = sorted(set(row) - _FIELDS[section])
    if unknown:
        raise SijillError(
            f"{row['id']!r} has a field {unknown[0]!r} that {section} do not have",
            where=where,
            remedy="use one of " + ", ".join(sorted(_FIELDS[section])),
        )
