"""The model: the same answer alone, batched and padded; lemmas; and the gate before it."""

import functools

import numpy as np
import pytest

from sijill.extract.embedded.gate import Gate
from sijill.extract.embedded.lemmas import find_lemma
from sijill.extract.embedded.lexicon import Lexicon
from sijill.extract.embedded.parser import Parser
from sijill.extract.embedded.tokens import split_words
from sijill.packs import load_pack

SENTENCES = [
    "Rebels captured the village of Ardun on Monday.",
    "The army denied that its jets had bombed the market, killing 12 people, a monitor said.",
    "Clashes.",
    "Under the deal, some 400 fighters are to leave the besieged town for the north, residents told the agency.",
    "Shares fell.",
]


@functools.cache
def parser():
    return Parser()


def test_reader_batched_and_padded_as_alone():
    """62 of 128 sentences changed with their batch under per-tensor quantisation; none may."""
    alone = [parser().encode(split_words(s)) for s in SENTENCES]
    pieces = max(a["ids"].shape[1] for a in alone) + 7  # more padding than any needs
    words = max(a["pool"].shape[1] for a in alone) + 3
    batch = {
        "ids": np.zeros((len(alone), pieces), np.int64),
        "mask": np.zeros((len(alone), pieces), np.int64),
        "types": np.zeros((len(alone), pieces), np.int64),
        "pool": np.zeros((len(alone), words, pieces), np.float32),
    }
    for b, one in enumerate(alone):
        n, w = one["ids"].shape[1], one["pool"].shape[1]
        for key in ("ids", "mask", "types"):
            batch[key][b, :n] = one[key][0]
        batch["pool"][b, :w, :n] = one["pool"][0]
    together = parser().score(batch)
    for b, one in enumerate(alone):
        w = one["pool"].shape[1]
        for name, scores in parser().score(one).items():
            mine = together[name][b, :w, :w] if name == "arc" else together[name][b, :w]
            assert np.allclose(scores[0], mine, atol=1e-4), name


def test_reader_signals_point_at_the_event():
    parse = parser().parse(split_words("Rebels captured the village of Ardun on Monday, the army denied."))
    words = [t.text for t in parse.tokens]
    at = max(range(len(words)), key=parse.signals.event_at)
    assert words[at] == "captured"
    assert parse.signals.kind_at(at)[0] == "capture"
    assert {"actor", "place"} <= set(parse.signals.roles_of(at))


LEMMAS = [
    # (word, universal tag, Penn tag, lemma): regular verbs that a suffix rule alone gets wrong
    ("killed", "VERB", "VBD", "kill"),
    ("seized", "VERB", "VBD", "seize"),
    ("shelling", "VERB", "VBG", "shell"),
    ("clashes", "VERB", "VBZ", "clash"),
    ("bombed", "VERB", "VBN", "bomb"),
    ("repelled", "VERB", "VBD", "repel"),
    ("carries", "VERB", "VBZ", "carry"),
    ("besieged", "VERB", "VBN", "besiege"),
    ("fled", "VERB", "VBD", "flee"),
    ("overran", "VERB", "VBD", "overrun"),
]


@pytest.mark.parametrize(("word", "tag", "fine", "lemma"), LEMMAS)
def test_reader_lemma(word, tag, fine, lemma):
    assert find_lemma(word, tag, fine, "guess") == lemma


@functools.cache
def gate():
    return Gate(Lexicon(load_pack("world").lexicon("en")))


def test_gate_opens_for_a_report_and_its_neighbours():
    texts = [
        "The governor spoke on Monday.",
        "He said rebels had shelled the town, killing two soldiers.",
        "Nobody else spoke.",
    ]
    assert gate().find_open(texts) == [True, True, True]


SHUT = [
    # general news with words of the lexicon: "leave", "hold", "take", "strike", "fall", "hit"
    [
        "Shares fell on Tuesday as traders took profits.",
        "The bank will hold rates, analysts said.",
        "Airlines were hit by higher fuel prices.",
        "A strike by pilots may cut summer earnings.",
        "The index has lost a tenth of its value.",
        "Investors left the market for bonds.",
    ],
    [
        "The striker will leave the club in June.",
        "He scored twice in the second half.",
        "The visitors took the lead after a corner.",
        "Their defence held until the last minute.",
        "The coach called it a good start.",
        "Fans return to the stadium on Sunday.",
    ],
]


@pytest.mark.parametrize("texts", SHUT)
def test_gate_stays_shut_on_other_news(texts):
    assert gate().find_open(texts) == [False] * len(texts)


def test_gate_gives_a_single_sentence_the_benefit_of_the_doubt():
    """Alone, "The army plans to capture the town." has too few words to weigh."""
    assert gate().find_open(["The army plans to capture the town."]) == [True]


def test_reader_together_is_as_alone():
    sentences = [split_words(text) for text in SENTENCES * 2]
    for alone, together in zip(map(parser().parse, sentences), parser().parse_all(sentences), strict=True):
        assert (alone.heads, alone.relations, alone.tags, alone.lemmas) == (
            together.heads,
            together.relations,
            together.tags,
            together.lemmas,
        )
        assert alone.names == together.names
        assert np.array_equal(alone.signals.kinds.argmax(-1), together.signals.kinds.argmax(-1))
        assert np.allclose(alone.signals.kinds, together.signals.kinds, atol=1e-4)
