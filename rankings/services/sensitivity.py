"""How sure the order of the computed lists is: studied once for each month and board, kept beside every list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from rankings.core.ranges import ranges_document
from rankings.core.sensitivity import Study, levels_of
from rankings.core.worked import work
from rankings.models import ListSensitivity, Origin, RankingList, Status
from rankings.selectors.explained import basis_of
from rankings.selectors.histories import Scope
from rankings.selectors.sensitivities import Sureness, sureness
from states.digests import digest
from states.locks import hold_lock
from states.selectors import ALL_INDIA
from states.services import audit, jobs
from states.services.jobs import Report

SENSITIVITY = "sensitivity"
"""The kind of job that studies the lists of a publication."""


def after_publication(publication: int, at: datetime) -> None:
    """Queue the study of a publication's lists, inside the transaction that publishes."""
    jobs.enqueue(kind=SENSITIVITY, key=str(publication), payload={"publication": publication}, at=at)


def study_publication(publication: int, *, report: Report, at: datetime) -> int:
    """Study every board of a publication; returns how many lists got their sensitivity now."""
    lists = _computed().filter(publication=publication)
    boards = sorted(set(lists.order_by().values_list("board", flat=True)))
    stored = 0
    for number, board in enumerate(boards):
        report(number, len(boards))
        stored += study_board(publication, board, at=at)
    report(len(boards), len(boards))
    return stored


@transaction.atomic
def study_board(publication: int, board: str, *, at: datetime) -> int:
    """Study the lists of one board of a publication that have no sensitivity yet; returns how many they were."""
    hold_lock(f"sensitivity {publication} {board}")
    waiting = [
        one
        for one in _computed().filter(publication=publication, board=board)
        if not ListSensitivity.objects.filter(list=one).exists()
    ]
    if not waiting:
        return 0
    rows = [
        ListSensitivity(list=one, content=document, digest=digest(document), computed_at=at)
        for one, document in studied(publication, board, waiting)
    ]
    ListSensitivity.objects.bulk_create(rows)
    audit.record(
        at=at, actor=audit.SYSTEM, action="lists.sensitivity", subject=f"{waiting[0].month} {board}",
        after={"publication": publication, "lists": len(rows)},
    )  # fmt: skip
    return len(rows)


def sure(scope: Scope, month: str, *, at: datetime) -> Sureness:
    """A list with its sensitivity; one that was never studied is studied now, once and for all.

    Raises NoFiguresError, WithdrawnListError.
    """
    found = sureness(scope, month)
    if found.ranges is None:
        assert found.list.publication_id is not None
        study_board(found.list.publication_id, found.list.board, at=at)
        found = sureness(scope, month)
    return found


def studied(
    publication: int, board: str, lists: list[RankingList]
) -> Iterator[tuple[RankingList, dict[str, Any]]]:
    """Each of the lists (all of one publication and board) with its document, computed from the figures."""
    whole = _computed().get(publication=publication, board=board, category=ALL_INDIA)
    levels = levels_of(work(basis_of(whole)))
    study = Study(levels, seed_of(whole))
    for one in lists:
        inside = set(one.rows.values_list("state_id", flat=True))
        order = tuple(state for state in levels.states if state in inside)
        yield one, ranges_document(study.result(inside), order)


def seed_of(one: RankingList) -> str:
    """The seed of a list's draws: its month and board, so that a category's ranks come from the same draws.

    >>> from states.months import Month
    >>> seed_of(RankingList(month=Month(2023, 10), board="cctns"))
    '2023-10/cctns'
    """
    return f"{one.month}/{one.board}"


def drifted() -> Iterator[str]:
    """Study every list anew that has a sensitivity; names each whose stored one is another."""
    stored = ListSensitivity.objects.select_related("list").order_by("list__publication", "list__board")
    for one in stored:
        assert one.list.publication_id is not None
        [(_, document)] = studied(one.list.publication_id, one.list.board, [one.list])
        if digest(document) != one.digest or digest(one.content) != one.digest:
            yield str(one.list)


def _computed() -> Any:
    return RankingList.objects.filter(origin=Origin.COMPUTED, status=Status.PUBLISHED).order_by("category")
