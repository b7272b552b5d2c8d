"""The app over the example record: every view is a page, JSON and CSV of one filter, and says the same as the record."""

import csv
import io
import json
import re
from collections import Counter

import h3
import pytest
from web_world import HTML, open_client

from sijill.record import Filters, Record
from sijill.record.served import ServedRecord
from sijill.web import marks as marks_of
from sijill.web import overview
from sijill.web.query import Query, read_query, write_query

PAGES = (
    "/incidents", "/claims", "/figures", "/control", "/documents", "/sources", "/actors", "/places", "/about", "/review",
    "/review?queue=links", "/review?queue=names", "/review?queue=undated", "/review?queue=tray", "/review?queue=log",
)  # fmt: skip


@pytest.fixture(scope="module")
def record(example_folder):
    with Record.open(example_folder / "demo-record") as opened:
        yield opened


@pytest.fixture
def client(example_folder, app_client):
    app_client.cookies.clear()
    return app_client


@pytest.fixture(scope="module")
def app_client(example_folder):
    return open_client(example_folder / "demo-record")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_web_every_page_reads_in_both_languages(client, path, language):
    page = client.page(path + ("&" if "?" in path else "?") + f"lang={language}")
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert "<h1" in page and "{{" not in page
    # The content security policy lets nothing inline run, so nothing may rely on it.
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"\s(style|on\w+)=\"", page)


@pytest.mark.parametrize(
    "path",
    ["/incidents?all=1", "/claims", "/figures", "/control", "/documents", "/sources", "/actors", "/places"],
)
def test_web_every_link_of_a_list_leads_to_a_page(client, path):
    links = set(
        re.findall(
            r'href="(/(?:incidents|documents|sources|actors|places|claims)/[^"#?]+)', client.page(path)
        )
    )
    assert len(links) > 5 or path in ("/claims", "/figures", "/control")
    for link in sorted(links):
        assert client.get(link, headers=HTML).status_code == 200, link


def test_web_tables_say_what_the_record_says(client, record):
    incidents = client.rows("/incidents.json")
    shown = record.incidents(Filters(include_unasserted=False))
    assert {row["id"] for row in incidents} == {one.id for one in shown}
    assert len(client.rows("/incidents.json?all=1")) == len(record.incidents())
    assert {row["id"] for row in client.rows("/claims.json?all=1")} == {claim.id for claim in record.claims()}
    assert len(client.rows("/documents.json")) == len(record.documents())
    assert len(client.rows("/control.json")) == len(record.control(Filters(series="as_known")))


@pytest.mark.parametrize(
    "name",
    ["incidents", "claims", "figures", "control", "documents", "sources", "actors", "places", "voices"],
)
def test_web_csv_has_the_rows_of_the_json_and_names_the_version(client, record, name):
    answer = client.get(f"/{name}.csv")
    read = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(read) == len(client.rows(f"/{name}.json")) > 0
    assert answer.headers["x-sijill-version"] == str(record.number)
    assert f"version-{record.number}.csv" in answer.headers["content-disposition"]


def test_web_exports_carry_filter_version_and_hashes(client, record):
    given = json.loads(client.get("/incidents.json?kind=air_strike&since=2017-03-20").text)
    assert given["filter"] == "kind=air_strike&since=2017-03-20"
    assert given["record"]["version"] == record.number
    assert given["record"]["rows"]["incidents"]["sha256"] == record.manifest["rows"]["incidents"]["sha256"]
    assert given["total"] == len(given["rows"])
    assert {row["kind"] for row in given["rows"]} == {"air_strike"}


FILTERS = (
    "kind=air_strike&kind=shelling", "since=2017-03-20&until=2017-03-22", "on=2017-03-20", "place=jobar", "side=government",
    "status=disputed", "grade=corroborated", "source=Orontes+Agency", "language=en", "q=textile", "undated=1",
    "all=1", "stance=denies",
)  # fmt: skip


@pytest.mark.parametrize("text", FILTERS)
def test_web_filter_goes_through_the_address_and_means_the_same_as_in_the_record(client, record, text):
    pairs: dict[str, list[str]] = {}
    for pair in text.split("&"):
        name, _, value = pair.partition("=")
        pairs.setdefault(name, []).append(value.replace("+", " "))
    query = read_query(pairs)
    assert write_query(query) == text
    rows = client.rows(f"/incidents.json?{text}")
    assert {row["id"] for row in rows} == {one.id for one in record.incidents(query.filters)}
    assert client.page(f"/incidents?{text}")


def test_web_counts_of_a_facet_are_what_choosing_it_shows(client, example_folder):
    served = ServedRecord.open(example_folder / "demo-record")
    marks_of.prepare_tables(served)
    query = Query(filters=Filters(include_unasserted=False, kinds=("shelling",)))
    facets = overview.count_facets(served, query)
    assert dict(facets["kind"])["air_strike"] > 0  # other kinds keep their counts while one is chosen
    for name, rows in facets.items():
        if name in ("kind", "place"):  # a place also shows what is inside it
            continue
        for value, count in rows[:3]:
            path = f"/incidents.json?kind=shelling&{name}={value}"
            assert len(client.rows(path)) == count, (name, value)
    served.close()


def test_web_overview_counts_every_placed_and_dated_incident_once(client):
    rows = client.rows("/incidents.json")
    counts = json.loads(client.get("/overview.json").text)
    assert counts["total"] == len(rows)
    drawn = sum(mark["count"] for mark in counts["marks"])
    trays = re.search(r"(\d+) without a position", client.page("/incidents?lang=en"))
    assert drawn + int(trays[1]) == len(rows)
    assert len(client.rows("/incidents.json?unplaced=1")) == int(trays[1])
    bars = sum(n for _, groups in counts["days"]["bars"] for n in groups.values())
    assert bars + counts["days"]["spans"] == sum(row["start"] is not None for row in rows)
    by_side = json.loads(client.get("/overview.json?by=side").text)
    assert sum(mark["count"] for mark in by_side["marks"]) == drawn


def test_web_a_mark_of_the_map_chooses_its_incidents(client):
    marks = json.loads(client.get("/overview.json").text)["marks"]
    largest = max(marks, key=lambda mark: mark["count"])
    rows = client.rows("/incidents.json?spot=" + largest["id"])
    assert len(rows) == largest["count"]


def test_web_areas_are_areas_and_a_country_is_nowhere(client):
    counts = json.loads(client.get("/overview.json?all=1").text)
    assert {feature["geometry"]["type"] for feature in counts["areas"]["features"]} <= {
        "Polygon",
        "MultiPolygon",
    }
    assert counts["areas"]["features"]
    rows = {row["id"]: row for row in client.rows("/incidents.json?all=1")}
    assert all(
        rows[mark["only"]]["place_precision"] not in (6, 7) for mark in counts["marks"] if mark["only"]
    )


def test_web_large_records_are_drawn_as_cells(example_folder, monkeypatch):
    monkeypatch.setattr(overview, "MOST_SPOTS", 3)
    served = ServedRecord.open(example_folder / "demo-record")
    marks_of.prepare_tables(served)
    marks, cells = overview.list_marks(served, Query(), zoom=3)
    alone, deep = overview.list_marks(served, Query(), zoom=18)
    assert cells.drawn and cells.resolution < deep.resolution and len(marks) < len(alone)
    assert sum(mark.count for mark in marks) == sum(mark.count for mark in alone)
    assert any(mark.outline for mark in marks) and all(mark.only for mark in marks if not mark.outline)
    # What the map shows is told one by one where it is little, and in cells where it is much.
    box = (36.2, 33.4, 36.4, 33.6)
    few, shown = overview.list_marks(served, Query(), zoom=16, box=box)
    assert not shown.drawn and not any(mark.outline or mark.h3 for mark in few)
    assert 0 < sum(mark.count for mark in few) < sum(mark.count for mark in alone)
    monkeypatch.setattr(overview, "FEW_SPOTS", 2)
    many, shown = overview.list_marks(served, Query(), zoom=10, box=box)
    assert shown.drawn and any(mark.outline for mark in many)
    # A box that reaches across the date line, or was reached by going round the world, shows the same.
    for turn in (-360, 360):
        round_it = (box[0] + turn, box[1], box[2] + turn, box[3])
        assert overview.list_marks(served, Query(), zoom=10, box=round_it)[0] == many
    served.close()


def test_web_the_map_goes_on_across_the_date_line(example_folder, monkeypatch):
    monkeypatch.setattr(overview, "MOST_SPOTS", 3)
    monkeypatch.setattr(overview, "FEW_SPOTS", 2)
    served = ServedRecord.open(example_folder / "demo-record")
    marks_of.prepare_tables(served)
    served.run(
        "UPDATE memory.main.spots SET lat = 16, lon = CASE WHEN spot_no % 2 = 0 THEN 179.9 ELSE -179.9 END"
    )
    served.run("DROP TABLE memory.main.cells")
    marks_of.find_cells(served)
    everything, cells = overview.list_marks(served, Query(), zoom=4)
    assert cells.box[0] == pytest.approx(179.9) and cells.box[2] == pytest.approx(180.1)
    for box in ((179, 15, 181, 17), (-181, 15, -179, 17)):
        assert overview.list_marks(served, Query(), zoom=4, box=box)[0] == everything
    for mark in everything:
        lons = [lon for lon, _ in mark.outline]
        assert max(lons) - min(lons) < 5 and min(lons) < mark.lon < max(lons)
    assert any(max(map(abs, (lon for lon, _ in mark.outline))) > 180 for mark in everything)
    served.close()


def test_web_a_cell_counts_what_h3_puts_into_it(example_folder, monkeypatch):
    monkeypatch.setattr(overview, "MOST_SPOTS", 3)
    served = ServedRecord.open(example_folder / "demo-record")
    marks_of.prepare_tables(served)
    kept = marks_of.keep(served, Query())
    rows = served.run(
        f"SELECT lat, lon, grp FROM {kept} kept JOIN memory.main.marks m ON m.id = kept.id WHERE spot IS NOT NULL"
    )
    for zoom in (1, 6, 9, 14):
        marks, cells = overview.list_marks(served, Query(), zoom=zoom)
        expected = Counter((h3.latlng_to_cell(lat, lon, cells.resolution), group) for lat, lon, group in rows)
        told = {(mark.h3, group): count for mark in marks for group, count in mark.groups.items()}
        assert told == expected
        for mark in marks:
            if mark.outline:
                assert mark.h3 == mark.id == h3.latlng_to_cell(mark.lat, mark.lon, cells.resolution)
                assert {(round(lat, 5), round(lon, 5)) for lat, lon in h3.cell_to_boundary(mark.h3)} == {
                    (lat, lon) for lon, lat in mark.outline
                }
    served.close()


def test_web_dossier_shows_every_claim_figure_denial_and_ruling(client, record):
    counted = {row.incident for row in record.figures()}
    disputed = [one for one in record.incidents() if one.status == "disputed" and one.id in counted]
    incident = next(one for one in disputed if len(one.origins) > 2)
    page = client.page(f"/incidents/{incident.id}")
    for claim in incident.claims:
        assert f"#{claim}" in page
    figures = [row for row in record.figures() if row.incident == incident.id]
    assert figures and "Airwars" in page and "by who gives them" in page
    assert "Denies it" in page and incident.id in page
    # Why they are one is told of quotes that a reader can find, not of ids.
    why = re.search(r'<section id="why">.*?<details', page, re.DOTALL)[0]
    assert not re.search(r"(?<!#q-)c-[0-9a-f]{16}", why)
    linked = re.findall(r'href="#q-(c-[0-9a-f]{16})">quote \d+</a>', why)
    assert linked and all(f'id="q-{claim}"' in page for claim in linked)
    answer = json.loads(client.get(f"/incidents/{incident.id}.json").text)
    assert len(answer["claims"]) == len(incident.claims) and len(answer["figures"]) == len(figures)


def test_web_quote_is_marked_at_its_sentence_and_furniture_greyed(client, record):
    claim = record.claims()[0]
    page = client.page(f"/documents/{claim.document.id}")
    assert f'id="{claim.id}"' in page and '<mark class="q"' in page
    assert any(
        'class="furniture"' in client.page(f"/documents/{one.id}")
        for one in record.documents()
        if one.furniture
    )
    moved = client.get(f"/claims/{claim.id}", headers=HTML)
    assert moved.headers["location"] == f"/documents/{claim.document.id}#{claim.id}"
    arabic = next(one for one in record.documents() if one.language == "ar")
    assert re.search(r'class="text" dir="rtl" lang="ar"', client.page(f"/documents/{arabic.id}"))


def test_web_the_text_of_a_document_is_whole(client, record):
    import html

    document = max(record.documents(), key=lambda one: len(one.text))
    page = client.page(f"/documents/{document.id}")
    body = re.search(r'<div class="text".*?>(.*?)</div>', page, re.S)[1]
    assert html.unescape(re.sub(r"<[^>]+>", "", body)).strip() == document.text.strip()


def test_web_control_on_a_day_is_the_record_s(client, record):
    on = "2017-03-20"
    page = client.page(f"/control?on={on}")
    states = [one for one in record.control(Filters(on=on, series="as_known"))]
    for state in states:
        assert f'data-place="{state.place_id}"' in page
    packed = json.loads(client.get("/control/states.json?series=retrospective").text)
    assert {place["id"] for place in packed["places"]} == {
        one.place_id for one in record.control(Filters(series="retrospective"))
    }


def test_web_place_tells_who_held_it_and_why(client, record):
    state = next(
        one for one in record.control() if one.reasons and one.holder not in ("unknown", "contested")
    )
    page = client.page(f"/places/{state.place_id}")
    assert "Who held it, over time" in page and 'class="strip"' in page
    assert f"#{state.reasons[0].claim}" in page


def test_web_source_counts_are_those_of_the_record(client, record):
    row = client.rows("/sources.json")[0]
    own = [one for one in record.documents() if row["id"] in (one.publisher_id, one.publisher)]
    assert row["documents"] == len(own)
    assert row["claims"] == sum(claim.document.id in {one.id for one in own} for claim in record.claims())
    assert client.page(f"/sources/{row['id']}")


@pytest.mark.parametrize(
    "path, status, says",
    [
        ("/incidents?kind=clsh", 400, "did you mean clash"),
        ("/incidents?since=yesterdayish", 400, "is not a day"),
        ("/incidents?since=2018-02-01&until=2018-01-01", 400, "swap the two"),
        ("/incidents?place=Nowhereville", 400, "no place named"),
        ("/incidents?q=" + "x" * 400, 400, "too long"),
        ("/incidents/i-0000000000000000", 404, "no incident"),
        ("/documents/nothing", 404, "no document"),
        ("/places/nothing", 404, "no place"),
        ("/nothing", 404, "no such page"),
    ],
)
def test_web_what_is_not_there_is_said_plainly(client, path, status, says):
    answer = client.get(path, headers=HTML)
    assert answer.status_code == status and says in answer.text and "Traceback" not in answer.text
    plain = client.get(path)
    assert plain.status_code == status and says in json.loads(plain.text)["problem"] + json.loads(
        plain.text
    ).get("remedy", "")


def test_web_a_fault_is_said_to_be_one_and_shows_no_code(example_folder, monkeypatch):
    def fail(*_):
        raise RuntimeError("secret detail")

    client = open_client(example_folder / "demo-record")
    monkeypatch.setattr(overview, "find_page", fail)
    answer = client.get("/incidents", headers=HTML)
    assert answer.status_code == 500 and "fault of sijill" in answer.text and "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client.get("/documents", headers=HTML).status_code == 200


def test_web_unchanged_answers_are_not_sent_again(client):
    first = client.get("/incidents", headers=HTML)
    again = client.get("/incidents", headers={**HTML, "if-none-match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    head = client.ask("HEAD", "/incidents", headers=HTML)
    assert head.status_code == 200 and not head.content


def test_web_documents_of_one_outlet_and_with_words(client, record):
    every = len(client.rows("/documents.json"))
    own = client.rows("/documents.json?source=Orontes+Agency")
    assert 0 < len(own) < every and {row["publisher"] for row in own} == {"Orontes Agency"}
    found = {one.id for one in record.documents(Filters(text="textile"))}
    assert {row["id"] for row in client.rows("/documents.json?q=textile")} == found
    assert all(key in client.page("/documents?q=textile") for key in found)


def test_web_any_spelling_finds_a_place(client):
    by_id = {row["id"] for row in client.rows("/incidents.json?place=jobar")}
    spelt = {row["id"] for row in client.rows("/incidents.json?place=جوبر")}
    assert spelt and spelt == {row["id"] for row in client.rows("/incidents.json?place=Jubar")} <= by_id


def test_web_pages_are_pages(client, monkeypatch):
    total = len(client.rows("/claims.json?all=1"))
    seen = re.findall(
        r'<td class="said"><a href="/documents/[^"#]+#(c-[0-9a-f]+)"', client.page("/claims?all=1&page=2")
    )
    assert len(seen) == 50 < total
    assert "Page 2 of" in client.page("/claims?all=1&page=2")
    assert client.page("/claims?page=999999")
