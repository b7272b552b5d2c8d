"""Hostile reports, strangers, other sites and the public: what the app lets through, and what it does not."""

import html
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from publish_makers import ATTACK
from web_fake import write_fake
from web_world import HTML, open_client

from sijill.errors import SijillError
from sijill.record import Record, check_chain, read_decisions
from sijill.web import Settings, build_app
from sijill.web.access import RateLimit, add_grant, read_grants, remove_grant
from sijill.web.public import hold_states
from sijill.web.settings import check_settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_fake(tmp_path_factory.mktemp("fake") / "record")


@pytest.fixture
def client(folder):
    return open_client(folder)


@pytest.fixture(scope="module")
def public(folder):
    return open_client(folder, public=True)


def list_pages(record):
    """The address of every page there is of a record."""
    pages = [
        "/incidents?all=1",
        "/claims?all=1",
        "/figures?all=1",
        "/control",
        "/documents",
        "/sources",
        "/actors",
        "/places",
        "/about",
    ]
    pages += [f"/incidents/{one.id}" for one in record.incidents()] + [
        f"/documents/{one.id}" for one in record.documents()
    ]
    pages += [f"/places/{one.place_id}" for one in record.control()]
    tables = [
        "incidents",
        "claims",
        "figures",
        "control",
        "documents",
        "sources",
        "voices",
        "actors",
        "places",
    ]
    pages += [f"/{name}.{form}?all=1" for name in tables for form in ("json", "csv")]
    pages += ["/incidents.geojson?all=1", "/overview.json?all=1", "/control/states.json", "/about.json"]
    pages += [f"/incidents/{one.id}.json" for one in record.incidents()] + [
        f"/documents/{one.id}.json" for one in record.documents()
    ]
    return pages


def test_safety_no_text_of_a_report_becomes_markup(client, folder):
    with Record.open(folder) as record:
        pages = list_pages(record)
        assert any(ATTACK in document.text for document in record.documents())
    for path in pages:
        answer = client.get(path, headers=HTML)
        if answer.headers["content-type"].startswith("text/html"):
            assert ATTACK not in answer.text and "<img src=x" not in answer.text, path
            assert not re.search(r'href="\s*(javascript|data|vbscript):', answer.text, re.I), path
            assert answer.status_code in (200, 404), (path, answer.status_code)


def test_safety_every_answer_carries_the_policy(client):
    for path in ("/incidents", "/incidents.json", "/nothing", "/healthy", "/static/x/site.css"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"


def test_safety_a_name_that_only_points_here_is_refused(folder):
    # DNS rebinding: a site elsewhere whose name is made to mean this machine.
    for host, status in (
        ("evil.example:8400", 421),
        ("localhost:8400", 200),
        ("127.0.0.1:8400", 200),
        ("[::1]:8400", 200),
    ):
        assert (
            open_client(folder, host="127.0.0.1").ask("GET", "/incidents", headers={"host": host}).status_code
            == status
        ), host
    with pytest.raises(SijillError, match="nobody has a token"):
        open_client(folder, names=("record.example",))
    named = open_client(folder, names=("record.example",), public=True)
    assert named.get("/incidents", headers={"host": "record.example"}).status_code == 200


def test_safety_a_form_of_another_site_is_refused(client):
    seal = find_seal(client)
    claim = client.rows("/claims.json?all=1")[0]["id"]
    form = {"verdict": "accept", "claim": claim, "seal": seal}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/review/decide", form, headers).status_code == 403
    for wrong in ("", "0" * 64):
        answer = client.post("/review/decide", {**form, "seal": wrong})
        assert answer.status_code == 403 and "old page" in answer.text
    assert client.ask("PUT", "/review/decide").status_code == 405
    assert client.post("/review/decide", {"why": "x" * 70_000}).status_code == 413


def find_seal(client):
    return re.search(r'name="seal" value="([0-9a-f]{64})"', client.page("/review"))[1]


@pytest.mark.parametrize("settings, says", [
    ({"host": "0.0.0.0"}, "nobody has a token"),
    ({"everything": True}, "add --public"),
    ({"hold_back": 3}, "add --public"),
    ({"public": True, "hold_back": -1}, "cannot be held back"),
    ({"tiles": "javascript:1"}, "tile server"),
])  # fmt: skip
def test_safety_settings_that_are_not_safe_are_refused(folder, settings, says):
    with pytest.raises(SijillError, match=says):
        check_settings(Settings(record=folder, **settings))


def test_safety_others_need_a_token_and_do_what_their_role_lets_them(folder, tmp_path):
    access = tmp_path / "access.json"
    tokens = {role: add_grant(access, f"p-{role}", role) for role in ("reader", "coder", "editor")}
    assert access.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert all(token not in access.read_text() for token in tokens.values())
    client = open_client(folder, host="0.0.0.0", access=access)
    assert client.get("/incidents.json").status_code == 401
    moved = client.get("/incidents?kind=clash", headers=HTML)
    assert moved.status_code == 303 and moved.headers["location"] == "/login?to=%2Fincidents%3Fkind%3Dclash"
    assert client.get("/login", headers=HTML).status_code == 200
    assert client.post("/login", {"token": "wrong"}, HTML).status_code == 403
    for role, token in tokens.items():
        bearer = {"authorization": f"Bearer {token}"}
        assert client.get("/incidents.json", headers=bearer).status_code == 200
        assert client.get("/review", headers=bearer).status_code == (403 if role == "reader" else 200)
    entered = client.post("/login", {"token": tokens["reader"], "to": "https://evil.example/"}, HTML)
    assert entered.status_code == 303 and entered.headers["location"] == "/incidents"
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert client.get("/incidents", headers=HTML).status_code == 200
    remove_grant(access, "p-reader")
    assert client.get("/incidents.json").status_code == 401
    assert {grant.name for grant in read_grants(access)} == {"p-coder", "p-editor"}


def test_safety_who_asks_too_often_waits(folder, tmp_path, monkeypatch):
    # A clock that stands still: on a busy machine eight tries can take the minute that lets the next one in.
    take = RateLimit.take
    monkeypatch.setattr(RateLimit, "take", lambda self, who: take(self, who, now=1000.0))
    access = tmp_path / "access.json"
    add_grant(access, "ada", "reader")
    client = open_client(folder, host="0.0.0.0", access=access)
    answers = [client.post("/login", {"token": "guess"}, HTML) for _ in range(8)]
    assert [one.status_code for one in answers[:6]] == [403] * 6
    assert answers[-1].status_code == 429 and int(answers[-1].headers["retry-after"]) > 0
    local = open_client(folder)
    assert all(local.get("/healthy").status_code == 200 for _ in range(200))


def test_safety_what_is_kept_for_one_person_is_not_shown_to_another(folder, tmp_path):
    access = tmp_path / "access.json"
    coder = add_grant(access, "cy", "coder")
    reader = add_grant(access, "rea", "reader")
    client = open_client(folder, host="0.0.0.0", access=access)
    with Record.open(folder) as record:
        path = f"/documents/{record.documents()[0].id}"
    ask = lambda token: client.get(path, headers={**HTML, "authorization": f"Bearer {token}"}).text  # noqa: E731
    assert "add-claim" in ask(coder) and "add-claim" not in ask(reader)


# -- the public view


def test_public_shows_no_private_person_shelter_or_folder_anywhere(public, folder):
    with Record.open(folder) as record:
        pages = list_pages(record)
        whole = " ".join(document.text for document in record.documents())
        clinic = next(one for one in record.places() if one.id == "clinic")
    assert "Amal Sarraf" in whole
    for path in pages:
        answer = public.get(path, headers=HTML)
        text = html.unescape(answer.text)
        for hidden in ("Amal Sarraf", "Saint Ode", f"{clinic.lat}", "/home/somebody"):
            assert hidden not in text, (hidden, path)


def test_public_search_and_filter_find_nothing_that_is_withheld(public, client):
    assert client.rows("/claims.json?all=1&q=Sarraf")
    assert not public.rows("/claims.json?all=1&q=Sarraf")
    assert not public.rows("/incidents.json?all=1&q=Sarraf")
    for path in (
        "/incidents.json?place=clinic",
        "/incidents.json?place=Saint+Ode+Hospital",
        "/places/clinic",
    ):
        assert public.get(path).status_code in (400, 404), path


def test_public_quotes_stand_where_they_are_said_to_stand(public, client, folder):
    with Record.open(folder) as record:
        documents = [one.id for one in record.documents()]
    counted = 0
    for key in documents:
        given = json.loads(public.get(f"/documents/{key}.json").text)
        for claim in given["claims"]:
            assert given["document"]["text"][claim["start"] : claim["end"]] == claim["quote"]
            counted += 1
    assert counted == len(client.rows("/claims.json?all=1"))


def test_public_is_read_only(public):
    assert public.get("/review", headers=HTML).status_code == 404
    assert public.post("/review/decide", {"verdict": "accept"}).status_code == 404
    assert "/review" not in public.page("/incidents")


def test_public_holds_control_back(folder):
    with Record.open(folder) as record:
        states = record.control()
    from datetime import date, timedelta

    last = date.fromisoformat(max(state.end for state in states)[:10])
    kept = hold_states(states, 3, last)
    limit = (last - timedelta(days=3)).isoformat()
    assert kept and all(state.end <= limit for state in kept) and len(kept) <= len(states)
    assert hold_states(states, 0, last) == states


def test_public_with_everything_shows_it(folder):
    assert "Amal Sarraf" in open_client(folder, public=True, everything=True).page("/claims?all=1")


# -- two editors at once


def test_safety_two_editors_at_once_are_both_kept(tmp_path, monkeypatch):
    from sijill.web.deciding import Builder

    monkeypatch.setattr(Builder, "schedule", lambda self: None)
    root = write_fake(tmp_path / "record")
    access = tmp_path / "access.json"
    tokens = [add_grant(access, name, "editor") for name in ("ada", "bo")]
    app = build_app(Settings(record=root, host="0.0.0.0", access=access))
    from web_world import Client

    claims = [row["id"] for row in open_client(root).rows("/claims.json?all=1")]

    def decide(number):
        client = Client(app)
        headers = {"authorization": f"Bearer {tokens[number % 2]}"}
        return client.post("/review/decide", {"verdict": "reject", "claim": claims[number // 2 % 3]}, headers)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(decide, range(24)))
    assert [one.status_code for one in answers] == [200] * 24
    kept = read_decisions(root)
    assert len(kept) == 24 and {one.who for one in kept} == {"ada", "bo"} and not check_chain(root)
    both = [json.loads(one.text)["others"] for one in answers]
    assert any("ada" in said or "bo" in said for said in both)  # who decides what another decided is told
