"""From a figure to marks to a score, in exact arithmetic. Plain Python: no Django, no clock, no settings."""

from common.numbers import rounded, rounded_away
from metrics.scoring.marks import BoardScore, Figure, Mark, NoScore, ParameterRule, Rules, Status, mark, score

__all__ = [
    "BoardScore",
    "Figure",
    "Mark",
    "NoScore",
    "ParameterRule",
    "Rules",
    "Status",
    "mark",
    "rounded",
    "rounded_away",
    "score",
]
