"""How fast names are resolved, and how large and quick to open the gazetteer is.

    python bench/measure_names.py [--pack syria] [--mentions 40000]

Mentions are the names of the pack's own places and actors, of every spelling it lists, in documents of 25 mentions each that
speak of the country; half are met twice, as in a pile of reports. The first pass is cold, the second warm.
"""

import argparse
import random
import resource
import time
from pathlib import Path

from sijill.folders import find_cache_folder
from sijill.model import Document
from sijill.packs import load_pack
from sijill.resolve import load_gazetteer
from sijill.resolve.actors import ActorResolver
from sijill.resolve.context import DocumentContext
from sijill.resolve.geonames import CityIndex
from sijill.resolve.places import PlaceResolver

A_DOCUMENT = 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pack", default="syria")
    parser.add_argument("--mentions", type=int, default=40_000)
    options = parser.parse_args()
    begun = time.perf_counter()
    pack = load_pack(options.pack)
    loaded = time.perf_counter()
    gazetteer = load_gazetteer(pack)
    town = pack.places[-1].name
    list(CityIndex().find_cities(town))
    opened = time.perf_counter()
    index = CityIndex()
    list(index.find_cities(town))
    again = time.perf_counter()
    rng = random.Random(1)
    names = [("place", a.name) for one in pack.places for a in one.names]
    names += [("actor", a.name) for one in pack.actors for a in one.names]
    chosen = [rng.choice(names) for _ in range(options.mentions // 2)]
    chosen = [rng.choice(chosen) if rng.random() < 0.5 else one for one in chosen * 2]
    country = next(one.name for one in pack.places if one.kind == "country" and one.country == pack.country)
    documents = [chosen[k : k + A_DOCUMENT] for k in range(0, len(chosen), A_DOCUMENT)]
    for turn in ("cold", "warm"):
        start, found = time.perf_counter(), 0
        for mentions in documents:
            text = ". ".join([country, *(name for _, name in mentions)])
            document = Document(
                id="d", content_hash="", source="d", text=text, language="en", published="2017-03-20"
            )
            context = DocumentContext(document, pack)
            places, actors = PlaceResolver(context, gazetteer), ActorResolver(context)
            for kind, name in mentions:
                if kind == "place":
                    found += places.find_place(name, len(text), "2017-03-20").place is not None
                else:
                    found += actors.resolve(name, "2017-03-20").actor is not None
        spent = time.perf_counter() - start
        print(f"{turn}: {len(chosen) / spent:,.0f} mentions/s, {found / len(chosen):.2f} resolved to one id")
    size = sum(path.stat().st_size for path in Path(find_cache_folder()).glob("geonames-*.sqlite"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"pack read in {1000 * (loaded - begun):.0f} ms, GeoNames opened and asked in {1000 * (again - opened):.1f} ms"
    )
    print(f"GeoNames file {size / 1e6:.1f} MB (all in the cache folder), peak memory {memory:.0f} MiB")


if __name__ == "__main__":
    main()
