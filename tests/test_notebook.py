"""The Python calls: the page's own examples run, frames by choice, and nothing of a report becomes markup."""

import os
import re
from pathlib import Path

import pytest

import sijill
from sijill.errors import SijillError
from sijill.notebook import Rows

PAGE = Path(__file__).resolve().parent.parent / "docs" / "python.md"


@pytest.fixture
def record(example_folder):
    with sijill.open(example_folder / "demo-record") as opened:
        yield opened


def test_notebook_examples_of_the_page_run(example_folder, tmp_path, capsys):
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), flags=re.M | re.S)
    assert len(blocks) == 5
    before = os.getcwd()
    os.chdir(tmp_path)
    os.symlink(example_folder / "demo-record", tmp_path / "demo-record")
    try:
        names: dict = {}
        for block in blocks:
            exec(compile(block, str(PAGE), "exec"), names)
    finally:
        os.chdir(before)
    said = capsys.readouterr().out
    assert "incidents;" in said and "{'both'}" in said


def test_notebook_tables_are_those_of_the_command_line(record):
    from sijill.publish.tables import claim_rows, incident_rows
    from sijill.record import Filters

    wanted = Filters(places=("Jobar",), include_unasserted=False)
    assert record.incidents(place="Jobar") == incident_rows(record.record, wanted)
    assert record.claims(place=["Jobar"]) == claim_rows(record.record, wanted)
    assert len(record.incidents(everything=True)) > len(record.incidents())
    assert {row["kind"] for row in record.incidents(kind=["clash", "siege"])} == {"clash", "siege"}


@pytest.mark.parametrize(
    "asked",
    [{"town": "x"}, {"kind": "clashes"}, {"place": "Nowhere at all"}, {"on": "soon"}, {"grade": "good"}],
)
def test_notebook_what_cannot_be_meant_is_an_error(record, asked):
    with pytest.raises(SijillError):
        record.incidents(**asked)


def test_notebook_frames_by_choice(example_folder):
    with pytest.raises(SijillError):
        sijill.open(example_folder / "demo-record", frames="excel")
    for name in ("pandas", "polars"):
        library = pytest.importorskip(name, reason=f"pip install {name} to run this")
        with sijill.open(example_folder / "demo-record", frames=name) as record:
            frame = record.incidents()
            assert isinstance(frame, library.DataFrame) and "title" in frame.columns and len(frame) > 50


def test_notebook_text_of_reports_is_never_markup(record):
    shown = Rows([{"quote": "<script>alert(1)</script>"}])._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    page = record.page(since="2018-04-18")._repr_html_()
    assert page.startswith("<iframe sandbox=") and page.count("<") == 2
    assert (
        "<table>" in record.incidents()._repr_html_()
        and "<b>" in record._repr_html_()
        and "incidents" in repr(record)
    )


def test_notebook_an_empty_table_is_one(record):
    empty = record.claims(text="zzzzqqq")
    assert empty == [] and empty.columns == () and "no rows" in empty._repr_html_()
