"""Whether control rows are read through the names of the pack, and judged."""

import json

import msgspec
import pytest
from score_gold import write_gold

from sijill.model import ControlState, Incident
from sijill.packs import Actor, Alias, Dated, Place, Side
from sijill.score import ScoreOptions, read_gold, read_gold_claims, read_predicted, score_claims, score_record
from sijill.score.reading import NamedThings


@pytest.fixture
def gold_folder(tmp_path):
    return write_gold(tmp_path / "gold")


NAMED = NamedThings(
    sides=(
        Side(id="gov", name="the government", label="government"),
        Side(id="opp", name="opposition", label="opposition"),
    ),
    actors=(
        Actor(
            id="river",
            name="River Brigade",
            kind="armed group",
            names=(Alias(name="Liwa al-Nahr"),),
            sides=(Dated(id="opp"),),
        ),
        Actor(
            id="hill",
            name="Hill Front",
            kind="armed group",
            sides=(Dated(id="opp", end="2031-05-31"), Dated(id="gov", start="2031-06-01")),
        ),
    ),
    places=(Place(id="narbaya", name="Narbaya", kind="town", names=(Alias(name="Narbayah"),)),),
)


def state(place, holder, series="retrospective", start="2031-05-01", end="2031-05-31", **more):
    place_id = {"Narbaya": "narbaya"}.get(place, place.lower())
    return ControlState(
        place_id=place_id, place=place, start=start, end=end, series=series, holder=holder,
        probabilities={holder: 0.9}, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "there", "right"),
    [
        ("River Brigade", [state("Narbaya", "opp")], True),  # a faction stands for its side
        ("Liwa al-Nahr and Hill Front", [state("Narbaya", "opp")], True),
        ("River Brigade", [state("Narbaya", "gov")], False),
        ("River Brigade", [state("Narbaya", "opp", end="2031-05-02")], False),  # not on that day
        ("unknown", [], True),  # a place that the record does not have is unknown
        ("opposition", [], False),
        ("contested", [state("Narbaya", "divided")], True),  # held in parts
        ("contested", [state("Narbaya", "opp")], False),
        ("besieged:the government", [state("Narbaya", "opp", besieged_by="gov")], True),
        ("besieged:the government", [state("Narbaya", "opp")], False),
        (
            "besieged:the government",
            [state("Narbaya", "gov", besieged_by="gov")],
            False,
        ),  # holder and besieger
        ("Liwa al-Bahr", [state("Narbaya", "opp")], False),  # a name that the pack does not know is no side
    ],
)
def test_score_control_rows(gold_folder, expected, there, right):
    row = {"place": "Narbayah", "date": "2031-05-06", "expected": expected, "because": [["mill", 0]]}
    (gold_folder / "control.json").write_text(json.dumps([row]))
    scores = score_control_of(gold_folder, there)
    assert (scores.strong.k, scores.strong.n) == (int(right), 1)
    assert [one.place for one in scores.wrong] == ([] if right else ["Narbayah"])
    covers = any(one.end > "2031-05-06" for one in there)
    assert scores.misnamed.k == int(covers and not right)  # unknown is wrong, but names nobody
    assert scores.unknown_everywhere.k == int(expected == "unknown")


def score_control_of(gold_folder, states, series="retrospective", **options):
    predicted = msgspec.structs.replace(read_predicted(gold_folder), control=tuple(states), names=NAMED)
    scores = score_claims(read_gold(gold_folder), predicted, ScoreOptions(**options))
    return next(each for each in scores.control if each.series == series)


def test_score_control_side_changes_with_the_day(gold_folder):
    rows = [
        {"place": "Narbaya", "date": date, "expected": "Hill Front"} for date in ("2031-05-06", "2031-06-06")
    ]
    (gold_folder / "control.json").write_text(json.dumps(rows))
    held = score_control_of(gold_folder, [state("Narbaya", "gov", end="2031-07-01")])
    assert [(one.date, one.given) for one in held.wrong] == [("2031-05-06", "the government")]


def test_score_control_series_and_rows_set_aside(gold_folder):
    states = [state("Narbaya", "opp"), state("Narbaya", "unknown", series="as_known")]
    whole = score_control_of(gold_folder, states)
    assert (whole.all.k, whole.all.n) == (2, 3)  # Narbaya, and the bridge of which nothing is known
    # the silos rest on a document with nothing but estimated dates: asked only of a build that was told them
    assert whole.set_aside == 1
    assert score_control_of(gold_folder, states, published_est=True).all.n == 4
    assert score_control_of(gold_folder, states, series="as_known").strong.k == 0


class OpenedRecord:
    """A record that stands in for one on disk: claims, one incident, one control state."""

    def __init__(self, made):
        self.made = made

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.closed = True

    def documents(self):
        return [each.document for each in self.made]

    def claims(self):
        return list(self.made)

    def incidents(self):
        return [Incident(id="i", kind="capture", status="reported", title="", claims=("mill:0", "mill:2"))]

    def control(self):
        return [state("Narbaya", "opp")]

    def sides(self):
        return NAMED.sides

    def actors(self):
        return NAMED.actors

    def places(self):
        return NAMED.places


def test_score_record_on_disk(gold_folder, tmp_path, monkeypatch):
    opened = OpenedRecord(read_gold_claims(gold_folder))
    monkeypatch.setattr("sijill.record.Record.open", lambda path: opened)
    (tmp_path / "record" / "versions").mkdir(parents=True)
    scores = score_record(gold_folder, tmp_path / "record")
    assert scores.claims.kind_and_stance.f1 == 1
    assert scores.incidents.matched.pairs.found == 1
    assert [(each.series, each.strong.k) for each in scores.control] == [
        ("retrospective", 1),
        ("as_known", 0),
    ]
    assert opened.closed
