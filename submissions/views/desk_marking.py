"""The officer's own file with each problem on its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from submissions.markup import marked_up
from submissions.presenters.desk_words import language
from submissions.problems import Problem, Severity
from submissions.views.desk_files import marked_name


def marked_file(data: bytes, name: str, problems: Iterable[Problem]) -> tuple[bytes, str]:
    """The marked-up bytes and a file name for them, in the reader's language."""
    marked = marked_up(data, tuple(problems), language())
    # A workbook is a ZIP; everything else is handed back as text.
    return marked, marked_name(name, ".xlsx" if marked[:2] == b"PK" else ".csv")


def problem_from(told: Mapping[str, str | int | None]) -> Problem:
    """A problem as it was stored with its file."""
    row, column, cell, parameter = told["row"], told["column"], told["cell"], told["parameter"]
    return Problem(
        row=None if row is None else int(row),
        column=None if column is None else str(column),
        cell=None if cell is None else str(cell),
        parameter=None if parameter is None else str(parameter),
        code=str(told["code"]),
        severity=Severity(str(told["severity"])),
        message=str(told["message"]),
        message_hi=str(told["message_hi"]),
    )
