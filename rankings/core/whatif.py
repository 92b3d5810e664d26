"""A list with other figures or other marks: worked out beside the published one, and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from metrics.scoring import Figure
from rankings.core.worked import Basis


@dataclass(frozen=True, slots=True)
class Change:
    """What is otherwise: maximum marks by parameter, and figures by State and parameter."""

    marks: Mapping[str, Decimal] = field(default_factory=dict)
    figures: Mapping[tuple[str, str], Figure] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.marks or self.figures)


def changed(basis: Basis, change: Change) -> Basis:
    """What the list would rest on. Nothing is rescaled: a score is a share of the marks applicable.

    >>> from metrics.scoring import ParameterRule, Rules
    >>> from states.months import Month
    >>> rule = ParameterRule("REG-01", "REG", Decimal(100), Decimal(0), Decimal(7), frozenset({"cctns"}))
    >>> sent = {"HR": {"REG-01": Figure(Decimal(3), Decimal(4))}}
    >>> basis = Basis(Month(2023, 10), "cctns", "2023-01", (rule,), Rules(), sent, {"HR": "Haryana"})
    >>> other = changed(basis, Change({"REG-01": Decimal(9)}, {("HR", "REG-01"): Figure(Decimal(4), Decimal(4))}))
    >>> other.parameters[0].max_marks, other.figures["HR"]["REG-01"].numerator, basis.figures["HR"]["REG-01"].numerator
    (Decimal('9'), Decimal('4'), Decimal('3'))
    """
    figures = {state: dict(own) for state, own in basis.figures.items()}
    for (state, code), figure in change.figures.items():
        figures.setdefault(state, {})[code] = figure
    parameters = tuple(
        replace(rule, max_marks=change.marks.get(rule.code, rule.max_marks)) for rule in basis.parameters
    )
    return replace(basis, parameters=parameters, figures=figures)
