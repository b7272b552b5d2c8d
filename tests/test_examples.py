"""The example reports are what their page says they are, and the demo record holds what it promises."""

import html
import json
import re
from calendar import month_name
from datetime import date
from pathlib import Path

import pytest

from sijill import tour
from sijill.packs import load_pack
from sijill.read import find_captures, find_lineage, read_capture
from sijill.read.options import ReadOptions
from sijill.record import Record

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "reports"
HEADER = "[Example report written for the Sijill repository; the outlet is invented]"
REPORTS = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".meta.yml"))
ARABIC = "2017-03-21-qindil-al-ghouta.txt"

# Real outlets and bodies beyond those that the packs list, and real persons: they get no invented words.
BANNED = (
    "SOHR", "Syrian Observatory", "SANA", "Syrian Arab News Agency", "Reuters", "AFP", "Al Jazeera",
    "Al-Jazeera", "Enab Baladi", "Eldorar", "SMART", "Anadolu", "BBC", "White Helmets", "Civil Defence",
    "Red Crescent", "UNRWA", "Bashar", "Putin", "Lavrov", "Jolani", "Jawlani", "Golani", "Alloush", "Olwan",
    "Alwan", "Kara Ali", "Abdel Rahman", "Abdulrahman", "de Mistura", "Trump",
)  # fmt: skip
PUBLISHING = ("outlet", "agency", "broadcaster", "newspaper", "monitor", "map_service")


def read_texts(path: Path) -> list[str]:
    """The report or reports in a file, as a reader sees them, without tags."""
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line)["text"] for line in raw.splitlines()]
    if path.suffix == ".html":
        return [html.unescape(re.sub(r"<[^>]+>", " ", raw.split("<body>", 1)[1]))]
    return [raw]


TEXTS = [(path.name, text) for path in REPORTS for text in read_texts(path)]


@pytest.fixture(scope="module")
def pack():
    return load_pack(ROOT / "examples" / "pack")


@pytest.fixture(scope="module")
def documents(pack):
    """The examples as read, by source."""
    options = ReadOptions()
    captures = list(find_captures([str(FOLDER)], options))
    return {
        document.source: document
        for document in find_lineage([read_capture(capture, options, pack) for capture in captures])
    }


@pytest.fixture(scope="module")
def record(example_folder):
    with Record.open(example_folder / "demo-record") as opened:
        yield opened


def test_examples_are_at_least_fifteen_short_reports():
    assert len(TEXTS) >= 15
    for name, text in TEXTS:
        words = len(text.replace(HEADER, "").split())
        # The web page also carries its navigation; the Arabic words are longer.
        assert 80 <= words <= (260 if name.endswith(".html") else 220), (name, words)


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_examples_say_in_their_first_line_what_they_are(name, text):
    if name.endswith(".html"):
        assert re.search(re.escape(HEADER) + r"\s+\w", text)
    else:
        assert text.splitlines()[0] == HEADER


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_examples_put_no_words_in_the_mouth_of_a_real_outlet_or_person(name, text):
    shipped = load_pack("syria").sources
    real = {name for source in shipped for name in source.aliases if source.kind in PUBLISHING}
    for banned in sorted({*BANNED, *real}):
        assert not re.search(rf"(?<!\w){re.escape(banned)}(?!\w)", text), (name, banned)


def test_examples_page_lists_every_report_and_no_other():
    page = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|", page, flags=re.M)
    assert sorted(listed) == [path.name for path in REPORTS]
    assert "invented" in page


def test_examples_are_all_read_and_their_header_is_furniture(documents):
    assert len(documents) == len(TEXTS)
    for document in documents.values():
        start = document.text.index(HEADER)
        covered = [
            span for span in document.furniture if span.start <= start and start + len(HEADER) <= span.end
        ]
        assert covered, document.source


def test_examples_are_dated_as_their_names_say(documents):
    for source, document in documents.items():
        named = re.search(r"\d{4}-\d\d-\d\d", source)
        if named:
            assert (document.published or "")[:10] == named.group(), (source, document.published_basis)
    assert documents["south-damascus-notes.txt"].published == "2018-04-29"
    assert documents["south-damascus-notes.txt"].published_basis == "sidecar"


def test_examples_weekdays_agree_with_their_dates():
    # A weekday beside a full date in a text that is itself wrong would show a flag, not a feature.
    weekday = r"(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
    months = list(month_name)[1:]
    for name, text in TEXTS:
        for day, number, month, year in re.findall(
            rf"{weekday},? (\d{{1,2}}) ({'|'.join(months)}) (\d{{4}})", text
        ):
            assert date(int(year), months.index(month) + 1, int(number)).strftime("%A") == day, (
                name,
                day,
                number,
            )


def test_examples_include_one_undated_and_one_in_arabic(documents):
    undated = [source for source, document in documents.items() if "undated" in document.flags]
    assert undated == ["letter-from-qaboun.txt"]
    assert [source for source, document in documents.items() if document.language == "ar"] == [ARABIC]


# (document, whose text it has, how): each by what the page says of it
COPIES = [
    ("2017-03-20-harbour-gazette.txt", "2017-03-20-northlight-wire.txt", "same_text"),
    ("2017-03-20-compass-point.md", "2017-03-20-northlight-wire.txt", "derived"),
    ("2017-03-24-saltmarsh-letter.txt", "2017-03-20-northlight-wire.txt", "contains"),
]


def test_examples_hold_a_copy_a_rewrite_and_a_longer_piece_and_no_other_copies(documents):
    ids = {document.id: source for source, document in documents.items()}
    wire = {source for row in COPIES for source in row[:2]}
    found = {
        source: (ids[document.copy_of[0].document], document.copy_of[0].relation)
        for source, document in documents.items()
        if document.copy_of
    }
    # Which of two equal texts of one day came first cannot be known, so the root may be either of them.
    assert len(found) == len(COPIES) and set(found) <= wire
    assert {relation for _, relation in found.values()} == {"same_text", "derived", "contains"}
    assert {root for root, _ in found.values()} <= wire


def test_demo_record_holds_every_example_and_codes_no_furniture(record):
    documents = {document.id: document for document in record.documents()}
    assert len(documents) == len(TEXTS) and record.unread() == []
    for claim in record.claims():
        document = documents[claim.document.id]
        assert document.text[claim.start : claim.end] == claim.quote
        for span in document.furniture:
            assert claim.end <= span.start or span.end <= claim.start, (document.source, claim.quote)


def test_demo_record_has_what_the_tour_shows(record):
    claims = {claim.id: claim for claim in record.claims()}
    incidents, figures = record.incidents(), record.figures()
    assert tour.find_agreement(figures, claims) is not None
    assert tour.find_dispute(figures, claims) is not None
    assert len(tour.find_copies(record.documents())) == len(COPIES)
    denied = tour.find_denial(incidents, claims)
    assert denied is not None and denied.status == "disputed"
    assert tour.find_plan(incidents) is not None
    assert tour.find_roll_up(incidents) is not None
    assert tour.find_turnover(record.control())


def test_demo_record_tour_is_true_of_the_reports(record):
    """Each stop is what a reader of the reports would say: who agrees on what, who denies what, what covers what."""
    claims = {claim.id: claim for claim in record.claims()}
    incidents = {incident.id: incident for incident in record.incidents()}
    figures = record.figures()
    agreed = tour.find_agreement(figures, claims)
    assert (agreed.measure, agreed.low, incidents[agreed.incident].place.id) == ("evacuated", 5000, "dumayr")
    assert {row.label for row in agreed.figures} == {"Sycamore Conflict Monitor", "military source"}
    disputed = [row for row in figures if row.status == "disputed"]
    # Saturday's strike in the camp: nine says the monitor, eighteen a medic
    assert any({one.low for one in row.figures} >= {9, 18} for row in disputed)
    # the second assault: 43 soldiers says the monitor, more than 60 the commander
    assert any({one.low for one in row.figures} == {43, 60} for row in disputed)
    denied = tour.find_denial(incidents.values(), claims)
    places = {place.id for name in denied.claims for place in claims[name].places if place.id}
    assert "abbasid_square" in places or denied.kind == "ceasefire", denied.title
    plan, event = tour.find_plan(incidents.values())
    assert (plan.place.id, event.place.id, event.when.start[:10]) == ("dumayr", "dumayr", "2018-04-19")
    total = tour.find_roll_up(incidents.values())
    assert (total.when.start[:10], total.when.end[:10]) == ("2017-03-19", "2017-03-21")
    covered = [incidents[one.incident] for one in total.relations if one.type == "covers"]
    assert covered and all("2017-03-19" <= one.when.start[:10] <= "2017-03-21" for one in covered)


def test_demo_record_titles_give_no_plain_word_as_a_place(record):
    for incident in record.incidents():
        assert not re.search(
            r" (in|of|from|on) (the )?(area|areas|city|town|camp|streets|buildings)\b", incident.title
        )


def test_demo_record_counts_the_wire_text_once(record):
    # Four outlets carried the monitor's 38 soldiers and 21 rebels; they are one voice.
    carried = [
        row for row in record.figures() if row.measure == "killed" and any(f.low == 38 for f in row.figures)
    ]
    assert carried
    for row in carried:
        assert len({figure.origin for figure in row.figures if figure.low == 38}) == 1


def test_demo_record_leaves_the_arabic_report_uncoded_and_listed(record):
    (arabic,) = [document for document in record.documents() if document.source.endswith(ARABIC)]
    assert "not_coded" in arabic.flags
    assert [claim for claim in record.claims() if claim.document.id == arabic.id] == []


def test_demo_record_dates_nothing_in_the_undated_report(record):
    for claim in record.claims():
        if claim.document.source.endswith("letter-from-qaboun.txt"):
            assert claim.when is None or claim.when.start is None, claim.quote


def test_demo_record_sees_the_town_change_hands_on_the_day_it_was_left(record):
    states = [state for state in record.control() if "Dumayr" in state.place and state.series == "as_known"]
    before = [state.holder for state in states if state.start <= "2018-04-18" <= state.end]
    after = [state.holder for state in states if state.start <= "2018-04-20" <= state.end]
    assert len(before) == len(after) == 1
    assert before != after and after[0] not in tour.NOBODY
