"""Files, folders, sidecars, feeds, JSON and standard input become captures; what cannot be taken is said."""

import http.server
import io
import json
import shutil
import threading
from pathlib import Path

import pytest

from sijill.errors import SijillError
from sijill.model import Capture, Document, Unread
from sijill.read import ReadOptions, find_captures, read_capture

FIXTURES = Path(__file__).parent / "fixtures" / "read"
STORY = "Shells fell on the village of Tel Sorn on Monday and four people were wounded, residents said.\n"


def take(*sources, **options):
    return list(find_captures([str(s) for s in sources], ReadOptions(**options)))


def read(*sources, **options):
    chosen = ReadOptions(**options)
    return [c if isinstance(c, Unread) else read_capture(c, chosen) for c in take(*sources)]


def test_read_sources_a_plain_text_file_is_its_own_text(tmp_path):
    text = "\ufeff" + STORY.replace("\n", "\r\n") + "  Tab\tand  spaces stay.\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (document,) = read(tmp_path / "a.txt")
    assert document.text == text[1:]  # all but the byte-order mark: quotes index the file as it is
    assert (document.source, document.path) == ("a.txt", str(tmp_path / "a.txt"))
    assert document.captured.how == "file"


def test_read_sources_a_folder_is_walked_in_order_without_hidden_files(tmp_path):
    for name in ("b/2.txt", "a/1.md", ".git/x.txt", "a/.hidden.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)
    assert [c.source for c in take(tmp_path)] == ["c.txt", "1.md", "2.txt"]


def test_read_sources_an_unknown_kind_of_file_is_listed_with_a_remedy(tmp_path):
    (tmp_path / "a.odt").write_bytes(b"PK")
    (tmp_path / "b.txt").write_text(STORY)
    unread, capture = take(tmp_path)
    assert isinstance(unread, Unread) and unread.source.endswith("a.odt") and ".txt" in unread.remedy
    assert capture.source == "b.txt"


def test_read_sources_a_missing_path_is_an_error_that_names_it():
    with pytest.raises(SijillError, match=r"no/such\.txt: does not exist"):
        find_captures(["no/such.txt"], ReadOptions())


def test_read_sources_nothing_at_all_is_an_error(tmp_path):
    with pytest.raises(SijillError, match="nothing to read"):
        take(tmp_path)
    with pytest.raises(SijillError, match="no sources"):
        take()


def test_read_sources_a_file_over_the_limit_is_listed(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    (unread,) = take(tmp_path / "a.txt", max_bytes=20)
    assert "limit of 20" in unread.problem and unread.remedy


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_read_sources_an_empty_file_is_unread(tmp_path, content):
    (tmp_path / "a.txt").write_bytes(content)
    (unread,) = read(tmp_path / "a.txt")
    assert isinstance(unread, Unread)
    assert unread.source.endswith("a.txt") and unread.problem == "is empty" and unread.remedy


def test_read_sources_a_sidecar_overrides_the_text(tmp_path):
    (tmp_path / "a.txt").write_text("By Ann Lamp | 3 May 2031\n\n" + STORY)
    (tmp_path / "a.txt.meta.yml").write_text("published: 2031-05-01\npublisher: River Bulletin\n")
    (document,) = read(tmp_path)
    assert (document.published, document.published_basis) == ("2031-05-01", "sidecar")
    assert document.publisher == "River Bulletin"
    assert "dates_disagree:2031-05-01/2031-05-03" in document.flags
    (document,) = read(tmp_path, published="2 May 2031")  # and what the user says now overrides the sidecar
    assert (document.published, document.published_basis) == ("2031-05-02", "option")


@pytest.mark.parametrize(
    "sidecar, told",
    [
        ("pubished: 2031-05-01\n", "unknown key 'pubished'"),  # a typing mistake must not pass in silence
        ("published: soon\n", "'soon' is not a date"),
        ("- a list\n", "no `key: value` lines"),
        ("a: [\n", "is not YAML"),
        ("title: [a, b]\n", "not one text"),
    ],
)
def test_read_sources_a_bad_sidecar_names_file_and_remedy_and_stops_nothing(tmp_path, sidecar, told):
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.meta.yml").write_text(sidecar)
    (tmp_path / "b.txt").write_text(STORY)
    unread, capture = take(tmp_path)
    assert isinstance(unread, Unread) and unread.source.endswith("a.meta.yml")
    assert told in unread.problem and unread.remedy
    assert capture.source == "b.txt"


def test_read_sources_a_sidecar_without_its_document_is_listed(tmp_path):
    (tmp_path / "gone.meta.yml").write_text("publisher: X\n")
    (unread,) = take(tmp_path)
    assert "no document" in unread.problem


def test_read_sources_each_jsonl_line_is_a_capture_and_a_bad_line_is_named(tmp_path):
    lines = [
        json.dumps({"text": STORY, "id": "r1", "publisher": "River Bulletin", "published": "2031-05-03"}),
        "{not json",
        "",
        json.dumps({"title": "no text"}),
        json.dumps({"text": STORY, "published": ["2031"]}),
        json.dumps({"text": STORY, "url": "https://river.example/1"}),
        json.dumps({"text": STORY}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    found = take(tmp_path / "in.jsonl")
    captures = [c for c in found if isinstance(c, Capture)]
    assert [c.source for c in captures] == ["r1", "https://river.example/1", "in.jsonl:7"]
    assert captures[0].payload == lines[0].encode()
    assert [u.source for u in found if isinstance(u, Unread)] == [f"in.jsonl, line {n}" for n in (2, 4, 5)]
    document = read_capture(captures[0], ReadOptions())
    assert (document.text, document.published, document.published_basis) == (STORY, "2031-05-03", "json")
    assert len({c.meta["path"] for c in captures}) == 3  # the archive tells sources apart by their path


def test_read_sources_an_id_or_address_used_twice_loses_no_document(tmp_path):
    same = [
        {"text": STORY, "id": "r1", "url": "https://river.example/1"},
        {"text": "Nine tanks.", "id": "r1"},
    ]
    same += [{"text": "Ten tanks.", "url": "https://river.example/1"}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, same)))
    found = take(tmp_path / "in.jsonl")
    assert [c.source for c in found] == ["r1", "r1", "https://river.example/1"]
    assert len({c.url or c.meta["path"] for c in found}) == 3  # what the archive tells them apart by
    assert read_capture(found[2], ReadOptions()).url == "https://river.example/1"


def test_read_sources_json_holds_one_document_or_a_list(tmp_path):
    (tmp_path / "one.json").write_text(json.dumps({"text": STORY}, indent=2))
    (tmp_path / "list.json").write_text(
        json.dumps([{"text": STORY, "id": "a"}, {"id": "b"}, {"text": "قصف", "id": "c"}])
    )
    listed = take(tmp_path / "list.json")
    assert [getattr(c, "source", None) for c in listed] == ["a", "list.json, item 2", "c"]
    assert json.loads(listed[2].payload) == {"text": "قصف", "id": "c"}
    assert take(tmp_path / "one.json")[0].source == "one.json"


@pytest.mark.parametrize(
    "content, told",
    [
        ('{"text": "a"}\n{"text": "b"}', "JSONL"),  # the commonest mistake, named as such
        ('[{"text": "a"} {"text": "b"}]', "cut off"),
        ('[{"text": "a"', "not JSON"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_read_sources_broken_json_is_unread_with_its_place(tmp_path, content, told):
    (tmp_path / "a.json").write_text(content)
    unread = take(tmp_path / "a.json")[-1]
    assert isinstance(unread, Unread) and unread.source.startswith("a.json") and told in unread.problem


def test_read_sources_a_json_date_that_is_none_is_flagged(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": STORY, "published": "early spring"}))
    (document,) = read(tmp_path / "a.jsonl")
    assert document.published is None and "unreadable_date:early spring" in document.flags


def test_read_sources_a_feed_gives_a_document_an_entry(tmp_path):
    shutil.copy(FIXTURES / "rss.xml", tmp_path / "feed.xml")
    first, second = read(tmp_path / "feed.xml")
    assert first.source == first.url == "https://valleylamp.example/mill"
    assert first.text == (
        "Mill at Tel Sorn burns\n\nShells set the mill at Tel Sorn on fire, residents said.\nNobody was hurt."
    )
    assert (first.published, first.published_basis) == ("2031-05-04T06:15:00+00:00", "feed")
    assert (first.publisher, first.title, first.language) == (
        "The Valley Lamp",
        "Mill at Tel Sorn burns",
        "en",
    )
    assert (second.source, second.published) == ("lamp-2", None)
    assert "undated" in second.flags


def test_read_sources_an_atom_feed_is_read_too():
    (document,) = read(FIXTURES / "atom.xml")
    assert document.source == "https://river.example/convoy"
    assert (document.published, document.publisher) == ("2031-05-05T08:00:00+00:00", "River Bulletin")


def test_read_sources_a_feed_entry_keeps_its_bytes_when_the_feed_goes_on(tmp_path):
    feed = (FIXTURES / "rss.xml").read_text()
    (tmp_path / "feed.xml").write_text(feed)
    before = {c.source: c.content_hash for c in take(tmp_path / "feed.xml")}
    extra = (
        "<item><title>New</title><guid>lamp-3</guid><description>Something new happened.</description></item>"
    )
    changed = feed.replace("12:00:00", "18:00:00").replace("<item>", extra + "<item>", 1)
    (tmp_path / "feed.xml").write_text(changed)
    after = {c.source: c.content_hash for c in take(tmp_path / "feed.xml")}
    assert {name: after[name] for name in before} == before and len(after) == 3


def test_read_sources_xml_that_is_no_feed_is_unread(tmp_path):
    (tmp_path / "a.xml").write_text("<config><a>1</a></config>")
    (tmp_path / "b.rss").write_text("nothing of the kind")
    for unread in take(tmp_path):
        assert isinstance(unread, Unread) and unread.remedy


@pytest.mark.parametrize(
    "content, media_type",
    [
        (STORY.encode(), "text/plain"),
        (b'{"text": "Four tanks were lost."}\n{"text": "Five."}', "application/json"),
        (b"<!doctype html><p>Four tanks were lost in a day of fighting at Qarna.</p>", "text/html"),
        ((FIXTURES / "rss.xml").read_bytes(), "application/rss+xml"),
    ],
)
def test_read_sources_standard_input_is_told_by_its_bytes(monkeypatch, content, media_type):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    captures = take("-")
    assert {c.media_type for c in captures} == {media_type}
    assert all(c.captured.how in ("stdin", "feed") for c in captures)


@pytest.fixture
def server():
    class Handler(http.server.BaseHTTPRequestHandler):
        pages = {  # noqa: RUF012
            "/page": ("text/html; charset=utf-8", (FIXTURES / "article.html").read_bytes()),
            "/feed": ("application/xml", (FIXTURES / "rss.xml").read_bytes()),
            "/arabic": (
                "text/plain; charset=windows-1256",
                "قصف مدفعي على البلدة صباح اليوم".encode("cp1256"),
            ),
            "/picture": ("image/png", b"\x89PNG"),
        }

        def do_GET(self):
            if self.path not in self.pages:
                self.send_error(404)
                return
            kind, body = self.pages[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_read_sources_an_address_is_read_by_its_content_type(server):
    (page,) = read(server + "/page")
    assert page.title == "Bridge at Qarna changes hands" and page.captured.how == "http"
    assert (
        page.source == server + "/page" and page.url == "https://valleylamp.example/2031/05/04/qarna-bridge"
    )
    assert len(read(server + "/feed")) == 2
    (arabic,) = read(server + "/arabic")
    assert "قصف" in arabic.text and arabic.language == "ar"


def test_read_sources_an_address_that_fails_is_said_with_a_remedy(server):
    (missing,) = take(server + "/none")
    assert "404" in missing.problem and missing.source == server + "/none" and missing.remedy
    (picture,) = take(server + "/picture")
    assert "image/png" in picture.problem
    (dead,) = take("http://127.0.0.1:1/x", timeout=2)
    assert "could not be reached" in dead.problem and "connection" in dead.remedy


def test_read_sources_a_bad_date_of_the_user_is_an_error():
    with pytest.raises(SijillError, match="--published: 'yesterday' is not a date"):
        ReadOptions(published="yesterday")


def test_read_sources_a_file_without_an_ending_is_read_when_it_is_named(tmp_path):
    (tmp_path / "NOTES").write_text(STORY)
    assert take(tmp_path / "NOTES")[0].media_type == "text/plain"
    (tmp_path / "b.txt").write_text(STORY)
    assert [type(c) for c in take(tmp_path)] == [Unread, Capture]  # in a folder it is only listed


def test_read_sources_options_override_title_publisher_and_language(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    (document,) = read(tmp_path / "a.txt", title="T", publisher="P", language="fr")
    assert isinstance(document, Document)
    assert (document.title, document.publisher, document.language) == ("T", "P", "fr")
