"""How many words a second the embedded extractor reads, of conflict reports and of other English, and where the time goes.

    python bench/measure_extraction.py [FOLDER] [--other FILE.conllu …] [--processes 2] [--repeat 3]

FOLDER holds reports (default: examples/reports); the other English is the raw text of treebank files. Throughput is that of
all processes together over text already in memory, models loaded; the shares are those of one process. Machines differ and are
noisy: compare within one run.
"""

import argparse
import os
import resource
import sys
import time
from multiprocessing import get_context
from pathlib import Path

from sijill.extract import load_extractor
from sijill.model import Document
from sijill.packs import load_pack
from sijill.read import ReadOptions, find_captures, read_capture

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `sijill build` sets it for its processes
sys.path.insert(0, str(Path(__file__).parent.parent))
STATE: dict = {}


def main() -> None:
    options = _options()
    reports = read_reports(options.folder)
    sets = {"conflict reports": reports * options.repeat}
    for file in options.other:
        sets[file.stem] = read_treebank_text(file) * options.repeat
    for name, documents in sets.items():
        measure(name, documents, options.processes)
    tell_shares(reports * options.repeat)
    own, below = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"peak memory: {own:.0f} MiB here, {below:.0f} MiB in the largest process")


def measure(name: str, documents: list[Document], processes: int) -> None:
    words = sum(len(d.text.split()) for d in documents)
    with get_context("spawn").Pool(processes, initializer=load) as pool:
        pool.map(extract, documents[: processes * 2], chunksize=1)  # every process loads its model
        begun = time.perf_counter()
        claims = sum(pool.imap_unordered(extract, documents, chunksize=2))
        spent = time.perf_counter() - begun
    print(
        f"{name:18} {words:8} words  {claims:6} claims  {words / spent:9.0f} words/s in {processes} processes"
    )


def load() -> None:
    STATE["extractor"] = load_extractor("embedded", load_pack("syria"))


def extract(document: Document) -> int:
    return len(STATE["extractor"].extract(document))


def tell_shares(documents: list[Document]) -> None:
    """The share of the model, of the grammar on its trees, and of the rest, in one process."""
    load()
    extractor = STATE["extractor"]
    extractor.extract(documents[0])
    spent = {"model": 0.0, "splitting and gate": 0.0}

    def timed(key, function):
        def run(*arguments):
            begun = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                spent[key] += time.perf_counter() - begun

        return run

    extractor.parser.parse_all = timed("model", extractor.parser.parse_all)
    extractor.gate.find_open = timed("splitting and gate", extractor.gate.find_open)
    begun = time.perf_counter()
    for document in documents:
        extractor.extract(document)
    whole = time.perf_counter() - begun
    grammar = whole - sum(spent.values())
    parts = {**spent, "grammar and the rest": grammar}
    print("shares of one process: " + ", ".join(f"{k} {v / whole:.2f}" for k, v in parts.items()))


def read_reports(folder: Path) -> list[Document]:
    pack, options = load_pack("syria"), ReadOptions()
    captures = [c for c in find_captures((str(folder),), options) if hasattr(c, "payload")]
    documents = [read_capture(c, options, pack) for c in captures]
    return [d for d in documents if isinstance(d, Document) and d.language == "en"]


def read_treebank_text(file: Path) -> list[Document]:
    from training.raw import read_documents

    return [
        Document(id=f"{file.stem}-{k}", content_hash="", source=f"{file.stem}-{k}", text=text, language="en")
        for k, (text, _) in enumerate(read_documents(file))
    ]


def _options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("examples/reports"))
    parser.add_argument("--other", type=Path, nargs="*", default=[])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
