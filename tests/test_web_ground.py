"""The ground of the maps: names and lines of what was imported."""

import json

import pytest
import shapely
import shapely.geometry
from web_fake import write_fake
from web_world import open_client

from sijill.resolve.imports import import_gazetteer


def square(west, south, size):
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def unit(codes, names, geometry):
    cells = {}
    for level, (code, (english, arabic)) in enumerate(zip(codes, names, strict=True), 1):
        cells |= {f"ADM{level}_PCODE": code, f"ADM{level}_EN": english, f"ADM{level}_AR": arabic}
    return {"type": "Feature", "properties": cells, "geometry": geometry}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ground")
    patch = pytest.MonkeyPatch()
    patch.setenv("SIJILL_GAZETTEERS", str(folder / "gazetteers"))
    province, district = ("ZZ01", ("Elm", "دردار")), ("ZZ0101", ("Ash", "رماد"))
    features = {
        "provinces": [unit(("ZZ01",), (province[1],), square(10, 5, 2))],
        "districts": [unit(("ZZ01", "ZZ0101"), (province[1], district[1]), square(10, 5, 1))],
    }
    for name, rows in features.items():
        path = folder / f"{name}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
        import_gazetteer(path)
    towns = folder / "towns.csv"
    towns.write_text(
        "PCODE,NAME_EN,NAME_AR,LATITUDE,LONGITUDE\nT1,Birch,بتولا,5.5,10.5\nT2,Far Birch,بتولا البعيدة,15.5,10.5\n",
        encoding="utf-8",
    )
    import_gazetteer(towns, kind="town")
    yield open_client(write_fake(folder / "record"))
    patch.undo()


def ask(client, **given):
    answer = client.get("/ground.json?" + "&".join(f"{key}={value}" for key, value in given.items()))
    assert answer.status_code == 200
    return json.loads(answer.text)


def test_web_ground_names_imported_towns_in_the_language_of_the_page(client):
    box = "10,5,11,6"
    assert [one["name"] for one in ask(client, z=9, box=box)["places"]] == [
        "Birch"
    ]  # no unit, no town elsewhere
    assert [one["name"] for one in ask(client, z=9, box=box, lang="ar")["places"]] == ["بتولا"]


def test_web_ground_draws_finer_units_the_nearer_one_looks(client):
    def kinds(zoom):
        return {line["properties"]["kind"] for line in ask(client, z=zoom, box="9,4,13,8")["lines"]}

    assert kinds(3) == set() and kinds(6) == {"governorate"} and kinds(9) == {"governorate", "district"}


def test_web_ground_lines_end_at_the_edge_of_the_map_and_are_lines(client):
    lines = ask(client, z=9, box="10.5,4.5,13,5.5")["lines"]
    assert lines
    for line in lines:
        assert line["geometry"]["type"] in ("LineString", "MultiLineString")
        for lon, lat in shapely.get_coordinates(shapely.geometry.shape(line["geometry"])):
            assert 10.5 <= lon <= 13 and 4.5 <= lat <= 5.5
    assert ask(client, z=9, box="50,50,51,51") == {"places": [], "lines": []}


@pytest.mark.parametrize("box", ["", "1,2", "nan,nan,nan,nan", "1e400,0,1,1", "a,b,c,d", "11,6,10,5"])
def test_web_ground_takes_any_box(client, box):
    assert ask(client, z="nan", box=box)["lines"] == []


def test_web_ground_pages_say_what_maps_are_drawn_from(client):
    page = client.page("/incidents")
    assert 'data-imports="districts, provinces, towns"' in page
    assert "districts, provinces, towns" in client.page("/about")
