"""The scores as a page to read."""

from sijill.model import STANCES
from sijill.score.holding import ControlScores
from sijill.score.linking import IncidentScores, LinkScores
from sijill.score.measures import Agreement, Share
from sijill.score.scores import ClaimScores, Interval, Scores
from sijill.score.slots import SlotScores

SHOWN_APART = 12  # incidents that were wrongly merged, named one by one up to here
LABEL = 34


def format_scores(scores: Scores) -> str:
    """The scores as a page of plain text, counts beside every measure."""
    parts = [
        format_head(scores),
        format_claims(scores),
        format_unreal(scores),
        format_slots(scores.slots, scores.published_est),
        format_stances(scores.stances),
        format_kinds(scores.per_kind),
        format_documents(scores),
    ]
    if scores.incidents:
        parts.append(format_incidents(scores.incidents))
    parts += [format_control(control) for control in scores.control]
    return "\n\n".join(part for part in parts if part)


def format_head(scores: Scores) -> str:
    """What was compared with what, and what a reader must know before reading on."""
    lines = [f"gold       {scores.gold}", f"predicted  {scores.predicted}"]
    if scores.absent:
        lines.append(
            f"ABSENT     {len(scores.absent)} gold documents are not there, all their claims count as missed:"
        )
        lines += [f"             {source}" for source in scores.absent]
    if scores.moved_quotes:
        lines.append(f"MOVED      {scores.moved_quotes} quotes are not at their offsets in the gold text")
    if scores.not_scored:
        lines.append(f"not scored {scores.not_scored} claims in documents that the gold does not annotate")
    return "\n".join(lines)


def format_claims(scores: Scores) -> str:
    """Precision, recall and F1 over all claims."""
    lines = [head_line("claims", "precision", "recall", "F1", "95%, documents")]
    lines += claim_lines(scores.claims)
    if scores.lenient_kinds:
        lines += ["  with civilian-violence equivalence", *claim_lines(scores.lenient_kinds)]
    forgiven = sum(document.forgiven for document in scores.documents)
    excused = sum(document.excused for document in scores.documents)
    lines.append(
        f"  {forgiven} second predictions forgiven; {excused} optional or repeated gold claims not asked for"
    )
    return "\n".join(lines)


def claim_lines(claims: ClaimScores) -> list[str]:
    return [
        agreement_line("kind", claims.kind, claims.kind_interval),
        agreement_line("kind + stance", claims.kind_and_stance, claims.kind_and_stance_interval),
    ]


def format_unreal(scores: Scores) -> str:
    """What became of plans, denials and hypotheses."""
    lines = [head_line("plans, denials, hypotheses", "found", "kept as such", "told as event", "95%")]
    for stance, one in scores.unreal.items():
        if not one.told_as_event.n:
            continue
        cells = (tell_counts(one.found), tell_counts(one.kept), tell_counts(one.told_as_event))
        lines.append(row(stance, *cells, tell_interval(one.told_as_event.interval)))
    if len(lines) == 1:
        return ""
    every = scores.unreal["all"].told_as_any_event
    lines.append(f"  told as an event of whatever kind: {tell_share(every)}")
    return "\n".join(lines)


def format_slots(slots: SlotScores, published_est: bool) -> str:
    """The parts of the paired claims."""
    lines = [head_line("parts of paired claims", "precision", "recall", "F1", "")]
    for name in ("actors", "targets", "places"):
        lines.append(agreement_line(name, getattr(slots, name)))
        lines.append(agreement_line(f"{name}, lenient", getattr(slots, f"{name}_lenient")))
    lines.append(agreement_line("figures", slots.figures))
    lines.append(agreement_line("figures, whatever the measure", slots.figures_any_measure))
    dates = slots.dates
    shares = {
        "speaker": slots.speaker,
        "speaker, lenient": slots.speaker_lenient,
        "role of a place that both give": slots.place_roles,
        "day exact": dates.exact,
        "day overlapping": dates.overlap,
        "day within one": dates.within_a_day,
        "dates given that are exact": dates.precision,
        "dates given where gold has none": dates.invented,
    }
    lines.append("")
    lines += [f"  {name:<{LABEL}}{tell_share(share)}" for name, share in shares.items()]
    if dates.set_aside:
        lines.append(
            f"  {dates.set_aside} dates rest on a publication date that no document states: set aside"
        )
    elif published_est:
        lines.append("  dates that rest on estimated publication dates are asked for")
    return "\n".join(lines)


def format_stances(table: dict[str, dict[str, int]]) -> str:
    """The stances of paired claims, gold down, predicted across."""
    lines = [head_line("stance: gold ↓ predicted →", *STANCES)]
    lines += [
        row(gold, *(str(table[gold][stance]) for stance in STANCES))
        for gold in STANCES
        if any(table[gold].values())
    ]
    return "\n".join(lines) if len(lines) > 1 else ""


def format_kinds(per_kind: dict[str, Agreement]) -> str:
    """Every kind that occurs, the commonest in the gold first."""
    ordered = sorted(per_kind.items(), key=lambda item: -item[1].gold)
    lines = [head_line("kind", "precision", "recall", "F1", "")]
    return "\n".join(lines + [agreement_line(kind, agreement) for kind, agreement in ordered])


def format_documents(scores: Scores) -> str:
    """Every document, by kind and stance."""
    lines = [head_line("document (kind + stance)", "precision", "recall", "F1", "")]
    for document in scores.documents:
        label = document.source + (" (absent)" if document.absent else "")
        lines.append(agreement_line(label, document.kind_and_stance))
    return "\n".join(lines)


def format_incidents(incidents: IncidentScores) -> str:
    """The linking, beside what needs no linker."""
    given = (
        "given gold claims" if incidents.given_gold_claims else f"over {incidents.claims} gold claims found"
    )
    lines = [head_line(f"incidents, {given}", "precision", "recall", "F1", "")]
    lines += link_lines(incidents.matched)
    if not incidents.given_gold_claims:
        lines += ["  end to end (ties of missed claims are missed)", *link_lines(incidents.end_to_end)]
    lines += ["  baseline: every claim alone", *link_lines(incidents.alone)]
    lines += ["  baseline: equal kind, day and first place", *link_lines(incidents.same_kind_day_place)]
    lines.append(f"  merged though they must not be: {tell_share(incidents.merged_apart)}")
    lines += [f"    {one}  with  {other}" for one, other in incidents.merged[:SHOWN_APART]]
    return "\n".join(lines)


def link_lines(link: LinkScores) -> list[str]:
    b3 = (tell(link.b3_precision), tell(link.b3_recall), tell(link.b3_f1))
    return [
        agreement_line("pairs of claims", link.pairs),
        agreement_line("  within a document", link.within),
        agreement_line("  across documents", link.across),
        row("B³", *b3, ""),
    ]


def format_control(control: ControlScores) -> str:
    """The control rows right, and those that are not."""
    lines = [f"control, {control.series.replace('_', ' ')}"]
    shares = {
        "strong": control.strong,
        "weak": control.weak,
        "all": control.all,
        "wrong holder named": control.misnamed,
        "baseline: unknown everywhere": control.unknown_everywhere,
    }
    lines += [f"  {name:<{LABEL}}{tell_share(share)}" for name, share in shares.items()]
    if control.set_aside:
        lines.append(f"  {control.set_aside} rows rest on a date that no document states: set aside")
    # without hindsight much is rightly not known yet: there, only what is named wrongly is listed
    listed = [one for one in control.wrong if one.named or control.series != "as_known"]
    for one in listed:
        accepted = " or ".join((one.expected, *one.also_accept))
        lines.append(f"  WRONG {one.date} {one.place} ({one.confidence}): {accepted}; given: {one.given}")
    return "\n".join(lines)


def head_line(label: str, *cells: str) -> str:
    return f"{label:<{LABEL + 2}}" + "".join(f"{cell:>16}" for cell in cells).rstrip()


def row(label: str, *cells: str) -> str:
    """One line of a table; a long label has a line of its own."""
    values = "".join(f"{cell:>16}" for cell in cells).rstrip()
    if len(label) > LABEL:
        return f"  {label}\n  {'':<{LABEL}}{values}"
    return f"  {label:<{LABEL}}{values}"


def agreement_line(label: str, agreement: Agreement, interval: Interval = None) -> str:
    """Precision, recall and F1 with the counts under the first two."""
    cells = (
        tell_part(agreement.precision, agreement.right, agreement.predicted),
        tell_part(agreement.recall, agreement.found, agreement.gold),
        tell(agreement.f1),
    )
    return row(label, *cells, tell_interval(interval) if interval else "")


def tell(value: float | None) -> str:
    """A measure with two digits after the point; a dash where there was nothing to measure."""
    return "–" if value is None else f"{value:.2f}"


def tell_part(value: float | None, k: int, n: int) -> str:
    return "–" if value is None else f"{value:.2f} {f'{k}/{n}':>8}"


def tell_counts(share: Share) -> str:
    return f"{share.k} of {share.n}"


def tell_share(share: Share) -> str:
    """A share in words, with its 95% interval.

    >>> tell_share(Share(k=1, n=40))
    '1 of 40 (0.03, 95% 0.00–0.13)'
    """
    if not share.n:
        return "none to judge"
    return f"{share.k} of {share.n} ({tell(share.value)}, 95% {tell_interval(share.interval)})"


def tell_interval(interval: Interval) -> str:
    return "" if interval is None else f"{interval[0]:.2f}–{interval[1]:.2f}"
