"""A new pack to fill in: a folder that loads at once, with one commented example of each kind of entry."""

import re
from pathlib import Path
from string import Template

from sijill.errors import SijillError
from sijill.packs.checking import list_countries
from sijill.packs.reading import find_pack_folder, load_pack

FILES = ("pack.yml", "actors.yml", "places.yml", "places.csv", "sources.yml", "lexicon/en.yml")
_NAME = re.compile(r"[a-z][a-z0-9_-]{1,40}")


def make_pack(
    folder: str | Path, title: str | None = None, country: str | None = None, extends: str = "world"
) -> list[Path]:
    """The files of a new pack in a folder that did not hold one; the folder's name is the pack's.

    >>> import tempfile
    >>> files = make_pack(Path(tempfile.mkdtemp()) / "valley", title="War in the valley", country="SS")
    >>> [path.name for path in files], load_pack(files[0].parent).title
    (['pack.yml', 'actors.yml', 'places.yml', 'places.csv', 'sources.yml', 'en.yml'], 'War in the valley')
    """
    folder = Path(folder)
    if not _NAME.fullmatch(folder.name):
        raise SijillError(
            f"{folder.name!r} cannot be the name of a pack",
            remedy="use small letters, digits, hyphens and underscores",
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SijillError("is there already and not empty", where=str(folder), remedy="name a new folder")
    if country is not None and country not in list_countries():
        raise SijillError(f"{country!r} is no ISO code of a country", remedy="write two capitals, such as SD")
    find_pack_folder(extends)  # raises where there is none
    said = (
        f"country: {country}"
        if country
        else "# country: SD   # ISO code: what “the army” or “the rebels” speak of"
    )
    told = {
        "name": folder.name,
        "title": _quote(title or folder.name.capitalize()),
        "extends": extends,
        "country": said,
    }
    for name in FILES:
        text = (Path(__file__).parent / "files" / name).read_text(encoding="utf-8")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(text).substitute(told) if name == "pack.yml" else text, encoding="utf-8")
    load_pack(folder)
    return [folder / name for name in FILES]


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
