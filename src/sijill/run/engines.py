"""Who does the work of a build: processes of this machine, or Spark."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from ..carriers import Carrier, Processes
from ..packs import load_pack
from .options import BuildOptions


@contextmanager
def open_engine(options: BuildOptions, pack_name: str, tools: tuple[Any, Any, Any]) -> Iterator[Carrier]:
    """The carrier of a build's work, closed at its end; `tools` are the pack, the extractor and the gazetteer."""
    if options.engine != "spark":
        yield Processes(options.jobs or os.cpu_count() or 1)
        return
    from .spark import SparkEngine

    pack, _, gazetteer = tools
    engine = SparkEngine(options.jobs)
    try:
        engine.share((pack, gazetteer), partial(load_shared, pack_name))
        yield engine
    finally:
        engine.close()


def load_shared(pack_name: str) -> tuple[Any, Any]:
    """The pack and the gazetteer in a worker, loaded once a process."""
    from ..resolve import load_gazetteer

    pack = load_pack(pack_name)
    return pack, load_gazetteer(pack)
