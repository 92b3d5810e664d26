"""The officer's own file with each problem on its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from states.downloads import safe_name
from submissions.markup import marked_up
from submissions.presenters.desk_words import language
from submissions.problems import Problem, Severity


def marked_file(data: bytes, name: str, problems: Iterable[Problem]) -> tuple[bytes, str]:
    """A workbook, whatever the file was, and a file name for it, in the reader's language."""
    return marked_up(data, problems, language()), marked_name(name)


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


def marked_name(name: str) -> str:
    """The name of the marked-up workbook of a file.

    >>> marked_name("november.csv")
    'november-marked.xlsx'
    """
    return f"{PurePosixPath(safe_name(name)).stem}-marked.xlsx"
