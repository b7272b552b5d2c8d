"""How many of the places that the annotated documents name are resolved to the right id, district and point.

    python tests/data/places/measure.py [--pack world] [--documents elf25,mos17] [--gold ../shared/gold]

The key is gold.tsv beside this file: one row for each name as a document writes it with its relation. In `id` and
`district` a bar parts answers of which each is right, `-` is a place that no gazetteer holds (right if left without an
id), and `?` one that a gazetteer should hold and none at hand does (never right). `--documents` takes beginnings of
names, `seeds` or `reports`. A row counts by the share of its mentions that are right; the district of what has no id is
that of the place it is shown at or drawn around.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from sijill.model import ActorRef, Claim, Document, DocumentRef, ExtractorRef, PlaceRef, When
from sijill.packs import load_pack
from sijill.packs.checking import measure_distance
from sijill.resolve import Gazetteer, load_gazetteer, resolve_claims

HERE = Path(__file__).parent
FAR = 2  # km
Row = dict[str, str]


def main() -> None:
    options = _options()
    pack = load_pack(options.pack)
    gazetteer = load_gazetteer(pack)
    key = read_key(HERE / "gold.tsv")
    districts = {
        one: row["district"] for row in key.values() for one in row["id"].split("|") if row["district"]
    }
    mentions: dict[tuple[str, str, str], list[PlaceRef]] = defaultdict(list)
    for document, claims in read_gold(options.gold, options.documents):
        for before, after in zip(claims, resolve_claims(document, claims, pack, gazetteer), strict=True):
            for named, found in zip(before.places, after.places, strict=True):
                mentions[document.source, named.name, named.relation or ""].append(found)
    report(key, mentions, gazetteer, districts, options.pack)


def read_key(path: Path) -> dict[tuple[str, str, str], Row]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(row["document"], row["name"], row["relation"]): row for row in rows}


def read_gold(folder: Path, wanted: list[str]) -> Iterator[tuple[Document, list[Claim]]]:
    """The annotated documents with their claims, the places stripped of all but name, role and relation."""
    for path in sorted([*folder.glob("seeds/0*.json"), *folder.glob("reports/*.json")]):
        if not any(path.stem.startswith(one) or path.parent.name == one for one in wanted or [""]):
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = gold.get("text") or (folder.parent / "seeds" / f"{path.stem}.txt").read_text(encoding="utf-8")
        document = Document(
            id=path.stem, content_hash="", source=path.stem, text=text, language=gold["language"], title=gold.get("title"),
            publisher=gold.get("publisher"), published=gold.get("published") or gold.get("published_est"),
        )  # fmt: skip
        yield document, [make_claim(coded, n, path.stem) for n, coded in enumerate(gold["claims"])]


def make_claim(coded: dict, n: int, source: str) -> Claim:
    places = (
        PlaceRef(name=one["name"], role=one["role"], relation=one.get("relation")) for one in coded["places"]
    )
    names = {
        slot: tuple(ActorRef(name=one if isinstance(one, str) else one["name"]) for one in coded[slot])
        for slot in ("actors", "targets", "via")
    }
    start, end = ((coded.get("when") or {}).get(side) for side in ("start", "end"))
    when = (
        When(start=start.split("/")[0], end=(end or start).split("/")[-1], precision="day") if start else None
    )
    return Claim(
        id=f"c-{n}", document=DocumentRef(id=source, source=source), kind=coded["kind"], stance=coded["stance"],
        quote=coded["quote"], start=coded["start"], end=coded["end"], speaker=ActorRef(name=coded["speaker"]["name"]),
        extractor=ExtractorRef(name="gold", version="1"), places=tuple(places), when=when, **names,
    )  # fmt: skip


def report(
    key: dict[tuple[str, str, str], Row],
    mentions: dict[tuple[str, str, str], list[PlaceRef]],
    gazetteer: Gazetteer,
    districts: dict[str, str],
    pack: str,
) -> None:
    ids, held, tied, errors, wrong, astray, far = [], [], [], [], [], [], []
    for row, refs in ((key[one], refs) for one, refs in mentions.items()):
        right = [(ref.id or "-") in row["id"].split("|") for ref in refs]
        ids.append(sum(right) / len(refs))
        if row["id"][0] not in "-?":
            held.append(ids[-1])
        if row["district"]:
            within = [lies_in(ref, row, gazetteer, districts) for ref in refs]
            tied.append(sum(within) / len(refs))
            astray += [(row, [ref for ref, well in zip(refs, within, strict=True) if not well], len(refs))]
        if row["lat"]:
            point = float(row["lat"]), float(row["lon"])
            away = [measure_distance((ref.lat, ref.lon), point) for ref in refs if ref.lat is not None]
            errors.append(median(away) if away else None)
            far += [(row, refs, len(refs))] if away and median(away) > FAR else []
        if not all(right):
            wrong.append((row, [ref for ref, well in zip(refs, right, strict=True) if not well], len(refs)))
    known = sorted(one for one in errors if one is not None)
    print(f"pack {pack}: {len(ids)} rows, {sum(map(len, mentions.values()))} mentions")
    print(
        f"right id        {tell(ids)}\n  of those that have one   {tell(held)}\nright district  {tell(tied)}"
    )
    if known:
        tenth = known[int(len(known) * 0.9)]
        print(
            f"error           median {median(known):.2f} km, a tenth over {tenth:.1f} km; {len(known)} rows with a point"
        )
        print(f"                {len(errors) - len(known)} rows without, of those that have one")
    list_rows("of a wrong id", wrong, "id")
    told = {id(row) for row, _, _ in wrong}
    list_rows(
        "of a right id without the right district",
        [one for one in astray if one[1] and id(one[0]) not in told],
        "district",
    )
    list_rows(f"more than {FAR} km away", far, "lat", "lon")


def list_rows(what: str, rows: list[tuple[Row, list[PlaceRef], int]], *wanted: str) -> None:
    print(f"\n{len(rows)} rows {what}: name (relation), got, wanted")
    for row, refs, count in rows:
        got = ", ".join(sorted({show(ref) for ref in refs}))
        related = f" ({row['relation']})" if row["relation"] else ""
        times = f" [{len(refs)} of {count}]" if len(refs) != count else ""
        right = " ".join(row[one] for one in wanted)
        print(f"{row['document'][:16]:16}  {row['name']}{related}: got {got}, wanted {right}{times}")


def lies_in(ref: PlaceRef, row: Row, gazetteer: Gazetteer, districts: dict[str, str]) -> bool:
    """Whether the district of the key holds what was found; where the gazetteer has no districts, by the key's own."""
    if ref.id and ref.id in row["id"].split("|"):
        return True
    drawn = ref.lat is not None or ref.geometry is not None
    found = ref.id or (ref.candidates[0][0] if ref.candidates and drawn else None)
    if found is None:
        return False
    chain = {found, *(one.id for one in gazetteer.parents(found))}
    chain |= {one for place in list(chain) for one in districts.get(place, "").split("|")}
    return bool(chain.intersection(row["district"].split("|")))


def show(ref: PlaceRef) -> str:
    near = ",".join(one for one, _ in ref.candidates[:3])
    at = f" at {ref.lat:.3f}, {ref.lon:.3f}" if ref.lat is not None and not ref.id else ""
    return ref.id or f"-{at} ({near or ref.why or 'nothing'})"


def tell(shares: Iterable[float]) -> str:
    shares = list(shares)
    return f"{sum(shares) / len(shares):6.1%}  ({sum(shares):.1f} of {len(shares)})" if shares else "none"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--pack", default="syria")
    parser.add_argument("--documents", type=lambda text: text.split(","), default=[])
    parser.add_argument("--gold", type=Path, default=HERE.parents[3] / "shared" / "gold")
    return parser.parse_args()


if __name__ == "__main__":
    main()
