"""`NAME.meta.yml` beside a document: what a person knows about it that its text does not say."""

from pathlib import Path

import yaml

from ..errors import SijillError
from .timestamps import read_timestamp

KEYS = ("published", "publisher", "title", "author", "language", "url")
SUFFIX = ".meta.yml"


def find_sidecar(path: Path) -> Path | None:
    """The sidecar of a document: `a.txt.meta.yml` or `a.meta.yml` beside `a.txt`, or None."""
    for candidate in (path.with_name(path.name + SUFFIX), path.with_name(path.stem + SUFFIX)):
        if candidate.is_file():
            return candidate
    return None


def find_documents(sidecar: Path) -> list[Path]:
    """The files that a sidecar may speak of: those beside it that carry its name, with or without an
    extension."""
    name = sidecar.name.removesuffix(SUFFIX)
    beside = (p for p in sidecar.parent.iterdir() if p.is_file() and not p.name.endswith(SUFFIX))
    return sorted(p for p in beside if name in (p.name, p.stem))


def read_sidecar(path: Path) -> dict[str, str]:
    """The sidecar's facts, checked; an unknown key or an unreadable date is an error that names file and
    remedy."""
    remedy = "the keys are " + ", ".join(KEYS)
    try:
        data = yaml.safe_load(path.read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SijillError(
            f"is not YAML ({first})", where=str(path), remedy="write one `key: value` a line"
        ) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise SijillError("holds no `key: value` lines", where=str(path), remedy=remedy)
    facts = {}
    for key, value in data.items():
        if key not in KEYS:
            raise SijillError(f"has the unknown key {key!r}", where=str(path), remedy=remedy)
        if value is None:
            continue
        if isinstance(value, dict | list):
            raise SijillError(
                f"the value of {key!r} is not one text", where=str(path), remedy="give one value"
            )
        facts[key] = str(value).strip()
    if "published" in facts:
        stamp = read_timestamp(facts["published"])
        if stamp is None:
            raise SijillError(
                f"{facts['published']!r} is not a date",
                where=str(path),
                remedy="write `published: 2018-04-18`, or with a time 2018-04-18T10:45",
            )
        facts["published"] = stamp
    return facts
