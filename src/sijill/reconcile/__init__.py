"""Reconcile: what can be said of each number of an incident, by a rule-set that can be chosen.

`reconcile_incidents` makes the rows of the record, by the rule-set `sijill` (`rows.py`). `apply_rule_set` reads such
rows by the published rules of others (`rules/`), and `tell_history` lists how a toll rose.
"""

from .history import Stage, tell_history
from .rows import reconcile_incidents
from .rulesets import OUTSIDE, Ruled, RuleSet, apply_rule_set, list_rule_sets, load_rule_set

__all__ = [
    "OUTSIDE",
    "RuleSet",
    "Ruled",
    "Stage",
    "apply_rule_set",
    "list_rule_sets",
    "load_rule_set",
    "reconcile_incidents",
    "tell_history",
]
