"""A report that comes days later and looks back to one strike, told in many ways, and what keeps two strikes two."""

from link_fakes import PACK, killed, make_claim, make_document

from sijill.link import link_claims
from sijill.model import Decision, replace

LATER = make_document("later", published="2020-05-10", publisher="daily")
LATEST = make_document("latest", published="2020-05-11", publisher="herald")
NEXT_DAY = make_document("nextday", published="2020-05-02", publisher="herald")


def link(claims, documents=(LATER, LATEST, NEXT_DAY), decisions=()):
    linked, incidents = link_claims(claims, documents, PACK, decisions)
    homes = {claim.id: claim.incident for claim in linked}
    return [homes[claim.id] for claim in claims], {incident.id: incident for incident in incidents}


def tell(document):
    """A strike, its dead at a place that nobody knows, what a voice that denies it says, and the damage."""
    return [
        make_claim("air_strike", document, 10, by="green-band", place="corley", speaker="monitor"),
        make_claim("casualties", document, 90, place="the site", speaker="local officials",
                   figures=(killed(61, 61, ""),)),
        make_claim("air_strike", document, 140, by="green-band", place="Harbour End district", speaker="witnesses"),
        make_claim("bombing", document, 200, by="blue-front", place="mill", speaker="red-voice"),
        make_claim("air_strike", document, 260, stance="denies", place="mill", speaker="red-voice"),
        make_claim("other", document, 320, place="the site", speaker="residents"),
    ]  # fmt: skip


def test_link_a_report_that_looks_back_tells_one_strike():
    homes, incidents = link(tell(LATER))
    assert len(set(homes)) == 1
    assert incidents[homes[0]].status == "disputed"


def test_link_who_only_tells_the_damage_does_not_say_what_did_it():
    strike, *_, damage = tell(LATER)
    toll = make_claim("casualties", LATER, 90, place="the site", speaker="local officials")
    homes, incidents = link(
        [strike, toll, damage, make_claim("other", LATER, 700, place="the site", speaker="monitor-head")]
    )
    assert len(set(homes)) == 1
    assert (incidents[homes[0]].kind, incidents[homes[0]].grade) == ("air_strike", "single_source")


def test_link_two_reports_that_look_back_to_one_day_tell_one_strike():
    homes, incidents = link([*tell(LATER), *tell(LATEST)])
    assert len(set(homes)) == 1
    assert any("the strike that their report looks back to" in line for line in incidents[homes[0]].evidence)


def test_link_bodies_are_of_whoever_died():
    """ "200 civilians were killed" and "61 bodies were recovered" may be one toll told twice; soldiers' dead may not."""
    strike, toll, *_ = tell(LATER)

    def count(whose):
        return make_claim("casualties", LATER, 500, place="the site", speaker="monitor",
                          figures=(replace(killed(200, 200, ""), who=whose, side=None),))  # fmt: skip

    bodies = replace(toll, figures=(replace(killed(61, 61, ""), who="bodies", side=None),))
    assert len(set(link([strike, bodies, count("civilians")])[0])) == 1
    guards = replace(toll, figures=(replace(killed(61, 61, ""), who="guards", side=None),))
    assert len(set(link([strike, guards, count("civilians")])[0])) > 1


def test_link_gas_that_came_in_an_air_raid_is_that_raid():
    claims = [
        make_claim(kind, document, at, by="red-army")
        for document in (LATER, LATEST)
        for at, kind in ((10, "air_strike"), (90, "chemical_attack"), (200, "casualties"))
    ]
    assert len(set(link(claims)[0])) == 1
    same_day = [replace(claim, document=replace(claim.document, id=NEXT_DAY.id)) for claim in claims[:2]]
    assert len(set(link(same_day)[0])) == 2


def test_link_two_reports_with_other_main_accounts_tell_one_strike():
    """The one mostly tells of a mined house, the other of an air raid; both give the raid and the dispute."""
    mined = [
        make_claim("bombing", LATEST, at, by="blue-front", place="corley", speaker="red-voice") for at in (600, 700, 800)
    ]  # fmt: skip
    homes, _ = link([*tell(LATER), *tell(LATEST), *mined])
    assert len(set(homes)) == 1


def test_link_two_quarters_are_two_strikes():
    """Each report looks back to one raid of the day: the one on the mill, the other on the port."""
    claims = [
        make_claim(kind, document, at, by=by, place=place)
        for document, place in ((LATER, "mill"), (LATEST, "port"))
        for at, (kind, by) in enumerate(
            (("air_strike", "green-band"), ("air_strike", ()), ("casualties", ()))
        )
    ]
    homes, _ = link(claims)
    assert len(set(homes[:3])) == len(set(homes[3:])) == 1
    assert homes[0] != homes[3]


def test_link_a_report_of_the_day_may_tell_of_several_strikes():
    homes, _ = link(tell(NEXT_DAY))
    assert len(set(homes)) > 1


# a claim more in the report that looks back, whether all strikes are still one incident, and why
APART = [
    (dict(kind="air_strike", by="green-band", place="belwick"), "another town was struck that day"),
    (dict(kind="shelling", by="red-army", place="corley"), "by others, and nobody disputes anything"),
    (dict(kind="air_strike", by="green-band", place="Orchard Gate district"), "two names that nobody knows"),
    (dict(kind="air_strike", by="green-band", place="Orchard Gate"), "a name that may be of another town"),
    (dict(kind="air_strike", by="green-band", place="Harbour End village"), "a village is no part of the city"),
    (dict(kind="casualties", place="mill", speaker="local officials", figures=(killed(7, 7, ""),)),
     "one voice gives two tolls"),
    (dict(kind="shelling", by="green-band", place="corley", speaker="monitor"),
     "one voice tells of shelling beside the air raid"),
]  # fmt: skip


def test_link_what_tells_two_strikes_apart_undoes_an_episode():
    for row, why in APART:
        claims = [*tell(LATER), make_claim(document=LATER, at=500, **row)]
        homes, _ = link(claims)
        assert homes[-1] != homes[0] or homes[1] != homes[0], why
        assert homes[5] != homes[0], why


def test_link_a_total_over_days_stays_out_of_an_episode():
    total = make_claim(
        "casualties", LATEST, 10, until="2020-05-07", place="corley",
        figures=(killed(200, 200, "", scope="cumulative"),),
    )  # fmt: skip
    homes, incidents = link([*tell(LATER), *tell(LATEST), total])
    assert homes[-1] not in homes[:-1]
    assert len(set(homes[:-1])) == 1
    assert "covers" in {one.type for one in incidents[homes[-1]].relations} or incidents[homes[-1]].roll_up


def test_link_a_person_may_split_an_episode():
    claims = tell(LATER)
    target = {"claims": [claims[0].id, claims[2].id]}
    decision = Decision(id="x-1", target=target, verdict="split", who="coder", when="2021-01-01")
    homes, _ = link(claims, decisions=[decision])
    assert homes[0] != homes[2]
