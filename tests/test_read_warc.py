"""WARC: what we write we read back whole, and what others wrote becomes captures."""

import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sijill.model import Capture, Captured, Document, Unread
from sijill.read import ReadOptions, find_captures, read_capture, write_capture
from sijill.read.unit import Unit, make_capture

PAGE = (
    b"<html><head><title>Bridge</title></head><body><article><p>Fighters of the Hill League took the bridge at Qarna "
    b"before dawn on Sunday, two residents of the town said.</p></article></body></html>"
)


def capture(name, payload, media_type="text/plain", **more):
    captured = Captured(when="2031-05-05T06:07:08Z", how="file", by="ann", why="a test")
    return make_capture(Unit(name=name, media_type=media_type, captured=captured, **more), payload)


def write(path, *captures, gzip=True):
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        for one in captures:
            write_capture(writer, one)


def take(path, **options):
    return list(find_captures([path], ReadOptions(**options)))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_read_warc_a_capture_comes_back_as_it_was(tmp_path, name):
    captures = [
        capture("a b/é.txt", "قصف\r\n\x00end".encode(), meta={"path": "x/a b/é.txt", "publisher": "الوادي"}),
        capture("https://river.example/1", PAGE, "text/html", url="https://river.example/1"),
        capture("r1", b'{"text": "Four tanks."}', "application/json"),
        # a feed's entry is a unit and is not split again
        capture(
            "lamp-1", b"<rss><channel><item><title>a</title></item></channel></rss>", "application/rss+xml"
        ),
        capture("empty.txt", b""),
    ]
    write(tmp_path / name, *captures, gzip=name.endswith("gz"))
    assert take(tmp_path / name) == captures


def test_read_warc_a_forged_hash_is_not_believed(tmp_path):
    from sijill.model import replace

    write(tmp_path / "a.warc", replace(capture("a.txt", b"Four tanks."), content_hash="0" * 64), gzip=False)
    found = [c for c in take(tmp_path / "a.warc") if isinstance(c, Capture)]
    assert [c.content_hash for c in found] == [capture("a.txt", b"Four tanks.").content_hash]


def foreign_warc(path):
    """A WARC as a crawler writes it: a page, a redirect, a picture, the page's plain text."""
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=True)

        def add(uri, kind, payload, status=None, content_type=None):
            headers = (
                StatusAndHeaders(status, [("Content-Type", content_type)], "HTTP/1.0") if status else None
            )
            writer.write_record(
                writer.create_warc_record(
                    uri, kind, payload=io.BytesIO(payload), http_headers=headers,
                    warc_content_type="" if status else content_type or "",
                )
            )  # fmt: skip

        add("https://river.example/1", "response", PAGE, "200 OK", "text/html; charset=utf-8")
        add("https://river.example/old", "response", b"moved", "301 Moved", "text/html")
        add("https://river.example/p.png", "response", b"\x89PNG", "200 OK", "image/png")
        add("https://river.example/1", "conversion", b"The League took the bridge.", None, "text/plain")
        add("https://river.example/1", "request", b"GET /1 HTTP/1.0\r\n\r\n", None, "application/http")


def test_read_warc_of_a_crawler(tmp_path):
    foreign_warc(tmp_path / "crawl.warc.gz")
    page, text, rest = take(tmp_path / "crawl.warc.gz")
    assert (page.url, page.media_type, page.captured.how) == ("https://river.example/1", "text/html", "warc")
    assert page.payload == PAGE and text.payload == b"The League took the bridge."
    document = read_capture(page, ReadOptions())
    assert isinstance(document, Document) and document.source == "https://river.example/1"
    assert isinstance(rest, Unread) and "1 with status 301" in rest.problem and "image/png" in rest.problem


def test_read_warc_that_breaks_off_gives_what_stands_before(tmp_path):
    write(
        tmp_path / "a.warc.gz", capture("a.txt", b"Four tanks." * 50), capture("b.txt", b"Nine tanks." * 500)
    )
    whole = (tmp_path / "a.warc.gz").read_bytes()
    (tmp_path / "a.warc.gz").write_bytes(whole[:-40])
    found = take(tmp_path / "a.warc.gz")
    assert found[0].source == "a.txt"


@pytest.mark.parametrize(
    "payload", [b"not a warc at all", b"\x1f\x8bnot gzip", b"", b"WARC/1.0\r\nWARC-Type: response\r\n"]
)
def test_read_warc_that_is_none_is_unread_with_a_remedy(tmp_path, payload):
    (tmp_path / "a.warc").write_bytes(payload)
    (unread,) = take(tmp_path / "a.warc")
    assert isinstance(unread, Unread) and unread.source == "a.warc" and unread.remedy


def test_read_warc_a_record_over_the_limit_is_listed(tmp_path):
    write(tmp_path / "a.warc", capture("a.txt", b"x" * 100), capture("b.txt", b"Four tanks."), gzip=False)
    long, short = take(tmp_path / "a.warc", max_bytes=50)
    assert isinstance(long, Unread) and "50 bytes" in long.problem
    assert short.source == "b.txt"
