"""What a public page withholds: rows of how reports introduce people."""

from types import SimpleNamespace

import pytest
from publish_makers import FakeRecord, at, figure_of, make_claim, make_document, make_incident, on, origin

from sijill.model import ActorRef, Unread, to_json
from sijill.publish.persons import find_role, is_sensitive, reads_as_person
from sijill.publish.redact import PublicRecord, count_withheld, show_source


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Amal Sarraf", True),
        ("Amal al-Sarraf", True),
        ("Abu Basel", True),
        ("María de la Cruz", True),
        ("O'Dell Marsh", True),
        ("a resident", False),
        ("local activists", False),
        ("The ministry", False),  # a body, whatever its capitals
        ("Coastal News Agency", False),
        ("Third Division", False),
        ("General Basel Haddad", False),  # the title is in the name
        ("publisher", False),
        ("Haddad", False),  # one name alone is not enough to tell
        ("Brigade 14 Command", False),
        ("أمل الصراف", True),
        ("مصادر محلية", False),  # "local sources"
        ("وكالة الساحل للأنباء", False),  # an agency
    ],
)
def test_redact_reads_persons_by_the_shape_of_their_name(name, expected):
    assert reads_as_person(name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amal Sarraf, a resident of the quarter, saw it.", "a resident"),
        ("A teacher, Amal Sarraf, saw it.", "a teacher"),
        ("Amal Sarraf, 34, a mother of two, saw it.", "a relative"),
        ("The army's spokesman Amal Sarraf said so.", "public"),
        ("Amal Sarraf, commander of the brigade, said so.", "public"),
        ("Colonel Amal Sarraf said a resident had fled.", "public"),  # the nearer word introduces
        ("A general came. Amal Sarraf saw it.", None),  # another sentence introduces somebody else
        ("Amal Sarraf, a witness, spoke. Later the minister met Amal Sarraf.", "a witness"),  # private wins
        ("AMAL  SARRAF, a nurse, saw it.", "a health worker"),
        ("Samal Sarraf, a nurse, saw it.", None),  # another name that ends alike
        ("", None),
    ],
)
def test_redact_finds_the_role_that_the_text_gives(text, expected):
    assert find_role("Amal Sarraf", text) == expected


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("hospital", "Elm House", True),
        (None, "the field hospital", True),
        (None, "an aid convoy", True),
        ("village", "Hospitaller's Rest", False),  # not the word itself
        ("town", "Tarn", False),
    ],
)
def test_redact_knows_places_that_shelter_people(kind, name, expected):
    assert is_sensitive(kind, name) is expected


def make_public(text, **claim_fields):
    document = make_document("a.txt", text)
    quote = text.split(".")[0]
    claim = make_claim(document, quote, when=on("2031-05-04"), **claim_fields)
    voice = origin(claim.speaker.name, [claim])
    incident = make_incident(
        1, "clash", f"Clash, says {claim.speaker.name}", [claim], [voice], when=claim.when
    )
    return PublicRecord(
        FakeRecord([document], [claim], [incident], unread=[Unread(source="/tmp/x/b.txt", problem="empty")])
    )


def test_redact_replaces_a_private_speaker_everywhere():
    public = make_public(
        "Amal Sarraf, a resident, saw planes. Sarraf then fled.", speaker=ActorRef(name="Amal Sarraf")
    )
    (claim,), (incident,), (document,) = public.claims(), public.incidents(), public.documents()
    assert claim.speaker.name == "a resident"
    assert claim.quote == "[name withheld], a resident, saw planes"
    assert incident.title == "Clash, says [name withheld]" and incident.origins[0].label == "a resident"
    assert "Sarraf" not in document.text  # the surname alone, later in the same document, as well
    assert count_withheld(public) == {"persons": 1, "quotes": 1, "places": 0}


def test_redact_replaces_a_surname_alone_wherever_it_is_printed():
    # Reports name a person in full once and by surname after; another report may know the surname only.
    full = make_document("a.txt", "Amal Sarraf, a resident, saw planes.")
    short = make_document("b.txt", "Twelve died, Sarraf said.")
    claims = [
        make_claim(full, "Amal Sarraf, a resident, saw planes", speaker="Amal Sarraf"),
        make_claim(short, "Twelve died, Sarraf said", "casualties", "Sarraf"),
    ]
    voice = origin("Sarraf", claims[1:])
    incident = make_incident(
        1, "casualties", "Toll, says Sarraf", claims[1:], [voice], evidence=("Sarraf alone",)
    )
    figure = figure_of(
        incident, "killed", None, [(voice, 12, 12, "exact", claims[1], None)], 12, 12, "single_source"
    )
    public = PublicRecord(FakeRecord([full, short], claims, [incident], [figure]))
    shown = [public.documents(), public.claims(), public.incidents(), public.figures()]
    assert b"Sarraf" not in b"".join(to_json(part) for part in shown)
    assert public.figures()[0].figures[0].label == public.incidents()[0].origins[0].label == "a resident"


def test_redact_leaves_a_surname_that_is_a_place_name():
    document = make_document("a.txt", "Rana Tarn, a nurse, fled Tarn.")
    public = PublicRecord(
        FakeRecord([document], [make_claim(document, document.text[:-1], speaker="Rana Tarn")])
    )
    assert public.claims()[0].quote == "[name withheld], a nurse, fled Tarn"


def test_redact_takes_part_of_a_name_that_the_pack_knows_for_known():
    # A report may shorten the name of a group to what reads as a person's.
    document = make_document("a.txt", "Dawn Sons said so.")
    record = FakeRecord([document], [make_claim(document, "Dawn Sons said so", speaker="Dawn Sons")])
    assert PublicRecord(record).claims()[0].speaker.name == "a person (name withheld)"
    record.actors = lambda: [SimpleNamespace(name="Army of the Dawn Sons", names=())]
    assert PublicRecord(record).claims()[0].speaker.name == "Dawn Sons"


def test_redact_keeps_officials_and_persons_of_the_pack():
    text = "Spokesman Basel Haddad denied it. Rana Olen said so."
    assert make_public(text, speaker=ActorRef(name="Basel Haddad")).claims()[0].speaker.name == "Basel Haddad"
    known = ActorRef(name="Rana Olen", id="rana_olen")
    assert make_public(text, speaker=known).claims()[0].speaker.name == "Rana Olen"


def test_redact_withholds_a_speaker_of_whom_nothing_is_said():
    public = make_public("Rana Olen said planes came.", speaker=ActorRef(name="Rana Olen"))
    assert public.claims()[0].speaker.name == "a person (name withheld)"


def test_redact_withholds_a_victim_only_where_the_text_makes_them_private():
    # An armed group that the pack does not know has the shape of a name too: it must not vanish from the record.
    private = make_public("A farmer, Rana Olen, was killed.", targets=(ActorRef(name="Rana Olen"),))
    group = make_public("Fighters of Red Dawn were killed.", targets=(ActorRef(name="Red Dawn"),))
    assert private.claims()[0].targets[0].name == "a farmer"
    assert group.claims()[0].targets[0].name == "Red Dawn"


def test_redact_keeps_two_withheld_persons_apart():
    text = "Rana Olen, a resident, fled. Amal Sarraf, a resident, stayed."
    document = make_document("a.txt", text)
    claims = [
        make_claim(document, "Rana Olen, a resident, fled", speaker="Rana Olen"),
        make_claim(document, "Amal Sarraf, a resident, stayed", speaker="Amal Sarraf"),
    ]
    names = {claim.speaker.name for claim in PublicRecord(FakeRecord([document], claims)).claims()}
    assert names == {"a resident (1)", "a resident (2)"}


def test_redact_moves_a_hospital_to_the_place_that_contains_it():
    public = make_public("Shells hit Saint Ode Hospital.", places=(at("clinic"),))
    (place,) = public.claims()[0].places
    assert (place.id, place.lat, place.lon, place.precision) == ("harbour", 36.215, 41.020, 3)
    assert "clinic" not in {spot.id for spot in public.places()}


def test_redact_shows_sources_without_the_folders_of_the_machine():
    assert make_public("They fought.").unread()[0].source == "b.txt"
    assert show_source("C:\\inbox\\b.txt") == "b.txt"


def test_redact_leaves_the_record_itself_as_it_was():
    record = FakeRecord([document := make_document("a.txt", "Rana Olen, a nurse, fled.")])
    record._claims.append(make_claim(document, "Rana Olen, a nurse, fled", speaker="Rana Olen"))
    PublicRecord(record).claims()
    assert record.claims()[0].speaker.name == "Rana Olen"
