"""A pack as it was read, kept in the cache folder by the digest of its files, so that the next process need not read YAML."""

import contextlib
import os
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from sijill.folders import find_cache_folder
from sijill.packs.records import Actor, Pack, Place, Side, Source

# The form of what is kept; raise it when a record of a pack changes its fields or its reading.
FORM = 5
_KEPT = 24  # an edited pack leaves a file behind at each edit


class Compiled(msgspec.Struct):
    """What `Pack` holds, but for its folder."""

    name: str
    title: str
    digest: str
    country: str | None
    extends: str | None
    sides: tuple[Side, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    sources: tuple[Source, ...]
    lexicons: dict[str, dict[str, Any]]
    vocabulary: dict[str, dict[str, Any]]
    origins: dict[str, str]
    gazetteers: tuple[str, ...] = ()


def read_compiled(folder: Path, key: str) -> Pack | None:
    """The pack kept under that key, or None: a file that is missing or damaged is as if it had never been there."""
    try:
        data = _find_file(key).read_bytes()
        kept = msgspec.msgpack.decode(data, type=Compiled)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    values = {name: getattr(kept, name) for name in kept.__struct_fields__}
    return Pack(folder=folder, **{**values, "gazetteers": tuple(map(Path, kept.gazetteers))})


def keep_compiled(pack: Pack, key: str) -> None:
    """The pack is kept, if the cache folder lets it; what YAML holds that cannot be kept is read again each time."""
    values = {one.name: getattr(pack, one.name) for one in fields(Pack) if one.name != "folder"}
    values["gazetteers"] = tuple(map(str, pack.gazetteers))
    with contextlib.suppress(OSError, TypeError, OverflowError):
        data = msgspec.msgpack.encode(Compiled(**values))
        path = _find_file(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(partial, path)
        for old in sorted(path.parent.glob("*.msgpack"), key=lambda one: one.stat().st_mtime)[:-_KEPT]:
            old.unlink()


def _find_file(key: str) -> Path:
    return find_cache_folder() / "packs" / f"{key}-{FORM}.msgpack"
