"""A past month scored again under another methodology version, as far as its figures allow.

A parameter that was not in the month's set, and of which no State has a figure, is not applicable to anybody
there: it leaves the total, and the answer says how many parameters were scored. A figure above its denominator
was verified under its own rules; where the other version would not take it, its percent is capped at 100.
Scored under its own version a month gives its own lists again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.boards import Board
from metrics.scoring import ParameterRule, Rules
from rankings.core.placing import Figures, Lists, Roll, place_month
from states.months import Month


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month's figures, and the codes of the parameters that its own version asked for."""

    month: Month
    figures: Figures
    asked: frozenset[str]

    def measured(self, parameters: Iterable[ParameterRule]) -> tuple[ParameterRule, ...]:
        """Those of a version's parameters that the month has figures for, each taking the figures as they are."""
        known = self.asked.union(*(sent.keys() for sent in self.figures.values()))
        return tuple(replace(one, numerator_may_exceed=True) for one in parameters if one.code in known)


@dataclass(frozen=True, slots=True)
class Rescored:
    """A month's lists under one version. `scored` and `whole`: board → parameters scored there, and in the version."""

    month: Month
    lists: Lists
    scored: Mapping[str, int]
    whole: Mapping[str, int]


def rescore(
    sent: MonthFigures,
    parameters: Sequence[ParameterRule],
    rules: Rules,
    roll: Roll,
    categories: Sequence[str] | None = None,
    boards: Sequence[str] = tuple(Board),
) -> Rescored:
    """The lists of a month as another version would rank them. `categories` and `boards` as `place_month` takes them.

    >>> from decimal import Decimal
    >>> from metrics.scoring import Figure
    >>> old, new = (ParameterRule(code, "REG", Decimal(100), Decimal(0), Decimal(50), frozenset({"cctns"}))
    ...             for code in ("REG-01", "REG-02"))
    >>> sent = MonthFigures(Month(2022, 1), {"HR": {"REG-01": Figure(Decimal(3), Decimal(4))}}, frozenset({"REG-01"}))
    >>> again = rescore(sent, [old, new], Rules(), Roll({"HR": "Haryana"}, {"HR": frozenset({"all"})}))
    >>> again.lists["cctns", "all"][0].score, again.scored["cctns"], again.whole["cctns"]
    (Decimal('75.00'), 1, 2)
    """
    measured = sent.measured(parameters)
    lists = place_month(measured, rules, sent.figures, roll, categories, boards)
    return Rescored(
        month=sent.month,
        lists=lists,
        scored={board: sum(board in one.boards for one in measured) for board in boards},
        whole={board: sum(board in one.boards for one in parameters) for board in boards},
    )
