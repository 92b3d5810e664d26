"""What is said about single figures: returned rows with their comments, caveats, objections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from rankings.views.wording.numbers import MISSING
from states.months import Month
from submissions.models import Caveat, CaveatKind, Objection, RowComment
from submissions.presenters import desk_links as links
from submissions.presenters.desk_words import by_whom, figure_text, parameter_name
from submissions.selectors.own import OwnMonth
from submissions.selectors.rows import ParameterWords, Row


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, with the revision that was current then."""

    who: str
    revision: str
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A figure with what was said about it."""

    code: str
    name: str
    figure: str
    remark: str
    status: str
    is_open: bool
    comments: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class CellPage:
    """What the pages of single figures share; `parameters` are the choices of the form, (code, label)."""

    title: str
    heading: str
    url: str
    month_url: str
    figures_url: str
    may_write: bool
    parameters: tuple[tuple[str, str], ...]
    fault: str
    text: str
    chosen: str


@dataclass(frozen=True, slots=True)
class RowsPage:
    cell: CellPage
    returned: tuple[Thread, ...]
    others: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class CaveatRow:
    """`withdraw` is empty where it cannot be withdrawn (any more)."""

    code: str
    name: str
    kind: str
    text: str
    who: str
    withdrawn: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class CaveatsPage:
    cell: CellPage
    kinds: tuple[tuple[str, str], ...]
    kind: str
    rows: tuple[CaveatRow, ...]


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    code: str
    name: str
    text: str
    raised: str
    reply: str
    resolved: str


@dataclass(frozen=True, slots=True)
class ObjectionsPage:
    cell: CellPage
    rows: tuple[ObjectionRow, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """State and month of the page, and its name in the addresses (`rows`, `caveats`, `objections`)."""

    page: str
    heading: str
    state: str
    month: Month
    may_write: bool


Words = Mapping[str, ParameterWords]


def cell_page(
    title: str, place: Place, words: Words, *, fault: str = "", text: str = "", chosen: str = ""
) -> CellPage:
    """`text` and `chosen` are what was typed, where it has to be typed on."""
    return CellPage(
        title=title,
        heading=place.heading,
        url=links.inside(place.page, place.state, place.month),
        month_url=links.month_page(place.state, place.month),
        figures_url=links.inside("figures", place.state, place.month),
        may_write=place.may_write,
        parameters=tuple(parameter_choices(words)),
        fault=fault,
        text=text,
        chosen=chosen,
    )


def parameter_choices(words: Words) -> list[tuple[str, str]]:
    return [(code, f"{code} · {parameter_name(code, words)}") for code in words]


def rows_page(
    cell: CellPage, own: OwnMonth, rows: Mapping[str, Row], comments: Iterable[RowComment], words: Words
) -> RowsPage:
    """Returned figures first, then every other figure that somebody commented on."""
    said: dict[str, list[RowComment]] = {}
    for one in comments:
        said.setdefault(one.parameter, []).append(one)
    returned = [_thread(code, own, rows, said.get(code, []), words) for code in own.returned]
    others = [
        _thread(code, own, rows, found, words) for code, found in said.items() if code not in own.returned
    ]
    return RowsPage(cell, tuple(returned), tuple(others))


def _thread(
    code: str, own: OwnMonth, rows: Mapping[str, Row], said: list[RowComment], words: Words
) -> Thread:
    row = rows.get(code)
    still_open = code in own.open_rows
    status = gettext("wants an answer or a correction") if still_open else gettext("answered or corrected")
    return Thread(
        code=code,
        name=parameter_name(code, words),
        figure=figure_text(row.figure) if row else MISSING,
        remark=row.remark if row else "",
        status=status if code in own.returned else "",
        is_open=still_open,
        comments=tuple(
            Said(
                by_whom(one.written_by, one.written_at),
                gettext("revision %(number)s") % {"number": one.revision},
                one.text,
            )
            for one in said
        ),
    )


def caveats_page(cell: CellPage, caveats: Iterable[Caveat], words: Words, kind: str) -> CaveatsPage:
    return CaveatsPage(
        cell=cell,
        kinds=tuple((value, str(label)) for value, label in CaveatKind.choices),
        kind=kind,
        rows=tuple(_caveat(one, words, may_write=cell.may_write) for one in caveats),
    )


def _caveat(one: Caveat, words: Words, *, may_write: bool) -> CaveatRow:
    withdrawn = by_whom(one.withdrawn_by, one.withdrawn_at) if one.withdrawn_at else ""
    address = reverse("desk:withdraw", args=[one.state_id, str(one.month), one.pk])
    return CaveatRow(
        code=one.parameter,
        name=parameter_name(one.parameter, words),
        kind=str(CaveatKind(one.kind).label),
        text=one.text,
        who=by_whom(one.written_by, one.written_at),
        withdrawn=withdrawn,
        withdraw=address if may_write and not withdrawn else "",
    )


def objections_page(cell: CellPage, objections: Iterable[Objection], words: Words) -> ObjectionsPage:
    rows = tuple(
        ObjectionRow(
            code=one.parameter,
            name=parameter_name(one.parameter, words),
            text=one.text,
            raised=by_whom(one.raised_by, one.raised_at),
            reply=one.reply,
            resolved=by_whom(one.resolved_by, one.resolved_at) if one.resolved_at else "",
        )
        for one in objections
    )
    return ObjectionsPage(cell, rows)
