"""Chooses the thresholds of `fuse.py` on annotated reports, and says by cross-validation over stories what they are worth.

    python -m training.choose --gold ../shared/gold --seeds ../shared/seeds [--metric f1]

For each story the thresholds that are best on all other stories are applied to it; the sum over stories is what an unseen
story may expect. Grammar alone and model alone are printed beside it.
"""

import argparse
import itertools
import json
from pathlib import Path

from sijill.extract.embedded import EmbeddedExtractor
from sijill.extract.embedded.fuse import Thresholds
from sijill.extract.embedded.parser import Parser
from sijill.model import Document
from sijill.packs import load_pack
from sijill.read import ReadOptions, find_captures, read_capture
from sijill.read.furniture import find_furniture
from sijill.score import format_scores, score_claims
from sijill.score.coded import Gold, Predicted, code_claim
from sijill.score.matching import match_gold
from sijill.score.measures import Agreement, sum_agreements
from sijill.score.reading import read_gold
from sijill.score.scores import count_document

GRID = {
    "propose": (0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    "keep": (0.0, 0.02, 0.05, 0.1, 0.2, 0.4),
    "agree": (0.0, 0.05, 0.15, 0.3),
    "rename": (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1),
    "unreal": (0.2, 0.35, 0.5),
}


def main() -> None:
    options = _options()
    pack = load_pack("syria")
    documents, gold, stories = read_all(options, pack)
    reader = Cached(pack, stories, options.models)
    for readers in ("grammar", "model"):
        counts = reader.count(documents, gold, Thresholds(), readers)
        print(f"{readers:10} {tell(sum_agreements(list(counts.values())))}", flush=True)
    claims = reader.predict(documents, Thresholds(), "both")
    print(format_scores(score_claims(gold, Predicted(name="held out", claims=tuple(claims)))), flush=True)
    if options.only_score:
        return
    tried: dict[Thresholds, dict[str, Agreement]] = {}

    def count(limits: Thresholds) -> dict[str, Agreement]:
        if limits not in tried:
            tried[limits] = reader.count(documents, gold, limits, "both")
        return tried[limits]

    def best(sources: set[str]) -> Thresholds:
        """Coordinate ascent from the defaults."""
        here = Thresholds()
        for _, key in itertools.product(range(2), GRID):
            choices = [Thresholds(**{**vars_of(here), key: value}) for value in GRID[key]]
            here = max(
                [here, *choices], key=lambda c: sum_agreements([count(c)[s] for s in sorted(sources)]).f1 or 0
            )
        return here

    held = []
    for story in sorted(set(stories.values())):
        rest = {s for s, name in stories.items() if name != story}
        limits = best(rest)
        own = [count(limits)[s] for s, name in stories.items() if name == story]
        held += own
        print(f"{story:10} {tell(sum_agreements(own))}  chosen elsewhere: {limits}", flush=True)
    print(f"{'held out':10} {tell(sum_agreements(held))}")
    limits = best(set(stories))
    print(f"{'all':10} {tell(sum_agreements(list(count(limits).values())))}  {limits}")


def vars_of(limits: Thresholds) -> dict[str, float]:
    return {name: getattr(limits, name) for name in GRID}


class Cached:
    """An extractor that parses every sentence once, by the model that has not seen its story where there is one."""

    def __init__(self, pack, stories, models: Path | None):
        self.pack, self.parses, self.stories = pack, {}, stories
        self.parsers = {s: Parser(models / s if models else None) for s in set(stories.values())}

    def count(self, documents, gold, limits, readers) -> dict[str, Agreement]:
        """Kind and stance counts of each document."""
        claims = self.predict(documents, limits, readers)
        matches = match_gold(gold, Predicted(name="embedded", claims=tuple(claims)))
        return {m.gold.source: count_document(m)[1] for m in matches}

    def predict(self, documents, limits, readers) -> list:
        """The claims of every document, each read by the model that has not seen its story."""
        extractor = EmbeddedExtractor(self.pack, readers=readers, limits=limits)
        extractor.parser = self
        claims = []
        for document in documents:
            self.story = next(
                n for s, n in self.stories.items() if s in (document.source, Path(document.source).name)
            )
            claims += [code_claim(c) for c in extractor.extract(document)]
        return claims

    def parse_all(self, sentences):
        return [self.parse(tokens) for tokens in sentences]

    def parse(self, tokens):
        key = (self.story, *((t.text, t.start) for t in tokens))
        if key not in self.parses:
            self.parses[key] = self.parsers[self.story].parse(tokens)
        return self.parses[key]


def read_all(options, pack) -> tuple[list[Document], Gold, dict[str, str]]:
    """Documents in English, their gold, and the story of each."""
    documents, golds, stories = [], [], {}
    reports = read_gold(options.gold / "reports")
    for file in sorted((options.gold / "reports").glob("*.json")):
        row = json.loads(file.read_text(encoding="utf-8"))
        if row["language"] == "en":
            documents.append(
                Document(
                    id=row["id"],
                    content_hash="",
                    source=row["id"],
                    text=row["text"],
                    language="en",
                    published=row.get("published"),
                    publisher=row.get("publisher"),
                    furniture=find_furniture(row["text"]),
                )
            )
    english = {d.source for d in documents}
    golds += [d for d in reports.documents if d.source in english]
    stories |= {d.source: d.source.split("-")[0] for d in golds}
    seeds = read_gold(options.gold / "seeds")
    read = ReadOptions()
    for capture in find_captures((str(options.seeds),), read):
        documents.append(read_capture(capture, read, pack))
    golds += seeds.documents
    stories |= {d.source: "seeds" for d in seeds.documents}
    return documents, Gold(name="gold", documents=tuple(golds)), stories


def tell(a: Agreement) -> str:
    return f"P {a.precision or 0:.3f} R {a.recall or 0:.3f} F1 {a.f1 or 0:.3f} ({a.right}/{a.predicted}, {a.found}/{a.gold})"


def _options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, required=True, help="a folder with reports/ and seeds/")
    parser.add_argument("--seeds", type=Path, required=True, help="the documents that gold/seeds annotates")
    parser.add_argument(
        "--models", type=Path, help="what training.crossvalidate wrote: a model for each unseen story"
    )
    parser.add_argument(
        "--only-score", action="store_true", help="score the thresholds in use, and choose none"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
