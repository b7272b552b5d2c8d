"""Whatever the bytes, reading gives a Document or an Unread, and a Document can be written and quoted."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sijill.model import Capture, Captured, Document, Unread, to_json
from sijill.read import ReadOptions, find_captures, find_lineage, read_capture
from sijill.read.sources import MEDIA_TYPES, take_bytes
from sijill.read.unit import Unit, make_capture

KINDS = sorted({*MEDIA_TYPES.values(), "", "image/png", "text/weird"})
MARKUP = '<html>|<p>|</p>|<rss><channel><item>|</item></channel></rss>|[|\n|\r\n|\x00|\ud800|\ufeff|WARC/1.0\r\n|{"text": "|"}'
PHRASES = (
    "By Ann Weaver / 4 May 2031|Related articles|1. |QARNA, Hills (QNA) — |الخبر السابق|قصف البلدة. |[File photo]|©|﷽|🕔"
    "|Shells fell on the mill at dawn on Monday, it was said. |date 2031-05-04 |٤ مايو ٢٠٣١|((|::"
)
PIECES = st.sampled_from(
    [*MARKUP.split("|"), *PHRASES.split("|"), "||", "<script type='application/ld+json'>"]
)
PAYLOADS = st.one_of(
    st.binary(max_size=300),
    st.lists(PIECES, max_size=25).map(lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")),
    st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass")),
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(document):
    assert isinstance(document, Document | Unread)
    if isinstance(document, Unread):
        assert document.problem and document.source
        return
    to_json(document)
    assert document.text.strip()
    end = 0
    for span in document.furniture:
        assert end <= span.start < span.end <= len(document.text)
        end = span.end
    for repeat in document.repeats:
        assert 0 <= repeat.of_start < repeat.of_end <= repeat.start < repeat.end <= len(document.text)


@SLOW
@given(PAYLOADS, st.sampled_from(KINDS))
def test_read_fuzz_any_bytes_of_any_kind_are_read_or_refused(payload, media_type):
    unit = Unit(name="a", media_type=media_type, captured=Captured(when="2031-05-05T00:00:00Z", how="file"))
    check(read_capture(make_capture(unit, payload), ReadOptions()))
    for item in take_bytes(payload, unit, ReadOptions()):
        if isinstance(item, Capture):
            item = read_capture(item, ReadOptions())
            if isinstance(item, Document):
                find_lineage([item, item])
        check(item)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAYLOADS, st.sampled_from(sorted(MEDIA_TYPES)))
def test_read_fuzz_any_file_is_taken_or_listed(tmp_path, payload, ending):
    path = tmp_path / f"a{ending}"
    path.write_bytes(payload)
    try:
        found = list(find_captures([path], ReadOptions()))
    except Exception as error:
        assert type(error).__name__ == "SijillError" and "nothing to read" in str(error)  # an empty JSONL
        return
    finally:
        path.unlink()
    assert found and all(isinstance(item, Capture | Unread) for item in found)
