"""Folding, keys and comparison of names: rows of spellings that are facts, each with why it is here."""

import pytest

from sijill.names import bare_name, compare_names, fold_name, fold_text, name_key, read_initials, split_head

HEADS = {"jaysh": "army", "jaish": "army", "army": "army", "hayat": "committee", "committee": "committee",
         "liwa": "brigade", "brigade": "brigade", "failaq": "corps", "faylaq": "corps", "legion": "corps"}  # fmt: skip

SAME_KEY = [
    ("al-Qaboun", "Qabun"),  # article, and the vowel written two ways
    ("القابون", "Qaboun"),  # Arabic letters fall into the Latin classes
    ("Jayrud", "جيرود"),
    ("al-Dumayr", "الضمير"),  # emphatic d, article joined in Arabic
    ("Harasta", "حرستا"),
    ("Hazzah", "حزة"),  # doubled letter, final ta marbuta
    ("Arbin", "عربين"),  # initial ʿayn stands for any vowel
    ("Khan Shaykhun", "خان شيخون"),  # kh and sh are one letter each
    ("Deir ez-Zor", "Deirezzor"),  # the article inside, apart or joined
    ("Hay'at Tahrir al-Sham", "هيئة تحرير الشام"),
    ("Jaysh al-Islam", "Jaish Al Islam"),
    ("Ahrar ash-Sham", "أحرار الشام"),  # assimilated article
]
OTHER_KEY = [
    ("Qaboun", "Qadam"),  # two neighbourhoods
    ("Ghouta", "Kouta"),  # gh is not k
    ("Khan", "Kan"),
    ("Babbila", "al-Bab"),
]


@pytest.mark.parametrize(("a", "b"), SAME_KEY)
def test_names_name_key_joins_spellings(a, b):
    assert name_key(a) == name_key(b)


@pytest.mark.parametrize(("a", "b"), OTHER_KEY)
def test_names_name_key_keeps_apart(a, b):
    assert name_key(a) != name_key(b)


def test_names_fold_text_traces_each_character():
    text = "من “Hay’at” Ḩarastā"
    folded = fold_text(text)
    start = folded.text.index("harasta")
    assert text[slice(*folded.find_source_span(start, start + 7))] == "Ḩarastā"
    assert len(folded.text) == len(folded.offsets)


@pytest.mark.parametrize(
    ("name", "folded", "bare"),
    [
        ("Al-Hajar  al-Aswad", "al hajar al aswad", "hajar aswad"),
        ("Assad’s forces", "assad forces", "assad forces"),  # possessive goes, the head stays
        ("الغوطة الشرقية", "الغوطه الشرقيه", "غوطه شرقيه"),
        ("The An", "the an", "an"),  # a last word is never an article
    ],
)
def test_names_fold_name_and_bare_name(name, folded, bare):
    assert (fold_name(name), bare_name(name)) == (folded, bare)


@pytest.mark.parametrize(
    ("a", "b", "least", "most"),
    [
        ("Jaysh al-Islam", "Jaish al-Islam", 0.95, 1),
        ("Failaq al-Rahman", "al-Rahman Legion", 0.95, 1),  # the head noun translated and moved
        ("Tahrir al-Sham Army", "Jaysh Tahrir al-Sham", 0.95, 1),
        ("Jaysh al-Islam", "Jaysh Tahrir al-Sham", 0, 0.6),  # same head, other specifier
        ("Jaysh Tahrir al-Sham", "Hay’at Tahrir al-Sham", 0, 0.3),  # same specifier, other head
        ("Jaysh Ahrar al-Sham", "Ahrar al-Sham", 0, 0.5),  # one says army, the other nothing
        ("Free Syrian Army", "Syrian army", 0, 0.7),  # the specifier must match on its own
        ("Liberation Army", "Tahrir al-Sham Army", 0, 0.6),
    ],
)
def test_names_compare_names_weighs_head_and_specifier(a, b, least, most):
    match = compare_names(a, b, HEADS)
    assert least <= match.score <= most
    assert match.evidence


@pytest.mark.parametrize(
    ("a", "b"),
    [("Dumayr", "Dummar"), ("Qadam", "Qaim"), ("Babbila", "al-Bab"), ("Qaboun", "Qadam"), ("Hama", "Homs")],
)
def test_names_compare_names_keeps_near_spellings_apart(a, b):
    assert compare_names(a, b).score < 0.9  # below what is taken for another spelling of one name


def test_names_split_head_needs_a_specifier():
    assert split_head("Army", HEADS) == (None, "army")


def test_names_read_initials_takes_only_brackets():
    assert read_initials("Free Syrian Army (FSA)") == ("Free Syrian Army", "FSA")
    assert read_initials("HTS") == ("HTS", None)
