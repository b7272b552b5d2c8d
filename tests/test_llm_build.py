"""A record built with a language model, end to end: many languages, kills, budgets, erasing, and the key nowhere on disk."""

import base64
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner
from llm_reports import REPORTS, code_perfectly, write_reports
from llm_server import served

from sijill.cli.app import app
from sijill.errors import SijillError
from sijill.record import Record
from sijill.record.folder import answers_path
from sijill.record.verify import verify_record
from sijill.run import BuildOptions, build_record

KEY = "sk-valley-9917-hidden"


@pytest.fixture
def world(tmp_path, monkeypatch):
    monkeypatch.setenv("SIJILL_LLM_MODEL", "perfect")
    monkeypatch.setenv("SIJILL_LLM_KEY", KEY)
    monkeypatch.delenv("SIJILL_LLM_URL", raising=False)
    write_reports(tmp_path / "reports")
    return tmp_path


def options(folder, **changes):
    return BuildOptions(record=str(folder / "rec"), pack="world", jobs=1, **({"extractor": "llm"} | changes))


def read_claims(folder):
    with Record.open(folder / "rec") as record:
        texts = {one.id: one.text for one in record.documents()}
        claims = record.claims()
    assert all(texts[one.document.id][one.start : one.end] == one.quote for one in claims)
    return claims


# What must come out for each report: kind, stance, day, and the bounds of the figures.
EXPECTED = {
    "en.txt": [("capture", "asserts", "2019-04-30", [(12, None)]), ("capture", "denies", None, []),
               ("withdrawal", "plans", None, [])],
    "ar.txt": [("capture", "asserts", "2019-04-30", [(12, None)]), ("displacement", "asserts", None, [(20, None)]),
               ("shelling", "asserts", "2019-05-03", [(2, 2), (30, 30)])],
    "ru.txt": [("capture", "asserts", "2019-05-03", [(12, None)]), ("drone_strike", "asserts", "2019-05-02", [(30, 30)])],
    "uk.txt": [("shelling", "asserts", "2019-05-05", [(5, None)])],
    "fr.txt": [("shelling", "asserts", "2019-05-07", [(20, 20)]), ("withdrawal", "plans", None, [])],
    "es.txt": [("displacement", "asserts", "2019-05-07", [(35, None)]), ("detention", "asserts", None, [(3, None)])],
    "fa.txt": [("capture", "asserts", "2019-05-07", [(12, None)])],
    "my.txt": [("capture", "asserts", "2019-05-07", [(12, None)]), ("displacement", "asserts", "2019-05-09", [(200, None)])],
}  # fmt: skip


def test_llm_build_of_eight_languages_reaches_the_record(world, monkeypatch):
    with served(code_perfectly, stream=True) as server:
        server.key = KEY
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        report = build_record([world / "reports"], options(world))
        assert (report.model.asked, report.model.lost, report.model.left_out, report.not_coded) == (
            8,
            0,
            0,
            (),
        )
        again = build_record(
            [world / "reports"], options(world, extractor=None)
        )  # the record's own extractor
        assert not again.changed and again.model.asked == 0 and len(server.bodies) == 8
    claims = read_claims(world)
    for name in REPORTS:
        found = [
            (one.kind, one.stance, one.when and one.when.start, [(f.low, f.high) for f in one.figures])
            for one in sorted(claims, key=lambda one: one.start)
            if one.document.source == name
        ]
        assert found == EXPECTED[name], name
    languages = {one.document.source: one.document.language for one in claims}
    assert all(source == f"{language}.txt" for source, language in languages.items())
    assert verify_record(world / "rec") == []


def test_llm_build_needs_no_server_for_what_was_answered(world, monkeypatch):
    with served(code_perfectly) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        build_record([world / "reports"], options(world))
    monkeypatch.delenv("SIJILL_LLM_URL")
    monkeypatch.delenv("SIJILL_LLM_MODEL")  # the record knows which model it was
    (world / "rec" / "cache" / "stages.sqlite").unlink()
    report = build_record([], options(world, extractor=None))
    assert not report.changed and report.model.recalled == 8 and report.model.model == "perfect"


def test_llm_build_without_a_model_or_server_says_what_to_set(world, monkeypatch):
    monkeypatch.delenv("SIJILL_LLM_MODEL")
    with pytest.raises(SijillError, match="SIJILL_LLM_MODEL"):
        build_record([world / "reports"], options(world))
    assert not (world / "rec").exists()
    with pytest.raises(SijillError, match="SIJILL_LLM_URL names no server"):
        build_record([world / "reports"], options(world, extractor="llm:perfect"))
    assert not (world / "rec").exists()
    with pytest.raises(SijillError, match="use embedded, llm or both"):
        build_record([world / "reports"], options(world, extractor="oracle"))


@pytest.mark.parametrize("extractor", ["llm", "both"])
def test_llm_build_without_a_server_or_answers_leaves_the_record_as_it_was(world, extractor):
    before = build_record([world / "reports"], options(world, extractor="embedded"))
    assert before.claims > 0
    run = lambda *args: CliRunner().invoke(app, ["build", *args, "--record", str(world / "rec")])  # noqa: E731
    for _ in range(2):
        done = run(str(world / "reports"), "--extractor", extractor)
        assert (
            done.exit_code == 2 and "SIJILL_LLM_URL" in done.output and "--extractor embedded" in done.output
        )
        assert "llm import" in done.output
    assert len(read_claims(world)) == before.claims
    again = build_record([], options(world, extractor=None))
    assert not again.changed and again.claims == before.claims and again.model is None


def test_llm_build_without_a_server_goes_on_with_what_was_answered_for_some(world, monkeypatch):
    with served(code_perfectly) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        build_record([world / "reports" / "en.txt"], options(world))
    monkeypatch.delenv("SIJILL_LLM_URL")
    for _ in range(2):  # the second time from the cache
        report = build_record([world / "reports"], options(world))
        assert len(report.model.gaps) == 7 and report.claims == 3
    (world / "rec" / "cache" / "stages.sqlite").unlink()
    with sqlite3.connect(answers_path(world / "rec")) as database:
        database.execute("DELETE FROM answers")
    with pytest.raises(SijillError, match="no report has an answer yet"):
        build_record([], options(world, extractor=None))
    assert len(read_claims(world)) == 3


def test_llm_build_that_ends_with_an_error_prints_nothing_after_it(world):
    program = "from sijill.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "build", str(world / "reports"), "--extractor", "llm", "--record", str(world / "rec")],
        env=os.environ | {"SIJILL_LLM_URL": "http://127.0.0.1:9/v1"}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2 and "gave no answer" in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_llm_build_with_a_server_that_is_not_there_tells_and_keeps_what_was_served(world, monkeypatch):
    with served(code_perfectly) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        build_record([world / "reports" / "en.txt"], options(world))
    with pytest.raises(SijillError, match="gave no answer"):
        build_record([world / "reports"], options(world, extractor="llm:other"))
    assert len(read_claims(world)) == 3  # the version before is served


def test_llm_build_the_budget_stops_it_and_the_next_goes_on(world, monkeypatch):
    with served(code_perfectly) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        first = build_record([world / "reports"], options(world, token_budget=9000, concurrency=1))
        assert 0 < first.model.asked < 8 and "9,000 tokens" in first.model.stopped
        assert len(first.model.gaps) == 8 - first.model.asked
        with Record.open(world / "rec") as record:
            flagged = [one.source for one in record.documents() if "coded_with_gaps" in one.flags]
        assert sorted(flagged) == sorted(first.model.gaps)
        second = build_record([], options(world))
        assert second.model.asked == 8 - first.model.asked and second.model.gaps == ()
        assert max(server.answered.values()) == 1
    assert len(read_claims(world)) == 16


def test_llm_build_is_the_same_whatever_the_order_and_number_of_requests(world, monkeypatch):
    rows = []
    with served(code_perfectly) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        for concurrency, names in ((1, sorted(REPORTS)), (8, sorted(REPORTS, reverse=True))):
            chosen = options(world / str(concurrency), concurrency=concurrency)
            (world / str(concurrency)).mkdir()
            build_record([world / "reports" / name for name in names], chosen)
            with Record.open(chosen.root) as record:
                rows.append(record.manifest["rows"])
    assert rows[0] == rows[1]


def test_llm_build_the_key_is_in_no_file_and_no_output(world, monkeypatch):
    with served(code_perfectly) as server:
        server.key = KEY
        monkeypatch.setenv("SIJILL_LLM_URL", server.url.replace("://", f"://me:{KEY}@"))
        run = lambda *args: CliRunner().invoke(app, list(args))  # noqa: E731
        reports, rec = str(world / "reports"), str(world / "rec")
        told = []
        server.trouble = ["400", "402"]
        # The name and password of the address go before the key in HTTP: so the server refuses, and says so.
        told.append(run("build", reports, "--extractor", "llm", "--record", rec, "--debug").output)
        server.trouble = []  # how many requests were under way when the first was refused is chance
        monkeypatch.setenv("SIJILL_LLM_URL", server.url + f"?key={KEY}")
        told.append(run("build", reports, "--extractor", "llm", "--record", rec, "--json", "--debug").output)
        server.key = "another"
        told.append(run("build", reports, "--extractor", "llm:second", "--record", rec, "--debug").output)
        told.append(run("llm", "export", reports, "--out", str(world / "q.jsonl"), "--record", rec).output)
        told.append(run("explain", "The army shelled Tarn.", "--extractor", "llm").output)
    assert len(read_claims(world)) == 16
    assert "refuses" in told[2] and "y-9917-h" not in "".join(told)
    sent = base64.b64encode(f"me:{KEY}".encode()).decode()
    assert sent[:16] not in "".join(told)  # what stands before the @ of an address, as HTTP sends it
    files = [path for path in world.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(files) > 10 and not [path for path in files if b"y-9917-h" in path.read_bytes()]


@pytest.mark.skipif(os.name == "nt", reason="no kill -9 there")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_llm_build_that_is_killed_goes_on_and_pays_for_nothing_twice(world, monkeypatch, how):
    reports = world / "many"
    reports.mkdir()
    text, _ = REPORTS["en.txt"]
    for number in range(30):
        (reports / f"{number:02}.txt").write_text(f"{text}\nEdition {number} of the day.\n", encoding="utf-8")
    with served(code_perfectly, delay=0.25) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        command = [sys.executable, "-c", "from sijill.cli import main; main()", "build", str(reports), "--extractor", "llm",
                   "--record", str(world / "rec"), "--pack", "world", "--concurrency", "4"]  # fmt: skip
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 120
        while sum(server.answered.values()) < 9 and time.monotonic() < deadline:
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        killed = time.monotonic()
        process.send_signal(getattr(signal, how))
        _, err = process.communicate(timeout=60)
        assert time.monotonic() - killed < 25 and "Traceback" not in err
        assert process.returncode == (-9 if how == "SIGKILL" else 130)
        time.sleep(0.5)
        answers = (
            sqlite3.connect(answers_path(world / "rec")).execute("SELECT count(*) FROM answers").fetchone()[0]
        )
        report = build_record([reports], options(world))
        assert report.model.asked == 30 - answers and answers >= 5
        # At most what was under way when it was killed was answered once more.
        assert sum(server.answered.values()) <= 30 + 4 and report.model.gaps == ()
    assert len(read_claims(world)) == 90


def test_llm_erase_takes_the_answers_too_and_asks_nobody(world, monkeypatch):
    with served(code_perfectly) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        build_record([world / "reports"], options(world))
        asked = len(server.bodies)
        done = CliRunner().invoke(
            app, ["erase", "ar.txt", "--record", str(world / "rec"), "--why", "a court order", "--yes"]
        )
        assert done.exit_code == 0, done.output
        assert len(server.bodies) == asked
    left = answers_path(world / "rec").read_bytes()
    assert "مرصد الوادي".encode() not in left and b"Tarnwick" in left
    assert "ar.txt" not in {one.document.source for one in read_claims(world)}
    assert len(read_claims(world)) == 13


def test_llm_forget_asks_nobody_and_keeps_the_extractor(world, monkeypatch):
    with served(code_perfectly) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        build_record([world / "reports"], options(world))
        done = CliRunner().invoke(
            app, ["forget", str(world / "reports" / "en.txt"), "--record", str(world / "rec")]
        )
        assert done.exit_code == 0 and len(server.bodies) == 8
    assert {one.extractor.name for one in read_claims(world)} == {"llm"} and len(read_claims(world)) == 13


def test_llm_long_reports_go_in_overlapping_windows_and_each_claim_comes_once(world, monkeypatch):
    parts = [
        f"On day {n} nothing of note was said in the valley, where the almond trees flower. " * 12
        for n in range(24)
    ]
    events = [f"The army shelled the village of Tarn{chr(97 + n)} on Monday." for n in range(24)]
    text = "\n\n".join(part + event for part, event in zip(parts, events, strict=True))
    (world / "long").mkdir()
    (world / "long" / "long.txt").write_text(text, encoding="utf-8")

    def find_shelled(shown):
        return [
            {"quote": found[0], "kind": "shelling", "stance": "asserts", "speaker": "publisher", "actors": ["army"],
             "places": [{"name": found[1], "role": "location"}], "when": "on Monday"}
            for found in re.finditer(r"The army shelled the village of (Tarn\w) on Monday", shown)
        ]  # fmt: skip

    with served(find_shelled) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        build_record([world / "long"], options(world))
        assert len(server.bodies) > 3
        shown = sum(len(body["messages"][1]["content"]) for body in server.bodies)
        assert len(text) < shown < 1.3 * len(text)
    claims = read_claims(world)
    assert [one.places[0].name for one in claims] == [f"Tarn{chr(97 + n)}" for n in range(24)]


def test_llm_build_one_bad_report_stops_no_other(world, monkeypatch):
    def code(text):
        return "[" * 3000 if "Courrier" in text else code_perfectly(text)

    with served(code) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        report = build_record([world / "reports"], options(world))
    assert report.claims == 14 and report.unread == () and report.model.lost == 1
    listed = CliRunner().invoke(app, ["llm", "rejected", "--record", str(world / "rec"), "--json"])
    row = json.loads(listed.stdout)["rows"][0]
    assert row["source"] == "fr.txt" and row["claim"] is None and "JSON" in row["what"]


# ------------------------------------------------------------------ both
SURE = (
    "Rebels captured the town of Tarnwick on Tuesday, killing 12 soldiers.\n\n"
    "The weather in the valley has been mild for the season, and the almond trees are in flower.\n\n"
)
ARABIC_LINE = "وقال مرصد الوادي إنّ عشرات المدنيين نزحوا من القرية أمس بعد قصف مدفعي عنيف على المنطقة.\n\n"


def test_both_asks_only_about_what_the_embedded_one_cannot_read_or_doubts(world, monkeypatch):
    mixed = world / "mixed"
    mixed.mkdir()
    (mixed / "mixed.txt").write_text(f"Valley Courier | 3 May, 2019\n\n{SURE}{ARABIC_LINE}", encoding="utf-8")
    (mixed / "ru.txt").write_text(REPORTS["ru.txt"][0], encoding="utf-8")

    def code(text):
        if "نزحوا" in text:
            return [REPORTS["ar.txt"][1][1]]
        return code_perfectly(text)

    with served(code) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        report = build_record([mixed], options(world, extractor="both"))
        shown = [body["messages"][1]["content"] for body in server.bodies]
    assert len(shown) == 2 and not any("Rebels captured" in one for one in shown)
    # What is told of it is what was sent: the passages without the marks around them.
    sent = [one.split("\n", 1)[1].rsplit("\nEND REPORT", 1)[0] for one in shown]
    model = report.model
    assert (model.reports, model.shown) == (2, sum(map(len, sent))) and model.shown < model.letters
    claims = read_claims(world)
    by = {(one.document.source, one.kind): one.extractor.name for one in claims}
    assert by[("mixed.txt", "capture")] == "embedded" and by[("mixed.txt", "displacement")] == "llm"
    assert by[("ru.txt", "capture")] == "llm" and report.not_coded == ()


def test_both_where_the_two_disagree_the_claim_is_for_review(world):
    from sijill.extract.llm.both import ONLY_EMBEDDED, ONLY_MODEL, compare_claims
    from sijill.extract.llm.windows import Window
    from sijill.model import ActorRef, Claim, DocumentRef, ExtractorRef, claim_id

    def claim(start, kind="capture", stance="asserts", by="embedded", speaker="publisher"):
        return Claim(
            id=claim_id("d", start, start + 20, kind, speaker), document=DocumentRef(id="d", source="s"), kind=kind,
            stance=stance, quote="x" * 20, start=start, end=start + 20, speaker=ActorRef(name=speaker),
            extractor=ExtractorRef(name=by, version="1"), confidence=0.5,
        )  # fmt: skip

    own = (claim(0), claim(40), claim(80), claim(120), claim(500))
    asked = (
        claim(2, by="llm"),
        claim(41, stance="plans", by="llm"),
        claim(80, kind="held", by="llm", speaker="Guard"),
        claim(200, by="llm"),
    )
    windows = (Window(pieces=((0, 300),)),)
    found = {one.start: one for one in compare_claims(own, asked, windows)}
    assert found[0].review is None and found[0].confidence == 0.6  # both say so
    assert found[41].stance == "plans" and found[41].review.startswith("stance: asserts (embedded), plans")
    assert found[80].kind == "held" and "kind: capture (embedded), held" in found[80].review
    assert "speaker: publisher (embedded), Guard" in found[80].review
    assert found[120].review == ONLY_EMBEDDED and found[200].review == ONLY_MODEL
    assert found[500].review is None  # the model was not shown it
    silent = {one.start: one for one in compare_claims(own, (), windows, whole=False)}
    assert not any(one.review for one in silent.values())  # nobody answered


def test_both_what_the_two_read_differently_is_told_by_its_part():
    from sijill.extract.llm.both import ONLY_MODEL, count_remarks, list_differences
    from sijill.model import ActorRef, Claim, DocumentRef, ExtractorRef, Figure, PlaceRef, When

    def claim(day=None, places=(), figures=(), review=None):
        return Claim(
            id="c", document=DocumentRef(id="d", source="s"), kind="shelling", stance="asserts", quote="q", start=0, end=1,
            speaker=ActorRef(name="publisher"), extractor=ExtractorRef(name="llm", version="1"), review=review,
            when=When(start=day, end=day, text="then") if day else None,
            places=tuple(PlaceRef(name=name, role="location") for name in places),
            figures=tuple(Figure(measure=measure, low=low, high=high, text=text) for measure, low, high, text in figures),
        )  # fmt: skip

    twelve, more, fifteen = (
        ("killed", 12, 12, "12"),
        ("killed", 12, None, "at least 12"),
        ("killed", 15, 15, "15"),
    )
    wounded = ("wounded", 30, 30, "30")
    rows = [
        (claim("2019-05-01"), claim("2019-05-02"), ["day: 2019-05-01 (embedded), 2019-05-02 (language model)"]),
        (claim("2019-05-01"), claim(), []),  # silence is no contradiction
        (claim(places=("Tarnwick",)), claim(places=("Oxmere",)), ["place: Tarnwick (embedded), Oxmere (language model)"]),
        (claim(places=("Tarnwick",)), claim(places=("village of Tarnwick",)), []),
        (claim(figures=(twelve,)), claim(figures=(fifteen,)), ["killed: 12 (embedded), 15 (language model)"]),
        (claim(figures=(more,)), claim(figures=(twelve,)), ["killed: at least 12 (embedded), 12 (language model)"]),
        (claim(figures=(twelve, wounded)), claim(figures=(fifteen, wounded)), ["killed: 12 (embedded), 15 (language model)"]),
        (claim(figures=(twelve,)), claim(figures=(twelve, fifteen)), []),
        (claim(figures=(twelve,)), claim(figures=(wounded,)), []),
    ]  # fmt: skip
    for ours, theirs, told in rows:
        assert list_differences(ours, theirs) == told
    told = [
        claim(review="; ".join((*rows[0][2], *rows[4][2]))),
        claim(review=rows[0][2][0]),
        claim(review=ONLY_MODEL),
        claim(),
    ]
    assert count_remarks(told) == {"day": 2, "figures": 1, ONLY_MODEL: 1}


def test_both_marks_for_review_are_listed(world, monkeypatch):
    text = (
        "Valley Courier | 3 May, 2019\n\nThe army may have shelled the village of Tarnwick, it was said, and "
        + ("the talks over the clash could fail if the front burns again.\n")
    )
    (world / "one").mkdir()
    (world / "one" / "one.txt").write_text(text, encoding="utf-8")

    def code(_):
        return [{"quote": "The army may have shelled the village of Tarnwick", "kind": "air_strike", "stance": "asserts",
                 "hedged": True, "speaker": "publisher", "places": [{"name": "Tarnwick", "role": "location"}]}]  # fmt: skip

    with served(code) as server:
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        report = build_record([world / "one"], options(world, extractor="both"))
        assert len(server.bodies) == 1, "the embedded extractor was sure of all"
    assert report.model.review >= 1 and report.model.remarks
    told = CliRunner().invoke(app, ["build", "--record", str(world / "rec")]).output
    assert "for review" in told and any(
        words in told for words in ("only the language model tells this", "the two extractors read another")
    )
    listed = CliRunner().invoke(
        app, ["claims", "--record", str(world / "rec"), "--review", "--json", "--all"]
    )
    rows = json.loads(listed.stdout)["rows"]
    assert len(rows) == report.model.review and all(row["review"] for row in rows)
    shown = CliRunner().invoke(app, ["show", rows[0]["id"], "--record", str(world / "rec")])
    assert rows[0]["review"].split()[0] in shown.output


def test_explain_asks_the_model_and_tells_what_had_no_proof(world, monkeypatch):
    def code(_):
        good = {"quote": "The army shelled Tarn", "kind": "shelling", "stance": "asserts", "speaker": "publisher",
                "when": "on Monday"}  # fmt: skip
        return [good, good | {"quote": "The army won"}]

    with served(code) as server:
        server.repairer = lambda _: '{"claims": []}'
        monkeypatch.setenv("SIJILL_LLM_URL", server.url)
        done = CliRunner().invoke(
            app,
            [
                "explain",
                "The army shelled Tarn on Monday.",
                "--extractor",
                "llm",
                "--published",
                "2019-05-09",
            ],
        )
    assert done.exit_code == 0, done.output
    assert "● shelling: “The army shelled Tarn”" in done.output and "2019-05-06" in done.output
    assert "without proof" in done.output and "“The army won”" in done.output
