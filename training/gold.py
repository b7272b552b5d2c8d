"""Annotated reports as training sentences.

A gold claim has a quote and no trigger: the trigger is the word of its quote to which an earlier model gives the claim's
kind with the greatest probability; a quote in which no word reaches `LEAST` teaches nothing of kinds. Names that stand in
the sentence give their roles; of days and figures, which the gold gives as values, nothing is taught.
"""

import json
import re
from pathlib import Path

from sijill.extract.embedded.parser import Parser
from sijill.extract.embedded.tokens import split_sentences, split_words
from training.sentences import Labelled
from training.treebanks import Example

LEAST = 0.03
TAUGHT = frozenset({"actor", "target", "place", "origin", "destination", "speaker"})
ROLE_OF = {"location": "place", "origin": "origin", "destination": "destination"}


def read_gold_sentences(gold: Path, seeds: Path, parser: Parser) -> dict[str, list[Example]]:
    """The English sentences of every annotated story, by story."""
    out: dict[str, list[Example]] = {}
    for file in sorted((gold / "reports").glob("*.json")):
        row = json.loads(file.read_text(encoding="utf-8"))
        if row["language"] == "en":
            out.setdefault(row["id"].split("-")[0], []).extend(
                label_document(row["text"], row["claims"], parser)
            )
    for file in sorted((gold / "seeds").glob("0*.json")):
        row = json.loads(file.read_text(encoding="utf-8"))
        text = (seeds / (file.stem + ".txt")).read_bytes().decode("utf-8")
        out.setdefault("seeds", []).extend(label_document(text, row["claims"], parser))
    return out


def label_document(text: str, claims: list[dict], parser: Parser) -> list[Example]:
    """One example a sentence; words whose label is not known are marked by kind `?`."""
    out = []
    for start, end in split_sentences(text):
        tokens = split_words(text, start, end)[:160]
        own = [c for c in claims if _home(text, c) == (start, end)]
        if not tokens or (not own and len(tokens) < 4):
            continue
        signals = parser.parse(tokens).signals
        labelled, unknown = [], set()
        for claim in own:
            inside = [k for k, t in enumerate(tokens) if t.start >= claim["start"] and t.end <= claim["end"]]
            kinds = [claim["kind"], *claim.get("alt_kinds", ())]
            best = max(inside, key=lambda k: max(signals.share_of(k, x) for x in kinds), default=None)
            if best is None or max(signals.share_of(best, x) for x in kinds) < LEAST:
                unknown |= set(inside)
                continue
            kind = max(kinds, key=lambda x: signals.share_of(best, x)) if len(kinds) > 1 else kinds[0]
            labelled.append(
                Labelled(best, kind, claim["stance"], frozenset(), _roles(text, tokens, claim, best), TAUGHT)
            )
        if claims and own and all(c.get("optional") for c in own):
            unknown |= {k for k, t in enumerate(tokens) if any(c["start"] <= t.start < c["end"] for c in own)}
        taken = {c.trigger for c in labelled}
        out.append(
            Example(
                [t.text for t in tokens],
                terms=["?"] * len(tokens),
                claims=labelled,
                text=text[start:end],
                unknown=frozenset(unknown - taken),
            )
        )
    return out


def _home(text: str, claim: dict) -> tuple[int, int]:
    """The sentence that holds most of a quote."""
    return max(split_sentences(text), key=lambda s: min(s[1], claim["end"]) - max(s[0], claim["start"]))


def _roles(text: str, tokens, claim: dict, trigger: int) -> tuple[tuple[int, int, str], ...]:
    named = [("actor", a["name"]) for a in claim.get("actors", ())]
    named += [("target", a["name"]) for a in claim.get("targets", ())]
    named += [(ROLE_OF[p.get("role", "location")], p["name"]) for p in claim.get("places", ())]
    if claim["speaker"]["name"] != "publisher":
        named.append(("speaker", claim["speaker"]["name"]))
    out = []
    for role, name in named:
        span = _find(text, tokens, name, tokens[trigger].start)
        if span:
            out.append((*span, role))
    return tuple(out)


def _find(text: str, tokens, name: str, near: int) -> tuple[int, int] | None:
    low, high = tokens[0].start, tokens[-1].end
    bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    spans = [m.span() for m in re.finditer(re.escape(bare), text[low:high], re.IGNORECASE)]
    if not spans:
        return None
    a, b = min(spans, key=lambda s: abs(low + s[0] - near))
    inside = [k for k, t in enumerate(tokens) if t.start < low + b and t.end > low + a]
    return (inside[0], inside[-1] + 1) if inside else None
