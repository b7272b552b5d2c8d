"""Rule-sets: what the published methods of others would make of the figures of an incident, step by step.

A rule-set is a page of data (`rules/NAME.yml`: title, sources, what it counts, its grades and conventions) and one small
function (`rules/NAME.py`). It reads the rows of a record and changes none of them.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec
import yaml

from ..errors import SijillError
from ..model import Claim, Frozen, Incident, Reconciled
from .hearing import FIGHTERS, Hearing, hear_row
from .rules import acled, airwars, ibc, sijill, ucdp
from .rules.ruling import Ruling
from .vocabulary import load_vocabulary

FOLDER = Path(__file__).parent / "rules"
OUTSIDE = "outside"  # of every rule-set: it does not count this


class Source(Frozen):
    """Where a rule-set was published."""

    by: str
    title: str
    year: int
    url: str | None = None


class RuleSet(Frozen):
    """One rule-set as data: where it was published, what it counts, what its grades mean, its conventions."""

    name: str
    title: str
    sources: tuple[Source, ...]
    grades: dict[str, str]
    measures: tuple[str, ...] = ()  # those that it counts; none: all
    counts: str = "everyone"  # or `civilians`
    conventions: dict[str, float] = msgspec.field(default_factory=dict)
    departs: tuple[str, ...] = ()  # where it does other than what was published


class Ruled(Frozen):
    """What one rule-set makes of one row: its figure, its grade, and each step to both with the claims it rests on.

    Unknown is None in each of the three numbers and never 0; `low` ≤ `best` ≤ `high` where they are known.
    """

    incident: str
    rule_set: str
    measure: str
    who: str | None
    scope: str
    low: float | None
    best: float | None
    high: float | None
    grade: str
    meaning: str
    trace: tuple[str, ...]


def list_rule_sets() -> tuple[str, ...]:
    """The names of all rule-sets, the record's own first.

    >>> list_rule_sets()
    ('sijill', 'acled', 'airwars', 'ibc', 'ucdp')
    """
    return ("sijill", *sorted(name for name in FUNCTIONS if name != "sijill"))


@cache
def load_rule_set(name: str) -> RuleSet:
    """The rule-set of that name as data.

    >>> load_rule_set("airwars").measures
    ('killed', 'wounded')
    """
    if name not in FUNCTIONS:
        raise SijillError(
            f"there is no rule-set {name!r}", remedy="the rule-sets are " + ", ".join(list_rule_sets())
        )
    return msgspec.convert(yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8")), RuleSet)


def apply_rule_set(
    name: str, incident: Incident, rows: Sequence[Reconciled], claims: Iterable[Claim]
) -> list[Ruled]:
    """What the rule-set makes of the incident's rows, one ruling a row, in the order of the rows.

    `claims` are those of the incident, or more. Neither their order nor a copy among them changes a figure or a grade.
    """
    rules, words = load_rule_set(name), load_vocabulary()
    by_id = {claim.id: claim for claim in claims}
    hearings = [hear_row(row, incident, by_id, words) for row in rows]
    return [rule_row(rules, hearing, hearings) for hearing in hearings]


def rule_row(rules: RuleSet, hearing: Hearing, hearings: Sequence[Hearing]) -> Ruled:
    """One row ruled on, beside the other rows of its incident."""
    row = hearing.row
    why = find_outside(rules, hearing)
    if why:
        ruling = Ruling(grade=OUTSIDE, why=why)
    else:
        ruling = FUNCTIONS[rules.name](hearing, hearings, rules.conventions)
    meaning = rules.grades[ruling.grade]
    return Ruled(
        incident=row.incident,
        rule_set=rules.name,
        measure=row.measure,
        who=row.who,
        scope=row.scope,
        low=ruling.low,
        best=ruling.best,
        high=ruling.high,
        grade=ruling.grade,
        meaning=meaning,
        trace=(*hearing.steps, f"grade {ruling.grade}: {ruling.why or meaning}"),
    )


def find_outside(rules: RuleSet, hearing: Hearing) -> str | None:
    """Why the rule-set does not count what the row counts; None where it does."""
    if rules.measures and hearing.row.measure not in rules.measures:
        return f"this rule-set counts {' and '.join(rules.measures)}, not {hearing.row.measure}"
    if rules.counts == "civilians" and hearing.people == FIGHTERS:
        return "this rule-set counts civilians, and those counted here are said to be fighters"
    return None


FUNCTIONS: dict[str, Callable[..., Ruling]] = {
    "sijill": sijill.rule_sijill,
    "acled": acled.rule_acled,
    "airwars": airwars.rule_airwars,
    "ibc": ibc.rule_ibc,
    "ucdp": ucdp.rule_ucdp,
}
