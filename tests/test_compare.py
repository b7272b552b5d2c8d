"""Another data set against a record: round trips, differences by hand, and reasons for what is missing."""

import csv
import io
import json
import random

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from publish_makers import SPOTS, FakeRecord, at, make_claim, make_document, make_incident, on, origin
from test_formats_rows import NORTH_ARMY, SOUTH_FRONT, KnownRecord

from sijill.cli.app import app
from sijill.compare import Limits, compare_dataset, measure_agreement
from sijill.compare.naming import Meanings
from sijill.errors import SijillError
from sijill.model import Figure
from sijill.publish import write_format
from sijill.read.datasets import read_dataset

KINDS = (
    "clash",
    "capture",
    "shelling",
    "air_strike",
    "detention",
    "agreement",
    "protest",
    "withdrawal",
    "abduction",
)
PLACED = [spot.id for spot in SPOTS if spot.lat is not None and spot.id != "clinic"]


def build_many(events):
    """A record of one claim an event: (kind, place, day, dead)."""
    from publish_makers import figure_of

    documents, claims, incidents, figures = [], [], [], []
    for number, (kind, place, day, dead) in enumerate(events, 1):
        document = make_document(f"{number}.txt", f"Report {number}: it happened.", publisher="Lowland Wire")
        numbers = (Figure(measure="killed", who="people", low=dead, high=dead),) if dead else ()
        claim = make_claim(document, "it happened", kind, actors=(NORTH_ARMY,), targets=(SOUTH_FRONT,), figures=numbers,
                           when=on(day), places=(at(place),))  # fmt: skip
        voice = origin("Lowland Wire", [claim])
        incident = make_incident(number, kind, f"Event {number}", [claim], [voice], when=on(day), place=at(place),
                                 actors=(NORTH_ARMY,), targets=(SOUTH_FRONT,))  # fmt: skip
        documents.append(document)
        claims.append(claim)
        incidents.append(incident)
        if dead:
            figures.append(
                figure_of(
                    incident, "killed", "people", [(voice, dead, dead, "exact", claim, None)], dead, dead
                )
            )
    manifest = {"version": 1, "finished": "2031-05-08T10:00:00Z", "sides": {}}
    return KnownRecord(documents, claims, incidents, figures, manifest=manifest)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from(PLACED),
        st.integers(1, 28).map(lambda day: f"2031-05-{day:02d}"),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=EVENTS, form=st.sampled_from(["acled", "ucdp"]), keep_ids=st.booleans(), seed=st.integers(0, 99)
)
def test_compare_finds_every_exported_row_again_with_no_difference(tmp_path, events, form, keep_ids, seed):
    record = build_many(events)
    path = tmp_path / f"{form}.csv"
    write_format(record, form, path)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    random.Random(seed).shuffle(rows)
    if not keep_ids:
        for number, row in enumerate(rows):
            row["event_id_cnty" if form == "acled" else "id"] = f"X{number}"
    if not rows:
        return
    write_rows(path, rows)
    found = compare_dataset(record, read_dataset(path))
    assert len(found.pairs) == len(rows) and not found.only_theirs and not found.only_ours
    assert [pair.differs for pair in found.pairs] == [()] * len(rows)
    agreement = measure_agreement(found)
    assert agreement.found_of_theirs == agreement.found_of_ours == agreement.same_deaths == 1.0


def write_rows(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_acled(path, *rows):
    base = {
        "event_id_cnty": "X1", "event_date": "2031-05-04", "time_precision": "1", "event_type": "Battles",
        "sub_event_type": "Armed clash", "actor1": "Northern army", "inter1": "1", "actor2": "Southern Front", "inter2": "2",
        "country": "Syria", "location": "Mill Quarter", "latitude": "36.209", "longitude": "40.994", "geo_precision": "1",
        "source": "Wire", "notes": "They fought.", "fatalities": "4",
    }  # fmt: skip
    write_rows(path, [base | {"event_id_cnty": f"X{number}"} | row for number, row in enumerate(rows, 1)])
    return read_dataset(path)


def compare(tmp_path, events, *rows, **limits):
    return compare_dataset(
        build_many(events), write_acled(tmp_path / "x.csv", *rows), limits=Limits(**limits)
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Military Forces of Syria (2000-2024)", {"actor:north_army", "side:north_side"}),
        (
            "Military Forces of Syria (1900-)",
            {"actor:north_army", "side:north_side"},
        ),  # years that nobody knows
        ("Military Forces of Elmland (2011-)", {"state"}),
        ("Civilians (Syria)", {"civilians"}),
        ("Unidentified Armed Group (Syria)", set()),
    ],
)
def test_compare_knows_the_names_that_acled_gives(name, meant):
    assert Meanings(build_many([])).read_name(name) == meant


def test_compare_says_what_differs(tmp_path):
    found = compare(tmp_path, [("clash", "mill", "2031-05-04", 9)], {"event_date": "05 May 2031"})
    (pair,) = found.pairs
    assert set(pair.differs) == {"day", "deaths"} and pair.deaths == -5 and pair.likeness.days == 1


@pytest.mark.parametrize(
    ("row", "matched"),
    [
        ({}, True),
        ({"event_date": "2031-05-06"}, False),  # two days apart
        ({"latitude": "36.25"}, True),  # 4.6 km, and the same name
        ({"latitude": "36.45", "location": "Dunmarch"}, False),  # 27 km
        ({"sub_event_type": "Peaceful protest", "event_type": "Protests"}, False),
        ({"sub_event_type": "Government regains territory"}, True),  # a battle that coders split otherwise
        ({"actor1": "Unidentified Armed Group (Syria)", "actor2": ""}, True),
        ({"fatalities": "0"}, True),
    ],
)
def test_compare_matches_what_may_be_one_event(tmp_path, row, matched):
    found = compare(tmp_path, [("clash", "mill", "2031-05-04", 4)], row)
    assert bool(found.pairs) is matched
    assert matched or (found.only_ours[0].why and found.only_theirs[0].why)


def test_compare_names_the_nearest_of_what_is_missing(tmp_path):
    found = compare(tmp_path, [("clash", "mill", "2031-05-04", 0)], {"event_date": "2031-05-07"}, {"event_date": "2032-01-01"},
                    {"latitude": "10", "longitude": "10", "location": "Elsewhere"})  # fmt: skip
    whys = {one.event.id: (one.why, one.outside) for one in found.only_theirs}
    assert not found.pairs
    assert whys["X2"][1] and "outside the days" in whys["X2"][0]
    assert whys["X3"][1] and "far from every place" in whys["X3"][0]
    agreement = measure_agreement(found)
    assert agreement.outside_theirs == 3 - agreement.theirs and agreement.found_of_ours == 0


def test_compare_one_event_is_in_one_pair(tmp_path):
    found = compare(tmp_path, [("clash", "mill", "2031-05-04", 4)], {}, {"fatalities": "9"})
    assert [pair.theirs.id for pair in found.pairs] == ["X1"]
    assert "matched to X1" in found.only_theirs[0].why


def test_compare_chooses_the_most_in_all_and_not_the_first(tmp_path):
    events = [("clash", "mill", "2031-05-04", 4), ("clash", "mill", "2031-05-05", 0)]
    found = compare(
        tmp_path, events, {"event_date": "2031-05-04", "fatalities": "0"}, {"event_date": "2031-05-03"}
    )
    assert len(found.pairs) == 2


def test_compare_tells_what_the_record_has_and_the_form_has_not(tmp_path):
    found = compare(tmp_path, [("held", "mill", "2031-05-04", 0), ("clash", "tarn", "2031-05-04", 0)], {})
    assert "i-0001 speaks of that day and place, but held is no event type" in found.only_theirs[0].why


def test_compare_reads_numbers_and_words_of_both_editions(tmp_path):
    old = write_acled(tmp_path / "old.csv", {"inter1": "1", "event_date": "4 May 2031", "fatalities": ""})
    assert old.events[0].deaths is None and old.events[0].start == "2031-05-04"


def test_compare_a_bad_row_stops_nothing(tmp_path):
    dataset = write_acled(
        tmp_path / "x.csv", {}, {"event_date": "soon"}, {"latitude": "north"}, {"fatalities": "many"}, {}
    )
    assert len(dataset.events) == 2 and len(dataset.unread) == 3
    assert "row 2" in dataset.unread[0].source and "is no day" in dataset.unread[0].problem


def test_compare_another_table_by_a_mapping(tmp_path):
    (tmp_path / "x.csv").write_text(
        "Tag;Ort;Art;Tote;B;L\n2031-05-04;Mill Quarter;Gefecht;4;36,209;40,994\n", "utf-8"
    )
    (tmp_path / "x.yml").write_text(
        "columns: {start: Tag, place: Ort, kind: Art, deaths: Tote, lat: B, lon: L}\nkinds: {Gefecht: clash}\n",
        "utf-8",
    )
    dataset = read_dataset(tmp_path / "x.csv", mapping=tmp_path / "x.yml")
    found = compare_dataset(build_many([("clash", "mill", "2031-05-04", 4)]), dataset)
    assert not dataset.unread and [pair.differs for pair in found.pairs] == [()]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.csv", "a,b\n1,2\n", "neither the columns"),
        ("x.csv", "", "is empty"),
        ("none.csv", None, "does not exist"),
    ],
)
def test_compare_refuses_what_it_cannot_read(tmp_path, name, text, words):
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(SijillError) as caught:
        read_dataset(tmp_path / name)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["columns: 3", "columns: {begin: Day}", "columns: {place: P}", "columns: {start: D}\nkinds: {a: b}"],
)
def test_compare_refuses_a_mapping_that_means_nothing(tmp_path, text):
    (tmp_path / "x.csv").write_text("Day\n2031-05-04\n", "utf-8")
    (tmp_path / "x.yml").write_text(text, "utf-8")
    with pytest.raises(SijillError):
        read_dataset(tmp_path / "x.csv", mapping=tmp_path / "x.yml")


def test_compare_of_nothing_is_nothing(tmp_path):
    found = compare_dataset(FakeRecord(), write_acled(tmp_path / "x.csv", {}))
    agreement = measure_agreement(found)
    assert not found.pairs and agreement.found_of_theirs is None and agreement.kappa is None


def test_compare_on_the_command_line(example_folder, tmp_path):
    record, path = example_folder / "demo-record", tmp_path / "acled.csv"
    run = CliRunner().invoke(
        app, ["export", "--format", "acled", "--out", str(path), "--record", str(record)]
    )
    assert run.exit_code == 0, run.output
    done = CliRunner().invoke(app, ["compare", str(path), "--record", str(record), "--json"])
    data = json.loads(done.stdout)
    assert done.exit_code == 0 and data["total"] == data["agreement"]["both"] > 30
    assert {row["why"] for row in data["rows"]} == {"the same"}
    bad = CliRunner().invoke(app, ["compare", str(tmp_path / "no.csv"), "--record", str(record)])
    assert bad.exit_code == 2 and "does not exist" in bad.output


def test_compare_filters_by_place_on_both_sides(example_folder, tmp_path):
    """What the data set has elsewhere is not held against the record; of unknown places the nearest decides."""
    record, path = example_folder / "demo-record", tmp_path / "acled.csv"
    run = lambda *args: CliRunner().invoke(app, [*args, "--record", str(record)])  # noqa: E731
    run("export", "--format", "acled", "--out", str(path))
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    place = max({row["location"] for row in rows}, key=[row["location"] for row in rows].count)
    here = next(row for row in rows if row["location"] == place)
    away = next(row for row in rows if abs(float(row["latitude"]) - float(here["latitude"])) > 0.3)
    for number, one in enumerate((here, away)):
        more = one | {
            "event_id_cnty": f"NEW{number}",
            "event_date": "2017-03-24",
            "location": f"Newby {number}",
        }
        rows.append(
            more | {"actor1": "Nobody", "actor2": "", "sub_event_type": "Looting/property destruction"}
        )
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    data = json.loads(run("compare", str(path), "--place", place, "--json", "--limit", "0").stdout)
    theirs = [row["their_id"] for row in data["rows"] if row["found"] == "only theirs"]
    assert theirs == ["NEW0"] and not [row for row in data["rows"] if row["found"] == "only ours"]
    both = [row for row in data["rows"] if row["found"] == "both"]
    assert 0 < len(both) < len(rows) - 2 and {row["why"] for row in both} == {"the same"}
    assert run("compare", str(path), "--place", "Nowhere at all").exit_code == 2


def test_compare_knows_a_party_by_another_spelling(example_folder, tmp_path):
    """What the pack has as another spelling of a name is the same party; the general word for it is not."""
    from sijill.compare.naming import Meanings, compare_parties
    from sijill.read.datasets import CodedEvent
    from sijill.record import Record

    with Record.open(example_folder / "demo-record") as record:
        actor = next(
            one for one in record.actors() if len(one.names) > 2 and one.side and one.kind == "armed_group"
        )
        rival = next(
            one
            for one in record.actors()
            if one.side and one.side != actor.side and one.kind == "state_forces"
        )
        one, other, third = (
            CodedEvent(id="x", row=1, actors=(name,))
            for name in (actor.name, actor.names[-1].name, rival.name)
        )
        meanings = Meanings(record)
        assert compare_parties(one, other, meanings) == 1.0
        assert compare_parties(one, third, meanings) == -1.0
        assert (
            compare_parties(
                one, CodedEvent(id="x", row=1, actors=("Unidentified Armed Group (Syria)",)), meanings
            )
            is None
        )


def test_compare_a_rival_coding_of_the_same_events_is_matched_event_by_event(example_folder, tmp_path):
    """Another coder's file: other ids, some days, positions and tolls off, some rows missing and two of elsewhere."""
    from sijill.record import Filters, Record

    with Record.open(example_folder / "demo-record") as record:
        wanted = Filters(include_unasserted=False)
        write_format(record, "acled", tmp_path / "ours.csv", wanted)
        rows = list(csv.DictReader(io.StringIO((tmp_path / "ours.csv").read_text("utf-8"))))
        truth, theirs = {}, []
        for number, row in enumerate(rows):
            if number % 5 == 0:
                continue
            truth[f"R{number}"] = "i-" + row["event_id_cnty"].removeprefix("SJL-")
            row["event_id_cnty"] = f"R{number}"
            if number % 7 == 0:
                row["event_date"] = row["event_date"][:8] + f"{min(28, int(row['event_date'][8:]) + 1):02d}"
            if number % 4 == 0:
                row["latitude"] = str(float(row["latitude"]) + 0.01)
                row["location"] = row["location"].replace("al-", "Al ")
            if number % 3 == 0:
                row["fatalities"] = str(int(row["fatalities"]) + 2)
            theirs.append(row)
        theirs.append(
            theirs[0] | {"event_id_cnty": "far", "location": "Elsewhere", "latitude": "10", "longitude": "10"}
        )
        theirs.append(theirs[0] | {"event_id_cnty": "late", "event_date": "2031-01-01"})
        write_rows(tmp_path / "theirs.csv", theirs)
        found = compare_dataset(record, read_dataset(tmp_path / "theirs.csv"), wanted)
    assert {pair.theirs.id: pair.ours.id for pair in found.pairs} == truth
    assert {one.event.id: one.outside for one in found.only_theirs} == {"far": True, "late": True}
    assert len(found.only_ours) == len(rows) - len(truth)
