"""What two reports of one event may tell differently, and what still keeps two events apart."""

from link_fakes import PACK, FakePack, killed, make_claim, make_document, make_place

from sijill.link import link_claims
from sijill.model import PlaceRef, When, replace

DAILY = make_document("one", publisher="daily")
HERALD = make_document("two", published="2020-05-03", publisher="herald")
UNDATED = make_document("letter", published=None)
BASE = PlaceRef(name="headquarters of the Fifth Guard")
GATES = PlaceRef(
    name="the gates of Corley", precision=2,
    geometry={"type": "Polygon", "coordinates": [[[10.8, 10.8], [11.2, 10.8], [11.2, 11.2], [10.8, 11.2], [10.8, 10.8]]]},
)  # fmt: skip


def link(claims, documents=(DAILY, HERALD, UNDATED), pack=PACK):
    linked, incidents = link_claims(claims, documents, pack)
    homes = {claim.id: claim.incident for claim in linked}
    return [homes[claim.id] for claim in claims], {incident.id: incident for incident in incidents}


# a claim of one report, one of another, whether they are one incident, and why
PAIRS = [
    (dict(kind="ground_attack", by="blue-front"), dict(kind="capture", by="blue-league"),
     True, "attacked and taken by one side on one day"),
    (dict(kind="ground_attack", by="blue-front"), dict(kind="capture", by="blue-league", extent="part"),
     False, "a part was taken"),
    (dict(kind="ground_attack", by="blue-front"), dict(kind="capture", by="red-army"),
     False, "taken by those who were attacked"),
    (dict(kind="ground_attack", by="blue-front", place="mill"), dict(kind="capture", by="blue-front", place="corley"),
     False, "a quarter attacked, the city taken"),
    (dict(kind="ground_attack", by="blue-front"), dict(kind="capture", by="blue-front", day="2020-05-02"),
     False, "taken the day after"),
    (dict(kind="capture", by="blue-front", place=(BASE, make_place("corley"))),
     dict(kind="capture", by="blue-front", place="corley"),
     False, "a headquarters in the city is not the city"),
    (dict(kind="capture", by="blue-front", place=(BASE, make_place("corley"))),
     dict(kind="capture", by="blue-front", place=(BASE, make_place("corley"))),
     True, "the headquarters twice"),
    (dict(kind="negotiation", by="red-army", on="blue-front", place="valley"),
     dict(kind="negotiation", by="blue-front", on="red-army", place="valley"),
     True, "who talks with whom may be told from either end"),
    (dict(kind="siege", by="red-army"), dict(kind="siege", day="2020-05-02"),
     True, "a siege lasts"),
    (dict(kind="held", by="red-army"), dict(kind="held", day="2020-05-03", by="red-army"),
     False, "who holds a place is told of a day"),
    (dict(kind="clash", by="red-army", on="blue-front", day="2020-04-29", until="2020-05-01", place="corley"),
     dict(kind="clash", by="red-army", on="blue-front", day="2020-04-29", until="2020-05-01", place=(GATES,)),
     True, "the very same three days of fighting, in the city and at its gates"),
    (dict(kind="clash", by="red-army", on="blue-front", place="corley"),
     dict(kind="clash", by="red-army", on="blue-front", place=(GATES,)),
     False, "one day at the gates need not be the clash in the city"),
    (dict(kind="violence_against_civilians", by="red-army", on="villagers"),
     dict(kind="violence_against_civilians", by="red-army", on="prisoners"),
     False, "other people suffered"),
    (dict(kind="violence_against_civilians", by="red-army", on="villagers"),
     dict(kind="violence_against_civilians", by="red-army", on="young villagers"),
     True, "the same people"),
]  # fmt: skip


def test_link_across_reports():
    for one, other, same, why in PAIRS:
        claims = [make_claim(document=DAILY, at=10, **one), make_claim(document=HERALD, at=20, **other)]
        homes, _ = link(claims)
        assert (homes[0] == homes[1]) is same, why


def test_link_an_attack_and_its_outcome_in_one_report_stay_two_and_related():
    attack = make_claim("ground_attack", DAILY, 10, by="blue-front")
    taken = make_claim("capture", DAILY, 90, by="blue-front")
    homes, incidents = link([attack, taken])
    assert homes[0] != homes[1]
    assert [(one.type, one.incident) for one in incidents[homes[1]].relations] == [("outcome_of", homes[0])]


def test_link_no_side_dies_of_its_own_strikes():
    """A toll beside a strike in one report is its outcome, unless it is of those who fly, or of both sides."""
    for dead, is_outcome in (("villagers", True), ("blue-front", True), ("red-army", False)):
        strike = make_claim("air_strike", DAILY, 10, by="red-army")
        toll = make_claim("casualties", DAILY, 90, on=dead, figures=(killed(9, 9, dead),))
        homes, incidents = link([strike, toll])
        related = ("outcome_of", homes[0]) in [(r.type, r.incident) for r in incidents[homes[1]].relations]
        assert (related or homes[0] == homes[1]) is is_outcome, dead


def test_link_an_offer_and_its_refusal_in_one_report_are_two():
    offer = make_claim("negotiation", DAILY, 10, by="red-army", on="blue-front")
    refusal = make_claim("negotiation", DAILY, 90, by="blue-front", on="red-army")
    homes, _ = link([offer, refusal])
    assert homes[0] != homes[1]


def test_link_an_undated_report_is_no_older_than_the_days_it_tells_of():
    """It tells of 2 May: the agreement that it gives no day for is the one that another reports that week."""
    told = make_claim("capture", UNDATED, 500, day="2020-05-02", place="belwick")
    undated = make_claim("agreement", UNDATED, 10, day=None)
    dated = make_claim("agreement", DAILY, 10)
    homes, _ = link([told, undated, dated])
    assert homes[1] == homes[2]
    homes, _ = link([undated, dated])
    assert homes[0] != homes[1], "nothing says when it was written"
    old = replace(told, when=When(start="2019-01-01", end="2019-01-01", precision="day", anchor="explicit"))
    homes, _ = link([old, undated, dated])
    assert homes[1] != homes[2]


def test_link_an_evacuation_of_an_area_is_that_of_the_place_its_report_names():
    """Fighters left the valley, says one report, and 1,900 came out of Alton; another tells of Alton, a third of Belwick."""
    days = {"day": "2020-05-01", "until": "2020-05-02"}
    area = make_claim("evacuation", DAILY, 10, place="valley", by="blue-front", **days)
    town = make_claim("evacuation", DAILY, 90, by="blue-front")
    same = make_claim("evacuation", HERALD, 10, by="blue-front")
    other = make_claim("evacuation", HERALD, 90, place="belwick", by="blue-front")
    homes, _ = link([area, town, same, other])
    assert len({homes[0], homes[1], homes[2]}) == 1
    assert homes[3] != homes[0]
    homes, _ = link([area, same, other])
    assert len(set(homes)) == 3, "a report that names no place in the area means either"


def test_link_a_denial_of_a_days_dead_is_not_of_a_total():
    toll = make_claim("casualties", DAILY, 10, speaker="monitor", figures=(killed(200, 200, ""),))
    total = make_claim(
        "casualties", DAILY, 90, day="2020-04-28", until="2020-05-02", speaker="blue-voice",
        figures=(killed(200, 200, "", scope="cumulative"),),
    )  # fmt: skip
    denial = make_claim(
        "casualties", DAILY, 200, stance="denies", speaker="red-voice", figures=(killed(200, 200, ""),)
    )
    homes, _ = link([toll, total, denial])
    assert homes[2] == homes[0] != homes[1]
    homes, incidents = link([total, denial])
    assert homes[0] != homes[1] and incidents[homes[1]].status == "denied"


def test_link_nobody_denies_what_he_says_himself():
    own = make_claim("air_strike", DAILY, 10, by="green-band", speaker="red-voice")
    others = make_claim(
        "air_strike", HERALD, 10, by="green-band", speaker="monitor", day="2020-05-02", place="alton"
    )
    denial = make_claim("air_strike", DAILY, 90, stance="denies", speaker="red-voice")
    linked, _ = link_claims([own, others, denial], (DAILY, HERALD), FakePack())
    assert next(claim.about for claim in linked if claim.id == denial.id) == others.id


def test_link_what_is_not_known_parts_nobody():
    """A strike of which a report gives no place goes with that of its passage, and with those of others that tell it."""
    placed = make_claim("air_strike", DAILY, 10, by="red-army", figures=(killed(3, 3, ""),))
    bare = make_claim("air_strike", DAILY, 90, by="red-army", place=None, figures=(killed(3, 3, ""),))
    told = make_claim("air_strike", HERALD, 10, by="red-army")
    homes, _ = link([placed, bare, told])
    assert len(set(homes)) == 1
    homes, _ = link([bare, told])
    assert homes[0] != homes[1], "by itself it is nobody's witness"
