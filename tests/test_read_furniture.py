"""What is furniture and, more important, what is not."""

from itertools import pairwise

import pytest

from sijill.read import find_furniture
from sijill.read.furniture import classify_lines
from sijill.read.lines import split_lines

STORY = (
    "Fighters of the Hill League took the bridge at Qarna before dawn on Sunday, two residents of the town said, "
    "and the Plain Guard shelled the mill.\n"
)
ARABIC = (
    "سيطر مقاتلو رابطة التلال على جسر قرنة فجر الأحد، وقال سكان إن الحرس قصف المطحنة وأصيب أربعة أشخاص.\n"
)


def marked(text):
    return {text[s.start : s.end].strip(): s.reason for s in find_furniture(text)}


FURNITURE = [
    ("clear", "navigation"),
    ("Home > War > Qarna", "navigation"),
    ("» Read more", "navigation"),
    ("RELATED ARTICLES:", "related"),
    ("Read also: Talks fail in Ardun after three days", "related_line"),
    ("For more on the valley, check out these related articles:", "related"),
    ("Table of Contents", "contents"),
    ("We need your support to go on printing..", "support"),
    ("$2 a month makes all the difference", "support"),
    ("Click here to give", "support"),
    ("Sign up for our weekly newsletter", "support"),
    ("Follow us on Telegram", "support"),
    ("Cookies are used on this website to count readers. Accept", "cookies"),
    ("Share this story", "share"),
    ("Facebook Twitter WhatsApp Email", "share"),
    ("© 2031 The Valley Lamp. All rights reserved.", "legal"),
    ("Leave a comment", "comments"),
    ("What do you think of the truce? Tell us in the comments below!", "comments"),
    ("Tags: Qarna, Hill League, truce", "tags"),
    ("This story is over 5 years old.", "notice"),
    ("Translated by Huda Miller", "byline"),
    ("Photo by Ann Weaver/QNA", "credit"),
    ("A map showing who holds the valley – May 4, 2031 (Lampmap)", "map"),
    ("Map of the eastern valley", "map"),
    ("https://valleylamp.example/2031/qarna", "social"),
    ("#Qarna #HillLeague @valleylamp", "social"),
    ("10660372_1015331024089_n (1) 1012966_10153310240_n", "image_name"),
    ("IMG_2031.jpg", "image_name"),
    ('string(94) "[{\\"id\\":\\"16\\",\\"title\\":\\"Nine killed in Ardun\\"}]', "embedded_data"),
    ('[{"id": 4, "title": "Nine killed in Ardun"}]', "embedded_data"),
    ("الأخبار المتعلقة", "related"),
    ("اقرأ أيضاً:", "related"),
    ("تابعونا على تلغرام", "support"),
    ("جميع الحقوق محفوظة ٢٠٣١", "legal"),
    ("الوسوم: قرنة، هدنة", "tags"),
]


@pytest.mark.parametrize("line, reason", FURNITURE)
def test_read_furniture_lines_that_are_furniture_by_themselves(line, reason):
    assert classify_lines(split_lines(line)) == [reason]


REPORTS = [
    "Support grows for the truce in Qarna",  # a headline, not an appeal
    "“We need your support,” the commander told the crowd in Qarna.",
    "Share of the valley held by the League rises to 70%",
    "More than 40 people fled the mill",
    "Clear the town of mines, the council was told",
    "Map room of the Guard hit by a shell",
    "Tags on the bodies showed that they were soldiers of the Guard.",
    "Video: fighters storm the bridge at Qarna",
    "Photo: Fighters storm the bridge at Qarna on 4 May 2031",  # a caption that reports
    "Related families were among the nine people killed.",
    "Follow-up strikes hit the mill",
    "Print workers killed in Ardun",
    "Home of a commander shelled",
    "Comments by the Guard's spokesman were denied by the League.",
    "Next week the League will hand over the mill",
    "The views of the League were not asked",
    "Cookies and bread were handed out to 300 families",
    "Copyright offices burnt down in Ardun, a clerk said: “We lost it all.”",
    "string of attacks leaves nine dead",
    "Reporting from the front is forbidden, the Guard said.",
    "By dawn on Sunday the League had taken the bridge",
    "By Sunday Qarna Had Fallen, the League said",
    "Contents of the store were burnt",
    "2500 fighters left for Ardun",
    "كتبت الصحف عن معارك في قرنة",
    "المزيد من القتلى في قرنة",
    "السابق لأوانه الحديث عن هدنة",
    "ترجمة الاتفاق إلى أفعال تتعثر في قرنة وما حولها منذ أيام.",
]


@pytest.mark.parametrize("line", REPORTS)
def test_read_furniture_lines_that_report_stay(line):
    story = STORY if line.isascii() or "“" in line or "'" in line else ARABIC
    assert find_furniture(story + "\n" + line + "\n\n" + story) == ()


def test_read_furniture_the_list_below_a_related_heading():
    text = (
        f"{STORY}\nRelated Articles\n\n  1. Talks fail in Ardun\n  2. Nine killed at Tel Sorn\n\n"
        "Free words cost money..\n\nWe need your support to stay free..\n\nSupport River Bulletin..\n\nClick here to give\n"
    )
    found = marked(text)
    assert found["1. Talks fail in Ardun"] == found["2. Nine killed at Tel Sorn"] == "related"
    assert found["Free words cost money.."] == found["Support River Bulletin.."] == "footer"
    assert len(found) == 7 and STORY.strip() not in found


def test_read_furniture_a_related_list_within_the_story_ends_where_the_story_goes_on():
    text = f"{STORY}Related stories\nTalks fail in Ardun\nNine killed at Tel Sorn\nThe mill\n{STORY}"
    assert list(marked(text)) == ["Related stories", "Talks fail in Ardun", "Nine killed at Tel Sorn"]


def test_read_furniture_the_headline_of_the_next_story():
    text = f"{STORY}\nالخبر السابق\nقتلى في تل صورن\nالخبر التالي\nفشل المحادثات في أردون\n"
    assert list(marked(text).values()) == ["navigation", "related", "navigation", "related"]


def test_read_furniture_captions_that_only_name_are_marked_and_those_that_report_are_kept():
    named = "The governor of Qarna\n\nThe governor of Qarna. [File photo]\n\n"
    reporting = "Jets of the Guard fly over the mill after bombing it in Qarna on May 4, 2031. ( Ann Weaver – River Agency )\n\n"
    found = marked("The Road to Qarna\n\n" + named + reporting + STORY)
    assert found == {
        "The governor of Qarna": "caption",
        "The governor of Qarna. [File photo]": "caption",
        "( Ann Weaver – River Agency )": "credit",  # only the credit, the caption itself is a report
    }


def test_read_furniture_a_line_in_another_script():
    text = f"The Road to Qarna\n\n{STORY}\nالنسخة العربية من المقال\n"
    assert marked(text) == {"النسخة العربية من المقال": "foreign"}
    assert marked(ARABIC * 2 + "Hill Network Online\n") == {"Hill Network Online": "foreign"}


def test_read_furniture_a_bilingual_report_is_not_foreign_to_itself():
    assert find_furniture(STORY + ARABIC) == ()  # half of it each
    assert find_furniture(STORY * 4 + ARABIC) == ()  # a whole sentence reports in any script


def test_read_furniture_a_byline_said_again_at_the_foot():
    byline = "River Bulletin Editor | 4 May, 2031"
    text = f"The Road to Qarna\n\n{byline}\n\n{STORY}\n{byline}\n"
    assert [text[s.start : s.end] for s in find_furniture(text)] == [byline, byline]


def test_read_furniture_section_headings_of_an_interview():
    text = (
        f"{STORY}The Shape of Things\nRiver News: Who holds the bridge?\n“We do.”\n— Ann Weaver\n"
        "River News: And the mill?\n“They do.”\n"
    )
    assert marked(text) == {"The Shape of Things": "heading"}  # questions, answers and names stay


def test_read_furniture_a_bulletin_of_short_lines_keeps_its_lines():
    # Two furniture lines round a report that is no paragraph: without a story above there is no footer.
    text = "Shells hit Qarna.\nShare this\nNine killed at Tel Sorn.\nFollow us on Telegram\n"
    assert list(marked(text)) == ["Share this", "Follow us on Telegram"]


def test_read_furniture_spans_are_in_order_and_apart():
    text = f"clear\nQARNA, Hills (QNA) — {STORY}Share this\n"
    spans = find_furniture(text)
    assert [s.reason for s in spans] == ["navigation", "dateline", "share"]
    assert all(a.end <= b.start for a, b in pairwise(spans))
