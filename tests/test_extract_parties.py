"""Rows for who does it and to whom: what only looks like a party, a number of this event, a place or a day of it."""

import pytest

from tests.test_extract_grammar import claims_of, find_claim


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        # who suffers does not do it, and who says it did not either
        ("On Wednesday, 14 civilians were killed in shelling in Marval by the rebels, medics said.", "shelling", ["rebels"]),
        ("At least 15 civilians were killed in Marval in shelling attacks on inhabited areas.", "shelling", []),
        ("The Relief Office says more than 9,000 displaced in Ostria", "displacement", []),
        # of two sides that fight neither is said to have killed
        ("Seven people were killed in Ardun in two days of fighting between loyalists and rebels.", "casualties", []),
        # an aim is the attacker's
        ("Troops carried out an attack against the rebels aimed at seizing the town of Ardun.", "capture", ["Troops"]),
        # an account is somebody's, and no deed
        ("The ministry's claim that rebels shelled the market is a lie, the council said.", "shelling", ["rebels"]),
    ],
)  # fmt: skip
def test_parties_are_those_of_the_event(text, kind, actors):
    assert [a.name for a in find_claim(text, kind).actors] == actors


def test_parties_fighting_of_two_sides_is_no_violence_of_one():
    text = (
        "Heavy fighting between army troops and rebels has killed at least 25 people since Tuesday in Marval."
    )
    assert "violence_against_civilians" not in [c.kind for c in claims_of(text)]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Three of the wounded died in hospital.", 3),
        ("Four of the 12 wounded have died, the ministry said.", 4),
        ("Five of the injured later died.", 5),
    ],
)
def test_figures_who_dies_of_the_wounded_is_dead(text, killed):
    figures = find_claim(text, "casualties").figures
    assert [f.low for f in figures if f.measure == "killed"] == [killed]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Shells hit the camp, which houses 12,000 displaced people, killing four.", [4]),
        ("Rebels captured Ardun, a town of 40,000 people, on Monday.", []),
        ("The army launched an offensive on Marval, home to about 150,000 people.", []),
        ("Some 9,000 people were displaced from Ardun, where 80,000 people lived.", [9000]),
        ("The city of Marval is divided between the two sides.", []),
    ],
)
def test_figures_populations_and_sides_are_no_figures(text, numbers):
    assert [f.low for claim in claims_of(text) for f in claim.figures] == numbers


@pytest.mark.parametrize(
    "text", ["The clinic ran out of bandages.", "The defenders ran low on shells.", "The convoy fell short of its aim."]
)  # fmt: skip
def test_idioms_tell_no_event(text):
    assert claims_of(text) == []


def test_stance_what_happened_before_a_demand_happened():
    text = "The mission called on all sides to show restraint after seven civilians were killed by a blast in Marval."
    assert [c.stance for c in claims_of(text) if c.figures] == ["asserts"]


def test_stance_what_an_operation_is_aimed_at_is_planned():
    text = "Five soldiers were killed in an operation aimed at repelling the rebels in Marval."
    assert all(c.stance == "plans" for c in claims_of(text) if c.kind == "repelled_attack")


def test_places_homes_are_no_places():
    claim = find_claim("More than 9,000 people fled their homes.", "displacement")
    assert not claim.places


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("On Saturday state media said the army captured Ardun.", "state media"),
        ("The ministry's statement said its forces captured Ardun.", "ministry"),
        ("Reports from local activists said jets bombed Ardun.", "local activists"),
    ],
)
def test_speakers_are_who_says_it(text, speaker):
    assert {c.speaker.name for c in claims_of(text)} == {speaker}


def test_speakers_the_correspondent_is_the_one_named_before():
    text = "According to Dunya correspondent, the rebels captured the mill. The correspondent said 40 soldiers were killed."
    assert {c.speaker.name for c in claims_of(text)} == {"Dunya correspondent"}


def test_figures_arms_are_counted_where_they_were_given_up():
    text = (
        "From Ardun about five thousand people left on April 18 towards the city of Marval, including 1,500 fighters, under the "
        "agreement which a committee from the town has signed with the army, after rebels have surrendered medium and heavy "
        "weapons, including five machines supplied with guns and a soldier carrier to the army."
    )
    measures = {c.kind: {f.measure for f in c.figures} for c in claims_of(text)}
    assert "vehicles" in measures["weapons_surrender"] and "vehicles" not in measures["evacuation"]


def test_figures_of_two_claims_may_have_the_same_words():
    text = (
        "An air strike killed five people in Ardun and a car bomb killed five soldiers in Belwick on Monday."
    )
    assert [(c.kind, c.figures[0].low, c.figures[0].who) for c in claims_of(text)] == [
        ("air_strike", 5, "people"),
        ("bombing", 5, "soldiers"),
    ]


def test_kinds_who_surrenders_ground_lays_down_no_arms():
    text = (
        "The photos were received with the figures' anger, who accused the Unified Command of surrendering the area and not "
        "using the weapons to open fronts against the army."
    )
    assert "weapons_surrender" not in [c.kind for c in claims_of(text)]


def test_states_of_nobody_and_nowhere_are_not_told():
    assert not claims_of("They will defend the liberated areas.")
