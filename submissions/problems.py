"""What can be wrong with a file of figures: the shape of a problem, and how one is made from its code.

The sentences stand in `submissions.problem_texts`, one table for both languages.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from submissions.problem_texts import TEXTS

COLUMNS = ("parameter", "numerator", "denominator", "remarks")
_SHOWN = 40


class Severity(StrEnum):
    """An error blocks the file; a warning lets it pass, with a remark where the rules ask for one."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `row` counts from 1, the header being row 1; `cell` is an address such as `C7`.

    A problem of the whole file has `row` and `cell` None; `column` and `parameter` are None where none is meant.
    """

    row: int | None
    column: str | None
    cell: str | None
    parameter: str | None
    code: str
    severity: Severity
    message: str
    message_hi: str

    def as_dict(self) -> dict[str, str | int | None]:
        """The keys of the contract, in its order."""
        return {name: getattr(self, name) for name in self.__slots__} | {"severity": self.severity.value}

    def text(self, language: str) -> str:
        """The message in `hi`, or in English for any other language."""
        return self.message_hi if language == "hi" else self.message


Value = str | int | tuple[str, str]
"""What a message is filled with: the same in both languages, or a pair of English and Hindi."""


def problem(
    key: str,
    *,
    row: int | None = None,
    column: str | None = None,
    cell: str | None = None,
    parameter: str | None = None,
    severity: Severity = Severity.ERROR,
    values: dict[str, Value] | None = None,
) -> Problem:
    """Make a problem from a key of the table: a code, or `code.variant` where one code needs several sentences.

    >>> problem("blank_file").code, problem("not_a_number.dash", values={"value": "-"}).code
    ('blank_file', 'not_a_number')
    """
    english, hindi = TEXTS[key]
    given = values or {}
    return Problem(
        row=row,
        column=column,
        cell=cell,
        parameter=parameter,
        code=key.partition(".")[0],
        severity=severity,
        message=english.format(**{name: _in(value, 0) for name, value in given.items()}),
        message_hi=hindi.format(**{name: _in(value, 1) for name, value in given.items()}),
    )


def _in(value: Value, language: int) -> str:
    return value[language] if isinstance(value, tuple) else str(value)


def shown(value: object) -> str:
    """A value as a message may quote it: one line, no control characters, at most 40 characters.

    >>> shown("12\\n34" + "5" * 50)
    '12 345555555555555555555555555555555555…'
    """
    kept = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in str(value)[: _SHOWN + 1])
    return f"{kept[: _SHOWN - 1]}…" if len(kept) > _SHOWN else kept


def grouped(value: Decimal) -> str:
    """A figure with Indian grouping and no idle decimals.

    >>> grouped(Decimal("12345678.50")), grouped(Decimal("500"))
    ('1,23,45,678.5', '500')
    """
    whole, _dot, decimals = f"{abs(value):.2f}".partition(".")
    decimals = decimals.rstrip("0")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)]
    sign = "-" if value < 0 else ""
    return sign + ",".join([*reversed(pairs), tail]) + (f".{decimals}" if decimals else "")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted for reading: the whole file first, then by row, column and code; nothing twice."""
    return tuple(sorted(set(problems), key=_place))


def _place(one: Problem) -> tuple[int, int, str, str, str, str]:
    column = COLUMNS.index(one.column) if one.column in COLUMNS else len(COLUMNS)
    return (one.row or 0, column, one.column or "", one.code, one.parameter or "", one.cell or "")
