"""The verbs that write a file for other people and programs: export and report."""

from pathlib import Path

import click

from ..errors import SijillError
from ..record import Filters, Record
from .app import Verb
from .asking import take_filters, take_record
from .lookup import count_recalled
from .printing import emit, note, say_count

FORMATS = ("claims", "geojson")


@click.command(cls=Verb)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="The file.")
@click.option("--private", is_flag=True, help="geojson: names of private persons and exact shelters as well.")
@take_record
@take_filters
def export(form: str, out: str, private: bool, record: str, filters: Filters) -> None:
    """Write the claims or the placed incidents to a file.

    `claims` is one JSON object a line, nothing withheld; `geojson` withholds private persons unless --private.

    The same filters as in the tables; --all for background, plans and hypotheses as well.
    """
    from ..publish import write_claims, write_geojson

    recalled = 0
    with Record.open(record) as opened:
        if form == "claims":
            count, what = write_claims(opened, Path(out), filters), "claim"
            recalled = count_recalled(opened, filters, count)
        else:
            count, what = write_geojson(opened, Path(out), filters, public=not private), "placed incident"
    emit(f"{say_count(count, what)} in {out}\n")
    if recalled:
        note(f"not written: {recalled} background; --all writes them")


@click.command(cls=Verb)
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="The file, ending in .html.")
@click.option("--title", metavar="TEXT", help="The heading of the page.")
@click.option(
    "--private", is_flag=True, help="Show private persons and exact shelters as well: not for the public."
)
@take_record
@take_filters
def report(out: str, title: str | None, private: bool, record: str, filters: Filters) -> None:
    """Write one page: map, timeline, incidents, quotes, rival figures.

    The page is self-contained and opens from a file, without a network. Plans and background are on it, marked as such.
    """
    from ..model import replace
    from ..publish import write_report

    if Path(out).suffix.lower() not in (".html", ".htm"):
        raise SijillError("the report is a page", where=out, remedy="give it a name that ends in .html")
    wanted = replace(filters, include_background=True, include_unasserted=True)
    with Record.open(record) as opened:
        path = write_report(opened, Path(out), wanted, title, public=not private)
    emit(f"{path}: open it in a browser\n")
