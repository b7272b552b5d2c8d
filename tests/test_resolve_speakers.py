"""Speakers: outlets and their staff, persons and whom they speak for, unnamed sources that stay unnamed."""

import pytest
from resolving import make_claim, resolve_names, resolve_text

from sijill.model import Document
from sijill.packs import load_pack
from sijill.resolve import load_gazetteer, resolve_claims

TEXT = (
    "In Syria the Syrian Observatory for Human Rights, the state news agency SANA and Jaysh al-Islam gave rival accounts "
    "of Douma. The Syrian government and Russia spoke too."
)

ROWS = [
    ("SANA", "sana", "government"),
    ("SANA news agency", "sana", "government"),
    ("SANA’s correspondent", "sana", "government"),
    ("Reuters correspondent", "reuters", None),
    ("مراسل وكالة فرانس برس", "afp", None),  # staff word in front
    ("Rami Abdel Rahman", "rami", None),  # the Observatory leans to no side
    ("Observatory head Rami Abdel Rahman", "rami", None),
    ("the Britain-based Syrian Observatory for Human Rights", "sohr", None),
    ("Jaysh al-Islam spokesman Hamza Bayraqdar", "hamza_bayraqdar", "opposition"),
    ("a spokesman for Jaysh al-Islam", "jaysh_al_islam", "opposition"),  # unnamed, but whose voice is said
    ("Russian Defence Ministry spokesman", "russian_mod", "government_ally"),
    ("Maj. Gen. Vladimir Zolotukhin", "zolotukhin", "government_ally"),
    ("Jaysh al-Islam", "jaysh_al_islam", "opposition"),  # a party speaks for itself
    ("the Syrian army", "syrian_government_forces", "government"),
    ("state media", "syrian_state_media", "government"),
    ("Telegram", "telegram", None),
]


@pytest.mark.parametrize(("name", "wanted", "side"), ROWS)
def test_resolve_speakers_by_name_and_office(name, wanted, side):
    found = resolve_names(TEXT, speaker=name).speaker
    assert (found.id, found.side) == (wanted, side), found.why


UNNAMED = [
    "SANA’s sources",  # whom SANA quotes is not SANA
    "local sources",
    "our sources",
    "a resident",
    "a Reuters witness",
    "medics",
    "a senior officer",
    "Rami (@Rami93)",  # a first name and a handle are not the head of the Observatory
]


@pytest.mark.parametrize("name", UNNAMED)
def test_resolve_speakers_leaves_the_unnamed_open(name):
    found = resolve_names(TEXT, speaker=name).speaker
    assert found.id is None, found.why


def test_resolve_speakers_surname_needs_the_full_name_in_the_text():
    full = "Waeil Olwan of Failaq al-Rahman spoke in Syria. Olwan was calm."
    assert resolve_names(full, speaker="Olwan").speaker.id == "olwan"
    assert resolve_names("A man called Olwan sold bread in Syria.", speaker="Olwan").speaker.id is None


def test_resolve_speakers_publisher_and_its_staff_are_the_outlet():
    claims = [make_claim(TEXT, TEXT, 1), make_claim(TEXT, TEXT, 2, speaker="our correspondent"),
              make_claim(TEXT, TEXT, 3, speaker="The correspondent")]  # fmt: skip
    found = [claim.speaker for claim in resolve_text(TEXT, claims, publisher_id="enab_baladi")]
    assert [one.id for one in found] == ["enab_baladi"] * 3
    assert found[0].name == "publisher" and found[0].label == "Enab Baladi"


def test_resolve_speakers_publisher_unknown_is_said():
    found = resolve_names(TEXT).speaker
    assert found.id is None and "not known" in found.why


def test_resolve_speakers_side_follows_the_day():
    assert resolve_names(TEXT, "2025-02-01", speaker="SANA").speaker.side == "transitional_government"


def test_resolve_speakers_channels_are_resolved():
    found = resolve_names(TEXT, via=["Syrian state TV", "footage"]).via
    assert [one.id for one in found] == ["syrian_state_tv", None]


def test_resolve_speakers_the_correspondent_is_of_the_outlet_named_last():
    text = "In Syria SANA’s correspondent in Douma spoke of buses. The correspondent added that it rained."
    claim = make_claim(text, "The correspondent added that it rained", speaker="The correspondent")
    assert resolve_text(text, [claim], publisher_id="southfront")[0].speaker.id == "sana"


def test_resolve_speakers_description_before_a_name():
    assert resolve_names(TEXT, speaker="the country’s state-run news agency SANA").speaker.id == "sana"
    assert resolve_names(TEXT, speaker="a resident of the area, quoted by SANA").speaker.id is None


def test_resolve_speakers_unnamed_voices_of_one_class_are_told_apart():
    text = "Iraqi security sources spoke in Iraq. A second Iraqi security source spoke. Local activists and the activists."
    ids = [
        one.speaker.id
        for one in resolve_text(text, [
            make_claim(text, "spoke", n=1, speaker="Iraqi security sources"),
            make_claim(text, "in Iraq", n=2, speaker="the Iraqi security sources"),
            make_claim(text, "second", n=3, speaker="a second Iraqi security source"),
            make_claim(text, "Local", n=4, speaker="Local activists"),
            make_claim(text, "activists.", n=5, speaker="the activists"),  # who were local before
        ])
    ]  # fmt: skip
    assert ids[0] == ids[1] != ids[2] and ids[3] == ids[4]
    assert ids[0].startswith("iraqi_security:") and ids[2].startswith("iraqi_security:")


def test_resolve_speakers_unnamed_voices_of_two_reports_are_not_one():
    ids = set()
    for number in (1, 2):
        text = "Witnesses in Syria saw it."
        document = Document(id=f"d-{number}", content_hash="", source="own.txt", text=text, language="en")
        pack = load_pack("syria")
        (claim,) = resolve_claims(
            document, [make_claim(text, "saw it", speaker="Witnesses")], pack, load_gazetteer(pack)
        )
        ids.add(claim.speaker.id)
        assert claim.speaker.label == "Witnesses"
    assert len(ids) == 2


OWN = [
    ("our network", "The River Gazette", None),
    ("our correspondent", "The River Gazette", None),
    ("our network", None, "enab_baladi"),
    ("The River Gazete", "The River Gazette", None),  # a slip in its own name
    ("Enab Balady", "Enab Baladi", "enab_baladi"),
]


@pytest.mark.parametrize(("name", "publisher", "publisher_id"), OWN)
def test_resolve_speakers_the_outlet_itself_under_other_words(name, publisher, publisher_id):
    text = "Shells fell on Harasta in Syria, it said."
    document = Document(id="d-1", content_hash="", source="own.txt", text=text, language="en", publisher=publisher,
                        publisher_id=publisher_id)  # fmt: skip
    pack = load_pack("syria")
    (claim,) = resolve_claims(
        document, [make_claim(text, "Shells", speaker=name, via=[name])], pack, load_gazetteer(pack)
    )
    for ref in (claim.speaker, *claim.via):
        assert (ref.id, ref.label) == (publisher_id, publisher or "Enab Baladi")


def test_resolve_speakers_another_outlet_of_like_name_is_no_slip():
    text = "Shells fell on Harasta in Syria, it said."
    document = Document(
        id="d-1", content_hash="", source="own.txt", text=text, language="en", publisher="Syria TW"
    )
    pack = load_pack("syria")
    (claim,) = resolve_claims(
        document, [make_claim(text, "Shells", speaker="Syria TV")], pack, load_gazetteer(pack)
    )
    assert claim.speaker.id == "syria_tv"
