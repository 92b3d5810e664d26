"""The methodology: its versions, and one version with its rules, marks and a worked example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext

from metrics.boards import Board
from metrics.catalogue import MethodologyDocument
from metrics.models import Methodology
from rankings.charts import rows as charts
from rankings.core.sheets import Sheet
from rankings.selectors.measured import Measured
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.presenters.example import Example, example
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.liveexample import LiveExample, live_example
from rankings.views.presenters.methodchanges import ChangesPart, changes_part, summary_of
from rankings.views.wording import charts as chart_words
from rankings.views.wording import labels, methods
from rankings.views.wording.labels import either
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import plain


@dataclass(frozen=True, slots=True)
class Version:
    """`until` is empty for the version that still holds."""

    version: str
    url: str
    title: str
    holds_from: str
    until: str
    content_hash: str
    sealed: bool
    changed: str


@dataclass(frozen=True, slots=True)
class ParameterRow:
    code: str
    name: str
    numerator: str
    denominator: str
    better: str
    best: str
    worst: str
    marks: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    code: str
    name: str
    boards: str
    count: int
    marks: str
    parameters: tuple[ParameterRow, ...]


@dataclass(frozen=True, slots=True)
class BoardRow:
    name: str
    about: str
    count: int
    marks: str


@dataclass(frozen=True, slots=True)
class MethodologyPage:
    shown: Version
    others: tuple[Version, ...]
    rules: tuple[str, ...]
    boards: tuple[BoardRow, ...]
    groups: tuple[GroupRow, ...]
    count: int
    example: Example
    live: LiveExample | None
    changes: ChangesPart | None
    chart: ChartFigure


def versions(found: Sequence[Methodology], documents: Sequence[MethodologyDocument] = ()) -> list[Version]:
    """Newest first; `found`, and `documents` where changes are to be told, hold every version, oldest first."""
    following = [*(month_name(one.holds_from.previous()) for one in found[1:]), ""][: len(found)]
    told = _told(documents)
    listed = [
        Version(
            version=one.version,
            url=links.page("methodology", one.version),
            title=either(one.title, one.title_hi),
            holds_from=month_name(one.holds_from),
            until=until,
            content_hash=one.content_hash,
            sealed=one.sealed_at is not None,
            changed=told.get(one.version, ""),
        )
        for one, until in zip(found, following, strict=True)
    ]
    return listed[::-1]


def _told(documents: Sequence[MethodologyDocument]) -> dict[str, str]:
    """In a line, what each version but the first changed."""
    return {after.version: summary_of(before, after) for before, after in pairwise(documents)}


def methodology_page(
    shown: Methodology,
    every: Sequence[Methodology],
    documents: Sequence[MethodologyDocument],
    against: str,
    found: Measured | None,
    wanted: Asked,
) -> MethodologyPage:
    """One version. `every` and `documents` hold all versions, oldest first; `against` is the one compared with."""
    listed = versions(every, documents)
    by_version = {one.version: one for one in documents}
    document = by_version[shown.version]
    groups = _groups(document.document)
    return MethodologyPage(
        shown=next(one for one in listed if one.version == shown.version),
        others=tuple(one for one in listed if one.version != shown.version),
        rules=tuple(methods.rules(document.document["rules"])),
        boards=tuple(_board(board, document) for board in Board),
        groups=tuple(groups),
        count=len(document.document["parameters"]),
        example=example(document),
        live=live_example(found, wanted),
        changes=changes_part(document, by_version[against], documents) if against else None,
        chart=_chart(shown.version, document.document),
    )


def _board(board: Board, document: MethodologyDocument) -> BoardRow:
    marks = [rule.max_marks for rule in document.parameter_rules() if board in rule.boards]
    return BoardRow(
        labels.board_name(board), labels.board_long(board), len(marks), plain(sum(marks, Decimal(0)))
    )


def _groups(document: Mapping[str, Any]) -> list[GroupRow]:
    rows = []
    for group in document["groups"]:
        parameters = [one for one in document["parameters"] if one["group"] == group["code"]]
        rows.append(
            GroupRow(
                code=group["code"],
                name=either(group["name"], group["name_hi"]),
                boards=", ".join(labels.board_name(board) for board in group["boards"]),
                count=len(parameters),
                marks=plain(_sum(parameters)),
                parameters=tuple(_parameter(one) for one in parameters),
            )
        )
    return rows


def _sum(parameters: Sequence[Mapping[str, Any]]) -> Decimal:
    return sum((Decimal(one["max_marks"]) for one in parameters), Decimal(0))


def _parameter(one: Mapping[str, Any]) -> ParameterRow:
    return ParameterRow(
        code=one["code"],
        name=either(one["name"], one["name_hi"]),
        numerator=either(one["numerator"], one["numerator_hi"]),
        denominator=either(one["denominator"], one["denominator_hi"]),
        better=methods.better(one["better"]),
        best=f"{one['best_percent']} %",
        worst=f"{one['worst_percent']} %",
        marks=one["max_marks"],
        proposed=one["attested"] == "proposed",
    )


def _chart(version: str, document: Mapping[str, Any]) -> ChartFigure:
    sums = [
        (
            either(group["name"], group["name_hi"]),
            group["code"],
            _sum([one for one in document["parameters"] if one["group"] == group["code"]]),
        )
        for group in document["groups"]
    ]
    sums.sort(key=lambda one: -one[2])
    points = [
        charts.RowPoint(name, code, marks, plain(marks), f"{name}: {plain(marks)}")
        for name, code, marks in sums
    ]
    return ChartFigure(
        key="groups",
        title=chart_words.groups_title(sums[0][0], plain(sums[0][2]), plain(_sum(document["parameters"]))),
        alternative=chart_words.groups_alternative(
            version, [(name, plain(marks)) for name, _, marks in sums]
        ),
        note=gettext("Marks of each group. The same numbers are in the table of parameters."),
        drawing=charts.bars_drawing(points),
        payload=charts.bars_figure(points),
        sheet=Sheet(("group", "name", "max_marks"), [(code, name, marks) for name, code, marks in sums]),
    )
