"""The GeoJSON export: positions only as known, and nothing dropped."""

import json

import h3
from publish_fixture import build_fake
from publish_makers import FakeRecord

from sijill.publish import write_geojson


def read(tmp_path, record, **options):
    write_geojson(record, tmp_path / "out.geojson", **options)
    return json.loads((tmp_path / "out.geojson").read_text("utf-8"))


def test_geojson_holds_every_incident_placed_or_listed(tmp_path):
    out = read(tmp_path, build_fake())
    listed = {feature["id"] for feature in out["features"]} | {
        item["id"] for item in out["sijill"]["unplaced"]
    }
    assert listed == {incident.id for incident in build_fake().incidents()}
    assert out["sijill"]["placed"] == 8 and out["sijill"]["unplaced_count"] == 3
    assert out["sijill"]["undated"] == ["i-0008", "i-0009"] and out["sijill"]["undated_count"] == 2


def test_geojson_draws_relative_places_as_areas_and_others_as_points(tmp_path):
    by_id = {feature["id"]: feature for feature in read(tmp_path, build_fake())["features"]}
    assert by_id["i-0006"]["geometry"]["type"] == "Polygon"
    assert by_id["i-0001"]["geometry"] == {
        "type": "Point",
        "coordinates": [40.994, 36.209],
    }  # longitude first
    assert by_id["i-0006"]["properties"]["place"]["precision"] == 5


def test_geojson_gives_the_h3_cell_of_what_is_known_to_a_town_or_nearer(tmp_path):
    for public in (True, False):
        for feature in read(tmp_path, build_fake(), public=public)["features"]:
            place, cell = feature["properties"]["place"], feature["properties"]["h3"]
            exact = (place["precision"] or 1) <= 2
            assert cell == (h3.latlng_to_cell(place["lat"], place["lon"], 7) if exact else None)
    assert feature["properties"]["place"]  # the last of them: there were some


def test_geojson_keeps_status_figures_origins_and_exact_quotes(tmp_path):
    features = {f["id"]: f["properties"] for f in read(tmp_path, build_fake())["features"]}
    properties = features["i-0001"]
    assert properties["status"] == "disputed" and properties["grade"] == "contested"
    (figure,) = properties["figures"]
    assert [(row["low"], row["high"]) for row in figure["figures"]] == [(12, None), (3, 3)]
    assert [origin["label"] for origin in properties["origins"]] == ["Radu Venn", "Southern command"]
    quotes = {quote["quote"]: quote["stance"] for quote in properties["quotes"]}
    assert quotes["The Southern command denied that the Mill Quarter had fallen"] == "denies"


def test_geojson_withholds_private_persons_unless_told_not_to(tmp_path):
    assert "Sarraf" not in json.dumps(read(tmp_path, build_fake()))
    assert "Sarraf" in json.dumps(read(tmp_path, build_fake(), public=False))


def test_geojson_shows_a_hospital_at_the_place_that_contains_it(tmp_path):
    public = {feature["id"]: feature for feature in read(tmp_path, build_fake())["features"]}
    whole = {feature["id"]: feature for feature in read(tmp_path, build_fake(), public=False)["features"]}
    assert public["i-0002"]["geometry"]["coordinates"] == [41.020, 36.215]
    assert public["i-0002"]["properties"]["place"]["precision"] == 3
    assert public["i-0002"]["properties"]["h3"] is None and whole["i-0002"]["properties"]["h3"]
    assert whole["i-0002"]["geometry"]["coordinates"] == [41.0231, 36.2169]


def test_geojson_of_an_empty_record_is_an_empty_collection(tmp_path):
    out = read(tmp_path, FakeRecord())
    assert out["features"] == [] and out["sijill"]["incidents"] == 0
