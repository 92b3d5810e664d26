"""The verdict on a file: the same for a dry run and for a real upload, for it knows of neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.months import Month
from common.texts import says_something
from metrics.scoring import Figure, rounded
from submissions.parsing import Parsed, ParsedRow
from submissions.problems import Problem, Severity, Value, grouped, in_order, problem

# What a State's file of a month is checked against, and what comes of checking it.


@dataclass(frozen=True, slots=True)
class Expected:
    """The yardstick for one State and month.

    `parameters` are the methodology's entries by code: `name`, `name_hi`, `period_kind` (`stock` or `flow`),
    `numerator_may_exceed`.
    `last_month` holds the State's verified figures of the month before, by parameter; None where it has none.
    `past` holds the percent of up to twelve months before, by parameter, months without a figure left out.
    """

    state: str
    month: Month
    methodology: str
    parameters: Mapping[str, Mapping[str, Any]]
    last_month: Mapping[str, Figure] | None = None
    past: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)

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


# The State's usual range of a parameter, learned from its own past months.

FEWEST_MONTHS = 3
LEAST_MARGIN = Fraction(5)


@dataclass(frozen=True, slots=True)
class UsualRange:
    """Percent to two decimals, ends included, and the number of months that it was learned from."""

    low: Decimal
    high: Decimal
    months: int

    def holds(self, percent: Decimal) -> bool:
        return self.low <= percent <= self.high


def usual_range(past: Sequence[Fraction], denominator: Decimal) -> UsualRange | None:
    """From the lowest to the highest percent of the past months, widened on both sides; None below three months.

    It is widened by half its own width, and at least by five points, and at least by what one case more or less
    makes of this month's denominator: where two cases a month are the rule, one of them is no jump. `denominator`
    is above 0. Ends are kept within 0 and 100 and rounded to two decimals, as they are printed.

    >>> usual_range([Fraction(90), Fraction(94), Fraction(92)], Decimal(400))
    UsualRange(low=Decimal('85.00'), high=Decimal('99.00'), months=3)
    """
    if len(past) < FEWEST_MONTHS:
        return None
    low, high = min(past), max(past)
    margin = max(LEAST_MARGIN, (high - low) / 2, 100 / Fraction(denominator))
    low, high = max(low - margin, Fraction(0)), min(high + margin, Fraction(100))
    return UsualRange(rounded(low), rounded(high), len(past))


def percent_of(figure: Figure) -> Decimal | None:
    """The percent of a figure as it is printed, never above 100; None where there is nothing to divide."""
    return None if (exact := figure.percent) is None else rounded(exact)


# The checks of one row: whether its figure is whole and possible, and how it stands to the State's past.

FIGURE_COLUMNS = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class RowCheck:
    """One row with what it is checked against. `compare` is False where the file is another State's or month's."""

    parsed: Parsed
    row: ParsedRow
    code: str
    expected: Expected
    compare: bool = True

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with the figure of the row, in itself and beside the past."""
        if self.row.faulty_columns & set(FIGURE_COLUMNS):
            yield from self._half_beside_a_fault()
            return
        figure = Figure(self.row.numerator, self.row.denominator)
        if figure.is_blank:
            yield from self._blank()
            return
        wrong = list(self._impossible(figure))
        yield from wrong
        if self.compare and not any(one.severity is Severity.ERROR for one in wrong):
            yield from self._explained(list(self._unusual(figure)))

    def _tell(
        self, key: str, column: str, values: dict[str, Value] | None = None, *, warn: bool = False
    ) -> Problem:
        return problem(
            key,
            row=self.row.row,
            column=column,
            cell=self.parsed.cell(self.row.row, column),
            parameter=self.code,
            severity=Severity.WARNING if warn else Severity.ERROR,
            values=values,
        )

    def _half_beside_a_fault(self) -> Iterator[Problem]:
        """One cell could not be read: it holds something, so the other may not be empty."""
        for column in FIGURE_COLUMNS:
            value = self.row.numerator if column == "numerator" else self.row.denominator
            if column not in self.row.faulty_columns and value is None:
                yield self._tell(f"{column}_missing", column)

    def _blank(self) -> Iterator[Problem]:
        """Not reported: that wants a remark, and a warning where there was a figure last month."""
        before = _pair(self.expected.before(self.code)) if self.compare else None
        if before is not None:
            said: dict[str, Value] = {"before": f"{grouped(before[0])} / {grouped(before[1])}"}
            yield from self._explained([self._tell("figure_missing", "numerator", said, warn=True)])
        elif self._unexplained:
            yield self._tell("remark_needed.blank", "remarks")

    @property
    def _unexplained(self) -> bool:
        return "remarks" not in self.row.faulty_columns and not says_something(self.row.remarks)

    def _impossible(self, figure: Figure) -> Iterator[Problem]:
        if figure.numerator is None or figure.denominator is None:
            column = "numerator" if figure.numerator is None else "denominator"
            yield self._tell(f"{column}_missing", column)
        elif figure.numerator > figure.denominator:
            may = self.expected.parameters[self.code]["numerator_may_exceed"]
            said: dict[str, Value] = {
                "numerator": grouped(figure.numerator),
                "denominator": grouped(figure.denominator),
            }
            key = "numerator_exceeds_denominator" + (".may" if may else "")
            yield self._tell(key, "numerator", said, warn=may)

    def _unusual(self, figure: Figure) -> Iterator[Problem]:
        """How the figure stands to last month and to the State's usual range."""
        now, before = _pair(figure), _pair(self.expected.before(self.code))
        stock = self.expected.parameters[self.code]["period_kind"] == "stock"
        if stock and now is not None and before is not None and now[0] < before[0]:
            fell: dict[str, Value] = {"before": grouped(before[0]), "now": grouped(now[0])}
            yield self._tell("stock_fell", "numerator", fell, warn=True)
        percent = percent_of(figure)
        if percent is None or now is None:
            return
        usual = usual_range(self.expected.past.get(self.code, ()), now[1])
        if usual is not None and not usual.holds(percent):
            jump: dict[str, Value] = {
                "percent": str(percent), "low": str(usual.low), "high": str(usual.high),
                "months": usual.months, "parameter": self.code,
            }  # fmt: skip
            yield self._tell("jump", "numerator", jump, warn=True)

    def _explained(self, warnings: list[Problem]) -> Iterator[Problem]:
        """Warnings stand where a remark explains them; without one they become a single error in its cell."""
        if warnings and self._unexplained:
            reasons = (
                " ".join(warning.message for warning in warnings), " ".join(warning.message_hi for warning in warnings),
            )  # fmt: skip
            yield self._tell("remark_needed", "remarks", {"reasons": reasons})
        else:
            yield from warnings


def _pair(figure: Figure | None) -> tuple[Decimal, Decimal] | None:
    """Numerator and denominator of a figure that has both."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return None
    return figure.numerator, figure.denominator


def validate(parsed: Parsed, expected: Expected) -> Checked:
    """Check a parsed file against what its State and month expect, and gather everything that is wrong.

    A warning (`stock_fell`, `jump`, `figure_missing`) on a row without a remark is not listed itself: it becomes
    the error `remark_needed` on that row, whose message says why. Comparisons with the past are left out for a
    file that names another State or month.
    """
    foreign = list(_origins(parsed, expected))
    rows = list(_rows(parsed, expected, compare=not foreign))
    problems = in_order([*parsed.problems, *foreign, *rows, *_missing(parsed, expected)])
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    wrong = {error.row for error in errors}
    accepted = sum(1 for row in parsed.rows if row.row not in wrong)
    if errors:
        return Checked(problems, {}, {}, len(parsed.rows), accepted, blocked=True)
    figures = {row.parameter: Figure(row.numerator, row.denominator) for row in parsed.rows}
    remarks = {row.parameter: row.remarks for row in parsed.rows if row.remarks}
    return Checked(
        problems,
        {code: figures[code] for code in expected.parameters},
        {code: remarks[code] for code in expected.parameters if code in remarks},
        len(parsed.rows),
        accepted,
        blocked=False,
    )


def _origins(parsed: Parsed, expected: Expected) -> Iterator[Problem]:
    """What does not fit of the State, month and methodology that the template was made for."""
    for origin in parsed.origins:
        if origin.state != expected.state:
            yield problem("wrong_state", values={"found": origin.state, "expected": expected.state})
        if origin.month != expected.month:
            yield problem("wrong_month", values={"found": str(origin.month), "expected": str(expected.month)})
        elif origin.methodology != expected.methodology:
            said = {"found": origin.methodology, "expected": expected.methodology}
            yield problem("wrong_methodology", values={**said, "month": str(expected.month)})


def _rows(parsed: Parsed, expected: Expected, *, compare: bool) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in parsed.rows:
        if "parameter" in row.faulty_columns:
            continue
        if row.parameter not in expected.parameters:
            yield _unknown(parsed, row, expected)
            continue
        if first.setdefault(row.parameter, row.row) != row.row:
            yield problem(
                "duplicate_parameter", row=row.row, column="parameter", cell=parsed.cell(row.row, "parameter"),
                parameter=row.parameter, values={"parameter": row.parameter, "first": first[row.parameter]},
            )  # fmt: skip
        yield from RowCheck(parsed, row, row.parameter, expected, compare).problems()


def _unknown(parsed: Parsed, row: ParsedRow, expected: Expected) -> Problem:
    cell = parsed.cell(row.row, "parameter")
    if not row.parameter:
        return problem("unknown_parameter.blank", row=row.row, column="parameter", cell=cell)
    return problem(
        "unknown_parameter", row=row.row, column="parameter", cell=cell, parameter=row.parameter,
        values={"value": row.parameter, "methodology": expected.methodology},
    )  # fmt: skip


def _missing(parsed: Parsed, expected: Expected) -> Iterator[Problem]:
    """Parameters without a row; only a file that could be read to its end can lack one."""
    if not parsed.whole:
        return
    there = {row.parameter for row in parsed.rows}
    for code, entry in expected.parameters.items():
        if code not in there:
            yield problem(
                "missing_parameter", column="parameter", parameter=code,
                values={"parameter": code, "name": (entry["name"], entry["name_hi"])},
            )  # fmt: skip
