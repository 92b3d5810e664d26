"""The verdict on a file: the same for a dry run and for a real upload, for it knows of neither."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.scoring import Figure
from submissions.parsing import Parsed, ParsedRow
from submissions.problems import Problem, Severity, in_order, problem
from submissions.validation.expected import Checked, Expected
from submissions.validation.rows import RowCheck


def validate(parsed: Parsed, expected: Expected) -> Checked:
    """Check a parsed file against what its State and month expect, and gather everything that is wrong.

    A warning (`stock_fell`, `jump`, `figure_missing`) on a row without a remark is not listed itself: it becomes
    the error `remark_needed` on that row, whose message says why. Comparisons with the past are left out for a
    file that names another State or month.
    """
    foreign = list(_origins(parsed, expected))
    rows = list(_rows(parsed, expected, compare=not foreign))
    problems = in_order([*parsed.problems, *foreign, *rows, *_missing(parsed, expected)])
    errors = [one for one in problems if one.severity is Severity.ERROR]
    wrong = {one.row for one in errors}
    accepted = sum(1 for row in parsed.rows if row.row not in wrong)
    if errors:
        return Checked(problems, {}, {}, len(parsed.rows), accepted, blocked=True)
    figures = {row.parameter: Figure(row.numerator, row.denominator) for row in parsed.rows}
    remarks = {row.parameter: row.remarks for row in parsed.rows if row.remarks}
    order = [one.code for one in expected.parameters]
    return Checked(
        problems,
        {code: figures[code] for code in order},
        {code: remarks[code] for code in order if code in remarks},
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
        parameter = expected.by_code.get(row.parameter)
        if parameter is None:
            yield _unknown(parsed, row, expected)
            continue
        if first.setdefault(row.parameter, row.row) != row.row:
            yield problem(
                "duplicate_parameter", row=row.row, column="parameter", cell=parsed.cell(row.row, "parameter"),
                parameter=row.parameter, values={"parameter": row.parameter, "first": first[row.parameter]},
            )  # fmt: skip
        yield from RowCheck(parsed, row, parameter, expected, compare).problems()


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
    for one in expected.parameters:
        if one.code not in there:
            yield problem(
                "missing_parameter", column="parameter", parameter=one.code,
                values={"parameter": one.code, "name": (one.name, one.name_hi)},
            )  # fmt: skip
