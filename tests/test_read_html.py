"""Pages: the article's text, dates from metadata only, and no article where there is none."""

from pathlib import Path

import pytest

from sijill.model import Captured, Document, Unread
from sijill.read import ReadOptions, find_captures, read_capture
from sijill.read.fragments import extract_fragment_text
from sijill.read.unit import Unit, make_capture

FIXTURES = Path(__file__).parent / "fixtures" / "read"
BODY = (
    "<article><h1>Bridge at Qarna changes hands</h1>"
    "<p>Fighters of the Hill League took the bridge at Qarna before dawn on Sunday, two residents of the town said.</p>"
    "<p>The Plain Guard denied that it had lost the bridge, and said that its men were holding the eastern end.</p>"
    "<p>At least four people were wounded when shells hit the mill beside the river, the town's clinic said.</p></article>"
)


def read(html, **unit):
    payload = html if isinstance(html, bytes) else html.encode()
    fields = {
        "name": "a.html",
        "media_type": "text/html",
        "captured": Captured(when="2031-05-05", how="file"),
        **unit,
    }
    return read_capture(make_capture(Unit(**fields), payload), ReadOptions())


def page(head="", body=BODY):
    return f"<html><head>{head}</head><body>{body}</body></html>"


def test_read_html_the_article_and_its_metadata():
    (capture,) = find_captures([FIXTURES / "article.html"], ReadOptions())
    document = read_capture(capture, ReadOptions())
    assert document.text.startswith("Bridge at Qarna changes hands")
    assert document.text.count("Bridge at Qarna changes hands") == 1
    assert "Plain Guard denied" in document.text
    assert "The war" not in document.text and "Copyright" not in document.text
    assert (document.title, document.publisher) == ("Bridge at Qarna changes hands", "The Valley Lamp")
    assert (document.author, document.language) == ("Dana Weaver", "en")
    assert (document.published, document.published_basis) == ("2031-05-04T05:30:00+00:00", "html:json-ld")
    assert document.url == "https://valleylamp.example/2031/05/04/qarna-bridge"
    assert not [f for f in document.flags if f.startswith("dates_disagree")]  # one moment in two zones


@pytest.mark.parametrize(
    "html",
    [
        (FIXTURES / "no-article.html").read_bytes(),  # links only
        b"<html><head><title>Qarna</title></head><body></body></html>",
        b"<html><body><p>We use cookies to count our readers and to keep them logged in.</p></body></html>",
        b"<html><body><script>var a = 1;</script></body></html>",
        b"<<<>>>",
        b"\x00<\xff",
    ],
)
def test_read_html_without_an_article_is_unread_with_a_remedy(html):
    unread = read(html)
    assert isinstance(unread, Unread)
    assert unread.problem == "no article found" and ".txt" in unread.remedy and unread.source == "a.html"


DATES = [
    ('<meta property="article:published_time" content="2031-05-04T07:00:00Z">', "2031-05-04T07:00:00+00:00"),
    ('<meta name="pubdate" content="4 May 2031">', "2031-05-04"),
    ('<meta name="dc.date.issued" content="2031-05-04">', "2031-05-04"),
    (
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2031-05-04"}</script>',
        "2031-05-04",
    ),
    # the date of the site's last change is not that of the article
    ('<meta property="article:modified_time" content="2031-05-06">', None),
    ('<script type="application/ld+json">{"@type":"WebSite","datePublished":"2001-01-01"}</script>', None),
    ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":</script>', None),  # broken
    ('<meta name="date" content="soon">', None),
]


@pytest.mark.parametrize("head, published", DATES)
def test_read_html_dates_from_metadata(head, published):
    assert read(page(head)).published == published


def test_read_html_a_time_in_the_text_counts_only_where_it_is_marked_as_publication():
    stamped = '<time class="entry-date published" datetime="2031-05-04T07:00:00+02:00">today</time>'
    assert read(page(body=stamped + BODY)).published == "2031-05-04T07:00:00+02:00"
    told = BODY.replace("on Sunday", 'on <time datetime="2031-04-01">1 April</time>')
    assert read(page(body=told)).published is None


def test_read_html_dates_that_disagree_are_flagged():
    head = DATES[0][0] + DATES[2][0].replace("05-04", "05-09")
    document = read(page(head))
    assert document.published == "2031-05-04T07:00:00+00:00"
    assert "dates_disagree:2031-05-04/2031-05-09" in document.flags


def test_read_html_the_encoding_that_the_page_declares_is_honoured():
    arabic = (
        "سيطر مقاتلو رابطة التلال على جسر قرنة فجر الأحد، وقال سكان إن الحرس قصف المطحنة وأصيب أربعة أشخاص. "
        * 3
    )
    html = page(
        '<meta charset="windows-1256">', f"<article><h1>قرنة</h1><p>{arabic}</p><p>{arabic}</p></article>"
    )
    document = read(html.encode("cp1256"))
    assert "رابطة التلال" in document.text and document.language == "ar"
    assert not [f for f in document.flags if f.startswith("decoded_as")]


def test_read_html_a_headline_outside_the_article_is_kept_in_the_text():
    body = BODY.replace("<h1>Bridge at Qarna changes hands</h1>", "")
    document = read(page('<meta property="og:title" content="League crosses the river">', body))
    assert isinstance(document, Document) and document.text.startswith("League crosses the river\n\nFighters")


def test_read_html_nesting_without_end_is_survived():
    read("<div>" * 5000 + BODY)
    assert extract_fragment_text("<b>" * 5000 + "deep") in ("deep", "")


FRAGMENTS = [
    ("<p>One<p>Two", "One\nTwo"),
    ("a<script>x()</script>b", "ab"),
    ("<ul><li>One</li><li>Two</li></ul>tail", "One\nTwo\ntail"),
    ("   ", ""),
    ("<!-- nothing -->", ""),
    ("a &lt; b\nand c", "a < b and c"),
]


@pytest.mark.parametrize("html, text", FRAGMENTS)
def test_read_html_fragments(html, text):
    assert extract_fragment_text(html) == text
