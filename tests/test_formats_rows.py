"""ACLED, UCDP, PLOVER and HXL rows: the published columns, and what each may and may not say."""

import csv
import io
import json
from collections import Counter
from datetime import datetime

import pytest
from publish_fixture import build_fake
from publish_makers import (
    NORTH,
    SOUTH,
    FakeRecord,
    at,
    figure_of,
    make_claim,
    make_document,
    make_incident,
    on,
    origin,
)

from sijill.errors import SijillError
from sijill.model import ActorRef, Figure, PlaceRef, replace
from sijill.packs import Actor, Place, Side
from sijill.packs.records import Dated
from sijill.publish import write_format
from sijill.publish.formats.about import name_about
from sijill.publish.formats.counts import count_event_deaths
from sijill.publish.formats.events import EventView
from sijill.record import Filters, Record

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
UCDP = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,"
    "dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,"
    "source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,"
    "deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
)
NORTH_ARMY = ActorRef(name="Northern troops", id="north_army", side=NORTH, label="Northern army")
SOUTH_FRONT = ActorRef(name="the Front", id="south_front", side=SOUTH, label="Southern Front")
COUNTRY = "SY"  # any that has all codes


class KnownRecord(FakeRecord):
    """The invented record with a pack that knows its parties and the country of its places."""

    def actors(self):
        return [
            Actor(
                id="north_army",
                name="Northern army",
                kind="state_forces",
                country=COUNTRY,
                sides=(Dated(NORTH),),
            ),
            Actor(id="south_front", name="Southern Front", kind="armed_group", sides=(Dated(SOUTH),)),
            Actor(
                id="guests", name="Guest Division", kind="state_forces", country="FI", sides=(Dated(NORTH),)
            ),
            Actor(id="civilians", name="Civilians", kind="civilians", generic=True),
        ]

    def sides(self):
        return [Side(id=NORTH, name="North", label="North"), Side(id=SOUTH, name="South", label="South")]

    def sources(self):
        return []

    def places(self):
        more = {"country": COUNTRY, "kind": "governorate"}
        shire = Place(id="shire", name="Velmorashire", pcode="XX01", **more)
        return [shire, *(
            Place(id=spot.id, name=spot.label, kind=spot.kind or "", parent=spot.parent or "shire", lat=spot.lat, lon=spot.lon,
                  country=COUNTRY)
            for spot in super().places()
        )]  # fmt: skip


def build_record(kind, quote, actors=(), targets=(), figures=(), when=None, place="mill", status="reported", stance="asserts",
                 given=(), **fields):  # fmt: skip
    """A record of one incident with one claim."""
    document = make_document(
        "one.txt", f"{quote}. It was said.", publisher="Lowland Wire", title="Fog over the river"
    )
    when = when or on("2031-05-04")
    spot = place if isinstance(place, PlaceRef | None) else at(place)
    claim = make_claim(document, quote, kind, actors=actors, targets=targets, figures=figures, when=when, stance=stance,
                       places=(spot,) if spot else ())  # fmt: skip
    claim = replace(claim, incident="i-0001")
    voice = origin("Lowland Wire", [claim])
    incident = make_incident(1, kind, "Something in Mill Quarter", [claim], [voice], when=when, place=spot, status=status,
                             actors=tuple(actors), targets=tuple(targets), **fields)  # fmt: skip
    rows = [
        figure_of(incident, figure.measure, figure.who, [(voice, figure.low, figure.high, "exact", claim, None)],
                  figure.low, figure.high, "single_source")
        for figure in figures
    ]  # fmt: skip
    manifest = {"version": 1, "finished": "2031-05-08T10:00:00Z", "sides": {}}
    return KnownRecord([document], [claim], [incident], rows, manifest=manifest)


def read_rows(record, form, tmp_path, **options):
    write_format(record, form, tmp_path / "out.csv", **options)
    return list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))


def only(record, form, tmp_path, **options):
    (row,) = read_rows(record, form, tmp_path, **options)
    return row


def test_formats_have_the_published_columns_in_order(tmp_path):
    for form, columns in (("acled", ACLED), ("ucdp", UCDP)):
        write_format(build_record("clash", "They fought"), form, tmp_path / form)
        assert (tmp_path / form).read_text("utf-8").splitlines()[0] == columns
    assert len(ACLED.split(",")) == 31 and len(UCDP.split(",")) == 49


@pytest.mark.parametrize(
    ("kind", "quote", "actors", "targets", "event", "sub_event"),
    [
        ("clash", "They fought", (NORTH_ARMY, SOUTH_FRONT), (), "Battles", "Armed clash"),
        ("capture", "They took it", (NORTH_ARMY,), (), "Battles", "Government regains territory"),
        ("capture", "They took it", (SOUTH_FRONT,), (), "Battles", "Non-state actor overtakes territory"),
        ("capture", "It was taken", (), (), "Battles", "Armed clash"),
        ("bombing", "A suicide bomber struck", (), (), "Explosions/Remote violence", "Suicide bomb"),
        ("bombing", "A mine went off", (), (), "Explosions/Remote violence", "Remote explosive/landmine/IED"),
        ("shelling", "Shells fell", (), (), "Explosions/Remote violence", "Shelling/artillery/missile attack"),
        ("ground_attack", "They shot", (NORTH_ARMY,), (ActorRef(name="residents"),), "Violence against civilians", "Attack"),
        ("withdrawal", "They left", (SOUTH_FRONT,), (), "Strategic developments", "Non-violent transfer of territory"),
        ("withdrawal", "They left", (ActorRef(name="residents"),), (), "Strategic developments", "Other"),
        ("detention", "He was held", (), (ActorRef(name="an officer"),), "Strategic developments", "Arrests"),
        ("protest", "They marched", (), (), "Protests", "Peaceful protest"),
        ("protest", "Police opened fire on protesters", (), (), "Protests", "Excessive force against protesters"),
    ],
)  # fmt: skip
def test_formats_acled_names_the_event(tmp_path, kind, quote, actors, targets, event, sub_event):
    row = only(build_record(kind, quote, actors, targets), "acled", tmp_path)
    assert (row["event_type"], row["sub_event_type"]) == (event, sub_event)


@pytest.mark.parametrize(
    "kind", ["held", "contested", "siege", "casualties", "equipment_loss", "statement", "aid"]
)
def test_formats_acled_has_no_row_for_what_is_no_event_of_it(tmp_path, kind):
    record = build_record(kind, "They hold it", (NORTH_ARMY,))
    assert read_rows(record, "acled", tmp_path) == []
    about = json.loads((tmp_path / "out.csv.about.json").read_text("utf-8"))
    assert about["left_out"]["items"][0]["id"] == "i-0001" and about["rows"] == 0


def test_formats_acled_writes_sides_of_a_battle_with_their_sorts(tmp_path):
    row = only(build_record("clash", "They fought", (SOUTH_FRONT, NORTH_ARMY)), "acled", tmp_path)
    assert {row["actor1"], row["actor2"]} == {"Military Forces of Syria", "Southern Front"}
    assert row["interaction"] == "State forces-Rebel group" and row["civilian_targeting"] == ""


def test_formats_acled_names_nobody_whom_no_report_names(tmp_path):
    row = only(build_record("shelling", "Shells fell", (), (ActorRef(name="residents"),)), "acled", tmp_path)
    assert row["actor1"] == "Unidentified Armed Group (Syria)" and row["inter1"] == "Political militia"
    assert row["actor2"] == "Civilians (Syria)" and row["civilian_targeting"] == "Civilian targeting"
    assert row["interaction"] == "Political militia-Civilians"


def test_formats_acled_forces_of_another_country_are_external(tmp_path):
    guests = ActorRef(name="guests", id="guests", side=NORTH, label="Guest Division")
    row = only(build_record("air_strike", "Planes struck", (guests,)), "acled", tmp_path)
    assert (row["inter1"], row["interaction"]) == ("External/Other forces", "External/Other forces only")
    assert row["actor1"] == "Military Forces of Finland"
    row = only(build_record("capture", "They took it", (guests,)), "acled", tmp_path)
    assert row["sub_event_type"] == "Non-state actor overtakes territory", (
        "so the codebook has foreign armies"
    )


@pytest.mark.parametrize(
    ("day", "name", "interaction"),
    [
        ("2019-05-04", "Military Forces of Syria (2000-2024) Southern Front", "State forces only"),
        ("2031-05-04", "SF: Southern Front", "Rebel group only"),
    ],
)
def test_formats_acled_names_are_those_that_the_pack_gives_for_the_day(tmp_path, day, name, interaction):
    record = build_record("shelling", "They shelled it", (SOUTH_FRONT,), when=on(day))
    army, front, *more = record.actors()
    names = (Dated("Military Forces of Syria (2000-2024) Southern Front", end="2024-12-08"),
             Dated("SF: Southern Front", start="2024-12-09"))  # fmt: skip
    record.actors = lambda: [army, replace(front, acled=names), *more]
    row = only(record, "acled", tmp_path)
    assert (row["actor1"], row["interaction"]) == (name, interaction)


def test_formats_acled_names_a_unit_after_its_army_and_a_government_after_its_country(tmp_path):
    record = build_record("agreement", "They signed", (ActorRef(name="x", id="unit"), ActorRef(name="y", id="state", side=SOUTH)),
                          when=on("2018-05-04"))  # fmt: skip
    more = [Actor(id="unit", name="Oak Brigade (north)", kind="state_forces_unit", parent="north_army"),
            Actor(id="state", name="Velmora", kind="state", country="US")]  # fmt: skip
    actors = record.actors()
    record.actors = lambda: [*actors, *more]
    row = only(record, "acled", tmp_path)
    assert row["actor1"] == "Military Forces of Syria (2000-2024) Oak Brigade"
    assert (row["actor2"], row["inter2"]) == (
        "Government of the United States (2017-2021)",
        "External/Other forces",
    )


@pytest.mark.parametrize(
    ("kind", "quote", "actors", "targets", "sub_event"),
    [
        ("capture", "They took it without a fight", (NORTH_ARMY,), (), "Non-violent transfer of territory"),
        ("capture", "They took it and lost it again before dark", (NORTH_ARMY,), (), "Armed clash"),
        ("capture", "Fighters took it", (ActorRef(name="fighters"),), (), "Non-state actor overtakes territory"),
        ("capture", "Fighters took it", (ActorRef(name="fighters"),), (NORTH_ARMY,), "Non-state actor overtakes territory"),
        ("detention", "They took him", (SOUTH_FRONT,), (ActorRef(name="residents"),), "Abduction/forced disappearance"),
        ("detention", "They took him", (NORTH_ARMY,), (ActorRef(name="residents"),), "Arrests"),
    ],
)  # fmt: skip
def test_formats_acled_rules_of_the_codebook(tmp_path, kind, quote, actors, targets, sub_event):
    row = only(build_record(kind, quote, actors, targets), "acled", tmp_path)
    assert row["sub_event_type"] == sub_event


def test_formats_acled_who_is_taken_and_killed_was_attacked(tmp_path):
    dead = (Figure(measure="killed", who="residents", low=2, high=2),)
    people = (ActorRef(name="residents"),)
    row = only(
        build_record("abduction", "They took two and killed them", (SOUTH_FRONT,), people, dead),
        "acled",
        tmp_path,
    )
    assert (row["sub_event_type"], row["fatalities"]) == ("Attack", "2")
    row = only(build_record("abduction", "They took two", (SOUTH_FRONT,), people), "acled", tmp_path)
    assert row["sub_event_type"] == "Abduction/forced disappearance"


def test_formats_acled_civilians_stand_beside_the_shelled_and_never_in_battles(tmp_path):
    targets = (SOUTH_FRONT, ActorRef(name="residents"))
    row = only(build_record("shelling", "Shells fell", (NORTH_ARMY,), targets), "acled", tmp_path)
    beside = {row["actor2"], row["assoc_actor_2"]}
    assert beside == {"Southern Front", "Civilians (Syria)"}
    row = only(build_record("clash", "They fought", (NORTH_ARMY,), targets), "acled", tmp_path)
    assert (row["actor2"], row["assoc_actor_2"]) == ("Southern Front", "")


def join_records(*records):
    """One record of the incidents of several, numbered."""
    incidents, claims, documents = [], [], []
    for number, record in enumerate(records, 1):
        (incident,) = record._incidents
        incidents.append(replace(incident, id=f"i-{number:04}", claims=(f"c-{number}",)))
        claims.append(replace(record._claims[0], id=f"c-{number}", incident=f"i-{number:04}"))
        documents += record._documents
    return KnownRecord(documents, claims, incidents, [], manifest=records[0].manifest)


def test_formats_acled_a_capture_under_a_deal_is_no_battle(tmp_path):
    day, eve = on("2031-05-04"), on("2031-05-03")
    capture = build_record("capture", "They took it", (NORTH_ARMY,), (SOUTH_FRONT,), when=day)
    deal = build_record("evacuation", "They were bussed out", (SOUTH_FRONT,), when=eve)
    shells = build_record("shelling", "Shells fell", (NORTH_ARMY,), when=eve)
    far = build_record("evacuation", "They were bussed out", (SOUTH_FRONT,), when=eve, place="tarn")
    for others, sub_event in [
        ((deal,), "Non-violent transfer of territory"),
        ((deal, shells), "Government regains territory"),
        ((far,), "Government regains territory"),
    ]:
        rows = read_rows(join_records(capture, *others), "acled", tmp_path)
        assert next(row for row in rows if row["event_id_cnty"] == "SJL-0001")["sub_event_type"] == sub_event


def test_formats_acled_a_capture_that_does_not_last_is_a_clash(tmp_path):
    taken = build_record("capture", "They took it", (SOUTH_FRONT,), when=on("2031-05-04"))
    for day, sub_event in (
        ("2031-05-05", "Armed clash"),
        ("2031-05-06", "Non-state actor overtakes territory"),
    ):
        back = build_record("capture", "They took it back", (NORTH_ARMY,), when=on(day))
        rows = {row["event_id_cnty"]: row for row in read_rows(join_records(taken, back), "acled", tmp_path)}
        assert rows["SJL-0001"]["sub_event_type"] == sub_event
        assert rows["SJL-0002"]["sub_event_type"] == "Government regains territory"


def test_formats_acled_casualties_are_no_deaths_and_the_notes_say_so(tmp_path):
    hurt = (Figure(measure="other", who="soldiers, killed or wounded", low=24, high=None),)
    row = only(build_record("clash", "They fought", (NORTH_ARMY,), figures=hurt), "acled", tmp_path)
    assert row["fatalities"] == "0" and "counted together (soldiers: 24 or more)" in row["notes"]


def test_formats_acled_rival_blame_names_nobody(tmp_path):
    record = build_record("shelling", "Shells fell", (NORTH_ARMY, SOUTH_FRONT))
    row = only(record, "acled", tmp_path)
    assert (
        row["actor1"].startswith("Unidentified")
        and "different sides responsible: Northern army, Southern Front" in row["notes"]
    )


def test_formats_acled_zero_is_said_to_be_a_convention(tmp_path):
    row = only(build_record("clash", "They fought"), "acled", tmp_path)
    assert row["fatalities"] == "0" and "No report speaks of deaths" in row["notes"]


def test_formats_acled_places_and_codes(tmp_path):
    row = only(build_record("clash", "They fought"), "acled", tmp_path)
    assert (row["iso"], row["region"], row["country"], row["admin1"]) == (
        "760",
        "Middle East",
        "Syria",
        "Velmorashire",
    )
    assert (row["location"], row["latitude"], row["longitude"], row["geo_precision"]) == (
        "Mill Quarter",
        "36.209",
        "40.994",
        "1",
    )
    built = int(datetime.fromisoformat("2031-05-08T10:00:00+00:00").timestamp())
    assert row["event_id_cnty"] == "SJL-0001" and row["timestamp"] == str(built)


@pytest.mark.parametrize(
    ("when", "day", "precision"),
    [
        (on("2031-05-04"), "2031-05-04", "1"),
        (on("2031-05-01", "2031-05-07", "week"), "2031-05-04", "2"),
        (on("2031-05-01", "2031-05-31", "month"), "2031-05-16", "3"),
        (on("2031-01-01", "2031-12-31", "year"), None, None),
    ],
)
def test_formats_acled_days(tmp_path, when, day, precision):
    rows = read_rows(build_record("clash", "They fought", when=when), "acled", tmp_path)
    assert [(row["event_date"], row["time_precision"]) for row in rows] == ([(day, precision)] if day else [])


@pytest.mark.parametrize("status", ["planned", "hypothetical", "denied"])
@pytest.mark.parametrize("form", ["acled", "ucdp", "hxl"])
def test_formats_plans_and_denials_are_no_events(tmp_path, status, form):
    stance = {"planned": "plans", "hypothetical": "hypothetical", "denied": "denies"}[status]
    dead = (Figure(measure="killed", who="fighters", low=4, high=4),)
    record = build_record("clash", "They will fight", figures=dead, status=status, stance=stance)
    write_format(record, form, tmp_path / "out.csv")
    about = json.loads((tmp_path / "out.csv.about.json").read_text("utf-8"))
    assert about["rows"] == 0 and about["left_out"]["reasons"] == {f"only {status}": 1}


@pytest.mark.parametrize("place", [None, PlaceRef(name="Somewhere"), "nowhere"])
def test_formats_an_unknown_position_is_never_zero(tmp_path, place):
    for form in ("acled", "ucdp"):
        dead = (Figure(measure="killed", who="fighters", low=4, high=4),)
        assert (
            read_rows(build_record("clash", "They fought", figures=dead, place=place), form, tmp_path) == []
        )
    row = read_rows(build_record("clash", "They fought", place=place), "hxl", tmp_path)[1]
    assert row["latitude"] == row["longitude"] == ""


def test_formats_ucdp_only_events_with_a_death(tmp_path):
    assert read_rows(build_record("clash", "They fought", (NORTH_ARMY, SOUTH_FRONT)), "ucdp", tmp_path) == []
    none = (Figure(measure="killed", who="fighters", low=0, high=0),)
    assert read_rows(build_record("clash", "None died", (NORTH_ARMY,), figures=none), "ucdp", tmp_path) == []


def test_formats_ucdp_row_adds_up(tmp_path):
    dead = (
        Figure(measure="killed", who="soldiers", low=4, high=4, side=NORTH),
        Figure(measure="killed", who="fighters", low=7, high=7, side=SOUTH),
        Figure(measure="killed", who="residents", low=2, high=2),
    )
    row = only(
        build_record("clash", "They fought", (NORTH_ARMY, SOUTH_FRONT), figures=dead), "ucdp", tmp_path
    )
    assert (row["side_a"], row["side_b"], row["type_of_violence"]) == (
        "Government of Syria",
        "Southern Front",
        "1",
    )
    assert [row[name] for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best")] == [
        "4",
        "7",
        "2",
        "0",
        "13",
    ]
    assert (row["gwnoa"], row["gwnob"], row["country_id"], row["date_prec"]) == ("652", "", "652", "1")
    assert row["priogrid_gid"] == str((int((36.209 + 90) * 2)) * 720 + int((40.994 + 180) * 2) + 1)
    assert row["conflict_name"] == row["relid"] == row["dyad_new_id"] == ""
    assert row["source_article"] == '"Lowland Wire,2031-05-04,Fog over the river"'


def test_formats_ucdp_civilians_hit_by_shells_are_not_called_targets(tmp_path):
    dead = (Figure(measure="killed", who="residents", low=2, high=2),)
    people = (ActorRef(name="residents"),)
    row = only(build_record("shelling", "Shells fell", (NORTH_ARMY,), people, dead), "ucdp", tmp_path)
    assert row["type_of_violence"] == "" and row["deaths_civilians"] == "2"
    row = only(
        build_record("violence_against_civilians", "They shot them", (NORTH_ARMY,), people, dead),
        "ucdp",
        tmp_path,
    )
    assert (row["type_of_violence"], row["side_b"]) == ("3", "Civilians")


def test_formats_subsets_and_lumps_are_never_added():
    dead = (
        Figure(measure="killed", who="people", low=20, high=20),
        Figure(measure="killed", who="residents", low=6, high=6),
        Figure(measure="killed", who="children (subset)", low=3, high=3, subset=True),
    )
    record = build_record("air_strike", "Planes struck", (NORTH_ARMY,), figures=dead)
    (event,) = EventView(record).events()
    for rules in ("acled", "ucdp"):
        deaths = count_event_deaths(rules, event)
        assert (deaths.total.best, deaths.civilians.best) == (20, 6)


def test_formats_plover_keeps_the_words_and_says_what_did_not_happen(tmp_path):
    record = build_record("air_strike", "Planes will strike", (NORTH_ARMY,), stance="plans", status="planned")
    write_format(record, "plover", tmp_path / "out.jsonl")
    (row,) = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    assert row["event_text"] == ["Planes will strike"] and row["mode"] == ["aerial", "future"]
    assert (
        row["event"] == ["ASSAULT"]
        and row["actor"][0]["sector"] == "MIL"
        and row["actor"][0]["code"] == "SYR"
    )
    document = record.documents()[0]
    start, end = row["text_info"]["start"], row["text_info"]["end"]
    assert (
        document.text[start:end] == row["event_text"][0]
        and row["cite_info"]["sha256"] == document.content_hash
    )
    assert {"id", "date", "actor", "event", "event_loc", "cite_info", "link"} <= set(row)


def test_formats_plover_both_who_fight_are_actors(tmp_path):
    write_format(
        build_record("clash", "They fought", (NORTH_ARMY,), (SOUTH_FRONT,)), "plover", tmp_path / "out.jsonl"
    )
    row = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    assert [one["sector"] for one in row["actor"]] == ["MIL", "REB"] and row["recipient"] == []


def test_formats_hxl_second_line_is_hashtags(tmp_path):
    rows = read_rows(build_record("clash", "They fought"), "hxl", tmp_path)
    assert all(tag.startswith("#") for tag in rows[0].values())
    assert (rows[0]["admin1_pcode"], rows[1]["admin1_pcode"]) == ("#adm1+code+v_pcode", "XX01")
    assert rows[1]["killed_min"] == "", "unknown is never 0"


@pytest.mark.parametrize("form", ["acled", "ucdp", "plover", "hxl", "ftm", "datapackage", "parquet"])
def test_formats_withhold_private_persons_unless_told_not_to(tmp_path, form):
    for public in (True, False):
        out = tmp_path / f"{form}{public}"
        write_format(build_fake(), form, out, public=public)
        if form == "parquet":
            import duckdb

            text = str(duckdb.sql(f"SELECT * EXCLUDE geometry FROM read_parquet('{out}')").fetchall())
        else:
            files = sorted(out.iterdir()) if out.is_dir() else [out]
            text = "".join(path.read_text("utf-8") for path in files)
        if public:
            assert "Sarraf" not in text and "41.0231" not in text
        elif form in ("plover", "datapackage"):
            assert "Sarraf" in text


def test_formats_parquet_gives_h3_cells_that_other_tables_have_too(tmp_path):
    import duckdb
    import h3

    out = tmp_path / "out.parquet"
    write_format(build_fake(), "parquet", out)
    rows = duckdb.sql(f"SELECT h3, lat, lon, place_precision FROM read_parquet('{out}')").fetchall()
    assert any(cell for cell, *_ in rows) and not all(cell for cell, *_ in rows)
    for cell, lat, lon, precision in rows:
        exact = lat is not None and (precision or 1) <= 2
        assert cell == (h3.latlng_to_cell(lat, lon, 7) if exact else None)


def test_formats_sidecar_tells_where_it_all_came_from(tmp_path):
    record = build_record("clash", "They fought")
    write_format(record, "acled", tmp_path / "out.csv")
    about = json.loads((tmp_path / "out.csv.about.json").read_text("utf-8"))
    assert [column["name"] for column in about["columns"]] == ACLED.split(",")
    assert about["documents"][0]["sha256"] == record.documents()[0].content_hash
    assert about["rule_set"]["name"] == "acled" and about["record"]["version"] == 1
    assert "not ACLED data" in about["notice"]


def test_formats_unknown_names_are_refused():
    for values in (
        {"name": "acledd"},
        {"name": "hxl", "layer": "days"},
        {"name": "parquet", "layer": "nights"},
    ):
        with pytest.raises(SijillError):
            write_format(FakeRecord(), path="out", **values)


def test_formats_a_roll_up_that_covers_others_has_no_row(tmp_path):
    rows = read_rows(replace_country(build_fake()), "ucdp", tmp_path)
    assert all("0007" not in row["id"] for row in rows)
    reasons = json.loads((tmp_path / "out.csv.about.json").read_text("utf-8"))["left_out"]["reasons"]
    assert any(reason.startswith("a total over a period") for reason in reasons)


def replace_country(record):
    """The record with nothing changed but that it may be asked twice."""
    record._incidents = [replace(incident) for incident in record._incidents]
    return record


def test_formats_every_incident_is_a_row_or_is_left_out_with_a_reason(tmp_path):
    for form in ("acled", "ucdp", "hxl", "ftm"):
        record = build_fake()
        written = write_format(record, form, tmp_path / "out")
        left = Counter(one.id for one in written.left_out)
        assert max(left.values()) == 1
        kept = {i.id for i in record.incidents()} - set(left)
        text = (tmp_path / "out").read_text("utf-8")
        assert all(one.removeprefix("i-") in text for one in kept), form


def test_formats_a_total_is_no_row_beside_the_events_of_its_days_and_place(tmp_path):
    """The dead of a period and those of its days are the same dead, also where nothing links the two."""
    dead = (Figure(measure="killed", who="fighters", low=9, high=9, side=SOUTH),)
    one = build_record("clash", "They fought", (NORTH_ARMY, SOUTH_FRONT), figures=dead)
    week = on("2031-05-01", "2031-05-07", "week")
    two = build_record(
        "casualties", "In a week forty died", (), (SOUTH_FRONT,), figures=dead, when=week, roll_up=True
    )
    total = replace(two._incidents[0], id="i-0002")
    record = KnownRecord(
        [*one._documents, *two._documents], [*one._claims, *two._claims], [one._incidents[0], total],
        [*one._figures, replace(two._figures[0], incident="i-0002")], manifest=one.manifest,
    )  # fmt: skip
    assert [row["id"] for row in read_rows(record, "ucdp", tmp_path)] == ["SJL-0001"]
    alone = KnownRecord(two._documents, two._claims, [total], record._figures[1:], manifest=one.manifest)
    (row,) = read_rows(alone, "ucdp", tmp_path)
    assert (row["id"], row["event_clarity"], row["best"]) == ("SJL-0002", "2", "9")


@pytest.mark.parametrize("form", ["acled", "ucdp"])
def test_formats_dead_told_in_rows_outside_the_filter_are_counted(example_folder, tmp_path, form):
    path, found = tmp_path / "out.csv", 0
    key, column = {"acled": ("event_id_cnty", "fatalities"), "ucdp": ("id", "best")}[form]
    with Record.open(example_folder / "demo-record") as record:
        whole = write_format(record, form, path)
        assert whole.outside == () and "outside_filters" not in json.loads(
            name_about(path).read_text("utf-8")
        )
        dead = {row[key]: int(row[column]) for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))}
        for left in [one for one in whole.left_out if one.why.startswith("its dead are in the row of")]:
            filters = Filters(places=(record.incident(left.id).place.id,))
            kept = {one.id for one in record.incidents(filters)}
            written = write_format(record, form, path, filters)
            about = json.loads(name_about(path).read_text("utf-8")).get("outside_filters")
            if (home := left.why.split()[-1]) in kept:
                continue
            (one,) = [one for one in written.outside if one.id == home]
            assert left.id in one.tolls and 0 < one.dead <= dead["SJL-" + home.removeprefix("i-")]
            assert about["dead"] == sum(one.dead for one in written.outside)
            found += 1
    assert found
