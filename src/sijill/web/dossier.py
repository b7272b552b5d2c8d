"""Everything behind one incident, made ready for its page."""

import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from markupsafe import Markup, escape

from ..model import Claim, Decision, Frozen, Incident, Reconciled
from ..publish import words
from ..publish.axis import build_axis
from ..publish.cards import Card, build_cards
from ..reconcile import Ruled, Stage, apply_rule_set, list_rule_sets, load_rule_set, tell_history
from ..record import read_decisions
from ..record.served import ServedRecord, Slice

CURVE = (560.0, 120.0)  # width and height of the drawing of a toll
MARGIN = 26.0


CLAIM = re.compile(r"\bc-[0-9a-f]{16}\b")


class Ruling(Frozen):
    """What one rule-set makes of the incident: its title, and each figure with grade, meaning and trace."""

    name: str
    title: str
    rows: tuple[tuple[str, str, str, str, tuple[str, ...]], ...]  # what, number, grade, meaning, steps
    departs: tuple[str, ...]


class Step(Frozen):
    """A figure of a toll as it was published: where on the drawing, and in words."""

    x: float
    top: float
    bottom: float
    day: str
    number: str
    label: str
    claim: str
    superseded: bool
    open: bool


class Curve(Frozen):
    """How a toll rose: its steps by day of publication."""

    title: str
    width: float
    height: float
    steps: tuple[Step, ...]
    path: str
    ticks: tuple[tuple[float, str], ...]
    top: str


class Dossier(Frozen):
    card: Card
    agreed: tuple[tuple[str, str], ...]  # what is counted, and the number
    disputed: tuple[tuple[str, str], ...]
    alone: tuple[tuple[str, str], ...]
    rulings: tuple[Ruling, ...]
    curves: tuple[Curve, ...]
    decisions: tuple[Decision, ...]
    details: tuple[tuple[Claim, str], ...]  # the claims with what was decided of each


def build_dossier(
    record: ServedRecord, incident: Incident, side_names: dict[str, str], root: Path | None
) -> Dossier:
    """The dossier; without the record's folder, nothing of the people who decided."""
    part = Slice(record, [incident.id])
    card = next(card for card in build_cards(part, None, side_names) if card.id == incident.id)
    figures, claims = part.figures(), {claim.id: claim for claim in part.claims()}
    verdicts = dict(
        record.run("SELECT id, verdict FROM claims WHERE incident = ? AND verdict IS NOT NULL", [incident.id])
    )
    named = set(incident.decisions)
    decisions = tuple(one for one in read_decisions(root) if one.id in named) if root and named else ()
    own = [claims[one] for one in incident.claims if one in claims]
    return Dossier(
        card=card,
        agreed=_list_figures(card, "agreed"),
        disputed=_list_figures(card, "disputed"),
        alone=_list_figures(card, "single_source"),
        rulings=tuple(rule(name, incident, figures, own) for name in list_rule_sets()) if figures else (),
        curves=tuple(filter(None, (draw_curve(row, tell_history(row, incident, claims)) for row in figures))),
        decisions=decisions,
        details=tuple((claim, verdicts.get(claim.id, "")) for claim in own),
    )


def rule(name: str, incident: Incident, figures: list[Reconciled], claims: list[Claim]) -> Ruling:
    """The incident by one rule-set; figures that it does not count are said to be outside it."""
    rule_set = load_rule_set(name)
    return Ruling(
        name=name,
        title=rule_set.title,
        departs=rule_set.departs,
        rows=tuple(_say_ruled(one) for one in apply_rule_set(name, incident, figures, claims)),
    )


def draw_curve(row: Reconciled, stages: tuple[Stage, ...]) -> Curve | None:
    """The toll over the days on which it was published; None where it was given once or on one day."""
    told = [(day, stage) for stage in stages if not stage.again and (day := words.parse_day(stage.published))]
    ends = [n for _, stage in told for n in (stage.low, stage.high) if n is not None]
    if len({day for day, _ in told}) < 2 or not ends or len({(s.low, s.high) for _, s in told}) < 2:
        return None
    width, height = CURVE
    axis = build_axis([(day, day) for day, _ in told], MARGIN, width - MARGIN, widest=120)
    top = max(ends) or 1

    def find_y(number: float) -> float:
        return round(height - 24 - (height - 44) * number / top, 1)

    steps = []
    for day, stage in told:
        low = stage.low if stage.low is not None else 0.0
        high = stage.high if stage.high is not None else max(low, stage.low or 0)
        x = round(axis.find_x(day) + axis.scale / 2, 1)
        steps.append(
            Step(
                x=x,
                top=find_y(max(high, low)),
                bottom=find_y(low),
                day=words.say_day(stage.published),
                number=words.say_range(stage.low, stage.high),
                label=stage.label,
                claim=stage.claim,
                superseded=stage.superseded_by is not None,
                open=stage.high is None or stage.low is None,
            )
        )
    # A line joins the figures of one origin only: rival counts do not rise into each other.
    lines = []
    for origin in dict.fromkeys(stage.origin for _, stage in told):
        own = [step for step, (_, stage) in zip(steps, told, strict=True) if stage.origin == origin]
        lines += [f"M{a.x} {a.top}H{b.x}V{b.top}" for a, b in itertools.pairwise(own)]
    return Curve(
        title=words.say_measure(row.measure, row.who),
        width=width,
        height=height,
        steps=tuple(steps),
        path="".join(lines),
        ticks=tuple(dict.fromkeys((step.x, step.day) for step in steps)),
        top=words.say_number(top),
    )


def _say_ruled(one: Ruled) -> tuple[str, str, str, str, tuple[str, ...]]:
    number = words.say_range(one.low, one.high) if one.low is not None or one.high is not None else "–"
    best = f", best {words.say_number(one.best)}" if one.best is not None else ""
    return (
        words.say_measure(one.measure, one.who),
        number + best,
        words.say_code(one.grade),
        one.meaning,
        one.trace,
    )


def _list_figures(card: Card, status: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (figure.title, figure.summary or (figure.rows[0].text if figure.rows else ""))
        for figure in card.figures
        if figure.status == status
    )


def number_quotes(text: str, claims: Sequence[str], say: Callable[..., str]) -> Markup:
    """The text with "quote 2" and a link for the id of a claim whose quote stands on the page; the rest is escaped.

    >>> str(number_quotes("c-00000000000000aa <b>", ["c-00000000000000aa"], lambda key, n: f"quote {n}"))
    '<a href="#q-c-00000000000000aa">quote 1</a> &lt;b&gt;'
    """
    numbers = {claim: number for number, claim in enumerate(claims, 1)}
    parts, end = [], 0
    for found in CLAIM.finditer(text):
        if found[0] in numbers:
            link = Markup('<a href="#q-{}">{}</a>').format(found[0], say("quote_n", n=numbers[found[0]]))
            parts += [escape(text[end : found.start()]), link]
            end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
