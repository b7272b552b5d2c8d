"""Normalised text leads back to the text as written, whatever was folded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.text import (
    find_span,
    fold_arabic,
    fold_digits,
    is_arabic_script,
    normalise,
    strip_marks,
)

# Letters, marks, digits and the typographic noise that real pages carry.
NOISY = st.text(
    alphabet="ab “”‘’\"'–—- \u00a0\u200f\u202b\n\r\t\ufeff\u00adقُتِلَـأإآىةؤئ١٢۳٪،e\u0301é", max_size=60
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“Four”  tanks – lost", '"Four" tanks - lost'),
        ("ten\u00a0km", "ten km"),  # no-break space, common between number and unit
        ("a\u200fb\u202cc", "abc"),  # bidi marks inside a name
        (
            "one\n\ntwo\nthree",
            "one\ntwo three",
        ),  # a blank line keeps paragraphs apart, a wrapped line does not
        ("one\r\ntwo", "one two"),
        ("", ""),
    ],
)
def test_text_normalise_folds_what_differs_only_in_typography(text, folded):
    assert normalise(text).text == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("قُتِلَ", "قتل"),
        ("المدينـــة", "المدينه"),  # tatweel, and the final ta marbuta
        ("أحمد إدلب آذار", "احمد ادلب اذار"),
        ("مستشفى", "مستشفي"),
        ("مئة مؤتمر", "ميه موتمر"),
        ("١٢٫٥ و۷", "12.5 و7"),
        ("٧٠٪", "70%"),
    ],
)
def test_text_fold_arabic_folds_spelling_variants(text, folded):
    assert fold_arabic(text) == folded


def test_text_fold_digits_keeps_the_length():
    assert fold_digits("١٨ نيسان ۲۰۱۸") == "18 نيسان 2018"


@pytest.mark.parametrize(
    ("haystack", "needle", "found"),
    [
        ("They lost four tanks.", "four tanks", "four tanks"),
        ("He said: “no  truth” to it", 'said: "no truth"', "said: “no  truth”"),
        ("around\u00a045 barrels", "around 45 barrels", "around\u00a045 barrels"),
        ("a line\nbroken here", "line broken", "line\nbroken"),
        ("one end.\n\nThe next", "end. The next", "end.\n\nThe next"),  # a model quotes across a blank line
        ("ثم قُتِلَ رجل", "قتل", "قُتِلَ"),  # the last vowel mark belongs to the quote
        ("في حـــلب أمس", "حلب امس", "حـــلب أمس"),
        ("They left", "they fled", None),
        ("anything", "  ", None),
    ],
)
def test_text_find_span_gives_original_offsets(haystack, needle, found):
    span = find_span(haystack, needle)
    assert (None if span is None else haystack[slice(*span)]) == found


def test_text_find_span_starts_where_it_is_told():
    assert find_span("ten, “ten”, ten", "ten", start=4) == (6, 9)
    assert find_span("a “b” c “b”", '"b"', start=5) == (8, 11)


def test_text_is_arabic_script_counts_letters_only():
    assert is_arabic_script("سيطرت الفصائل (12 km) على البلدة")
    assert not is_arabic_script("Battle of the day سيطرت")
    assert not is_arabic_script("123 - !")


def test_text_strip_marks_keeps_letters():
    assert strip_marks("Ḥamāh é قُتِلَ أحمد") == "Hamah e قتل أحمد"  # the hamza is a letter's own, no mark


@settings(max_examples=150, deadline=None)
@given(text=NOISY, quotes=st.booleans(), spaces=st.booleans(), arabic=st.booleans())
def test_text_normalise_maps_every_character_back(text, quotes, spaces, arabic):
    folded = normalise(text, quotes=quotes, spaces=spaces, arabic=arabic)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)
    for character, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        # what one character stands for folds to that character again
        assert normalise(text[start:end], quotes=quotes, spaces=spaces, arabic=arabic).text == character


@settings(max_examples=100, deadline=None)
@given(haystack=NOISY, cut=st.tuples(st.integers(0, 60), st.integers(1, 20)))
def test_text_find_span_finds_what_was_cut_out(haystack, cut):
    needle = haystack[cut[0] : cut[0] + cut[1]]
    span = find_span(haystack, needle)
    if needle.strip():
        assert span is not None and haystack[slice(*span)] == needle
