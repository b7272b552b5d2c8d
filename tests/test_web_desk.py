"""The desk: what is decided there is logged, checked, and in the record after the next build."""

import json
import re

import pytest
from record_world import built_world
from web_world import HTML, open_client

from sijill.model import Decision
from sijill.record import Filters, Record, append_decision, check_chain, read_decisions
from sijill.record.agreement import compare_coders
from sijill.record.decisions import erase_quotes
from sijill.run import BuildOptions, build_record
from sijill.web.deciding import Builder


@pytest.fixture
def island(tmp_path, monkeypatch):
    """The folder of a record, a client of it, and a function that builds it anew as the server would."""
    monkeypatch.setattr(Builder, "schedule", lambda self: None)
    monkeypatch.setattr("sijill.web.shelf.LOOK_EVERY", 0)  # a build here is often done within the half second
    with built_world(tmp_path) as root:

        def rebuild():
            build_record((), BuildOptions(record=root))

        yield root, open_client(root), rebuild


def decide(client, **form):
    seal = re.search(
        r'name="seal" value="([0-9a-f]{64})"',
        client.page("/review/claim/" + client.rows("/claims.json?all=1")[0]["id"]),
    )[1]
    return client.post("/review/decide", {"seal": seal, **form})


def test_desk_reject_and_undo_hold_over_builds(island):
    root, client, rebuild = island
    claim = next(row for row in client.rows("/claims.json") if row["kind"] == "shelling")
    answer = decide(client, verdict="reject", claim=claim["id"], why="a drill")
    assert answer.status_code == 200, answer.text
    assert client.page("/review?queue=claims").count(claim["id"]) == 0  # at once, by the log alone
    rebuild()
    assert claim["id"] not in {row["id"] for row in open_client(root).rows("/claims.json")}
    number = json.loads(answer.text)["decision"]["id"]
    assert decide(client, verdict="undo", decision=number).status_code == 200
    rebuild()
    assert claim["id"] in {row["id"] for row in open_client(root).rows("/claims.json")}
    again = decide(client, verdict="undo", decision=number)
    assert again.status_code == 409 and "already" in again.text
    assert not check_chain(root)


def test_desk_a_claim_added_on_words_is_in_the_record_and_resolved(island):
    root, client, rebuild = island
    with Record.open(root) as record:
        document = next(one for one in record.documents() if "letter" in one.source)
    start = document.text.index("without a day")
    answer = decide(
        client,
        verdict="add",
        document=document.id,
        quote="without a day",
        start=str(start),
        kind="siege",
        actors="Southern forces",
        places="Elmton",
        day="2019-05-02",
        measure="killed",
        low="3",
        who="soldiers",
        why="missed",
    )
    assert answer.status_code == 200, answer.text
    rebuild()
    with Record.open(root) as record:
        (claim,) = record.claims(Filters(kinds=("siege",)))
        assert document.text[claim.start : claim.end] == claim.quote == "without a day"
        assert (
            claim.actors[0].id == "southern-guard"
            and claim.places[0].id == "elmton"
            and claim.when.start == "2019-05-02"
        )
        assert claim.figures[0].low == 3 and claim.extractor.name == "person" and not record.tray()
        assert record.incident(claim.incident) and record.verdicts()[claim.id] == "accepted"
    rebuild()  # and again: decisions survive every build
    with Record.open(root) as record:
        assert record.claims(Filters(kinds=("siege",)))
    added = json.loads(answer.text)["decision"]["id"]
    decide(client, verdict="undo", decision=added)
    rebuild()
    with Record.open(root) as record:
        assert not record.claims(Filters(kinds=("siege",)))


def test_desk_a_correction_changes_slots_and_keeps_the_claim(island):
    root, client, rebuild = island
    claim = next(
        row for row in client.rows("/claims.json") if row["kind"] == "capture" and row["stance"] == "asserts"
    )
    assert (
        decide(
            client, verdict="edit", claim=claim["id"], kind="siege", places="Oakham", stance="denies"
        ).status_code
        == 200
    )
    rebuild()
    with Record.open(root) as record:
        found = record.claim(claim["id"])
        assert (found.kind, found.stance, found.places[0].id) == ("siege", "denies", "oakham")
        assert found.quote == claim["quote"] and found.actors and not record.tray()
    # What is decided next finds the corrected claim.
    assert decide(open_client(root), verdict="reject", claim=claim["id"]).status_code == 200
    rebuild()
    assert claim["id"] not in {row["id"] for row in open_client(root).rows("/claims.json?all=1")}


def test_desk_merge_and_split(island):
    root, client, rebuild = island
    rows = [row for row in client.rows("/incidents.json?all=1") if row["kind"] == "shelling"]
    first, second = rows[0]["id"], rows[1]["id"]
    assert decide(client, verdict="merge", incident=[first, second]).status_code == 200
    rebuild()
    client = open_client(root)
    merged = [row for row in client.rows("/incidents.json?all=1") if row["kind"] == "shelling"]
    assert len(merged) == len(rows) - 1
    page = client.page(f"/review/incident/{merged[0]['id']}")
    claims = re.findall(r'name="claim" value="(c-[0-9a-f]+)"', page)
    assert decide(client, verdict="split", incident=merged[0]["id"], claim=claims[0]).status_code == 200
    rebuild()
    assert len(
        [row for row in open_client(root).rows("/incidents.json?all=1") if row["kind"] == "shelling"]
    ) == len(rows)


@pytest.mark.parametrize(
    "form, says",
    [
        ({"verdict": "add", "document": "d-nothing", "quote": "abc", "kind": "siege"}, "no document"),
        ({"verdict": "accept"}, "no claim was named"),
        ({"verdict": "accept", "claim": "c-0000000000000000"}, "no claim has this id"),
        ({"verdict": "merge", "incident": ""}, "needs two"),
        ({"verdict": "burn"}, "is not a verdict"),
        ({"verdict": "undo", "decision": "v-1"}, "no decision"),
    ],
)
def test_desk_what_cannot_be_meant_is_said_and_not_logged(island, form, says):
    root, client, _ = island
    answer = decide(client, **form)
    assert answer.status_code == 400 and says in answer.text
    assert not read_decisions(root)


def test_desk_a_coder_takes_back_only_what_is_their_own(island, tmp_path):
    from sijill.web.access import add_grant

    root, _, _ = island
    access = tmp_path / "access.json"
    tokens = {
        name: add_grant(access, name, role)
        for name, role in (("cy", "coder"), ("dee", "coder"), ("ed", "editor"))
    }
    client = open_client(root, host="0.0.0.0", access=access)

    def ask(name, **form):
        return client.post("/review/decide", form, {"authorization": f"Bearer {tokens[name]}"})

    claim = json.loads(client.get("/claims.json", headers={"authorization": f"Bearer {tokens['cy']}"}).text)[
        "rows"
    ][0]["id"]
    number = json.loads(ask("cy", verdict="accept", claim=claim).text)["decision"]["id"]
    other = ask("dee", verdict="reject", claim=claim)
    assert json.loads(other.text)["others"].startswith("cy: accept")
    assert "only an editor" in ask("dee", verdict="undo", decision=number).text
    assert ask("ed", verdict="undo", decision=number).status_code == 200


def test_desk_an_empty_queue_and_a_stale_page_are_no_faults(island):
    _, client, _ = island
    for queue in ("claims", "links", "names", "undated", "tray", "log", "nonsense"):
        assert client.page(f"/review?queue={queue}&page=99")
    assert client.get("/review/claim/c-none", headers=HTML).status_code == 404


def test_desk_agreement_of_two_coders():
    def said(number, who, verdict, claim):
        return Decision(
            id=f"v-{number}",
            target={"claims": [{"claim": claim}]},
            verdict=verdict,
            who=who,
            when=f"2031-01-{number:02}",
        )

    log = [
        said(1, "ada", "accept", "c-1"),
        said(2, "ada", "reject", "c-2"),
        said(3, "ada", "accept", "c-3"),
        said(4, "ada", "reject", "c-4"),
        said(5, "bo", "edit", "c-1"),
        said(6, "bo", "reject", "c-2"),
        said(7, "bo", "reject", "c-3"),
        said(8, "bo", "accept", "c-4"),
        said(9, "bo", "reject", "c-4"),
        said(10, "bo", "accept", "c-9"),
    ]
    (found,) = compare_coders(log)
    assert (found.both, found.alike, found.apart) == (4, 3, ("c-3",))
    assert found.kappa == 0.5  # observed 3/4, by chance 1/2


def test_decisions_erasing_a_document_takes_the_words_of_added_claims(tmp_path):
    target = {
        "claims": [{"document": "d-1", "start": 0, "end": 5, "kind": "clash", "quote": "words"}],
        "claim": {
            "kind": "clash",
            "speaker": "somebody told",
            "actors": ["those people"],
            "figures": [{"who": "a child"}],
        },
    }
    append_decision(tmp_path, "rana", "add", target)
    append_decision(tmp_path, "rana", "accept", {"claims": []})
    assert erase_quotes(tmp_path, {"d-1"}) == 1
    text = (tmp_path / "decisions" / "rana.jsonl").read_text()
    assert not any(words in text for words in ("words", "somebody told", "those people", "a child"))
    assert check_chain(tmp_path) == []


def test_desk_a_name_goes_into_the_pack_and_the_next_build_knows_it(island):
    root, client, rebuild = island
    with Record.open(root) as record:
        document = next(one for one in record.documents() if "letter" in one.source)
    added = dict(verdict="add", document=document.id, quote="A letter", start="0", kind="siege")
    assert decide(client, **added, actors="Hill Watch", places="Mill Ford").status_code == 200
    rebuild()
    assert "Hill Watch" in client.page("/review?queue=names") and "Add to the pack island" in client.page(
        "/review?queue=names"
    )
    seal = re.search(r'name="seal" value="([0-9a-f]{64})"', client.page("/review?queue=names"))[1]

    def send(**form):
        return client.post("/review/pack", {"seal": seal, **form})

    assert (
        send(
            section="actors", name="Hill Watch", written="Hill Watch", kind="armed_group", side="south"
        ).status_code
        == 200
    )
    assert (
        send(section="places", name="Oakham", written="Mill Ford", id="oakham", kind="town").status_code
        == 400
    )  # the file has it
    assert (
        send(
            section="places",
            name="Mill Ford",
            written="Mill Ford",
            kind="village",
            parent="nowhere-shire",
            lat="x",
        ).status_code
        == 400
    )
    assert send(section="places", name="Mill Ford", written="Mill Ford", kind="hovel").status_code == 400
    assert (
        send(
            section="places", name="Mill Ford", written="Mill Ford", kind="village", lat="10.2", lon="20.2"
        ).status_code
        == 200
    )
    assert (
        client.post("/review/pack", {"seal": "0" * 64, "section": "actors", "name": "X"}).status_code == 403
    )
    rebuild()
    with Record.open(root) as record:
        (claim,) = record.claims(Filters(kinds=("siege",)))
        assert claim.actors[0].id == "hill_watch" and claim.actors[0].side == "south"
        assert claim.places[0].id == "mill_ford" and claim.places[0].lat == 10.2


def test_desk_a_version_that_is_built_meanwhile_is_served(island, monkeypatch):
    from sijill.web import shelf

    monkeypatch.setattr(shelf, "LOOK_EVERY", 0.0)
    _, client, rebuild = island
    before = json.loads(client.get("/claims.json").text)
    assert decide(client, verdict="reject", claim=before["rows"][0]["id"]).status_code == 200
    rebuild()
    after = json.loads(client.get("/claims.json").text)
    assert (
        after["record"]["version"] == before["record"]["version"] + 1
        and after["total"] == before["total"] - 1
    )


def test_desk_a_decided_case_has_a_button_that_takes_it_back(island):
    _, client, _ = island
    claim = next(row for row in client.rows("/claims.json") if row["kind"] == "shelling")["id"]
    assert "take-back" not in client.page(f"/review/claim/{claim}")
    assert decide(client, verdict="reject", claim=claim).status_code == 200
    form = re.search(
        r'<form class="acts take-back".*?</form>', client.page(f"/review/claim/{claim}"), re.DOTALL
    )[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answer = client.post("/review/decide", fields, headers=HTML)
    assert answer.status_code == 303 and answer.headers["location"] == f"/review/claim/{claim}"
    assert "take-back" not in client.page(f"/review/claim/{claim}")
    assert "<kbd>W</kbd> write why" in client.page("/review")
