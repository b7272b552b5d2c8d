"""Python's collector of cycles, let be while many records are made that hold none."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def rest_collector() -> Iterator[None]:
    """While inside, no cycles are looked for: with millions of records alive each look costs more than it frees.

    >>> with rest_collector():
    ...     gc.isenabled()
    False
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
