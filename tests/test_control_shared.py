"""Control is the same whether one process tells all places, or several tell those that bear on each other."""

import random

import pytest
from link_fakes import PACK, FakeGazetteer, make_claim, make_document

import sijill.control
import sijill.control.bundles
from sijill.control import compute_control
from sijill.control.bundles import tie_places
from sijill.control.places import Ground
from sijill.link import link_claims

PAPERS = [make_document(f"p{day}", published=f"2020-05-{day:02}") for day in range(2, 22, 3)]
GAZETTEER = FakeGazetteer()
PLACES = ("alton", "belwick", "corley", "mill", "port", "valley", "land")


def make_claims(count):
    draw = random.Random(7)
    return [
        make_claim(
            draw.choice(["capture", "held", "clash", "withdrawal", "siege", "ceasefire", "contested"]),
            draw.choice(PAPERS),
            100 * at,
            day=f"2020-05-{draw.randint(1, 20):02}",
            place=draw.choice(PLACES),
            by=draw.choice(["red-army", "blue-front", "green-band"]),
            extent=draw.choice([None, None, "whole", "part", "0.70"]),
            stance=draw.choice(["asserts"] * 5 + ["denies"]),
        )
        for at in range(count)
    ]


@pytest.mark.parametrize(("jobs", "most"), [(2, 1.0), (3, 1.0), (2, 0.0)])
def test_control_by_several_processes_is_the_same(monkeypatch, jobs, most):
    claims, _ = link_claims(make_claims(120), PAPERS, PACK)
    alone = compute_control(claims, PAPERS, PACK, GAZETTEER)
    assert {one.place_id for one in alone} == set(PLACES) and any(one.reasons for one in alone)
    monkeypatch.setattr(sijill.control, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(sijill.control.bundles, "MOST", most)
    assert compute_control(claims, PAPERS, PACK, GAZETTEER, jobs=jobs) == alone
    one_day = compute_control(claims, PAPERS, PACK, GAZETTEER, on="2020-05-09", jobs=jobs)
    assert one_day == compute_control(claims, PAPERS, PACK, GAZETTEER, on="2020-05-09")


def test_control_places_are_tied_to_neighbours_and_to_what_they_lie_in():
    near = {"alton": [("belwick", 1.0)], "mill": [("port", 1.0)]}
    bundles = tie_places(["alton", "belwick", "land", "mill", "port", "valley"], near, Ground(GAZETTEER))
    assert bundles == [["alton", "belwick", "valley"], ["land"], ["mill", "port"]]
