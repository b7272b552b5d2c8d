"""Sijill: a sourced record of an armed conflict, built from reports that contradict each other.

>>> import sijill
>>> sijill.open("no-such-record")
Traceback (most recent call last):
...
sijill.errors.SijillError: no-such-record: there is no such folder; build one with `sijill build SOURCES… --record DIR`
"""

from typing import Any

__version__ = "0.1.0"


def open(path: Any = "record", version: int | None = None, frames: str | None = None) -> Any:
    """A record to ask in Python and notebooks; `frames` is `pandas`, `polars` or None (rows without either).

    See docs/python.md. The version served is opened, or an older one that was kept.
    """
    from .notebook import Notebook

    return Notebook(path, version, frames)
