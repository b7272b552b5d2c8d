"""The verbs that look for what is wrong: verify a record, check a pack."""

import sys
from pathlib import Path
from typing import Any

import click

from ..errors import SijillError
from ..packs.records import Pack
from .app import Verb, VerbGroup
from .asking import take_output, take_record
from .printing import Layout, emit, name_columns, note, print_rows, say_count


@click.command(cls=Verb)
@take_record
@click.pass_context
def verify(ctx: click.Context, record: str) -> None:
    """Check every byte, quote, reference and decision again.

    Exit code 1 and a list when something is wrong.
    """
    from ..record.folder import find_leftovers
    from ..record.verify import verify_record

    show = note if sys.stderr.isatty() else (lambda _: None)
    for folder in find_leftovers(Path(record)):
        note(f"{folder}: left half-written by a build that did not end; the next one removes it")
    problems = verify_record(record, lambda step: show(f"checking {step}"))
    for problem in problems:
        emit(problem + "\n")
    if problems:
        count = "1 thing is" if len(problems) == 1 else f"{len(problems)} things are"
        note(f"{count} wrong with {record}")
        ctx.exit(1)
    emit(f"{record}: every archived byte, quote, reference, decision and row hash holds\n")


@click.group(cls=VerbGroup)
def pack() -> None:
    """Work on packs: the names and words of a conflict."""


def check_vocabulary(loaded: Pack) -> list[str]:
    """What keeps the pack's English vocabulary from being read, in a sentence; empty where it can be."""
    from ..extract.embedded.lexicon import Lexicon

    try:
        Lexicon(loaded.lexicon("en"))
    except SijillError as error:
        return [f"{loaded.folder}: {error}"]
    return []


def find_problems(folder: str) -> tuple[Pack, list[str]]:
    """The pack, and everything that looks wrong in it, each thing said once."""
    import warnings

    from ..packs import check_pack, load_pack
    from ..packs.kinds import PackWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PackWarning)  # check_pack says the same
        loaded = load_pack(folder)
    return loaded, [*check_pack(loaded), *check_vocabulary(loaded)]


@pack.command(name="new")
@click.argument("folder", metavar="DIR")
@click.option("--title", metavar="TEXT", help="What the war is called, neutrally.")
@click.option("--country", metavar="CODE", help="ISO code of the country that bare names speak of.")
@click.option(
    "--extends", metavar="NAME|DIR", default="world", show_default=True, help="The pack it adds to."
)
def new(folder: str, title: str | None, country: str | None, extends: str) -> None:
    """Write a new pack into DIR, to be filled in: it loads as it is, with an example of every kind of entry."""
    from ..packs.scaffold import make_pack

    files = make_pack(folder, title, country.upper() if country else None, extends)
    for path in files:
        emit(f"{path}\n")
    emit(
        f"Fill these in (docs/packs.md), then: sijill pack check {folder} && sijill build REPORTS --pack {folder}\n"
    )


@pack.command(name="check")
@click.argument("folder", metavar="NAME|DIR")
@click.pass_context
def check(ctx: click.Context, folder: str) -> None:
    """List what looks wrong in a pack: unknown ids, names that two entries share, places far from their
    parents, a vocabulary that cannot be read.

    Exit code 1 when there is something.
    """
    loaded, problems = find_problems(folder)
    for problem in problems:
        emit(problem + "\n")
    counted = (
        ("actor", loaded.actors),
        ("place", loaded.places),
        ("source", loaded.sources),
        ("problem", problems),
    )
    emit(f"{loaded.name}: {', '.join(say_count(len(found), what) for what, found in counted)}\n")
    if problems:
        ctx.exit(1)


@pack.command(name="list")
@click.argument("folder", metavar="NAME|DIR")
@click.argument("word", metavar="[WORD]", required=False)
@click.option("--actors", "sections", flag_value="actors", help="Only the actors.")
@click.option("--places", "sections", flag_value="places", help="Only the places.")
@click.option("--sources", "sections", flag_value="sources", help="Only the outlets and speakers.")
@take_output
def list_entries(
    folder: str, word: str | None, sections: str | None, output: str | None, limit: int | None
) -> None:
    """List the ids, names and kinds of a pack, those of the packs that it extends included.

    With WORD only entries that have it in their id or in any spelling of their names. To give an entry of a parent pack
    a side, a parent or more spellings in a pack of your own, use its id there.
    """
    from ..packs import load_pack

    loaded = load_pack(folder)
    rows = [
        row
        for section in ((sections,) if sections else ("actors", "places", "sources"))
        for row in list_section(loaded, section, word)
    ]
    columns = ("section", "id", "name", "kind", "side", "parent", "country", "pack", "names")
    layout = Layout(
        columns=name_columns("section id name kind side parent country pack names"),
        wide=("names",),
        spare=("names", "country", "parent", "side"),
        piped=("names",),
        every=columns,
        empty=f"no entry has {word!r} in its names" if word else "this pack has none",
    )
    print_rows(rows, layout, output or "table", limit)


def list_section(loaded: Pack, section: str, word: str | None) -> list[dict[str, Any]]:
    """One row an entry of the section, with the pack that it stands in."""
    from ..names import fold_name

    wanted = fold_name(word) if word else ""
    rows = []
    for entry in getattr(loaded, section):
        spelt = list(dict.fromkeys((entry.name, *(alias.name for alias in entry.names))))
        if wanted and word != entry.id and not any(wanted in fold_name(one) for one in (entry.id, *spelt)):
            continue
        file = loaded.origins.get(f"{section}:{entry.id}", "").rpartition(":")[0]
        rows.append({
            "section": section, "id": entry.id, "name": entry.name, "kind": entry.kind,
            "side": getattr(entry, "side", None), "parent": getattr(entry, "parent", None),
            "country": getattr(entry, "country", None), "pack": Path(file).parent.name, "names": "; ".join(spelt[1:]),
        })  # fmt: skip
    return rows
