"""Words that place one thing by another, and the areas made of them."""

import pytest
from resolving import resolve_names
from shapely.geometry import Point, shape

from sijill.model import PlaceRef
from sijill.packs import Place, load_pack
from sijill.packs.checking import measure_distance
from sijill.resolve.geometry import make_belt, make_offset, make_sector, move_point
from sijill.resolve.relative import draw_relative, parse_relative, read_distance

HOMS = Place(id="homs", name="Homs", kind="city", lat=34.727, lon=36.723, radius_km=6)
TOWN = Place(id="town", name="Town", kind="village", lat=34.9, lon=36.723)
BORDER = Place(id="border", name="Border", kind="border", lat=36.7, lon=38)


@pytest.fixture(scope="module")
def words():
    return load_pack("world").vocabulary["en"]


ROWS = [
    ("10 km southwest of Homs", "distance", ("Homs",), 225, 10),
    ("ten kilometres to the north-east of Homs", "distance", ("Homs",), 45, 10),
    ("approximately ten kilometers from Homs", "distance", ("Homs",), None, 10),
    ("less than 5 miles from Homs", "distance", ("Homs",), None, 8.045),
    ("southwest of Homs", "of", ("Homs",), 225, None),
    ("several towns south of Homs", "of", ("Homs",), 180, None),
    ("to the west of Homs", "of", ("Homs",), 270, None),  # outside it
    ("the west of Homs", "in", ("Homs",), 270, None),  # within it
    ("in the east of the capital", "in", ("the capital",), 90, None),
    ("western half of Homs", "in", ("Homs",), 270, None),
    ("Homs’s western side", "in", ("Homs",), 270, None),
    ("west Homs", "in", ("Homs",), 270, None),
    ("northern countryside of Homs", "countryside", ("Homs",), 0, None),
    ("northern Homs countryside", "countryside", ("Homs",), 0, None),
    ("Homs' northern countryside", "countryside", ("Homs",), 0, None),
    ("near Homs", "near", ("Homs",), None, None),
    ("on the outskirts of Homs", "near", ("Homs",), None, None),
    ("towards Homs", "towards", ("Homs",), None, None),
    ("between Homs and Hama", "between", ("Homs", "Hama"), None, None),
    ("southwest of", "of", (), 225, None),  # the anchor is the name itself
    ("near", "near", (), None, None),
]


@pytest.mark.parametrize(("text", "how", "anchors", "bearing", "distance"), ROWS)
def test_resolve_relative_parse_relative(words, text, how, anchors, bearing, distance):
    found = parse_relative(text, words)
    assert (found.how, found.anchors, found.bearing) == (how, anchors, bearing)
    assert found.distance_km == (pytest.approx(distance) if distance else None)


@pytest.mark.parametrize("text", ["Homs", "in Homs", "Northampton", "the city", "5 km", "Westminster"])
def test_resolve_relative_parse_relative_finds_nothing(words, text):
    assert parse_relative(text, words) is None


def test_resolve_relative_read_distance_ends_with_its_number():
    assert read_distance("approximately twenty five") == 25
    assert read_distance("many") is None


def draw(words, text, anchors):
    return draw_relative(parse_relative(text, words), anchors)


def test_resolve_relative_ring_keeps_clear_of_the_town(words):
    area, precision = draw(words, "ten kilometres from Homs", [HOMS])
    assert precision == 5
    assert not shape(area).contains(Point(HOMS.lon, HOMS.lat))
    for bearing in (0, 120, 240):
        lat, lon = move_point((HOMS.lat, HOMS.lon), bearing, 10)
        assert shape(area).contains(Point(lon, lat))


@pytest.mark.parametrize(
    ("distance", "inside", "outside"), [(10, (8.1, 11.9), (7.8, 12.2)), (2, (1.1, 2.9), (0.8, 3.2))]
)
def test_resolve_relative_offset_errs_by_a_fifth_or_a_kilometre(distance, inside, outside):
    area = shape(make_offset((34.7, 36.7), 90, distance))
    for km in inside:
        lat, lon = move_point((34.7, 36.7), 90, km)
        assert area.contains(Point(lon, lat))
    for km in outside:
        lat, lon = move_point((34.7, 36.7), 90, km)
        assert not area.contains(Point(lon, lat))


def test_resolve_relative_offset_is_narrow():
    area = shape(make_offset((34.7, 36.7), 90, 10))
    for bearing, held in ((110, True), (115, False), (70, True), (65, False)):
        lat, lon = move_point((34.7, 36.7), bearing, 10)
        assert area.contains(Point(lon, lat)) is held


@pytest.mark.parametrize(("anchor", "far"), [(HOMS, 14.5), (TOWN, 4.8)])
def test_resolve_relative_direction_reaches_further_from_a_city(words, anchor, far):
    area, precision = draw(words, "south of it", [anchor])
    lat, lon = move_point((anchor.lat, anchor.lon), 180, far)
    assert shape(area).contains(Point(lon, lat)) and precision == 5
    lat, lon = move_point((anchor.lat, anchor.lon), 180, far + 1)
    assert not shape(area).contains(Point(lon, lat))
    assert not shape(area).contains(Point(anchor.lon, anchor.lat))


def test_resolve_relative_part_of_a_city_lies_within_it(words):
    area, precision = draw(words, "the west of Homs", [HOMS])
    rim = shape(area).exterior.coords
    assert precision == 2
    assert max(measure_distance((lat, lon), (HOMS.lat, HOMS.lon)) for lon, lat in rim) <= 6.1


def test_resolve_relative_near_is_round_the_place_not_in_it(words):
    area, precision = draw(words, "near Homs", [HOMS])
    assert precision == 2 and not shape(area).contains(Point(HOMS.lon, HOMS.lat))


@pytest.mark.parametrize(("text", "anchor"), [("towards Homs", HOMS), ("near the border", BORDER)])
def test_resolve_relative_draws_nothing_where_nothing_can_be_drawn(words, text, anchor):
    assert draw(words, text, [anchor]) == (None, 5)


def test_resolve_relative_belt_lies_between_and_clear_of_both():
    belt = shape(make_belt((34.0, 36.0), (34.0, 37.0)))
    assert belt.contains(Point(36.5, 34.0))
    assert not belt.contains(Point(36.0, 34.0)) and not belt.contains(Point(37.0, 34.0))


def test_resolve_relative_sector_is_valid_geojson():
    area = make_sector((34.0, 36.0), 350, 45, (0, 10))  # across north
    assert area["type"] == "Polygon" and shape(area).is_valid


BESIDE = [
    # text, place and relation as the extractor gives them; name and label as others see them
    ("The army left positions about ten km from Damascus.", "Damascus", "about ten km from Damascus",
     "about ten km from Damascus", "Area about ten km from Damascus"),
    ("The column moved towards Damascus.", "Damascus", "towards Damascus", "Damascus", "an area towards Damascus"),
    ("Shells fell at the gates of Damascus.", "Damascus", "gates of Damascus", "gates of Damascus", "The gates of Damascus"),
    ("They left two hamlets near Damascus.", "two hamlets", "near Damascus", "two hamlets", "two hamlets near Damascus"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "relation", "seen", "label"), BESIDE)
def test_resolve_relative_what_lies_beside_a_place_never_bears_its_name(text, name, relation, seen, label):
    place = resolve_names(text, places=[PlaceRef(name=name, relation=relation)]).places[0]
    assert (place.id, place.name, place.label) == (None, seen, label)
