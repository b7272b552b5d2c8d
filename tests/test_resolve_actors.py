"""Actors: what may be taken off a name, what may not, and how dates and documents decide what a bare word means."""

import pytest
from resolving import make_claim, resolve_names, resolve_text

from sijill.model import Figure

SYRIA = (
    "In Syria the army of the government fought Jaysh al-Islam and Failaq al-Rahman in Douma and Harasta, in Eastern "
    "Ghouta. State media and the Syrian government spoke of it; Russia helped."
)
SUDAN = (
    "In Sudan the Sudanese army left its base in El Fasher to the Rapid Support Forces (RSF). The Sudanese city had been "
    "under siege; people in Sudan fled to Chad."
)

TAKEN_OFF = [
    ("the loyalist forces", "syrian_government_forces"),
    ("regime warplanes", "syrian_government_forces"),  # a state's jets are its forces
    ("Syrian regime soldiers", "syrian_government_forces"),
    ("Assad's troops", "syrian_government_forces"),  # and so are a ruler's troops
    ("forces of President Assad", "syrian_government_forces"),
    ("a number of regime fighters", "syrian_government_forces"),
    ("Assad regime's air force", "syrian_government_forces"),
    ("pro-Assad troops", "syrian_government_forces"),
    ("13 Syrian soldiers", "syrian_government_forces"),
    ("about 40 Syrian soldiers, including officers", "syrian_government_forces"),
    ("regime warplanes and helicopters", "syrian_government_forces"),
    ("Russian officials", "russia"),  # officials are no forces
    ("Russian servicemen", "russian_forces"),
    ("Jaysh al-Islam fighters", "jaysh_al_islam"),
    ("members of Jaish al-Islam and their families", "jaysh_al_islam"),
    ("Failaq al-Rahman terrorists", "failaq_al_rahman"),  # a hostile noun says nothing of who
    ("Army of Islam rebels", "jaysh_al_islam"),
    ("dozens of fighters of the Ahmad al-Abdo Forces", "ahmad_al_abdo"),
    ("the jihadist group Hayat Tahrir al-Sham", "hts"),
    ("US-backed SDF fighters", "sdf"),
    ("Syrian Arab Army (SAA) units", "syrian_government_forces"),
    ("armed opposition factions", "opposition_generic"),
    ("opposition groups allied with Jabhat Fateh al-Sham", "opposition_generic"),  # the allies are others
    ("rebel-held", "opposition_generic"),
    ("حركة أحرار الشام", "ahrar_al_sham"),
    ("مقاتل من جيش الإسلام", "jaysh_al_islam"),
    ("Failaq ar-Rahmaan", "failaq_al_rahman"),  # another spelling of the same sounds
    ("Jaysh al-Islaam fighters", "jaysh_al_islam"),
]


@pytest.mark.parametrize(("name", "wanted"), TAKEN_OFF)
def test_resolve_actors_takes_off_words_round_a_name(name, wanted):
    found = resolve_names(SYRIA, actors=[name]).actors[0]
    assert found.id == wanted, found.why


NOT_ONE_ACTOR = [
    "Ahrar al-Sham Army",  # a capitalised Army is part of a name: another body
    "Jaysh al-Sham",
    "Free Idlib Army",
    "Jaysh al-Salam",  # the key of al-Islam is near: a key decides nothing
    "anti-government forces",
    "both sides",
    "rival forces",
    "other factions",
    "civilians and fighters",  # two classes of people, not the fighters of civilians
    "supporters of the government",
    "the group",
    "militants",
    "they",
    "us-backed fighters",
]


@pytest.mark.parametrize("name", NOT_ONE_ACTOR)
def test_resolve_actors_leaves_open_what_names_no_one_actor(name):
    found = resolve_names(SYRIA, actors=[name]).actors[0]
    assert found.id is None, found.why
    assert found.why


def test_resolve_actors_list_of_one_side_keeps_the_side():
    found = resolve_names(SYRIA, actors=["Jaysh al-Islam and Failaq al-Rahman"]).actors[0]
    assert (found.id, found.side) == (None, "opposition")
    assert found.candidates == ("jaysh_al_islam", "failaq_al_rahman")


GENERICS = [
    (SYRIA, "2018-04-18", "rebel forces", "opposition_generic"),
    (SYRIA, "2024-12-05", "rebel forces", "rebels_2024"),  # the same words, another alliance
    (SYRIA, "2018-04-18", "the army", "syrian_government_forces"),
    ("The army entered Douma in Syria.", "2018-04-18", "the army", "syrian_government_forces"),
    ("The Turkish army entered Afrin in Syria.", "2018-04-18", "the army", None),  # whose army?
    ("Jets bombed Douma in Syria.", "2018-04-18", "Jets", None),  # they might be an ally's
    (SYRIA, "2018-04-18", "a spokesman for Jaysh al-Islam", "jaysh_al_islam"),
    (SYRIA, "2018-04-18", "former rebels", None),  # they are none any more
    (SYRIA, "2025-03-01", "Syrian army", "new_syrian_army"),  # after the government fell
    (SUDAN, "2025-10-27", "the army", "sudanese_armed_forces"),  # the country of the document decides
    (SUDAN, "2025-10-27", "government troops", "sudanese_armed_forces"),
    (SUDAN, "2025-10-27", "the paramilitaries", "rsf"),
    (SUDAN, "2025-10-27", "rebels", None),  # no rebels of another war
    (SUDAN, "2025-10-27", "residents", "civilians"),
    ("Snow fell on the hills.", "2018-04-18", "the regime", None),  # about no country
    (SYRIA, "2014-05-01", "Islamist-led alliance", None),  # a name not yet in use
]


@pytest.mark.parametrize(("text", "published", "name", "wanted"), GENERICS)
def test_resolve_actors_generic_words_mean_what_the_document_means(text, published, name, wanted):
    assert resolve_names(text, published, actors=[name]).actors[0].id == wanted


def test_resolve_actors_undated_text_is_dated_by_whom_it_names():
    text = "Hassan Abdelghani said rebel forces entered a town in Syria. The Syrian regime denied it."
    found = resolve_names(text, None, actors=["rebel forces"]).actors[0]
    assert (found.id, found.side) == ("rebels_2024", "rebels_2024")
    assert "not before 2024-11-27" in found.why
    older = "Jabhat al-Nusra and rebel forces entered a town in Syria, the Syrian government said."
    assert resolve_names(older, None, actors=["rebel forces"]).actors[0].id == "opposition_generic"


def test_resolve_actors_undated_text_that_nothing_dates_stays_open():
    found = resolve_names(
        "Rebel forces entered a town near Homs in Syria.", None, actors=["Rebel forces"]
    ).actors[0]
    assert found.id is None
    assert set(found.candidates) == {"opposition_generic", "rebels_2024"}


def test_resolve_actors_claims_own_day_decides_before_the_reports():
    """A report of 2025 that recalls 2016 means the army and the side of 2016."""
    text = "In Syria the Syrian army took the town back then."
    found = resolve_names(text, "2025-06-01", actors=["Syrian army"], day="2016-05-01").actors[0]
    assert (found.id, found.side) == ("syrian_government_forces", "government")


def test_resolve_actors_first_person_is_the_speaker():
    text = "In Syria Hassan Abdelghani said that our forces took the place."
    found = resolve_names(text, "2024-12-06", speaker="Hassan Abdelghani", actors=["our fighters"]).actors[0]
    assert found.id == "rebels_2024"
    assert "speaker" in found.why
    his = resolve_names(text, "2024-12-06", speaker="Hassan Abdelghani", actors=["his fighters"]).actors[0]
    assert his.id == "rebels_2024"


def test_resolve_actors_pronoun_is_the_one_actor_just_before():
    text = "In Syria Jaysh al-Islam left Douma. They burnt their papers.\n\nThey said nothing."
    first = make_claim(text, "Jaysh al-Islam left Douma", 1, actors=["Jaysh al-Islam"])
    second = make_claim(text, "They burnt their papers", 2, actors=["They"])
    third = make_claim(text, "They said nothing", 3, actors=["They"])
    _, near, far = resolve_text(text, [first, second, third])
    assert near.actors[0].id == "jaysh_al_islam" and "before" in near.actors[0].why
    assert far.actors[0].id is None  # in another paragraph


def test_resolve_actors_person_is_no_party():
    text = "In Syria Waeil Olwan of Failaq al-Rahman spoke."
    found = resolve_names(text, "2017-03-22", actors=["Waeil Olwan"]).actors[0]
    assert (found.id, found.side, found.candidates) == (None, "opposition", ("failaq_al_rahman",))


def test_resolve_actors_figures_know_who():
    figures = (Figure(measure="killed", who="regime soldiers"), Figure(measure="tanks", who="T72 tank"),
               Figure(measure="fighters", who="Jaysh al-Islam fighters (subset)"))  # fmt: skip
    found = resolve_names(SYRIA, figures=figures).figures
    assert [(figure.who_id, figure.side) for figure in found] == [
        ("syrian_government_forces", "government"),
        (None, None),
        ("jaysh_al_islam", "opposition"),
    ]


def test_resolve_actors_keeps_order_and_names():
    text = "In Syria Jaysh al-Islam fought. Then Failaq al-Rahman fought."
    claims = [make_claim(text, "Then Failaq al-Rahman fought", 2, actors=["Failaq al-Rahman"]),
              make_claim(text, "Jaysh al-Islam fought", 1, actors=["Jaysh al-Islam"])]  # fmt: skip
    found = resolve_text(text, claims)
    assert [(claim.id, claim.actors[0].name) for claim in found] == [
        ("c-2", "Failaq al-Rahman"),
        ("c-1", "Jaysh al-Islam"),
    ]


PEOPLE = [
    ("civilians", "civilians"), ("their families", "civilians"), ("displaced people", "civilians"),
    # people are not all civilians: "5,000 people, including 1,500 fighters"
    ("people", None), ("5,000 people", None), ("persons", None), ("families of fighters", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "wanted"), PEOPLE)
def test_resolve_actors_people_are_civilians_only_where_it_is_said(name, wanted):
    claim = resolve_names("The Syrian army and the people of Syria.", actors=[name])
    assert claim.actors[0].id == wanted


def test_resolve_actors_no_civilians_attack_and_nobody_takes_his_own():
    text = "Shelling by civilians was told of in Jobar, Syria, where the Syrian army seized Syrian army positions."
    claim = resolve_names(text, actors=["civilians"], kind="shelling")
    assert not claim.actors and [one.id for one in claim.targets] == ["civilians"]
    own = resolve_names(text, actors=["Syrian army"], targets=["Syrian army"], kind="capture")
    assert not own.actors and own.targets
    among = resolve_names(text, actors=["Syrian army"], targets=["Syrian army"], kind="clash")
    assert among.actors and among.targets


def test_resolve_actors_a_noun_for_people_is_like_no_name():
    found = resolve_names("Militias clashed in Tripoli.", actors=["Militias"]).actors[
        0
    ]  # not Malta, by its consonants
    assert found.id is None and found.candidates == ()


def test_resolve_actors_soldiers_are_not_told_to_be_those_of_a_country_that_is_not_spoken_of():
    """In a record on one country, "soldiers" was told to be perhaps those of another that the pack knows."""
    text = "Soldiers shelled Kharkiv in Ukraine, officials in Ukraine said."
    (ref,) = resolve_names(text, actors=("Soldiers",)).actors
    assert ref.id is None and not ref.candidates
    assert "Sudan" not in ref.why and "Syria" not in ref.why and "whose" in ref.why
