"""The rows of a package's tables, out of what the selectors say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from metrics.models import Methodology
from rankings.api.answers import Table
from rankings.api.packages.columns import LISTS, MARKS, METHODOLOGIES, PARAMETERS, RANKINGS, STATES, Sheet
from rankings.api.parameters import parameter_documents
from rankings.api.states import state_document
from rankings.api.values import figure, four_decimals, time_text
from rankings.models import RankingList
from rankings.selectors.packages import Rated, methodologies_of, rated, rows_of
from states.models import State
from states.months import Month
from states.selectors import all_states, categories_in

Row = dict[str, Any]


def tables_of(lists: Sequence[RankingList], month: Month | None) -> Iterator[tuple[Sheet, Table]]:
    """Every table of the package of these lists. `month` is the month whose categories are meant, None the newest."""
    states, versions = all_states(), methodologies_of(lists)
    yield LISTS, _table(LISTS, [_list(one) for one in lists])
    yield RANKINGS, _table(RANKINGS, list(_rankings(lists)))
    yield MARKS, _table(MARKS, [_mark(one) for one in rated(lists, [state.code for state in states])])
    yield PARAMETERS, _table(PARAMETERS, [row for one in versions for row in _parameters(one)])
    yield METHODOLOGIES, _table(METHODOLOGIES, [_methodology(one) for one in versions])
    yield STATES, _table(STATES, _states(states, month))


def _table(sheet: Sheet, rows: list[Row]) -> Table:
    return Table(tuple(one.name for one in sheet.columns), rows)


def _name(one: RankingList) -> Row:
    return {"month": str(one.month), "board": one.board, "category": one.category, "origin": one.origin}


def _list(one: RankingList) -> Row:
    publication = one.publication
    assert publication is not None
    return _name(one) | {
        "revision": one.revision,
        "sample": one.sample,
        "complete": one.complete,
        "month_basis": one.month_basis,
        "methodology": one.methodology_id,
        "released_on": publication.released_on.isoformat() if publication.released_on else None,
        "published_at": time_text(publication.published_at),
        "reason": publication.reason,
        "digest": one.digest,
        "previous_digest": one.previous_digest,
        "inputs_digest": one.inputs_digest,
    }


def _rankings(lists: Sequence[RankingList]) -> Iterator[Row]:
    for one, rows in rows_of(lists):
        name = _name(one)
        for row in rows:
            yield name | {
                "position": row.position,
                "rank": row.rank,
                "state": row.state_id,
                "score": row.score,
                "reason": row.reason,
                "source": row.source,
            }


def _mark(one: Rated) -> Row:
    mark = one.mark
    return {
        "month": str(one.month),
        "methodology": one.methodology,
        "state": one.state,
        "parameter": mark.parameter,
        "numerator": figure(one.figure.numerator),
        "denominator": figure(one.figure.denominator),
        "percent": four_decimals(mark.percent),
        "marks": four_decimals(mark.marks) if mark.counts else None,
        "max_marks": mark.max_marks,
        "full_marks": mark.full_marks,
        "status": mark.status.value,
    }


def _parameters(version: Methodology) -> Iterator[Row]:
    for one in parameter_documents(version, list(version.groups.all())):
        yield {"methodology": version.version} | one


def _methodology(version: Methodology) -> Row:
    return {
        "version": version.version,
        "holds_from": str(version.holds_from),
        "title": version.title,
        "title_hi": version.title_hi,
        "content_hash": version.content_hash,
    } | dict(version.rules)


def _states(states: Sequence[State], month: Month | None) -> list[Row]:
    categories = categories_in(month)
    return [dict(state_document(one, categories[one.code])) for one in states]
