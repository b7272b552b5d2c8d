"""Another data set against a record: what both have, what only one has, and how far they agree."""

from .agreement import Agreement, measure_agreement
from .comparing import Comparison, Pair, Single, compare_dataset
from .matching import Limits

__all__ = ["Agreement", "Comparison", "Limits", "Pair", "Single", "compare_dataset", "measure_agreement"]
