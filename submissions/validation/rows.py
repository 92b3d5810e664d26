"""The checks of one row: whether its figure is whole and possible, and how it stands to the State's past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from metrics.scoring import Figure
from states.texts import says_something
from submissions.parsing import Parsed, ParsedRow
from submissions.problems import Problem, Severity, Value, grouped, problem
from submissions.validation.expected import Expected, ExpectedParameter
from submissions.validation.usual import percent_of, usual_range

FIGURE_COLUMNS = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class RowCheck:
    """One row with what it is checked against. `compare` is False where the file is another State's or month's."""

    parsed: Parsed
    row: ParsedRow
    parameter: ExpectedParameter
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
            parameter=self.parameter.code,
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
        before = _pair(self.expected.before(self.parameter.code)) if self.compare else None
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
            may = self.parameter.numerator_may_exceed
            said: dict[str, Value] = {
                "numerator": grouped(figure.numerator),
                "denominator": grouped(figure.denominator),
            }
            key = "numerator_exceeds_denominator" + (".may" if may else "")
            yield self._tell(key, "numerator", said, warn=may)

    def _unusual(self, figure: Figure) -> Iterator[Problem]:
        """How the figure stands to last month and to the State's usual range."""
        now, before = _pair(figure), _pair(self.expected.before(self.parameter.code))
        stock = self.parameter.period_kind == "stock"
        if stock and now is not None and before is not None and now[0] < before[0]:
            fell: dict[str, Value] = {"before": grouped(before[0]), "now": grouped(now[0])}
            yield self._tell("stock_fell", "numerator", fell, warn=True)
        percent = percent_of(figure)
        if percent is None or now is None:
            return
        usual = usual_range(self.expected.past.get(self.parameter.code, ()), now[1])
        if usual is not None and not usual.holds(percent):
            jump: dict[str, Value] = {
                "percent": str(percent), "low": str(usual.low), "high": str(usual.high),
                "months": usual.months, "parameter": self.parameter.code,
            }  # fmt: skip
            yield self._tell("jump", "numerator", jump, warn=True)

    def _explained(self, warnings: list[Problem]) -> Iterator[Problem]:
        """Warnings stand where a remark explains them; without one they become a single error in its cell."""
        if warnings and self._unexplained:
            reasons = (
                " ".join(one.message for one in warnings), " ".join(one.message_hi for one in warnings),
            )  # fmt: skip
            yield self._tell("remark_needed", "remarks", {"reasons": reasons})
        else:
            yield from warnings


Pair = tuple[Decimal, Decimal]


def _pair(figure: Figure | None) -> Pair | None:
    """Numerator and denominator of a figure that has both."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return None
    return figure.numerator, figure.denominator
