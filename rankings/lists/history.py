"""What is on record of a board and category, month by month, and what it proves.

A recorded list may hold only some places; such a list proves little about the rest, and a month without a
list proves nothing. So the answer to “was this State first?” is yes, no, or not on record.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from common.months import Month


class SampleBasis(StrEnum):
    """How many of the lists behind a count or a comparison rest on sample figures; `mixed`: some, but not all."""

    NONE = "none"
    ALL = "all"
    MIXED = "mixed"


def sample_basis(samples: Iterable[bool]) -> SampleBasis:
    """The basis of a count whose lists rest on sample figures (True) or on real ones (False).

    >>> sample_basis([True, False]).value, sample_basis([True]).value, sample_basis([]).value
    ('mixed', 'all', 'none')
    """
    kinds = set(samples)
    if len(kinds) > 1:
        return SampleBasis.MIXED
    return SampleBasis.ALL if True in kinds else SampleBasis.NONE


@dataclass(frozen=True, slots=True)
class Standing:
    """A State's row in a list: `rank` is None where it is unranked, `score` where it is not known."""

    rank: int | None
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class MonthList:
    """One month's list as far as it is on record. `complete`: every member of the category has a row.

    A list that is not complete was ranked as the bureau ranks: equal scores share a rank and the next skips.
    """

    month: Month
    complete: bool
    origin: str
    sample: bool
    methodology: str | None
    rows: Mapping[str, Standing]

    def was_first(self, state: str) -> bool | None:
        """True or False where the list proves it; None where the State's place is not on record.

        One row at rank 1 proves that State first. Another State is proven not first by its own row below
        rank 1, by a complete list, or where the rows leave no room: so many rows of rank 1, and a row of the
        rank that follows them (1 and 2; 1, 1 and 3).

        >>> one = MonthList(Month(2023, 5), False, "recorded", False, None, {"HR": Standing(1, None)})
        >>> one.was_first("HR"), one.was_first("HP")
        (True, None)
        """
        standing = self.rows.get(state)
        return self.rest_first if standing is None else standing.rank == 1

    @property
    def rest_first(self) -> bool | None:
        """What `was_first` answers for every State that the list does not name: False or None."""
        return False if self.complete or self._names_everyone_to(1) else None

    def was_in_top(self, state: str, n: int) -> bool | None:
        """Whether the State held one of the ranks 1 to `n`, as `was_first` for n = 1; ValueError for n < 1.

        A State that is not named is proven outside only where every State above it is named: below rank n
        stands a row of rank r, and r − 1 rows stand above that one. With ranks 1, 2 and 3 on record nobody
        else was in the top 2, but anybody may have shared rank 3.

        >>> rows = {"HR": Standing(1, None), "UP": Standing(2, None), "DL": Standing(3, None)}
        >>> one = MonthList(Month(2023, 2), False, "recorded", False, None, rows)
        >>> one.was_in_top("UP", 2), one.was_in_top("HP", 2), one.was_in_top("HP", 3)
        (True, False, None)
        """
        if n < 1:
            raise ValueError(f"there is no top {n}; ask for the top 1 or more")
        standing = self.rows.get(state)
        if standing is not None:
            return standing.rank is not None and standing.rank <= n
        return False if self.complete or self._names_everyone_to(n) else None

    def _names_everyone_to(self, n: int) -> bool:
        ranks = [row.rank for row in self.rows.values() if row.rank is not None]
        below = min((rank for rank in ranks if rank > n), default=None)
        return below is not None and sum(rank < below for rank in ranks) == below - 1


History = Mapping[Month, MonthList]
"""The lists of a board and category; a month without a list is absent."""


# Where the rules changed: the months from which another methodology version ranked.


@dataclass(frozen=True, slots=True)
class Break:
    """From `month` on, version `after` ranked; the list before it was ranked by `before`."""

    month: Month
    before: str
    after: str


def breaks(versions: Mapping[Month, str | None]) -> tuple[Break, ...]:
    """The breaks in a history, oldest first. `versions` names each month's version, None where it is not known.

    A month whose version is not known (a recorded list) neither makes a break nor hides one.

    >>> [str(one.month) for one in breaks({Month(2022, 12): "a", Month(2023, 1): None, Month(2023, 2): "b"})]
    ['2023-02']
    """
    known = [(month, version) for month, version in sorted(versions.items()) if version is not None]
    return tuple(
        Break(month, before, after) for (_, before), (month, after) in pairwise(known) if before != after
    )


# Months in first place and streaks, each with its months.

Verdicts = Sequence[bool | None]
"""Month by month: yes, no, or (None) not on record."""


@dataclass(frozen=True, slots=True)
class Count:
    """A State's months in first place in a window, oldest month first.

    A shared first counts for each State that shares it. `undecided_months` are those in which the State may
    have been first, for all that is on record: `months_first` is a lower bound where there are any.
    `current_streak` ends with the window's last month; it is certain unless a month not on record ended it.
    Streaks count proven firsts only; of equal longest streaks the latest is given. `longest_streak_at_most` is
    how long the longest may have been if every undecided month was a first; it is certain where that is no longer.
    """

    state: str
    months_first: int
    first_months: tuple[Month, ...]
    undecided_months: tuple[Month, ...]
    current_streak: int
    current_streak_from: Month | None
    streak_certain: bool
    longest_streak: int
    longest_streak_from: Month | None
    longest_streak_to: Month | None
    longest_streak_at_most: int

    @property
    def longest_streak_certain(self) -> bool:
        return self.longest_streak == self.longest_streak_at_most


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a window is on record: `months` calendar months, of which so many have a list.

    `sample_basis` is mixed where sample and real lists stand side by side, which no count may pass over in silence.
    """

    months: int
    on_record: tuple[Month, ...]
    complete: tuple[Month, ...]
    missing: tuple[Month, ...]
    sample_months: tuple[Month, ...]
    origins: tuple[str, ...]
    sample_basis: SampleBasis

    @property
    def mixed_sample(self) -> bool:
        return self.sample_basis is SampleBasis.MIXED


def count_firsts(history: History, state: str, first: Month, last: Month) -> Count:
    """Count one State's months in first place from `first` to `last`; all zero where the window is empty.

    >>> from rankings.lists.history import Standing
    >>> lists = {month: MonthList(month, False, "recorded", False, None, {"HR": Standing(1, None)})
    ...          for month in (Month(2023, 5), Month(2023, 6), Month(2023, 9))}
    >>> count = count_firsts(lists, "HR", Month(2023, 5), Month(2023, 9))
    >>> count.months_first, count.longest_streak, count.current_streak, count.streak_certain
    (3, 2, 1, False)
    >>> [str(month) for month in count.undecided_months]
    ['2023-07', '2023-08']
    """
    return count_all(history, [state], first, last)[state]


def count_all(history: History, states: Iterable[str], first: Month, last: Month) -> dict[str, Count]:
    """`count_firsts` for many States in one walk over the window."""
    window = tuple(first.to(last))
    verdicts = first_verdicts(history, states, window)
    return {state: _count(state, window, own) for state, own in verdicts.items()}


def first_verdicts(
    history: History, states: Iterable[str], window: Iterable[Month]
) -> dict[str, list[bool | None]]:
    """State → month by month of the window whether it was first, as `MonthList.was_first` says."""
    found: dict[str, list[bool | None]] = {state: [] for state in states}
    for month in window:
        one = history.get(month)
        if one is None:
            for own in found.values():
                own.append(None)
            continue
        rows, rest = one.rows, one.rest_first
        for state, own in found.items():
            standing = rows.get(state)
            own.append(rest if standing is None else standing.rank == 1)
    return found


def last_run(verdicts: Verdicts) -> int:
    """The streak with which the months end.

    >>> last_run([True, None, True, True]), last_run([True, False])
    (2, 0)
    """
    length = 0
    for verdict in reversed(verdicts):
        if verdict is not True:
            break
        length += 1
    return length


def longest_run(verdicts: Verdicts) -> tuple[int, int]:
    """(length, index after its last month) of the longest streak, the latest of equal ones; (0, 0) without.

    >>> longest_run([True, True, None, True, True, False])
    (2, 5)
    """
    length, end, run = 0, 0, 0
    for number, verdict in enumerate(verdicts, start=1):
        run = run + 1 if verdict is True else 0
        if run and run >= length:
            length, end = run, number
    return length, end


def _count(state: str, window: tuple[Month, ...], verdicts: Verdicts) -> Count:
    firsts = tuple(month for month, verdict in zip(window, verdicts, strict=True) if verdict is True)
    current = last_run(verdicts)
    longest, end = longest_run(verdicts)
    return Count(
        state=state,
        months_first=len(firsts),
        first_months=firsts,
        undecided_months=tuple(
            month for month, verdict in zip(window, verdicts, strict=True) if verdict is None
        ),
        current_streak=current,
        current_streak_from=window[-current] if current else None,
        # Reaching the start of the window is certain, as is a month that is proven not first.
        streak_certain=current == len(window) or verdicts[-current - 1] is not None,
        longest_streak=longest,
        longest_streak_from=window[end - longest] if longest else None,
        longest_streak_to=window[end - 1] if longest else None,
        longest_streak_at_most=longest_run([verdict is not False for verdict in verdicts])[0],
    )


def coverage(history: History, first: Month, last: Month) -> Coverage:
    """How far the months from `first` to `last` are on record.

    >>> lists = {Month(2023, 1): MonthList(Month(2023, 1), True, "computed", True, "2023-01", {})}
    >>> covered = coverage(lists, Month(2023, 1), Month(2023, 3))
    >>> covered.months, len(covered.on_record), len(covered.missing), covered.origins, covered.mixed_sample
    (3, 1, 2, ('computed',), False)
    """
    window = tuple(first.to(last))
    lists: dict[Month, MonthList] = {month: history[month] for month in window if month in history}
    return Coverage(
        months=len(window),
        on_record=tuple(lists),
        complete=tuple(month for month, one in lists.items() if one.complete),
        missing=tuple(month for month in window if month not in lists),
        sample_months=tuple(month for month, one in lists.items() if one.sample),
        origins=tuple(sorted({ranking.origin for ranking in lists.values()})),
        sample_basis=sample_basis(ranking.sample for ranking in lists.values()),
    )


# How a State moved against the list of the calendar month before; a gap is never skipped.


@dataclass(frozen=True, slots=True)
class Movement:
    """`rank_change` is positive where the State moved up; None where one of the two ranks is not known.

    `flagged`: the list before was ranked by another methodology or is of another origin, so that the
    movement may be the rules' and not the State's. Never set where there is no previous rank.

    `change_among_both` is the change of rank among the States that are ranked in both lists, so that nobody rises
    because another sent nothing. None where the State is not one of them, or they are fewer than two. Of a list
    that names only some places the others are not known: there it is `rank_change`. `came`: the State came into
    the ranking, since it is unranked in the complete list before, in which others are ranked.
    """

    previous_rank: int | None
    rank_change: int | None
    flagged: bool
    change_among_both: int | None
    came: bool


def movements(history: History, month: Month) -> dict[str, Movement]:
    """The movement of every State that the month's list names; KeyError where the month has no list.

    >>> from rankings.lists.history import Standing
    >>> january, february = (
    ...     MonthList(Month(2023, 1), False, "recorded", False, None, {"HR": Standing(5, None)}),
    ...     MonthList(Month(2023, 2), False, "recorded", False, None,
    ...               {"HR": Standing(1, None), "DL": Standing(3, None)}))
    >>> moved = movements({january.month: january, february.month: february}, february.month)
    >>> moved["HR"]
    Movement(previous_rank=5, rank_change=4, flagged=False, change_among_both=4, came=False)
    >>> moved["DL"]
    Movement(previous_rank=None, rank_change=None, flagged=False, change_among_both=None, came=False)
    """
    shown = history[month]
    before = _list_before(history, month)
    if before is None:
        return dict.fromkeys(shown.rows, Movement(None, None, False, None, False))
    old, new = _ranks(before), _ranks(shown)
    whole = before.complete and shown.complete
    differs = (before.methodology, before.origin) != (shown.methodology, shown.origin)
    then, now = (_among_both(old, new), _among_both(new, old)) if whole else (old, new)
    found = {}
    for state in shown.rows:
        change = old[state] - new[state] if state in old and state in new else None
        among = None if change is None or state not in then else then[state] - now[state]
        came = whole and bool(old) and state in new and state not in old
        found[state] = Movement(old.get(state), change, differs and state in old, among, came)
    return found


def _list_before(history: History, month: Month) -> MonthList | None:
    # By number, not by `previous()`: the calendar's first month has no month before it.
    return next((one for other, one in history.items() if other.ordinal == month.ordinal - 1), None)


def _ranks(listed: MonthList) -> dict[str, int]:
    return {state: row.rank for state, row in listed.rows.items() if row.rank is not None}


def _among_both(ranks: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    """The rank of each State in both lists among these alone; empty where they are fewer than two.

    Ties are ranked by the rule of the list, which its ranks tell: dense ones skip none.

    >>> _among_both({"A": 1, "B": 1, "C": 3, "D": 4}, {"B": 1, "C": 2, "D": 3})
    {'B': 1, 'C': 2, 'D': 3}
    """
    both = {state: rank for state, rank in ranks.items() if state in others}
    if len(both) < 2:
        return {}
    dense = len(set(ranks.values())) == max(ranks.values())
    ordered = sorted(set(both.values()) if dense else both.values())
    return {state: 1 + bisect_left(ordered, rank) for state, rank in both.items()}
