"""What is wrong with a file, cell by cell, and where the State would stand if the file were accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, gettext_lazy, ngettext

from metrics.scoring import Figure, Mark
from rankings.compute import Preview
from rankings.lists.numbers import MISSING, lost, plain, two_decimals
from submissions.desk.rows import ParameterWords
from submissions.desk.words import figure_text, language, parameter_name
from submissions.problems import Severity

COLUMNS: Mapping[str, object] = {
    "parameter": gettext_lazy("parameter"),
    "numerator": gettext_lazy("numerator"),
    "denominator": gettext_lazy("denominator"),
    "remarks": gettext_lazy("remark"),
}
ProblemDict = Mapping[str, str | int | None]
"""A problem as the contract writes it: row, column, cell, parameter, code, severity, message, message_hi."""


@dataclass(frozen=True, slots=True)
class ProblemRow:
    row: str
    cell: str
    column: str
    parameter: str
    code: str
    is_error: bool
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a check. `marked` and `original` are empty where nothing was kept (a dry run)."""

    file: str
    title: str
    text: str
    blocked: bool
    dry_run: bool
    problems: tuple[ProblemRow, ...]
    marked: str = ""
    original: str = ""
    preview: Outlook | None = None


@dataclass(frozen=True, slots=True)
class MarkRow:
    code: str
    name: str
    figure: str
    marks: str
    last: str
    change: str
    note: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the State would stand; `last` the same of the month before, `–` where it is not known."""

    score: str
    rank: str
    last_month: str
    last_score: str
    last_rank: str
    rows: tuple[MarkRow, ...]


def problem_rows(problems: Iterable[ProblemDict]) -> tuple[ProblemRow, ...]:
    hindi = language() == "hi"
    return tuple(
        ProblemRow(
            row=str(problem["row"] or MISSING),
            cell=str(problem["cell"] or gettext("whole file")),
            column=str(COLUMNS.get(str(problem["column"]), problem["column"] or "")),
            parameter=str(problem["parameter"] or MISSING),
            code=str(problem["code"]),
            is_error=problem["severity"] == Severity.ERROR,
            text=str(problem["message_hi" if hindi else "message"]),
        )
        for problem in problems
    )


def result(
    file: str,
    problems: Iterable[ProblemDict],
    *,
    dry_run: bool,
    outlook: Outlook | None = None,
    links: Sequence[str] = ("", ""),
) -> Result:
    """`links` lead to the file marked up and as it came."""
    rows = problem_rows(problems)
    errors = sum(row.is_error for row in rows)
    marked, original = links
    return Result(
        file=file,
        title=_title(errors, len(rows) - errors),
        text=_text(errors, dry_run=dry_run),
        blocked=errors > 0,
        dry_run=dry_run,
        problems=rows,
        marked=marked,
        original=original,
        preview=outlook,
    )


def _title(errors: int, warnings: int) -> str:
    if errors:
        return ngettext("%(count)s problem to mend", "%(count)s problems to mend", errors) % {"count": errors}
    if warnings:
        text = ngettext(
            "Sound, with %(count)s warning that its remark explains",
            "Sound, with %(count)s warnings that their remarks explain",
            warnings,
        )
        return text % {"count": warnings}
    return gettext("The file is sound")


def _text(errors: int, *, dry_run: bool) -> str:
    if dry_run:
        return gettext("This was a check only: nothing was stored. An upload gives the same verdict.")
    if errors:
        return gettext(
            "The file was kept with its problems, but none of its figures. Mend it and upload it again."
        )
    return gettext("The figures are a draft now.")


def outlook(
    now: Preview, last: Preview | None, figures: Mapping[str, Figure], words: Mapping[str, ParameterWords],
    last_month: str,
) -> Outlook:  # fmt: skip
    """The provisional score, rank and marks beside last month's."""
    before = {mark.parameter: mark for mark in last.marks} if last else {}
    return Outlook(
        score=two_decimals(now.score),
        rank=_rank(now),
        last_month=last_month,
        last_score=two_decimals(last.score) if last else MISSING,
        last_rank=_rank(last) if last else MISSING,
        rows=tuple(_mark(mark, before.get(mark.parameter), figures, words) for mark in now.marks),
    )


def _rank(seen: Preview) -> str:
    if seen.rank is None:
        return MISSING
    return gettext("%(part)s of %(whole)s") % {"part": seen.rank, "whole": seen.of}


def _mark(
    now: Mark, last: Mark | None, figures: Mapping[str, Figure], words: Mapping[str, ParameterWords]
) -> MarkRow:
    comparable = last is not None and now.counts and last.counts and now.max_marks == last.max_marks
    return MarkRow(
        code=now.parameter,
        name=parameter_name(now.parameter, words),
        figure=figure_text(figures.get(now.parameter)),
        marks=_of(now),
        last=_of(last) if last else MISSING,
        change=_change(now.marks - last.marks) if last and comparable else MISSING,
        note={"not_reported": gettext("not reported"), "not_applicable": gettext("not applicable")}.get(
            now.status.value, ""
        ),
    )


def _of(mark: Mark) -> str:
    if not mark.counts:
        return MISSING
    return gettext("%(part)s of %(whole)s") % {
        "part": two_decimals(mark.marks),
        "whole": plain(mark.max_marks),
    }


def _change(difference: Fraction) -> str:
    """`+0.25`, `−0.10`, `0`; a change too small for two decimals shows as `+< 0.01`, never as none."""
    if not difference:
        return "0"
    sign = "+" if difference > 0 else "−"
    return sign + lost(abs(difference))
