"""A file too long to be one report is coded at its beginning, and says so."""

from sijill.model import Capture, Captured, Document
from sijill.run import document as stage

LINE = "Rebel fighters captured the village on Monday.\n"


class Listener:
    languages = frozenset({"en"})
    heard = ""

    def extract(self, document):
        self.heard = document.text
        return []


def read(text, monkeypatch, longest):
    monkeypatch.setattr(stage, "CODED_AT_MOST", longest)
    capture = Capture(
        source="long.txt",
        payload=text.encode(),
        media_type="text/plain",
        captured=Captured(when="2026-01-01T00:00:00Z", how="file"),
    )
    document = stage.read_one(capture, {}, None)
    assert isinstance(document, Document)
    listener = Listener()
    document, _ = stage.extract_one(document, listener)
    return document, listener


def test_run_long_text_is_coded_to_a_line_break_and_flagged(monkeypatch):
    document, listener = read(LINE * 100, monkeypatch, longest=1000)
    assert stage.CODED_IN_PART in document.flags
    assert document.text == LINE * 100, "nothing of the document itself is lost"
    assert listener.heard == LINE * (1000 // len(LINE))


def test_run_short_text_is_coded_whole(monkeypatch):
    document, listener = read(LINE, monkeypatch, longest=1000)
    assert stage.CODED_IN_PART not in document.flags
    assert listener.heard == LINE
