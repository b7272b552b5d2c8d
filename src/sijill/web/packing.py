"""A name that the pack does not know, added to the user's own pack from the desk."""

import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

import sijill.packs

from ..errors import SijillError
from ..packs import load_pack
from ..packs.kinds import KINDS

SHIPPED = Path(sijill.packs.__file__).parent
SECTIONS = ("actors", "places")
FIELDS = {"actors": ("side", "parent"), "places": ("parent", "lat", "lon")}


def find_own_pack(manifest: Mapping[str, Any]) -> Path | None:
    """The folder of the pack that the record was built with, where it is one of the user's own."""
    named = str((manifest.get("options") or {}).get("pack") or "")
    folder = Path(named)
    own = bool(named) and (folder / "pack.yml").is_file() and SHIPPED not in folder.resolve().parents
    return folder if own else None


def make_entry(folder: Path, form: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, Any]]:
    """The section and the entry that the form describes: a new one, or a spelling more for one that the pack extends."""

    def one(name: str) -> str:
        return " ".join((form.get(name) or ("",))[-1].split())[:200]

    section, name, kind = one("section"), one("name"), one("kind")
    if section not in SECTIONS or not name:
        raise SijillError("say what it is called, and whether it is an actor or a place")
    written = one("written") or name
    key = one("id") or re.sub(r"\W+", "_", name.casefold()).strip("_")
    if not re.fullmatch(r"[a-z0-9_]{2,80}", key):
        raise SijillError(f"{key!r} cannot be an id", remedy="use small Latin letters, digits and _")
    names = {"ar" if re.search(r"[\u0620-\u06d3]", written) else "en": [written]}
    if key in {entry.id for entry in getattr(load_pack(folder), section)}:
        return section, {"id": key, "names": names}
    if kind not in KINDS[section]:
        raise SijillError(f"there is no kind {kind!r}", remedy="the kinds are " + ", ".join(KINDS[section]))
    entry: dict[str, Any] = {"id": key, "name": name, "kind": kind}
    for field in FIELDS[section]:
        value = one(field)
        if value and field in ("lat", "lon"):
            try:
                entry[field] = float(value)
            except ValueError:
                raise SijillError(f"{value!r} is not a number of degrees", where=field) from None
        elif value:
            entry[field] = value
    return section, entry | ({"names": names} if written != name else {})


def add_entry(folder: Path, section: str, entry: dict[str, Any]) -> Path:
    """The file of the pack that has the entry now; a pack that would not load with it is left as it was."""
    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
    path = folder / f"{section}.yml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = (before.rstrip("\n") + "\n" if before.strip() else "") + text
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(scratch) / folder.name
        shutil.copytree(folder, trial)
        (trial / path.name).write_text(after, encoding="utf-8")
        try:
            load_pack(trial)
        except SijillError as error:
            raise SijillError(error.what, where=path.name, remedy=error.remedy) from error
    beside = path.with_name(path.name + ".new")
    beside.write_text(after, encoding="utf-8")
    os.replace(beside, path)
    return path
