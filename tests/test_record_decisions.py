"""The decision log is append-only, chained, and outlives what it speaks of."""

import json

import pytest

from sijill.errors import SijillError
from sijill.record import append_decision, check_chain, read_decisions
from sijill.record.decisions import erase_quotes, list_standing

TARGET = {
    "claims": [{"document": "d-1", "start": 0, "end": 5, "kind": "clash", "quote": "words", "before": ""}]
}


def test_decisions_chain_holds_until_a_line_is_changed(tmp_path):
    for why in ("first", "second", "third"):
        append_decision(tmp_path, "rana", "reject", TARGET, why)
    assert check_chain(tmp_path) == []
    path = tmp_path / "decisions" / "rana.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    broken = {
        "changed": [lines[0], lines[1].replace("second", "secund"), lines[2]],
        "last changed": [lines[0], lines[1], lines[2].replace("third", "thard")],
        "removed": [lines[0], lines[2]],
        "swapped": [lines[1], lines[0], lines[2]],
    }
    for what, kept in broken.items():
        path.write_text("".join(kept))
        problems = check_chain(tmp_path)
        assert problems and all(str(path) in problem for problem in problems), what


def test_decisions_undo_takes_back_and_can_be_taken_back(tmp_path):
    first = append_decision(tmp_path, "rana", "reject", TARGET)
    undo = append_decision(tmp_path, "omar", "undo", {"decision": first.id})
    assert list_standing(read_decisions(tmp_path)) == []
    append_decision(tmp_path, "rana", "undo", {"decision": undo.id})
    assert [one.id for one in list_standing(read_decisions(tmp_path))] == [first.id]
    assert check_chain(tmp_path) == []


def test_decisions_an_undo_of_nothing_is_found(tmp_path):
    append_decision(tmp_path, "rana", "undo", {"decision": "v-gone"})
    assert "v-gone" in check_chain(tmp_path)[0]


@pytest.mark.parametrize("who", ["../rana", "", ".hidden", "a/b", "x" * 65])
def test_decisions_a_coder_cannot_name_another_file(tmp_path, who):
    with pytest.raises(SijillError, match="coder"):
        append_decision(tmp_path, who, "reject", TARGET)


def test_decisions_erasing_words_breaks_no_chain(tmp_path):
    append_decision(tmp_path, "rana", "reject", TARGET)
    append_decision(tmp_path, "rana", "accept", TARGET)
    assert erase_quotes(tmp_path, {"d-1"}) == 2
    text = (tmp_path / "decisions" / "rana.jsonl").read_text()
    assert '"words"' not in text
    assert json.loads(text.splitlines()[0])["target"]["claims"][0]["start"] == 0
    assert check_chain(tmp_path) == []
    assert erase_quotes(tmp_path, {"d-2"}) == 0


def test_decisions_a_broken_line_is_named(tmp_path):
    append_decision(tmp_path, "rana", "reject", TARGET)
    with open(tmp_path / "decisions" / "rana.jsonl", "a") as log:
        log.write("{\n")
    with pytest.raises(SijillError, match=r"rana.jsonl: line 2"):
        read_decisions(tmp_path)
    assert "rana.jsonl:2" in check_chain(tmp_path)[0]


def test_decisions_half_a_line_of_a_killed_writer_stops_nobody(tmp_path):
    first = append_decision(tmp_path, "rana", "reject", TARGET, "first")
    path = tmp_path / "decisions" / "rana.jsonl"
    whole = path.read_bytes()
    for at in (1, len(whole) // 2, len(whole) - 2):
        path.write_bytes(whole + whole[:at])
        assert [one.id for one in read_decisions(tmp_path)] == [first.id]
        assert "half a line" in check_chain(tmp_path)[0]
        append_decision(tmp_path, "rana", "accept", TARGET, "second")
        assert [one.why for one in read_decisions(tmp_path)] == ["first", "second"]
        assert check_chain(tmp_path) == []
        assert path.with_suffix(".cut").read_bytes().endswith(whole[:at] + b"\n")  # set aside, not lost
    assert erase_quotes(tmp_path, {"d-1"}) == 2 and not path.with_suffix(".cut").exists()


def test_decisions_a_last_line_without_its_end_is_kept(tmp_path):
    append_decision(tmp_path, "rana", "reject", TARGET, "first")
    path = tmp_path / "decisions" / "rana.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    append_decision(tmp_path, "rana", "accept", TARGET, "second")
    assert [one.why for one in read_decisions(tmp_path)] == ["first", "second"]
    assert check_chain(tmp_path) == []


def test_decisions_are_read_while_another_is_written(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    long = {"claims": [{**TARGET["claims"][0], "quote": "words " * 700}]}  # longer than a page of the disk
    seen, ended = [], []

    def read():
        while not ended:
            seen.append(len(read_decisions(tmp_path)))

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read) for _ in range(4)]
        for _ in range(60):
            append_decision(tmp_path, "rana", "reject", long)
        ended.append(True)
        for one in reading:
            one.result()
    assert len(read_decisions(tmp_path)) == 60 and len(set(seen)) > 1
