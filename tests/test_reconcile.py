from hypothesis import given, settings
from hypothesis import strategies as st
from link_fakes import PACK, killed, make_claim, make_document

from sijill.link import link_claims
from sijill.model import Figure, replace
from sijill.reconcile import reconcile_incidents

PAPERS = [make_document(f"paper{n}", published=f"2020-05-0{n + 2}") for n in range(6)]


def tell(figure, number=0, speaker="publisher", **fields):
    """One paper's claim of casualties in one battle, so that all such claims are one incident."""
    figures = figure if isinstance(figure, tuple) else (figure,)
    fields.setdefault("on", "red-army")
    return make_claim("casualties", PAPERS[number], 10 * number, speaker=speaker, figures=figures, **fields)


def reconcile(claims, documents=PAPERS):
    linked, incidents = link_claims(claims, documents, PACK)
    return reconcile_incidents(incidents, linked, documents, PACK)


def read_row(claims, documents=PAPERS):
    rows = reconcile(claims, documents)
    assert len(rows) == 1, rows
    return rows[0]


ABOUT = {"qualifier": "about"}
# figures of independent papers → low, high, best, status, and why
ROWS = [
    ([killed(12, 12)], (12, 12, None, "single_source"),
     "one origin says what it says"),
    ([killed(12, 12), killed(12, 12)], (12, 12, None, "agreed"),
     "two origins, the same number"),
    ([killed(20, None), killed(31, 31)], (20, 31, None, "agreed"),
     "at least 20 holds 31: the bound two support"),
    ([killed(10, 10), killed(30, 30)], (10, 30, None, "disputed"),
     "both printed, nothing averaged"),
    ([killed(1800, 1800, **ABOUT), killed(1895, 1895)], (1800, 1895, None, "agreed"),
     "about: within a tenth"),
    ([killed(1500, 1500, **ABOUT), killed(1895, 1895)], (1500, 1895, None, "disputed"),
     "about, but further off"),
    ([killed(9, 9), killed(10, 10), killed(14, None)], (10, None, None, "disputed"),
     "three, but two numbers only, and one that says 14 or more"),
    ([killed(1, 1), killed(24, None)], (1, None, None, "disputed"),
     "dozens, or one: nobody gives a number above"),
    ([killed(9, 9), killed(10, 10), killed(14, 14)], (10, 14, 10, "disputed"),
     "three numbers: the median"),
    ([killed(None, None)], (None, None, None, "single_source"),
     "many: unknown is not nought"),
    ([killed(0, 0)], (0, 0, None, "single_source"),
     "none, said so: an explicit nought"),
    ([killed(None, 40), killed(15, None)], (15, 40, None, "single_source"),
     "a ceiling and a floor, one of each"),
]  # fmt: skip


def test_reconcile_rows():
    for figures, expected, why in ROWS:
        row = read_row([tell(figure, number) for number, figure in enumerate(figures)])
        assert (row.low, row.high, row.best, row.status) == expected, why
        assert len(row.figures) == len(figures)
        assert row.trace


def test_reconcile_own_losses_are_a_floor_and_the_enemys_a_ceiling():
    """Red admits 20 dead, blue claims 100: between 20 and 100, and no agreement of two such numbers."""
    row = read_row([tell(killed(20, 20), 0, "red-voice"), tell(killed(100, 100), 1, "blue-voice")])
    assert (row.low, row.high, row.status) == (20, 100, "disputed")
    assert {figure.interest for figure in row.figures} == {"own_losses", "enemy_losses"}


def test_reconcile_a_figure_without_a_name_counts_the_side_that_is_left():
    """43 members of red's army and 31 of blue's fighters: the members are red's, and differ from blue's 60."""
    members = Figure(measure="killed", who="members", low=43, high=43)
    mixed = tell((members, killed(31, 31, side="blue")), 0, "monitor", on=("red-army", "blue-front"))
    rows = reconcile([mixed, tell(killed(60, None), 1, "blue-voice")])
    assert sorted((row.who, row.low, row.high, row.status) for row in rows) == [
        ("Blue Front", 31, 31, "single_source"),
        ("Red Army", 43, 43, "disputed"),
    ]


def test_reconcile_enemies_alone_set_no_lower_bound():
    """Two groups of one side count their enemy's dead: no bound that anyone else supports."""
    row = read_row([tell(killed(90, 90), 0, "blue-voice"), tell(killed(100, 100), 1, "blue-league")])
    assert (row.low, row.high) == (None, 100)


def test_reconcile_a_source_corrects_itself():
    """The monitor's later number replaces its earlier one, which stays on show."""
    row = read_row([tell(killed(30, 30), 0, "monitor"), tell(killed(22, 22), 3, "monitor")])
    assert (row.low, row.high, row.status) == (22, 22, "single_source")
    assert [(figure.low, figure.superseded) for figure in row.figures] == [(30, True), (22, False)]


def test_reconcile_words_put_to_a_second_speaker_are_no_second_origin():
    words = "at least nine soldiers died in the fighting at Alton"
    said = tell(killed(9, None), 0, "blue-voice", quote=words)
    again = make_claim(
        "casualties", PAPERS[0], 500, quote=words, on="red-army", speaker="monitor", figures=said.figures
    )
    row = read_row([said, again])
    assert row.status == "single_source"
    assert [figure.superseded for figure in row.figures] == [False, True]


def test_reconcile_one_document_with_two_wordings():
    """Over 1,800 in the headline, 1,895 in the body, of one source: the closer figure, no dispute."""
    claims = [
        make_claim("displacement", PAPERS[0], at, figures=(Figure(measure="displaced", low=low, high=high),))
        for at, low, high in ((0, 1800, None), (80, 1895, 1895))
    ]
    row = read_row(claims)
    assert (row.low, row.high, row.status) == (1895, 1895, "single_source")


def test_reconcile_subsets_lumps_and_totals_are_rows_of_their_own():
    """5,000 left, 1,500 of them fighters; dead and wounded in one; 300 over a month: nothing is added."""
    figures = (
        Figure(measure="evacuated", who="people", low=5000, high=5000),
        Figure(measure="evacuated", who="fighters", low=1500, high=1500, subset=True),
        Figure(measure="other", who="killed and injured", low=24, high=None),
    )
    rows = reconcile([make_claim("evacuation", PAPERS[0], figures=figures)])
    assert sorted((row.measure, row.who, row.low) for row in rows) == [
        ("evacuated", "fighters (subset)", 1500),
        ("evacuated", "people", 5000),
        ("other", "killed and injured", 24),
    ]
    total = killed(300, 300, scope="cumulative")
    rows = reconcile([tell(killed(12, 12)), tell(total, 1, day="2020-04-01", until="2020-05-01")])
    assert sorted((row.scope, row.low) for row in rows) == [("cumulative", 300), ("incident", 12)]


def test_reconcile_counts_no_plan_and_no_denial():
    plan = make_claim(
        "evacuation", PAPERS[0], stance="plans", figures=(Figure(measure="vehicles", low=50, high=50),)
    )
    assert reconcile([plan]) == []
    told, denied = tell(killed(200, 200), 0), tell(killed(200, 200), 1, "red-voice", stance="denies")
    row = read_row([told, denied])
    assert (row.low, row.high, row.status) == (200, 200, "disputed")
    assert row.dissenting == (denied.id,)
    assert [figure.claim for figure in row.figures] == [told.id]


def test_reconcile_like_phrases_count_the_same_people():
    """Militants with their families, and militants and family members, are one crowd; teachers are not."""
    crowd = [
        Figure(measure="evacuated", who=who, low=low, high=low)
        for who, low in (
            ("militants with their families", 1900),
            ("militants and their family members", 1895),
            ("teachers", 12),
        )
    ]
    claims = [
        make_claim("evacuation", paper, figures=(one,)) for paper, one in zip(PAPERS, crowd, strict=False)
    ]
    rows = reconcile(claims)
    assert sorted((row.low, row.high, len(row.figures)) for row in rows) == [(12, 12, 1), (1895, 1900, 2)]


def count(who, low, high):
    """A figure of the dead in plain words."""
    return Figure(
        measure="killed", who=who, low=low, high=high, qualifier="exact" if low == high else "at least"
    )


def strike(figure, number, **fields):
    """One paper's claim of one air strike."""
    return make_claim("air_strike", PAPERS[number], 10 * number, by="red-army", figures=(figure,), **fields)


# whom two papers count of one strike, with how many → (who, low, high, status) of the rows, and why
COUNTED = [
    (("civilians", 12), ("people", 12), [("civilians", 12, 12, "agreed")],
     "the same twelve"),
    (("civilians", 12), ("people", 9), [("civilians", 9, 12, "disputed")],
     "fewer people than civilians: rival figures"),
    (("civilians", 5), ("people", 20), [("civilians", 5, 5, "single_source"), ("people", 20, 20, "single_source")],
     "the civilians may be a part of the people"),
    (("fighters", 12), ("people", 9), [("fighters", 12, 12, "single_source"), ("people", 9, 9, "single_source")],
     "people may be civilians: a count of fighters does not speak of them"),
    (("dead", 9), ("people", 12), [("dead", 9, 12, "disputed")],
     "neither says who they were"),
]  # fmt: skip


def test_reconcile_people_are_compared_with_those_whom_another_names():
    for one, other, expected, why in COUNTED:
        for first, second in ((one, other), (other, one)):
            told = [
                strike(count(who, number, number), at) for at, (who, number) in enumerate((first, second))
            ]
            rows = reconcile(told)
            found = sorted((row.who, row.low, row.high, row.status) for row in rows)
            if one[0] == "dead":
                found = [(one[0], *row[1:]) for row in found]
            assert found == expected, why


def test_reconcile_people_of_a_side_stay_apart_from_people():
    rows = reconcile([strike(killed(12, 12), 0), strike(count("people", 9, 9), 1)])
    assert sorted((row.low, row.high) for row in rows) == [(9, 9), (12, 12)]


def test_reconcile_a_headline_is_no_second_witness():
    """The headline has the number that the text puts to its source; the source alone gave it."""
    head = tell(killed(12, 12))
    body = make_claim(
        "casualties", PAPERS[0], 400, on="red-army", speaker="blue-voice", figures=(killed(12, 12),)
    )
    row = read_row([head, body])
    assert (row.low, row.high, row.status) == (12, 12, "single_source")
    assert {figure.claim: figure.superseded for figure in row.figures} == {head.id: True, body.id: False}
    assert any("sums up what Ben Holt says" in step or "sums up what" in step for step in row.trace)
    other = tell(killed(12, 12), 1)
    assert read_row([head, body, other]).status == "agreed"  # another paper is another witness


def test_reconcile_a_report_that_counts_otherwise_than_its_source_is_a_voice_of_its_own():
    body = make_claim(
        "casualties", PAPERS[0], 400, on="red-army", speaker="blue-voice", figures=(killed(40, 40),)
    )
    row = read_row([tell(killed(12, 12)), body])
    assert row.status == "disputed" and not any(figure.superseded for figure in row.figures)


def test_reconcile_a_number_said_twice_in_one_report_stands_once():
    again = make_claim("casualties", PAPERS[0], 400, on="red-army", figures=(killed(12, 12),))
    row = read_row([tell(killed(12, 12)), again])
    assert row.status == "single_source"
    assert [figure.superseded for figure in row.figures].count(False) == 1


FIGURES = st.one_of(
    st.integers(1, 60).map(lambda n: killed(n, n)),
    st.integers(1, 60).map(lambda n: killed(n, None)),
    st.integers(1, 60).map(lambda n: killed(None, n, qualifier="up to")),
    st.integers(1, 60).map(lambda n: killed(n, n, qualifier="about")),
)
TELLINGS = st.lists(
    st.tuples(FIGURES, st.sampled_from(["publisher", "monitor", "red-voice", "blue-voice"])),
    min_size=1,
    max_size=5,
)


def strip(row):
    """What a row says, without the history of who repeated it."""
    return row.incident, row.measure, row.who, row.low, row.high, row.best, row.status


@settings(max_examples=40, deadline=None)
@given(TELLINGS, st.randoms(use_true_random=False))
def test_reconcile_order_never_matters(tellings, random):
    claims = [tell(figure, number, speaker) for number, (figure, speaker) in enumerate(tellings)]
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert reconcile(claims) == reconcile(shuffled)


@settings(max_examples=40, deadline=None)
@given(TELLINGS, st.integers(0, 4))
def test_reconcile_a_copy_never_changes_a_figure(tellings, which):
    claims = [tell(figure, number, speaker) for number, (figure, speaker) in enumerate(tellings)]
    told = claims[which % len(claims)]
    copy = make_document("reprint", published="2020-05-20", copy_of=told.document.id.removeprefix("d-"))
    again = make_claim(
        "casualties", copy, told.start, quote=told.quote, on="red-army", figures=told.figures,
        speaker=told.speaker.id or "publisher",
    )  # fmt: skip
    documents = [*PAPERS, copy]
    before, after = reconcile(claims, documents), reconcile([*claims, again], documents)
    assert [strip(row) for row in after] == [strip(row) for row in before]


@settings(max_examples=40, deadline=None)
@given(TELLINGS, FIGURES)
def test_reconcile_a_denial_never_changes_a_number(tellings, figure):
    claims = [tell(one, number, speaker) for number, (one, speaker) in enumerate(tellings)]
    denial = tell(figure, 5, "red-voice", stance="denies")
    numbers = [(row.low, row.high, row.best) for row in reconcile(claims)]
    assert [(row.low, row.high, row.best) for row in reconcile([*claims, denial])] == numbers


def test_reconcile_a_lump_of_killed_and_wounded_says_so():
    row = read_row([tell(replace(killed(24, None), measure="other"), 0)])
    assert row.who.endswith(", killed or wounded")
    assert not read_row([tell(killed(24, None), 0)]).who.endswith("wounded")


def test_reconcile_things_of_a_side_are_no_killed_or_wounded_of_it():
    row = read_row([tell(replace(killed(9, 9), measure="other", who="Red Army’s positions"), 0)])
    assert row.who == "Red Army’s positions"
