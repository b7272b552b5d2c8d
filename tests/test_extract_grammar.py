"""Rows for the grammar: a sentence of our own, and the claims it must and must not make."""

import functools

import pytest

from sijill.extract import load_extractor
from sijill.extract.embedded import EmbeddedExtractor
from sijill.model import Document, document_id
from sijill.packs import load_pack


@functools.cache
def extractor(readers="both"):
    if readers == "both":
        return load_extractor("embedded", load_pack("world"))
    return EmbeddedExtractor(load_pack("world"), readers=readers)


def claims_of(text, published="2018-04-20", readers="both"):
    document = Document(
        id=document_id("row", text),
        content_hash="",
        source="row",
        text=text,
        language="en",
        published=published,
    )
    claims = extractor(readers).extract(document)
    for claim in claims:
        assert text[claim.start : claim.end] == claim.quote
    return claims


def find_claim(text, kind, **options):
    found = [c for c in claims_of(text, **options) if c.kind == kind]
    assert found, f"no {kind} in {[(c.kind, c.stance, c.quote) for c in claims_of(text, **options)]}"
    return found[0]


KIND_AND_STANCE = [
    # active, passive, nominal, light verb: one event however it is built
    ("Rebel fighters captured the village of Ardun on Monday.", "capture", "asserts"),
    ("The village of Ardun was captured by rebel fighters.", "capture", "asserts"),
    ("The army regained control of large parts of the district.", "capture", "asserts"),
    ("Government forces repelled an attack on the airbase.", "repelled_attack", "asserts"),
    ("Opposition sources said the attack had been foiled.", "repelled_attack", "asserts"),
    ("Clashes erupted between the army and rebels near the bridge.", "clash", "asserts"),
    ("While fighting still raged in the city on Monday, aid workers left.", "clash", "asserts"),
    ("Warplanes bombed the market, killing at least 12 civilians.", "air_strike", "asserts"),
    ("Helicopters dropped barrel bombs on the town.", "air_strike", "asserts"),
    ("Shells landed near the embassy in the capital.", "shelling", "asserts"),
    ("Rebels handed over heavy weapons to the army.", "weapons_surrender", "asserts"),
    ("Gunmen kidnapped two aid workers in the town.", "abduction", "asserts"),
    ("The group controls about 60% of the district.", "held", "asserts"),
    ("Residents fled the fighting and sought refuge in the capital.", "displacement", "asserts"),
    # managed to, was able to: done
    ("Government forces managed to advance to several points in the camp.", "ground_attack", "asserts"),
    # tried to, failed to: the attempt is told, not the capture
    ("Rebels tried to capture the airport.", "ground_attack", "asserts"),
    ("The militants were unable to capture the airport.", "ground_attack", "asserts"),
    # plans
    ("The army plans to capture the town.", "capture", "plans"),
    ("The aim of the offensive is to capture the airport.", "capture", "plans"),
    ("Troops were ready to storm the village.", "ground_attack", "plans"),
    ("The rebels are expected to withdraw from the camp on Thursday.", "withdrawal", "plans"),
    ("The militants agreed to hand over the town.", "handover", "plans"),
    ("Negotiators reached an agreement to evacuate the town.", "evacuation", "plans"),
    ("Army to storm rebel-held town", "ground_attack", "plans"),
    # hypotheses
    ("The army will storm the town if the truce collapses.", "ground_attack", "hypothetical"),
    ("Analysts believe that the army could attack the town.", "ground_attack", "hypothetical"),
    ("Had the army captured the hill, the road would have been cut.", "capture", "hypothetical"),
    # denials
    ("The commander denied that the army had captured the town.", "capture", "denies"),
    ("The army did not capture the town.", "capture", "denies"),
    ("Neither side has captured the hill.", "capture", "denies"),
    ("There is no truth to reports that the army entered the town.", "ground_attack", "denies"),
]


@pytest.mark.parametrize(("text", "kind", "stance"), KIND_AND_STANCE)
def test_grammar_kind_and_stance(text, kind, stance):
    assert find_claim(text, kind).stance == stance


UNREAL = [row for row in KIND_AND_STANCE if row[2] != "asserts"]


@pytest.mark.parametrize(("text", "kind", "stance"), UNREAL)
def test_grammar_tells_no_plan_as_an_event(text, kind, stance):
    events = [
        c
        for c in claims_of(text)
        if c.stance == "asserts" and c.kind not in ("agreement", "held", "statement")
    ]
    assert events == []


NO_CLAIM = [
    "What will happen to the town?",  # a question
    "The two sides are able to attack at any time.",  # an ability
    "The minister spoke of his childhood in the hills.",
    "Share this article with your friends.",
]


@pytest.mark.parametrize("text", NO_CLAIM)
def test_grammar_makes_no_event_of(text):
    assert [c for c in claims_of(text) if c.stance == "asserts" and c.kind != "statement"] == []


SPEAKERS = [
    ("Clashes erupted near the bridge, activists told the agency.", "clash", "activists", ("agency",)),
    ("A monitoring group said 12 civilians were killed in the town.", "casualties", "monitoring group", ()),
    ("According to local officials, rebels captured the bridge.", "capture", "local officials", ()),
    (
        "State television quoted a military source as saying that two tanks were destroyed.",
        "equipment_loss",
        "military source",
        ("State television",),
    ),
    ("Rebels captured the bridge.", "capture", "publisher", ()),
    ("The group's spokesman, Karim Odeh, said rebels captured the bridge.", "capture", "Karim Odeh", ()),
]


@pytest.mark.parametrize(("text", "kind", "speaker", "via"), SPEAKERS)
def test_grammar_speaker_and_relay(text, kind, speaker, via):
    claim = find_claim(text, kind)
    assert claim.speaker.name == speaker
    assert tuple(v.name for v in claim.via) == via


FIGURES = [
    # two tolls in one breath
    (
        "Two soldiers were killed and five wounded when a roadside bomb exploded.",
        "bombing",
        [("killed", 2, 2, False), ("wounded", 5, 5, False)],
    ),
    # the parser hangs "six" on "people", with "killed" above both
    (
        "At least 40 people were killed and six wounded in the shelling of Ardun, the ministry said.",
        "shelling",
        [("killed", 40, None, False), ("wounded", 6, 6, False)],
    ),
    # a lump is neither killed nor wounded
    ("Dozens were killed or injured in the shelling.", "shelling", [("other", 24, None, False)]),
    # a subset is marked, never a sum
    (
        "About 3,000 people, including 700 fighters, left Ardun for the north under the deal.",
        "evacuation",
        [("evacuated", 3000, 3000, False), ("fighters", 700, 700, True)],
    ),
    ("The army took 8 prisoners.", "detention", [("captured", 8, 8, False)]),
    ("Rebels destroyed a tank on the road.", "equipment_loss", [("tanks", 1, 1, False)]),
]


@pytest.mark.parametrize(("text", "kind", "figures"), FIGURES)
def test_grammar_figures(text, kind, figures):
    claim = find_claim(text, kind)
    assert [(f.measure, f.low, f.high, f.subset) for f in claim.figures] == figures


def test_grammar_weapon_names_are_no_figures():
    claim = find_claim("Rebels destroyed a T-72 tank near the hill.", "equipment_loss")
    assert [(f.measure, f.low) for f in claim.figures] == [("tanks", 1)]


def test_grammar_casualties_of_a_strike_sit_on_the_strike():
    claims = claims_of(
        "At least 12 civilians were killed by government shelling in the town, a monitoring group said."
    )
    assert [(c.kind, [f.measure for f in c.figures]) for c in claims] == [("shelling", ["killed"])]


def test_grammar_share_of_a_place_is_kept():
    assert find_claim("The group controls about 60% of the district.", "held").extent == "0.60"
    assert find_claim("The army regained control of large parts of the district.", "capture").extent == "part"


def test_grammar_same_answer_whatever_stands_around():
    sentence = "Rebel fighters captured the village of Ardun on Monday."
    alone = find_claim(sentence, "capture")
    among = find_claim(f"A quiet week in the hills.\n\n{sentence}\n\nIt rained.", "capture")
    assert (alone.quote, alone.stance, alone.actors) == (among.quote, among.stance, among.actors)


def test_grammar_weekday_counts_back_from_publication():
    claim = find_claim("Rebel fighters captured the village on Monday.", "capture", published="2018-04-20")
    assert (claim.when.start, claim.when.anchor) == ("2018-04-16", "publication")


def test_grammar_undated_report_gives_no_day():
    claim = find_claim("Rebel fighters captured the village on Monday.", "capture", published=None)
    assert claim.when is None


def test_grammar_long_and_odd_text_is_survived():
    for text in ("", "\n\n", "a " * 5000, "((((((((", "“" * 200, "капля " * 30, "2018 " * 400):
        claims_of(text)


def test_explain_names_the_rule_and_the_reason():
    text = extractor().explain("The army plans to capture the town.")
    assert "capture.verb" in text
    assert "plans" in text and "“plans”" in text


def test_grammar_age_is_no_toll():
    for text in (
        "Karim Odeh, 34, a baker, was killed by shelling in the town on Friday.",
        "The shelling hit a house, killing a woman, 27, and her child.",
    ):
        assert not [f for c in claims_of(text) for f in c.figures if f.low in (34, 27)]


def test_grammar_victim_is_not_the_perpetrator():
    claims = claims_of("Karim Odeh, 34, a baker, was killed by shelling in the town on Friday.")
    assert [(c.kind, [a.name for a in c.actors]) for c in claims] == [("shelling", [])]


def test_grammar_attribution_at_the_end_is_no_actor():
    claim = find_claim("The army captured the town on Thursday, state TV said.", "capture")
    assert (claim.speaker.name, [a.name for a in claim.actors]) == ("state TV", ["army"])


def test_grammar_missing_toll_is_no_denial():
    claims = claims_of("Two days after jets hit the market, there is still no agreed toll.")
    assert [c.stance for c in claims] == ["asserts"]


def test_grammar_day_of_a_clause_of_means():
    claim = find_claim(
        "Two women and a child were killed when a shell hit a bakery on Saturday morning.",
        "shelling",
        published="2018-04-25",
    )
    assert claim.when.start[:10] == "2018-04-21"
    assert [(f.measure, f.low) for f in claim.figures] == [("killed", 2), ("killed", 1)]


def test_grammar_held_since_places_the_town_left_behind():
    text = "Fighters left the town of Ardun for the coast, and government forces have held it since."
    assert [p.name for p in find_claim(text, "held").places] == ["Ardun"]


def test_grammar_part_held_is_not_the_whole():
    assert find_claim("Jets hit rebel-held neighbourhoods of London on Monday.", "held").extent == "part"


SHAPES = [
    # the second noun begins a clause of its own; it is not what was left
    ("The last rebels left the hills and police entered the towns.", "ground_attack", ["police"]),
    # a toll's members are whose members they are
    ("More than 60 members of the Kestrel Brigade were killed in the town.", "casualties", []),
]


@pytest.mark.parametrize(("text", "kind", "actors"), SHAPES)
def test_grammar_actors(text, kind, actors):
    assert [a.name for a in find_claim(text, kind).actors] == actors


def test_grammar_reports_called_false_are_denied():
    assert (
        find_claim("The government denies that it used chemical weapons.", "chemical_attack").stance
        == "denies"
    )


def test_grammar_where_they_come_from_is_not_added():
    claim = find_claim("Seven people from two families were killed in the shelling.", "shelling")
    assert [(f.measure, f.low) for f in claim.figures] == [("killed", 7)]


def test_grammar_attacked_positions_are_not_the_attackers():
    text = (
        "The Kestrel Brigade destroyed two of the government forces’ tanks "
        "while they tried to advance to its positions in the village of Ardun."
    )
    held = find_claim(text, "held", readers="grammar")
    assert [a.name for a in held.actors] == ["Kestrel Brigade"]
    assert [p.name for p in held.places] == ["Ardun"]


def test_grammar_place_keeps_what_makes_it_a_name():
    text = "The factions captured large parts of the industrial City on Monday."
    assert [p.name for p in find_claim(text, "capture").places] == ["industrial City"]
    text = "Hundreds of soldiers have sought refuge in neighbouring Ardunia."
    places = find_claim(text, "displacement").places
    assert [(p.name, p.role) for p in places] == [("Ardunia", "destination")]


def test_grammar_toll_over_days_of_fighting_has_their_place():
    text = "The toll of the three days of fighting on the gates of Ardun was 60 dead, in addition to 12 prisoners and 5 tanks."
    place = find_claim(text, "casualties").places[0]
    assert (place.name, place.relation) == ("Ardun", "gates of Ardun")
    assert find_claim(text, "detention").quote == "in addition to 12 prisoners and 5 tanks"


def test_grammar_who_receives_aid_does_not_give_it():
    text = "Wounded soldiers received medical treatment in a hospital of the town."
    aid = find_claim(text, "aid", readers="grammar")
    assert not aid.actors and [a.name.lower() for a in aid.targets] == ["wounded soldiers"]


def test_grammar_what_came_before_the_story_has_no_day_of_it():
    text = "The army entered the town on Friday. A week after the coalition’s air strike on its base, it holds the town."
    assert find_claim(text, "air_strike").when is None


def test_grammar_what_is_said_beside_a_denial_is_not_denied():
    text = "The movement denied that it had shelled the market in Ardun and said the army fired the shells."
    stances = {claim.quote.split()[-1]: claim.stance for claim in claims_of(text)}
    assert stances == {"Ardun": "denies", "shells": "asserts"}


def test_grammar_it_is_the_body_that_speaks():
    text = "The Northern Front crossed the river at Belk, a source said. The APCF said it recaptured Ardun."
    assert [actor.name for actor in find_claim(text, "capture").actors] == ["APCF"]


WHO_DID_IT = [
    # a name is a phrase: no clause before it, no half of a quotation
    ("Some 250 fighters of the “Hill Brigade”, with their families, left the town on Friday.", "evacuation",
     ["fighters of the “Hill Brigade”"]),
    ("After “Hill Brigade” members had surrendered their heavy weapons, the road was opened.", "weapons_surrender",
     ["“Hill Brigade” members"]),
    # who attacked earlier is not who shelled now
    ("A day after the Northern Coalition’s attack on nine army positions, shells fell on the town.", "shelling", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "actors"), WHO_DID_IT)
def test_who_is_named_as_doing_it(text, kind, actors):
    assert [a.name for a in find_claim(text, kind).actors] == actors


def test_those_who_kill_are_not_among_the_killed():
    claim = find_claim(
        "Two gunmen and a boy killed five people in the village on Monday.", "violence_against_civilians"
    )
    assert [(f.measure, f.low, f.high) for f in claim.figures] == [("killed", 5, 5)]
    claim = find_claim("Five soldiers died in the village on Monday.", "casualties")
    assert [(f.measure, f.low) for f in claim.figures] == [("killed", 5)]


def test_a_figure_of_a_sentence_is_held_by_one_claim():
    text = "A spokesman said the two factions killed dozens of the loyalist forces during clashes in the Hamra area."
    claims = claims_of(text)
    assert {c.kind for c in claims} >= {"casualties", "clash"}
    assert [(c.kind, f.text) for c in claims for f in c.figures] == [("casualties", "dozens of")]


def test_who_tells_of_it_is_not_whom_it_befell():
    claim = find_claim(
        "A base at the center of the besieged provincial capital has been seized, said the notorious paramilitaries.",
        "capture",
    )
    assert (claim.speaker.name, claim.targets) == ("notorious paramilitaries", ())
    claim = find_claim(
        "That the town of Ardun had fallen to the rebels was denied by the governor.", "capture"
    )
    assert [a.name for a in claim.actors] == ["rebels"]
    assert not claim.targets


def test_an_area_that_says_which_it_is_is_not_the_town_before():
    text = (
        "Rebels attacked the town of Ardun on Monday. With the army regaining control of a major area of the country, "
        "analysts expect talks."
    )
    claim = next(c for c in claims_of(text) if c.kind == "capture")
    assert [p.name for p in claim.places] == ["major area"]
    back = claims_of("Rebels attacked the town of Ardun on Monday. On Tuesday the army recaptured the town.")
    assert [p.name for c in back if c.kind == "capture" for p in c.places] == ["Ardun"]


def test_a_raid_of_the_week_before_was_not_on_what_is_told_next():
    text = (
        "A week after the coalition’s air strike on nine positions, the army turned to Ardun and its suburbs."
    )
    assert not find_claim(text, "air_strike").places


def test_who_possesses_shells_has_not_fired_them():
    text = "The pictures also showed the “Dawn3” that the “Hill Brigade” possessed, 82 millimeter mortar shells and mortars."
    assert not [c for c in claims_of(text) if c.kind == "shelling"]


def test_troops_that_are_mobilised_are_not_whom_it_is_against():
    claim = find_claim("The army mobilized military forces around the town of Ardun.", "mobilization")
    assert not claim.targets


def test_a_share_of_one_place_is_not_given_to_the_next():
    text = "The group controls about 70% of the Ardun camp and holds the Corley quarter."
    held = [c for c in claims_of(text) if c.kind == "held"]
    assert [[f.low for f in c.figures] for c in held if c.figures] == [[70.0]]
