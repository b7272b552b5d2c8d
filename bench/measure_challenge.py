"""How the embedded extractor does on the challenge set, by phenomenon.

    python bench/measure_challenge.py [--errors NAME] [--pack world]

Each of the 600 clauses is a document of its own. All figures come from `sijill.score`. "Told" counts the plans, denials and
hypotheses over whose words some claim asserts the event; "kept" those that were found with their stance.
"""

import argparse
import re
from pathlib import Path

from sijill.extract import load_extractor
from sijill.model import Document
from sijill.packs import load_pack
from sijill.score import score_claims
from sijill.score.coded import Gold, GoldDocument, Predicted, code_claim, number_claims
from sijill.score.mistakes import find_mistakes
from sijill.score.stances import UnrealScores

FOLDER = Path(__file__).parent / "challenge"
PUBLISHED = "2024-06-19"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--errors", help="list the mistakes of one phenomenon, or `told` for what was told as an event"
    )
    parser.add_argument("--pack", default="world")
    options = parser.parse_args()
    extractor = load_extractor("embedded", load_pack(options.pack))
    golds, predictions = [], []
    print(
        f"{'phenomenon':22}{'kind+stance':>12}{'P':>6}{'R':>6}{'kept':>10}{'told':>10}{'any':>8}{'speaker':>10}"
    )
    for path in sorted(FOLDER.glob("*.txt")):
        gold, predicted = read_phenomenon(path), []
        for document in gold.documents:
            report = Document(
                id=document.source,
                content_hash="",
                source=document.source,
                text=document.text,
                language="en",
                published=PUBLISHED,
            )
            predicted += [code_claim(claim) for claim in extractor.extract(report)]
        print(tell_row(path.stem, score_claims(gold, Predicted(name="embedded", claims=tuple(predicted)))))
        golds.append(gold)
        predictions += predicted
        if options.errors == path.stem:
            tell_mistakes(gold, predicted)
    whole = Gold(name="challenge", documents=tuple(d for g in golds for d in g.documents))
    everything = Predicted(name="embedded", claims=tuple(predictions))
    scores = score_claims(whole, everything)
    print(tell_row("all", scores))
    for stance in ("all", "denies", "plans", "hypothetical"):
        print(f"{stance:14}{tell_unreal(scores.unreal[stance])}")
    silent = [d.source for d in whole.documents if not d.claims]
    alarms = {c.source for c in predictions} & set(silent)
    print(f"clauses without a claim that got one: {len(alarms)} of {len(silent)}")
    if options.errors == "told":
        tell_mistakes(whole, predictions, "told as event")


def read_phenomenon(path: Path) -> Gold:
    """The clauses of one file as annotated documents `NAME-K`."""
    documents = []
    blocks = [b.strip() for b in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")) if b.strip()]
    for k, block in enumerate(blocks, 1):
        text, *lines = block.split("\n")
        source = f"{path.stem}-{k:02}"
        claims = [read_claim(text, source, line) for line in lines if line.strip() != "none"]
        documents.append(
            GoldDocument(source=source, claims=number_claims(source, claims), text=text, published=PUBLISHED)
        )
    return Gold(name=path.stem, documents=tuple(documents))


def read_claim(text: str, source: str, line: str):
    """
    >>> c = read_claim("The army took Tolo.", "x-1", "capture/held|asserts|took|army took Tolo|publisher|army||Tolo")
    >>> c.kinds, (c.start, c.end), c.stance, [p.name for p in c.places]
    (('capture', 'held'), (4, 18), 'asserts', ['Tolo'])
    """
    optional = line.startswith("?")
    kinds, stance, _, quote, speaker, *names = (part.strip() for part in line.lstrip("? ").split("|"))
    kind, *others = kinds.split("/")
    actors, targets, places = ([{"name": n.strip()} for n in part.split(";") if n.strip()] for part in names)
    start = text.index(quote)
    return code_claim(
        {
            "document": {"source": source},
            "kind": kind,
            "alt_kinds": others,
            "stance": stance,
            "quote": quote,
            "start": start,
            "end": start + len(quote),
            "speaker": {"name": speaker},
            "actors": actors,
            "targets": targets,
            "places": places,
            "optional": optional,
        }
    )


def tell_row(name: str, scores) -> str:
    both, unreal = scores.claims.kind_and_stance, scores.unreal["all"]
    cells = [f"{x:.2f}" if x is not None else "–" for x in (both.f1, both.precision, both.recall)]
    speaker = scores.slots.speaker_lenient
    return (
        f"{name:22}{cells[0]:>12}{cells[1]:>6}{cells[2]:>6}"
        f"{f'{unreal.kept.k}/{unreal.kept.n}':>10}{f'{unreal.told_as_event.k}/{unreal.told_as_event.n}':>10}"
        f"{f'{unreal.told_as_any_event.k}':>8}{f'{speaker.k}/{speaker.n}':>10}"
    )


def tell_unreal(one: UnrealScores) -> str:
    told = one.told_as_event
    low, high = told.interval or (0, 0)
    return (
        f" found {one.found.k} of {one.found.n}, kept as such {one.kept.k} ({one.kept.k / max(1, one.kept.n):.2f}), "
        f"told as an event {told.k} of {told.n} ({told.k / max(1, told.n):.3f}, 95% {low:.3f}–{high:.3f}), "
        f"of any kind {one.told_as_any_event.k}"
    )


def tell_mistakes(gold: Gold, predicted: list, only: str | None = None) -> None:
    for mistake in find_mistakes(gold, Predicted(name="embedded", claims=tuple(predicted))):
        if only is None or mistake.sort == only:
            told = mistake.predicted or mistake.nearest
            print(
                f"  {mistake.source} gold {mistake.gold and (mistake.gold.kind, mistake.gold.stance, mistake.gold.quote)}"
            )
            print(f"    told {told and (told.kind, told.stance, told.quote, told.extractor.rule)}")


if __name__ == "__main__":
    main()
