"""The published record: real lists as the press reported them, partial, never filled up by guessing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from metrics.boards import Board
from rankings.core.documents import ListContent, RowContent
from rankings.core.record import ListKey, RecordProblem, RecordRow, Vocabulary, inconsistencies, parse_record
from rankings.models import ListRow, Origin, RankingList, Status
from rankings.models.lists import MonthBasis
from rankings.services.publication import add_lists, newest_digest, open_publication
from states.models import State
from states.months import Month
from states.selectors import CATEGORIES, all_states, members

ADDED = "Places added to the record"


class FaultyRecordError(ValueError):
    """A record file with problems; nothing of it was loaded."""

    def __init__(self, problems: list[RecordProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@transaction.atomic
def load_record(*, data: bytes, by: str, at: datetime, dry_run: bool = False) -> tuple[int, int]:
    """Load a record file, all or nothing; returns (lists new or revised, places added).

    The same file again changes nothing. Rows that the record lacks make a new revision of their list; a row
    that contradicts the record is a problem. Raises FaultyRecordError with every problem found.
    """
    states = all_states()
    rows, problems = parse_record(data, vocabulary(states))
    present = _on_record()
    incoming: dict[ListKey, list[RecordRow]] = defaultdict(list)
    for row in rows:
        incoming[row.key].append(row)
    merged: dict[ListKey, list[RecordRow]] = {}
    for key, new in incoming.items():
        together, clashes = _merge(present.get(key, []), new)
        problems += [problem for problem in clashes if problem not in problems]
        if together != present.get(key, []):
            merged[key] = together
    if problems:
        raise FaultyRecordError(sorted(problems, key=lambda one: one.line))
    added = sum(len(places) - len(present.get(key, [])) for key, places in merged.items())
    if not dry_run:
        names = {state.code: state.name for state in states}
        for month in sorted({key[0] for key in merged}):
            _publish(month, {key: places for key, places in merged.items() if key[0] == month}, names, by, at)
    return len(merged), added


def vocabulary(states: list[State] | None = None) -> Vocabulary:
    """What a record file may name: our boards and categories, and States by any of their codes."""
    states = all_states() if states is None else states
    spellings = {getattr(state, key): state.code for key in ("iso_old", "iso", "code") for state in states}
    cache: dict[tuple[str, Month], frozenset[str]] = {}

    def of(category: str, month: Month) -> frozenset[str]:
        if (category, month) not in cache:
            cache[category, month] = members(category, month)
        return cache[category, month]

    return Vocabulary(tuple(Board), CATEGORIES, MonthBasis.values, spellings, of)


def _on_record() -> dict[ListKey, list[RecordRow]]:
    """The current recorded lists; line 0 says that a place stands on record already."""
    rows = ListRow.objects.filter(
        list__origin=Origin.RECORDED, list__status=Status.PUBLISHED, list__is_current=True
    ).select_related("list__publication")
    found: dict[ListKey, list[RecordRow]] = defaultdict(list)
    for row in rows.order_by("list", "position"):
        one = row.list
        assert one.publication is not None
        assert row.rank is not None
        key = (one.month, one.board, one.category)
        found[key].append(
            RecordRow(
                0,
                key,
                one.month_basis,
                one.publication.released_on,
                row.rank,
                row.state_id,
                row.score,
                row.source,
            )
        )
    return found


def _merge(present: list[RecordRow], new: list[RecordRow]) -> tuple[list[RecordRow], list[RecordProblem]]:
    """The places on record with the new ones, and what contradicts the record."""
    problems: list[RecordProblem] = []
    by_state = {row.state: row for row in present}
    for row in new:
        old = by_state.setdefault(row.state, row)
        same_state = [("rank", old), ("score", old)] if old.line == 0 else []
        same_list = [("released_on", present[0]), ("month_basis", present[0])] if present else []
        for column, other in [*same_state, *same_list]:
            told, stands = getattr(row, column), getattr(other, column)
            if told is not None and stands is not None and told != stands:
                problems.append(
                    RecordProblem(row.line, column, f"{told} contradicts {stands}, which is on record")
                )
        if old.line == 0 and old.score is None and row.score is not None:
            by_state[row.state] = replace(old, score=row.score, source=row.source, line=row.line)
    together = list(by_state.values())
    problems += [one for one in inconsistencies(together) if one not in problems]
    if problems or not any(row.line for row in together):
        return present, problems
    return together, problems


def _publish(
    month: Month, lists: Mapping[ListKey, list[RecordRow]], names: Mapping[str, str], by: str, at: datetime
) -> None:
    before = RankingList.objects.filter(month=month, origin=Origin.RECORDED, status=Status.PUBLISHED)
    released_on = next(
        (row.released_on for places in lists.values() for row in places if row.released_on), None
    )
    publication = open_publication(
        month=month, origin=Origin.RECORDED, released_on=released_on,
        reason=ADDED if before.exists() else "", at=at, by=by, second="", sample=False, inputs={},
    )  # fmt: skip
    contents = []
    for key, places in sorted(lists.items()):
        revision = before.filter(board=key[1], category=key[2]).count() + 1
        contents.append(_content(key, places, names, released_on, publication.reason, revision))
    add_lists(publication, contents)


def _content(
    key: ListKey,
    places: list[RecordRow],
    names: Mapping[str, str],
    released_on: date | None,
    reason: str,
    revision: int,
) -> ListContent:
    month, board, category = key
    ordered = sorted(places, key=lambda row: (row.rank, names[row.state]))
    return ListContent(
        month=month, board=board, category=category, origin=Origin.RECORDED.value, sample=False,
        complete={row.state for row in places} >= members(category, month),
        revision=revision, reason=reason, released_on=released_on, month_basis=ordered[0].month_basis,
        methodology=None, methodology_hash=None, inputs="",
        previous=newest_digest(board, category, Origin.RECORDED),
        rows=tuple(RowContent(row.state, row.rank, row.score, "", row.source) for row in ordered),
    )  # fmt: skip
