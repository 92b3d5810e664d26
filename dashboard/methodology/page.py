"""The methodology: its versions, and one version with its rules, marks and a worked example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext

from common.asking import Choice
from common.charts import rows as charts
from common.dates import month_name
from common.sheets import Sheet
from dashboard.methodology.changes import ChangesPart, changes_part, summary_of
from dashboard.parameters import wording
from dashboard.site import chart_wording as chart_words
from dashboard.site.figures import ChartFigure
from metrics.boards import Board
from metrics.catalogue import MethodologyDocument
from metrics.models import Methodology
from metrics.scoring import Figure, Mark, ParameterRule, mark, rounded, score
from rankings.lists import labels, links
from rankings.lists.labels import MISSING, either, grouped, percent, plain, two_decimals
from rankings.lists.links import Asked
from rankings.lists.marks import Measured, group_sums

# A score made before the reader's eyes: five made-up figures, rated by the rules of the version itself.

# Everything sent, nearly everything, nothing of the kind happened, nothing sent, nothing done.
_FIGURES = (
    Figure(Decimal(393), Decimal(393)),
    Figure(Decimal(1904), Decimal(1961)),
    Figure(Decimal(0), Decimal(0)),
    Figure(None, None),
    Figure(Decimal(0), Decimal(12)),
)


@dataclass(frozen=True, slots=True)
class ExampleRow:
    name: str
    figures: str
    percent: str
    marks: str
    says: str


@dataclass(frozen=True, slots=True)
class Example:
    """The rows, and the sums under them: `obtained` of `applicable` marks make `score`."""

    rows: tuple[ExampleRow, ...]
    obtained: str
    applicable: str
    score: str


def example(document: MethodologyDocument) -> Example:
    """The version's first five parameters that go from 0 to 100 percent, with figures made up for the example."""
    names = {
        parameter["code"]: either(parameter["name"], parameter["name_hi"])
        for parameter in document.document["parameters"]
    }
    straight = [
        rule for rule in document.parameter_rules() if rule.worst_percent == 0 and rule.best_percent == 100
    ]
    rules = straight[: len(_FIGURES)]
    marks = [mark(rule, figure) for rule, figure in zip(rules, _FIGURES, strict=False)]
    total = score(marks, on_board=frozenset(rule.code for rule in rules), rules=document.rules)
    rows = [
        _row(names[rule.code], rule, figure, one, says)
        for rule, figure, one, says in zip(rules, _FIGURES, marks, _says(), strict=False)
    ]
    return Example(tuple(rows), _marks(total.obtained), _marks(total.applicable), f"{total.printed}")


def _says() -> tuple[str, ...]:
    return (
        gettext("everything done: full marks"),
        gettext("marks in proportion"),
        gettext("not applicable: nothing of the kind happened, so the maximum leaves the total"),
        gettext("not reported: no marks, and the maximum stays"),
        gettext("zero: reported, and nothing done; no marks, and the maximum stays"),
    )


def _row(name: str, rule: ParameterRule, figure: Figure, rated: Mark, says: str) -> ExampleRow:
    of = gettext("%(part)s of %(whole)s")
    if figure.numerator is None or figure.denominator is None:
        figures, marks = MISSING, MISSING
    else:
        figures = of % {"part": grouped(figure.numerator), "whole": grouped(figure.denominator)}
        marks = two_decimals(rated.marks) if rated.counts else MISSING
    of_marks = of % {"part": marks, "whole": plain(rule.max_marks)} if rated.counts else MISSING
    return ExampleRow(name, figures, percent(rated.percent), of_marks, says)


def _marks(value: Fraction) -> str:
    return two_decimals(value)


# How the score of one State came about, in live numbers: group by group, then the division that is printed.


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A group; `left` is what of its marks left the total, being not applicable, and empty where nothing did."""

    name: str
    code: str
    obtained: str
    applicable: str
    percent: str
    left: str


@dataclass(frozen=True, slots=True)
class LiveExample:
    """`obtained` to four decimals, as the API gives marks; `exact` shows the score before it was rounded."""

    state: Choice
    list: Choice
    rows: tuple[LiveRow, ...]
    obtained: str
    applicable: str
    exact: str
    score: str
    rank: str
    sample: bool


def live_example(found: Measured | None, wanted: Asked) -> LiveExample | None:
    """The State in the middle of the ranked; None where no list rests on the version."""
    if found is None:
        return None
    ranked = [state for state in found.in_order() if found.worked.places[state.code].rank is not None]
    if not ranked:
        return None
    state = ranked[len(ranked) // 2]
    score, place = found.worked.scores[state.code], found.worked.places[state.code]
    assert score.exact is not None
    month = None if found.newest else found.month
    return LiveExample(
        state=Choice(labels.state_name(state), links.state(state.code, wanted, found.month)),
        list=Choice(
            gettext("%(board)s, %(month)s")
            % {"board": labels.board_name(wanted.board), "month": month_name(found.month)},
            links.leaderboard(month or found.month, wanted),
        ),
        rows=tuple(_rows(state.code, found)),
        obtained=f"{rounded(score.obtained, 4):.4f}",
        applicable=two_decimals(score.applicable),
        exact=_digits(score.exact),
        score=f"{score.printed}",
        rank=str(place.rank),
        sample=found.sample,
    )


def _rows(code: str, found: Measured) -> list[LiveRow]:
    names = {
        group["code"]: either(group["name"], group["name_hi"]) for group in found.document.document["groups"]
    }
    rules = list(found.worked.basis.on_board().values())
    whole: dict[str, Fraction] = {}
    for rule in rules:
        whole[rule.group] = whole.get(rule.group, Fraction(0)) + Fraction(rule.max_marks)
    return [
        LiveRow(
            name=names[one.group],
            code=one.group,
            obtained=two_decimals(one.obtained),
            applicable=two_decimals(one.applicable),
            percent=MISSING if one.share is None else percent(100 * one.share),
            left=two_decimals(whole[one.group] - one.applicable) if whole[one.group] > one.applicable else "",
        )
        for one in group_sums(found.worked.marks[code], rules)
    ]


def _digits(value: Fraction, count: int = 6) -> str:
    """The first decimals of a number, cut and not rounded: `96.190234…`, or the whole of it where it ends there.

    >>> _digits(Fraction(2, 3)), _digits(Fraction(193, 2))
    ('0.666666…', '96.5')
    """
    scaled = value * 10**count
    digits = scaled.numerator // scaled.denominator
    text = f"{digits // 10**count}.{digits % 10**count:0{count}d}"
    return text.rstrip("0").rstrip(".") if scaled == digits else f"{text}…"


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
    by_version = {document.version: document for document in documents}
    document = by_version[shown.version]
    groups = _groups(document.document)
    return MethodologyPage(
        shown=next(one for one in listed if one.version == shown.version),
        others=tuple(one for one in listed if one.version != shown.version),
        rules=tuple(wording.rules(document.document["rules"])),
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
        parameters = [
            parameter for parameter in document["parameters"] if parameter["group"] == group["code"]
        ]
        rows.append(
            GroupRow(
                code=group["code"],
                name=either(group["name"], group["name_hi"]),
                boards=", ".join(labels.board_name(board) for board in group["boards"]),
                count=len(parameters),
                marks=plain(_sum(parameters)),
                parameters=tuple(_parameter(parameter) for parameter in parameters),
            )
        )
    return rows


def _sum(parameters: Sequence[Mapping[str, Any]]) -> Decimal:
    return sum((Decimal(parameter["max_marks"]) for parameter in parameters), Decimal(0))


def _parameter(one: Mapping[str, Any]) -> ParameterRow:
    return ParameterRow(
        code=one["code"],
        name=either(one["name"], one["name_hi"]),
        numerator=either(one["numerator"], one["numerator_hi"]),
        denominator=either(one["denominator"], one["denominator_hi"]),
        better=wording.better(one["better"]),
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
            _sum([parameter for parameter in document["parameters"] if parameter["group"] == group["code"]]),
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
        payload=charts.bars(points),
        sheet=Sheet(("group", "name", "max_marks"), [(code, name, marks) for name, code, marks in sums]),
    )
