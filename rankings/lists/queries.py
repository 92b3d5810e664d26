"""One list, ready to be shown: rows in printed order with movement, months in first place and streak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import AuditEvent
from common.asking import UnknownNameError
from common.months import Month
from rankings.lists.asked import LATEST
from rankings.lists.histories import Scope, chosen_lists, month_lists, standing_lists
from rankings.lists.history import MonthList, SampleBasis, count_all, movements, sample_basis
from rankings.models import ListRow, Origin, RankingList, Status, Withdrawal
from states.models import State
from states.selectors import ALL_INDIA

# When did anything change that the public reads?

PUBLIC_ACTS = [
    "lists.publish",
    "lists.withdraw",
    "lists.sensitivity",
    "states.load",
    "methodology.load",
    "methodology.activate",
    "sample.drop",
    "practice.add",
    "practice.edit",
    "practice.withdraw",
    "practice.restore",
]
"""The acts of the audit trail after which a public answer may differ. Each is written in the transaction of the
act itself, so no change can be seen before its time is. Rooms that this one cannot see add their own.
"""


def add_public_acts(*acts: str) -> None:
    """Count further acts as public ones."""
    PUBLIC_ACTS.extend(act for act in acts if act not in PUBLIC_ACTS)


def last_public_act() -> datetime | None:
    """When something public last changed; None before the first time. One query, along the primary key."""
    acts = AuditEvent.objects.filter(action__in=PUBLIC_ACTS).order_by("-number")
    return acts.values_list("at", flat=True).first()


# Plain values that pages, JSON and CSV are made of. Nothing in here reaches for the database.


@dataclass(frozen=True, slots=True)
class Row:
    """One State in a list, with what its history up to that month says.

    `change_among_both` is the change of rank among the States ranked in this list and the one before; `came` says
    that the State is ranked here and was not there.
    """

    position: int
    state: State
    rank: int | None
    score: Decimal | None
    reason: str
    source: str
    previous_rank: int | None
    rank_change: int | None
    change_among_both: int | None
    came: bool
    movement_flagged: bool
    months_first: int
    current_streak: int
    streak_certain: bool

    @property
    def marks_lost(self) -> Decimal | None:
        """The distance to the full score, in score points."""
        return None if self.score is None else Decimal(100) - self.score


@dataclass(frozen=True, slots=True)
class ListView:
    """A list as it is shown. `methodology` is the version; `supersedes` the revision before, if any.

    `previous_origin` is that of the list of the month before, empty where there is none. `sample_basis` is that of
    the lists up to this one, from which movements and counts were made.
    """

    month: Month
    board: str
    category: str
    status: str
    origin: str
    sample: bool
    complete: bool
    revision: int
    is_current: bool
    supersedes: int | None
    reason: str
    released_on: date | None
    published_at: datetime | None
    month_basis: str
    methodology: str | None
    digest: str
    previous_digest: str
    inputs_digest: str
    previous_origin: str
    sample_basis: SampleBasis
    rows: tuple[Row, ...]

    @property
    def ranked(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.rank is not None)

    @property
    def unranked(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.rank is None)

    @property
    def left(self) -> tuple[Row, ...]:
        """Who was ranked the month before and is not ranked here."""
        return tuple(row for row in self.unranked if row.previous_rank is not None)

    @property
    def came(self) -> tuple[Row, ...]:
        """Who is ranked here and was not the month before."""
        return tuple(row for row in self.rows if row.came)

    @property
    def first(self) -> tuple[Row, ...]:
        """Who shares first place; empty where it is not on record."""
        return tuple(row for row in self.rows if row.rank == 1)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of a recorded list, each once, in order."""
        return tuple(dict.fromkeys(row.source for row in self.rows if row.source))


@dataclass(frozen=True, slots=True)
class OtherRank:
    """A State in a list of another category of the same month and board; `ranked` States stand in that list."""

    category: str
    rank: int | None
    ranked: int
    complete: bool


# Lists that were withdrawn: gone from every count, with a tombstone at their addresses.


class WithdrawnListError(LookupError):
    """The list was published and withdrawn. Answered with 410."""

    def __init__(self, ranking: RankingList, withdrawal: Withdrawal) -> None:
        super().__init__(f"{ranking.month} {ranking.board} {ranking.category} was withdrawn")
        self.list, self.withdrawal = ranking, withdrawal


def refuse_withdrawn(one: RankingList) -> None:
    """Raise WithdrawnListError where this revision of a list was withdrawn; its publication is fetched already."""
    withdrawal = getattr(one.publication, "withdrawal", None)
    if withdrawal is not None:
        raise WithdrawnListError(one, withdrawal)


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
        raise UnknownNameError("month", month, [str(ranking) for ranking in lists])
    return shown


def _parsed(month: str, lists: dict[Month, RankingList]) -> Month:
    try:
        return Month.parse(month)
    except ValueError:
        raise UnknownNameError("month", month, [str(ranking) for ranking in lists]) from None


def _revision(scope: Scope, month: str, revision: int) -> tuple[Scope, RankingList]:
    """A revision and the history as it was known when it was published."""
    try:
        wanted = Month.parse(month)
    except ValueError:
        raise UnknownNameError("month", month, [str(ranking) for ranking in chosen_lists(scope)]) from None
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
        raise UnknownNameError("month", month, [str(ranking) for ranking in chosen_lists(scope)])
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
        released_on=shown.released_on,
        published_at=shown.published_at,
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
) -> list[RankingList]:
    """Every list that stands (with `as_of`, that stood on that day) and fits, newest month first. One query.

    With `after`, only what was published later than that.
    """
    found = standing_lists(as_of=as_of).select_related("publication")
    wanted = {
        "board": board, "category": category, "origin": origin, "month__gte": first, "month__lte": last,
        "publication__published_at__gt": after,
    }  # fmt: skip
    found = found.filter(**{key: value for key, value in wanted.items() if value is not None})
    return list(found.order_by("-month", "board", "category", "origin"))


def revisions(scope: Scope, month: Month, origin: str) -> list[int]:
    """The numbers of a list's published revisions, in order."""
    found = RankingList.objects.filter(
        month=month, board=scope.board, category=scope.category, origin=origin, status=Status.PUBLISHED
    )
    return sorted(found.values_list("revision", flat=True))


def states_by_code() -> dict[str, State]:
    """Every State by its code."""
    return State.objects.in_bulk()


# The other rank that is quoted in public: inside the category for a list of all India, in India for the others.


def other_ranks(scope: Scope, shown: ListView) -> dict[str, OtherRank]:
    """State code → its place in the other list of the same month and board. One query.

    `scope` says as of when; where a category has a computed and a recorded list the computed one stands.
    """
    lists = standing_lists(as_of=scope.as_of, known_at=scope.known_at).filter(
        month=shown.month, board=shown.board
    )
    if shown.category == ALL_INDIA:
        lists = lists.exclude(category=ALL_INDIA)
    else:
        lists = lists.filter(category=ALL_INDIA)
    if scope.origin is not None:
        lists = lists.filter(origin=scope.origin)
    rows = ListRow.objects.filter(list__in=lists.values("pk"))
    found: dict[tuple[str, str], tuple[bool, dict[str, int | None]]] = {}
    for category, origin, complete, state, rank in rows.values_list(
        "list__category", "list__origin", "list__complete", "state_id", "rank"
    ):
        found.setdefault((category, origin), (complete, {}))[1][state] = rank
    ranks: dict[str, OtherRank] = {}
    for (category, origin), (complete, own) in sorted(found.items()):
        if origin == Origin.RECORDED and (category, Origin.COMPUTED.value) in found:
            continue
        ranked = sum(1 for rank in own.values() if rank is not None)
        ranks |= {state: OtherRank(category, rank, ranked, complete) for state, rank in own.items()}
    return ranks
