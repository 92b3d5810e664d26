"""The tables of States side by side: their places, their groups, and the parameters in which they lie apart."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from metrics.scoring import Mark, NoScore
from rankings.core.counts import Count
from rankings.core.history import Standing
from rankings.core.parameters import group_sums, spans
from rankings.selectors.compared import Compared
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import labels, methods, profiles
from rankings.views.wording.labels import either
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING, lost, percent, plain, two_decimals
from states.asking import Choice

BAR_WIDTH = 48


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table with one cell for each State; `apart` is how far they lie apart."""

    name: Choice
    cells: tuple[tuple[str, str], ...]
    code: str = ""
    apart: str = ""


def places(found: Compared) -> list[Row]:
    """Rank, score and counts, a State to a column."""
    codes = [state.code for state in found.states]
    standings = [found.standing(code) for code in codes]
    counts = [found.counts[code] for code in codes]
    categories = [found.categories.get(code) for code in codes]
    rows: list[tuple[str, list[tuple[str, str]]]] = [
        (gettext("Rank in India"), [(_rank(found.standing(code)), _silence(found, code)) for code in codes]),
        (
            gettext("Rank in its category"),
            [
                (_rank(found.inside.get(code)), labels.category_short(own) if own else "")
                for code, own in zip(codes, categories, strict=True)
            ],
        ),
        (gettext("Score"), [(_score(one), "") for one in standings]),
        (gettext("Months first"), [(_months(one.months_first), "") for one in counts]),
        (gettext("In a row now"), [(_now(one), "") for one in counts]),
        (gettext("Best rank"), [_best(found, code) for code in codes]),
    ]
    return [Row(Choice(name, ""), tuple(cells)) for name, cells in rows]


def _silence(found: Compared, code: str) -> str:
    """Says of a State that sent nothing that it did not."""
    silent = found.marks is not None and code in found.marks.worked.silent
    return labels.reason(NoScore.NOT_REPORTED.value) if silent else ""


def _score(one: Standing | None) -> str:
    return MISSING if one is None or one.score is None else f"{one.score:.2f}"


def _now(count: Count) -> str:
    return profiles.streak(count.current_streak, certain=count.streak_certain)


def _rank(one: Standing | None) -> str:
    return MISSING if one is None or one.rank is None else str(one.rank)


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _best(found: Compared, code: str) -> tuple[str, str]:
    """The best rank on record, with the newest month in which it was held."""
    held = [
        (row.rank, month)
        for month, one in found.lists.items()
        if (row := one.rows.get(code)) is not None and row.rank is not None
    ]
    if not held:
        return MISSING, ""
    best = min(rank for rank, _ in held)
    newest = max(month for rank, month in held if rank == best)
    return str(best), month_name(newest)


def groups(found: Compared) -> list[Row]:
    """Percent of the marks of each group of the board, with a bar."""
    if found.marks is None:
        return []
    rules = list(found.marks.worked.basis.on_board().values())
    names = {
        one["code"]: either(one["name"], one["name_hi"]) for one in found.marks.document.document["groups"]
    }
    columns = [
        {one.group: one for one in group_sums(found.marks.worked.marks[state.code], rules)}
        for state in found.states
        if state.code in found.marks.worked.marks
    ]
    return [
        Row(
            Choice(names[group], ""),
            tuple(
                (MISSING, "") if (share := own[group].share) is None
                else (percent(100 * share), two_decimals(share * BAR_WIDTH))
                for own in columns
            ),
            code=group,
        )
        for group in dict.fromkeys(rule.group for rule in rules)
    ]  # fmt: skip


def parameters(found: Compared, wanted: Asked) -> tuple[list[Row], list[Row]]:
    """The parameters in which the States lie apart, the farthest first, and those in which they do not.

    Those that sent nothing are no part of it; none where fewer than two are left.
    """
    if found.marks is None:
        return [], []
    shown = None if found.newest else found.month
    rules = found.marks.worked.basis.on_board()
    names = {
        one["code"]: either(one["name"], one["name_hi"])
        for one in found.marks.document.document["parameters"]
    }
    marks = {state.code: found.marks.worked.marks[state.code] for state in found.states}
    sent = {code: own for code, own in marks.items() if code not in found.marks.worked.silent}
    if len(sent) < 2:
        return [], []
    apart: list[Row] = []
    equal: list[Row] = []
    for one in spans(sent, rules):
        maximum = gettext("of %(marks)s") % {"marks": plain(rules[one.parameter].max_marks)}
        row = Row(
            name=Choice(names[one.parameter], links.parameter(one.parameter, wanted, shown)),
            cells=tuple(_cell(own[one.parameter]) for own in marks.values()),
            code=f"{one.parameter} · {maximum}",
            apart=lost(one.apart),
        )
        (apart if one.apart else equal).append(row)
    return apart, equal


def _cell(mark: Mark) -> tuple[str, str]:
    if mark.percent is None:
        return MISSING, methods.status_note(mark.status.value)
    return two_decimals(mark.marks), ""
