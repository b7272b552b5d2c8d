"""Scores what any stage made against annotated documents; see docs/scoring.md for what each number means."""

from sijill.score.matching import ScoreOptions
from sijill.score.mistakes import Mistake, explain_errors, find_mistakes
from sijill.score.reading import read_gold, read_gold_claims, read_predicted
from sijill.score.scores import Scores, score_claims, score_record
from sijill.score.tables import format_scores

__all__ = [
    "Mistake",
    "ScoreOptions",
    "Scores",
    "explain_errors",
    "find_mistakes",
    "format_scores",
    "read_gold",
    "read_gold_claims",
    "read_predicted",
    "score_claims",
    "score_record",
]
