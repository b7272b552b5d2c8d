"""What counts as a change of hands, and in which days."""

from types import SimpleNamespace

from sijill.model import ControlReason, ControlState
from sijill.publish.changes import CHANGE_COLUMNS, change_rows, find_last_week
from sijill.record import Filters

REASON = ControlReason(claim="c-1", weight=0.8, effect=1.0, what="captured by Red")


def make_state(start, end, holder, reasons=(REASON,), place="alton"):
    chances = {"red": 0.9, "blue": 0.1}
    return ControlState(place_id=place, place=place.title(), start=start, end=end, series="as_known", holder=holder,
                        probabilities=chances, reasons=reasons)  # fmt: skip


STATES = [
    make_state("2020-05-01", "2020-05-03", "blue"),
    make_state("2020-05-04", "2020-05-08", "red"),
    make_state("2020-05-09", "2020-05-09", "red"),
    make_state("2020-05-10", "2020-05-12", "unknown"),
    make_state("2020-09-01", "2020-09-02", "red"),
    make_state("2020-09-03", "2020-09-03", "unknown", reasons=()),
]


def ask(filters, sides=(), states=STATES, documents=()):
    record = SimpleNamespace(control=lambda filters=None: list(states), documents=lambda: list(documents))
    return [(row["day"], row["from"], row["to"]) for row in change_rows(record, filters, sides)]


def test_changes_are_the_days_on_which_the_holder_is_another():
    assert ask(Filters()) == [
        ("2020-05-01", "unknown", "blue"),
        ("2020-05-04", "blue", "red"),
        ("2020-05-10", "red", "unknown"),  # claims gainsay each other
        (
            "2020-09-01",
            "unknown",
            "red",
        ),  # nobody knew in between; that evidence grows old on the 3rd is no change
    ]


def test_changes_in_the_days_and_of_the_sides_asked_for():
    assert ask(Filters(since="2020-05-02", until="2020-05-09")) == [("2020-05-04", "blue", "red")]
    assert ask(Filters(on="2020-05-04")) == [("2020-05-04", "blue", "red")]
    assert [day for day, _, _ in ask(Filters(until="2020-05"))] == ["2020-05-01", "2020-05-04", "2020-05-10"]
    assert [day for day, _, _ in ask(Filters(), ["blue"])] == ["2020-05-01", "2020-05-04"]


def test_changes_have_all_columns_and_tell_claims_once():
    record = SimpleNamespace(
        control=lambda filters=None: [make_state("2020-05-01", "2020-05-03", "red", (REASON, REASON))]
    )
    (row,) = change_rows(record, Filters())
    assert tuple(row) == CHANGE_COLUMNS and row["claims"] == "c-1" and row["probability"] == 0.9


def test_changes_last_week_ends_with_the_last_report_or_change():
    reports = [SimpleNamespace(published="2020-09-10T10:00"), SimpleNamespace(published=None)]
    record = SimpleNamespace(control=lambda: STATES, documents=lambda: reports)
    assert find_last_week(record) == ("2020-09-04", "2020-09-10")
    record.documents = list
    assert find_last_week(record) == ("2020-08-28", "2020-09-03")
    record.control = list
    assert find_last_week(record) is None
