"""Incidents keep their ids though the reports that tell them are edited."""

from sijill.record import Record
from sijill.run import BuildOptions, build_record

REPORTS = {
    "daily.txt": (
        "Raid in Ardun\n\n2020-05-02\n\nAn air strike killed five people in Ardun on Friday.\n\n"
        "Rebels captured Belwick on Friday.\n"
    ),
    "herald.txt": (
        "The war\n\n2020-05-03\n\nFive people were killed in an air strike on Ardun on Friday, the monitor said.\n"
    ),
}


def build(folder):
    build_record([folder / "in"], BuildOptions(record=str(folder / "record"), pack="world", jobs=1))
    with Record.open(folder / "record") as record:
        return {one.id: (one.kind, len(one.claims), one.supersedes) for one in record.incidents()}


def test_following_an_edited_report_keeps_the_ids_of_its_incidents(tmp_path):
    (tmp_path / "in").mkdir()
    for name, text in REPORTS.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    first = build(tmp_path)
    assert len(first) > 1
    for name, text in REPORTS.items():
        (tmp_path / "in" / name).write_text(text + "\n", "utf-8")
    assert build(tmp_path) == first
    # A sentence more: what it does not touch keeps its id.
    more = REPORTS["daily.txt"].replace("Rebels captured", "It rained.\n\nRebels captured")
    (tmp_path / "in" / "daily.txt").write_text(more, "utf-8")
    assert set(build(tmp_path)) == set(first)


def test_following_a_removed_report_takes_its_incidents_with_it(tmp_path):
    (tmp_path / "in").mkdir()
    for name, text in REPORTS.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    first = build(tmp_path)
    (tmp_path / "in" / "daily.txt").write_text(
        "Weather\n\n2020-05-02\n\nRebels shelled Marval on Friday.\n", "utf-8"
    )
    second = build(tmp_path)
    capture = next(name for name, (kind, *_) in first.items() if kind == "capture")
    assert capture not in second
