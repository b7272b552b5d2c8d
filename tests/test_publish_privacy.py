"""What a whole public page and export let out: nothing that the rules recognise, in any of their parts."""

import json
import re
from types import SimpleNamespace

import pytest
from publish_makers import FakeRecord, at, figure_of, make_claim, make_document, make_incident, on, origin

from sijill.model import ActorRef, Figure, PlaceRef
from sijill.publish import write_geojson
from sijill.publish.masking import Cut, mask_text
from sijill.publish.redact import PublicRecord
from sijill.publish.report import render_report

STORY = (
    "Omar al-Deeb, 34, a lampwright, and his daughter Lin were killed on Sunday at 12 Mill Street in Tarn. "
    "A nurse named Rana Olen said shells then hit al-Ode hospital. <b>Olen</b> gave her number as 0944 123 456. "
    "The al-Yara family fled, rana.olen@example.org wrote. Planes killed three of the Yara people. "
    "Governor Basel Haddad denied it. Al-Deeb had posted as @omar_lamps."
)
SECRETS = (
    "Omar",
    "Deeb",
    "Lin ",
    "12 Mill",
    "Rana",
    "Olen",
    "al-Ode",
    "0944",
    "Yara",
    "example.org",
    "omar_lamps",
)


def build_story():
    """One report of every such shape, with the extractor's parts named after the persons in it."""
    document = make_document(
        "https://news.invalid/2031/rana-olen-speaks",
        STORY,
        title="Shells kill Omar al-Deeb; al-Ode hospital hit <script>alert(1)</script>",
        url="https://news.invalid/2031/rana-olen-speaks",
    )
    killed = make_claim(
        document,
        STORY.split(". ")[0],
        "casualties",
        targets=(ActorRef(name="Omar al-Deeb"), ActorRef(name="daughter Lin")),
        places=(at("tarn"), PlaceRef(name="12 Mill Street")),
        figures=(Figure(measure="killed", who="Omar al-Deeb and his daughter Lin", low=2, high=2),),
        when=on("2031-05-04"),
    )
    hit = make_claim(
        document,
        "Rana Olen said shells then hit al-Ode hospital",
        "shelling",
        ActorRef(name="Rana Olen"),
        places=(PlaceRef(name="al-Ode hospital"),),
        when=on("2031-05-04"),
    )
    fled = make_claim(
        document,
        "The al-Yara family fled, rana.olen@example.org wrote",
        "displacement",
        ActorRef(name="Olen"),
        actors=(ActorRef(name="The al-Yara family"),),
        when=on("2031-05-05"),
    )
    denied = make_claim(
        document, "Governor Basel Haddad denied it", "shelling", "Basel Haddad", stance="denies", about=hit.id
    )
    claims = [killed, hit, fled, denied]
    voices = [origin("The Coastal Gazette", [killed]), origin("Rana Olen", [hit]), origin("Olen", [fled])]
    governor = origin("Basel Haddad", [denied])
    incidents = [
        make_incident(1, "casualties", "Casualties in Tarn: Omar al-Deeb", [killed], voices[:1], place=at("tarn"),
                      targets=killed.targets, when=killed.when, evidence=("both name Omar al-Deeb",)),
        make_incident(2, "shelling", "Shelling in al-Ode hospital", [hit, denied], [voices[1], governor],
                      place=hit.places[0], when=hit.when),
        make_incident(3, "displacement", "Displacement of the al-Yara family", [fled], voices[2:],
                      actors=fled.actors, when=fled.when),
    ]  # fmt: skip
    figure = figure_of(
        incidents[0],
        "killed",
        killed.figures[0].who,
        [(voices[0], 2, 2, "exact", killed, None)],
        2,
        2,
        "single_source",
    )
    return FakeRecord([document], claims, incidents, [figure])


@pytest.fixture(scope="module")
def html():
    return render_report(build_story())


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    path = tmp_path_factory.mktemp("privacy") / "out.geojson"
    write_geojson(build_story(), path)
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("secret", SECRETS)
def test_privacy_nothing_withheld_is_anywhere_on_the_page_or_in_the_export(html, exported, secret):
    assert secret.casefold() not in html.casefold()
    assert secret.casefold() not in json.dumps(exported, ensure_ascii=False).casefold()


def test_privacy_is_off_for_the_private_page():
    whole = render_report(build_story(), public=False)
    assert all(
        secret.strip() in whole for secret in ("Omar al-Deeb", "12 Mill Street", "al-Ode hospital", "Lin")
    )


def test_privacy_marks_say_what_was_taken_out(html):
    text = re.sub(r"\s+", " ", html)
    marked = "[name withheld], 34, a lampwright, and his daughter [name withheld] were killed on Sunday at [address withheld]"
    assert marked in text
    assert "[name withheld] said shells then hit [hospital]" in text
    assert "[contact withheld]" in text and "Shelling in [hospital]" in text


def test_privacy_keeps_whom_the_report_gives_an_office(html):
    assert "Basel Haddad" in html


def test_privacy_keeps_persons_whom_the_pack_knows():
    record = build_story()
    record.sources = lambda: [SimpleNamespace(name="Rana Olen", names=())]
    shown = render_report(record)
    assert "Rana Olen said shells then hit [hospital]" in shown and "Deeb" not in shown


def test_privacy_a_quote_that_is_cut_says_so(html, exported):
    assert html.count("not the exact words: something is withheld") == 3
    quotes = {
        quote["quote"]: quote["exact"]
        for part in (exported["features"], exported["sijill"]["unplaced"])
        for item in part
        for quote in item.get("properties", item)["quotes"]
    }
    assert quotes["Governor Basel Haddad denied it"] is True
    assert [exact for text, exact in quotes.items() if "[" in text] == [False, False, False]


def test_privacy_cuts_a_quote_by_what_its_document_says_before_it():
    # The quote begins after the words that make the person private.
    document = make_document(
        "a.txt", "According to a nurse named Rana Olen, shells fell. Rana, weeping, saw planes."
    )
    claim = make_claim(document, "Rana, weeping, saw planes")
    (shown,) = PublicRecord(FakeRecord([document], [claim])).claims()
    assert shown.quote == "[name withheld], weeping, saw planes"


def test_privacy_a_source_that_spells_a_name_is_not_shown(html):
    assert "a page of news.invalid (address withheld)" in html and "rana-olen" not in html


def test_privacy_a_title_that_tries_to_run_stays_text(html):
    assert "<script>alert(1)" not in html and "&lt;script&gt;alert(1)" in html


def test_privacy_page_and_export_say_that_rules_can_miss(html, exported):
    assert "Only what these rules recognise is withheld." in html
    assert "A person must read" in html and "A person must read" in exported["sijill"]["privacy"]


def test_privacy_a_name_within_a_longer_known_name_stays_there_only():
    document = make_document("a.txt", "A baker named Omar Deeb fled the Omar Deeb Brigade.")
    record = FakeRecord([document], [make_claim(document, document.text[:-1])])
    record.actors = lambda: [SimpleNamespace(name="Omar Deeb Brigade", names=())]
    assert (
        PublicRecord(record).claims()[0].quote == "A baker named [name withheld] fled the Omar Deeb Brigade"
    )


def test_privacy_arabic_is_marked_in_arabic():
    assert mask_text("قتل عمر الديب", [Cut(4, 13, "name")]) == "قتل [الاسم محجوب]"


def test_privacy_cuts_that_overlap_leave_nothing_between():
    assert mask_text("Omar Deeb of 1 Mill Street", [Cut(0, 9, "name"), Cut(5, 9, "name")]) == (
        "[name withheld] of 1 Mill Street"
    )
    assert (
        mask_text("Omar Deeb fled", [Cut(0, 9, "name")], 5, 14) == "[name withheld] fled"
    )  # begins within a name


def test_privacy_a_surname_that_is_a_place_too_is_cut_where_it_acts():
    document = make_document(
        "a.txt", "A nurse named Rana Tarn fled Tarn. Tarn said that she saw planes over Tarn."
    )
    quote = "Tarn said that she saw planes over Tarn"
    record = FakeRecord([document], [make_claim(document, quote, speaker=ActorRef(name="Tarn"))])
    (claim,) = PublicRecord(record).claims()
    assert claim.quote == "[name withheld] said that she saw planes over Tarn"
    assert claim.speaker.name == "a health worker"


def test_privacy_a_hospital_is_not_told_by_its_bare_name():
    document = make_document(
        "a.txt", "Shells hit Saint Ode hospital. Two died in the Saint Ode yard, and in Tarn hospital."
    )
    claim = make_claim(
        document,
        "Two died in the Saint Ode yard, and in Tarn hospital",
        targets=(ActorRef(name="Saint Ode"),),
    )
    (shown,) = PublicRecord(FakeRecord([document], [claim])).claims()
    assert shown.quote == "Two died in the [hospital] yard, and in [hospital]"
    assert shown.targets[0].name == "[hospital]"
