"""How a sentence was coded by a model, for a person."""

from collections.abc import Sequence

from sijill.extract.llm.coding import Coded
from sijill.extract.llm.prompt import prompt_version
from sijill.model import Claim, Document


def explain_coded(
    model: str, document: Document, claims: Sequence[Claim], coded: Coded, *, asked: int
) -> str:
    """The claims that passed the gate, each with its parts, and what did not pass and why; `asked` in characters."""
    lines = [f"Asked: {model}, prompt {prompt_version()}; the text is taken for {document.language}.", ""]
    if not asked:
        lines = [f"Not asked: {model}; the embedded extractor reads this and is sure of it.", ""]
    for claim in claims:
        lines.append(f"  ● {claim.kind}: “{claim.quote}”")
        rows = [
            ("read by", claim.extractor.name),
            ("stance", claim.stance + (" · hedged" if claim.hedged else "")),
            ("speaker", claim.speaker.name + (f" via {_join(claim.via)}" if claim.via else "")),
            ("actors", _join(claim.actors)),
            ("targets", _join(claim.targets)),
            ("weapons", _join(claim.weapons)),
            ("places", "; ".join(f"{place.name} ({place.role})" for place in claim.places)),
            ("when", _say_when(claim)),
            (
                "figures",
                "; ".join(f"{f.measure} {_say(f.low)}–{_say(f.high)} ({f.text})" for f in claim.figures),
            ),
            ("english", claim.translation or ""),
            ("review", claim.review or ""),
        ]
        lines += [f"      {name:<8} {value}" for name, value in rows if value]
    if not claims:
        lines.append("  no claim")
    if coded.failures:
        lines += ["", "  without proof, and left out:"]
        lines += [f"      {one.what}" + (f": “{one.said}”" if one.said else "") for one in coded.failures]
    return "\n".join(lines) + "\n"


def _join(refs) -> str:
    return "; ".join(ref.name for ref in refs)


def _say_when(claim: Claim) -> str:
    when = claim.when
    return f"{when.start or '…'} – {when.end or '…'} ({when.text}: {when.basis})" if when else ""


def _say(value: float | None) -> str:
    return "…" if value is None else f"{value:g}"
