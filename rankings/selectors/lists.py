"""One list, ready to be shown: rows in printed order with movement, months in first place and streak."""

from __future__ import annotations

from datetime import date, datetime

from rankings.core.counts import count_all
from rankings.core.history import MonthList, sample_basis
from rankings.core.movement import movements
from rankings.models import ListRow, Origin, RankingList, Status
from rankings.selectors.asked import LATEST
from rankings.selectors.histories import Scope, chosen_lists, month_lists, standing_lists
from rankings.selectors.shapes import ListEntry, ListView, Row
from rankings.selectors.withdrawals import refuse_withdrawn, refuse_withdrawn_month
from states.asking import UnknownNameError
from states.models import State
from states.months import Month


def list_view(scope: Scope, month: str, revision: int | None = None) -> ListView:
    """The published list of a month (`YYYY-MM` or `latest`), or one revision of it as it was known when published.

    Raises UnknownNameError where there is none, naming the months (or revisions) that there are, and
    WithdrawnListError where it was withdrawn.
    """
    view, _ = list_and_history(scope, month, revision)
    return view


def list_and_history(
    scope: Scope, month: str, revision: int | None = None, *, later: bool = False
) -> tuple[ListView, dict[Month, MonthList]]:
    """`list_view`, and the lists up to it that its counts were made from, oldest first; with `later` all there are."""
    if revision is not None:
        scope, shown = _revision(scope, month, revision)
        lists = chosen_lists(scope)
    else:
        lists = chosen_lists(scope)
        shown = list_of_month(scope, month, lists)
    lists[shown.month] = shown
    history = month_lists(ranking for one, ranking in lists.items() if later or one <= shown.month)
    past = {one: ranking for one, ranking in history.items() if one <= shown.month}
    return _view(shown, past), history


def list_of_month(scope: Scope, month: str, lists: dict[Month, RankingList]) -> RankingList:
    """The list that an address without a revision means."""
    if month == LATEST and not lists:
        raise UnknownNameError("month", month, ())
    wanted = max(lists) if month == LATEST else _parsed(month, lists)
    shown = lists.get(wanted)
    if month != LATEST and (shown is None or shown.origin != Origin.COMPUTED):
        refuse_withdrawn_month(scope, wanted, computed_only=shown is not None)
    if shown is None:
        raise UnknownNameError("month", month, [str(one) for one in lists])
    return shown


def _parsed(month: str, lists: dict[Month, RankingList]) -> Month:
    try:
        return Month.parse(month)
    except ValueError:
        raise UnknownNameError("month", month, [str(one) for one in lists]) from None


def _revision(scope: Scope, month: str, revision: int) -> tuple[Scope, RankingList]:
    """A revision and the history as it was known when it was published."""
    try:
        wanted = Month.parse(month)
    except ValueError:
        raise UnknownNameError("month", month, [str(one) for one in chosen_lists(scope)]) from None
    found = RankingList.objects.filter(
        month=wanted, board=scope.board, category=scope.category, status=Status.PUBLISHED
    ).select_related("publication__withdrawal")
    if scope.origin is not None:
        found = found.filter(origin=scope.origin)
    # Where a month has lists of both origins, its plain URL means the computed ones, revisions included.
    computed = [one for one in found if one.origin == Origin.COMPUTED]
    known = computed or list(found)
    for one in known:
        if one.revision == revision:
            refuse_withdrawn(one)
            return Scope(scope.board, scope.category, scope.origin, one.publication_id), one
    if not known:
        raise UnknownNameError("month", month, [str(one) for one in chosen_lists(scope)])
    raise UnknownNameError("revision", str(revision), [str(one.revision) for one in known])


def _view(shown: RankingList, history: dict[Month, MonthList]) -> ListView:
    rows = list(ListRow.objects.filter(list=shown).select_related("state").order_by("position"))
    codes = [row.state_id for row in rows]
    counts = count_all(history, codes, min(history), shown.month)
    moved = movements(history, shown.month)
    publication = shown.publication
    return ListView(
        month=shown.month,
        board=shown.board,
        category=shown.category,
        status=shown.status,
        origin=shown.origin,
        sample=shown.sample,
        complete=shown.complete,
        revision=shown.revision,
        is_current=shown.is_current,
        supersedes=shown.revision - 1 if shown.revision > 1 else None,
        reason=publication.reason if publication else "",
        released_on=publication.released_on if publication else None,
        published_at=publication.published_at if publication else None,
        month_basis=shown.month_basis,
        methodology=shown.methodology_id,
        digest=shown.digest,
        previous_digest=shown.previous_digest,
        inputs_digest=shown.inputs_digest,
        previous_origin=_previous_origin(shown.month, history),
        sample_basis=sample_basis(one.sample for one in history.values()),
        rows=tuple(
            Row(
                position=row.position,
                state=row.state,
                rank=row.rank,
                score=row.score,
                reason=row.reason,
                source=row.source,
                previous_rank=moved[row.state_id].previous_rank,
                rank_change=moved[row.state_id].rank_change,
                change_among_both=moved[row.state_id].change_among_both,
                came=moved[row.state_id].came,
                movement_flagged=moved[row.state_id].flagged,
                months_first=counts[row.state_id].months_first,
                current_streak=counts[row.state_id].current_streak,
                streak_certain=counts[row.state_id].streak_certain,
            )
            for row in rows
        ),
    )


def _previous_origin(month: Month, history: dict[Month, MonthList]) -> str:
    return next((one.origin for other, one in history.items() if other.ordinal == month.ordinal - 1), "")


def list_entries(
    *,
    board: str | None,
    category: str | None,
    origin: Origin | None,
    first: Month | None,
    last: Month | None,
    as_of: date | None = None,
    after: datetime | None = None,
) -> list[ListEntry]:
    """Every list that stands (with `as_of`, that stood on that day) and fits, newest month first. One query.

    With `after`, only what was published later than that.
    """
    found = standing_lists(as_of=as_of).select_related("publication")
    wanted = {
        "board": board, "category": category, "origin": origin, "month__gte": first, "month__lte": last,
        "publication__published_at__gt": after,
    }  # fmt: skip
    found = found.filter(**{key: value for key, value in wanted.items() if value is not None})
    return [
        ListEntry(
            month=one.month,
            board=one.board,
            category=one.category,
            status=one.status,
            origin=one.origin,
            sample=one.sample,
            complete=one.complete,
            revision=one.revision,
            released_on=one.publication.released_on if one.publication else None,
            published_at=one.publication.published_at if one.publication else None,
            digest=one.digest,
        )
        for one in found.order_by("-month", "board", "category", "origin")
    ]


def revisions(scope: Scope, month: Month, origin: str) -> list[int]:
    """The numbers of a list's published revisions, in order."""
    found = RankingList.objects.filter(
        month=month, board=scope.board, category=scope.category, origin=origin, status=Status.PUBLISHED
    )
    return sorted(found.values_list("revision", flat=True))


def states_by_code() -> dict[str, State]:
    """Every State by its code."""
    return State.objects.in_bulk()
