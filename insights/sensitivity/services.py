"""How sure the order of the computed lists is: studied once for each month and board, kept beside every list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction

from accounts import audit
from common import jobs
from common.digests import digest
from common.edition import public_change
from common.jobs import Report
from common.locks import hold_lock
from common.months import Month
from insights.sensitivity.core import Ranges, Study, levels_of, ranges_document, read_ranges
from rankings import publish as warming
from rankings.lists.histories import Scope
from rankings.lists.scored_list import work
from rankings.lists.scored_lists import basis_of, computed_list
from rankings.models import ListRow, ListSensitivity, Origin, RankingList, Status
from states.selectors import ALL_INDIA

SENSITIVITY = "sensitivity"
"""The kind of job that studies the lists of a publication."""

MISSING = "lists without a study"


@dataclass(frozen=True, slots=True)
class Sureness:
    """A computed list with its rows in printed order. `months` are all that have one; `digest` is the sensitivity's."""

    list: RankingList
    months: tuple[Month, ...]
    rows: tuple[ListRow, ...]
    ranges: Ranges | None
    digest: str


@transaction.atomic
def study_publication(publication: int, *, report: Report, at: datetime) -> int:
    """Study the lists of a publication that have no sensitivity yet; returns how many they were.

    All boards in one transaction: what the public reads changes once.
    """
    hold_lock(f"sensitivity {publication}")
    lists = _computed().filter(publication=publication, sensitivity=None).order_by("board", "category")
    rows = _rows(list(lists), report, at)
    return _keep(rows, at, str(rows[0].list.month) if rows else "", {"publication": publication})


def ensure_studied(at: datetime) -> bool:
    """Queue the study of every list in force that has none: sample months, and lists older than this study."""
    if not _missing().exists():
        return False
    jobs.enqueue(kind=SENSITIVITY, key=MISSING, payload={}, at=at)
    return True


def study_missing(*, report: Report, at: datetime) -> int:
    """Study every list in force that has no sensitivity; returns how many were written.

    All are written at once when all are known: what the public reads changes once, and no writer waits meanwhile.
    """
    rows = _rows(list(_missing().order_by("-publication", "board", "category")), report, at)
    with transaction.atomic():
        hold_lock("sensitivity of all")
        lists = [row.list_id for row in rows]
        present = set(ListSensitivity.objects.filter(list__in=lists).values_list("list_id", flat=True))
        return _keep([row for row in rows if row.list_id not in present], at, "lists in force", {})


def _rows(lists: list[RankingList], report: Report, at: datetime) -> list[ListSensitivity]:
    """The studies of these lists, publication by publication and board by board."""
    boards = list(dict.fromkeys((ranking.publication_id, ranking.board) for ranking in lists))
    rows = []
    for number, (publication, board) in enumerate(boards):
        report(number, len(boards))
        assert publication is not None
        own = [
            ranking for ranking in lists if (ranking.publication_id, ranking.board) == (publication, board)
        ]
        rows += [
            ListSensitivity(list=ranking, content=document, digest=digest(document), computed_at=at)
            for ranking, document in studied(publication, board, own)
        ]
    report(len(boards), len(boards))
    return rows


def _keep(rows: list[ListSensitivity], at: datetime, subject: str, after: dict[str, Any]) -> int:
    if rows:
        with public_change():
            ListSensitivity.objects.bulk_create(rows, ignore_conflicts=True)
        audit.record(
            at=at, actor=audit.SYSTEM, action="lists.sensitivity", subject=subject,
            after=after | {"lists": len(rows)},
        )  # fmt: skip
        warming.queue(at)
    return len(rows)


def sureness(scope: Scope, month: str) -> Sureness:
    """The list of a month (`YYYY-MM` or `latest`) with what is kept. Raises NoFiguresError, WithdrawnListError."""
    ranking, months = computed_list(scope, month)
    rows = tuple(ListRow.objects.filter(list=ranking).select_related("state").order_by("position"))
    kept = ListSensitivity.objects.filter(list=ranking).first()
    return Sureness(
        ranking, months, rows, read_ranges(kept.content) if kept else None, kept.digest if kept else ""
    )


def sure(scope: Scope, month: str) -> Sureness:
    """A list with its sensitivity; where none is kept it is computed on the spot, for reading writes nothing.

    Raises NoFiguresError, WithdrawnListError.
    """
    found = sureness(scope, month)
    if found.ranges is not None:
        return found
    document = _on_the_spot(found.list.pk, found.list.digest)
    return replace(found, ranges=read_ranges(document), digest=digest(document))


@lru_cache(maxsize=64)
def _on_the_spot(pk: int, content: str) -> dict[str, Any]:
    """One list's document; `content` is the list's digest, so that no other list is ever taken for it."""
    one = _computed().get(pk=pk, digest=content)
    [(_, document)] = studied(one.publication_id, one.board, [one])
    return document


def studied(
    publication: int, board: str, lists: list[RankingList]
) -> Iterator[tuple[RankingList, dict[str, Any]]]:
    """Each of the lists (all of one publication and board) with its document, computed from the figures."""
    whole = _computed().get(publication=publication, board=board, category=ALL_INDIA)
    levels = levels_of(work(basis_of(whole)))
    study = Study(levels, seed_of(whole))
    for ranking in lists:
        inside = set(ranking.rows.values_list("state_id", flat=True))
        yield ranking, ranges_document(study.result(inside))


def seed_of(one: RankingList) -> str:
    """The seed of a list's draws: its month and board, so that a category's ranks come from the same draws.

    >>> from common.months import Month
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


def _missing() -> Any:
    return _computed().filter(sensitivity=None, is_current=True)
