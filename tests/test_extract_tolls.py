"""Rows for tolls and what they belong to, for how many, to whom, and for words that only look like events."""

import pytest

from tests.test_extract_grammar import claims_of, find_claim

ON_THE_STRIKE = [
    # the casualties of one strike sit on the strike, however the two are joined
    ("Three killed in Ruvanian strike.", "air_strike", 3),
    ("The strike killed three people and wounded two others.", "air_strike", 3),
    ("31 people were reportedly killed when an army airstrike hit during evening prayers.", "air_strike", 31),
    ("Ruvanian warplanes strike wedding convoy in northern Ostria, kill 11.", "air_strike", 11),
    ("Twenty people were killed as the pounding of Marval City continued.", "shelling", 20),
    ("At least 20 people were killed and 60 wounded on Thursday in an air strike at the hospital.", "air_strike", 20),
    ("Three civilians died in an attack by rebels on a village in Harran district.", "violence_against_civilians", 3),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "killed"), ON_THE_STRIKE)
def test_toll_stands_on_its_strike(text, kind, killed):
    claims = claims_of(text)
    assert [(c.kind, [f.low for f in c.figures if f.measure == "killed"]) for c in claims] == [
        (kind, [killed])
    ]


def test_toll_with_a_place_and_a_cause_of_its_own_stays_a_toll():
    claims = claims_of("Warplanes bombed Ardun on Monday, and 20 soldiers were killed in clashes in Marval.")
    bombed = next(c for c in claims if c.kind == "air_strike")
    assert not bombed.figures
    assert any(f.low == 20 for c in claims if c is not bombed for f in c.figures)


@pytest.mark.parametrize(
    ("text", "kind", "figures"),
    [
        ("We lost nine soldiers and two policemen, the colonel said.", "casualties", [9, 2]),
        ("The losses of the army came to 300 soldiers.", "casualties", [300]),
        ("Gunmen killed more than 200 commandos.", "casualties", [200]),
        ("An officer and a soldier were killed.", "casualties", [1, 1]),
        ("Seven more villages in Jabrayil have been liberated.", "capture", [7]),
        ("The army captured several towns.", "capture", []),
    ],
)
def test_figures_are_read(text, kind, figures):
    assert [f.low for f in find_claim(text, kind).figures] == figures


def test_the_dead_and_the_injured_of_one_breath_are_counted_apart():
    text = "Two raids led to the death of more than 100 people and the injury of 40 civilians."
    found = {f.low: f.measure for c in claims_of(text) for f in c.figures}
    assert found[100] == "killed" and found[40] == "wounded"


@pytest.mark.parametrize(
    ("text", "kind", "stance"),
    [
        # past forms of irregular verbs
        ("The village of Pokrov came under Ruvanian control.", "capture", "asserts"),
        ("The army said it had beaten back over a dozen attacks.", "repelled_attack", "asserts"),
        # what goes on is not denied; what is done to a plan that is asserted is
        ("Artillery shelling by both sides has not let up.", "shelling", "asserts"),
        ("It is hard to confirm while troops fight rebels in the old quarter.", "clash", "asserts"),
        ("The general said that his forces would withdraw from the town.", "withdrawal", "plans"),
        # kinds told by the words before and after
        ("Government forces fought their way into Marval on Thursday.", "ground_attack", "asserts"),
        ("Militants carried out suicide car bomb attacks at the base.", "bombing", "asserts"),
        ("The ministry said it had neutralised an air-defence system.", "equipment_loss", "asserts"),
        ("Civilians in this area are regularly killed by the militia.", "violence_against_civilians", "asserts"),
        ("He spoke of homes in the neighbourhoods it occupies.", "held", "asserts"),
        ("15 fighters surrendered to government troops.", "detention", "asserts"),
        ("Thousands of people remain trapped in Ardun.", "siege", "asserts"),
    ],
)  # fmt: skip
def test_kind_and_stance(text, kind, stance):
    assert find_claim(text, kind).stance == stance


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dozens are still trapped under rubble.", "siege"),
        ("The city is surrounded mostly by desert.", "siege"),
        ("A medical team managed to take them to a hospital nearby.", "capture"),
        ("All hostages held in the hotels have also been freed.", "detention"),
        ("Residents contacted by the agency spoke of gunfire.", "negotiation"),
        ("The army said it had thwarted an attempt by gunmen to infiltrate the camp.", "ground_attack"),
        ("Troops found mortar rounds and landmines in the cellar.", "bombing"),
        ("The party, which he heads, met on Monday.", "evacuation"),
        ("The militia threatens to march on the capital.", "statement"),
    ],
)
def test_no_event_where_there_is_none(text, kind):
    assert kind not in {c.kind for c in claims_of(text)}


def test_parties():
    fled = find_claim("More than 20,000 people have fled their homes in a dozen villages.", "displacement")
    assert [t.name for t in fled.targets] == ["people"] and not fled.actors
    hit = find_claim("Fighter aircraft bombed a house in the city.", "air_strike")
    assert [t.name for t in hit.targets] == ["house"]
    killed = find_claim(
        "Three civilians died in an attack by rebels on a village.", "violence_against_civilians"
    )
    assert [a.name for a in killed.actors] == ["rebels"] and [t.name for t in killed.targets] == ["civilians"]


def test_a_toll_since_something_began_is_of_all_days_from_there():
    text = "The monitor has counted more than 1,700 civilian deaths since the offensive began on 18 February."
    toll = find_claim(text, "casualties")
    assert (toll.when.start[:10], toll.when.end[:10]) == ("2018-02-18", "2018-04-20")
    assert [(f.low, f.scope, f.start) for f in toll.figures] == [(1700, "cumulative", "2018-02-18")]
    assert toll.quote.endswith("18 February")


def test_a_toll_since_a_day_that_is_not_told_has_no_day():
    toll = find_claim("The war has killed 40,000 people since it began.", "casualties")
    assert toll.when is None and [f.scope for f in toll.figures] == ["cumulative"]


def test_tolls_of_a_strike_told_by_its_dead_are_one_claim_with_it():
    text = "Volunteers say that more than 150 air raids struck the town, and that 19 civilians were killed."
    strikes = [c for c in claims_of(text) if c.kind == "air_strike"]
    assert len(strikes) == 1
    assert {(f.measure, f.low) for f in strikes[0].figures} >= {("strikes", 150), ("killed", 19)}


def test_tolls_of_dead_and_wounded_are_one_claim():
    text = "At least 512 people have been killed and 4,193 wounded in the fighting, the health ministry said."
    tolls = [c for c in claims_of(text) if c.kind == "casualties"]
    assert [sorted((f.measure, f.low) for f in c.figures) for c in tolls] == [
        [("killed", 512), ("wounded", 4193)]
    ]


def test_tolls_take_their_numbers_before_the_fighting_does():
    text = "The death toll of the army during three days of fighting at the gates of Ardun was 155, in addition to 58 prisoners."
    found = {c.kind: [(f.measure, f.low) for f in c.figures] for c in claims_of(text)}
    assert ("killed", 155) in found["casualties"]
    assert found.get("detention") == [("captured", 58)]
    assert all(("killed", 155) not in told for kind, told in found.items() if kind != "casualties")


def test_parties_of_clauses_above_and_of_what_is_named_for_them():
    text = "After the army violated the truce and continued attempts to break into the quarter, the rebels struck back."
    tried = [c for c in claims_of(text) if "break into" in c.quote and c.kind == "ground_attack"]
    assert tried
    assert all("rebels" not in [a.name for a in c.actors] for c in tried)
    text = "Monday saw an attack of the hill factions, represented by the Kestrel Brigade, against army positions in Ardun."
    attack = find_claim(text, "ground_attack")
    assert not {"hill factions", "factions"} & {t.name for t in attack.targets}


def test_no_truce_without_its_word():
    text = "The main goal of the battles was to stop the repeated incursions into the quarter, the commander said."
    kinds = {c.kind for c in claims_of(text)}
    assert kinds and "ceasefire" not in kinds


def test_who_enters_a_place_by_agreement_is_given_it():
    text = "The agreement will allow government forces to enter the towns of Ardun and Selim."
    given = find_claim(text, "handover")
    assert not given.actors and "government forces" in [t.name for t in given.targets]


def test_toll_of_two_kinds_of_strikes_is_neithers():
    claims = claims_of("From 3 to 9 March shelling and drone strikes killed 24 people in Marval.")
    assert [c.kind for c in claims if any(f.low == 24 for f in c.figures)] == ["casualties"]
