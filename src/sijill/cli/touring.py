"""The verb that shows what all this is for: a record of the example reports, and a tour of it."""

from pathlib import Path

import click

from ..errors import SijillError
from .app import Verb
from .building import run_build, tell_problems
from .printing import emit, make_console


@click.command(cls=Verb)
@click.option(
    "--record", "-r", default="demo-record", show_default=True, metavar="DIR", help="The record's folder."
)
@click.option(
    "--out", default="demo-report.html", show_default=True, metavar="FILE", help="The report's file."
)
@click.option(
    "--examples", metavar="DIR", type=click.Path(), help="The reports to read.  [default: the shipped ones]"
)
def demo(record: str, out: str, examples: str | None) -> None:
    """Build a record of the example reports and show round in it."""
    from ..publish import write_report
    from ..record import Record
    from ..run.options import BuildOptions
    from ..tour import show_tour

    folder = find_examples(examples)
    pack = folder.parent / "pack"  # the invented outlets of the examples, over the shipped pack
    options = BuildOptions(record=record, fresh=True, pack=str(pack) if pack.is_dir() else None)
    report = run_build((str(folder),), options)
    tell_problems(report, debug=False)
    with Record.open(record) as opened:
        show_tour(opened, make_console())
        path = write_report(opened, Path(out), None, "The example reports")
    emit(
        f"\nOpen {path} in a browser.\n"
        f"Then ask the record yourself, for instance:\n"
        f"  sijill incidents --record {record}\n"
        f"  sijill figures --record {record}\n"
        f"  sijill build YOUR-FILES\n"
    )


def find_examples(given: str | None) -> Path:
    """The folder of example reports: the one given, the one in this folder, or the one beside the code."""
    places = [Path(given)] if given else [
        Path("examples/reports"), Path(__file__).parents[3] / "examples" / "reports",
    ]  # fmt: skip
    for place in places:
        if place.is_dir():
            return place
    raise SijillError(
        "the example reports are not there",
        where=str(places[0]),
        remedy="run it in a clone of the repository, or name the folder with --examples",
    )
