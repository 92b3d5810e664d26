"""What the tests of uploads share: how many files to try, a small month to check against, and workbooks by hand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.months import Month
from metrics.scoring import Figure
from submissions.parsing import parse
from submissions.problems import Problem
from submissions.validation import Checked, Expected, validate

Told = tuple[int | None, str | None, str | None, str]
"""Where and what a problem is: row, column, cell, code."""


def examples(long: int = 10_000, quick: int = 25) -> int:
    """How many examples a property test tries: many in the long run only."""
    return long if os.environ.get("HYPOTHESIS_PROFILE") == "long" else quick


def _figure(numerator: int, denominator: int) -> Figure:
    return Figure(Decimal(numerator), Decimal(denominator))


def _entry(name: str, name_hi: str, kind: str, *, may_exceed: bool = False) -> dict[str, Any]:
    return {"name": name, "name_hi": name_hi, "period_kind": kind, "numerator_may_exceed": may_exceed}


EXPECTED = Expected(
    state="HR",
    month=Month(2023, 11),
    methodology="2023-01",
    parameters={
        "REG-01": _entry("FIRs entered", "दर्ज एफआईआर", "flow"),
        "REG-02": _entry("Forms entered", "दर्ज प्रपत्र", "flow"),
        "MAN-01": _entry("Trained staff", "प्रशिक्षित कर्मी", "stock"),
        "PER-03": _entry("Persons matched", "मिलान किए गए व्यक्ति", "flow", may_exceed=True),
    },
    last_month={
        "REG-01": _figure(390, 393),
        "REG-02": _figure(100, 100),
        "MAN-01": _figure(500, 600),
        "PER-03": Figure(None, None),
    },
    past={"REG-01": tuple(Fraction(one) for one in (98, 99, 97, 99, 98))},
)
"""Four parameters. REG-01 has a usual range of 92 to 100 %; MAN-01 is a stock that stood at 500."""

ROWS: tuple[tuple[str, ...], ...] = (
    ("REG-01", "393", "395", ""),
    ("REG-02", "101", "101", ""),
    ("MAN-01", "510", "600", "बाढ़"),
    ("PER-03", "50", "100", ""),
)
HEADER = ("parameter", "numerator", "denominator", "remarks")


def csv_of(rows: Iterable[Sequence[str]] = ROWS, header: Sequence[str] = HEADER, by: str = ",") -> str:
    """Rows as CSV text, cells quoted where they must be."""

    def text(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(one in cell for one in f'{by}"\r\n') else cell

    return "".join(by.join(map(text, row)) + "\r\n" for row in (header, *rows))


def with_row(number: int, *cells: str) -> list[Sequence[str]]:
    """The good rows with the one in row `number` of the file (2 to 5) replaced."""
    rows: list[Sequence[str]] = list(ROWS)
    rows[number - 2] = cells
    return rows


def verdict(data: bytes) -> Checked:
    return validate(parse(data), EXPECTED)


def told(problems: Iterable[Problem]) -> list[Told]:
    return [(one.row, one.column, one.cell, one.code) for one in problems]
