"""Whether the record says of each place and day what the gold says: who held it, or that nobody can tell.

The gold names holders in words (a side, a faction, `contested`, `unknown`, `besieged:` and the besieger);
the pack's names turn them into sides. A row is right when the side agrees, or one that `also_accept`
lists does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sijill.model import Frozen
from sijill.packs import covers_day
from sijill.score.coded import ControlRow, Gold, Predicted, strip_suffix
from sijill.score.measures import Share
from sijill.score.naming import names_equal, split_name

SERIES = ("retrospective", "as_known")
FOUGHT_OVER = ("contested", "divided")
BESIEGED = "besieged:"
OTHER_GOLD = "gold"


class Judgement(Frozen):
    """One gold row and what the record says there; `given` is in words, `named` that it is not `unknown`."""

    place: str
    date: str
    expected: str
    confidence: str
    given: str
    right: bool
    named: bool = False
    also_accept: tuple[str, ...] = ()


class ControlScores(Frozen):
    """Right rows of the gold, by how sure the gold is of them, in one series of control states.

    `misnamed` are the graver errors: a holder (or a contest) is named, and the wrong one.
    `unknown_everywhere` is what a record that knows nothing would get.
    """

    series: str
    strong: Share
    weak: Share
    misnamed: Share = Share()
    unknown_everywhere: Share = Share()
    wrong: tuple[Judgement, ...] = ()
    set_aside: int = 0  # rows that rest on a publication date which the build was not told

    @property
    def all(self) -> Share:
        return self.strong + self.weak


@dataclass(frozen=True)
class PackNames:
    """The names of a pack's sides, actors and places, by their words."""

    sides: Mapping[str, str]  # side id → name
    parties: Mapping[tuple[str, ...], tuple[tuple[Any, Any], ...]]  # words → (actor or side, alias)
    places: Mapping[tuple[str, ...], tuple[str, ...]]  # words → place ids

    def find_sides(self, name: str, day: str) -> frozenset[str]:
        """The sides that a name speaks of on a day; names joined by commas or "and" are looked up singly."""
        whole = self.find_party_sides(name, day)
        if whole:
            return whole
        parts = [part.strip() for piece in name.split(",") for part in piece.split(" and ")]
        return frozenset().union(*(self.find_party_sides(part, day) for part in parts if part != name))

    def find_party_sides(self, name: str, day: str) -> frozenset[str]:
        entries = self.parties.get(split_name(name), ())
        current = [
            entry for entry, alias in entries if alias is None or covers_day(alias.start, alias.end, day)
        ]
        sides = set()
        for entry in current or [entry for entry, _ in entries]:
            side = entry.side_on(day) if hasattr(entry, "side_on") else entry.id
            if side:
                sides.add(side)
        return frozenset(sides)

    def find_places(self, name: str) -> tuple[str, ...]:
        """The ids of the places with this name."""
        return self.places.get(split_name(name), ())


def index_pack(pack: Any) -> PackNames:
    """The names of a pack, or of anything with `sides`, `actors` and `places`, by their words."""
    if pack is None:
        return PackNames(sides={}, parties={}, places={})
    parties: dict[tuple[str, ...], list[tuple[Any, Any]]] = {}
    places: dict[tuple[str, ...], list[str]] = {}
    for side in pack.sides:
        for name in {side.name, side.label, side.id}:
            parties.setdefault(split_name(name), []).append((side, None))
    for actor in pack.actors:
        for name in {actor.name, actor.id}:
            parties.setdefault(split_name(name), []).append((actor, None))
        for alias in actor.names:
            parties.setdefault(split_name(alias.name), []).append((actor, alias))
    for place in pack.places:
        for name in dict.fromkeys((place.name, *(alias.name for alias in place.names))):
            ids = places.setdefault(split_name(name), [])
            if place.id not in ids:
                ids.append(place.id)
    return PackNames(
        sides={side.id: side.name for side in pack.sides},
        parties={words: tuple(entries) for words, entries in parties.items()},
        places={words: tuple(ids) for words, ids in places.items()},
    )


def score_control(
    gold: Gold, predicted: Predicted, pack: Any, published_est: bool = False
) -> tuple[ControlScores, ...]:
    """The gold's control rows against each series of the record; empty when either side has no control."""
    if not gold.control or predicted.control is None:
        return ()
    names = index_pack(pack)
    asked = [row for row in gold.control if published_est or not rests_on_estimate(row, gold)]
    set_aside = len(gold.control) - len(asked)
    rows = predicted.control
    if rows and isinstance(rows[0], ControlRow):
        judged = [judge_answer(row, answer_from_gold(row, rows, names), names) for row in asked]
        return (sum_judgements(OTHER_GOLD, judged, set_aside),)
    return tuple(
        sum_judgements(series, [judge_row(row, rows, series, names) for row in asked], set_aside)
        for series in SERIES
    )


def sum_judgements(series: str, judged: Sequence[Judgement], set_aside: int) -> ControlScores:
    """The judgements counted."""

    def share(confidence: str) -> Share:
        of = [one.right for one in judged if (one.confidence == "strong") == (confidence == "strong")]
        return Share(k=sum(of), n=len(of))

    wrong = tuple(one for one in judged if not one.right)
    unknown = sum("unknown" in (one.expected, *one.also_accept) for one in judged)
    return ControlScores(
        series=series,
        strong=share("strong"),
        weak=share("weak"),
        misnamed=Share(k=sum(one.named for one in wrong), n=len(judged)),
        unknown_everywhere=Share(k=unknown, n=len(judged)),
        wrong=wrong,
        set_aside=set_aside,
    )


def rests_on_estimate(row: ControlRow, gold: Gold) -> bool:
    """True when a row rests only on documents whose every date rests on an estimated publication date."""
    documents = {strip_suffix(document.source): document for document in gold.documents}
    because = [documents.get(stem) for stem, _ in row.because]
    bases = [
        {claim.when.basis for claim in document.claims if claim.when} if document else {None}
        for document in because
    ]
    return bool(bases) and all(basis == {"published_est"} for basis in bases)


class Answer(Frozen):
    """What a record says of one place and day: sides (or `contested`, `unknown`), and a besieger."""

    holders: frozenset[str] = frozenset()
    besiegers: frozenset[str] = frozenset()
    words: str = "unknown"


def judge_row(row: ControlRow, states: Iterable[Any], series: str, names: PackNames) -> Judgement:
    """Whether a record's states of one series say what a gold row says."""
    ids = set(names.find_places(row.place))
    there = [
        state
        for state in states
        if state.series == series and (state.place_id in ids or names_equal(state.place, row.place))
    ]
    then = [state for state in there if state.start[:10] <= row.date <= (state.end or "9999")[:10]]
    # where a name fits several places, the one that something is known of is meant
    then.sort(key=lambda state: (state.holder == "unknown", -max(state.probabilities.values(), default=0.0)))
    if not then:
        words = "unknown (nothing on that day)" if there else "unknown (no such place in the record)"
        return judge_answer(row, Answer(holders=frozenset({"unknown"}), words=words), names)
    state = then[0]
    besiegers = frozenset({state.besieged_by} if state.besieged_by else ())
    besiegers |= frozenset().union(*(names.find_sides(one, row.date) for one in besiegers))
    words = names.sides.get(state.holder, state.holder)
    if state.besieged_by:
        words += f", besieged by {names.sides.get(state.besieged_by, state.besieged_by)}"
    return judge_answer(
        row, Answer(holders=frozenset({state.holder}), besiegers=besiegers, words=words), names
    )


def answer_from_gold(row: ControlRow, rows: Iterable[ControlRow], names: PackNames) -> Answer:
    """What another gold says of the same place and day."""
    for other in rows:
        if (other.place, other.date) == (row.place, row.date):
            holders, besiegers = read_expected(other.expected, other, names)
            return Answer(holders=holders, besiegers=besiegers, words=other.expected)
    return Answer(holders=frozenset({"unknown"}), words="unknown (no such row)")


def judge_answer(row: ControlRow, answer: Answer, names: PackNames) -> Judgement:
    """Whether an answer is the expected one, or one of those also accepted."""
    return Judgement(
        place=row.place,
        date=row.date,
        expected=row.expected,
        confidence=row.confidence,
        given=answer.words,
        right=any(answer_fits(expected, row, answer, names) for expected in (row.expected, *row.also_accept)),
        named="unknown" not in answer.holders,
        also_accept=row.also_accept,
    )


def answer_fits(expected: str, row: ControlRow, answer: Answer, names: PackNames) -> bool:
    """True when an answer says what is expected.

    A siege is right when the besieger is, and does not hold the place itself; parts held by each side are
    `contested`.
    """
    holders, besiegers = read_expected(expected, row, names)
    if besiegers:
        return bool(besiegers & answer.besiegers) and not besiegers & answer.holders
    if holders & set(FOUGHT_OVER):
        return bool(answer.holders & set(FOUGHT_OVER))
    return bool(holders & answer.holders)


def read_expected(expected: str, row: ControlRow, names: PackNames) -> tuple[frozenset[str], frozenset[str]]:
    """The sides that the gold's words stand for, as holders and as besiegers; an unknown name is itself."""
    if expected.startswith(BESIEGED):
        besieger = expected.removeprefix(BESIEGED).strip()
        besiegers = names.find_sides(besieger, row.date) | {besieger}
        holders = read_expected(row.holder, row, names)[0] if row.holder else frozenset()
        return holders, besiegers
    if expected in (*FOUGHT_OVER, "unknown"):
        return frozenset({expected}), frozenset()
    return names.find_sides(expected, row.date) | {expected}, frozenset()
