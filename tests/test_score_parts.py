"""When the parts of two paired claims agree: names, roles, figures, dates."""

import json

import pytest
from score_gold import CAPTURE, CONVOY, GOLD, JETS, LATER, PLAN, day, names, write_gold

from sijill.score import ScoreOptions, read_gold, score_claims, score_record
from sijill.score.coded import Name, Number
from sijill.score.naming import names_alike, names_equal
from sijill.score.slots import compare_figures


@pytest.fixture
def gold_folder(tmp_path):
    return write_gold(tmp_path / "gold")


@pytest.mark.parametrize(
    ("one", "other", "strict", "lenient"),
    [
        ("the River Brigade", "River Brigade", True, True),  # determiner
        ("al-Qaboun", "Qaboun", True, True),  # article
        ("Hay’at Tahrir al-Sham", "Hayat Tahrir Al Sham", True, True),  # quotes, hyphens, case
        ("المرصد السوري", "مرصد السورى", True, True),  # Arabic article, final ya
        ("Assad’s forces", "Assad forces", True, True),  # possessive
        ("Col. Samir Haddad", "Samir Haddad", False, True),  # title
        ("Valley Monitor for Peace (VMP)", "VMP", False, True),  # abbreviation in brackets
        ("local activists", "activists", False, True),  # one holds the other
        ("rebel forces", "regime forces", False, False),  # one word shared is not a name shared
        ("publisher", "Valley Monitor", False, False),
        ("the", "army", False, False),
    ],
)
def test_score_names(one, other, strict, lenient):
    assert names_equal(one, other) is strict
    assert names_alike(Name(name=one), Name(name=other)) is lenient
    assert names_alike(Name(name=other), Name(name=one)) is lenient


def test_score_names_alike_by_id():
    assert names_alike(Name(name="Lions of the East", id="lions"), Name(name="Usud al-Sharqiya", id="lions"))
    assert not names_alike(Name(name="Lions", id=None), Name(name="Usud", id=None))


def test_score_actor_lists_are_paired_one_to_one():
    gold = {**CAPTURE, "actors": names("River Brigade", "Hill Front")}
    given = {**CAPTURE, "actors": names("the Hill Front", "Brigade", "Brigade")}
    slots = score_claims([gold], [given]).slots
    assert (slots.actors.found, slots.actors.predicted, slots.actors.gold) == (1, 3, 2)
    assert slots.actors_lenient.found == 2


def test_score_place_role_is_told_apart():
    given = {**PLAN, "places": [{"name": "Tel Osman", "role": "origin"}]}
    slots = score_claims([PLAN], [given]).slots
    assert (slots.places.f1, slots.place_roles.value) == (1, 0)


@pytest.mark.parametrize(
    ("gold", "given", "expected"),
    [
        ([(48, None)], [(48, None)], 1),
        ([(48, None)], [(48, 48)], 0),  # "at least" is not "exactly"
        ([(48, None)], [], 0),
        ([(None, None)], [], None),  # "a large number" has no number to find
        ([(5, 5), (5, 5)], [(5, 5)], 2 / 3),  # one figure is not two
    ],
)
def test_score_figures(gold, given, expected):
    asked, told = (
        [Number(measure="killed", low=low, high=high) for low, high in rows] for rows in (gold, given)
    )
    assert compare_figures(asked, told).f1 == expected


@pytest.mark.parametrize(
    ("given", "exact", "overlap", "near"),
    [
        (day("2031-05-05"), 1, 1, 1),
        (day("2031-05-05T06:30"), 1, 1, 1),  # the time of day is another matter
        (day("2031-05-04", "2031-05-05"), 0, 1, 1),
        (day("2031-05-06"), 0, 0, 1),
        (day("2031-05"), 0, 1, 0),  # the whole month is no answer
        (day("2031-05-09"), 0, 0, 0),
        (None, 0, 0, 0),
    ],
)
def test_score_dates(given, exact, overlap, near):
    dates = score_claims([CAPTURE], [{**CAPTURE, "when": given}]).slots.dates
    assert (dates.exact.k, dates.overlap.k, dates.within_a_day.k) == (exact, overlap, near)
    assert dates.exact.n == 1
    assert dates.precision.n == int(given is not None)


def test_score_dates_that_rest_on_an_estimate_are_asked_only_of_who_was_told(gold_folder):
    undated = [{**each, "when": None} for each in GOLD]
    gold = read_gold(gold_folder)
    dates = score_claims(gold, undated).slots.dates
    assert (dates.exact.n, dates.set_aside) == (3, 1)
    assert score_claims(gold, undated, ScoreOptions(published_est=True)).slots.dates.exact.n == 4
    # a report has no `basis`: its own dates rest on the estimate when its publication date does
    report = {
        "id": "r",
        "text": LATER,
        "published_est": "2031-05-09",
        "claims": [{**CONVOY, "when": day("2031-05-08")}],
    }
    del report["claims"][0]["when"]["basis"]
    (gold_folder / "r.json").write_text(json.dumps(report))
    assert score_record(gold_folder / "r.json", gold_folder / "r.json").slots.dates.set_aside == 1


def test_score_invented_dates_are_counted():
    dates = score_claims([JETS], [{**JETS, "when": day("2031-05-08")}]).slots.dates
    assert (dates.invented.k, dates.invented.n) == (1, 1)
