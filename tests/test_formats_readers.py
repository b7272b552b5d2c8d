"""Every format opened by a reader that is not ours; a reader that is not installed is skipped, and says so."""

import csv
import io
import json
import re
import zipfile
from types import SimpleNamespace

import jsonschema
import pytest
from publish_fixture import build_fake

from sijill.errors import SijillError
from sijill.packs.records import Place
from sijill.publish import write_format
from sijill.publish.formats import LAYERS
from sijill.publish.formats.flat import list_columns
from sijill.publish.formats.where import Whereabouts
from sijill.record import Filters, Record

SAY = "pip install 'sijill[readers]' to run this"
# What GeoParquet 1.1 asks of the `geo` metadata, of the parts that are written here.
GEO = {
    "type": "object",
    "required": ["version", "primary_column", "columns"],
    "properties": {
        "version": {"const": "1.1.0"},
        "primary_column": {"const": "geometry"},
        "columns": {
            "type": "object",
            "required": ["geometry"],
            "additionalProperties": {
                "type": "object",
                "required": ["encoding", "geometry_types"],
                "properties": {
                    "encoding": {"const": "WKB"},
                    "geometry_types": {
                        "type": "array",
                        "uniqueItems": True,
                        "items": {
                            "pattern": "^(GeometryCollection|(Multi)?(Point|LineString|Polygon))( Z)?$"
                        },
                    },
                    "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
                    "covering": {
                        "properties": {
                            "bbox": {
                                "required": ["xmin", "xmax", "ymin", "ymax"],
                                "additionalProperties": {
                                    "prefixItems": [{"const": "bbox"}, {"type": "string"}]
                                },
                            }
                        }
                    },
                },
            },
        },
    },
}


@pytest.fixture(scope="module")
def exported(example_folder, tmp_path_factory):
    """Every format of the example record, in one folder."""
    folder = tmp_path_factory.mktemp("formats")
    with Record.open(example_folder / "demo-record") as record:
        for form in ("acled", "ucdp", "plover", "hxl", "ftm"):
            write_format(record, form, folder / form, Filters(include_unasserted=False))
        for layer in LAYERS:
            for form in ("geojson", "parquet"):
                write_format(record, form, folder / f"{layer}.{form}", layer=layer)
        write_format(record, "datapackage", folder / "package")
        write_format(record, "datapackage", folder / "package.zip")
    return folder


def read_lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("layer", LAYERS)
def test_readers_pyarrow_opens_the_parquet(exported, layer):
    parquet = pytest.importorskip("pyarrow.parquet", reason=SAY)
    import shapely

    table = parquet.read_table(exported / f"{layer}.parquet")
    assert table.column_names == [*(column.name for column in list_columns(layer)), "geometry", "bbox"]
    geo = json.loads(table.schema.metadata[b"geo"])
    jsonschema.validate(geo, GEO)
    shapes = [shapely.from_wkb(one) for one in table["geometry"].to_pylist() if one]
    assert shapes and {one.geom_type for one in shapes} == set(geo["columns"]["geometry"]["geometry_types"])
    boxes = [box for box in table["bbox"].to_pylist() if box]
    assert [tuple(box[side] for side in ("xmin", "ymin", "xmax", "ymax")) for box in boxes] == [
        one.bounds for one in shapes
    ]
    assert list(shapely.total_bounds(shapes)) == geo["columns"]["geometry"]["bbox"]


def test_readers_the_geo_metadata_is_what_the_schema_says(exported):
    import duckdb

    for layer in LAYERS:
        ((value,),) = duckdb.execute(
            "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'geo'", [str(exported / f"{layer}.parquet")]
        ).fetchall()
        jsonschema.validate(json.loads(value), GEO)


@pytest.mark.parametrize("layer", LAYERS)
def test_readers_geopandas_opens_both_maps(exported, layer):
    geopandas = pytest.importorskip("geopandas", reason=SAY)
    frame = geopandas.read_parquet(exported / f"{layer}.parquet")
    assert frame.crs.to_string() == "OGC:CRS84" and (~frame.geometry.isna()).any()
    drawn = geopandas.read_file(exported / f"{layer}.geojson")
    placed = frame[~frame.geometry.isna()]
    assert len(drawn[~drawn.geometry.isna()]) == len(placed)


def test_readers_pandas_opens_acled_and_ucdp(exported):
    pandas = pytest.importorskip("pandas", reason=SAY)
    acled = pandas.read_csv(exported / "acled", parse_dates=["event_date"])
    assert (
        acled.shape[1] == 31 and acled["fatalities"].dtype.kind == "i" and acled["event_date"].notna().all()
    )
    assert set(acled["time_precision"]) <= {1, 2, 3} and set(acled["geo_precision"]) <= {1, 2, 3}
    ucdp = pandas.read_csv(exported / "ucdp", parse_dates=["date_start", "date_end"])
    assert ucdp.shape[1] == 49 and (ucdp["high"] >= 1).all()
    parts = ucdp[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].sum(axis=1)
    assert (
        (parts == ucdp["best"]).all()
        and (ucdp["low"] <= ucdp["best"]).all()
        and (ucdp["best"] <= ucdp["high"]).all()
    )


def test_readers_followthemoney_takes_every_entity(exported):
    followthemoney = pytest.importorskip("followthemoney", reason=SAY)
    for row in read_lines(exported / "ftm"):
        entity = followthemoney.model.get_proxy(row)
        entity.schema.validate(row)
        for name, values in row["properties"].items():
            assert sorted(set(values)) == sorted(entity.get(name)), (row["schema"], name)


def test_readers_every_entity_points_to_one_that_is_there(exported):
    rows = read_lines(exported / "ftm")
    by_id = {row["id"]: row["schema"] for row in rows}
    assert len(by_id) == len(rows) and {
        "Event",
        "Article",
        "Organization",
        "PublicBody",
        "Address",
        "Mention",
    } <= set(by_id.values())
    assert all(re.fullmatch(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?", key) for key in by_id)
    ranges = {
        "involved": None,
        "proof": "Article",
        "addressEntity": "Address",
        "document": "Article",
        "resolved": None,
    }
    for row in rows:
        for name, schema in ranges.items():
            for key in row["properties"].get(name, ()):
                assert key in by_id and (schema is None or by_id[key] == schema)
        assert all(
            isinstance(value, str) and value for values in row["properties"].values() for value in values
        )


@pytest.mark.parametrize("name", ["package/datapackage.json", "package.zip"])
def test_readers_frictionless_finds_the_package_valid(exported, name):
    frictionless = pytest.importorskip("frictionless", reason=SAY)
    report = frictionless.Package(str(exported / name)).validate()
    assert report.valid, report.flatten(["taskName", "rowNumber", "fieldName", "message"])[:5]
    assert report.stats["tasks"] == 11


def test_readers_the_package_holds_what_it_says(exported):
    package = json.loads((exported / "package" / "datapackage.json").read_text("utf-8"))
    tables = {}
    for resource in package["resources"]:
        rows = list(csv.DictReader(io.StringIO((exported / "package" / resource["path"]).read_text("utf-8"))))
        assert len(rows) == resource["rows"]
        assert not rows or list(rows[0]) == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
        tables[resource["name"]] = rows
    for resource in package["resources"]:
        for link in resource["schema"].get("foreignKeys", ()):
            known = {row[link["reference"]["fields"]] for row in tables[link["reference"]["resource"]]}
            assert {row[link["fields"]] for row in tables[resource["name"]]} - {""} <= known
    assert "body" not in tables["documents"][0] and "text" not in tables["documents"][0]
    with zipfile.ZipFile(exported / "package.zip") as archive:
        assert sorted(archive.namelist()) == sorted(path.name for path in (exported / "package").iterdir())


def test_readers_libhxl_reads_the_hashtags(exported):
    hxl = pytest.importorskip("hxl", reason="pip install libhxl to run this")
    with hxl.data(str(exported / "hxl"), hxl.InputOptions(allow_local=True)) as source:
        assert "#geo+lat" in source.display_tags and len(list(source)) > 50


def test_readers_equal_records_give_equal_files(example_folder, exported, tmp_path):
    with Record.open(example_folder / "demo-record") as record:
        write_format(record, "datapackage", tmp_path / "package.zip")
        write_format(record, "acled", tmp_path / "acled", Filters(include_unasserted=False))
    assert (tmp_path / "package.zip").read_bytes() == (exported / "package.zip").read_bytes()
    assert (tmp_path / "acled").read_bytes() == (exported / "acled").read_bytes()


def test_readers_quotes_of_plover_stand_in_the_archived_text(example_folder, exported):
    with Record.open(example_folder / "demo-record") as record:
        texts = {document.id: document.text for document in record.documents()}
    for row in read_lines(exported / "plover"):
        span = row["text_info"]
        assert (
            not row["exact"]
            or texts[row["cite_info"]["citation"]][span["start"] : span["end"]] == row["event_text"][0]
        )


def test_readers_a_package_is_never_written_over_other_things(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine", "utf-8")
    for out in (tmp_path / "full", tmp_path / "nowhere" / "package", tmp_path / "full" / "thesis.txt"):
        with pytest.raises(SijillError):
            write_format(build_fake(), "datapackage", out)
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "thesis.txt"]
    write_format(build_fake(), "datapackage", tmp_path / "own")
    write_format(build_fake(), "datapackage", tmp_path / "own")
    assert len(list((tmp_path / "own").iterdir())) == 12


def test_readers_nothing_is_written_over_a_device():
    for out in ("/dev/null", "/dev/stdout", "/proc/self/fd/1"):
        with pytest.raises(SijillError, match="device"):
            write_format(build_fake(), "acled", out)


def test_readers_places_of_no_country_are_in_none():
    places = [
        Place(id=f"p{k}", name=f"Town {k}", kind="town", country=code)
        for k, code in enumerate(["RU", "RU", "NG", None, None])
    ]
    assert Whereabouts(SimpleNamespace(places=lambda: places)).home is None
    assert Whereabouts(SimpleNamespace(places=lambda: places[:2])).home == "RU"


def test_readers_acled_rows_of_the_examples_are_as_coded_by_hand(exported):
    """Rows that a person coded from the example reports, each with the reason, stand in the export word for word."""
    from pathlib import Path

    rows = list(csv.DictReader(io.StringIO((exported / "acled").read_text("utf-8"))))
    expected = list(
        csv.DictReader(
            (Path(__file__).parent / "data" / "formats" / "acled-by-hand.csv").open(encoding="utf-8")
        )
    )
    assert len(expected) == 19
    missing = [
        want
        for want in expected
        if not any(all(row[name] == want[name] for name in want if name != "reason") for row in rows)
    ]
    assert not missing


def test_readers_a_filter_changes_which_rows_there_are_and_never_what_they_say(
    example_folder, exported, tmp_path
):
    whole = {
        row["event_id_cnty"]: row
        for row in csv.DictReader(io.StringIO((exported / "acled").read_text("utf-8")))
    }
    with Record.open(example_folder / "demo-record") as record:
        for kind in ("clash", "ground_attack", "air_strike"):
            write_format(record, "acled", tmp_path / "part", Filters(kinds=(kind,), include_unasserted=False))
            part = list(csv.DictReader(io.StringIO((tmp_path / "part").read_text("utf-8"))))
            assert part and all(row == whole[row["event_id_cnty"]] for row in part)
