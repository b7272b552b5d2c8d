"""Bytes → Documents: find what there is to read, read it, and say what was copied from what."""

from .copies import find_lineage, find_repeats
from .document import read_capture
from .furniture import find_furniture
from .options import ReadOptions
from .sources import find_captures
from .warc import read_warc, write_capture

__all__ = [
    "ReadOptions",
    "find_captures",
    "find_furniture",
    "find_lineage",
    "find_repeats",
    "read_capture",
    "read_warc",
    "write_capture",
]
