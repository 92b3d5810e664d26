"""Figures typed on the page: a row for each parameter, with last month's figure and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from metrics.scoring import Figure
from rankings.views.wording.labels import either
from rankings.views.wording.numbers import MISSING
from states.months import Month
from submissions.forms import Typed
from submissions.presenters import desk_links as links
from submissions.presenters.desk_conflict import ConflictPage
from submissions.presenters.desk_problems import Outlook
from submissions.presenters.desk_words import figure_text, language
from submissions.problems import Problem, Severity
from submissions.selectors.rows import ParameterWords, Row


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `name` is its id too; `faults` stand at it."""

    name: str
    label: str
    value: str
    faults: tuple[str, ...]
    is_error: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    code: str
    name: str
    means: str
    last: str
    fields: tuple[Field, ...]
    has_faults: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the summary on top, leading to its field; `target` is empty for a fault of the whole form."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class FiguresPage:
    title: str
    heading: str
    month_url: str
    last_month: str
    based_on: int
    rows: tuple[FigureRow, ...]
    summary: str
    faults: tuple[Fault, ...]
    checked: bool
    outlook: Outlook | None
    conflict: ConflictPage | None


@dataclass(frozen=True, slots=True)
class Around:
    """What the form stands in: State and month in words, the methodology's words, last month's figures."""

    heading: str
    state: str
    month: Month
    last_month: str
    words: Mapping[str, ParameterWords]
    last: Mapping[str, Figure]


COLUMNS = ("numerator", "denominator", "remarks")


def typed_of(rows: Mapping[str, Row], codes: Iterable[str]) -> dict[str, Typed]:
    """What the form begins with: the newest revision's rows, empty where it has none."""
    return {
        code: Typed(_text(row.figure.numerator), _text(row.figure.denominator), row.remark)
        if (row := rows.get(code))
        else Typed()
        for code in codes
    }


def figures_page(
    around: Around,
    typed: Mapping[str, Typed],
    based_on: int,
    *,
    problems: Iterable[Problem] = (),
    outlook: Outlook | None = None,
    checked: bool = False,
    conflict: ConflictPage | None = None,
) -> FiguresPage:
    found = list(problems)
    rows = tuple(_row(one, typed[code], around, found) for code, one in around.words.items())
    errors = sum(one.severity == Severity.ERROR for one in found)
    summary = ngettext("%(count)s problem to mend", "%(count)s problems to mend", errors) % {"count": errors}
    return FiguresPage(
        title=gettext("Type or correct figures"),
        heading=around.heading,
        month_url=links.month_page(around.state, around.month),
        last_month=around.last_month,
        based_on=based_on,
        rows=rows,
        summary=summary if errors else "",
        faults=tuple(_fault(one) for one in found if one.severity == Severity.ERROR),
        checked=checked,
        outlook=outlook,
        conflict=conflict,
    )


def _row(one: ParameterWords, typed: Typed, around: Around, problems: Iterable[Problem]) -> FigureRow:
    own = [each for each in problems if each.parameter == one.code]
    values = (typed.numerator, typed.denominator, typed.remarks)
    labels = (gettext("Numerator"), gettext("Denominator"), gettext("Remark"))
    fields = tuple(
        _field(one.code, column, label, value, [each for each in own if _column(each) == column])
        for column, label, value in zip(COLUMNS, labels, values, strict=True)
    )
    part, whole = either(one.numerator, one.numerator_hi), either(one.denominator, one.denominator_hi)
    return FigureRow(
        code=one.code,
        name=either(one.name, one.name_hi),
        means=gettext("%(part)s, of %(whole)s") % {"part": part, "whole": whole},
        last=figure_text(around.last.get(one.code)) if around.last else MISSING,
        fields=fields,
        has_faults=bool(own),
    )


def _field(code: str, column: str, label: str, value: str, problems: list[Problem]) -> Field:
    return Field(
        name=f"{column}-{code}",
        label=label,
        value=value,
        faults=tuple(each.text(language()) for each in problems),
        is_error=any(each.severity == Severity.ERROR for each in problems),
    )


def _column(problem: Problem) -> str:
    """At which field a problem is shown; one of the whole row stands at its numerator."""
    return problem.column if problem.column in COLUMNS else COLUMNS[0]


def _fault(problem: Problem) -> Fault:
    text = problem.text(language())
    if not problem.parameter:
        return Fault("", text)
    return Fault(f"{_column(problem)}-{problem.parameter}", f"{problem.parameter}: {text}")


def _text(number: Decimal | None) -> str:
    """A figure as it is typed: no grouping, no idle decimals."""
    if number is None:
        return ""
    return f"{number:.0f}" if number == number.to_integral_value() else f"{number:.2f}"
