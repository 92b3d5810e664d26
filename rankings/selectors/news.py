"""What a release tells: a State's move and why, the next place within reach, and the feed's entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count

from metrics.boards import DEFAULT_BOARD, Board
from metrics.selectors import document_of
from rankings.core.explain import Printed, RankSplit, split_places
from rankings.core.explain_score import split_score
from rankings.core.history import SampleBasis, sample_basis
from rankings.core.worked import Worked, work
from rankings.models import ListRow, Origin, Publication, RankingList
from rankings.selectors.explained import basis_of, computed_lists
from rankings.selectors.histories import Scope
from rankings.selectors.lists import list_view
from rankings.selectors.shapes import ListView, Row
from states.models import State
from states.months import Month
from states.selectors import ALL_INDIA, categories_in

MOST_PARTS = 3
FEW = 5


@dataclass(frozen=True, slots=True)
class Part:
    """What one parameter did to the score since the month before, in score points; never 0."""

    code: str
    name: str
    name_hi: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Parts:
    """The parameters that moved a score most, `others` that moved it too, and their `rest` with all roundings.

    sum(points) + rest = change, exactly.
    """

    largest: tuple[Part, ...]
    others: int
    rest: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class NextPlace:
    """The next better place: its rank and score, who holds it, and the marks missing, rounded up to hundredths."""

    rank: int
    score: Decimal
    held_by: tuple[State, ...]
    marks: Decimal


@dataclass(frozen=True, slots=True)
class StateNews:
    """One State in a release.

    `row` is its row in the list of all India on the default board, `in_category` that in its own category, `boards`
    those on the other boards. `parts` are the parameters that moved its score most and `rank` is why its rank moved,
    None where the month before does not tell; `names` holds the list's States by code. `around` are the rows about
    its place, empty where the top rows hold them already.
    """

    state: State
    shown: ListView
    row: Row
    category: str
    in_category: Row | None
    boards: tuple[tuple[str, Row], ...]
    parts: Parts | None
    rank: RankSplit | None
    names: Mapping[str, State]
    next_place: NextPlace | None
    top: tuple[Row, ...]
    around: tuple[Row, ...]


def list_news(publication: Publication) -> ListView:
    """The list of all India on the default board, as it was known at the publication. Raises WithdrawnListError."""
    return _view(publication, DEFAULT_BOARD.value, ALL_INDIA)


def state_news(publication: Publication, code: str) -> StateNews:
    """What a publication of computed lists says of one State. Raises WithdrawnListError."""
    shown = list_news(publication)
    row = _row(shown, code)
    assert row is not None
    category = categories_in(publication.month)[code]
    others = [board.value for board in Board if board is not DEFAULT_BOARD]
    boards = [(board, _row(_view(publication, board, ALL_INDIA), code)) for board in others]
    lists = computed_lists(Scope(DEFAULT_BOARD.value, ALL_INDIA, known_at=publication.number))
    worked = _worked(lists[publication.month], row.state)
    return StateNews(
        state=row.state,
        shown=shown,
        row=row,
        category=category,
        in_category=_row(_view(publication, DEFAULT_BOARD.value, category), code),
        boards=tuple((board, one) for board, one in boards if one is not None),
        parts=_parts(lists, worked, row.state),
        rank=_rank(lists, worked, shown, code),
        names={one.state.code: one.state for one in shown.rows},
        next_place=_next_place(shown, row, worked),
        top=shown.ranked[:FEW],
        around=_around(shown.ranked, row.position) if row.rank is not None else (),
    )


def _view(publication: Publication, board: str, category: str) -> ListView:
    return list_view(Scope(board, category, Origin.COMPUTED), str(publication.month), publication.revision)


def _row(shown: ListView, code: str) -> Row | None:
    return next((row for row in shown.rows if row.state.code == code), None)


def _worked(one: RankingList, state: State) -> Worked:
    """The marks of one State alone; its place follows from the others', which the list has."""
    return work(replace(basis_of(one), names={state.code: state.name}))


def _parts(lists: dict[Month, RankingList], worked: Worked, state: State) -> Parts | None:
    before = lists.get(worked.basis.month.previous())
    after = lists[worked.basis.month]
    if before is None:
        return None
    split = split_score(_worked(before, state), worked, state.code)
    if split is None or after.methodology is None or before.methodology is None:
        return None
    named = {
        one["code"]: one
        for version in (before.methodology, after.methodology)
        for one in document_of(version).document["parameters"]
    }
    largest = split.largest(MOST_PARTS)
    parts = tuple(
        Part(code, named[code]["name"], named[code]["name_hi"], points) for code, points in largest.parameters
    )
    return Parts(parts, largest.others, largest.rest, split.change)


def _rank(lists: dict[Month, RankingList], worked: Worked, shown: ListView, state: str) -> RankSplit | None:
    """From the printed scores of the two lists; each is ranked by its own methodology's rule for ties."""
    before = lists.get(worked.basis.month.previous())
    if before is None or before.methodology is None:
        return None
    rows = before.rows.filter(rank__isnull=False).values_list("state_id", "score")
    old = {code: score for code, score in rows if score is not None}
    new = {row.state.code: row.score for row in shown.ranked if row.score is not None}
    return split_places(
        Printed(old, before.methodology.rules["ties"]), Printed(new, worked.basis.rules.ties), state
    )


def _next_place(shown: ListView, row: Row, worked: Worked) -> NextPlace | None:
    better = [
        one
        for one in shown.ranked
        if one.score is not None and row.score is not None and one.score > row.score
    ]
    if not better:
        return None
    score = min(one.score for one in better if one.score is not None)
    held = [one for one in better if one.score == score]
    own = worked.scores[row.state.code]
    # A score prints as this one from half a hundredth below it on.
    missing = (Fraction(score) - Fraction(1, 200)) * own.applicable / 100 - own.obtained
    assert held[0].rank is not None
    return NextPlace(
        rank=held[0].rank,
        score=score,
        held_by=tuple(one.state for one in held),
        marks=Decimal(-(-missing * 100 // 1)).scaleb(-2),
    )


def _around(rows: tuple[Row, ...], position: int) -> tuple[Row, ...]:
    """Five rows about a position, which the ends of the list may push aside."""
    start = min(max(position - 1 - FEW // 2, 0), max(len(rows) - FEW, 0))
    return rows[start : start + FEW] if start > 0 else ()


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A publication in the feed, with one of its lists (that of the default board, where there is one) and its top.

    `sample_basis` is that of the standing lists of the same board, category and origin up to its month. `reasons` has
    one for each State of the list, empty where it is ranked.
    """

    publication: Publication
    shown: RankingList
    top: tuple[ListRow, ...]
    sample_basis: SampleBasis
    reasons: tuple[str, ...]


def feed_entries() -> list[FeedEntry]:
    """Every publication, the latest first. Three queries, however many there are."""
    chosen: dict[int, RankingList] = {}
    oldest: dict[tuple[str, str, str, bool], Month] = {}
    lists = RankingList.objects.filter(publication__isnull=False).select_related("publication__withdrawal")
    for one in sorted(lists, key=_standing_for):
        assert one.publication_id is not None
        chosen.setdefault(one.publication_id, one)
        if one.is_current:
            kind = (*_history_of(one), one.sample)
            oldest[kind] = min(one.month, oldest.get(kind, one.month))
    top, reasons = _top(chosen.values()), _reasons(chosen.values())
    return [
        FeedEntry(
            one.publication, one, tuple(top.get(one.pk, ())), _basis(one, oldest), tuple(reasons[one.pk])
        )
        for _, one in sorted(chosen.items(), reverse=True)
        if one.publication is not None
    ]


def _history_of(one: RankingList) -> tuple[str, str, str]:
    return one.board, one.category, one.origin


def _basis(one: RankingList, oldest: Mapping[tuple[str, str, str, bool], Month]) -> SampleBasis:
    """`oldest` has the oldest month of each kind of list, sample and real, by board, category and origin."""
    before = (kind for kind in (True, False) if oldest.get((*_history_of(one), kind), one.month) < one.month)
    return sample_basis([one.sample, *before])


def _standing_for(one: RankingList) -> tuple[bool, bool, str, str]:
    return one.board != DEFAULT_BOARD, one.category != ALL_INDIA, one.board, one.category


def _top(lists: Iterable[RankingList]) -> dict[int, list[ListRow]]:
    rows = ListRow.objects.filter(list__in=[one.pk for one in lists], position__lte=FEW, rank__isnull=False)
    found: dict[int, list[ListRow]] = {}
    for row in rows.select_related("state").order_by("list", "position"):
        found.setdefault(row.list_id, []).append(row)
    return found


def _reasons(lists: Iterable[RankingList]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {one.pk: [] for one in lists}
    rows = (
        ListRow.objects.filter(list__in=found).values_list("list_id", "reason").annotate(states=Count("pk"))
    )
    for pk, reason, states in rows:
        found[pk] += [reason] * states
    return found
