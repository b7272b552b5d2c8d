"""What is not compared could not have been linked, and what is looked up by place and day is all there is to find."""

import math
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from link_fakes import PACK, killed, make_claim
from test_link_properties import DOCUMENTS

import sijill.link
import sijill.link.relations
from sijill.link.blocks import FAMILIES, list_candidates, list_days
from sijill.link.denials import Asserted
from sijill.link.evidence import compare_claims, rate_claims
from sijill.link.facets import FIGHTING, RECURRING, STATES
from sijill.link.levels import sum_levels
from sijill.model import PlaceRef

BOX = {
    "type": "Polygon",
    "coordinates": [[[10.4, 10.4], [10.6, 10.4], [10.6, 10.6], [10.4, 10.6], [10.4, 10.4]]],
}
PLACES = [
    None, "alton", "belwick", "valley", "corley", "mill", "port", "land", "the site", "Orchard Gate",
    ("alton", "Orchard Gate"), ("mill", "belwick"), (PlaceRef(name="south of Alton", geometry=BOX, precision=5),),
    (PlaceRef(name="Hill Top", lat=10.5, lon=10.51, precision=1),),
    (PlaceRef(name="Corley", id="corley", role="destination"),),
]  # fmt: skip
DAYS = [None, ("2020-05-01", None), ("2020-05-01", None), ("2020-05-02", None), ("2020-04-28", "2020-05-01"),
        ("2020-04-20", "2020-05-20"), ("2020-05-06", None)]  # fmt: skip
KINDS = ["air_strike", "shelling", "casualties", "clash", "ground_attack", "capture", "held", "siege", "evacuation",
         "agreement", "repelled_attack", "withdrawal"]  # fmt: skip


@st.composite
def draw_varied(draw, stances=("asserts", "asserts", "asserts", "plans", "denies")):
    claims = []
    for at in range(draw(st.integers(2, 10))):
        start, end = draw(st.sampled_from(DAYS)) or (None, None)
        low = draw(st.sampled_from([None, None, 3, 4, 40]))
        figures = (killed(low, low, draw(st.sampled_from(["red", "blue"]))),) if low else ()
        claims.append(
            make_claim(
                draw(st.sampled_from(KINDS)), draw(st.sampled_from(DOCUMENTS)), at * 100, day=start, until=end,
                place=draw(st.sampled_from(PLACES)), by=draw(st.sampled_from(["red-army", "blue-front", ()])),
                stance=draw(st.sampled_from(stances)), figures=figures,
            )
        )  # fmt: skip
    return claims


def read_all(claims):
    linking = sijill.link.Linking(claims, DOCUMENTS, sijill.link.Lookup(PACK), (), 1, None)
    facets, _ = linking.read_all_facets()
    return sorted(facets, key=lambda one: one.order), linking.origins.lookup


def list_plain_blocks(one):
    """The blocks as the rule has them: whoever shares one may be compared."""
    family = (FAMILIES.get(one.kind, one.kind), one.claim.stance)
    lent = {spot.key for spot in one.lent if spot.known}
    places = {name for spot in one.spots for name in (spot.key, *spot.line[:2])} | one.setting | lent or {""}
    if not one.spots:
        places = places | {""}
    keys = [("document", *family, one.document)]
    if one.heard is not None and one.kind not in RECURRING | STATES:
        weeks = (one.heard // 7, one.heard // 7 + 1)
        keys += [("undated", *family, spot.key, week) for spot in one.spots for week in weeks]
    if one.kind in ("capture", "ground_attack") and one.days and one.days.length == 1:
        keys += [("battle", one.claim.stance, one.days.first, spot.key) for spot in one.spots]
    if one.kind in FIGHTING and one.days and one.period:
        keys.append(("campaign", one.claim.stance, *one.days[:2]))
    for day in list_days(one.days) if one.days else ():
        keys += [("day", *family, day, place) for place in places]
        keys += [("name", *family, day, name) for spot in (*one.spots, *one.lent) for name in spot.names]
        keys += [("figure", *family, day, figure[0]) for figure in one.figures]
    return set(keys)


@settings(max_examples=300, deadline=None)
@given(draw_varied())
def test_link_blocks_leave_out_only_what_is_no_link(claims):
    facets, lookup = read_all(claims)
    blocks = [list_plain_blocks(one) for one in facets]
    whole = {at for at, one in enumerate(facets) if one.episode}
    likely = {
        (a, b)
        for a, b in combinations(range(len(facets)), 2)
        if blocks[a] & blocks[b] and ({a, b} & whole or rate_claims(facets[a], facets[b], lookup) > 0)
    }
    found = set(map(tuple, list_candidates(facets, lookup).tolist()))
    assert likely <= found
    assert all(blocks[a] & blocks[b] for a, b in found if not {a, b} & whole)


@settings(max_examples=100, deadline=None)
@given(draw_varied(), st.data())
def test_link_blocks_of_what_is_fresh(claims, data):
    facets, lookup = read_all(claims)
    fresh = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(facets), max_size=len(facets))), dtype=bool
    )
    pairs = set(map(tuple, list_candidates(facets, lookup).tolist()))
    found = set(map(tuple, list_candidates(facets, lookup, fresh).tolist()))
    assert found == {(a, b) for a, b in pairs if fresh[a] or fresh[b]}


@settings(max_examples=200, deadline=None)
@given(draw_varied())
def test_link_a_hasty_comparison_comes_to_the_same(claims):
    facets, lookup = read_all(claims)
    for one, other in combinations(facets, 2):
        whole = sum_levels(compare_claims(one, other, lookup))
        hasty = rate_claims(one, other, lookup)
        assert whole == hasty or (math.isinf(whole) and math.isinf(hasty))


@settings(max_examples=200, deadline=None)
@given(draw_varied(stances=("asserts", "asserts", "plans", "denies", "denies")))
def test_link_what_is_near_holds_all_that_could_fit(claims):
    """Denials, plans, totals and outcomes find what they would find by looking through everything."""
    near = sijill.link.link_claims(claims, DOCUMENTS, PACK)

    def list_all(self, event, *rest):
        later = [other for other in self.events if other.id != event.id or not rest]
        if not rest:
            return later
        first, last = event.days.first - rest[0], event.days.last + rest[0]
        return [one for one in later if one.days and one.days.length <= 60
                and one.days.first <= last and one.days.last >= first]  # fmt: skip

    class EveryTold(sijill.link.relations.Told):
        def __init__(self, events, lookup):
            self.events = [event for event in events if event.stance == "asserts"]

        list_near = list_later = list_all

    class EveryAsserted(Asserted):
        def __init__(self, facets, lookup):
            self.told = [one for one in facets if one.claim.stance == "asserts"]

        def list_near(self, denial):
            return self.told

    keep = sijill.link.relations.Told, sijill.link.Asserted
    try:
        sijill.link.relations.Told, sijill.link.Asserted = EveryTold, EveryAsserted
        everything = sijill.link.link_claims(claims, DOCUMENTS, PACK)
    finally:
        sijill.link.relations.Told, sijill.link.Asserted = keep
    assert near == everything
