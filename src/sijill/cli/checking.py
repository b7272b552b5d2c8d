"""The verbs that look for what is wrong: verify a record, check a pack."""

import sys
from pathlib import Path

import click

from ..errors import SijillError
from ..packs.records import Pack
from .app import Verb, VerbGroup
from .asking import take_record
from .printing import emit, note, say_count


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
    from ..packs import check_pack, load_pack

    loaded = load_pack(folder)
    problems = [*check_pack(loaded), *check_vocabulary(loaded)]
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
