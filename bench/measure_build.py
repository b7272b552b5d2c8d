"""How fast the whole flow is here, and where its time goes.

    python bench/measure_build.py [FOLDER]     default: examples/reports

Prints, for a cold and an unchanged build: seconds, peak memory, words a second, and the shares of the parser, the
grammar and the rest in extraction. Machines differ and are noisy: compare ratios within one run.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from sijill.extract import load_extractor
from sijill.packs import load_pack
from sijill.read import ReadOptions, find_captures, read_capture
from sijill.run import BuildOptions, build_record


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        record = str(Path(temporary) / "record")
        cold = time_build(folder, record)
        warm = time_build(folder, record)
    print(f"cold build      {cold:6.2f} s")
    print(f"unchanged build {warm:6.2f} s   {warm / cold:.2f} of the cold one")
    print(f"peak memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MiB")
    measure_extraction(folder)


def time_build(folder: Path, record: str) -> float:
    start = time.perf_counter()
    build_record((str(folder),), BuildOptions(record=record))
    return time.perf_counter() - start


def measure_extraction(folder: Path) -> None:
    """Words a second of extraction, and how much of it is the parser."""
    pack = load_pack("syria")
    options = ReadOptions()
    captures = list(find_captures((str(folder),), options))
    documents = [
        d for c in captures if hasattr(c, "payload") and hasattr(d := read_capture(c, options, pack), "text")
    ]
    documents = [d for d in documents if d.language == "en"]
    extractor = load_extractor("embedded", pack)
    extractor.extract(documents[0])  # loads the model
    parse, spent = extractor.parser.parse, [0.0]

    def timed_parse(tokens):
        start = time.perf_counter()
        try:
            return parse(tokens)
        finally:
            spent[0] += time.perf_counter() - start

    extractor.parser.parse = timed_parse
    start = time.perf_counter()
    for document in documents:
        extractor.extract(document)
    seconds = time.perf_counter() - start
    words = sum(len(d.text.split()) for d in documents)
    print(f"extraction      {words / seconds:6.0f} words/s on {words} words of {len(documents)} reports")
    print(
        f"                {spent[0] / seconds:.0%} parser, {1 - spent[0] / seconds:.0%} grammar, dates and quantities"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "examples/reports"))
