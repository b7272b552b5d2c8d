"""Files in the formats of the field: one small module a format, and what they share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sijill.errors import SijillError
from sijill.model import Frozen
from sijill.publish.claims import write_claims
from sijill.publish.formats import acled, datapackage, ftm, geo, hxl, plover, ucdp
from sijill.publish.formats.about import Column, Written, name_about, write_about
from sijill.publish.formats.events import EventView
from sijill.publish.formats.flat import LAYERS
from sijill.publish.own import OwnRecord

__all__ = ["FORMATS", "LAYERS", "Format", "find_format", "name_about", "write_format"]


class Format(Frozen):
    """A format that a record can be written in: its name, what a row of it is, and whether it has layers."""

    name: str
    title: str
    row: str
    layered: bool = False
    whole: bool = False  # nothing is ever withheld: the researcher's own working file
    sidecar: bool = True


FORMATS: tuple[Format, ...] = (
    Format(name="claims", title="Claims, one JSON object a line", row="claim", whole=True),
    Format(name="acled", title=acled.TITLE, row="event"),
    Format(name="ucdp", title=ucdp.TITLE, row="deadly event"),
    Format(name="plover", title=plover.TITLE, row="event record"),
    Format(name="hxl", title=hxl.TITLE, row="incident"),
    Format(name="geojson", title=geo.TITLE_JSON, row="feature", layered=True),
    Format(name="parquet", title=geo.TITLE_PARQUET, row="row", layered=True),
    Format(name="ftm", title=ftm.TITLE, row="entity"),
    Format(name="datapackage", title=datapackage.TITLE, row="row", sidecar=False),
)
WRITERS: dict[str, Callable[..., Written]] = {
    "acled": acled.write_acled,
    "ucdp": ucdp.write_ucdp,
    "plover": plover.write_plover,
    "hxl": hxl.write_hxl,
    "geojson": geo.write_geojson_layer,
    "parquet": geo.write_parquet,
    "ftm": ftm.write_ftm,
    "datapackage": datapackage.write_datapackage,
}
CLAIM_FIELDS = (
    "id document kind stance hedged quote start end background speaker via actors targets weapons extent about places when"
    " figures incident extractor confidence"
)


def find_format(name: str) -> Format:
    """The format of that name; an error lists those there are.

    >>> find_format("hxl").row
    'incident'
    """
    for form in FORMATS:
        if form.name == name:
            return form
    raise SijillError(
        f"there is no format {name!r}", remedy="the formats are " + ", ".join(form.name for form in FORMATS)
    )


def write_format(
    record: Any,
    name: str,
    path: str | Path,
    filters: Any = None,
    *,
    public: bool = True,
    layer: str | None = None,
    imported: bool = False,
) -> Written:
    """The record is in the file in that format, and beside it what the file is (`FILE.about.json`).

    With `public` (the default) private persons are withheld, and hospitals, shelters and convoys coarsened, in every format
    but `claims`. Rows of imported data sets are theirs to pass on, and are left out unless `imported`. `layer` is for the
    formats that have them: incidents, claims, control or days.
    """
    form = find_format(name)
    if layer and not form.layered:
        raise SijillError(f"the format {name} has no layers", remedy="leave --layer out")
    if layer and layer not in LAYERS:
        raise SijillError(f"there is no layer {layer!r}", remedy="the layers are " + ", ".join(LAYERS))
    if not imported:
        own = OwnRecord(record)
        record = own if own.imported else record
    view = EventView(record, public=public and not form.whole)
    if name == "claims":
        count = write_claims(record, path, filters)
        told = tuple(
            Column(name=field, type="any", about="docs/kinds.md and claims.schema.json")
            for field in CLAIM_FIELDS.split()
        )
        written = Written(rows=count, columns=told, documents=tuple(view.documents.values()))
    else:
        more = {"layer": layer or LAYERS[0]} if form.layered else {}
        written = WRITERS[name](view, path, filters, **more)
    if form.sidecar:
        write_about(view, path, name, form.title, written, filters)
    return written
