"""Reports that lie in tables, chats and office files, and event data of others: each part with its place for the quote."""

import json
import zipfile

import duckdb
import pytest
from click.testing import CliRunner
from test_compare import write_acled

from sijill.cli.app import app
from sijill.extract.columns import extract_columns
from sijill.model import Capture, Document, Unread
from sijill.read import find_captures, read_capture
from sijill.read.datasets.reports import IMPORTED
from sijill.read.office import find_page
from sijill.read.options import ReadOptions
from sijill.record import Record


def read(path):
    """What the file gives: documents and what could not be read."""
    options = ReadOptions()
    found = list(find_captures([path], options))
    return [read_capture(one, options) if isinstance(one, Capture) else one for one in found]


def test_tables_each_row_of_a_csv_of_reports_is_a_document(tmp_path):
    path = tmp_path / "reports.csv"
    path.write_text(
        'Text;Published;Publisher\n"Shells fell; two died.";2031-05-04;Lowland Wire\nQuiet today.;;\n',
        "utf-8",
    )
    first, second = read(path)
    assert (first.text, first.published, first.publisher) == (
        "Shells fell; two died.",
        "2031-05-04",
        "Lowland Wire",
    )
    assert second.published is None and first.path.endswith("#1") and first.id != second.id


def test_tables_a_table_of_neither_says_what_to_do(tmp_path):
    (tmp_path / "a.csv").write_text("town,people\nElm,3\n", "utf-8")
    (found,) = read(tmp_path / "a.csv")
    assert isinstance(found, Unread) and "a.mapping.yml" in found.remedy


def test_tables_a_mapping_beside_a_table_makes_its_rows_events(tmp_path):
    (tmp_path / "a.csv").write_text(
        "Day,What,Who,Where,Dead,Said\n4 May 2031,raid,Elm Brigade,Oak,3,They came at dawn.\n", "utf-8"
    )
    (tmp_path / "a.mapping.yml").write_text(
        "columns: {start: Day, kind: What, actors: Who, place: Where, deaths: Dead, note: Said}\nkinds: {raid: ground_attack}\n"
    )
    (document,) = read(tmp_path)
    (claim,) = extract_columns(document)
    assert claim.quote == "They came at dawn." == document.text[claim.start : claim.end]
    assert (claim.kind, claim.when.start, claim.places[0].name) == ("ground_attack", "2031-05-04", "Oak")
    assert [one.name for one in claim.actors] == ["Elm Brigade"] and claim.figures[0].low == 3


def test_tables_a_row_of_acled_is_a_claim_of_that_data_set(tmp_path):
    write_acled(
        tmp_path / "acled.csv",
        {},
        {"notes": "", "actor1": "Unidentified Armed Group (Syria)", "fatalities": "0"},
    )
    first, second = read(tmp_path / "acled.csv")
    assert first.publisher == "ACLED" and IMPORTED in first.flags and first.source == "X1"
    (claim,) = extract_columns(first)
    assert (claim.kind, claim.quote, claim.speaker.name) == ("clash", "They fought.", "publisher")
    assert claim.places[0].lat == 36.209 and claim.figures[0].low == claim.figures[0].high == 4
    (claim,) = extract_columns(second)
    assert claim.quote == second.text[claim.start : claim.end] and "event_date: 2031-05-04" in claim.quote
    assert claim.actors == () and claim.figures == (), "nobody named is nobody, and a toll of 0 is no figure"


def test_tables_no_other_text_is_taken_for_a_row():
    assert (
        extract_columns(
            Document(id="d", content_hash="h", source="s", text="They fought.\n\n--- columns ---\n")
        )
        == []
    )


def build(folder, record):
    done = CliRunner().invoke(app, ["build", str(folder), "--record", str(record), "--pack", "world"])
    assert done.exit_code == 0, done.output


def test_tables_imported_rows_enter_a_record_and_leave_it_only_when_asked(tmp_path):
    (tmp_path / "in").mkdir()
    write_acled(tmp_path / "in" / "acled.csv", {}, {"event_date": "2031-06-04", "location": "Tarn"})
    (tmp_path / "in" / "report.txt").write_text(
        "Published 5 May 2031\n\nThe army shelled the town of Ostrel on 4 May 2031.\n"
    )
    build(tmp_path / "in", tmp_path / "record")
    with Record.open(tmp_path / "record") as record:
        rows = [claim for claim in record.claims() if claim.extractor.name == "columns"]
        assert len(rows) == 2 and not any(document.copy_of for document in record.documents())
    for form in ("claims", "plover", "hxl", "datapackage", "ftm"):
        for asked in (False, True):
            out = tmp_path / f"{form}{asked}"
            line = ["export", "--format", form, "--out", str(out), "--record", str(tmp_path / "record")]
            done = CliRunner().invoke(app, [*line, "--imported"] if asked else line)
            assert done.exit_code == 0, done.output
            files = out.iterdir() if out.is_dir() else [out]
            text = "".join(path.read_text("utf-8") for path in files)
            assert ("They fought." in text or "ACLED" in text) is asked, form


def test_tables_a_toll_that_rests_on_imported_rows_is_weighed_without_them(tmp_path):
    from publish_makers import FakeRecord, figure_of, make_claim, make_document, make_incident, on, origin

    from sijill.model import Figure
    from sijill.publish.own import OwnRecord

    own = make_document("own.txt", "Four died.")
    other = make_document("X1", "Nine died.", publisher="ACLED", flags=(IMPORTED, "imported:acled"))
    claims = [
        make_claim(
            document,
            document.text,
            "clash",
            figures=(Figure(measure="killed", low=n, high=n),),
            when=on("2031-05-04"),
        )
        for document, n in ((own, 4), (other, 9))
    ]
    voices = [
        origin(document.publisher, [claim]) for document, claim in zip((own, other), claims, strict=True)
    ]
    incident = make_incident(1, "clash", "A clash", claims, voices)
    given = [(voices[0], 4, 4, "exact", claims[0], None), (voices[1], 9, 9, "exact", claims[1], None)]
    record = FakeRecord([own, other], claims, [incident], [figure_of(incident, "killed", None, given, 4, 9)])
    (row,) = OwnRecord(record).figures()
    assert (row.low, row.high, row.status) == (4, 4, "single_source") and len(row.figures) == 1
    (left,) = OwnRecord(record).incidents()
    assert left.claims == (claims[0].id,) and [one.label for one in left.origins] == [own.publisher]


def test_tables_telegram_messages_are_documents(tmp_path):
    chat = {
        "name": "Elm news", "type": "public_channel", "id": 77,
        "messages": [
            {"id": 1, "type": "service", "action": "create_channel", "date": "2031-05-01T00:00:00"},
            {"id": 2, "type": "message", "date": "2031-05-04T10:00:00",
             "text": ["Shells fell on ", {"type": "bold", "text": "Oak"}]},
            {"id": 3, "type": "message", "date": "2031-05-04T11:00:00", "text": "", "photo": "x.jpg"},
            {"id": 4, "type": "message", "date": "2031-05-04T12:00:00", "text": "Two died.", "forwarded_from": "Oak Wire"},
        ],
    }  # fmt: skip
    (tmp_path / "result.json").write_text(json.dumps(chat), "utf-8")
    first, second = read(tmp_path / "result.json")
    assert (first.text, first.published, first.publisher) == (
        "Shells fell on Oak",
        "2031-05-04T10:00:00",
        "Elm news",
    )
    assert first.source == "77/2" and second.text == "Forwarded from Oak Wire:\n\nTwo died."
    (tmp_path / "all.json").write_text(json.dumps({"chats": {"list": [chat]}}), "utf-8")
    assert len(read(tmp_path / "all.json")) == 2


def test_tables_json_that_is_no_chat_is_read_as_before(tmp_path):
    (tmp_path / "a.json").write_text('{"text": "Two died.", "messages": 3}', "utf-8")
    assert [one.text for one in read(tmp_path / "a.json")] == ["Two died."]


def test_tables_a_workbook_of_reports(tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="pip install 'sijill[office]' to run this")
    import datetime

    book = openpyxl.Workbook()
    book.active.append(["text", "published"])
    book.active.append(["Shells fell.", datetime.date(2031, 5, 4)])
    book.save(tmp_path / "a.xlsx")
    (document,) = read(tmp_path / "a.xlsx")
    assert (document.text, document.published) == ("Shells fell.", "2031-05-04")


def write_parquet(path, rows, columns="text VARCHAR, published DATE, publisher VARCHAR"):
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE reports ({columns})")
        database.executemany(f"INSERT INTO reports VALUES ({', '.join('?' * len(rows[0]))})", rows)
        database.table("reports").write_parquet(str(path))


def test_tables_parquet_of_reports_is_read_row_by_row(tmp_path):
    folder = tmp_path / "all.parquet"  # Spark writes a folder of parts
    folder.mkdir()
    (folder / "_SUCCESS").touch()
    rows = [("Shells fell.", "2031-05-04", "Lowland Wire"), (None, None, None), ("Quiet today.", None, None)]
    write_parquet(folder / "part-0[1].parquet", rows)
    first, empty, last = read(folder)
    assert (first.text, first.published, first.publisher) == ("Shells fell.", "2031-05-04", "Lowland Wire")
    assert isinstance(empty, Unread) and "row 2" in empty.source
    assert (last.text, last.published) == ("Quiet today.", None) and last.path.endswith("#3")


def test_tables_parquet_is_not_bound_by_the_limit_of_one_document(tmp_path):
    write_parquet(
        tmp_path / "a.parquet",
        [(f"Shells fell {at} times.", None, None) for at in range(3000)] + [("x" * 500, None, None)],
    )
    options = ReadOptions(max_bytes=200)
    assert (tmp_path / "a.parquet").stat().st_size > options.max_bytes
    found = list(find_captures([tmp_path / "a.parquet"], options))
    assert sum(isinstance(one, Capture) for one in found) == 3000
    assert [one.problem for one in found if isinstance(one, Unread)] == ["is longer than 200 bytes"]


def test_tables_parquet_of_a_data_set_and_one_that_is_broken(tmp_path):
    write_acled(tmp_path / "events.csv", {}, {"notes": "They shelled it, and three died."})
    with duckdb.connect() as database:
        database.read_csv(str(tmp_path / "events.csv"), all_varchar=True).write_parquet(
            str(tmp_path / "events.parquet")
        )
    csv, parquet = ([one.text for one in read(tmp_path / f"events.{kind}")] for kind in ("csv", "parquet"))
    assert csv == parquet and csv
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nothing")
    (broken,) = read(tmp_path / "broken.parquet")
    assert (
        isinstance(broken, Unread)
        and "no Parquet file" in broken.problem
        and "broken.parquet" in broken.source
    )


def test_tables_a_docx_is_its_paragraphs_and_tables(tmp_path):
    docx = pytest.importorskip("docx", reason="pip install 'sijill[office]' to run this")
    file = docx.Document()
    file.add_paragraph("Shells fell on Oak on 4 May 2031.")
    file.add_table(1, 2).rows[0].cells[0].text = "Oak"
    file.add_paragraph("Two died.")
    file.save(tmp_path / "a.docx")
    (document,) = read(tmp_path / "a.docx")
    assert document.text.split("\n\n") == ["Shells fell on Oak on 4 May 2031.", "Oak | ", "Two died.\n"]


def write_pdf(path, pages):
    """A PDF with one line of text a page, written by hand."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]  # fmt: skip
    for at, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * at} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    start = len(body)
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    body += f"startxref\n{start}\n%%EOF\n"
    path.write_bytes(body.encode("latin-1"))


def test_tables_a_pdf_keeps_the_page_of_every_quote(tmp_path):
    pytest.importorskip("pypdf", reason="pip install 'sijill[office]' to run this")
    write_pdf(tmp_path / "a.pdf", ["Shells fell on Oak.", "Two died there."])
    (document,) = read(tmp_path / "a.pdf")
    assert [find_page(document.text, document.text.index(words)) for words in ("Shells", "Two died")] == [
        1,
        2,
    ]


def test_tables_a_scanned_or_broken_file_says_so(tmp_path):
    pytest.importorskip("pypdf", reason="pip install 'sijill[office]' to run this")
    write_pdf(tmp_path / "scan.pdf", [""])
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    with zipfile.ZipFile(tmp_path / "broken.docx", "w") as archive:
        archive.writestr("x", "y")
    (tmp_path / "broken.xlsx").write_bytes(b"PK nothing")
    found = {one.source.rsplit("/", 1)[-1]: one for one in read(tmp_path)}
    assert all(isinstance(one, Unread) for one in found.values()) and len(found) == 4
    assert "text layer" in found["scan.pdf"].problem


def test_tables_a_missing_reader_is_named(tmp_path, monkeypatch):
    import builtins

    real = builtins.__import__

    def without(name, *rest, **more):
        if name.split(".")[0] in ("pypdf", "docx", "openpyxl"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    for name in ("a.pdf", "a.docx", "a.xlsx"):
        (tmp_path / name).write_bytes(b"%PDF-1.7")
        (found,) = read(tmp_path / name)
        assert isinstance(found, Unread) and "sijill[office]" in found.remedy
