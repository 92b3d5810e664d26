"""What was published, revised and withdrawn, in the order in which it happened, for programs that follow it."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from common.numbers import whole
from rankings.models import Publication, RankingList, Withdrawal


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a program has followed: the last publication and withdrawal that it has seen, 0 for none.

    Both are numbered under one lock that is held until they are committed, so nothing can appear behind a
    cursor. `mark` tells whether those two are still what they were: dropping the sample takes acts away.
    """

    publication: int = 0
    withdrawal: int = 0
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.publication}-{self.withdrawal}-{self.mark}"


START = Cursor()


class StaleCursorError(LookupError):
    """The acts that a cursor names are no more: the follower has to start anew."""


@dataclass(frozen=True, slots=True)
class Act:
    """A publication, or its withdrawal where `withdrawal` is given; `lists` are those that it brought, or took."""

    at: datetime
    publication: Publication
    withdrawal: Withdrawal | None
    lists: tuple[RankingList, ...]

    @property
    def change(self) -> str:
        """`published`, `revised` or `withdrawn`."""
        if self.withdrawal is not None:
            return "withdrawn"
        return "published" if self.publication.revision == 1 else "revised"


@dataclass(frozen=True, slots=True)
class Followed:
    """Acts, oldest first; `cursor` leads on from here, `more` says whether there is something there already."""

    acts: tuple[Act, ...]
    cursor: Cursor
    more: bool


def parsed_cursor(text: str) -> Cursor:
    """A cursor as it was handed out. ValueError for anything else."""
    publication, withdrawal, mark = text.split("-")
    published, withdrawn = whole(publication), whole(withdrawal)
    if published is None or withdrawn is None:
        raise ValueError(text)
    return Cursor(published, withdrawn, mark)


def newest_cursor() -> Cursor:
    """Where a follower stands who has seen everything. Two queries."""
    last = Publication.objects.order_by("-number").first()
    withdrawn = Withdrawal.objects.order_by("-pk").first()
    return _cursor(last, withdrawn)


def cursor_since(moment: datetime) -> Cursor:
    """A cursor just before what happened at a moment or later. Four queries at most."""
    publications, withdrawals = Publication.objects.order_by("number"), Withdrawal.objects.order_by("pk")
    first = publications.filter(published_at__gte=moment).first()
    taken = withdrawals.filter(withdrawn_at__gte=moment).first()
    return _cursor(
        publications.filter(number__lt=first.number).last() if first else publications.last(),
        withdrawals.filter(pk__lt=taken.pk).last() if taken else withdrawals.last(),
    )


def follow(cursor: Cursor, *, limit: int) -> Followed:
    """At most `limit` acts after a cursor. A handful of queries.

    StaleCursorError where the acts that the cursor names are not there (any more).
    """
    seen = _seen(cursor)
    publications = Publication.objects.filter(number__gt=cursor.publication).order_by("number")[: limit + 1]
    withdrawals = (
        Withdrawal.objects.filter(pk__gt=cursor.withdrawal).select_related("publication").order_by("pk")
    )
    # Merged by time, but each kind in its own order: a clock that was set back must hide nothing.
    published = ((publication.published_at, 0, publication, None) for publication in publications)
    withdrawn = (
        (withdrawal.withdrawn_at, 1, withdrawal.publication, withdrawal)
        for withdrawal in withdrawals[: limit + 1]
    )
    merged = list(islice(heapq.merge(published, withdrawn, key=lambda one: one[:2]), limit + 1))
    kept = merged[:limit]
    lists = _lists([publication.number for _, _, publication, _ in kept])
    acts = tuple(
        Act(at, publication, withdrawal, tuple(lists.get(publication.number, ())))
        for at, _, publication, withdrawal in kept
    )
    return Followed(acts, _after(acts, seen), len(merged) > limit)


def _seen(cursor: Cursor) -> tuple[Publication | None, Withdrawal | None]:
    """What a cursor names."""
    publication = (
        Publication.objects.filter(number=cursor.publication).first() if cursor.publication else None
    )
    withdrawal = Withdrawal.objects.filter(pk=cursor.withdrawal).first() if cursor.withdrawal else None
    if str(_cursor(publication, withdrawal)) != str(cursor) and cursor != START:
        raise StaleCursorError(str(cursor))
    return publication, withdrawal


def _after(acts: Sequence[Act], seen: tuple[Publication | None, Withdrawal | None]) -> Cursor:
    publications = [act.publication for act in acts if act.withdrawal is None]
    withdrawals = [act.withdrawal for act in acts if act.withdrawal is not None]
    return _cursor(publications[-1] if publications else seen[0], withdrawals[-1] if withdrawals else seen[1])


def _cursor(publication: Publication | None, withdrawal: Withdrawal | None) -> Cursor:
    marked = hashlib.sha256("\n".join(_identity(publication, withdrawal)).encode()).hexdigest()[:12]
    return Cursor(publication.number if publication else 0, withdrawal.pk if withdrawal else 0, marked)


def _identity(publication: Publication | None, withdrawal: Withdrawal | None) -> Iterator[str]:
    if publication is not None:
        yield f"{publication.number} {publication.month} {publication.origin} {publication.published_at.timestamp()}"
    if withdrawal is not None:
        yield f"{withdrawal.pk} {withdrawal.publication_id} {withdrawal.withdrawn_at.timestamp()}"


def _lists(publications: Sequence[int]) -> dict[int, list[RankingList]]:
    found = RankingList.objects.filter(publication__in=publications).order_by(
        "publication", "board", "category"
    )
    by_publication: dict[int, list[RankingList]] = {}
    for one in found:
        assert one.publication_id is not None
        by_publication.setdefault(one.publication_id, []).append(one)
    return by_publication
