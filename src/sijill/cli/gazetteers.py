"""The verbs of gazetteers that a user brings: import one, list them, look a name up, remove one."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from ..errors import SijillError
from .app import VerbGroup
from .asking import read_day, tell_day
from .printing import emit, note, say_count


@click.group(cls=VerbGroup)
def gazetteer() -> None:
    """Bring in places: GeoNames dumps, and OCHA's boundaries with P-codes.

    An import is one local file. Every build after it finds its places where the pack has none, and the record notes
    which imports it was built with.
    """


@gazetteer.command(name="import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="What to call the import.  [default: the file's name]")
@click.option("--country", metavar="CODES", help="Only the places of these countries: SD or SD,TD,SS.")
@click.option("--kind", metavar="KIND", help="What the places of a table are, if not what its columns say.")
@click.option("--json", "as_json", is_flag=True, help="Print what was imported as JSON.")
def import_file(file: Path, name: str | None, country: str | None, kind: str | None, as_json: bool) -> None:
    """Import FILE as a gazetteer, or names for one.

    FILE is a GeoNames dump (SY.txt, allCountries.txt; alternateNamesV2.txt adds names to those imported before), or a
    CSV or GeoJSON with P-codes as HDX offers for administrative levels and neighbourhoods; zipped or not.
    """
    from ..resolve.imports import import_gazetteer

    codes = frozenset(code.strip().upper() for code in (country or "").split(",") if code.strip())
    if wrong := sorted(code for code in codes if len(code) != 2 or not code.isalpha()):
        raise SijillError(
            f"{wrong[0]!r} is no ISO code of a country", where="--country", remedy="write SD, or SD,TD,SS"
        )
    told = (lambda rows: note(f"{rows:,} rows read")) if sys.stderr.isatty() else None
    about = import_gazetteer(file, name, codes, kind, on_rows=told)
    if as_json:
        emit(json.dumps(about, ensure_ascii=False, indent=1) + "\n")
        return
    emit(say_import(about) + "\n")


def say_import(about: dict[str, Any]) -> str:
    """What an import holds, in a sentence."""
    if about["read_as"] == "names":
        return f"{about['name']}: {say_count(about['names'], 'name')} added from {about['file']}"
    kinds = ", ".join(
        f"{count:,} {kind.replace('_', ' ')}" for kind, count in list(about["kinds"].items())[:6]
    )
    left = (
        f"; {about['left_out']:,} features of other kinds or countries left out" if about["left_out"] else ""
    )
    drawn = f", {about['boundaries']:,} with boundaries" if about["boundaries"] else ""
    gone = ""
    if replaced := about.get("replaces"):
        day = f" of {replaced['imported'][:10]}" if replaced["imported"] else ""
        gone = f"; replaces the import {about['name']}{day} ({replaced['file']})"
    return (
        f"{about['name']}: {about['places']:,} places ({kinds}){drawn}, {about['names']:,} names{left}{gone}"
    )


@gazetteer.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def list_imports(as_json: bool) -> None:
    """List what was imported."""
    from ..resolve.imports import GazetteerFile, find_folder, list_gazetteers

    found = [GazetteerFile(path) for path in list_gazetteers()]
    if as_json:
        emit(
            json.dumps([{"name": one.name, "path": str(one.path), **one.about} for one in found], indent=1)
            + "\n"
        )
        return
    for one in found:
        emit(say_import({"name": one.name, **one.about}) + f"; imported {one.about['imported'][:10]}\n")
    if not found:
        note(f"nothing is imported in {find_folder()}; see sijill gazetteer import --help")


@gazetteer.command(name="remove")
@click.argument("name", metavar="NAME")
def remove_import(name: str) -> None:
    """Remove the import NAME; what was built with it stays as it is until the next build."""
    from ..resolve.imports import remove_gazetteer

    emit(f"{remove_gazetteer(name)} is removed\n")


@gazetteer.command(name="find")
@click.argument("name", metavar="PLACE")
@click.option(
    "--pack",
    metavar="NAME|DIR",
    help="The pack to look in as well.  [default: the shipped one whose names the words use]",
)
@click.option(
    "--in", "text", metavar="TEXT", default="", help="Words that the report says besides, to choose by."
)
@click.option("--on", "day", metavar="DAY", help="The day that it is spoken of.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def find_place(name: str, pack: str | None, text: str, day: str | None, as_json: bool) -> None:
    """Look PLACE up as a build would: which place it is taken for, why, and what came second.

    Exit code 1 where it is taken for none.
    """
    from ..model import Document
    from ..packs import load_pack
    from ..resolve import load_gazetteer
    from ..resolve.context import DocumentContext
    from ..resolve.places import Found, PlaceResolver
    from ..run.choosing import choose_pack

    words = f"{name}. {text}"
    loaded = load_pack(choose_pack(Path(), pack, [words]))
    places = load_gazetteer(loaded)
    given, day = day, read_day(day, "--on") if day else None
    tell_day(given, day, "--on")
    language = "ar" if any("\u0600" <= letter <= "\u06ff" for letter in name) else "en"
    document = Document(
        id="asked", content_hash="", source="asked", text=words, language=language, published=day
    )
    context = DocumentContext(document, loaded)
    found = PlaceResolver(context, places).find_place(name, len(words), day)
    if found.place is None and (coded := places.get(f"pc-{name}")):
        found = Found(place=coded, score=1.0, why="its P-code")
    chosen = [(found.place.id, found.score)] if found.place else []
    shown = [
        {
            "id": one.id, "name": one.name, "kind": one.kind, "lat": one.lat, "lon": one.lon, "pcode": one.pcode,
            "within": [above.name for above in places.parents(one.id)], "score": score,
        }
        for key, score in [*chosen, *found.candidates]
        if (one := places.get(key))
    ]  # fmt: skip
    elsewhere = [] if found.place else list(find_elsewhere(name, loaded.country, context.is_set_in))
    if as_json:
        answer = {"pack": loaded.name, "place": shown[0] if found.place else None, "why": found.why}
        answer |= {"candidates": shown[bool(found.place) :], "known_in_imports": elsewhere}
        emit(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    else:
        chosen_by = "" if pack else ", chosen by these words: --pack NAME|DIR names another"
        emit(say_found(name, shown, found.place is not None, found.why))
        emit(
            "".join(f"  {line}\n" for line in elsewhere)
            + f"  pack {loaded.name} ({loaded.title}){chosen_by}\n"
        )
    if found.place is None:
        sys.exit(1)


def find_elsewhere(name: str, own: str | None, is_set_in: Callable[[str | None], bool]) -> Iterator[str]:
    """Which imports have the name in a country where it was not looked for, and why not there."""
    from ..resolve.imports import open_imports

    for file in open_imports():
        spelt = {one.place.id: one.place for one in file.find(name)}
        for country in sorted({place.country or "" for place in spelt.values()}):
            if own and own not in file.countries and file.countries:
                why = f"the pack is of {own} and the import has no place of it: take another pack"
            elif not is_set_in(country or None):
                why = f"the words do not speak of {country}: name it, or a place of it, with --in"
            else:
                continue
            kinds = sorted(
                {place.kind.replace("_", " ") for place in spelt.values() if place.country == country}
            )
            yield f"known in the import {file.name} ({', '.join(kinds)} in {country}), but {why}"


def say_found(name: str, shown: list[dict[str, Any]], sure: bool, why: str) -> str:
    """The answer to a look-up as lines: the place, why, and the others."""
    lines = []
    for k, one in enumerate(shown):
        point = f"{one['lat']:.3f}, {one['lon']:.3f}" if one["lat"] is not None else "no point known"
        code = f", P-code {one['pcode']}" if one["pcode"] else ""
        within = f" in {' < '.join(one['within'])}" if one["within"] else ""
        head = "" if sure and k == 0 else "  or " if sure else "  perhaps "
        lines.append(
            f"{head}{one['name']} ({one['kind'].replace('_', ' ')}{within}; {point}{code}) [{one['id']}] {one['score']:.2f}"
        )
    if not sure:
        lines.insert(0, f"{name}: taken for no place")
    lines.insert(1, f"  because: {why}")
    if not sure and shown:
        lines.append(
            "What else the report says may decide it: sijill gazetteer find … --in “other places it names”"
        )
    return "\n".join(lines) + "\n"
