"""The archive keeps every byte, survives every crash, and forgets only by law."""

import hashlib

import pytest

from sijill.errors import SijillError
from sijill.model import Capture, Captured
from sijill.record import Archive
from sijill.record.verify import check_archive

NOW = Captured(when="2024-01-01T00:00:00Z", how="file")


def make_capture(name, payload, **meta):
    return Capture(
        source=name,
        payload=payload,
        media_type="text/plain",
        captured=NOW,
        meta={"path": f"in/{name}", **meta},
    )


def fill(path, *pairs):
    with Archive(path, writable=True) as archive:
        for name, payload in pairs:
            archive.add(make_capture(name, payload))
    return Archive(path)


def test_archive_gives_back_the_bytes(tmp_path):
    payload = bytes(range(256)) * 50 + "حي المرفأ".encode()
    archive = fill(tmp_path, ("a.txt", payload), ("ب.txt", b""))
    digests = {event.source: event.content_hash for event in archive.live_events()}
    assert archive.get(digests["a.txt"]) == payload
    assert archive.get(digests["ب.txt"]) == b""
    assert not list(check_archive(archive))


def test_archive_holds_one_copy_of_the_same_bytes(tmp_path):
    archive = fill(tmp_path, ("a.txt", b"same " * 2000), ("b.txt", b"same " * 2000))
    assert [event.event for event in archive.events] == ["capture", "revisit"]
    assert {event.source for event in archive.live_events()} == {"a.txt", "b.txt"}


def test_archive_adds_nothing_for_an_unchanged_source(tmp_path):
    with Archive(tmp_path, writable=True) as archive:
        assert archive.add(make_capture("a.txt", b"one"))
        assert not archive.add(make_capture("a.txt", b"one"))
        # What a person says about a source is part of how it stands: a new statement is a new line.
        assert archive.add(make_capture("a.txt", b"one"), {"published": "2018-04-18"})
        assert not archive.add(make_capture("a.txt", b"one"), {"published": "2018-04-18"})


def test_archive_reads_a_changed_file_in_place_of_its_earlier_state(tmp_path):
    archive = fill(tmp_path, ("a.txt", b"one"), ("a.txt", b"two"))
    assert [archive.get(event.content_hash) for event in archive.live_events()] == [b"two"]
    assert archive.get(hashlib.sha256(b"one").hexdigest()) == b"one"


def test_archive_tells_apart_two_files_of_one_name(tmp_path):
    with Archive(tmp_path, writable=True) as archive:
        archive.add(make_capture("a.txt", b"one", path="north/a.txt"))
        archive.add(make_capture("a.txt", b"two", path="south/a.txt"))
        assert len(archive.live_events()) == 2


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_archive_cuts_back_a_record_that_was_being_written(tmp_path, cut):
    archive = fill(tmp_path, ("a.txt", b"one"), ("b.txt", b"two"))
    file, last = tmp_path / archive.events[-1].file, archive.events[-1]
    whole = file.read_bytes()
    log = (tmp_path / "captures.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "captures.jsonl").write_bytes(
        log[0]
    )  # the line is written after the bytes, so it is missing too
    file.write_bytes(whole[: last.offset + min(cut, last.length - 1)])
    again = Archive(tmp_path, writable=True)
    assert [event.source for event in again.live_events()] == ["a.txt"]
    assert any(str(file) in message and "cut back" in message for message in again.messages)
    with again:
        again.add(make_capture("b.txt", b"two"))
    assert [Archive(tmp_path).get(event.content_hash) for event in again.live_events()] == [b"one", b"two"]


def test_archive_takes_in_whole_records_that_the_log_lacks(tmp_path):
    fill(tmp_path, ("a.txt", b"one"), ("b.txt", b"two"))
    (tmp_path / "captures.jsonl").unlink()  # a crash between bytes and log, or a log that was lost
    archive = Archive(tmp_path, writable=True)
    assert [archive.get(event.content_hash) for event in archive.live_events()] == [b"one", b"two"]
    assert any("2 captures" in message for message in archive.messages)


def test_archive_leaves_out_a_log_line_that_was_being_written(tmp_path):
    fill(tmp_path, ("a.txt", b"one"), ("b.txt", b"two"))
    log = tmp_path / "captures.jsonl"
    log.write_bytes(log.read_bytes()[:-30])
    archive = Archive(tmp_path, writable=True)
    assert {event.source for event in archive.live_events()} == {"a.txt", "b.txt"}  # from its WARC record
    assert not list(check_archive(Archive(tmp_path)))


def test_archive_check_names_the_file_whose_byte_was_changed(tmp_path):
    archive = fill(tmp_path, ("a.txt", b"one"), ("b.txt", b"two"))
    event = archive.events[0]
    for at in (event.offset + 4, event.offset + event.length // 2, event.offset + event.length - 1):
        file = tmp_path / event.file
        whole = file.read_bytes()
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert [line for line in check_archive(Archive(tmp_path)) if "a.txt" in line]
        file.write_bytes(whole)
    assert not list(check_archive(Archive(tmp_path)))


def test_archive_get_refuses_changed_bytes(tmp_path):
    archive = fill(tmp_path, ("a.txt", b"one " * 100))
    event = archive.events[0]
    file = tmp_path / event.file
    whole = bytearray(file.read_bytes())
    whole[event.length // 2] ^= 0xFF
    file.write_bytes(whole)
    with pytest.raises(SijillError, match=r"a.txt"):
        archive.get(event.content_hash)


def test_archive_erase_leaves_a_tombstone_and_nothing_else(tmp_path):
    fill(tmp_path, ("a.txt", b"a secret name"), ("b.txt", b"two"), ("c.txt", b"a secret name"))
    digest = hashlib.sha256(b"a secret name").hexdigest()
    with Archive(tmp_path, writable=True) as archive:
        archive.erase(digest, why="court order 7", who="the registrar")
    again = Archive(tmp_path)
    assert not again.has(digest)
    assert [event.source for event in again.live_events()] == ["b.txt"]
    assert again.get(again.live_events()[0].content_hash) == b"two"
    assert [(stone.content_hash, stone.why) for stone in again.tombstones] == [(digest, "court order 7")]
    assert not any(b"a.txt" in path.read_bytes() for path in tmp_path.iterdir())
    assert not list(check_archive(again))
    with pytest.raises(SijillError, match=r"erased"):
        again.get(digest)


def test_archive_does_not_take_in_again_what_was_erased(tmp_path):
    fill(tmp_path, ("a.txt", b"one"))
    with Archive(tmp_path, writable=True) as archive:
        archive.erase(hashlib.sha256(b"one").hexdigest(), why="by law")
        with pytest.raises(SijillError, match=r"by law"):
            archive.add(make_capture("again.txt", b"one"))


def test_archive_finishes_an_erasure_that_was_cut_off(tmp_path, monkeypatch):
    fill(tmp_path, ("a.txt", b"one"), ("b.txt", b"two"))
    digest = hashlib.sha256(b"one").hexdigest()
    archive = Archive(tmp_path, writable=True)
    monkeypatch.setattr(Archive, "_purge", lambda self: None)  # killed just after the tombstone
    archive.erase(digest, why="by law")
    monkeypatch.undo()
    assert not Archive(tmp_path, writable=True).has(digest)
    assert [event.source for event in Archive(tmp_path).live_events()] == ["b.txt"]


def test_archive_forget_leaves_the_bytes_and_building_again_brings_the_source_back(tmp_path):
    fill(tmp_path, ("a.txt", b"one"), ("b.txt", b"two"))
    with Archive(tmp_path, writable=True) as archive:
        assert archive.forget("in/a.txt", NOW) == ["in/a.txt"]
        assert archive.has(hashlib.sha256(b"one").hexdigest())
        assert [event.source for event in archive.live_events()] == ["b.txt"]
        archive.add(make_capture("a.txt", b"one"))
        assert len(archive.live_events()) == 2
        assert archive.forget("in", NOW) == ["in/a.txt", "in/b.txt"]
        assert archive.forget("in", NOW) == []


def test_archive_names_the_log_line_that_is_no_line(tmp_path):
    fill(tmp_path, ("a.txt", b"one"))
    with open(tmp_path / "captures.jsonl", "a") as log:
        log.write("not json\n")
    with pytest.raises(SijillError, match=r"captures.jsonl: line 2 .*WARC"):
        Archive(tmp_path)
