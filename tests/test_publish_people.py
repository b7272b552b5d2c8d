"""Who is recognised as a private person, and what else leads to one: rows of how reports write."""

import pytest

from sijill.publish.contacts import find_contacts
from sijill.publish.havens import find_havens
from sijill.publish.people import find_people
from sijill.publish.people_arabic import find_arabic_people


def list_names(text, ordinary=()):
    return [text[found.start : found.end] for found in find_people(text, frozenset(ordinary))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an age, a trade in no list, and a relative by one name
        ("Omar al-Deeb, 34, a lampwright, and his daughter Lin died in Tarn.", ["Omar al-Deeb", "Lin"]),
        ("A nurse named Rana Olen said the ward was hit.", ["Rana Olen"]),
        ("a boy who gave his name only as Tim", ["Tim"]),
        ("Members of the al-Olen family fled.", ["al-Olen"]),
        ("The Olen and Deeb families fled.", ["Olen", "Deeb"]),  # a list shares the word
        ("Her sons Ali, Sami and Noor were asleep.", ["Ali", "Sami", "Noor"]),
        ("The father of Rana Olen spoke.", ["Rana Olen"]),
        ("Rana Olen's brother was asleep.", ["Rana Olen"]),
        ("Rana Olen and Sami Deeb were wounded.", ["Rana Olen", "Sami Deeb"]),
        ("Shells killed Rana Olen and two others.", ["Rana Olen"]),
        ("the death of Rana Olen in custody", ["Rana Olen"]),
        ("The victims: Ali Deeb, Rana Olen and Sami Noor.", ["Ali Deeb", "Rana Olen", "Sami Noor"]),
        ("According to resident Rana Olen, planes came.", ["Rana Olen"]),
        ("A 12-year-old girl, Lin, was hurt.", ["Lin"]),
        ("Umm Sami told us of it.", ["Umm Sami"]),
        ("Mr. Olen said so.", ["Olen"]),  # the point ends no sentence
        ("Nurse Rana Olen Killed In Strike", ["Rana Olen"]),  # in a headline every word has a capital
        # those who stay
        ("Colonel Basel Haddad, 51, was killed.", []),  # an office in front
        ("Basel Haddad, the governor of Tarn, was hurt. Later Haddad died.", []),  # or after, then by surname
        ("Fighters of Red Dawn were killed.", []),  # a group
        ("Red Dawn, an armed group, was shelled.", []),
        ("They killed Southern Cape fighters.", []),  # a name before a noun
        ("Tarn, a town in the north, fell.", []),
        ("In Tarn, 34, mostly children, were wounded.", []),  # a count, not an age
        ("the 3rd Fighter Wing flew", []),  # a capital within a sentence: part of a longer name
        ("his wife, Lowland media said", []),
        ("Northern families fled.", []),
    ],
)
def test_people_are_private_by_how_the_text_introduces_them(text, expected):
    assert list_names(text) == expected


def test_people_in_headlines_are_told_from_words_that_the_report_uses_otherwise():
    assert list_names("Residents Flee Old Tarn As Shells Fall", ordinary={"flee", "old"}) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل المواطن عمر الديب في البلدة", ["عمر الديب"]),  # "the citizen"
        ("قتل عمر الديب (34 عاما) وابنته لين في القصف", ["عمر الديب", "لين"]),  # an age, and "his daughter"
        ("قالت ممرضة تدعى رنا عولن إن القصف", ["رنا عولن"]),  # "a nurse called"
        ("نزحت عائلة الديب من البلدة", ["الديب"]),  # "the family of"
        ("نزحت عائلة كاملة من البلدة", []),  # "a whole family"
        ("قالت مصادر محلية إن ثلاثة أشخاص قتلوا", []),
    ],
)
def test_people_in_arabic_are_found_by_the_word_that_introduces_them(text, expected):
    assert [text[found.start : found.end] for found in find_arabic_people(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 12 Mill Street in Tarn", ["12 Mill Street"]),
        ("at 4B Old Mill Road", ["4B Old Mill Road"]),
        ("Mill Road no. 7 was hit", ["Mill Road no. 7"]),
        ("في شارع الطاحون رقم 12", ["شارع الطاحون رقم 12"]),
        ("call +00 11 555 0123", ["+00 11 555 0123"]),
        ("or 0944 123 456", ["0944 123 456"]),
        ("اتصل على ٠٩٤٤١٢٣٤٥٦", ["٠٩٤٤١٢٣٤٥٦"]),
        ("phone: 555 0123", ["555 0123"]),
        ("write to rana.olen@example.org", ["rana.olen@example.org"]),
        ("posted by @rana_olen on Monday", ["@rana_olen"]),
        ("see facebook.com/rana.olen", ["facebook.com/rana.olen"]),
        # those who lead to nobody
        ("killed 12 in Mill Street", []),
        ("on 21-03-2017, in 2014-2018, some 10 000 000 people", []),  # dates and counts
        ("In 2017 Mill Street was shelled.", []),
        ("12 Red Crescent volunteers", []),
    ],
)
def test_people_are_not_found_by_number_address_or_handle(text, expected):
    assert [text[start:end] for start, end, _ in find_contacts(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells hit al-Ode hospital in Tarn.", [("al-Ode hospital", "[hospital]")]),
        ("The Saint Ode Children's Hospital was hit.", [("Saint Ode Children's Hospital", "[hospital]")]),
        ("in Saint Ode primary school", [("Saint Ode primary school", "[school]")]),
        ("the Hospital of Saint Ode", [("Hospital of Saint Ode", "[hospital]")]),
        ("قصف مستشفى العود في البلدة", [("مستشفى العود", "[مستشفى]")]),
        ("a field hospital in Tarn", []),  # it has no name
        ("In Tarn hospitals closed.", []),
        ("قصف مستشفى ميداني", []),
    ],
)
def test_people_in_hospitals_and_schools_are_not_found_by_their_name(text, expected):
    assert [(text[start:end], words) for start, end, words in find_havens(text)] == expected
