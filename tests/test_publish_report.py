"""The report page: whole without a script, closed to the network, safe with hostile reports."""

import base64
import hashlib
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from publish_fixture import build_fake
from publish_makers import (
    ARABIC,
    NORTH,
    FakeRecord,
    at,
    figure_of,
    make_claim,
    make_document,
    make_incident,
    on,
    origin,
    state,
)

from sijill.model import PlaceRef, Unread, replace
from sijill.publish import write_report
from sijill.publish.gazette import Spot
from sijill.publish.report import describe_filters, render_report


class Page(HTMLParser):
    """The elements of a page, and its text by the id of the nearest element that has one."""

    VOID = ("meta", "input", "br", "img", "link", "hr")

    def __init__(self, html):
        super().__init__()
        self.tags, self.text, self.open, self.ids = [], {}, [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        self.ids += [attrs["id"]] if "id" in attrs else []
        if tag not in self.VOID:
            self.open.append((tag, attrs.get("id")))

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        for _, key in self.open:
            if key:
                self.text[key] = self.text.get(key, "") + data

    def find(self, key):
        return re.sub(r"\s+", " ", self.text[key]).strip()


@pytest.fixture(scope="module")
def html():
    return render_report(build_fake(), title="Fighting around Velmora")


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_report_is_well_formed_and_no_id_is_used_twice(page):
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_report_links_lead_somewhere(page):
    targets = {attrs["href"] for tag, attrs in page.tags if tag == "a" and "href" in attrs}
    assert {href for href in targets if href.startswith("#") and href[1:] not in page.ids} == set()
    assert {href for href in targets if not href.startswith("#")} == {"https://example.org/gazette/5"}


def test_report_asks_the_network_for_nothing(html, page):
    assert not [
        attrs
        for tag, attrs in page.tags
        if {"src", "srcset", "data"} & set(attrs) or tag in ("link", "iframe")
    ]
    assert not re.search(r"@import|url\((?!#)", html)
    assert not re.search(r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|import\(", html)


def test_report_policy_admits_its_own_script_and_style_only(html, page):
    policy = next(a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for element in ("style", "script"):
        (text,) = re.findall(rf"<{element}>(.*?)</{element}>", html, re.S)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy


def test_report_never_runs_what_a_report_says(html, page):
    # A quote, a title, a source and a place label that try to: none becomes an element, an attribute or a link.
    assert "<script>alert" not in html and "onerror=alert(1)>" not in html
    assert not [
        attrs for tag, attrs in page.tags if tag == "img" or any(name.startswith("on") for name in attrs)
    ]
    assert not [attrs for _, attrs in page.tags if "style" in attrs]
    assert not [
        a for tag, a in page.tags if tag == "a" and not a.get("href", "#").startswith(("#", "https://"))
    ]
    assert "<script>alert('quote')</script>" in page.find("i-0004")  # shown, as text


def test_report_shows_every_incident_quote_and_document(page):
    record = build_fake()
    for incident in record.incidents():
        assert incident.id in page.ids
    for claim in record.claims():
        if "Sarraf" not in claim.quote and "Hospital" not in claim.quote:  # both are cut
            assert re.sub(r"\s+", " ", claim.quote) in page.find("incidents")
    for document in record.documents():
        assert document.id in page.ids
    assert "broken.txt: the file is empty; remove it" in page.find("documents")


def test_report_says_who_says_so_and_who_denies_it(page):
    card = page.find("i-0001")
    # The command states losses in the fight and denies the capture: it does not say that the capture happened.
    assert re.search(r"Says so ?Radu Venn \(Northern forces\) \+ 1 copy ?Denies it ?Southern command", card)
    assert "Denial. The Southern command" in card


def test_report_folds_copies_under_their_origin(page):
    card = page.find("i-0001")
    assert card.count("Northern troops took the Mill Quarter on Sunday") == 1
    assert "Copied in Echo: fog over Velmora" in card


def test_report_draws_rival_figures_side_by_side(page):
    card = page.find("i-0001")
    assert "12 or more at least counts its enemy's losses: read as a ceiling" in card
    assert "3 three counts its own side's losses: read as a floor" in card
    assert "origins disagree" in card


def test_report_keeps_what_is_no_event_apart(html):
    order = [html.index(f"run-{name}") for name in ("events", "undated", "planned", "denied", "background")]
    positions = {
        card: html.index(f'id="{card}"') for card in ("i-0001", "i-0008", "i-0005", "i-0010", "i-0011")
    }
    for start, card, end in zip(order, positions, [*order[1:], len(html)], strict=True):
        assert start < positions[card] < end


def test_report_lists_undated_and_unplaced_in_trays(page):
    assert "Undated 2 Towns near the river seized date not known" in page.find("timeline")
    assert "Not on the map 3" in page.find("map") and "Toll of an earlier year" in page.find("map")


def test_report_draws_an_area_for_a_relative_place_and_for_a_district(page):
    areas = [(tag, attrs["data-at"]) for tag, attrs in page.tags if attrs.get("class") == "area"]
    assert [tag for tag, _ in areas] == ["path", "circle"] or [tag for tag, _ in areas] == ["circle", "path"]


def test_report_shows_control_with_pattern_and_ring_and_reasons(html, page):
    control = page.find("control")
    for word in (
        "Contested",
        "Divided",
        "Unknown",
        "Besieged (ringed)",
        "As known on the day",
        "With hindsight",
    ):
        assert word in control
    assert "Shares as claimed: Northern forces 70%, Southern alliance 30%" in control
    assert "Inferred from claims about Lower Ley, not about this place" in control
    assert "For: says that it was captured" in control and "Against: denies the capture" in control
    for name in ("h-contested", "h-divided", "h-unknown"):
        assert re.search(rf"\.{name} {{ fill: url\(#", html)
    assert "Without a position: Nowhere Farm" in control


def test_report_gives_no_colour_to_a_besieger_that_nobody_names():
    states = [
        state("tarn", "Tarn", "2031-05-02", "2031-05-09", "as_known", NORTH, 0.9, besieged_by="unknown")
    ]
    page = Page(render_report(FakeRecord(control=states)))
    assert "besieged by a side that no claim names" in page.find("control")
    assert [attrs["class"] for tag, attrs in page.tags if attrs.get("class") == "spot h-s2"] == []


def test_report_gives_quotes_their_language_and_direction(page):
    assert ("blockquote", {"dir": "auto", "lang": "ar"}) in page.tags
    assert ARABIC in page.find("i-0002")


def test_report_withholds_private_persons_and_says_so(html, page):
    assert "Sarraf" not in html
    assert "[name withheld], a resident of Kiln Street" in page.find("i-0003")
    assert "1 private person" in page.find("method") and "1 place shown less exactly" in page.find("method")
    assert "41.0231" not in html


def test_report_for_private_use_withholds_nothing_and_warns():
    page = Page(render_report(build_fake(), public=False))
    assert "Amal Sarraf, a resident" in page.find("i-0003")
    assert "Nothing is withheld on this page" in page.find("method")


def test_report_names_no_folder_of_the_machine(html):
    assert "/home/someone" not in html


def test_report_of_an_empty_record_says_that_nothing_is_known():
    record = FakeRecord(
        unread=[Unread(source="a.txt", problem="the file is empty", remedy="remove it")], manifest={}
    )
    page = Page(render_report(record))
    assert "No claim was found" in page.find("incidents") and "who held a place" in page.find("control")
    assert page.open == []


def test_report_of_one_point_one_day_draws_it():
    document = make_document("a.txt", "They fought in Tarn.")
    claim = make_claim(document, "They fought in Tarn", places=(at("tarn"),), when=on("2031-05-04"))
    voice = origin("The Coastal Gazette", [claim])
    incident = make_incident(1, "clash", "Clash at Tarn", [claim], [voice], when=claim.when, place=at("tarn"))
    figure = figure_of(
        incident, "killed", None, [(voice, None, 40, "up to", claim, None)], None, 40, "single_source"
    )
    page = Page(render_report(FakeRecord([document], [claim], [incident], [figure])))
    assert "up to 40" in page.find("i-0001") and "Tarn" in page.find("map")
    assert [attrs["data-from"] for tag, attrs in page.tags if attrs.get("class") == "bar"] == ["2031-05-04"]


def test_report_is_the_same_page_for_the_same_record(html):
    assert render_report(build_fake(), title="Fighting around Velmora") == html


def test_report_weighs_little_for_a_few_hundred_claims(tmp_path):
    document = make_document("a.txt", " ".join(f"They fought in place {n} all the day." for n in range(400)))
    claims = [
        make_claim(
            document,
            f"They fought in place {n} all the day",
            when=on(f"2031-05-{n % 28 + 1:02}"),
            places=(at("tarn"),),
        )
        for n in range(400)
    ]
    voice = origin("The Coastal Gazette", claims)
    incidents = [
        make_incident(
            n,
            "clash",
            f"Clash {n}",
            claims[n * 2 : n * 2 + 2],
            [voice],
            when=claims[n * 2].when,
            place=at("tarn"),
        )
        for n in range(200)
    ]
    path = write_report(FakeRecord([document], claims, incidents), tmp_path / "report.html")
    assert path.stat().st_size < 1_500_000


def test_report_prints_the_filters_that_are_set():
    from sijill.model import Frozen

    class Asked(Frozen):
        kinds: tuple = ("shelling", "clash")
        since: str | None = None
        include_background: bool = True

    assert describe_filters(Asked()) == [("Kinds", "shelling, clash")]


def test_report_needs_no_module_of_a_later_stage_to_be_imported():
    # Importing the package does no work and pulls in neither the model nor the engines.
    code = "import sys, sijill.publish; print([m for m in sys.modules if m.startswith(('sijill.run', 'sijill.cli', 'onnx'))])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_report_is_titled_by_its_reports_and_names_the_pack_small():
    record = build_fake()
    record.manifest["title"] = "All the wars of the valley"
    page = Page(render_report(record))
    html = render_report(record)
    assert '<h1 dir="auto">A sourced record: 5 reports, 4–6 May 2031</h1>' in html
    assert "names from the pack “All the wars of the valley”" in html and page.open == []


def test_report_of_undated_reports_says_so_in_its_title():
    record = FakeRecord([make_document("a.txt", "They fought.", published=None)], manifest={})
    assert "<title>A sourced record: 1 report, none of them dated</title>" in render_report(record)


def test_report_folds_a_number_that_its_origin_gives_again():
    first = make_document("a.txt", "The command said 26 strikes fell.", title="First report")
    again = make_document("b.txt", "The command says 26 strikes fell.", title="Second report")
    later = make_document("c.txt", "The command said 20 strikes fell.", title="Third report")
    claims = [make_claim(d, d.text[:-1], "air_strike", "The command") for d in (first, again, later)]
    voice = origin("The command", claims)
    incident = make_incident(1, "air_strike", "Strikes", claims, [voice])
    rows = [(voice, n, n, "exact", claim, None) for n, claim in zip((26, 26, 20), claims, strict=True)]
    figure = figure_of(incident, "strikes", "strikes", rows, 26, 26, "single_source")
    dead = tuple(replace(row, superseded=number > 0) for number, row in enumerate(figure.figures))
    record = FakeRecord([first, again, later], claims, [incident], [replace(figure, figures=dead)])
    card = Page(render_report(record)).find("i-0001")
    assert re.search(
        r"The command said again, and not counted again, in Second report \(The Coastal Gazette\) ?26", card
    )
    assert "20 replaced by a later figure of its own source" in card
    assert card.count("replaced by") == 1 and "Strikes: strikes" not in card


def test_report_explains_a_ceiling_where_it_prints_one(page):
    card = page.find("i-0001")
    assert "read as a ceiling, since sides tend to overstate these" in card
    assert "read as a floor, since sides tend to understate these" in card


def test_report_draws_no_mark_for_a_name_that_nothing_resolved():
    # The resolver gives it the place that surrounds it: a mark there would be read as the garage.
    place = PlaceRef(name="garage", lat=36.2, lon=41.0, precision=2, why="no name is known; shown at Velmora")
    incident = make_incident(1, "clash", "Clash in an unnamed place", [], [], place=place)
    page = Page(render_report(FakeRecord(incidents=[incident])))
    assert "No incident in this record has a position" in page.find("map")
    assert "place not named" in page.find("i-0001") and "shown at" not in page.find("i-0001")


def test_report_shows_a_place_and_its_namesake_within_it_as_one_mark():
    spots = (
        Spot("elm", "al-Elm", "town", None, 36.20, 41.00),
        Spot("elm-2", "Elm", "quarter", "elm", 36.201, 41.002),
    )
    places = [
        PlaceRef(name=s.label, id=s.id, label=s.label, lat=s.lat, lon=s.lon, precision=1) for s in spots
    ]
    incidents = [
        make_incident(n, "clash", f"Clash {n}", [], [], place=place) for n, place in enumerate(places)
    ]
    states = [state(s.id, s.label, "2031-05-02", "2031-05-09", "as_known", NORTH, 0.9) for s in spots]
    page = Page(render_report(FakeRecord(incidents=incidents, control=states, places=spots)))
    (mark,) = [attrs for _, attrs in page.tags if attrs.get("class") == "mark"]
    assert (mark["data-label"], mark["data-cards"]) == ("al-Elm", "i-0000 i-0001")
    assert {attrs["data-at"] for _, attrs in page.tags if attrs.get("class", "").startswith("card ")} == {
        mark["data-at"]
    }
    assert "Elm (within al-Elm)" in page.find("control")
