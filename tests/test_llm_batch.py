"""Batch files: requests out, responses in, in the forms that services share; the example reports as far as the score."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from llm_reports import code_perfectly, write_reports
from llm_server import read_report

from sijill.cli.app import app
from sijill.extract.llm.batch import read_responses
from sijill.record import Record

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = json.loads((ROOT / "tests" / "fixtures" / "llm_examples.json").read_text(encoding="utf-8"))


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("SIJILL_LLM_MODEL", "night")
    monkeypatch.delenv("SIJILL_LLM_URL", raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*args, code=0):
        done = CliRunner().invoke(app, [str(arg) for arg in args])
        assert done.exit_code == code, done.output
        return done.stdout if "--json" in args else done.output

    return call


def wrap_openai(custom_id, text):
    body = {"model": "night-1", "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 2000, "completion_tokens": 300}}  # fmt: skip
    return {"id": "r", "custom_id": custom_id, "response": {"status_code": 200, "body": body}, "error": None}


def wrap_message(custom_id, text):
    message = {"model": "night-1", "content": [{"type": "text", "text": text}], "stop_reason": "end_turn",
               "usage": {"input_tokens": 2000, "output_tokens": 300}}  # fmt: skip
    return {"custom_id": custom_id, "result": {"type": "succeeded", "message": message}}


def answer_file(requests, responses, coder, wrap=wrap_openai):
    """Answers a requests file as a batch service would, in another order than it was asked."""
    lines = []
    for line in reversed(Path(requests).read_text(encoding="utf-8").splitlines()):
        request = json.loads(line)
        messages = request["body"]["messages"]
        lines.append(json.dumps(wrap(request["custom_id"], coder(messages)), ensure_ascii=False))
    Path(responses).write_text("\n".join(lines) + "\n", encoding="utf-8")


def code(messages):
    return json.dumps({"claims": code_perfectly(read_report(messages))}, ensure_ascii=False)


@pytest.mark.parametrize("wrap", [wrap_openai, wrap_message])
def test_batch_goes_out_comes_back_and_is_built_without_a_server(run, tmp_path, wrap):
    write_reports(tmp_path / "reports")
    told = run("llm", "export", "reports", "--out", "requests.jsonl", "--record", "rec")
    assert "8 requests about 8 documents" in told
    requests = [json.loads(line) for line in Path("requests.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {tuple(sorted(one)) for one in requests} == {("body", "custom_id", "method", "url")}
    assert all(len(one["custom_id"]) <= 64 and one["body"]["model"] == "night" for one in requests)
    answer_file("requests.jsonl", "responses.jsonl", code, wrap)
    assert "8 answers taken" in run("llm", "import", "responses.jsonl", "--record", "rec")
    assert "0 answers taken into rec, 8 known already" in run(
        "llm", "import", "responses.jsonl", "--record", "rec"
    )
    summary = run("build", "reports", "--extractor", "llm", "--record", "rec", "--pack", "world")
    assert "16 claims" in summary and "0 answers asked for now" in summary and "8 at hand" in summary
    with Record.open("rec") as record:
        assert {claim.extractor.name for claim in record.claims()} == {"llm"}
    assert "0 requests" in run("llm", "export", "--out", "again.jsonl", "--record", "rec")


def test_batch_a_plain_request_asks_for_nothing_that_a_service_could_refuse(run, tmp_path):
    write_reports(tmp_path / "reports")
    run("llm", "export", "reports", "--out", "plain.jsonl", "--plain")
    run("llm", "export", "reports", "--out", "full.jsonl")
    plain, full = (
        json.loads(Path(name).read_text("utf-8").splitlines()[0]) for name in ("plain.jsonl", "full.jsonl")
    )
    assert sorted(plain["body"]) == ["messages", "model"] and "response_format" in full["body"]
    assert plain["custom_id"] == full["custom_id"]  # the answer is the same one


def test_batch_a_second_export_asks_for_what_failed_and_for_repairs(run, tmp_path):
    write_reports(tmp_path / "reports")
    run("llm", "export", "reports", "--out", "requests.jsonl", "--record", "rec")

    def err(messages):
        claims = [dict(one) for one in code_perfectly(read_report(messages))]
        claims[0]["quote"] = "an army took the whole country in a day"
        return json.dumps({"claims": claims}, ensure_ascii=False)

    answer_file("requests.jsonl", "responses.jsonl", err)
    lines = Path("responses.jsonl").read_text(encoding="utf-8").splitlines()
    failed = json.loads(lines[0]) | {"response": {"status_code": 500, "body": {}}}
    Path("responses.jsonl").write_text(
        "\n".join([json.dumps(failed), *lines[1:-1], lines[-1][:90]]), encoding="utf-8"
    )
    told = run("llm", "import", "responses.jsonl", "--record", "rec")
    assert (
        "6 answers taken" in told and "line 1: HTTP 500" in told and "line 8: is not JSON (cut off?)" in told
    )
    told = run("build", "reports", "--extractor", "llm", "--record", "rec", "--pack", "world")
    assert (
        "6 answers with mistakes that nobody was asked to mend" in told
        and "2 not wholly answered for" in told
    )
    rejected = run("llm", "rejected", "--record", "rec", "--json")
    assert {row["what"] for row in json.loads(rejected)["rows"]} == {"the quote does not stand in the report"}
    told = run("llm", "export", "reports", "--out", "second.jsonl", "--record", "rec")
    assert "8 requests" in told and "6 of them for repair" in told

    def mend(messages):
        if len(messages) == 2:
            return code(messages)
        return json.dumps(
            {"claims": [code_perfectly(read_report(messages))[0] | {"n": 1}]}, ensure_ascii=False
        )

    answer_file("second.jsonl", "more.jsonl", mend)
    run("llm", "import", "more.jsonl", "--record", "rec")
    told = run("build", "--record", "rec")
    assert "16 claims" in told and "without proof" not in told


def test_batch_files_of_another_kind_are_refused_in_words(run, tmp_path):
    Path("other.jsonl").write_text('{"custom_id": "mine-1", "response": {}}\n[]\n\nhello\n')
    told = run("llm", "import", "other.jsonl", "--record", "rec", code=2)
    assert "no line is a response to a request of ours" in told and not Path("rec").exists()
    assert "there is no such file" in run("llm", "import", "none.jsonl", code=2)
    write_reports(tmp_path / "reports")
    run("llm", "export", "reports", "--out", "requests.jsonl", "--record", "rec")
    told = run("llm", "import", "requests.jsonl", "--record", "rec", code=2)
    assert "requests.jsonl: holds requests and no responses" in told and not Path("rec").exists()
    ids = [json.loads(line)["custom_id"] for line in Path("requests.jsonl").read_text("utf-8").splitlines()]
    bad = [json.dumps({"custom_id": one, "response": {"status_code": 429, "body": {}}}) + "\n" for one in ids]
    Path("bad.jsonl").write_text("".join(bad))
    assert "none of its 8 lines has an answer" in run("llm", "import", "bad.jsonl", "--record", "rec", code=2)
    assert "asks no language model" in run(
        "llm", "export", "other.jsonl", "--out", "x", "--extractor", "embedded", code=2
    )
    assert "no language model was asked" in run("llm", "rejected", "--record", "rec", code=2)


def test_batch_no_line_breaks_the_reader():
    known = f"sijill-{'a' * 16}-{'0' * 32}"
    rows = [
        "{", "null", "[1]", json.dumps({"custom_id": known}), json.dumps({"custom_id": known, "response": None}),
        json.dumps({"custom_id": known, "response": {"status_code": 200, "body": {"choices": []}}}),
        json.dumps({"custom_id": known, "error": {"message": "expired"}}),
        json.dumps({"custom_id": known, "result": {"type": "errored", "error": {}}}),
        json.dumps(wrap_openai(known, "")),
        json.dumps(wrap_openai(known, "x")),
        json.dumps(wrap_message(known, "y")),
        "[" * 100_000,
    ]  # fmt: skip
    read = list(read_responses(rows))
    assert [one.reply.text for one in read if one.reply] == ["x", "y"]
    assert all(one.problem for one in read if not one.reply) and len(read) == len(rows)


def test_batch_dry_run_tells_tokens_and_cost_and_writes_nothing(run, tmp_path):
    write_reports(tmp_path / "reports")
    told = run("build", "reports", "--extractor", "llm", "--record", "rec", "--dry-run", "--price", "0.5/2")
    assert "8 requests about 8 documents" in told and "tokens in" in told and "by the price given" in told
    assert not Path("rec").exists()
    data = json.loads(run("build", "reports", "--extractor", "llm:night", "--dry-run", "--json"))
    assert data["requests"] == 8 and 8 * 2000 < data["tokens_in"] < 8 * 2600 and data["money"] is None
    assert "is not a price" in run(
        "build", "reports", "--extractor", "llm", "--dry-run", "--price", "cheap", code=2
    )
    assert "needs a price" in run("build", "reports", "--extractor", "llm", "--budget", "5", code=2)
    assert "asks no language model" in run("build", "reports", "--dry-run", code=2)


# ------------------------------------------------------------------ the example reports, as far as the score
def write_gold(folder):
    folder.mkdir()
    for name, answers in EXAMPLES.items():
        text = (ROOT / "examples" / "reports" / name).read_text(encoding="utf-8")
        claims = [
            {
                "document": {"source": name}, "kind": one["kind"], "stance": one["stance"], "quote": one["quote"],
                "start": text.index(one["quote"]), "end": text.index(one["quote"]) + len(one["quote"]),
                "speaker": {"name": one["speaker"]}, "places": one.get("places", []),
                "actors": [{"name": actor} for actor in one.get("actors", [])],
            }
            for one in answers["good"]
        ]  # fmt: skip
        content = {"document": name, "text": text, "claims": claims}
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(("quality", "f1"), [("good", 1.0), ("bad", 0.35)])
def test_batch_stored_responses_for_the_example_reports_reach_the_score(run, tmp_path, quality, f1):
    write_gold(tmp_path / "gold")
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in EXAMPLES:
        (reports / name).write_bytes((ROOT / "examples" / "reports" / name).read_bytes())

    def stored(messages):
        name = next(
            name
            for name in EXAMPLES
            if (reports / name).read_text("utf-8").split("\n\n")[1] in messages[1]["content"]
        )
        claims = EXAMPLES[name][quality] if len(messages) == 2 else []
        return json.dumps({"claims": claims}, ensure_ascii=False)

    for number in (1, 2):
        run("llm", "export", "reports", "--out", f"q{number}.jsonl", "--record", "rec")
        answer_file(f"q{number}.jsonl", f"a{number}.jsonl", stored)
        if Path(f"a{number}.jsonl").read_text().strip():
            run("llm", "import", f"a{number}.jsonl", "--record", "rec")
    told = run("build", "reports", "--extractor", "llm", "--record", "rec")
    rejected = json.loads(run("llm", "rejected", "--record", "rec", "--json"))
    with Record.open("rec") as record:
        texts = {one.source: one.text for one in record.documents()}
        found = record.claims()
    assert all(texts[one.document.source][one.start : one.end] == one.quote for one in found)
    if quality == "bad":
        # What is wrong only in a part is kept without that part: no invented toll, no invented place.
        assert "without proof" in told and rejected["total"] == 8
        assert len(found) == 3 and not any(one.figures or one.places for one in found)
    else:
        assert rejected["total"] == 0 and len(found) == 14
    scores = json.loads(run("score", "gold", "rec", "--json"))
    assert scores["claims"]["kind_and_stance"]["f1"] == pytest.approx(f1, abs=0.01)
