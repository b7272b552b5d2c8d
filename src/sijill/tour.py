"""A guided tour of any record: what its reports agree on, dispute, copy, deny, add up and see change hands.

Every stop finds its item by a property of the record, never by an id, and says so where the record has none.
"""

from collections.abc import Iterable
from typing import Protocol

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from sijill.model import Claim, ControlState, Document, Incident, Reconciled
from sijill.publish.words import (
    FLAG_WORDS,
    LINEAGE_WORDS,
    say_code,
    say_day,
    say_interval,
    say_measure,
    say_range,
    say_sides,
    say_when,
)

QUOTES_SHOWN = 4
NOBODY = ("contested", "divided", "unknown")  # states of a place that are no side's


class Tables(Protocol):
    """What the tour asks of a record."""

    manifest: dict

    def documents(self) -> Iterable[Document]: ...
    def claims(self) -> Iterable[Claim]: ...
    def incidents(self) -> Iterable[Incident]: ...
    def figures(self) -> Iterable[Reconciled]: ...
    def control(self) -> Iterable[ControlState]: ...


def find_agreement(figures: Iterable[Reconciled], claims: dict[str, Claim]) -> Reconciled | None:
    """The figure on which origins agree in the most reports, numbers before open bounds, then the larger; None where none do.

    >>> find_agreement([], {}) is None
    True
    """
    agreed = [figure for figure in figures if figure.status == "agreed"]
    return max(
        agreed, key=lambda row: (_is_closed(row), _rank_figure(row, claims)[0], row.low or 0), default=None
    )


def find_dispute(figures: Iterable[Reconciled], claims: dict[str, Claim]) -> Reconciled | None:
    """The figure of one incident that the most reports contradict each other on, or None."""
    disputed = [figure for figure in figures if figure.status == "disputed"]
    return max(
        disputed,
        key=lambda figure: (figure.scope == "incident", *_rank_figure(figure, claims)),
        default=None,
    )


def find_copies(documents: Iterable[Document]) -> list[Document]:
    """The documents whose text comes from another, closest copies first."""
    order = {relation: rank for rank, relation in enumerate(LINEAGE_WORDS)}

    def rank(document: Document) -> tuple[int, float]:
        lineage = document.copy_of[0]
        return order.get(lineage.relation, len(order)), -lineage.similarity

    return sorted((document for document in documents if document.copy_of), key=rank)


def find_denial(incidents: Iterable[Incident], claims: dict[str, Claim]) -> Incident | None:
    """The incident that one report asserts and another denies, failing that one that is only denied, or None."""

    def rank(incident: Incident) -> tuple:
        asserting = _reports_with(incident, claims, "asserts")
        denying = _reports_with(incident, claims, "denies")
        return bool(asserting and denying - asserting), bool(asserting), len(asserting | denying), incident.id

    return max((one for one in incidents if _reports_with(one, claims, "denies")), key=rank, default=None)


def find_plan(incidents: Iterable[Incident]) -> tuple[Incident, Incident] | None:
    """A plan and the event that came of it, as two incidents, the best attested event first; or None."""
    by_id = {incident.id: incident for incident in incidents}
    pairs = [
        (plan, by_id[relation.incident])
        for plan in by_id.values()
        for relation in plan.relations
        if relation.type == "plan_of" and relation.incident in by_id
    ]

    def rank(pair: tuple[Incident, Incident]) -> tuple:
        plan, event = pair
        return bool(plan.when and plan.when.start), len(event.origins), len(plan.claims), event.id, plan.id

    return max(pairs, key=rank, default=None)


def find_roll_up(incidents: Iterable[Incident]) -> Incident | None:
    """The toll over several days that covers the most other incidents, or None."""
    roll_ups = [incident for incident in incidents if incident.roll_up]
    return max(roll_ups, key=lambda incident: (len(_covered(incident)), len(incident.claims)), default=None)


def find_turnover(states: Iterable[ControlState]) -> list[ControlState]:
    """The successive states, as known at the time, of a place that passes from one side to another.

    Of several such places, the one on which the most claims bear directly; an empty list where there is none.
    """
    places: dict[str, list[ControlState]] = {}
    for state in states:
        if state.series == "as_known":
            places.setdefault(state.place_id, []).append(state)
    passing = []
    for rows in places.values():
        rows.sort(key=lambda state: state.start)
        held = [row for row in rows if row.holder not in NOBODY]
        if len({row.holder for row in held}) > 1:
            passing.append((_count_direct(held), rows))
    return max(passing, key=lambda pair: pair[0], default=(0, []))[1]


def show_tour(record: Tables, console: Console) -> None:
    """Print the tour of the record on the console; what it prints is all read from the record."""
    documents = {document.id: document for document in record.documents()}
    claims = {claim.id: claim for claim in record.claims()}
    incidents = {incident.id: incident for incident in record.incidents()}
    figures, states = list(record.figures()), list(record.control())
    guide = Guide(console, documents, claims, incidents, say_sides(record.manifest))
    guide.show_reading()
    guide.show_agreement(find_agreement(figures, claims))
    guide.show_dispute(find_dispute(figures, claims))
    guide.show_copies(find_copies(documents.values()))
    guide.show_denial(find_denial(incidents.values(), claims))
    guide.show_plan(find_plan(incidents.values()))
    guide.show_roll_up(find_roll_up(incidents.values()), figures)
    guide.show_turnover(find_turnover(states))
    guide.show_unknown()


class Guide:
    """The voice of the tour: it knows the tables of one record and prints from them."""

    def __init__(
        self,
        console: Console,
        documents: dict[str, Document],
        claims: dict[str, Claim],
        incidents: dict[str, Incident],
        sides: dict[str, str],
    ):
        self.console, self.documents, self.claims = console, documents, claims
        self.incidents, self.sides = incidents, sides

    def show_reading(self) -> None:
        self._head("What was read")
        publishers = {document.publisher for document in self.documents.values() if document.publisher}
        self._say(
            f"{len(self.documents)} reports, {len(publishers)} named outlets, {len(self.claims)} claims, "
            f"{len(self.incidents)} incidents. A claim is what somebody said; each stands on an exact quote."
        )

    def show_agreement(self, figure: Reconciled | None) -> None:
        self._head("Agreement")
        if figure is None:
            return self._say("No two independent origins agree on a figure in this record.")
        self._say(
            f"{self._title(figure.incident)}. {_say_figure(figure)}: "
            f"{_count_origins(figure)} independent origins agree."
        )
        self._list_figures(figure)

    def show_dispute(self, figure: Reconciled | None) -> None:
        self._head("Dispute")
        if figure is None:
            return self._say("No figure of this record is disputed.")
        self._say(
            f"{self._title(figure.incident)}. {say_measure(figure.measure, figure.who)}: "
            "the figures contradict each other, so they stand side by side and no average is made."
        )
        self._list_figures(figure)

    def show_copies(self, copies: list[Document]) -> None:
        self._head("Copy")
        if not copies:
            return self._say("No report of this record copies another.")
        self._say("These reports repeat the text of another. They are kept, and count as no second voice.")
        for document in copies:
            lineage = document.copy_of[0]
            source = self.documents.get(lineage.document)
            copied = _outlet(source) if source else "a report no longer in the record"
            relation = LINEAGE_WORDS.get(lineage.relation, lineage.relation)
            self._item(
                f"{_outlet(document)}, {say_day(document.published)}: {relation} {copied} "
                f"(similarity {lineage.similarity:.2f})"
            )

    def show_denial(self, incident: Incident | None) -> None:
        self._head("Denial")
        if incident is None:
            return self._say("Nobody denies anything in this record.")
        self._say(f"{incident.title}. Status: {incident.status}.")
        for stance, words in (("asserts", "Said to be so"), ("denies", "Denied")):
            rows = [claim for claim in self._claims_of(incident) if claim.stance == stance]
            self._quote(words, rows)

    def show_plan(self, pair: tuple[Incident, Incident] | None) -> None:
        self._head("Plan and event")
        if pair is None:
            return self._say("No plan of this record is tied to an event that came of it.")
        plan, event = pair
        self._say("A plan is never told as an event. This one was announced, and reported as done.")
        self._quote(f"Plan ({say_when(plan.when)})", self._claims_of(plan))
        self._quote(f"Event ({say_when(event.when)})", self._claims_of(event))

    def show_roll_up(self, incident: Incident | None, figures: list[Reconciled]) -> None:
        self._head("Roll-up")
        if incident is None:
            return self._say("No report of this record gives a toll over several days.")
        self._say(
            f"{incident.title}. It covers {_count_covered(incident)} of these days, "
            "and is never added to nor merged with what it covers."
        )
        for figure in figures:
            if figure.incident == incident.id:
                origins = ", ".join(sorted({row.label for row in figure.figures}))
                self._item(f"{_say_figure(figure)} ({origins})")
        for covered in _covered(incident)[:QUOTES_SHOWN]:
            self._item(f"covers: {self._title(covered)}")

    def show_turnover(self, states: list[ControlState]) -> None:
        self._head("A place changes hands")
        if not states:
            return self._say("No place of this record passes from one side to another.")
        self._say(f"{states[0].place}, as it was known day by day:")
        for state in states:
            self._item(f"{say_interval(state.start, state.end)}: {self._holder(state)}")
            reasons = sorted(state.reasons, key=lambda reason: -reason.effect)
            rows = [self.claims[one.claim] for one in reasons if one.claim in self.claims and one.effect > 0]
            # what was said by the first day of a state explains that it began then; the sort keeps the rest in order
            rows.sort(key=lambda claim: (claim.document.published or "9")[:10] > state.start)
            self._quote("because", rows[:1])

    def show_unknown(self) -> None:
        self._head("What stays unknown")
        flagged = [
            (document, flag)
            for document in self.documents.values()
            for flag in ("undated", "not_coded")
            if flag in document.flags
        ]
        if not flagged:
            return self._say("Every report is dated and in a language that was read.")
        self._say("Nothing is guessed and nothing is dropped:")
        for document, flag in flagged:
            self._item(f"{document.source}: {FLAG_WORDS[flag]}")

    def _head(self, title: str) -> None:
        self.console.print()
        self.console.print(Rule(Text(title, style="bold"), align="left"))

    def _say(self, sentence: str) -> None:
        self.console.print(Text(sentence))

    def _item(self, line: str) -> None:
        self.console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))

    def _quote(self, words: str, rows: list[Claim]) -> None:
        for claim in _distinct(rows)[:QUOTES_SHOWN]:
            line = Text(f"{words}: ", style="dim").append(f"“{_one_line(claim.quote)}”", style="italic")
            self.console.print(
                Padding(line.append(f" — {self._voice(claim)}", style="dim"), (0, 0, 0, 4), expand=False)
            )

    def _voice(self, claim: Claim) -> str:
        outlet = claim.document.publisher or claim.document.source
        spoken = [] if claim.speaker.name == "publisher" else [claim.speaker.name]
        return ", ".join([*spoken, outlet, say_day(claim.document.published)])

    def _title(self, incident: str) -> str:
        found = self.incidents.get(incident)
        return found.title if found else incident

    def _claims_of(self, incident: Incident) -> list[Claim]:
        return [self.claims[claim] for claim in incident.claims if claim in self.claims]

    def _holder(self, state: ControlState) -> str:
        if state.holder == "unknown":
            return "not known who held it"
        if state.holder in NOBODY:
            return state.holder
        probability = state.probabilities.get(state.holder)
        sure = f" (probability {probability:.2f})" if probability is not None else ""
        return f"held by {self.sides.get(state.holder) or say_code(state.holder)}{sure}"

    def _list_figures(self, figure: Reconciled) -> None:
        for row in figure.figures:
            if row.superseded:
                continue
            words = f" ({row.qualifier})" if row.qualifier != "exact" else ""
            self._item(f"{say_range(row.low, row.high)}{words}: {row.label}")
            self._quote("in the words", [self.claims[row.claim]] if row.claim in self.claims else [])


def _say_figure(figure: Reconciled) -> str:
    return f"{say_measure(figure.measure, figure.who)}, {say_range(figure.low, figure.high)}"


def _is_closed(figure: Reconciled) -> bool:
    """Whether a number with both ends stands in the row: "more than 30" and "more than 90" agree on little."""
    return figure.low is not None and figure.high is not None


def _count_origins(figure: Reconciled) -> int:
    return len({row.origin for row in figure.figures if not row.superseded})


def _rank_figure(figure: Reconciled, claims: dict[str, Claim]) -> tuple[int, int, int]:
    """How many reports, sides and origins stand behind a figure."""
    rows = [row for row in figure.figures if not row.superseded]
    reports = {claims[row.claim].document.id for row in rows if row.claim in claims}
    return len(reports), _count_sides(figure), _count_origins(figure)


def _count_sides(figure: Reconciled) -> int:
    return len({row.side for row in figure.figures if row.side and not row.superseded})


def _count_direct(states: list[ControlState]) -> int:
    return len({reason.claim for state in states if not state.inferred_from for reason in state.reasons})


def _reports_with(incident: Incident, claims: dict[str, Claim], stance: str) -> set[str]:
    found = (claims[claim] for claim in incident.claims if claim in claims)
    return {claim.document.id for claim in found if claim.stance == stance}


def _covered(incident: Incident) -> list[str]:
    return [relation.incident for relation in incident.relations if relation.type == "covers"]


def _count_covered(incident: Incident) -> str:
    count = len(_covered(incident))
    return "one other incident" if count == 1 else f"{count} other incidents"


def _distinct(rows: list[Claim]) -> list[Claim]:
    first: dict[tuple[str, str], Claim] = {}
    for claim in rows:
        first.setdefault((_one_line(claim.quote), claim.speaker.name), claim)
    return list(first.values())


def _outlet(document: Document) -> str:
    return document.publisher or document.source


def _one_line(quote: str) -> str:
    return " ".join(quote.split())
