"""How well claims are gathered into incidents when the claims are those of the annotators.

    python bench/measure_linking.py --gold ../shared/gold --seeds ../shared/seeds [--pairs]

The gold claims of the seeds and of the reports go through resolve and link as if an extractor had found them; every figure
comes from `sijill.score`. `--pairs` lists the pairs across documents that were missed, and those that were made wrongly.
"""

import argparse
import json
from itertools import combinations
from pathlib import Path

from sijill.link import link_claims
from sijill.model import ActorRef, Claim, Document, DocumentRef, ExtractorRef, Figure, PlaceRef, When, replace
from sijill.packs import load_pack
from sijill.read import ReadOptions, find_captures, find_lineage, read_capture
from sijill.resolve import load_gazetteer, resolve_claims
from sijill.score.coded import Predicted
from sijill.score.linking import score_incidents
from sijill.score.matching import match_gold
from sijill.score.reading import read_gold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, required=True)
    parser.add_argument("--pack", default="syria")
    parser.add_argument("--pairs", action="store_true")
    options = parser.parse_args()
    pack = load_pack(options.pack)
    totals = [0, 0, 0]
    for name, documents in (
        ("seeds", read_seeds(options.seeds, pack)),
        ("reports", read_reports(options.gold / "reports")),
    ):
        gold = read_gold(options.gold / name)
        claims, documents = make_claims(gold, options.gold / name, documents, pack)
        linked, _ = link_claims(claims, documents, pack, gazetteer=load_gazetteer(pack))
        homes = {one.id: frozenset({one.incident}) for one in linked if one.incident}
        coded = tuple(claim for document in gold.documents for claim in document.claims)
        predicted = Predicted(name="gold claims", claims=coded, incidents=homes)
        scores = score_incidents(gold, predicted, match_gold(gold, predicted))
        print(f"{name}: {scores.claims} claims with an incident")
        for label, links in (
            ("linked", scores.matched),
            ("alone", scores.alone),
            ("kind+day+place", scores.same_kind_day_place),
        ):
            across, within = links.across, links.within
            print(
                f"  {label:15} across P {across.precision or 0:.2f} R {across.recall or 0:.2f} F1 {across.f1 or 0:.2f}"
                f" ({across.right}/{across.predicted}, {across.found}/{across.gold})"
                f"  within F1 {within.f1 or 0:.2f} ({within.right}/{within.predicted}, {within.found}/{within.gold})"
                f"  B3 {links.b3_f1 or 0:.2f}"
            )
            if label == "linked":
                totals = [
                    a + b for a, b in zip(totals, (across.right, across.predicted, across.gold), strict=True)
                ]
        print(f"  must not merge: {scores.merged_apart.k} of {scores.merged_apart.n} merged {scores.merged}")
        if options.pairs:
            list_pairs(gold, homes, coded)
    right, made, wanted = totals
    print(
        f"both, across documents: P {right / max(made, 1):.2f} R {right / wanted:.2f} F1 {2 * right / (made + wanted):.2f}"
    )


def list_pairs(gold, homes, coded) -> None:
    by_id = {claim.id: claim for claim in coded}
    for one, other in combinations(sorted(set(gold.incidents) & set(by_id)), 2):
        if by_id[one].source == by_id[other].source:
            continue
        wanted = bool(gold.incidents[one] & gold.incidents[other])
        made = bool(homes.get(one, frozenset({one})) & homes.get(other, frozenset({other})))
        if wanted != made:
            print("  MISSED" if wanted else "  WRONG", sorted(gold.incidents[one])[:1])
            for claim in (by_id[one], by_id[other]):
                days = (claim.when.start, claim.when.end) if claim.when else None
                places = [place.name for place in claim.places]
                print(
                    f"      {claim.source[:16]:16} {claim.kind} {claim.stance} {days} {places} “{claim.quote[:90]}”"
                )


def read_reports(folder: Path) -> list[Document]:
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return [
        Document(
            id=row["id"], content_hash="", source=row["id"], text=row["text"], language=row["language"],
            publisher=row.get("publisher"), published=row.get("published"),
        )
        for row in rows
    ]  # fmt: skip


def read_seeds(folder: Path, pack) -> list[Document]:
    options = ReadOptions()
    found = [read_capture(one, options, pack) for one in find_captures((str(folder),), options)]
    return [replace(one, source=Path(one.source).name) for one in found]


def make_claims(gold, folder: Path, documents, pack) -> tuple[list[Claim], list[Document]]:
    """The gold's claims as an extractor would give them, resolved; and the documents with their lineage."""
    documents = list(find_lineage(documents))
    by_source = {document.source.removesuffix(".txt"): document for document in documents}
    gazetteer, claims = load_gazetteer(pack), []
    for coded in gold.documents:
        stem = coded.source.removesuffix(".txt")
        rows = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))["claims"]
        own = [make_claim(one.id, row, by_source[stem]) for one, row in zip(coded.claims, rows, strict=True)]
        claims += resolve_claims(by_source[stem], own, pack, gazetteer)
    return claims, documents


def make_claim(claim_id: str, row: dict, document: Document) -> Claim:
    """One annotated claim without the annotators' ids."""
    when = row.get("when") or {}
    start, end = ((when.get(side) or "").split("/") for side in ("start", "end"))
    said = DocumentRef(
        id=document.id,
        source=document.source,
        publisher=document.publisher,
        published=document.published,
        language=document.language,
    )
    names = {
        slot: tuple(
            ActorRef(name=one if isinstance(one, str) else one["name"]) for one in row.get(slot) or ()
        )
        for slot in ("actors", "targets", "via")
    }
    fields = ("measure", "who", "low", "high", "unit")
    return Claim(
        id=claim_id,
        document=said,
        kind=row["kind"],
        stance=row["stance"],
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
        speaker=ActorRef(name=row["speaker"]["name"]),
        extractor=ExtractorRef(name="gold", version="1"),
        background=bool(row.get("background")),
        places=tuple(
            PlaceRef(name=one["name"], role=one.get("role") or "location", relation=one.get("relation"))
            for one in row.get("places") or ()
        ),
        when=When(
            start=start[0],
            end=end[-1] or start[-1],
            precision="day",
            anchor="explicit",
            text=when.get("text"),
        )
        if start[0]
        else None,
        figures=tuple(
            Figure(**{field: one.get(field) for field in fields}, qualifier=one.get("qualifier") or "exact")
            for one in row.get("figures") or ()
        ),
        **names,
    )


if __name__ == "__main__":
    main()
