"""What a build tells of itself beside its figures: a pack that changed, a language that nothing reads."""

import os
from pathlib import Path
from typing import Any

from ..errors import SijillError
from .options import OVERRIDES, BuildOptions


def tell_pack_before(served: dict[str, Any], manifest: dict[str, Any]) -> str | None:
    """The name of the pack that the version served before was read with, if it was another or another state of it."""
    older, newer = served.get("pack", {}), manifest["pack"]
    same = (older.get("name"), older.get("digest")) == (newer["name"], newer["digest"])
    return None if same or not older else older.get("name")


def list_warnings(options: BuildOptions, extractor: Any) -> list[str]:
    """What a person should know of what was asked: a language that nothing reads leaves its reports without claims."""
    if options.language is None or options.language in extractor.languages:
        return []
    read = ", ".join(sorted(extractor.languages))
    return [
        f"--language {options.language}: the {extractor.name} extractor reads {read} alone, so these sources are kept "
        f"and give no claims; was that not meant, build them again with --language {sorted(extractor.languages)[0]}"
    ]


def list_given(options: BuildOptions) -> dict[str, Any]:
    """What was said of the sources of this build, over what they say."""
    return {name: value for name in OVERRIDES if (value := getattr(options, name)) is not None}


def list_outside(source: str, root: Path) -> list[str]:
    """The source, or where it is a folder that holds the record, all in it but the record: that is never read."""
    inside, record = os.path.realpath(source), os.path.realpath(root)
    if not os.path.isdir(source) or os.path.commonpath([inside, record]) != inside:
        return [source]
    if inside == record:
        raise SijillError("is the record itself", where=source, remedy="name the reports to read")
    names = sorted(name for name in os.listdir(source) if not name.startswith("."))
    paths = [os.path.join(source, name) for name in names]
    return [path for name in paths if os.path.realpath(name) != record for path in list_outside(name, root)]
