"""Voices are weighed by what the rest of the record bears out, neighbours are heard, and echoes count for less."""

import numpy as np
import pytest
from link_fakes import PACK, make_claim, make_document

from sijill.control.chain import Chain
from sijill.control.neighbours import find_neighbours, hear_neighbours
from sijill.control.places import Spot
from sijill.control.series import discount_echoes
from sijill.control.signals import read_signals
from sijill.control.tracks import Stretch
from sijill.control.trust import ENOUGH, LEAST, learn_trust, rate_group, trust_signals
from sijill.link import Lookup, Origins

CHAIN = Chain(["blue", "green", "red"])


def make_signals(place, tellers, start=1):
    """Claims that a side holds a place, one every few days: (speaker, holder) in turn."""
    signals = []
    for at, (speaker, holder) in enumerate(tellers):
        paper = make_document(f"{place}{at}", published=f"2020-05-{start + at:02}")
        origins = Origins([paper], Lookup(PACK))
        claim = make_claim(
            "held", paper, 10, day=f"2020-05-{start + at:02}", by=holder, speaker=speaker, place=place
        )
        signals += read_signals(claim, [place], origins)
    return signals


def test_trust_is_learned_of_a_side_whose_boasts_nobody_bears_out():
    voices = ("monitor", "herald", "daily", "monitor", "herald", "daily")
    liar = [(voice, "red-army") for voice in voices]
    liar.insert(3, ("blue-voice", "blue-front"))
    by_place = {f"place{number}": make_signals(f"place{number}", liar) for number in range(ENOUGH)}
    factors = learn_trust(by_place, CHAIN)
    boast = next(factor for (voice, _), factor in factors.items() if voice == "blue gains")
    neutral = next(factor for (voice, _), factor in factors.items() if voice == "nobody's")
    assert LEAST <= boast < 0.6 < neutral
    before, after = by_place["place1"], trust_signals(by_place, factors)["place1"]
    assert after[3].weight == pytest.approx(before[3].weight * boast, abs=1e-4)


def test_trust_is_not_learned_from_a_few_claims():
    few = {"alton": make_signals("alton", [("monitor", "red-army"), ("blue-voice", "blue-front")])}
    assert learn_trust(few, CHAIN) == {} and learn_trust({}, CHAIN) == {}
    assert trust_signals(few, {}) == few
    assert rate_group([0.0] * 1000) == LEAST


def test_trust_of_echoes_is_less_and_least_within_one_side():
    own = make_signals(
        "alton", [("red-voice", "red-army"), ("red-army", "red-army"), ("monitor", "red-army")]
    )
    weights = {one.claim: one.weight for one in discount_echoes(own)}
    first, second, monitor = (weights[one.claim] for one in own)
    assert second < first < monitor or first < second < monitor
    assert monitor == own[2].weight and min(first, second) < 0.5 * own[0].weight
    late = [own[2], *make_signals("alton", [("herald", "red-army")], start=20)]
    assert {one.weight for one in discount_echoes(late)} == {0.8}, "weeks apart: no echo"


def test_neighbours_lean_on_a_doubtful_place_and_leave_a_sure_one():
    rows = np.tile([0.45, 0.05, 0.40, 0.05, 0.05], (5, 1))
    sure = np.tile([0.97, 0.01, 0.01, 0.005, 0.005], (5, 1))
    around = np.tile([0.02, 0.02, 0.94, 0.01, 0.01], (3, 1))
    near = [([(Stretch(12, 14, (), CHAIN), around)], 0.8)]
    ((_, heard),) = hear_neighbours([(Stretch(10, 14, (), CHAIN), rows)], near, 3)
    assert heard[:2] == pytest.approx(rows[:2]), "nothing is known of the neighbour on these days"
    assert heard[2:, 2].min() > 0.7 and heard.sum(axis=1) == pytest.approx(np.ones(5))
    ((_, heard),) = hear_neighbours([(Stretch(10, 14, (), CHAIN), sure)], near, 3)
    assert heard[:, 0].min() > 0.7
    assert hear_neighbours([(Stretch(10, 14, (), CHAIN), rows)], [], 3)[0][1] is rows


def test_neighbours_are_near_places_and_not_what_holds_them():
    spots = {name: Spot(name, name, 10.0, east) for name, east in (("a", 10.0), ("b", 10.1), ("town", 10.05))}
    spots["rel:x"] = Spot("rel:x", "south of a", 10.0, 10.01, known=False)
    spots["nowhere"] = Spot("nowhere", "nowhere")
    found = find_neighbours(spots, {"a": ("town",)})
    assert [name for name, _ in found["a"]] == ["b"] and [name for name, _ in found["town"]] == ["b"]
    assert "rel:x" not in found and "nowhere" not in found


def test_trust_of_a_party_that_insists_is_no_more_than_of_one_that_says_it_once():
    """Red says for weeks that it holds the town: after the first time that is no new witness; a monitor's word is one."""
    told = make_signals("alton", [("red-voice", "red-army")])
    later = make_signals("later", [("red-voice", "red-army"), ("monitor", "red-army")], start=20)
    weights = {one.claim: one.weight for one in discount_echoes([*told, *later])}
    assert weights[told[0].claim] == told[0].weight
    assert weights[later[0].claim] < 0.55 * later[0].weight
    assert weights[later[1].claim] == later[1].weight


def test_trust_of_denials_that_prove_wrong_is_less():
    """Blue denies each time that red took a place, and everybody else says that red has it."""
    by_place = {}
    for number in range(ENOUGH):
        place = f"place{number}"
        signals = make_signals(
            place, [(voice, "red-army") for voice in ("monitor", "herald", "daily", "monitor")]
        )
        paper = make_document(f"{place}denial", published="2020-05-03")
        claim = make_claim(
            "capture",
            paper,
            10,
            day="2020-05-02",
            by="red-army",
            speaker="blue-voice",
            place=place,
            stance="denies",
        )
        signals += read_signals(claim, [place], Origins([paper], Lookup(PACK)))
        by_place[place] = signals
    factors = learn_trust(by_place, CHAIN)
    assert factors["blue", "denies"] == LEAST
