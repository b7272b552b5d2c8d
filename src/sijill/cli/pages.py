"""One thing of the record as a page of text: what is known, who says so, and every quote."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ..model import Claim, ControlState, Document, Figure, Incident, Reconciled, When
from ..read.office import find_page
from ..record import Filters, Record
from .labels import Labels, explain_refs
from .lookup import Voice, WrittenActor, WrittenPlace, names_actor
from .printing import clean_cell, clean_text, mark_quote, say_count, style_quote
from .reasons import explain_unknown, list_reasons
from .ruling import OWN, rule_incident, say_history, say_ruling
from .wording import say_counted, say_figure, say_number_of, say_voice

CONTEXT = 160  # characters of the document shown around a quote
UNKNOWN = "unknown"
SERIES = (("as_known", "as known at the time"), ("retrospective", "with hindsight"))
LONGEST = 40  # rows of one list on a page


class Page:
    """Prints pages of one record on a console; `rules` is the rule-set by which figures are ruled on, if any."""

    def __init__(self, record: Record, console: Console, rules: str | None = None):
        self.record, self.console, self.rules = record, console, rules
        self.labels = Labels(record)
        self.verdicts = record.verdicts()

    def show_document(self, document: Document) -> None:
        """The document: what is known of it, its claims, and its text with every quote marked."""
        self._head(document.title or document.source, f"document {document.id}")
        self._lines([
            ("source", document.source), ("address", document.url), ("publisher", document.publisher),
            ("author", document.author),
            ("published", f"{document.published} ({document.published_basis})" if document.published else UNKNOWN),
            ("language", document.language), ("flags", ", ".join(document.flags)),
            ("taken", document.captured and f"{document.captured.when} ({document.captured.how})"),
            ("sha256", document.content_hash),
        ])  # fmt: skip
        for tie in document.copy_of:
            self._line("copy of", f"{tie.document} ({tie.relation}, {tie.similarity:.0%})")
        every = Filters(include_background=True, include_rejected=True)
        claims = [claim for claim in self.record.claims(every) if claim.document.id == document.id]
        self._section(say_count(len(claims), "claim"))
        for claim in claims:
            self._say_claim(claim)
        self._section("Text")
        self._quote(document.text, [(claim.start, claim.end) for claim in claims])

    def show_claim(self, claim: Claim) -> None:
        """The claim: each slot, who says so and through whom, and its quote within the document."""
        self._head(f"{claim.kind}, {self._say_stance(claim)}", f"claim {claim.id}")
        speaker = claim.speaker.label or claim.speaker.name
        said_by = claim.document.publisher or claim.document.source
        if claim.speaker.name != "publisher":
            said_by = speaker if speaker == claim.speaker.name else f"{claim.speaker.name} ({speaker})"
        voices = () if claim.speaker.name == "publisher" else (claim.speaker,)
        for name, value, refs in (
            ("says so", said_by, voices),
            ("by way of", ", then ".join(one.name for one in claim.via), claim.via),
            ("reported by", self._say_outlet(claim), ()),
            ("who", self._say_refs(claim.actors), claim.actors),
            ("to whom", self._say_refs(claim.targets), claim.targets),
            ("with what", self._say_refs(claim.weapons), ()),
            ("where", "; ".join(self._say_place(place) for place in claim.places), claim.places),
            ("when", say_when(claim.when), ()),
        ):
            self._lines([(name, value)])
            self._because(explain_refs(refs, self.labels))
        if claim.when and claim.when.basis:
            self._because([f"because: {claim.when.basis}"])
        self._lines([
            ("how much of it", claim.extent),
            ("figures", "; ".join(map(say_figure_words, claim.figures))),
            ("about", claim.about), ("restates", claim.repeats), ("incident", claim.incident),
            ("found by", clean_cell([claim.extractor.name, claim.extractor.version, claim.extractor.rule])),
            ("in English", claim.translation and f"{claim.translation} (a translation, no evidence)"),
            ("to review", claim.review),
            ("confidence", f"{claim.confidence:.2f}"), ("decided", self.verdicts.get(claim.id)),
        ])  # fmt: skip
        document = self.record.document(claim.document.id)
        self._section(
            f"In {claim.document.source} ({claim.document.id}), characters {claim.start} to {claim.end}"
        )
        if document is not None:
            first, last = max(0, claim.start - CONTEXT), claim.end + CONTEXT
            self._quote(document.text[first:last], [(claim.start - first, claim.end - first)])

    def show_incident(self, incident: Incident) -> None:
        """The incident: what is known, every figure by who gave it, and every claim with its quote."""
        self._head(incident.title, f"incident {incident.id}")
        self._lines([
            ("kind", incident.kind), ("status", incident.status), ("grade", incident.grade),
            ("when", say_when(incident.when)),
            ("where", self._say_place(incident.place) if incident.place else "unknown"),
            ("who", self._say_refs(incident.actors)), ("to whom", self._say_refs(incident.targets)),
            ("background", incident.background and "yes"),
            ("sums up", incident.roll_up and "several events"),
            ("decisions", ", ".join(incident.decisions)), ("earlier ids", ", ".join(incident.supersedes)),
        ])  # fmt: skip
        for tie in incident.relations:
            self._line(tie.type.replace("_", " "), " ".join(filter(None, (tie.incident, tie.why))))
        for why in incident.evidence:
            self._line("one event since", why)
        figures = [figure for figure in self.record.figures() if figure.incident == incident.id]
        if figures:
            self._section("Figures")
            ruled, histories = rule_incident(self.record, incident, self.rules or OWN)
            for figure, ruling, stages in zip(figures, ruled, histories, strict=True):
                self._say_reconciled(figure)
                for line in say_history(figure.measure, stages):
                    self._text(clean_cell(line), indent=4 if line.endswith(":") else 6)
                for at, line in enumerate(say_ruling(ruling) if self.rules else ()):
                    self._text(clean_cell(line), indent=6 if at else 4)
        self._section(say_count(len(incident.origins), "independent origin"))
        for origin in incident.origins:
            copies = f", {len(origin.copies)} more that only repeat it" if origin.copies else ""
            self._text(f"{origin.label}: {say_count(len(origin.claims), 'claim')}{copies}")
        self._section(say_count(len(incident.claims), "claim"))
        for claim in map(self.record.claim, incident.claims):
            if claim is not None:
                self._say_claim(claim)

    def show_place(self, place: Any) -> None:
        """The place: its names, who held it when, and what happened there."""
        written = isinstance(place, WrittenPlace)
        known = not written or place.resolved
        self._head(place.name, f"place {place.id}" if known else "a place known only by its spelling")
        self._lines([
            ("kind", place.kind), ("inside", self.labels.place(place.parent)),
            ("names", ", ".join(dict.fromkeys(alias.name for alias in place.names))),
            ("at", f"{place.lat:.4f}, {place.lon:.4f}" if place.lat is not None else "unknown"),
        ])  # fmt: skip
        here = Filters(places=(place.id,), include_background=True)
        self._because(place.grounds if written else ())
        states = [state for state in self.record.control(here) if state.place_id == place.id]
        for series, heading in SERIES:
            found = [state for state in states if state.series == series]
            if found or series == "as_known":
                self._section(f"Who held it, {heading}")
            for state in found[:LONGEST]:
                self._text(say_state(state, self.labels))
                for line in list_reasons(self.record, state):
                    self._text(line, indent=6)
            if not found and series == "as_known":
                self._text(explain_unknown(self.record, (place.id,), None).partition(": ")[2])
        self._list_incidents(self.record.incidents(here))

    def show_actor(self, actor: Any) -> None:
        """The actor: its names and sides with their dates, and the claims it is in."""
        written = isinstance(actor, WrittenActor)
        self._head(actor.name, "an actor known only by its spelling" if written else f"actor {actor.id}")
        sides = "; ".join(
            " ".join(
                filter(
                    None,
                    (
                        self.labels.side(one.id),
                        one.start and f"from {one.start}",
                        one.end and f"to {one.end}",
                    ),
                )
            )
            for one in actor.sides
        )
        self._lines([
            ("kind", actor.kind), ("side", sides), ("part of", self.labels.actor(actor.parent)),
            ("names", ", ".join(dict.fromkeys(alias.name for alias in actor.names))),
            ("from", actor.start), ("to", actor.end),
            ("came from", "; ".join(
                f"{self.labels.actor(one.id)} ({' '.join(filter(None, (one.how, one.date)))})" for one in actor.lineage)),
        ])  # fmt: skip
        self._because(actor.grounds if written else ())
        claims = [one for one in self.record.claims() if names_actor(one, actor)]
        self._section(say_count(len(claims), "claim"))
        for claim in claims[:LONGEST]:
            self._say_claim(claim)
        if len(claims) > LONGEST:
            self._text(f"and {len(claims) - LONGEST} more: sijill claims --side {actor.id}")

    def show_voice(self, voice: Voice) -> None:
        """The outlet or speaker: what it published, and every claim that it makes or passes on."""
        self._head(voice.name, "outlet or speaker")
        if voice.documents:
            self._section(f"{say_count(len(voice.documents), 'report')} published")
            for document in voice.documents[:LONGEST]:
                title = document.title or document.source
                self._text(f"{document.published or 'undated'}: {title} {document.id}")
        self._section(f"{say_count(len(voice.claims), 'claim')} made or passed on")
        for claim in voice.claims[:LONGEST]:
            self._say_claim(claim)
        if len(voice.claims) > LONGEST:
            self._text(f"and {len(voice.claims) - LONGEST} more")

    # -- inside
    # -------------------------------------------------------------------------------------------------

    def _list_incidents(self, incidents: list[Incident]) -> None:
        self._section(say_count(len(incidents), "incident"))
        for incident in incidents[:LONGEST]:
            self._text(f"{say_when(incident.when)}: {incident.title} [{incident.status}] {incident.id}")
        if len(incidents) > LONGEST:
            self._text(f"and {len(incidents) - LONGEST} more")

    def _say_outlet(self, claim: Claim) -> str:
        """Who reports it, with the page where the report has pages."""
        document = self.record.document(claim.document.id)
        page = find_page(document.text, claim.start) if document else None
        outlet = claim.document.publisher or claim.document.source
        return f"{outlet}, page {page}" if page else outlet

    def _say_claim(self, claim: Claim) -> None:
        decided = f", {self.verdicts[claim.id]}" if claim.id in self.verdicts else ""
        when = say_when(claim.when)
        self._text(
            f"{claim.id}  {claim.kind}, {self._say_stance(claim)}, {when}{decided}; {say_voice(claim)}:"
        )
        self._text(f"“{clean_cell(claim.quote)}”", indent=4)

    def _say_stance(self, claim: Claim) -> str:
        words = {
            "asserts": "asserted",
            "denies": "denied",
            "plans": "planned",
            "hypothetical": "hypothetical",
        }
        extra = [
            word for word, is_so in (("hedged", claim.hedged), ("background", claim.background)) if is_so
        ]
        return ", ".join([words[claim.stance], *extra])

    def _say_reconciled(self, figure: Reconciled) -> None:
        best = f", best {figure.best:g}" if figure.best is not None else ""
        number = say_number_of(figure.measure, figure.low, figure.high)
        what = say_counted(figure.measure, figure.who)
        self._text(f"{what}: {number}{best} ({figure.status.replace('_', ' ')})")
        for one in figure.figures:
            qualifier = "" if one.qualifier == "exact" else one.qualifier
            replaced = "repeated, or since replaced by its own source" if one.superseded else ""
            extra = ", ".join(filter(None, (qualifier, (one.interest or "").replace("_", " "), replaced)))
            number = say_number_of(figure.measure, one.low, one.high)
            said = f"{number}{f' ({extra})' if extra else ''}: {one.label}, {one.claim}"
            self._text(clean_cell(said), indent=4)

    def _say_refs(self, refs: Iterable[Any]) -> str:
        return "; ".join(
            f"{ref.name} ({ref.label or ref.id})" if ref.id and ref.label != ref.name else ref.name
            for ref in refs
        )

    def _say_place(self, place: Any) -> str:
        name = f"{place.name} ({place.label})" if place.label and place.label != place.name else place.name
        role = f"{place.role}: " if place.role != "location" else ""
        relation = f", {place.relation}" if place.relation else ""
        precision = f", precision {place.precision}" if place.precision else ""
        return (
            f"{role}{name}{relation}{'' if place.id or place.lat is not None else ', not located'}{precision}"
        )

    def _quote(self, text: str, spans: list[tuple[int, int]]) -> None:
        if self.console.is_terminal:
            self._print(style_quote(text, spans))
        else:
            self._print(Text(clean_text(mark_quote(text, spans))))

    def _head(self, title: str, what: str) -> None:
        self._print(Text(clean_cell(title), style="bold"))
        self._print(Text(what, style="dim"))

    def _section(self, title: str) -> None:
        self._print(Text(f"\n{clean_cell(title)}", style="bold"))

    def _lines(self, pairs: list[tuple[str, Any]]) -> None:
        for name, value in pairs:
            if value:
                self._line(name, value)

    def _line(self, name: str, value: Any) -> None:
        self._text(f"{name + ':':<15} {clean_cell(value)}")

    def _because(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._text(clean_cell(line), indent=18, style="dim")

    def _text(self, text: str, indent: int = 2, style: str = "") -> None:
        if self.console.is_terminal:
            self._print(Padding(Text(clean_text(text), style=style), (0, 0, 0, indent)))
        else:  # a padded block would cut long lines at the width of a page
            self._print(Text(" " * indent + clean_text(text)))

    def _print(self, what: Any) -> None:
        self.console.print(what, soft_wrap=not self.console.is_terminal)


def say_when(when: When | None) -> str:
    """The day or interval with its precision, as one short phrase.

    >>> say_when(When(start="2018-04-18", end="2018-04-18", precision="day")), say_when(None)
    ('2018-04-18', 'day unknown')
    >>> say_when(When(start="2018-04-18", end="2018-04-18", precision="part_of_day"))
    '2018-04-18 (a part of the day)'
    """
    if when is None or not (when.start or when.end):
        return "day unknown"
    first, last = when.start or "before", when.end
    days = f"{first} to {last}" if last and last != when.start else first
    if when.precision in ("day", "interval", "minute"):
        return days
    if when.precision == "part_of_day":
        return f"{days} (a part of the day)"
    return f"{days} ({'how exactly is unknown' if when.precision == UNKNOWN else f'to the {when.precision}'})"


def say_figure_words(figure: Figure) -> str:
    """A figure with the words it was given in."""
    words = f" (“{figure.text}”)" if figure.text else ""
    return f"{say_figure(figure)}{words}"


def say_state(state: ControlState, labels: Labels) -> str:
    """A state of control in one line, sides and places by their labels."""
    p = state.probabilities.get(state.holder)
    sure = f", probability {p:.2f}" if p is not None else ""
    siege = f", besieged by {labels.side(state.besieged_by)}" if state.besieged_by else ""
    inferred = f", inferred from {labels.place(state.inferred_from)}" if state.inferred_from else ""
    reasons = f", on {say_count(len(state.reasons), 'claim')}" if state.reasons else ""
    return f"{state.start} to {state.end}: {labels.side(state.holder)}{sure}{siege}{inferred}{reasons}"
