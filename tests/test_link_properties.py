"""What holds of linking whatever is told: order, copies and people's decisions."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from link_fakes import PACK, killed, make_claim, make_document

from sijill.link import link_claims
from sijill.model import Decision, replace

DOCUMENTS = [
    make_document("first", published="2020-05-01", publisher="daily"),
    make_document("second", published="2020-05-03", publisher="herald"),
    make_document("later", published="2020-05-09"),
    make_document("latest", published="2020-05-10"),
    make_document("undated", published=None),
]
KINDS = st.sampled_from(
    ["air_strike", "air_strike", "bombing", "casualties", "other", "ground_attack", "capture", "evacuation", "negotiation"]
)  # fmt: skip
PLACES = st.sampled_from([None, "alton", "belwick", "valley", "corley", "mill", "the site", "Orchard Gate"])
DAYS = st.sampled_from([None, "2020-05-01", "2020-05-01", "2020-05-01", "2020-05-02"])


@st.composite
def draw_claims(draw, least=2):
    claims = []
    for at in range(draw(st.integers(least, 9))):
        low = draw(st.sampled_from([None, None, 3, 40]))
        claims.append(
            make_claim(
                draw(KINDS),
                draw(st.sampled_from(DOCUMENTS)),
                at * 100,
                day=draw(DAYS),
                place=draw(PLACES),
                by=draw(st.sampled_from(["red-army", "blue-front", "green-band", ()])),
                speaker=draw(st.sampled_from(["publisher", "monitor", "red-voice", "blue-voice"])),
                stance=draw(st.sampled_from(["asserts", "asserts", "asserts", "asserts", "denies", "plans"])),
                figures=(killed(low, low),) if low else (),
            )
        )
    return claims


def link(claims, documents=DOCUMENTS, decisions=()):
    linked, incidents = link_claims(claims, documents, PACK, decisions)
    return {claim.id: claim.incident for claim in linked}, incidents


@settings(max_examples=60, deadline=None)
@given(draw_claims(), st.randoms(use_true_random=False))
def test_link_order_never_changes_the_incidents(claims, random):
    shuffled, documents = list(claims), list(DOCUMENTS)
    random.shuffle(shuffled)
    random.shuffle(documents)
    assert link_claims(claims, DOCUMENTS, PACK) == link_claims(shuffled, documents, PACK)


@settings(max_examples=60, deadline=None)
@given(draw_claims(), st.sampled_from(DOCUMENTS))
def test_link_a_copy_changes_nothing(claims, original):
    """The whole of one report again, from another outlet: the same incidents of the same claims, the copies beside them."""
    copy = replace(
        make_document("reprint", published=original.published, copy_of=original.id.removeprefix("d-")),
        publisher=original.publisher,
        publisher_id=original.publisher_id,
    )
    copies = {}
    copied = []
    for one in claims:
        if one.document.id == original.id:
            again = make_claim(
                one.kind, copy, one.start, quote=one.quote, day=one.when.start if one.when else None,
                place=one.places, by=tuple(ref.id for ref in one.actors), stance=one.stance, figures=one.figures,
                speaker=one.speaker.id or "publisher",
            )  # fmt: skip
            copied.append(again)
            copies[again.id] = one
    before, _ = link(claims, [*DOCUMENTS, copy])
    after, _ = link([*claims, *copied], [*DOCUMENTS, copy])
    assert {name: home for name, home in after.items() if name in before} == before
    assert all(after[name] == before[one.id] for name, one in copies.items())


@settings(max_examples=60, deadline=None)
@given(draw_claims(), st.data())
def test_link_a_decision_is_never_lost(claims, data):
    """What a person put together is together, what a person took apart is apart, whatever the scores say."""
    told = [claim for claim in claims if claim.stance != "denies"]
    assume(len(told) >= 2)
    names = data.draw(
        st.lists(st.sampled_from([one.id for one in told]), min_size=2, max_size=3, unique=True)
    )
    target = {"claims": names}
    for verdict in ("merge", "split"):
        decision = Decision(id="x-1", target=target, verdict=verdict, who="coder", when="2021-01-01")
        homes, incidents = link(claims, decisions=[decision])
        assert len({homes[name] for name in names}) == (1 if verdict == "merge" else len(names))
        assert all("x-1" in one.decisions for one in incidents if set(one.claims) & set(names))


@settings(max_examples=60, deadline=None)
@given(draw_claims(), st.sampled_from(DOCUMENTS), st.sampled_from([None, "alton"]))
def test_link_a_denial_stays_out_of_what_a_person_took_it_out_of(claims, document, place):
    told = make_claim("air_strike", DOCUMENTS[2], 2000, by="green-band", speaker="monitor")
    denial = make_claim("air_strike", document, 2100, stance="denies", place=place, speaker="red-voice")
    target = {"claims": [denial.id, told.id]}
    decision = Decision(id="x-1", target=target, verdict="split", who="coder", when="2021-01-01")
    homes, _ = link([*claims, told, denial], decisions=[decision])
    assert homes[denial.id] != homes[told.id]
    homes, _ = link([*claims, told, denial], decisions=[replace(decision, verdict="merge")])
    assert homes[denial.id] == homes[told.id]


def test_link_two_denials_that_a_person_took_apart_or_put_together():
    told = make_claim("air_strike", DOCUMENTS[2], 2000, by="green-band", speaker="monitor")
    denials = [
        make_claim("air_strike", DOCUMENTS[n], 2100, stance="denies", speaker=voice)
        for n, voice in ((1, "red-voice"), (2, "blue-voice"))
    ]
    target = {"claims": [one.id for one in denials]}
    decision = Decision(id="x-1", target=target, verdict="split", who="coder", when="2021-01-01")
    homes, _ = link([told, *denials])
    assert len(set(homes.values())) == 1
    homes, _ = link([told, *denials], decisions=[decision])
    assert homes[denials[0].id] != homes[denials[1].id]
    far = make_claim("air_strike", DOCUMENTS[0], 2100, stance="denies", place="belwick", speaker="blue-voice")
    together = replace(decision, verdict="merge", target={"claims": [denials[0].id, far.id]})
    homes, _ = link([told, denials[0], far], decisions=[together])
    assert len(set(homes.values())) == 1
