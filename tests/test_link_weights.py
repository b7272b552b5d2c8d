"""The weights of linking: the shipped ones are those of the code, decisions refit them, and rules stand whatever they say."""

from itertools import combinations

from hypothesis import given, settings
from link_fakes import PACK, make_claim
from test_link_blocks import draw_varied, read_all
from test_link_properties import DOCUMENTS

from sijill.link import link_claims, relink_claims
from sijill.link.evidence import compare_claims
from sijill.link.levels import Level
from sijill.link.weights import fit_weights, key_level, load_shipped, pick_weights, rate_pair, read_pair

TOLD = (
    Level("prior", "", -3.0),
    Level("when:same", "the same dates", 2.0),
    Level("where:same", "the same place", 2.0),
)
FAR = (
    Level("prior", "", -3.0),
    Level("when:close", "1 day(s) apart", -2.0),
    Level("where:same", "the same place", 2.0),
)


@settings(max_examples=300, deadline=None)
@given(draw_varied())
def test_link_weights_shipped_are_those_of_the_code(claims):
    facets, lookup = read_all(claims)
    shipped = load_shipped().weights
    for one, other in combinations(facets, 2):
        for level in compare_claims(one, other, lookup):
            if level.score and not level.forbids:
                assert shipped[key_level(level)] == level.score


def test_link_weights_move_towards_what_was_decided_and_no_further_than_it_bears():
    few, _ = fit_weights([read_pair("c-1", "c-2", True, FAR)], 1, "few")
    many, _ = fit_weights([read_pair("c-1", f"c-{n}", True, FAR) for n in range(50)], 50, "many")
    shipped = load_shipped().weights
    assert shipped["when:close@-2"] < few.weights["when:close@-2"] < many.weights["when:close@-2"] < 0
    assert few.weights["when:same@2"] == shipped["when:same@2"]  # of which no decided pair tells anything
    apart, changed = fit_weights([read_pair("c-1", "c-2", False, TOLD)] * 10, 10, "apart")
    assert apart.weights["when:same@2"] < 2 and all(one.apart == 10 and one.together == 0 for one in changed)
    pair = read_pair("c-1", "c-2", True, FAR)
    assert rate_pair(pair, shipped) == -3 < rate_pair(pair, many.weights)


def test_link_weights_a_pair_that_a_rule_settles_teaches_nothing():
    ruled = (*TOLD, Level("actors:conflicting", "opposite actors", -6.0, forbids=True))
    model, changed = fit_weights([read_pair("c-1", "c-2", False, ruled)] * 10, 10, "ruled")
    assert model.weights == load_shipped().weights and not changed and model.pairs == 0
    assert pick_weights(model) is None


def test_link_weights_decide_but_never_what_a_rule_forbids():
    claims = [
        make_claim("air_strike", DOCUMENTS[0], 0, by="red-army"),
        make_claim("air_strike", DOCUMENTS[1], 0, by="red-army"),
        make_claim("air_strike", DOCUMENTS[2], 0, by="red-army", place="corley"),
    ]
    shipped = load_shipped().weights
    homes = {one.id: one.incident for one in link_claims(claims, DOCUMENTS, PACK)[0]}
    assert homes[claims[0].id] == homes[claims[1].id] != homes[claims[2].id]
    for prior, incidents in ((-30.0, 3), (30.0, 2)):
        weights = shipped | {"prior@-3": prior}
        found = relink_claims(claims, DOCUMENTS, PACK, weights=weights)
        assert len(found[1]) == incidents
    assert relink_claims(claims, DOCUMENTS, PACK, weights=shipped) == relink_claims(claims, DOCUMENTS, PACK)
