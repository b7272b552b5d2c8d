"""Rows for what did not happen, or not yet, and for the two readers together: the model, the grammar, and a user's own verb."""

import functools

import pytest

from sijill.errors import SijillError
from sijill.extract import load_extractor
from sijill.extract.embedded import EmbeddedExtractor
from sijill.model import Document
from sijill.packs import load_pack


@functools.cache
def extractor(readers="both"):
    return EmbeddedExtractor(load_pack("world"), readers=readers)


def claims_of(text, reader=None):
    document = Document(
        id="d-row", content_hash="", source="row", text=text, language="en", published="2018-04-20"
    )
    return (reader or extractor()).extract(document)


UNREAL = [
    # an adjective says that the event is to come, or only feared, or made up
    ("The planned evacuation of the town was discussed on Monday.", "evacuation"),
    ("Residents spoke of a feared assault on the village.", "ground_attack"),
    ("The army called off its offensive on the airbase.", "ground_attack"),
    # near misses: it was not captured, and not bombed
    ("Rebels nearly captured the airport on Friday.", "capture"),
    ("The hospital narrowly escaped being shelled on Friday.", "shelling"),
    # what is said of the report of it
    ("Reports that rebels had captured the bridge were without foundation.", "capture"),
    ("Claims of an air strike on the market turned out to be false.", "air_strike"),
    # terms in the present tense
    ("Under the deal the rebels hand over their tanks.", "weapons_surrender"),
    # purposes that are denied, and what was not managed
    ("The troops were unable to evacuate the wounded from the village.", "evacuation"),
    ("Rebels are no longer in control of the mill.", "held"),
    # the climb through two verbs
    ("The general denied that he had ordered the arrests of students.", "detention"),
    ("The wards were moved into cellars in case shelling resumes.", "shelling"),
]


@pytest.mark.parametrize(("text", "kind"), UNREAL)
def test_unreal_is_not_told_as_an_event(text, kind):
    told = [(c.kind, c.quote) for c in claims_of(text) if c.stance == "asserts"]
    assert kind not in {k for k, _ in told}, told


REAL = [
    # look-alikes that did happen: a rule against the unreal that takes these goes too far
    ("The army captured nearly all of the district on Friday.", "capture"),
    ("The shelling killed nearly 40 people in the town.", "shelling"),
    ("After months of planning, rebels captured the airport.", "capture"),
    ("The rebels were forced to withdraw from the village on Monday.", "withdrawal"),
    ("Rebels managed to capture the bridge.", "capture"),
    ("After threatening to do so, the army shelled the town.", "shelling"),
]


@pytest.mark.parametrize(("text", "kind"), REAL)
def test_unreal_rules_leave_the_real_alone(text, kind):
    assert kind in {c.kind for c in claims_of(text) if c.stance == "asserts"}


UNKNOWN_VERBS = [
    # no frame of the lexicon has these verbs: the model reads them, and its rule says so
    ("The monitor said jets had flattened the bakery in Tolo, killing six people.", "air_strike"),
    ("Gunmen snatched two nurses from a clinic in Tolo on Friday.", "abduction"),
    ("Militiamen stripped homes of furniture in the village of Ardun.", "looting"),
]


@pytest.mark.parametrize(("text", "kind"), UNKNOWN_VERBS)
def test_fuse_tells_what_the_model_alone_sees(text, kind):
    assert kind not in {claim.kind for claim in claims_of(text, extractor("grammar"))}
    assert [claim.kind for claim in claims_of(text)] == [kind]


def test_fuse_gives_each_event_once():
    text = "Karim Odeh was killed by shelling in the town on Friday, and rebels captured the bridge."
    kinds = sorted(c.kind for c in claims_of(text))
    assert kinds == ["capture", "shelling"]


def test_speaker_is_no_event_and_no_unnamed_place():
    text = "The bombardment says the same. Since noon 36 air strikes have hit the camp."
    assert {c.speaker.name for c in claims_of(text)} <= {"publisher"}


def test_what_only_describes_is_told_by_the_outlet():
    text = "The governor said on Monday that 12 people had been killed in the besieged town of Ardun."
    speakers = {c.kind: c.speaker.name for c in claims_of(text)}
    assert speakers.get("siege") == "publisher"
    assert any(name == "governor" for kind, name in speakers.items() if kind != "siege")


@pytest.fixture
def own_pack(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "pack.yml").write_text("name: mine\nextends: world\n", encoding="utf-8")
    frame = "{id: capture.overwhelm, kind: capture, verbs: [overwhelm], object: [place, name]}"
    (tmp_path / "lexicon" / "en.yml").write_text(f"language: en\nframes:\n  - {frame}\n", encoding="utf-8")
    return tmp_path


def test_fuse_takes_a_verb_of_the_users_pack_at_its_word(own_pack):
    text = "Rebels overwhelmed the village of Ardun on Monday."
    (claim,) = claims_of(text, load_extractor("embedded", load_pack(own_pack)))
    assert (claim.kind, claim.extractor.rule) == ("capture", "capture.overwhelm")


def test_explain_says_what_was_left_out_and_why():
    told = extractor().explain("Wounded soldiers received medical treatment in a hospital of the town.")
    assert "the model" in told and ("left out" in told or "●" in told)


def test_explain_says_that_the_gate_is_shut():
    assert "gate" in extractor().explain("The striker will sign for the club in June.")


BROKEN = [
    # (pack.yml, lexicon, what the message must say): mistakes of the first user who followed the docs
    ("name: mine\n", "frames: []", "extends: world"),
    ("name: mine\nextends: world\n", "frames: [{id: x, kind: captured, verbs: [overwhelm]}]", "captured"),
    ("name: mine\nextends: world\n", "frames: [{id: x, kind: capture, verb: [overwhelm]}]", "verbs:"),
]


@pytest.mark.parametrize(("head", "lexicon", "says"), BROKEN)
def test_lexicon_mistakes_are_named_with_their_remedy(own_pack, head, lexicon, says):
    (own_pack / "pack.yml").write_text(head, encoding="utf-8")
    (own_pack / "lexicon" / "en.yml").write_text(f"language: en\n{lexicon}\n", encoding="utf-8")
    with pytest.raises(SijillError) as caught:
        EmbeddedExtractor(load_pack(own_pack))
    assert says in str(caught.value)


def test_fuse_keeps_the_dead_of_a_toll_beside_its_prisoners_and_tanks():
    """The number after "in the assault exceeded" counts the dead, not assaults; the parts keep their kinds."""
    text = (
        "The monitor confirmed that the human losses of the army in the new attack exceeded 30, "
        "including officers, in addition to 5 prisoners and 2 tanks."
    )
    told = {(c.kind, f.measure, f.low) for c in claims_of(text) for f in c.figures}
    assert ("casualties", "killed", 30) in told
    assert ("equipment_loss", "tanks", 2) in told and ("casualties", "captured", 5) not in told


@pytest.mark.parametrize(
    ("text", "kind", "speaker"),
    [
        ("Rebels said they had captured the town of Ardun. The army denied this.", "capture", "army"),
        ("A source said the army had retaken the mill. A spokesman for the front disputed that.", "capture", "spokesman"),
        ("The monitor said 9 people died in the air strike on Ardun. The ministry rejected the claim.", "air_strike", "ministry"),
    ],
)  # fmt: skip
def test_a_denial_that_points_back_denies_what_was_told_before(text, kind, speaker):
    denied = [c for c in claims_of(text) if c.stance == "denies"]
    assert [(c.kind, speaker in c.speaker.name, c.figures) for c in denied] == [(kind, True, ())]
    assert all(place.why for place in denied[0].places)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels said they had captured the town of Ardun. The army denied entry to aid workers.",
        "Rebels captured the town of Ardun. They denied this was a siege.",
        "The army captured Ardun. It did not deny this.",
    ],
)
def test_a_denial_of_something_else_denies_nothing_told_before(text):
    assert not [c for c in claims_of(text) if c.stance == "denies" and c.kind == "capture"]


def test_the_prospect_of_a_siege_is_a_supposition():
    assert all(
        c.stance != "asserts" for c in claims_of("The army faces the prospect of a winter siege at Ardun.")
    )
