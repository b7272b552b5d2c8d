"""The axis, the timeline and the map panels: what is drawn is what is known."""

import math
from datetime import date, timedelta

import pytest
from publish_fixture import build_fake
from publish_makers import SPOTS, ring

from sijill.publish.axis import build_axis, pick_bin
from sijill.publish.cards import build_cards
from sijill.publish.panels import Point, draw_panels
from sijill.publish.timeline import build_timeline

DAY = date(2031, 5, 4)


def span(first, days=0):
    return (DAY + timedelta(days=first), DAY + timedelta(days=first + days))


def test_drawing_axis_leaves_out_long_empty_time_and_says_how_long():
    axis = build_axis([span(0, 3), span(400, 2)], 0, 1000)
    assert [(s.first, s.last) for s in axis.stretches] == [span(-1, 5), span(399, 4)]
    assert [words for _, words in axis.list_breaks()] == ["13 months"]
    assert axis.find_x(DAY) < axis.find_x(DAY + timedelta(days=400)) < axis.width <= 1000


@pytest.mark.parametrize(
    "spans", [[span(0)], [span(0, 900)], [span(n * 40) for n in range(60)], [span(0), span(9000)]]
)
def test_drawing_axis_fits_any_period_into_its_width(spans):
    axis = build_axis(spans, 100, 1000)
    assert axis.width <= 1000.5 and len(axis.stretches) <= 7
    for first, last in spans:
        assert axis.covers(first) and 100 <= axis.find_x(first) <= axis.find_x(last) <= axis.width
    assert pick_bin(axis) in (1, 7, 30)


def test_drawing_axis_of_nothing_is_none():
    assert build_axis([], 0, 1000) is None


@pytest.mark.parametrize("day", [date.min, date.max])
def test_drawing_axis_survives_the_ends_of_the_calendar(day):
    # "0001-01-01" comes from broken feeds.
    assert build_axis([(day, day), (DAY, DAY)], 0, 1000).covers(day)


def test_drawing_timeline_counts_days_once_and_intervals_never():
    timeline = build_timeline(build_cards(build_fake(), None, {}))
    bars = {(bar.lane, bar.start): bar.count for lane in timeline.lanes for bar in lane.bars}
    assert bars == {
        ("bombardment", "2031-05-02"): 1,
        ("bombardment", "2031-05-03"): 1,
        ("bombardment", "2031-05-04"): 1,
        ("territory", "2031-05-04"): 1,
        ("territory", "2031-05-06"): 1,
        ("not-events", "2031-05-05"): 1,
        ("not-events", "2031-05-09"): 1,
    }
    assert [(lane.id, [line[2] for line in lane.lines]) for lane in timeline.lanes if lane.lines] == [
        ("harm", ["i-0007"])
    ]


def test_drawing_panels_put_north_up_and_east_right_inside_the_frame():
    (panel,) = draw_panels([Point("a", "A", 41.0, 36.0), Point("b", "B", 41.5, 36.4)])
    marks = {mark.point.id: mark for mark in panel.marks}
    assert marks["a"].x < marks["b"].x and marks["a"].y > marks["b"].y
    assert all(0 < mark.x < panel.width and 0 < mark.y < panel.height for mark in panel.marks)


def test_drawing_panels_scale_bar_is_true():
    (panel,) = draw_panels([Point("a", "A", 41.0, 36.0), Point("b", "B", 41.5, 36.0)])
    marks = {mark.point.id: mark for mark in panel.marks}
    length, label = panel.scale
    km = 0.5 * 111.32 * math.cos(math.radians(36.0))
    assert (marks["b"].x - marks["a"].x) / length * float(label.split()[0]) == pytest.approx(km, rel=0.01)


def test_drawing_panels_labels_never_overlap():
    points = [
        Point(str(n), f"A long name of place {n}", 41 + 0.02 * (n % 5), 36 + 0.02 * (n // 5))
        for n in range(25)
    ]
    for panel in draw_panels(points, SPOTS):
        boxes = []
        for mark in panel.marks:
            if mark.label:
                x, y, anchor = mark.label
                width = len(mark.point.label) * 13 * 0.56
                left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
                boxes.append((left, y - 11, left + width, y + 3))
        for number, a in enumerate(boxes):
            assert not any(
                a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for b in boxes[:number]
            )


def test_drawing_panels_show_a_crowd_apart_in_an_inset():
    crowd = [Point(f"c{n}", f"Quarter {n}", 41 + 0.01 * n, 36.2) for n in range(4)]
    overview, inset = draw_panels([*crowd, Point("far", "Far", 43.0, 37.5)])
    assert {mark.point.id for mark in inset.marks} == {point.id for point in crowd}
    assert [letter for _, letter in overview.boxes] == [inset.letter] == ["A"]
    assert {mark.point.id for mark in overview.marks if mark.inset} == {point.id for point in crowd}


def test_drawing_panels_draw_an_area_as_large_as_it_is():
    (panel,) = draw_panels(
        [Point("a", "A", 41.0, 36.0, 8, ring(36.0, 41.0, 10)), Point("b", "B", 41.6, 36.0, 8, None, 20.0)]
    )
    area, district = sorted(panel.marks, key=lambda mark: mark.point.id)
    xs = [float(pair.split(",")[0].lstrip("M")) for pair in area.path.rstrip("Z").split()]
    length, label = panel.scale
    km = length / float(label.split()[0])  # units a kilometre
    assert (max(xs) - min(xs)) / 2 / km == pytest.approx(10, rel=0.05)
    assert district.ring / km == pytest.approx(20, rel=0.02) and not district.path


@pytest.mark.parametrize("lat", [-54.8, 0.0, 78.2])
def test_drawing_panels_work_anywhere_on_earth(lat):
    (panel,) = draw_panels([Point("a", "A", -68.3, lat), Point("b", "B", -68.1, lat + 0.1)])
    assert panel.grid and all(0 <= at <= max(panel.width, panel.height) for _, at, _ in panel.grid)
