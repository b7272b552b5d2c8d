"""Which predicted claim is which gold claim, rule by rule; what is told as an event; intervals."""

import itertools
import random

import pytest
from score_gold import CAPTURE, DENIAL, GOLD, HELD, JETS, MILL, PLAN, TANKS, claim, moved, write_gold

from sijill.score import ScoreOptions, format_scores, read_gold, score_claims
from sijill.score.assign import assign_pairs
from sijill.score.matching import match_sources, spans_agree
from sijill.score.measures import Agreement, bootstrap_f1, compute_wilson


@pytest.fixture
def gold_folder(tmp_path):
    return write_gold(tmp_path / "gold")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 100), (0, 100), True),
        ((0, 65), (35, 100), True),  # 30 shared of 100: exactly 0.3
        ((0, 64), (35, 100), False),  # 29 of 100
        ((0, 100), (0, 400), True),  # holds all of it and is four times as long
        ((0, 100), (0, 401), False),  # one character too long
        ((0, 100), (10, 310), True),  # holds 90% of it, though 90 of 310 is less than 0.3
        ((0, 100), (11, 311), False),  # holds 89%
        ((0, 10), (10, 20), False),  # they touch
    ],
)
def test_score_spans_agree(one, other, expected):
    assert spans_agree(one, other) is expected
    assert spans_agree(other, one) is expected


def test_score_assignment_is_the_best_there_is():
    draw = random.Random(5)
    for _ in range(150):
        rows, columns = draw.randint(1, 4), draw.randint(1, 4)
        weights = {
            (g, p): draw.randint(1, 9) for g in range(rows) for p in range(columns) if draw.random() < 0.6
        }
        best = 0
        for size in range(min(rows, columns) + 1):
            for some in itertools.combinations(range(rows), size):
                for others in itertools.permutations(range(columns), size):
                    pairs = list(zip(some, others, strict=True))
                    if all(pair in weights for pair in pairs):
                        best = max(best, sum(weights[pair] for pair in pairs))
        chosen = assign_pairs(weights)
        assert sum(weights[pair] for pair in chosen) == best
        assert len({g for g, _ in chosen}) == len({p for _, p in chosen}) == len(chosen)


def test_score_pairs_as_many_as_can_be():
    # the first prediction fits both gold claims and the second only the first: greedy by span would lose one
    short = {**CAPTURE, "end": CAPTURE["end"] - 30, "quote": ""}
    wide = {**CAPTURE, "kind": "held", "alt_kinds": ["capture"]}
    scores = score_claims([CAPTURE, wide], [CAPTURE, {**short, "kind": "held"}])
    assert scores.claims.kind.found == 2


def test_score_pairs_by_stance_then_speaker():
    # two speakers, one quote: two gold claims, and predictions that come in the other order
    other = {**CAPTURE, "speaker": {"name": "a resident"}}
    scores = score_claims([CAPTURE, other], [other, CAPTURE])
    assert scores.slots.speaker.value == 1
    denied = {**CAPTURE, "stance": "denies"}
    assert score_claims([CAPTURE, denied], [denied, CAPTURE]).claims.kind_and_stance.f1 == 1


@pytest.mark.parametrize(
    ("predicted", "kind_f1", "both_f1"),
    [
        ([PLAN], 1, 1),
        ([{**PLAN, "kind": "displacement"}], 1, 1),  # an alternative that the gold accepts
        ([{**PLAN, "kind": "withdrawal"}], 0, 0),  # one that it does not
        ([{**PLAN, "stance": "asserts"}], 1, 0),  # found, and told as an event
        ([], 0, 0),
    ],
)
def test_score_kind_and_stance(predicted, kind_f1, both_f1):
    scores = score_claims([PLAN], predicted)
    assert (scores.claims.kind.f1, scores.claims.kind_and_stance.f1) == (kind_f1, both_f1)


@pytest.mark.parametrize(
    ("extra", "forgiven"),
    [
        ([moved(CAPTURE, 20, 0)], 1),  # the same fact by the same speaker from another span
        ([moved(CAPTURE, 20, 0), moved(CAPTURE, 0, -20)], 1),  # once
        ([dict(CAPTURE)], 0),  # the same span: a copy
        ([moved(CAPTURE, 1, 0)], 0),  # a copy moved by a letter
        ([moved(CAPTURE, 20, 0, speaker={"name": "publisher"})], 0),  # in another voice
        ([moved(CAPTURE, 20, 0, stance="plans")], 0),
        ([moved(CAPTURE, 20, 0, kind="held")], 0),  # another kind says another thing
    ],
)
def test_score_second_prediction_forgiven_once(extra, forgiven):
    scores = score_claims([CAPTURE], [CAPTURE, *extra])
    assert scores.documents[0].forgiven == forgiven
    assert scores.claims.kind.predicted == 1 + len(extra) - forgiven


def test_score_plan_told_as_event_twice_not_forgiven():
    told = {**PLAN, "stance": "asserts"}
    scores = score_claims([PLAN], [told, moved(told, 15, 0)])
    assert scores.claims.kind_and_stance.predicted == 2


def test_score_optional_is_right_when_found_and_not_missed_when_absent():
    assert score_claims([CAPTURE, TANKS], [CAPTURE]).claims.kind.f1 == 1
    assert score_claims([CAPTURE, TANKS], [CAPTURE, TANKS]).claims.kind.precision == 1
    assert score_claims([CAPTURE, TANKS], [TANKS]).claims.kind.recall == 0


def test_score_repeat_need_be_found_once(gold_folder):
    gold = read_gold(gold_folder)
    for absent in (CAPTURE, HELD):  # either telling will do
        found = [each for each in GOLD if each is not absent]
        assert score_claims(gold, found).claims.kind.recall == 1
    neither = [each for each in GOLD if each not in (CAPTURE, HELD)]
    assert score_claims(gold, neither).claims.kind.recall == 7 / 9


def test_score_documents_matched_by_source_name_or_stem():
    assert match_sources(["a.txt", "r1"], ["in/a.txt", "r1.json"]) == {"a.txt": "in/a.txt", "r1": "r1.json"}
    assert match_sources(["a.txt"], ["one/a.txt", "two/a.txt"]) == {}  # which of the two is not for us to say
    assert match_sources(["a.txt"], ["a.txt", "two/a.txt"]) == {"a.txt": "a.txt"}


def test_score_absent_document_is_named_and_its_claims_missed():
    scores = score_claims(GOLD, MILL)
    assert scores.absent == ("later.txt",)
    assert scores.claims.kind.gold - scores.claims.kind.found == 3
    assert "later.txt" in format_scores(scores).split("claims  ")[0]


def test_score_claims_of_other_documents_are_not_scored():
    other = {**JETS, "document": {"source": "elsewhere.txt"}}
    scores = score_claims(MILL, [*MILL, other])
    assert (scores.claims.kind.f1, scores.not_scored) == (1, 1)


@pytest.mark.parametrize(
    ("gold", "predicted", "told", "told_any"),
    [
        ([PLAN], [PLAN], 0, 0),
        ([PLAN], [{**PLAN, "stance": "asserts"}], 1, 1),
        ([PLAN], [PLAN, moved(PLAN, 15, 0, stance="asserts")], 1, 1),  # found and told all the same
        ([PLAN], [{**PLAN, "stance": "asserts", "kind": "withdrawal"}], 0, 1),  # another kind of event
        ([PLAN], [{**PLAN, "stance": "asserts", "kind": "statement"}], 0, 0),  # that it was said is true
        (
            [PLAN, {**PLAN, "stance": "asserts"}],
            [{**PLAN, "stance": "asserts"}],
            0,
            0,
        ),  # the gold asserts it too
        ([DENIAL], [{**DENIAL, "stance": "plans"}], 0, 0),  # wrong, but no event
    ],
)
def test_score_told_as_event(gold, predicted, told, told_any):
    unreal = score_claims(gold, predicted).unreal["all"]
    assert (unreal.told_as_event.k, unreal.told_as_any_event.k, unreal.told_as_event.n) == (told, told_any, 1)


def test_score_stances_are_tabled():
    scores = score_claims(GOLD, [{**each, "stance": "asserts"} for each in GOLD])
    assert scores.stances["plans"] == {"asserts": 1, "denies": 0, "plans": 0, "hypothetical": 0}
    assert {stance: one.kept.k for stance, one in scores.unreal.items()} == dict.fromkeys(scores.unreal, 0)
    assert scores.unreal["all"].found.k == 3


def test_score_lenient_kinds_only_when_asked():
    gold = [claim("At least 12 soldiers were killed in the assault", "ceasefire_violation")]
    given = [{**gold[0], "kind": "violence_against_civilians"}]
    assert score_claims(gold, given).lenient_kinds is None
    scores = score_claims(gold, given, ScoreOptions(lenient_kinds=True))
    assert (scores.claims.kind.f1, scores.lenient_kinds.kind.f1) == (0, 1)
    assert "civilian-violence equivalence" in format_scores(scores)


@pytest.mark.parametrize(
    ("k", "n", "expected"),
    [
        (0, 10, (0.0, 0.2775)),  # textbook values of the Wilson score interval
        (5, 10, (0.2366, 0.7634)),
        (81, 263, (0.2553, 0.3662)),
        (10, 10, (0.7225, 1.0)),
    ],
)
def test_score_wilson(k, n, expected):
    assert compute_wilson(k, n) == pytest.approx(expected, abs=1e-4)


def test_score_wilson_of_nothing():
    assert compute_wilson(0, 0) is None


def test_score_bootstrap_is_steady_and_needs_documents():
    good, bad = Agreement(right=9, predicted=10, found=9, gold=10), Agreement(predicted=10, gold=10)
    low, high = bootstrap_f1([good, bad, good, bad])
    assert low < 0.45 < high  # the point estimate
    assert bootstrap_f1([good, bad, good, bad]) == (low, high)
    assert bootstrap_f1([good]) is None
