from hypothesis import given, settings
from hypothesis import strategies as st
from link_fakes import PACK, killed, make_claim, make_document

from sijill.link import find_rejected, link_claims
from sijill.model import Decision, replace

DOCUMENTS = [make_document(f"paper{n}", published=f"2020-05-0{n + 1}") for n in range(4)]


def make_decision(verdict, claims, name="x-1", **fields):
    target = {"claims": [claim if isinstance(claim, dict) else claim.id for claim in claims]}
    target |= {"from": [claim.id for claim in fields.pop("apart", ())]}
    when = fields.pop("when", "2021-01-01")
    return Decision(id=name, target=target, verdict=verdict, who="coder", when=when, **fields)


def link_homes(claims, decisions=(), previous=()):
    linked, incidents = link_claims(claims, DOCUMENTS, PACK, decisions, previous)
    return {claim.id: claim.incident for claim in linked}, {incident.id: incident for incident in incidents}


STRIKE = make_claim("air_strike", DOCUMENTS[0], by="red-army")
SAME = make_claim("air_strike", DOCUMENTS[1], by="red-army")
ELSEWHERE = make_claim("air_strike", DOCUMENTS[2], place="belwick", by="red-army")


def test_link_decision_merges_what_scores_keep_apart():
    homes, incidents = link_homes([STRIKE, ELSEWHERE], [make_decision("merge", [STRIKE, ELSEWHERE])])
    assert homes[STRIKE.id] == homes[ELSEWHERE.id]
    assert incidents[homes[STRIKE.id]].decisions == ("x-1",)


def test_link_decision_splits_what_scores_join():
    homes, _ = link_homes([STRIKE, SAME])
    assert homes[STRIKE.id] == homes[SAME.id]
    homes, _ = link_homes([STRIKE, SAME], [make_decision("split", [STRIKE, SAME])])
    assert homes[STRIKE.id] != homes[SAME.id]


def test_link_decision_splits_a_group_off():
    """Two claims are taken out of an incident of three and stay together."""
    third = make_claim("air_strike", DOCUMENTS[3], by="red-army")
    decision = make_decision("split", [SAME, third], apart=[STRIKE])
    homes, _ = link_homes([STRIKE, SAME, third], [decision])
    assert homes[SAME.id] == homes[third.id] != homes[STRIKE.id]


def test_link_decision_last_word_counts_and_a_revoked_one_does_not():
    merge = make_decision("merge", [STRIKE, ELSEWHERE], "x-1", when="2021-01-01")
    split = make_decision("split", [STRIKE, ELSEWHERE], "x-2", when="2021-01-02")
    homes, _ = link_homes([STRIKE, ELSEWHERE], [split, merge])
    assert homes[STRIKE.id] != homes[ELSEWHERE.id]
    homes, _ = link_homes([STRIKE, ELSEWHERE], [replace(split, revoked_at="2021-01-03"), merge])
    assert homes[STRIKE.id] == homes[ELSEWHERE.id]


def test_link_decision_rejects_a_claim():
    decision = make_decision("reject", [SAME])
    homes, incidents = link_homes([STRIKE, SAME], [decision])
    assert homes[SAME.id] is None
    assert all(SAME.id not in incident.claims for incident in incidents.values())
    assert find_rejected([decision], [STRIKE, SAME]) == {SAME.id}


def test_link_decision_reattaches_when_the_span_moved():
    """The extractor quotes a little more: the verdict still finds its claim, by kind and overlap."""
    address = {"document": SAME.document.id, "kind": "air_strike", "start": SAME.start + 3, "end": SAME.end}
    homes, _ = link_homes([STRIKE, SAME], [make_decision("reject", [address])])
    assert homes[SAME.id] is None
    gone = {"document": SAME.document.id, "kind": "air_strike", "start": 900, "end": 940}
    homes, _ = link_homes([STRIKE, SAME], [make_decision("reject", [gone])])
    assert homes[SAME.id] is not None


def test_link_keeps_ids_when_claims_join():
    """A new earliest claim would change the id of a fresh build; with the last build at hand it stays."""
    _, before = link_homes([SAME])
    (old,) = before.values()
    homes, after = link_homes([STRIKE, SAME], previous=[old])
    assert homes[SAME.id] == old.id
    assert after[old.id].supersedes == ()
    assert link_homes([STRIKE, SAME])[0][SAME.id] != old.id


def test_link_retired_ids_redirect():
    _, before = link_homes([STRIKE, ELSEWHERE])
    _, after = link_homes([STRIKE, ELSEWHERE], [make_decision("merge", [STRIKE, ELSEWHERE])], before.values())
    (kept,) = after.values()
    (retired,) = set(before) - {kept.id}
    assert kept.id in before
    assert kept.supersedes == (retired,)
    again = link_homes([STRIKE, ELSEWHERE], [make_decision("merge", [STRIKE, ELSEWHERE])], after.values())[1]
    assert again[kept.id].supersedes == (retired,), "a redirect outlives the next build"


KINDS = st.sampled_from(["air_strike", "clash", "capture", "casualties", "ceasefire", "evacuation"])


@st.composite
def draw_claims(draw):
    claims = []
    for at in range(draw(st.integers(2, 7))):
        low = draw(st.sampled_from([None, 3, 40]))
        claims.append(
            make_claim(
                draw(KINDS),
                draw(st.sampled_from(DOCUMENTS)),
                at * 100,
                day=draw(st.sampled_from([None, "2020-05-01", "2020-05-02", "2020-05-04"])),
                place=draw(st.sampled_from([None, "alton", "belwick", "valley", "corley", "mill"])),
                by=draw(st.sampled_from(["red-army", "blue-front", "blue-all", ()])),
                speaker=draw(st.sampled_from(["publisher", "monitor", "red-voice", "blue-voice"])),
                stance=draw(st.sampled_from(["asserts", "asserts", "asserts", "denies", "plans"])),
                figures=(killed(low, low),) if low else (),
            )
        )
    return claims


@settings(max_examples=40, deadline=None)
@given(draw_claims(), st.randoms(use_true_random=False))
def test_link_order_of_claims_never_changes_the_result(claims, random):
    shuffled, documents = list(claims), list(DOCUMENTS)
    random.shuffle(shuffled)
    random.shuffle(documents)
    assert link_claims(claims, DOCUMENTS, PACK) == link_claims(shuffled, documents, PACK)


@settings(max_examples=40, deadline=None)
@given(draw_claims())
def test_link_every_claim_has_one_incident_and_every_relation_an_end(claims):
    linked, incidents = link_claims(claims, DOCUMENTS, PACK)
    by_id = {incident.id: incident for incident in incidents}
    assert sorted(name for incident in incidents for name in incident.claims) == sorted(c.id for c in claims)
    assert all(claim.id in by_id[claim.incident].claims for claim in linked)
    assert all(relation.incident in by_id for one in incidents for relation in one.relations)


@settings(max_examples=40, deadline=None)
@given(draw_claims())
def test_link_a_copy_never_changes_a_grade(claims):
    """The same text in another outlet: no incident more, no grade changed."""
    copy = make_document("reprint", published="2020-05-09", copy_of="paper0")
    copied = [
        make_claim(
            one.kind, copy, one.start, quote=one.quote, day=one.when.start if one.when else None,
            place=one.places, by=tuple(a.id for a in one.actors), stance=one.stance, figures=one.figures,
            speaker=one.speaker.id or "publisher",
        )
        for one in claims
        if one.document.id == DOCUMENTS[0].id
    ]  # fmt: skip
    _, before = link_claims(claims, [*DOCUMENTS, copy], PACK)
    _, after = link_claims([*claims, *copied], [*DOCUMENTS, copy], PACK)
    assert [(one.id, one.grade, one.status, one.title) for one in before] == [
        (one.id, one.grade, one.status, one.title) for one in after
    ]


@settings(max_examples=40, deadline=None)
@given(draw_claims())
def test_link_a_denial_never_raises_a_grade(claims):
    told = [claim for claim in claims if claim.stance != "denies"]
    _, with_denials = link_claims(claims, DOCUMENTS, PACK)
    _, without = link_claims(told, DOCUMENTS, PACK)
    grades = {claim: one.grade for one in without for claim in one.claims}
    for one in with_denials:
        assert {grades[name] for name in one.claims if name in grades} <= {one.grade}
