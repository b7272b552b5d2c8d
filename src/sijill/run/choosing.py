"""Which pack reads a pile when nobody named one: that of the war whose own names the reports use, else the general one."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from pathlib import Path

import yaml

from ..packs import load_pack
from ..packs.reading import BASE
from ..read import ReadOptions, find_captures
from ..record.folder import is_record, list_versions, read_current, versions_path
from ..record.reader import read_manifest

SHIPPED = Path(__file__).parent.parent / "packs"
LOOKED_AT, LETTERS = 60, 20_000  # captures, and characters of each, that are looked at
_LEAST_NAMES, _LEAST_SHARE = (
    2,
    0.25,
)  # names of its own in a report, and the share of reports that have so many


def choose_pack(root: Path, wanted: str | None, texts: Iterable[str] = ()) -> str:
    """The pack asked for, or that of the version served, or the shipped one whose names the texts use."""
    if wanted:
        return wanted
    if served := read_served(root):
        return served["options"]["pack"]
    return guess_pack(texts)


def guess_pack(texts: Iterable[str]) -> str:
    """The shipped pack most of whose own actors and places the texts name, if a quarter of them do; else the general one.

    >>> war = list_wars()[0]
    >>> guess_pack([", ".join(actor.name for actor in load_pack(war).actors), "Talks were held."]) == war
    True
    >>> guess_pack(["The ceasefire is holding."])
    'world'
    """
    texts = list(texts)
    counts: Counter = Counter()
    for name in list_wars():
        index, own = _find_own(name)
        for text in texts:
            seen = {e.record.id for mention in index.scan(text) for e in mention.entries if e.plain} & own
            counts[name] += len(seen) >= _LEAST_NAMES
    best = max(sorted(counts), key=lambda name: counts[name], default=BASE)
    return best if counts[best] and counts[best] >= _LEAST_SHARE * len(texts) else BASE


def list_wars() -> list[str]:
    """The shipped packs that are about one country."""
    heads = {
        path.parent.name: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in SHIPPED.glob("*/pack.yml")
    }
    return sorted(name for name, head in heads.items() if head.get("country"))


@lru_cache(maxsize=8)
def _find_own(name: str):
    from ..resolve.index import index_names

    pack = load_pack(name)
    base = load_pack(BASE)
    known = {entry.id for section in (base.actors, base.places, base.sources) for entry in section}
    return index_names(pack), {one.id for one in (*pack.actors, *pack.places)} - known


def sample_texts(inputs: list[str], options: ReadOptions) -> list[str]:
    """The beginnings of the first local sources, undecoded marks and all: enough to tell which war they are about."""
    local = [path for path in inputs if "://" not in path]
    captures = islice(find_captures(local, options), LOOKED_AT) if local else ()
    return [
        one.payload[: 2 * LETTERS].decode("utf-8", "ignore")[:LETTERS]
        for one in captures
        if hasattr(one, "payload")
    ]


def is_pack_named(root: Path, wanted: str | None) -> bool:
    """Whether a person chose the record's pack, now or at an earlier build."""
    if wanted:
        return True
    return bool(read_served(root).get("pack", {}).get("named"))


def read_served(root: Path) -> dict:
    """The manifest of the version that is served, or nothing where none is."""
    number = read_current(root) if is_record(root) else None
    if number is None or number not in list_versions(root):
        return {}
    return read_manifest(versions_path(root) / str(number))
