"""Shapes of sentences from reports of many wars, each with what was once told wrongly of it; the sentences are invented."""

import pytest

from tests.test_extract_grammar import claims_of, find_claim


def list_figures(text):
    return sorted((f.measure, f.low) for claim in claims_of(text) for f in claim.figures)


@pytest.mark.parametrize(
    "text, figures",
    [
        ("A father of four was killed by a sniper in Ardun.", [("killed", 1)]),
        ("The commander of 500 fighters was wounded in the strike on Ardun.", []),
        ("The gunmen killed Abu Karim, who is the head of the 100 households of Ardun Ward.", []),
        ("On Monday over a hundred soldiers suffered heavy losses when rebels attacked Ardun.", []),
        ("The 3,000-strong brigade suffered heavy casualties on Monday.", []),
        ("Hundreds of civilians have been killed and tens of thousands displaced.", [("displaced", 20000), ("killed", 200)]),
        ("The army reported 18 deaths and 13 injuries in the shelling.", [("killed", 18), ("wounded", 13)]),
        ("More than a dozen civilians have lost their lives in air strikes on Ardun.", [("killed", 12)]),
        ("Reports indicate that one soldier was killed in Ardun.", [("killed", 1)]),
        ("The bombardment killed her husband and wounded his wife.", [("killed", 1), ("wounded", 1)]),
        (
            "Five rangers and one soldier were killed, and 10 other people were injured.",
            [("killed", 1), ("killed", 5), ("wounded", 10)],
        ),
        ("Hundreds of people had left Ardun by Monday because of the fighting.", [("displaced", 200)]),
        ("Eleven comrades were ambushed and killed in Ardun on Monday.", [("killed", 11)]),
        ("Two of the men were decapitated by the fighters.", [("killed", 2)]),
        ("Several dozen men on motorbikes attacked the village of Ardun on Monday.", [("fighters", 36)]),
    ],
)  # fmt: skip
def test_fresh_figures(text, figures):
    assert list_figures(text) == figures


@pytest.mark.parametrize(
    "text, kind, stance",
    [
        ("Due to the bombardment the rebel troops had to retreat.", "withdrawal", "asserts"),
        ("Ambush against members of the security forces.", "ground_attack", "asserts"),
        ("Our artillery fired no shell on the town that day, the ministry said.", "shelling", "denies"),
        ("The ministry refuses to accept the loss of Ardun.", "capture", "denies"),
        (
            "If no help is to arrive soon, Ardun will fall into the hands of the rebels.",
            "capture",
            "hypothetical",
        ),
        ("Army repels attack on Ardun", "repelled_attack", "asserts"),
        ("The army drove back an attack on Ardun.", "repelled_attack", "asserts"),
    ],
)
def test_fresh_stances(text, kind, stance):
    assert [(c.kind, c.stance) for c in claims_of(text) if c.kind != "casualties"] == [(kind, stance)]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry questioned the number of casualties reported by the rebels.",
        "Efforts to contain the fire were promptly mobilized.",
        "Only a few families did not flee that day.",
        "Europe and the Gulf were divided over the town.",
        "A retired general spoke of the strategic importance of capturing the town of Ardun.",
        "He underlined the benefits of retaking Belwick before winter.",
    ],
)
def test_fresh_nothing_happened(text):
    assert not claims_of(text)


def test_fresh_things_that_left_did_not_withdraw():
    assert "withdrawal" not in {
        c.kind
        for c in claims_of("Trucks carrying rice were attacked on the road after they left Ardun village.")
    }


def test_fresh_an_effort_is_not_its_success():
    assert "repelled_attack" not in {
        c.kind for c in claims_of("Ardun fell despite military efforts to push back the rebels.")
    }


def test_fresh_the_accuser_is_no_doer_and_the_accused_denies():
    text = "Forces allied to Belwick accuse the Northern Army of firing rockets into residential areas."
    assert [a.name for a in find_claim(text, "shelling").actors] == ["Northern Army"]
    claims = claims_of("The army accuses the rebels of shelling the hospital in Ardun, which they deny.")
    told = {c.stance: (c.speaker.name, [a.name for a in c.actors]) for c in claims if c.kind == "shelling"}
    assert told == {"asserts": ("army", ["rebels"]), "denies": ("rebels", ["rebels"])}


def test_fresh_who_contradicts_a_report_denies_it():
    claims = claims_of(
        "Rescuers said that three people had died, contradicting reports that seven people had died."
    )
    assert {(c.stance, c.speaker.name) for c in claims} == {("asserts", "Rescuers"), ("denies", "Rescuers")}


def test_fresh_who_remains_in_control_is_the_subject():
    text = "The army said it repelled an attack by rebels on Ardun on Monday and remains in full control of the town."
    held = [c for c in claims_of(text) if c.kind == "held"]
    assert [[a.name for a in c.actors] for c in held] == [["army"]]


@pytest.mark.parametrize(
    "text, places",
    [
        (
            "Rebels attacked the villages of Itendo, Kazaro and Malik on Monday.",
            ["Itendo", "Kazaro", "Malik"],
        ),
        ("The river ports of Ismar and Renda were hit by drones.", ["Ismar", "Renda"]),
        (
            "The army shelled Finote Sela as well as the towns of Burie and Debre Birka.",
            ["Finote Sela", "Burie", "Debre Birka"],
        ),
        ("Attacks were reported between the communes of Ardano and Belwick.", ["Ardano", "Belwick"]),
        ("Troops fired at a car in front of the monastery.", ["monastery"]),
    ],
)
def test_fresh_places(text, places):
    claims = claims_of(text)
    assert claims and all([p.name for p in c.places] == places for c in claims)
    assert not any(place in a.name for c in claims for a in c.actors for place in places)


def test_fresh_whose_outpost_it_is_is_no_place():
    assert "SAK" not in {
        p.name for c in claims_of("Karen forces attacked a SAK outpost on Monday.") for p in c.places
    }


def test_fresh_where_a_speaker_is_from_and_what_a_force_is_called_after_are_no_places():
    (claim,) = claims_of("Fataki Sabun, the chief of Mantun village, said the attack took place at night.")
    assert claim.places == ()
    text = (
        "Members of the Yinma District People's Defence Force evacuated residents from the village of Ardun."
    )
    assert [p.name for p in find_claim(text, "evacuation").places] == ["Ardun"]


def test_fresh_the_town_in_a_region_is_no_region():
    text = (
        "Fighting went on in Ardun on Monday.\n\nThe group has fully captured the town in the Marval region."
    )
    assert [p.name for p in find_claim(text, "capture").places] == ["Ardun"]


def test_fresh_the_distance_belongs_to_the_direction():
    (claim,) = claims_of("Fighting raged on Monday ten kilometres southwest of Ardun.")
    assert claim.places[0].relation == "ten kilometres southwest of Ardun"


def test_fresh_a_report_that_looks_back_is_not_of_its_own_day():
    text = (
        "In August 2021 troops attacked Ardun.\n\nOn September 3rd 2021 they burned twelve houses in Belwick.\n\n"
        "The troops killed two men."
    )
    days = {c.kind: c.when.start for c in claims_of(text, published="2022-02-27")}
    assert days["violence_against_civilians"] == "2021-09-03"


def test_fresh_no_order_of_last_april_is_for_the_next():
    text = "Fighting erupted in April when the government ordered the militia to disarm, and the army attacked Ardun."
    assert all(c.when is None or c.when.start < "2023-08" for c in claims_of(text, published="2023-08-15"))
