"""Linking with a memory of the last build gives what linking anew gives, whatever has come, gone or changed since."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_fakes import PACK, killed, make_claim, make_document
from test_link_properties import DAYS, DOCUMENTS, KINDS, PLACES, draw_claims

import sijill.link.blocks
import sijill.link.cluster
import sijill.link.incidents
import sijill.link.memory
import sijill.link.relations
import sijill.reconcile.rows
from sijill.link import relink_claims
from sijill.model import Decision, Lineage, from_json, replace, to_json
from sijill.reconcile import reconcile_incidents

NEW = [
    make_document("newest", published="2020-05-02"),
    make_document("older", published="2020-04-30", publisher="monitor"),
]


@st.composite
def draw_more(draw):
    """Claims of further reports."""
    return [
        make_claim(
            draw(KINDS), draw(st.sampled_from(NEW)), at * 100, day=draw(DAYS), place=draw(PLACES),
            by=draw(st.sampled_from(["red-army", "blue-front", ()])),
            stance=draw(st.sampled_from(["asserts", "asserts", "asserts", "denies", "plans"])),
        )
        for at in range(draw(st.integers(0, 5)))
    ]  # fmt: skip


def check_same(claims, documents, before, decisions=()):
    """Both ways of linking agree; `before` is what came of the last build."""
    _, incidents, memory = before
    anew = relink_claims(claims, documents, PACK, decisions, incidents)
    again = relink_claims(claims, documents, PACK, decisions, incidents, memory=memory)
    assert anew == again
    return again


@settings(max_examples=120, deadline=None)
@given(draw_claims(), draw_more(), st.data())
def test_link_memory_reports_that_come_and_go(claims, more, data):
    gone = data.draw(st.sampled_from([None, *DOCUMENTS]))
    kept = [one for one in claims if gone is None or one.document.id != gone.id]
    documents = [one for one in DOCUMENTS if one is not gone]
    first = relink_claims(claims, DOCUMENTS, PACK)
    second = check_same([*kept, *more], [*documents, *NEW], first)
    check_same([*claims, *more], [*DOCUMENTS, *NEW], second)  # and what went comes back


@settings(max_examples=60, deadline=None)
@given(draw_claims(), st.sampled_from(DOCUMENTS), st.sampled_from(DOCUMENTS))
def test_link_memory_a_report_turns_out_to_be_a_copy(claims, copy, original):
    line = Lineage(document=original.id, relation="same_text", similarity=0.9)
    changed = [
        replace(one, copy_of=(line,)) if one is copy and one is not original else one for one in DOCUMENTS
    ]
    check_same(claims, changed, relink_claims(claims, DOCUMENTS, PACK))


@settings(max_examples=60, deadline=None)
@given(draw_claims(), draw_more(), st.data())
def test_link_memory_a_person_decides_in_between(claims, more, data):
    names = data.draw(
        st.lists(st.sampled_from([one.id for one in claims]), min_size=1, max_size=3, unique=True)
    )
    verdict = data.draw(st.sampled_from(["merge", "split", "reject"]))
    decision = Decision(id="x-1", target={"claims": names}, verdict=verdict, who="coder", when="2021-01-01")
    first = relink_claims(claims, DOCUMENTS, PACK)
    second = check_same([*claims, *more], [*DOCUMENTS, *NEW], first, [decision])
    check_same(claims, DOCUMENTS, second, [decision])
    check_same(claims, DOCUMENTS, second)


def test_link_memory_takes_what_is_unchanged_and_compares_only_what_is_new(monkeypatch):
    claims = [make_claim("air_strike", one, 0, by="red-army") for one in DOCUMENTS[:3]]
    first = relink_claims(claims, DOCUMENTS, PACK)
    rated = []
    rate = sijill.link.cluster.rate_claims
    monkeypatch.setattr(
        sijill.link.cluster,
        "rate_claims",
        lambda a, b, lookup: rated.append({a.id, b.id}) or rate(a, b, lookup),
    )
    far = make_claim("air_strike", NEW[0], 0, by="red-army", place="corley")
    relink_claims([*claims, far], [*DOCUMENTS, *NEW], PACK, (), first[1], memory=first[2])
    assert rated == []
    near = make_claim("air_strike", NEW[0], 500, by="red-army")
    relink_claims([*claims, near], [*DOCUMENTS, *NEW], PACK, (), first[1], memory=first[2])
    assert rated and all(near.id in pair for pair in rated)


def test_link_memory_is_written_and_read_back():
    claims = [make_claim("air_strike", one, 0, by="red-army") for one in DOCUMENTS[:3]]
    memory = relink_claims(claims, DOCUMENTS, PACK)[2]
    assert from_json(to_json(memory), type(memory)) == memory


@pytest.mark.parametrize("jobs", [2, 3])
def test_link_by_several_processes_is_the_same(monkeypatch, jobs):
    claims = [
        make_claim(kind, document, at * 100, place=place, by=by)
        for document in DOCUMENTS
        for at, (kind, place, by) in enumerate(
            [
                ("air_strike", "alton", "red-army"),
                ("shelling", "belwick", "blue-front"),
                ("clash", "valley", ()),
                ("ground_attack", "alton", "red-army"),
                ("withdrawal", "alton", "blue-front"),
            ]
        )
    ]
    claims += [
        make_claim("casualties", one, 900, place="alton", figures=(killed(3, 3),)) for one in DOCUMENTS
    ]
    alone = relink_claims(claims, DOCUMENTS, PACK)
    assert any(one.relations for one in alone[1])
    rows = reconcile_incidents(alone[1], alone[0], DOCUMENTS, PACK)
    assert rows
    monkeypatch.setattr(sijill.link.cluster, "WORTH_A_PROCESS", 2)
    for stage in (
        sijill.link.incidents,
        sijill.link.blocks,
        sijill.link.memory,
        sijill.link.relations,
        sijill.reconcile.rows,
    ):
        monkeypatch.setattr(stage, "WORTH_A_PROCESS", 2)
    assert relink_claims(claims, DOCUMENTS, PACK, jobs=jobs) == alone
    assert reconcile_incidents(alone[1], alone[0], DOCUMENTS, PACK, jobs) == rows
