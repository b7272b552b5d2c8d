"""Title, outlet and date of a plain text; above all, what must not be taken for the day of publication."""

import pytest

from sijill.model import Captured
from sijill.packs.records import Alias, Source
from sijill.read import ReadOptions, read_capture
from sijill.read.bylines import parse_byline, parse_dateline
from sijill.read.timestamps import find_dates, read_timestamp
from sijill.read.unit import Unit, make_capture

STORY = (
    "Fighters of the Hill League took the bridge at Qarna before dawn on Sunday, two residents of the town said, "
    "and the Plain Guard shelled the mill.\n"
)


class FakePack:
    sources = (
        Source(
            id="lamp", name="The Valley Lamp", kind="outlet", domains=("valleylamp.example",),
            names=(Alias(name="Valley Lamp"), Alias(name="VLN"), Alias(name="state radio", needs=("lamp",))),
            taglines=("Light on every road",),
        ),
        Source(id="ann", name="Ann Weaver", kind="person"),
    )  # fmt: skip


def read(text, pack=None, media_type="text/plain", url=None, **options):
    unit = Unit(
        name="a.txt",
        media_type=media_type,
        captured=Captured(when="2031-05-05T00:00:00Z", how="file"),
        url=url,
    )
    return read_capture(make_capture(unit, text.encode()), ReadOptions(**options), pack)


PUBLISHED = [
    ("# The Road to Qarna\n\n*River Bulletin | 4 May 2031*\n\n", "2031-05-04"),  # Markdown
    # desk byline with a day first and a comma before the year
    ("The Road to Qarna\n\nValley Lamp Editor | 4 May, 2031\n\n", "2031-05-04"),
    ("The Road to Qarna\n\nMay 4, 2031 at 9:28 pm\n\n", "2031-05-04T21:28"),  # a line that is only a date
    ("The Road to Qarna\nSun May 4, 2031 15:48:46\n", "2031-05-04T15:48:46"),
    ("The Road to Qarna\nPosted at 5:16 PM, May 4, 2031\n", "2031-05-04T17:16"),  # the time before the date
    ("The Road to Qarna\nPublished: 2031-05-04 10:00 GMT\n", "2031-05-04T10:00"),
    ("The Road to Qarna\nBy Ann Weaver, 4 May 2031\n", "2031-05-04"),
    ("The Road to Qarna\nBy Ann Weaver\nPublished on 4th May 2031\n", "2031-05-04"),
    (" date 2031-05-04 ", "2031-05-04"),  # a date field before the first word
    ("Date: 2031-05-04\n", "2031-05-04"),
    ("QARNA, May 4, 2031 (VLN) – ", "2031-05-04"),  # a full date in the dateline
    (
        "الطريق إلى قرنة\n\nتحرير سليم | ترجمة هدى 🕔 تم النشر بتاريخ : 4 أيار، 2031 10:45:09 ص خبر عاجل\n\n",
        "2031-05-04T10:45:09",
    ),
    ("الطريق إلى قرنة\n\n٤ مايو ٢٠٣١\n\n", "2031-05-04"),  # Arabic-Indic digits
    ("الطريق إلى قرنة\nنشر في 4 أيار/مايو 2031\n", "2031-05-04"),  # both month names
    ("The Road to Qarna\nPublished 4 May 2031, updated 6 May 2031\n", "2031-05-04"),
    # a line of names that ends in the date, among the first three: an outlet, a place, an issue, staff
    ("Valley Herald, 4 May 2031\nThe Road to Qarna\n", "2031-05-04"),
    ("The Road to Qarna\nQarna, 4 May 2031\n\n", "2031-05-04"),
    ("The Road to Qarna\nTel es-Sorn, Hills, Sunday 4 May 2031\n\n", "2031-05-04"),
    ("Bulletin No. 9 - 4 May 2031\n\n", "2031-05-04"),
    ("وكالة الوادي - 4 أيار 2031\nالطريق إلى قرنة\n", "2031-05-04"),
    ("*By staff, The Valley Courier, May 4, 2031*\n\n", "2031-05-04"),
]


@pytest.mark.parametrize("header, expected", PUBLISHED)
def test_read_metadata_publication_date_from_the_header(header, expected):
    assert read(header + STORY).published == expected


UNDATED = [
    "A map of who holds the valley – May 4, 2031 (Lampmap)\n\n" + STORY,  # a map caption
    "The Road to Qarna\n\nSmoke over Qarna on May 4, 2031. (Ann Weaver – VLN)\n\n" + STORY,  # a photo caption
    "The Road to Qarna\n\n"
    + STORY
    + "The truce of May 4, 2031 did not hold, the council said in a statement.\n",
    "The Road to Qarna\n\nThe video was published on 4 May 2031 by activists\n\n"
    + STORY,  # a sentence, not a label
    "The Road to Qarna\n\nPublished on 4 May 2031, the video shows nine tanks on the road out of the town.\n"
    + STORY,
    "The Road to Qarna\n\nQarna – May 4, 2031\n\n"
    + STORY,  # a place and a date: caption as likely as dateline
    "The Road to Qarna\n\nSmoke in Qarna, 4 May 2031\n\n" + STORY,  # a caption with a comma
    "The Road to Qarna\n\nThe Guard shells Qarna, 4 May 2031\n\n" + STORY,  # a sentence
    "The Battle of Qarna, 4 May 2031\n\n" + STORY,  # a title names the day of what it tells
    "دخان كثيف - 4 أيار 2031\n\n" + STORY,
    "The Road to Qarna\nBy Ann Weaver\nHow the bridge fell\nQarna, 4 May 2031\n\n" + STORY,  # too far down
    "Qarna, 4 May 2031\n\n" + STORY + "\nQarna, 5 May 2031\n\n" + STORY,  # a chronicle again
    "The Road to Qarna\n\nLast updated: 4 May 2031\n\n" + STORY,  # when it was changed, not when it came out
    "The Road to Qarna\n\n04/05/2031\n\n" + STORY,  # April or May
    "The Road to Qarna\n\n31 February 2031\n\n" + STORY,
    "QARNA, May 4 (VLN) – " + STORY,  # no year
    # a chronicle: each date heads the events of its day
    "The week in Qarna\n\nMay 4, 2031\n\n" + STORY + "\nMay 5, 2031\n\n" + STORY,
    STORY + "\nMay 4, 2031\n\n" + STORY,  # a date below the beginning of the story
    STORY + "\nRelated articles\n\nTalks fail in Ardun\nMay 4, 2031\n",  # the date of another article
]


@pytest.mark.parametrize("text", UNDATED)
def test_read_metadata_a_date_elsewhere_is_not_the_day_of_publication(text):
    document = read(text)
    assert document.published is None and document.published_basis is None
    assert "undated" in document.flags


def test_read_metadata_an_update_is_kept_as_a_flag():
    assert "updated:2031-05-04" in read("The Road to Qarna\nUpdated 4 May 2031\n" + STORY).flags


def test_read_metadata_dates_that_disagree_are_kept_and_the_stronger_wins():
    document = read("The Road to Qarna\n3 May 2031\nPublished: 4 May 2031\n" + STORY)
    assert document.published == "2031-05-04"
    assert "dates_disagree:2031-05-03/2031-05-04" in document.flags


def test_read_metadata_the_address_gives_the_day_when_nothing_else_does():
    document = read("The Road to Qarna\n" + STORY, url="https://valleylamp.example/2031/05/04/road")
    assert (document.published, document.published_basis) == ("2031-05-04", "url")


TITLES = [
    (
        "[This letter reached us by post]\n\nThe Road to Qarna\n\n" + STORY,
        "The Road to Qarna",
    ),  # an editor's note
    ("[Guard jets bombed the mill in Qarna]\n\n" + STORY, "[Guard jets bombed the mill in Qarna]"),
    ("clear\n\nThe Road to Qarna\n\nMay 4, 2031\n\n" + STORY, "The Road to Qarna"),  # menu words come first
    (
        "Bringing news to the valley since 1990\n\nThe Road to Qarna\n\n" + STORY,
        "The Road to Qarna",
    ),  # a motto
    ("Fighting in Qarna is the worst since 2019\n\n" + STORY, "Fighting in Qarna is the worst since 2019"),
    ("# The Road to Qarna\n\n" + STORY, "The Road to Qarna"),
    ("This story is over 5 years old.\n\nWho Holds Qarna?\n\n" + STORY, "Who Holds Qarna?"),
    (
        STORY + "Bridge at Qarna Falls to the League\nTable of Contents\n" + STORY,
        "Bridge at Qarna Falls to the League",
    ),
    ("River Evening News\n4 May 2031\nThe Road to Qarna\n\n" + STORY, "The Road to Qarna"),
    ("Special Situation Report\n4 May 2031\n\n" + STORY, "Special Situation Report"),
    (STORY, None),  # a story with no heading has no title, and its first sentence is not one
    ("صحيفة الوادي\nThe Road to Qarna\n\n" + STORY, "The Road to Qarna"),  # a line of another script
]


@pytest.mark.parametrize("text, title", TITLES)
def test_read_metadata_title_is_the_first_heading_that_is_not_furniture(text, title):
    assert read(text).title == title


PUBLISHERS = [
    # a byline's field that is an outlet by its own words, and one that may be a person
    ("The Road to Qarna\n\nRiver Evening Gazette | 4 May, 2031\n\n" + STORY, "River Evening Gazette", None),
    ("The Road to Qarna\n\nAnn Weaver | 4 May, 2031\n\n" + STORY, None, None),
    ("The Road to Qarna\n\nRiver Bulletin Editor | 4 May, 2031\n\n" + STORY, "River Bulletin", None),
    ("The Road to Qarna\n\nBy Valley Lamp Staff | 4 May, 2031\n\n" + STORY, "The Valley Lamp", "lamp"),
    ("Valley Lamp\n\nThe Road to Qarna\n\n" + STORY, "The Valley Lamp", "lamp"),  # its name as a line
    ("Light on every road\n\nThe Road to Qarna\n\n" + STORY, "The Valley Lamp", "lamp"),  # its tagline
    ("The Road to Qarna\n\nRural Qarna - VLN\n\n" + STORY, "The Valley Lamp", "lamp"),
    ("The Road to Qarna\n\nRural Qarna - QNA\n\n" + STORY, "QNA", None),
    ("QARNA, Hills (VLN) — " + STORY, "The Valley Lamp", "lamp"),
    ("The Road to Qarna\nRiver Herald, 4 May 2031\n\n" + STORY, "River Herald", None),
    ("The Road to Qarna\nQarna, 4 May 2031\n\n" + STORY, None, None),  # a place is no outlet
    ("Bulletin No. 9 - 4 May 2031\n\n" + STORY, None, None),
    # alone on the first line, above the date: an outlet by its own words, or else the title
    ("River Evening News\n4 May 2031\n\n" + STORY, "River Evening News", None),
    ("River Evening News\n\n" + STORY, None, None),
    ("Special Situation Report\n4 May 2031\n\n" + STORY, None, None),
    # the label of the questions in an interview
    ("River News: Who holds it?\n“We do.”\n" + STORY + "River News: And the mill?\n“They do.”\n", "River News", None),
    # a person who asks is not an outlet
    ("Ann Weaver: Who holds it?\n“We do.”\n" + STORY + "Ann Weaver: And the mill?\n“They do.”\n", None, None),
    # an appeal names the outlet, and the text does so again
    (STORY + "A source told River Bulletin so.\n\nSupport River Bulletin..\nClick here to donate\n", "River Bulletin", None),
    ("The Road to Qarna\n\n" + STORY + "State radio said so.\n", None, None),
    ("The Road to Qarna\n\n" + STORY + "The Valley Lamp was told so.\n", None, None),  # named in the story only
]  # fmt: skip


@pytest.mark.parametrize("text, name, publisher_id", PUBLISHERS)
def test_read_metadata_publisher_from_what_the_page_says(text, name, publisher_id):
    document = read(text, FakePack())
    assert (document.publisher, document.publisher_id) == (name, publisher_id)


def test_read_metadata_a_stated_publisher_keeps_its_name_and_gets_its_id():
    document = read(STORY, FakePack(), publisher="Valley Lamp")
    assert (document.publisher, document.publisher_id) == ("Valley Lamp", "lamp")


def test_read_metadata_a_publisher_taken_from_a_dateline_is_flagged():
    assert "publisher_from:dateline" in read("QARNA, Hills (QNA) — " + STORY).flags


def test_read_metadata_author_from_the_byline():
    assert read("The Road to Qarna\nBy Ann Weaver | 4 May 2031\n" + STORY).author == "Ann Weaver"


NO_BYLINE = [
    "Shells fell on Qarna | the mill burnt on 4 May 2031 and nine people fled",
    "Shells fell on Qarna on 4 May 2031",
    "By Tuesday the 4 May 2031 truce was dead",
    "Photo: Smoke over Qarna, 4 May 2031",
]


@pytest.mark.parametrize("line", NO_BYLINE)
def test_read_metadata_a_line_that_says_more_is_no_byline(line):
    assert parse_byline(line) is None


DATELINES = [
    ("QARNA, Hills (VLN) — Shells fell.", 21, "VLN"),
    ("Qarna, Hills (Valley News) - Shells fell.", 29, "Valley News"),
    ("QARNA (5:47 P.M.) – Shells fell.", 20, None),
    ("ARDUN: Shells fell.", 7, None),
    ("Qarna: Shells fell.", None, None),  # may as well be who speaks
    ("The Hill League (HL) – a local force – left.", None, None),  # an acronym in brackets
    ("Hill League, the larger force (HL) — left.", None, None),
    ("QARNA", None, None),
]


@pytest.mark.parametrize("line, length, agency", DATELINES)
def test_read_metadata_datelines(line, length, agency):
    found = parse_dateline(line)
    assert (found and found.length) == length
    assert (found and found.agency) == agency


STAMPS = [
    ("2031-05-04T10:45:09Z", "2031-05-04T10:45:09+00:00"),
    ("2031-05-04 10:45", "2031-05-04T10:45"),
    ("2031-05-04T10:45:09.123+0300", "2031-05-04T10:45:09+03:00"),
    ("Sun, 04 May 2031 06:15:00 GMT", "2031-05-04T06:15:00+00:00"),
    ("4 May 2031", "2031-05-04"),
    ("Sunday, 4 May 2031", "2031-05-04"),
    ("2031-05", "2031-05"),
    ("2031", "2031"),
    ("2031-13-04", None),
    ("2031-05-04T25:00", None),
    ("04/05/2031", None),  # either way round
    ("25/05/2031", "2031-05-25"),
    ("the 4 May 2031 truce", None),
    ("", None),
    ("9999-99-99", None),
]


@pytest.mark.parametrize("text, expected", STAMPS)
def test_read_metadata_timestamps(text, expected):
    assert read_timestamp(text) == expected


def test_read_metadata_a_clock_belongs_to_the_date_it_stands_beside():
    assert [d.iso for d in find_dates("4 May 2031, 14 people; 5 May 2031 at 6 am")] == [
        "2031-05-04",
        "2031-05-05T06:00",
    ]


def test_read_metadata_a_document_can_always_be_dated_by_the_user():
    document = read(STORY, published="2031-05-04")
    assert (document.published, document.published_basis) == ("2031-05-04", "option")
    assert "undated" not in document.flags
