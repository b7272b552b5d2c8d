"""The rule-sets: a row of a table for each grade, and what holds whatever the reports say."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_fakes import PACK, killed, make_claim, make_document

from sijill.errors import SijillError
from sijill.link import link_claims
from sijill.model import Figure
from sijill.reconcile import (
    apply_rule_set,
    list_rule_sets,
    load_rule_set,
    reconcile_incidents,
    tell_history,
)

PAPERS = [make_document(f"paper{n}", published=f"2020-05-0{n + 2}") for n in range(6)]
OTHERS = [name for name in list_rule_sets() if name != "sijill"]


def dead(low, high=None, who="civilians", **fields):
    """Dead who are no side's fighters."""
    high = low if high is None else high or None
    qualifier = fields.pop("qualifier", "exact" if low == high else "at least")
    return Figure(measure="killed", who=who, low=low, high=high, qualifier=qualifier, **fields)


def tell(figure, number=0, speaker="publisher", kind="shelling", **fields):
    """One paper's claim of one shelling of Alton, so that all such claims are one incident."""
    figures = figure if isinstance(figure, tuple) else (figure,)
    return make_claim(kind, PAPERS[number], 10 * number, speaker=speaker, figures=figures, **fields)


def tell_loss(figure, number=0, speaker="publisher", **fields):
    """One paper's claim of the dead of red's army in one battle."""
    return tell(figure, number, speaker, kind="casualties", on="red-army", **fields)


def build(claims, documents=PAPERS):
    linked, incidents = link_claims(claims, documents, PACK)
    return linked, incidents, reconcile_incidents(incidents, linked, documents, PACK)


def rule(name, claims, documents=PAPERS):
    linked, incidents, rows = build(claims, documents)
    return [
        ruled
        for incident in incidents
        for ruled in apply_rule_set(
            name, incident, [one for one in rows if one.incident == incident.id], linked
        )
    ]


def rule_one(name, claims):
    found = rule(name, claims)
    assert len(found) == 1, found
    return found[0]


VAGUE = {"qualifier": "dozens of"}
UNGIVEN = Figure(measure="killed", who="civilians", qualifier="a number of")
# rule-set, claims → (low, best, high), grade, and why
ROWS = [
    # Airwars
    ("airwars", [tell(dead(12), by="red-army")], (12, None, 12), "weak", "one paper says so"),
    ("airwars", [tell(dead(12), by="red-army"), tell(dead(15), 1, by="red-army")], (12, None, 15), "fair",
     "two papers, the same side blamed"),
    ("airwars", [tell(dead(12), 0, by="red-army"), tell(dead(9), 1, "red-voice", by="red-army")], (9, None, 12),
     "confirmed", "red's spokeswoman says that red did it"),
    ("airwars", [tell(dead(12), 0, by="red-army"), tell(dead(9), 1, "red-voice", by="red-army", hedged=True)],
     (9, None, 12), "fair", "a hedge is no admission"),
    ("airwars", [tell(dead(12), 0, "blue-voice", by="red-army"), tell(dead(9), 1, "red-voice", by="blue-front")],
     (9, None, 12), "contested", "each says that the other did it"),
    ("airwars", [tell(dead(12), 0, by="red-army"), tell(dead(15), 1)], (12, None, 15), "fair",
     "the second paper names nobody: no rival version"),
    ("airwars", [tell(dead(0))], (0, None, 0), "discounted", "nobody was hurt, and it is said"),
    ("airwars", [tell(dead(12)), tell(dead(0), 1, "red-voice")], (12, None, 12), "weak",
     "red's none is no minimum where a paper counts twelve"),
    ("airwars", [tell(UNGIVEN)], (None, None, None), "weak", "some died: unknown, not none"),
    ("airwars", [tell(dead(24, 0, **VAGUE))], (24, None, None), "weak", "dozens have no highest number"),
    ("airwars", [tell(dead(20, 0)), tell(dead(12), 1)], (12, None, 20), "fair", "at least 20 is a number given"),
    ("airwars", [tell_loss(killed(20, 20))], (None, None, None), "outside", "soldiers are not civilians"),
    ("airwars", [tell(dead(7, who="soldiers"))], (None, None, None), "outside", "a word is enough"),
    ("airwars", [tell(dead(7, who=None), by="red-army", on="insurgents")], (None, None, None), "outside",
     "a number without words counts the targets"),
    # Iraq Body Count
    ("ibc", [tell(dead(12))], (12, None, 12), "provisional", "one source"),
    ("ibc", [tell(dead(12)), tell(dead(9), 1)], (9, None, 12), "two_sources", "two sources"),
    ("ibc", [tell(dead(12), 0, "blue-voice"), tell(dead(9), 1, "blue-league")], (9, None, 12), "provisional",
     "two voices of one side are one"),
    ("ibc", [tell(dead(12)), tell(UNGIVEN, 1)], (12, None, 12), "provisional", "the second gives no number"),
    ("ibc", [tell(dead(12)), tell(dead(0), 1, "red-voice")], (12, None, 12), "provisional", "nor does a none"),
    ("ibc", [tell_loss(killed(20, 20))], (None, None, None), "outside", "soldiers are not civilians"),
    # ACLED
    ("acled", [tell(dead(12))], (12, 12, None), "reported", "one number"),
    ("acled", [tell(dead(12)), tell(dead(9), 1)], (9, 9, None), "conservative", "the lower of two"),
    ("acled", [tell(dead(12)), tell(dead(9), 1, hedged=True)], (12, 12, None), "conservative", "but not a hedged one"),
    ("acled", [tell(dead(24, 0, **VAGUE))], (12, 12, None), "convention", "dozens are twelve"),
    ("acled", [tell(dead(24, 0, **VAGUE)), tell(dead(31), 1)], (31, 31, None), "conservative",
     "a number before a word"),
    ("acled", [tell(dead(3, 0, qualifier="several"))], (3, 3, None), "convention", "several are three"),
    ("acled", [tell(dead(200, 0, qualifier="hundreds of"))], (100, 100, None), "convention", "hundreds are a hundred"),
    ("acled", [tell(UNGIVEN)], (3, 3, None), "convention", "some died: three, and not none"),
    ("acled", [tell(dead(0))], (0, 0, None), "no_fatalities", "none, said so"),
    ("acled", [tell_loss(killed(20, 20), 0, "red-voice"), tell_loss(killed(15, 15), 1)], (20, 20, None),
     "conservative", "red admits more than the paper counts: a floor"),
    ("acled", [tell_loss(killed(90, 90), 0, "blue-voice")], (None, None, 90), "one_party",
     "only blue counts red's dead: a ceiling"),
    ("acled", [tell_loss(killed(90, 90), 0, "blue-voice"), tell_loss(killed(15, 15), 1)], (15, 15, None),
     "conservative", "blue's count raises nothing"),
    ("acled", [tell(Figure(measure="wounded", who="civilians", low=4, high=4))], (None, None, None), "outside",
     "the wounded are not counted"),
    # UCDP
    ("ucdp", [tell(dead(12))], (12, 12, 12), "clear", "one number, three estimates"),
    ("ucdp", [tell(dead(12)), tell(dead(9), 1), tell(dead(20), 2)], (9, 9, 20), "clear",
     "no source is better than another: the lower one is best"),
    ("ucdp", [tell(dead(12)), tell(dead(9), 1, hedged=True)], (9, 12, 12), "clear", "the hedged one is only low"),
    ("ucdp", [tell_loss(killed(90, 90), 0, "blue-voice"), tell_loss(killed(15, 15), 1)], (15, 15, 90), "clear",
     "an enemy's count is high alone"),
    ("ucdp", [tell_loss(killed(90, 90), 0, "blue-voice")], (None, None, 90), "clear", "and never 0 below it"),
    ("ucdp", [tell_loss(killed(20, 20), 0, "red-voice"), tell_loss(killed(15, 15), 1)], (20, 20, None), "clear",
     "an admission is a floor"),
    ("ucdp", [tell(UNGIVEN)], (None, None, None), "no_estimate", "some died"),
    ("ucdp", [tell(Figure(measure="wounded", who="civilians", low=4, high=4))], (None, None, None), "outside",
     "nor here"),
    ("ucdp", [tell(dead(0))], (0, 0, 0), "no_event", "nobody did"),
    ("ucdp", [tell_loss(killed(300, 300, scope="cumulative"), day="2020-04-01", until="2020-05-01")],
     (300, 300, 300), "aggregated", "a month's total"),
    # Sijill
    ("sijill", [tell(dead(12))], (12, None, 12), "single_source", "the row's own numbers"),
    ("sijill", [tell(dead(9)), tell(dead(10), 1), tell(dead(14), 2)], (10, 10, 14), "corroborated", "and best"),
    ("sijill", [tell_loss(killed(20, 20), 0, "red-voice"), tell_loss(killed(100, 100), 1, "blue-voice")],
     (20, None, 100), "opposed_sides_agree", "floor and ceiling"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "claims", "numbers", "grade", "why"), ROWS, ids=lambda value: str(value)[:40]
)
def test_reconcile_rules_rows(name, claims, numbers, grade, why):
    ruled = rule_one(name, claims)
    assert ((ruled.low, ruled.best, ruled.high), ruled.grade) == (numbers, grade), (why, ruled.trace)


def test_reconcile_rules_table_has_every_grade():
    """Every grade of every rule-set has its row here, or its own test below."""
    shown = {(name, grade) for name, _, _, grade, _ in ROWS}
    elsewhere = {("sijill", "not_asserted"), ("sijill", "one_side")}
    every = {(name, grade) for name in list_rule_sets() for grade in load_rule_set(name).grades}
    assert every - shown == elsewhere


def test_reconcile_rules_airwars_discounts_what_two_sources_call_fighters():
    """A paper counts nine dead residents; two others count nine dead fighters in the same shelling."""
    claims = [
        tell(dead(9, who="residents")),
        tell(dead(9, who="fighters"), 1),
        tell(dead(9, who="fighters"), 2),
    ]
    found = {ruled.who: ruled for ruled in rule("airwars", claims)}
    assert found["residents"].grade == "discounted"
    assert found["fighters"].grade == "outside"
    assert claims[1].id in " ".join(found["residents"].trace)


def test_reconcile_rules_each_step_names_its_claims():
    claims = [
        tell(dead(12), by="red-army"),
        tell(dead(15), 1),
        tell(dead(15), 2, "red-voice", stance="denies"),
    ]
    known = {claim.id for claim in claims}
    for name in list_rule_sets():
        trace = rule_one(name, claims).trace
        assert known == set(re.findall(r"c-[0-9a-f]{16}", " ".join(trace))), (name, trace)
        assert trace[-1].startswith("grade ")


def test_reconcile_rules_the_trace_says_what_was_set_aside():
    claims = [tell(dead(30), 0, "monitor"), tell(dead(22), 3, "monitor")]
    trace = rule_one("ibc", claims).trace
    assert trace[:2] == (
        f"set aside: Land Monitor gave 30, and later 22 ({', '.join(sorted(claim.id for claim in claims))})",
        f"Land Monitor gives 22 ({claims[1].id})",
    )


def test_reconcile_rules_subsets_lumps_and_totals_are_never_added():
    """12 dead, 5 of them children; 24 killed and injured; 300 in a month: no rule-set gives any other number."""
    figures = (
        dead(12),
        dead(5, who="children", subset=True),
        Figure(measure="other", who="killed and injured", low=24, high=24),
    )
    total = dead(300, scope="cumulative", start="2020-04-01", end="2020-05-01")
    for name in list_rule_sets():
        found = rule(name, [tell(figures), tell(total, 1)])
        numbers = {value for one in found for value in (one.low, one.best, one.high)} - {None}
        assert numbers <= {5, 12, 24, 300}, name
        assert {5, 12, 300} <= numbers, name


def test_reconcile_rules_an_unknown_one_lists_those_there_are():
    with pytest.raises(SijillError, match="the rule-sets are sijill, acled, airwars, ibc, ucdp"):
        load_rule_set("lancet")


@pytest.mark.parametrize("name", list_rule_sets())
def test_reconcile_rules_data_cites_its_source_and_explains_its_grades(name):
    rules = load_rule_set(name)
    assert rules.name == name and rules.title
    assert (
        all(source.title and source.by and source.year >= 2003 for source in rules.sources) and rules.sources
    )
    assert all(len(meaning.split()) > 3 for meaning in rules.grades.values())


def test_reconcile_history_is_told_as_the_toll_rose():
    """Four, then a copy of it, then a rival's nine, then the first source's twelve; an undated letter last."""
    copy = make_document("reprint", published="2020-05-03", copy_of="paper0")
    letter = make_document("letter", published=None)
    claims = [
        tell(dead(4), 0, "monitor"),
        make_claim("shelling", copy, 0, speaker="monitor", figures=(dead(4),)),
        tell(dead(9), 2),
        tell(dead(12), 3, "monitor"),
        make_claim("shelling", letter, 0, figures=(dead(12),)),
    ]
    linked, incidents, rows = build(claims, [*PAPERS, copy, letter])
    assert len(rows) == len(incidents) == 1
    stages = tell_history(rows[0], incidents[0], {claim.id: claim for claim in linked})
    assert [(one.published, one.low, one.again, one.superseded_by) for one in stages] == [
        ("2020-05-02", 4, False, claims[3].id),
        ("2020-05-03", 4, True, None),
        ("2020-05-04", 9, False, None),
        ("2020-05-05", 12, False, None),
        (None, 12, False, None),
    ]


WHO = st.sampled_from(["civilians", "soldiers", "people", "red"])
NUMBERS = st.one_of(
    st.integers(1, 60).map(lambda n: {"low": n, "high": n}),
    st.integers(1, 60).map(lambda n: {"low": n, "high": None, "qualifier": "at least"}),
    st.integers(1, 60).map(lambda n: {"low": None, "high": n, "qualifier": "up to"}),
    st.integers(1, 60).map(lambda n: {"low": n, "high": n, "qualifier": "about"}),
    st.just({"low": 24, "high": None, "qualifier": "dozens of"}),
    st.just({"low": None, "high": None, "qualifier": "many"}),
)
FIGURES = st.builds(
    lambda who, number: Figure(measure="killed", who=who, side="red" if who == "red" else None, **number),
    WHO,
    NUMBERS,
)
TELLINGS = st.lists(
    st.tuples(
        FIGURES,
        st.sampled_from(["publisher", "monitor", "red-voice", "blue-voice"]),
        st.sampled_from([(), "red-army", "blue-front"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


def tell_all(tellings):
    return [
        tell(figure, number, speaker, by=by, hedged=hedged)
        for number, (figure, speaker, by, hedged) in enumerate(tellings)
    ]


def strip(found):
    """What the rulings say, without the trace."""
    return [
        (one.incident, one.measure, one.who, one.scope, one.low, one.best, one.high, one.grade)
        for one in found
    ]


@settings(max_examples=60, deadline=None)
@given(TELLINGS, st.sampled_from(list_rule_sets()), st.randoms(use_true_random=False))
def test_reconcile_rules_order_never_matters(tellings, name, random):
    claims, documents = tell_all(tellings), list(PAPERS)
    expected = rule(name, claims)
    random.shuffle(claims)
    random.shuffle(documents)
    assert rule(name, claims, documents) == expected


@settings(max_examples=60, deadline=None)
@given(TELLINGS, st.sampled_from(list_rule_sets()), st.integers(0, 4))
def test_reconcile_rules_a_copy_never_changes_a_figure_or_a_grade(tellings, name, which):
    claims = tell_all(tellings)
    told = claims[which % len(claims)]
    copy = make_document("reprint", published="2020-05-20", copy_of=told.document.id.removeprefix("d-"))
    again = make_claim(
        told.kind, copy, told.start, quote=told.quote, figures=told.figures, hedged=told.hedged,
        by=tuple(ref.id for ref in told.actors), speaker=told.speaker.id or "publisher",
    )  # fmt: skip
    assert strip(rule(name, [*claims, again], [*PAPERS, copy])) == strip(rule(name, claims))


@settings(max_examples=60, deadline=None)
@given(TELLINGS, FIGURES, st.sampled_from(list_rule_sets()))
def test_reconcile_rules_a_denial_never_raises_a_count(tellings, figure, name):
    claims = tell_all(tellings)
    denial = tell(figure, 5, "red-voice", stance="denies")
    before = [(one.who, one.low, one.best, one.high) for one in rule(name, claims)]
    assert [(one.who, one.low, one.best, one.high) for one in rule(name, [*claims, denial])] == before


@settings(max_examples=60, deadline=None)
@given(TELLINGS)
def test_reconcile_rules_the_records_own_gives_the_numbers_of_the_row(tellings):
    linked, incidents, rows = build(tell_all(tellings))
    for incident in incidents:
        mine = [row for row in rows if row.incident == incident.id]
        for row, ruled in zip(mine, apply_rule_set("sijill", incident, mine, linked), strict=True):
            assert (ruled.low, ruled.grade) == (row.low, incident.grade)
            assert ruled.best in (row.best, None) and ruled.high in (row.high, None)
            contradicts = row.low is not None and row.high is not None and row.high < row.low
            assert contradicts or ruled.high == row.high


@settings(max_examples=120, deadline=None)
@given(TELLINGS, st.sampled_from(list_rule_sets()))
def test_reconcile_rules_numbers_are_in_order_and_unknown_is_never_nought(tellings, name):
    for one in rule(name, tell_all(tellings)):
        numbers = [value for value in (one.low, one.best, one.high) if value is not None]
        assert numbers == sorted(numbers), one
        assert 0 not in numbers, one
        assert one.grade in load_rule_set(name).grades and one.trace
