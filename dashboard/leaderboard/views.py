"""The leaderboard: the newest list, the list of a month, and one revision of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.asking import UnknownNameError
from dashboard.leaderboard import sentences
from dashboard.leaderboard.queries import Leaderboard, LeaderboardQuery, leaderboard, legend, tiles
from dashboard.site.errors import empty, explained
from dashboard.site.notes import known, note_lines
from rankings.lists import headlines, labels
from rankings.lists.asked import LATEST
from rankings.lists.queries import Row
from rankings.models import Origin

SORT_VALUES: dict[str, Callable[[Row], Any]] = {
    "rank": lambda row: row.rank,
    "name": lambda row: row.state.label,
    "moved": lambda row: row.change_among_both,
    "score": lambda row: row.score,
    "lost": lambda row: row.marks_lost,
    "first": lambda row: row.months_first,
}


@explained
def page(request: HttpRequest, month: str | None = None, number: int | None = None) -> HttpResponse:
    """`/`, `/rankings/2023-10/` and `/rankings/2023-10/rev/1/`."""
    query = LeaderboardQuery.read(request.GET)
    if "chart" in request.GET:
        raise UnknownNameError("chart", request.GET["chart"], ())
    try:
        board = leaderboard(query.scope, month or LATEST, number)
    except UnknownNameError:
        if month:
            raise
        return empty(request, query)
    return render(request, "dashboard/leaderboard.html", context(query, board, bool(month), number))


def context(
    query: LeaderboardQuery, board: Leaderboard, month_named: bool, number: int | None
) -> dict[str, Any]:
    """What the template prints; `number` is the revision that the address names, None where it names none."""
    look, ranking, frozen = query.cleaned_data, board.ranking, number is not None
    state = next((state for state in board.states if state.code == look["state"]), None)
    state_row = next((row for row in ranking.rows if row.state == state), None)
    newest = board.newest and not frozen
    # The list that stands, in which no revision is named: a number means another one on another board.
    whole = ("rankings:month", ranking.month) if month_named else ("rankings:latest",)
    tiled, leaders = tiles(board), [row.state for row in ranking.first]
    return {
        "query": query, "look": look, "board": board, "ranking": ranking, "newest": newest, "frozen": frozen,
        "whole": whole, "here": ("rankings:revision", ranking.month, number) if frozen else whole,
        "headline": headlines.headline(ranking, newest=newest),
        "title": sentences.title(ranking, frozen=frozen),
        "subtitle": sentences.subtitle(ranking),
        "unranked": headlines.unranked(ranking),
        "movers": sentences.movers(ranking),
        "mixed": labels.mixed(board.sample_basis),
        "strip_key": headlines.strip_key(board.firsts, leaders, board.without_ranks),
        "leaders": leaders,
        "boards": [(code, _listed(board, query, code, ranking.category)) for code in labels.BOARDS],
        "categories": [(code, _listed(board, query, ranking.board, code)) for code in labels.CATEGORIES],
        "computed": ranking.origin == Origin.COMPUTED,
        "rows": [(row, board.explains(row)) for row in ordered(ranking.rows, look["sort"], look["order"])],
        "shared": {rank for rank, count in Counter(row.rank for row in ranking.ranked).items() if count > 1},
        "flagged": any(row.movement_flagged and row.change_among_both is not None for row in ranking.ranked),
        "state": state, "state_row": state_row,
        "answer": sentences.answer(board, state, state_row) if state else "",
        "state_month": None if board.newest else ranking.month,
        "answer_month": ranking.month if month_named else None,
        "tiles": tiled, "legend": legend(tiled),
        "notes": note_lines(board.notes, [row.state for row in ranking.rows]),
        "scores": [row.score for row in ranking.rows if row.score is not None],
        **({} if frozen else known(query.scope)),
    }  # fmt: skip


def _listed(board: Leaderboard, query: LeaderboardQuery, name: str, category: str) -> bool:
    """Whether the month has a list of this board and category, of the origin that was asked for."""
    origin = query.cleaned_data["origin"]
    return any((name, category, kind) in board.beside for kind in ([origin] if origin else Origin.values))


def ordered(rows: Sequence[Row], sort: str, order: str) -> list[Row]:
    """Equal rows as printed, and those without a value last in both orders."""
    value = SORT_VALUES[sort]
    with_value = [row for row in rows if value(row) is not None]
    without = [row for row in rows if value(row) is None]
    return [*sorted(with_value, key=value, reverse=order == "desc"), *without]
