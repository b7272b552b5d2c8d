"""The record on disk: archive, versions, search index and decision log."""

from .archive import Archive, Tombstone
from .decisions import append_decision, check_chain, read_decisions
from .diff import diff_versions
from .filters import Filters
from .folder import lock_record
from .reader import Record
from .schema import Contents
from .writer import RecordWriter

__all__ = [
    "Archive",
    "Contents",
    "Filters",
    "Record",
    "RecordWriter",
    "Tombstone",
    "append_decision",
    "check_chain",
    "diff_versions",
    "lock_record",
    "read_decisions",
]
