"""Event data of others, row by row: ACLED, UCDP GED, and any table with a mapping of its columns."""

from .coded import CodedEvent, Dataset
from .forms import FORMS, find_form, read_dataset, read_mapping
from .rows import Table, open_table

__all__ = [
    "FORMS",
    "CodedEvent",
    "Dataset",
    "Table",
    "find_form",
    "open_table",
    "read_dataset",
    "read_mapping",
]
