"""Rows of figures against the rules of the month and the State's own past. Plain Python, the one validator."""

from submissions.validation.expected import Checked, Expected, ExpectedParameter
from submissions.validation.usual import UsualRange, percent_of, usual_range
from submissions.validation.verdict import validate

__all__ = [
    "Checked",
    "Expected",
    "ExpectedParameter",
    "UsualRange",
    "percent_of",
    "usual_range",
    "validate",
]
