"""Passages said twice in one document, and documents that took their text from others."""

import random

import pytest

from sijill.model import Document, Span
from sijill.read import find_lineage, find_repeats
from sijill.read.copies import hash_shingles, is_reworded, measure_containment, measure_jaccard

WIRE = (
    "Fighters of the Hill League took the bridge at Qarna before dawn on Sunday, two residents of the town said. "
    "The Plain Guard denied that it had lost the bridge and said that its men were holding the eastern end of it. "
    "At least four people were wounded when shells hit the mill beside the river, according to the town's clinic. "
    "A doctor there said that two of the four were children and that the clinic was short of blood and bandages. "
)
OTHER = (
    "Nine lorries with flour and tents reached Ardun on Monday after three days at the northern checkpoint. "
    "Drivers told this paper that officers of the Guard had asked each of them for money to let them through. "
    "The council has begun to hand out bread in four schools, where families from the valley have been sleeping. "
    "It says that the stores will last for ten days, and that a second convoy has been promised before the feast. "
    "Prices in the market have doubled since the road was cut, and the price of fuel has gone up threefold at least. "
)


def make(name, text, published=None, furniture=()):
    return Document(
        id=f"d-{name}",
        content_hash=name,
        source=name,
        text=text,
        published=published,
        furniture=tuple(furniture),
    )


def lineage(*documents):
    return {
        d.source: [(x.document, x.relation) for x in d.copy_of] for d in find_lineage(documents) if d.copy_of
    }


def test_read_copies_a_sentence_said_again_points_at_the_first():
    text = WIRE + OTHER + WIRE.split(". ")[0] + "."
    (repeat,) = find_repeats(text)
    assert text[repeat.start : repeat.end] == text[repeat.of_start : repeat.of_end]
    assert (repeat.of_start, repeat.similarity) == (0, 1.0)
    assert not is_reworded([repeat])


def test_read_copies_a_lead_reworded_lower_down_is_found_and_suspected():
    text = (
        "In a swift turn of events, League fighters have seized the bridge and the mill north of Qarna, pushing nearer "
        "to the town. The Valley Monitor said that Guard units left the two posts, some four miles from Qarna, after "
        "being outflanked by local men. Hundreds of Guard soldiers have reportedly crossed the river into Ardun. "
        + OTHER
        + "In a sharp escalation of the war, League fighters have captured the bridge and the mill north of Qarna, "
        "bringing them nearer to the town than before.The Valley Monitor confirmed the departure of Guard units from "
        "the two posts, some four miles from Qarna, after being outmanoeuvred by local men. Adding to the woes of the "
        "command, hundreds of Guard soldiers have reportedly crossed the river into Ardun, fleeing the fight."
    )
    repeats = find_repeats(text)
    assert len(repeats) == 3 and is_reworded(repeats)
    assert [text[r.of_start :][:12] for r in repeats] == ["In a swift t", "The Valley M", "Hundreds of "]
    assert all(r.similarity < 1 for r in repeats)


DIFFERENT = [
    WIRE + OTHER,
    # the same frame round other facts is not the same fact
    "The clinic in Qarna said that nine wounded men were brought in on Sunday from the mill. "
    "The school in Ardun said that forty families were taken in on Monday from the valley. ",
    "The activists said that jets had raided the hills. The activists said that barrels had fallen on Tel Sorn.",
    # one kind of event listed place by place: only the places differ, and they are all that matters
    "Guard jets bombed the town of Tel Sorn on Monday afternoon and three people died, the clinic said. "
    "Guard jets bombed the town of Ardun on Monday afternoon and three people died, the clinic said. ",
    "Guard jets bombed the town of Ardun on Monday afternoon and 3 people died, the clinic said. "
    "Guard jets bombed the town of Ardun on Monday afternoon and 5 people died, the clinic said. ",
    "قصفت طائرات الحرس بلدة أردون بعد ظهر الاثنين وقتل ثلاثة أشخاص حسب العيادة. "
    "قصفت طائرات الحرس بلدة قرنة بعد ظهر الاثنين وقتل ثلاثة أشخاص حسب العيادة. ",
    # a headline is meant to be said again in the lead
    "League takes bridge at Qarna from Plain Guard\n\nThe League takes bridge at Qarna from Plain Guard, residents say.",
    "",
    "Short. Short. Short.",
]


@pytest.mark.parametrize("text", DIFFERENT)
def test_read_copies_what_is_not_said_twice(text):
    assert find_repeats(text) == ()


def test_read_copies_furniture_is_no_repeat():
    line = "The Valley Lamp is read by many people in the whole valley every day.\n"
    text = line + WIRE + line
    assert len(find_repeats(text)) == 1
    last = len(text) - len(line)
    assert find_repeats(text, (Span(start=last, end=len(text), reason="tagline"),)) == ()


def test_read_copies_the_earlier_published_is_the_origin():
    late, early = make("a", WIRE, "2031-05-05"), make("b", WIRE, "2031-05-04")
    assert lineage(late, early) == {"a": [("d-b", "same_text")]}


ORIGINS = [
    ("2031-05-04", "2031-05-04", "a"),  # the same day: the smaller id
    ("2031-05-04", "2031-05-04T08:00", "b"),  # a time within the day comes before the bare day
    (None, "2031-05-04", "b"),  # unknown comes last
    (None, None, "a"),
    ("2031-05-04T23:00:00+00:00", "2031-05-05T00:30:00+02:00", "b"),  # zones are honoured
]


@pytest.mark.parametrize("a, b, origin", ORIGINS)
def test_read_copies_the_origin_when_dates_are_poor(a, b, origin):
    found = lineage(make("a", WIRE, a), make("b", WIRE, b))
    assert list(found.values()) == [[(f"d-{origin}", "same_text")]]


def test_read_copies_small_changes_are_the_same_text():
    changed = WIRE.replace("Sunday", "Sunday morning").upper() + "— QNA"
    assert lineage(make("a", WIRE), make("b", changed)) == {"b": [("d-a", "same_text")]}


def test_read_copies_half_rewritten_is_derived():
    _, second, *rest = WIRE.split(". ")
    rewritten = ". ".join(["League men stormed the crossing overnight, villagers reported", second, *rest])
    assert lineage(make("a", WIRE), make("b", rewritten)) == {"b": [("d-a", "derived")]}


def test_read_copies_wire_text_within_a_longer_piece():
    longer = OTHER + WIRE + OTHER.replace("Nine", "Ten").replace("Monday", "Tuesday")[::-1]
    # the longer came out later, or nobody knows: the wire text is the origin
    assert lineage(make("a", longer, "2031-05-05"), make("b", WIRE, "2031-05-04")) == {
        "a": [("d-b", "contains")]
    }
    assert lineage(make("a", longer), make("b", WIRE)) == {"a": [("d-b", "contains")]}
    # the shorter came out later: it is an excerpt
    assert lineage(make("a", longer, "2031-05-04"), make("b", WIRE, "2031-05-05")) == {
        "b": [("d-a", "derived")]
    }


def test_read_copies_reports_of_one_event_in_other_words_are_independent():
    own = (
        "The crossing at Qarna fell to the League on Sunday, its spokesman told us by telephone. Four people, two of "
        "them young, lie hurt in the clinic after the mill was hit. The Guard speaks of lies."
    )
    assert lineage(make("a", WIRE), make("b", own), make("c", OTHER)) == {}


def test_read_copies_common_furniture_does_not_make_copies():
    footer = OTHER[::-1] * 2
    texts = (("a", WIRE[:220]), ("b", OTHER[:220]))
    documents = [
        make(name, text + footer, furniture=[Span(start=220, end=220 + len(footer), reason="support")])
        for name, text in texts
    ]
    assert lineage(*documents) == {}
    assert lineage(*(make(d.source, d.text) for d in documents)) != {}  # the furniture alone would have


def test_read_copies_texts_of_a_few_words_are_never_copies():
    assert lineage(make("a", "Shells on Qarna."), make("b", "Shells on Qarna.")) == {}


def test_read_copies_lineage_does_not_depend_on_the_order_of_documents():
    _, second, *rest = WIRE.split(". ")
    documents = [
        make("a", WIRE, "2031-05-06"),
        make("b", WIRE, "2031-05-04"),
        make("c", OTHER + WIRE + OTHER.upper()[::-1], "2031-05-05"),
        make("d", ". ".join(["Men of the hills stormed the crossing, villagers reported", second, *rest])),
        make("e", OTHER, "2031-05-04"),
    ]
    expected = {d.id: d.copy_of for d in find_lineage(documents)}
    assert sum(map(bool, expected.values())) >= 3
    shuffled = documents[:]
    for seed in range(4):
        random.Random(seed).shuffle(shuffled)
        found = find_lineage(shuffled)
        assert [d.id for d in found] == [d.id for d in shuffled]  # given back as they came
        assert {d.id: d.copy_of for d in found} == expected


def test_read_copies_a_lineage_found_before_is_made_anew():
    (stale,) = find_lineage([make("a", WIRE)])
    copied = find_lineage([make("b", WIRE, "2031-01-01"), stale])[1]
    assert copied.copy_of
    assert find_lineage([copied])[0].copy_of == ()  # its origin was taken out


def test_read_copies_measures():
    a, b = hash_shingles("abcdefghij"), hash_shingles("abcdefgh")
    assert measure_jaccard(a, a) == 1 and measure_jaccard(a, hash_shingles("zyxwvutsrq")) == 0
    assert measure_jaccard(a, b) == pytest.approx(4 / 6)
    assert (measure_containment(b, a), measure_containment(a, b)) == (1, pytest.approx(4 / 6))
    assert len(hash_shingles("ab")) == 1  # shorter than a shingle, and still comparable


LINE = "Six soldiers of the Guard were killed in Qarna on Sunday, a clinic in the town said."
SHORT = [
    (LINE, [(LINE.replace("Six", "6"), "same_text")]),  # the same number in another writing
    (LINE, [(LINE.replace("Six", "Seven"), None)]),  # another number is another report
    (
        LINE,
        [(LINE.replace("Sunday", "Monday"), "derived")],
    ),  # other names: perhaps restyled, not the same text
    (LINE, [(LINE + " It gave no names.", "same_text")]),
    (LINE, [(LINE + " Four were hurt.", "derived")]),  # a number more contradicts nothing
]


@pytest.mark.parametrize("text, others", SHORT)
def test_read_copies_short_reports_are_one_only_if_their_numbers_agree(text, others):
    for other, relation in others:
        found = lineage(make("a", text, "2031-05-04"), make("b", other, "2031-05-05"))
        assert found == ({"b": [("d-a", relation)]} if relation else {})


def test_read_copies_a_long_text_with_another_number_is_a_revision():
    revised = (WIRE + OTHER).replace("Nine lorries", "Twelve lorries")
    assert lineage(make("a", WIRE + OTHER, "2031-05-04"), make("b", revised, "2031-05-05")) == {
        "b": [("d-a", "derived")]
    }


def test_read_copies_a_round_up_holds_the_reports_it_quotes_and_no_likenesses_of_them():
    sentences = [f"{sentence}." for sentence in WIRE.strip().rstrip(".").split(". ")]
    first = " ".join(sentences[:2])
    versions = [
        first,
        first.replace("the mill", "the barn"),
        first.replace("said", "say"),
        first + " So it is.",
    ]
    parts = [make(f"b{n}", text, "2031-05-04") for n, text in enumerate(versions[1:3])]
    whole = make("a", OTHER + WIRE + OTHER[::-1], "2031-05-05")
    found = lineage(*parts, whole)
    assert len([tie for tie in found["a"] if tie[1] == "contains"]) == 1
    # a line that is like one in it, with another number, is not in it
    assert "a" not in lineage(make("b", LINE.replace("Six", "Nine"), "2031-05-04"),
                              make("a", OTHER + LINE + WIRE, "2031-05-05"))  # fmt: skip
    # to the letter it is
    assert lineage(make("b", LINE, "2031-05-04"), make("a", OTHER + LINE + WIRE, "2031-05-05")) == {
        "a": [("d-b", "contains")]
    }
