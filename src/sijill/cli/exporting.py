"""The verbs that write a file for other people and programs: export and report."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import SijillError
from ..record import Filters, Record
from .app import Verb
from .asking import take_filters, take_record
from .lookup import count_recalled
from .printing import emit, note, say_count

FORMATS = ("claims", "acled", "ucdp", "plover", "hxl", "geojson", "parquet", "ftm", "datapackage")
LAYERS = ("incidents", "claims", "control", "days")


@click.command(cls=Verb)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option("--out", required=True, type=click.Path(), help="The file; for datapackage a folder or a .zip.")
@click.option("--layer", type=click.Choice(LAYERS), help="geojson, parquet: what a row is; else incidents.")
@click.option("--private", is_flag=True, help="Names of private persons and exact shelters as well.")
@click.option("--imported", is_flag=True, help="Rows of imported data sets of others as well.")
@take_record
@take_filters
def export(
    form: str, out: str, layer: str | None, private: bool, imported: bool, record: str, filters: Filters
) -> None:
    """Write the record in a format of the field.

    \b
    claims       every claim, one JSON object a line, nothing withheld
    acled        events in the 31 columns of ACLED (CSV)
    ucdp         deadly events in the 49 columns of UCDP GED (CSV)
    plover       PLOVER event records, one a line, each with its quote
    hxl          incidents with HXL hashtags and P-codes (CSV)
    geojson      incidents, claims, control or days for a map
    parquet      the same layers as GeoParquet 1.1
    ftm          FollowTheMoney entities, one a line
    datapackage  all tables as a Frictionless data package

    Beside the file lies FILE.about.json: columns, record version, rule-set, archive hashes, what was left out and why.
    All but `claims` withhold private persons unless --private (docs/privacy.md). What was imported from data sets of
    others is theirs to pass on, and is left out unless --imported.

    The same filters as in the tables; --all for background, plans and hypotheses as well.
    """
    from ..publish import write_format
    from ..publish.formats import find_format, name_about

    recalled = 0
    with Record.open(record) as opened:
        written = write_format(
            opened, form, Path(out), filters, public=not private, layer=layer, imported=imported
        )
        if form == "claims":
            recalled = count_recalled(opened, filters, written.rows)
    what = find_format(form).row
    what = "placed incident" if form == "geojson" and written.layer == "incidents" else what
    emit(f"{say_count(written.rows, what)} in {out}\n")
    if recalled:
        note(f"not written: {recalled} background; --all writes them")
    if written.left_out:
        note(f"no row for {say_count(len(written.left_out), 'other')}: {say_reasons(written.left_out)}")
    if written.outside:
        dead = sum(one.dead for one in written.outside)
        rows = ", ".join(one.id for one in written.outside)
        are = "is" if dead == 1 else "are"
        note(
            f"{dead:,} dead {are} told in rows outside your filter: {rows}; without the filter they are in the file"
        )
    if find_format(form).sidecar:
        note(f"what it is, and what was left out: {name_about(out)}")


def say_reasons(left_out: Sequence[Any]) -> str:
    """Why some have no row, the commonest reason first.

    >>> from types import SimpleNamespace
    >>> say_reasons([SimpleNamespace(why="no known day"), SimpleNamespace(why="no known day"), SimpleNamespace(why="denied")])
    '2 no known day, 1 denied'
    """
    return ", ".join(f"{count} {why}" for why, count in Counter(one.why for one in left_out).most_common())


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
