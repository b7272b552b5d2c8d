"""How a sentence became claims, written for a person who wants to change the lexicon."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sijill.extract.embedded.draft import Draft
    from sijill.extract.embedded.extractor import Reading
    from sijill.extract.embedded.tree import Sentence


def explain_sentence(reading: "Reading") -> str:
    """The parse as a table, the names, the rules that fired and the claims."""
    lines: list[str] = []
    for k, s in enumerate(reading.sentences):
        lines += [f"Sentence {k + 1}: {s.text[s.start : s.end]}", ""]
        drafts = [d for d in reading.drafts if d.sentence == k]
        lines += [line for draft in drafts for line in explain_draft(draft, s.text)] or ["  no claim", ""]
        notes = reading.notes.get(k)
        lines += ["  left out:", *(f"      {note}" for note in notes), ""] if notes else []
        names = [f"{s.text[s.tokens[a].start : s.tokens[b - 1].end]} ({label})" for a, b, label in s.names]
        lines += ["  names: " + ("; ".join(names) or "none"), ""]
        lines += explain_signals(s)
        lines.append("  the parse: word, part of speech, relation ← head")
        for i, token in enumerate(s.tokens):
            head = s.tokens[s.heads[i]].text if s.heads[i] >= 0 else "—"
            lines.append(f"  {i + 1:>3}  {token.text:<18} {s.tags[i]:<6} {s.relations[i]:<14} ← {head}")
        lines.append("")
    if not reading.sentences:
        lines.append("Nothing to read: no word here tells an event of a conflict (the gate is shut).")
    return "\n".join(lines).rstrip() + "\n"


def explain_signals(s: "Sentence") -> list[str]:
    """The words that the model takes for events, how surely, and the parts that it gives them."""
    signals = s.parse.signals
    lines = []
    for i, token in enumerate(s.tokens):
        if signals.event_at(i) < 0.1:
            continue
        kind, sure = signals.kind_at(i)
        stance, certain = signals.stance_at(i)
        parts = [
            f"{role}: {s.text[s.tokens[a].start : s.tokens[b - 1].end]}"
            for role, spans in signals.roles_of(i).items()
            for a, b, _ in spans
        ]
        lines.append(
            f"      {token.text:<16} {kind} {sure:.2f}, {stance} {certain:.2f}; {'; '.join(parts)}".rstrip(
                "; "
            )
        )
    return ["  the model sees:", *lines, ""] if lines else []


def explain_draft(draft: "Draft", text: str) -> list[str]:
    """One claim with the rule that made it and the reasons for its stance."""
    places = [f"{p.name} ({p.role}{', ' + p.relation if p.relation else ''})" for p in draft.slots.places]
    figures = [
        f"{f.measure} {_range(f.low, f.high)} ({f.qualifier}{', subset' if f.subset else ''}): {f.who or '?'}"
        for f in draft.figures
    ]
    rows = [
        (
            "rule",
            draft.event.rule + (f" · the model: {draft.support:.2f}" if draft.support is not None else ""),
        ),
        (
            "stance",
            draft.stance
            + (" · hedged" if draft.hedged else "")
            + (f" — {'; '.join(draft.reading.reasons)}" if draft.reading.reasons else ""),
        ),
        ("speaker", draft.voice.name + (f" via {', '.join(draft.voice.via)}" if draft.voice.via else "")),
        ("actors", "; ".join(a.name for a in draft.slots.actors)),
        ("targets", "; ".join(a.name for a in draft.slots.targets)),
        ("places", "; ".join(places)),
        (
            "when",
            f"{draft.when.start} – {draft.when.end} ({draft.when.basis})"
            if draft.when and draft.when.start
            else "unknown",
        ),
        ("figures", "; ".join(figures)),
        ("extent", draft.extent or ""),
    ]
    head = f"  ● {draft.event.kind}: “{text[draft.span[0] : draft.span[1]]}”"
    return [head, *(f"      {name:<8} {value}" for name, value in rows if value), ""]


def _range(low: float | None, high: float | None) -> str:
    show = lambda n: "…" if n is None else f"{n:g}"  # noqa: E731
    return show(low) if low == high else f"{show(low)}–{show(high)}"
