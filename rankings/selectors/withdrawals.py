"""Lists that were withdrawn: gone from every count, with a tombstone at their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rankings.models import Origin, RankingList, Status, Withdrawal
from rankings.selectors.histories import Scope, standing_lists
from states.months import Month


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands where a list stood. `recorded`: the month has a list in the published record all the same."""

    month: Month
    board: str
    category: str
    origin: str
    revision: int
    reason: str
    withdrawn_on: date
    recorded: bool


class WithdrawnListError(LookupError):
    """The list was published and withdrawn. Answered with 410."""

    def __init__(self, tombstone: Tombstone) -> None:
        super().__init__(f"{tombstone.month} {tombstone.board} {tombstone.category} was withdrawn")
        self.tombstone = tombstone


def refuse_withdrawn(one: RankingList) -> None:
    """Raise WithdrawnListError where this revision of a list was withdrawn; its publication is fetched already."""
    withdrawal = getattr(one.publication, "withdrawal", None)
    if withdrawal is not None:
        raise WithdrawnListError(_tombstone(one, withdrawal))


def refuse_withdrawn_month(scope: Scope, month: Month, *, computed_only: bool) -> None:
    """Raise WithdrawnListError where the list that a month's plain address means was withdrawn.

    That is the newest revision, computed before recorded; `computed_only` where a recorded list stands, which
    a reader of the plain address must not take for the one that was withdrawn.
    """
    origins = [Origin.COMPUTED] if computed_only else [Origin.COMPUTED, Origin.RECORDED]
    found = RankingList.objects.filter(
        month=month, board=scope.board, category=scope.category, status=Status.PUBLISHED, origin__in=origins,
        publication__withdrawal__isnull=False,
    )  # fmt: skip
    if scope.origin is not None:
        found = found.filter(origin=scope.origin)
    if scope.as_of is not None:
        found = found.filter(publication__withdrawal__withdrawn_on__lte=scope.as_of)
    # "computed" comes before "recorded" in the alphabet, too.
    for one in found.select_related("publication__withdrawal").order_by("origin", "-revision"):
        if not _superseded(one, scope.as_of):
            refuse_withdrawn(one)


def _superseded(one: RankingList, as_of: date | None) -> bool:
    """Whether a later revision stands in its place."""
    same = {name: getattr(one, name) for name in ("month", "board", "category", "origin")}
    return standing_lists(as_of=as_of).filter(**same).exists()


def refuse_withdrawn_marks(month: Month) -> None:
    """Raise WithdrawnListError where the computed lists of a month were withdrawn."""
    found = RankingList.objects.filter(
        month=month, origin=Origin.COMPUTED, publication__withdrawal__isnull=False
    ).select_related("publication__withdrawal")
    newest = found.order_by("-revision", "category", "board").first()
    if newest is not None:
        refuse_withdrawn(newest)


def _tombstone(one: RankingList, withdrawal: Withdrawal) -> Tombstone:
    recorded = standing_lists().filter(
        month=one.month, board=one.board, category=one.category, origin=Origin.RECORDED
    )
    return Tombstone(
        month=one.month,
        board=one.board,
        category=one.category,
        origin=one.origin,
        revision=one.revision,
        reason=withdrawal.reason,
        withdrawn_on=withdrawal.withdrawn_on,
        recorded=recorded.exists(),
    )
