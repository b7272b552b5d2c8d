"""Reports that leave out the place, the day or the cause of an event still meet, and two events of one town stay two."""

from types import SimpleNamespace

from link_fakes import PACK, FakePack, make_claim, make_document, make_place

from sijill.link import Lookup, Origins, link_claims
from sijill.link.evidence import compare_when
from sijill.link.facets import read_facets
from sijill.model import Figure, PlaceRef, When, replace

DAILY = make_document("one", publisher="daily")
ORIGINS = Origins([DAILY], Lookup(PACK))
HERALD = make_document("two", published="2020-05-03", publisher="herald")
MONITOR = make_document("three", published="2020-05-04", publisher="monitor")
UNPLACED = PlaceRef(name="Alton")  # a name that the report gives no hint where to look for
BAKERY = "Shells hit the bakery of Alton"
ABROAD = FakePack(
    places=(
        *PACK.places,
        *(
            SimpleNamespace(
                id=key, name=key.title(), kind=kind, parent=parent, lat=50.0, lon=50.0, area=False
            )
            for key, kind, parent in (("shire", "country", None), ("hythe", "town", "shire"))
        ),
    )
)


def dead(number, who="people"):
    return (Figure(measure="killed", who=who, low=number, high=number, qualifier="exact"),)


def link(*claims, pack=PACK):
    """The incidents of the claims, in their order, and the claims as linked."""
    linked, _ = link_claims(claims, (DAILY, HERALD, MONITOR), pack)
    found = {claim.id: claim for claim in linked}
    return [found[claim.id].incident for claim in claims], [found[claim.id] for claim in claims]


def test_link_a_name_that_only_one_report_says_where_it_is():
    placed = make_claim("shelling", DAILY, 0)
    named = make_claim("shelling", HERALD, 0, place=(UNPLACED,))
    homes, _ = link(placed, named)
    assert homes[0] == homes[1]


def test_link_a_namesake_in_a_report_from_another_country_is_another_place():
    placed = make_claim("shelling", DAILY, 0)
    named = make_claim("shelling", HERALD, 0, place=(UNPLACED,))
    abroad = make_claim("protest", HERALD, 90, place=(PlaceRef(name="Hythe", id="hythe", label="Hythe"),))
    homes, _ = link(placed, named, abroad, pack=ABROAD)
    assert homes[0] != homes[1]


def test_link_a_toll_without_a_place_meets_by_the_thing_that_was_hit_in_the_town_of_its_report():
    for words, together in (
        ("Seven people died at the bakery", True),
        ("Seven people died at the school", False),
    ):
        struck = make_claim("shelling", DAILY, 0, quote=BAKERY, figures=dead(4, "civilians"))
        held = make_claim("held", HERALD, 0, day="2020-05-03", by="red-army", quote="The army holds Alton")
        toll = make_claim("casualties", HERALD, 60, place=None, quote=words, figures=dead(7))
        homes, _ = link(struck, held, toll)
        assert (homes[0] == homes[2]) is together, words


def test_link_two_things_hit_in_one_town_on_one_day_are_two_events():
    one = make_claim("air_strike", DAILY, 0, quote="Planes hit the hospital in Alton", by="red-army")
    other = make_claim("air_strike", HERALD, 0, quote="Planes hit the market in Alton", by="red-army")
    depot = make_claim("air_strike", MONITOR, 0, quote="Planes hit an arms depot in Alton", by="red-army")
    homes, _ = link(one, other)
    assert homes[0] != homes[1]
    homes, _ = link(one, depot)  # what one calls a hospital another may call a depot
    assert homes[0] == homes[1]


def test_link_rival_tolls_of_one_shelling_stand_side_by_side():
    told = [
        make_claim("shelling", DAILY, 0, quote=BAKERY, by="red-army", figures=dead(4, "civilians")),
        make_claim(
            "casualties",
            HERALD,
            0,
            quote="Six died in the shelling of Alton",
            figures=dead(6, "civilian deaths"),
        ),
        make_claim(
            "casualties", MONITOR, 0, quote="The toll of the shelling rose to nine", figures=dead(9, "people")
        ),
    ]
    homes, _ = link(*told)
    assert len(set(homes)) == 1


def test_link_harm_of_another_cause_is_not_of_the_strike():
    struck = make_claim("air_strike", DAILY, 0, quote="Planes hit Alton", by="red-army")
    mined = make_claim("casualties", HERALD, 0, quote="Two people were killed by a landmine", figures=dead(2))
    homes, _ = link(struck, mined)
    assert homes[0] != homes[1]


def test_link_the_dead_told_right_after_a_strike_are_its_dead_in_other_reports_too():
    struck = make_claim("shelling", DAILY, 0, quote="Shells hit the market.")
    toll = make_claim("casualties", DAILY, 30, quote="Two people were killed.", figures=dead(2))
    other = make_claim(
        "shelling", HERALD, 0, quote="The shelling of the market killed three", figures=dead(3)
    )
    homes, _ = link(struck, toll, other)
    assert len(set(homes)) == 1


def test_link_what_tells_more_of_a_dated_strike_has_its_day():
    lent = When(start="2020-05-02", end="2020-05-02", precision="day", anchor="publication")
    first = make_claim("shelling", DAILY, 0, quote="Shells hit Alton on Friday", by="red-army")
    more = replace(make_claim("shelling", DAILY, 60, quote="The shells hit a bakery", place=None), when=lent)
    other = make_claim("shelling", MONITOR, 0, quote="The bakery was shelled", figures=dead(7))
    homes, linked = link(first, more, other)
    assert len(set(homes)) == 1
    assert linked[1].when == lent  # the claim itself keeps what its report says
    elsewhere = replace(
        make_claim("shelling", DAILY, 60, quote="Shells hit Belwick", place="belwick"), when=lent
    )
    homes, _ = link(first, elsewhere, other)
    assert homes[1] not in (homes[0], homes[2])


def test_link_a_denial_finds_what_it_names_and_not_a_toll_of_its_own_side():
    struck = make_claim(
        "casualties", DAILY, 0, quote="Four people were killed at the bakery", figures=dead(4)
    )
    own = make_claim(
        "casualties", HERALD, 0, place=None, quote="They lost 75 soldiers", figures=dead(75, "soldiers")
    )
    taken = make_claim("capture", HERALD, 50, by="red-army", quote="The army took Alton")
    denial = make_claim(
        "casualties", HERALD, 90, place=(PlaceRef(name="bakery"),), stance="denies",
        quote="That shells killed civilians at a bakery is a lie", speaker="red-voice",
    )  # fmt: skip
    homes, linked = link(struck, own, taken, denial)
    assert homes[3] == homes[0] and linked[3].about == struck.id
    homes, linked = link(own, taken, denial)
    assert homes[2] != homes[0] and linked[2].about is None


def test_link_what_did_not_happen_the_next_day_denies_no_word_of_its_own_report():
    stated = {day: replace(make_when(day), text=day) for day in ("2020-05-01", "2020-05-02")}
    done = replace(make_claim("evacuation", DAILY, 0), when=stated["2020-05-01"])
    undone = replace(make_claim("evacuation", DAILY, 60, stance="denies"), when=stated["2020-05-02"])
    homes, linked = link(done, undone)
    assert homes[0] != homes[1] and linked[1].about is None


def make_when(day):
    return When(start=day, end=day, precision="day", anchor="explicit")


def test_link_an_incident_names_its_place_once_where_some_reports_cannot_place_the_name():
    claims = [make_claim("shelling", DAILY, 0), make_claim("shelling", HERALD, 0, place=(UNPLACED,))]
    _, incidents = link_claims(claims, (DAILY, HERALD), PACK)
    assert [place.id for place in incidents[0].places] == [make_place("alton").id]


def test_link_who_denies_a_loss_does_not_deny_what_he_took():
    taken = make_claim("capture", DAILY, 0, by="red-army")
    lost = make_claim("capture", DAILY, 200, stance="denies", on="red-army", speaker="monitor")
    homes, _ = link(taken, lost)
    assert homes[0] != homes[1]
    theirs = make_claim("capture", DAILY, 0, by="blue-front", on="red-army")
    homes, _ = link(theirs, lost)
    assert homes[0] == homes[1]


def test_link_a_report_does_not_deny_what_it_tells():
    fell, none = make_claim("shelling", DAILY, 0), make_claim("shelling", DAILY, 60, stance="denies")
    homes, linked = link(fell, none)
    assert homes[0] != homes[1] and linked[1].about is None
    voiced = make_claim("shelling", DAILY, 60, stance="denies", speaker="monitor")
    homes, linked = link(fell, voiced)
    assert homes[0] == homes[1]


def test_link_a_truce_of_years_is_not_the_deal_made_in_it():
    truce = make_claim(
        "ceasefire", DAILY, 0, day="2016-05-01", until="2020-05-01", by="red-army", on="blue-front"
    )
    deal = make_claim("agreement", HERALD, 0, day="2020-05-01", by="red-army", on="blue-front")
    homes, _ = link(truce, deal)
    assert homes[0] != homes[1]


def test_link_days_that_a_report_lends_to_both_do_not_tie_them():
    lent = When(start="2020-05-01", end="2020-05-04", precision="interval", anchor="narrative")
    own = replace(lent, text="from Friday to Monday", anchor="explicit")
    one, other = (
        make_claim("agreement", DAILY, at, place=place) for at, place in ((0, "alton"), (60, "valley"))
    )
    reasons = [
        compare_when(*(read_facets(replace(claim, when=when), ORIGINS) for claim in (one, other))).words
        for when in (lent, own)
    ]
    assert reasons == ["some day of the same ones, which neither gives", "the same dates"]
