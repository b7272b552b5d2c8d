"""What holds of the whole record whatever is told: linked, reconciled, and mapped to who held what."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from link_fakes import PACK, FakeGazetteer, make_claim, make_document
from record_world import install_extractor, write_world

from sijill.control import compute_control
from sijill.link import link_claims
from sijill.model import Figure, replace
from sijill.reconcile import apply_rule_set, list_rule_sets, reconcile_incidents
from sijill.record import Record, append_decision, lock_record
from sijill.record.decisions import address_claim
from sijill.record.verify import verify_record
from sijill.run import BuildOptions, build_record

GAZETTEER = FakeGazetteer()
PAPERS = [make_document(f"paper{n}", published=f"2020-05-{n + 2:02}") for n in range(4)]
VOICES = ("publisher", "publisher", "monitor", "red-voice", "blue-voice")
FIGURES = st.builds(
    lambda who, low, open_end: Figure(
        measure="killed",
        who=who,
        side="red" if who == "soldiers of red" else None,
        low=low,
        high=None if open_end else low,
        qualifier="at least" if open_end else "exact",
    ),
    st.sampled_from([None, "civilians", "people", "12 people", "residents", "fighters", "soldiers of red"]),
    st.integers(0, 40),
    st.booleans(),
)
TOLD = st.tuples(
    st.sampled_from(
        ["air_strike", "casualties", "capture", "held", "ground_attack", "repelled_attack", "clash"]
    ),
    st.sampled_from(["alton", "belwick"]),
    st.sampled_from(["2020-05-01", "2020-05-01", "2020-05-02"]),
    st.sampled_from(["red-army", "blue-front"]),
    st.sampled_from(["asserts", "asserts", "asserts", "denies"]),
    st.sampled_from(PAPERS),
    st.sampled_from(VOICES),
    st.one_of(st.none(), FIGURES),
)
SEEN = st.lists(TOLD, min_size=1, max_size=6)


def tell(seen, document=None):
    """The claims of what was drawn, all in their own papers or in one document."""
    claims = []
    for at, (kind, place, day, by, stance, paper, voice, figure) in enumerate(seen):
        on = "blue-front" if by == "red-army" else "red-army"
        claims.append(
            make_claim(
                kind,
                document or paper,
                60 * at,
                quote=f"{kind} number {at} as it was told",
                day=day,
                place=place,
                by=by,
                on=on,
                stance=stance,
                speaker=voice,
                figures=(figure,) if figure else (),
            )
        )
    return claims


def read_all(claims, documents=PAPERS):
    """Incidents, rows, rulings by every rule-set and states of one record."""
    linked, incidents = link_claims(claims, documents, PACK)
    rows = reconcile_incidents(incidents, linked, documents, PACK)
    ruled = []
    for incident in incidents:
        own = [row for row in rows if row.incident == incident.id]
        for name in list_rule_sets():
            ruled += apply_rule_set(name, incident, own, linked)
    return incidents, rows, ruled, compute_control(linked, documents, PACK, GAZETTEER)


@settings(max_examples=25, deadline=None)
@given(SEEN, st.randoms(use_true_random=False))
def test_whole_order_of_documents_never_changes_the_record(seen, random):
    claims, documents = tell(seen), list(PAPERS)
    told = read_all(claims)
    assert read_all(claims) == told  # nor does it differ from one run to the next
    random.shuffle(claims)
    random.shuffle(documents)
    assert read_all(claims, documents) == told


@settings(max_examples=25, deadline=None)
@given(SEEN, st.sampled_from(PAPERS))
def test_whole_a_copy_never_changes_a_figure_a_grade_or_a_holder(seen, original):
    """One report again, whole, by another outlet and a week later."""
    claims = tell(seen)
    copy = replace(
        make_document("reprint", published="2020-05-20", copy_of=original.id.removeprefix("d-")),
        publisher=original.publisher,
        publisher_id=original.publisher_id,
    )
    again = [
        replace(twin, start=one.start, end=one.end, quote=one.quote)
        for one, twin in zip(claims, tell(seen, copy), strict=True)
        if one.document.id == original.id
    ]
    documents = [*PAPERS, copy]
    incidents, rows, ruled, states = read_all(claims, documents)
    after = read_all([*claims, *again], documents)
    assert [(one.id, one.grade, one.status, one.title) for one in after[0]] == [
        (one.id, one.grade, one.status, one.title) for one in incidents
    ]
    numbers = [(row.measure, row.who, row.low, row.best, row.high, row.status) for row in rows]
    assert [(row.measure, row.who, row.low, row.best, row.high, row.status) for row in after[1]] == numbers
    rulings = [(one.rule_set, one.who, one.low, one.best, one.high, one.grade) for one in ruled]
    assert [(one.rule_set, one.who, one.low, one.best, one.high, one.grade) for one in after[2]] == rulings
    assert [(one.place_id, one.start, one.holder, one.probabilities) for one in after[3]] == [
        (one.place_id, one.start, one.holder, one.probabilities) for one in states
    ]


def read_numbers(rows):
    """The numbers of each row by what it counts, unknown as nothing."""
    return {
        (row.incident, row.measure, row.who, row.scope): [row.low or 0, row.best or 0, row.high or 0]
        for row in rows
    }


@settings(max_examples=25, deadline=None)
@given(SEEN, st.sampled_from(VOICES), FIGURES, st.data())
def test_whole_a_denial_never_raises_a_count_nor_the_holder_it_denies(seen, voice, figure, data):
    claims = [one for one in tell(seen) if one.stance == "asserts"]
    if not claims:
        return
    told = data.draw(st.sampled_from(claims))
    paper = make_document("later", published="2020-05-09")
    denial = make_claim(
        told.kind, paper, 900, day=told.when.start, place=told.places[0].id, by=told.actors[0].id,
        on=told.targets[0].id, stance="denies", speaker=voice, figures=(figure,), about=told.id,
    )  # fmt: skip
    documents = [*PAPERS, paper]
    _, rows, ruled, states = read_all(claims, documents)
    _, rows_after, ruled_after, states_after = read_all([*claims, denial], documents)
    for before, after in ((rows, rows_after), (ruled, ruled_after)):
        for name in {getattr(row, "rule_set", "") for row in before}:
            least = read_numbers([row for row in before if getattr(row, "rule_set", "") == name])
            most = read_numbers([row for row in after if getattr(row, "rule_set", "") == name])
            assert most.keys() == least.keys()
            assert all(new <= old for key in least for new, old in zip(most[key], least[key], strict=True))
    if told.kind in ("capture", "held"):
        day, side = told.when.start, told.actors[0].side
        # Where nothing is told of the day any more, nobody is said to hold it.
        assert (
            find_chance(states_after, told, day, side, 0.0)
            <= find_chance(states, told, day, side, 1.0) + 1e-6
        )


def find_chance(states, claim, day, side, untold):
    """How likely a side holds the place of a claim on a day, in hindsight; `untold` where no state covers it."""
    return next(
        (
            one.probabilities.get(side, 0.0)
            for one in states
            if one.series == "retrospective"
            and one.place_id == claim.places[0].id
            and one.start <= day <= one.end
        ),
        untold,
    )


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Northern forces captured Elmton, killing 12 soldiers.",
            "Northern forces captured Elmton, killing 9 soldiers.",
            "Southern forces captured Oakham.",
            "Southern forces denied that Northern forces captured Elmton.",
            "Northern forces shelled Oakham, killing 30 soldiers.",
            "Southern forces will capture Oakham.",
        ]
    ),
    min_size=1,
    max_size=3,
)
BOOKS = st.lists(st.tuples(st.sampled_from(["3", "4", "6"]), SENTENCES), min_size=2, max_size=4)
BUILDS = dict(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def write_reports(folder: Path, books) -> list[Path]:
    folder.mkdir()
    paths = []
    for number, (day, sentences) in enumerate(books):
        path = folder / f"report{number}.txt"
        path.write_text(
            f"Paper {number} | {day} May, 2019\n\n" + "\n".join(sentences) + "\n", encoding="utf-8"
        )
        paths.append(path)
    return paths


@settings(**BUILDS)
@given(BOOKS, st.randoms(use_true_random=False))
def test_whole_build_is_the_same_in_any_order(books, random):
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        install_extractor(patch.setattr)
        folder = Path(name)
        pack, _ = write_world(folder / "world")
        paths = write_reports(folder / "books", books)
        manifests = []
        for number in range(2):
            options = BuildOptions(record=str(folder / f"record{number}"), pack=str(pack), jobs=1)
            build_record(list(paths), options)
            with Record.open(options.root) as record:
                manifests.append(record.manifest["rows"])
            random.shuffle(paths)
        assert manifests[0] == manifests[1]


@settings(**BUILDS)
@given(BOOKS, st.lists(st.sampled_from(["accept", "reject", "undo"]), min_size=1, max_size=3), st.data())
def test_whole_a_decision_is_never_lost(books, verdicts, data):
    """Whatever was decided stands after a rebuild without a cache and with more reports: on its claim, or in the tray."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        install_extractor(patch.setattr)
        folder = Path(name)
        pack, more = write_world(folder / "world")
        paths = write_reports(folder / "books", books)
        options = BuildOptions(record=str(folder / "record"), pack=str(pack), jobs=1)
        build_record(list(paths), options)
        with Record.open(options.root) as record:
            claims = [(one, address_claim(one, record.document(one.document.id))) for one in record.claims()]
        standing = {}
        made = []
        for verdict in verdicts:
            with lock_record(options.root):
                if verdict == "undo":
                    if not made:
                        continue
                    claim, decision = made.pop()
                    append_decision(options.root, "rana", "undo", {"decision": decision.id})
                    standing.pop(claim, None)
                    continue
                claim, address = data.draw(st.sampled_from(claims))
                if claim.id in standing:
                    continue
                decision = append_decision(options.root, "rana", verdict, {"claims": [address]})
                made.append((claim.id, decision))
                standing[claim.id] = f"{verdict}ed"
        shutil.rmtree(options.root / "cache")
        build_record([more], options)
        with Record.open(options.root) as record:
            assert record.verdicts() == standing and record.tray() == []
        assert verify_record(options.root) == []
