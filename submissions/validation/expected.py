"""What a State's file of a month is checked against, and what comes of checking it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from metrics.scoring import Figure
from states.months import Month
from submissions.problems import Problem


@dataclass(frozen=True, slots=True)
class ExpectedParameter:
    """A parameter of the month's methodology. `period_kind` is `stock` or `flow`."""

    code: str
    name: str
    name_hi: str
    period_kind: str
    numerator_may_exceed: bool = False


@dataclass(frozen=True)
class Expected:
    """The yardstick for one State and month.

    `last_month` holds the State's verified figures of the month before, by parameter; None where it has none.
    `past` holds the percent of up to twelve months before, by parameter, months without a figure left out.
    """

    state: str
    month: Month
    methodology: str
    parameters: tuple[ExpectedParameter, ...]
    last_month: Mapping[str, Figure] | None = None
    past: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> dict[str, ExpectedParameter]:
        return {one.code: one for one in self.parameters}

    def before(self, parameter: str) -> Figure | None:
        """The figure of last month; None where none was reported."""
        figure = (self.last_month or {}).get(parameter)
        return None if figure is None or figure.is_blank else figure


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on a file. `rows` were found, `accepted` of them have no error; any error blocks all.

    Where nothing blocks, `figures` has every parameter of the methodology, blank where not reported, and
    `remarks` those parameters that have one. A blocked file has neither: none of its figures is kept.
    """

    problems: tuple[Problem, ...]
    figures: Mapping[str, Figure]
    remarks: Mapping[str, str]
    rows: int
    accepted: int
    blocked: bool
