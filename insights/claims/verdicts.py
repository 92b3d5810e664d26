"""Checks a claim made in public against the lists on record: true, false, or not proven.

TRUE: the lists prove exactly the number that was claimed. FALSE: no completion of what is not on record gives
that number. UNPROVEN: months or places that are not on record could still decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, FullMarks, Members, Relation, Verdict
from rankings.annual.core import annual_list, annual_openings, attainable_ranks
from rankings.lists.history import (
    Coverage,
    History,
    Verdicts,
    coverage,
    first_verdicts,
    last_run,
    longest_run,
)
from rankings.lists.progress_rank import Measure, progress_list
from rankings.lists.rank_bounds import Opening, opening
from rankings.lists.ranks import Ties

# Whether a claim holds in one month, for all that is on record of it: yes, no, or None (not on record).

Known = tuple[bool | None, int | None]
"""Whether it holds, and the number that the record gives for the month; None where it gives none."""


def month_verdict(
    claim: Claim,
    month: Month,
    history: History,
    names: Mapping[str, str],
    members: Members,
    full_marks: FullMarks,
) -> Known:
    """The verdict of one month on a claim that speaks of every month of its window.

    >>> from decimal import Decimal
    >>> from rankings.lists.history import MonthList, Standing
    >>> june = Month(2023, 6)
    >>> lists = {june: MonthList(june, True, "computed", False, "2023-01", {"HR": Standing(1, Decimal("99.97"))})}
    >>> claim = Claim("HR", ClaimKind.SCORE, 10_000, june, june)
    >>> month_verdict(claim, june, lists, {"HR": "Haryana"}, lambda month: frozenset({"HR"}), lambda *_: None)
    (False, 9997)
    """

    kind = claim.kind

    def may_hold(state: str, at: Month = month) -> Opening:
        return opening(history.get(at), state, members(at))

    known: Known = (None, None)
    if kind in (ClaimKind.FULL_MARKS, ClaimKind.FULL_MARKS_IN):
        known = _full_marks(claim, full_marks(claim.state, month))
    elif kind is ClaimKind.SCORE:
        known = _score(claim, may_hold(claim.state))
    elif kind is ClaimKind.RANK_CHANGE:
        earlier = next((earlier for earlier in history if earlier.ordinal == month.ordinal - 1), None)
        if earlier is not None:
            known = _change(claim, may_hold(claim.state), may_hold(claim.state, earlier))
    elif kind is ClaimKind.AHEAD:
        known = _so(claim, _ahead(may_hold(claim.state), may_hold(claim.other)))
    elif kind is ClaimKind.BEHIND:
        known = _so(claim, _ahead(may_hold(claim.other), may_hold(claim.state)))
    elif kind is ClaimKind.MOST_IMPROVED:
        progress = progress_list(history, month, 1, Measure.CHANGE, names)
        known = _so(claim, None if progress is None else claim.state in progress.most_improved)
    elif kind is ClaimKind.OUTSIDE_TOP:
        known = _place(may_hold(claim.state), lambda rank: rank > claim.count)
    else:
        known = _place(may_hold(claim.state), lambda rank: claim.relation.holds(rank, claim.count))
    return known


def _place(place: Opening, fits: Callable[[int], bool]) -> Known:
    """Whether every rank that the State may hold fits; without a rank it holds no place, so it fits."""
    fitting = {fits(rank) for rank in place.ranks} | ({True} if place.may_be_unranked else set())
    holds = fitting.pop() if len(fitting) == 1 else None
    return holds, min(place.ranks) if place.stated and place.ranks else None


def _score(claim: Claim, place: Opening) -> Known:
    if place.stated and not place.ranks:
        return False, None
    exact = place.stated and place.lowest == place.highest
    # A relation changes its answer only beside the number and, for "about", at a tenth from it.
    turns = (claim.count, -(-9 * claim.count // 10), 11 * claim.count // 10)
    scores = {place.lowest, place.highest, *(turn + step for turn in turns for step in (-1, 0, 1))}
    fitting = {
        claim.relation.holds(score, claim.count) for score in scores if place.lowest <= score <= place.highest
    }
    if place.may_be_unranked:
        fitting.add(False)
    return fitting.pop() if len(fitting) == 1 else None, place.lowest if exact else None


def _full_marks(claim: Claim, marks: tuple[frozenset[str], frozenset[str]] | None) -> Known:
    if marks is None:
        return None, None
    full, applicable = marks
    if claim.kind is ClaimKind.FULL_MARKS_IN:
        return _so(claim, claim.other in full)
    wanted = len(applicable) if claim.relation is Relation.ALL else claim.count
    return claim.relation.holds(len(full), wanted), len(full)


def _so(claim: Claim, truth: bool | None) -> Known:
    """A yes or no as a number, so that "not" is one of the relations."""
    return (None, None) if truth is None else (claim.relation.holds(int(truth), claim.count), int(truth))


def _ahead(better: Opening, worse: Opening) -> bool | None:
    """Whether the one's rank is better than the other's; nobody is ahead of a State without a rank."""
    if not better.ranks or not worse.ranks:
        return None
    if min(better.ranks) >= max(worse.ranks):
        return False
    certain = not (better.may_be_unranked or worse.may_be_unranked)
    return True if certain and max(better.ranks) < min(worse.ranks) else None


def _change(claim: Claim, now: Opening, before: Opening) -> Known:
    if not (now.stated and before.stated and now.ranks and before.ranks):
        return None, None
    change = min(before.ranks) - min(now.ranks)
    return claim.relation.holds(change, claim.count), change


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict rests on.

    `counted_months`: the months that make up the proven number (of a streak: its months; of a rank: those
    in which it is stated; of a year: those with a complete list). `undecided_months`: those of the window
    that are not on record for the State. `attainable`: every number that the record allows, in order.
    """

    claim: Claim
    verdict: Verdict
    counted_months: tuple[Month, ...]
    undecided_months: tuple[Month, ...]
    attainable: tuple[int, ...]
    coverage: Coverage


def check(
    claim: Claim,
    history: History,
    names: Mapping[str, str],
    members: Members,
    ties: Ties = "competition",
    full_marks: FullMarks = lambda state, month: None,
) -> Evidence:
    """Check a claim against the lists of its board, category and origin.

    `names` gives the name of every State by its code, `members` who is in the category. `ties` is the
    methodology's rule for equal scores, which an annual rank follows too. `full_marks` gives the parameters at full
    marks of a State and month, and all that apply; None where its figures are not known. A State that is no
    member of the category in a month was not first in it; in a month whose members are not known any State may have
    been.

    >>> from rankings.lists.history import MonthList, Standing
    >>> lists = {month: MonthList(month, False, "recorded", False, None, {"HR": Standing(1, None)})
    ...          for month in (Month(2023, 5), Month(2023, 6), Month(2023, 9))}
    >>> def verdict(count: int) -> str:
    ...     claim = Claim("HR", ClaimKind.MONTHS_FIRST, count, Month(2023, 5), Month(2023, 9))
    ...     return check(claim, lists, {"HR": "Haryana"}, lambda month: frozenset({"HR", "HP"})).verdict
    >>> [str(verdict(count)) for count in (2, 3, 5, 6)]
    ['FALSE', 'UNPROVEN', 'UNPROVEN', 'FALSE']
    """

    def known(month: Month) -> frozenset[str]:
        return members(month) or frozenset(names)

    if claim.kind is ClaimKind.TOP or (claim.kind is ClaimKind.RANK and claim.relation is Relation.EXACTLY):
        return _ranks(claim, history, known)
    if claim.kind is ClaimKind.ANNUAL:
        return _annual(claim, history, names, known, ties)
    if claim.kind in (ClaimKind.MONTHS_FIRST, ClaimKind.CURRENT_STREAK, ClaimKind.LONGEST_STREAK):
        return _firsts(claim, history, known)
    return _monthly(claim, history, names, known, full_marks)


def _evidence(
    claim: Claim,
    history: History,
    *,
    counted: Iterable[Month],
    undecided: Iterable[Month],
    attainable: Iterable[int],
    proven: bool,
    relation: Relation | None = None,
) -> Evidence:
    """FALSE where no attainable number is as claimed, TRUE where it is `proven` and all are."""
    values = tuple(sorted(set(attainable)))
    fitting = [value for value in values if (relation or claim.relation).holds(value, claim.count)]
    verdict = Verdict.UNPROVEN
    if not fitting:
        verdict = Verdict.FALSE
    elif proven and len(fitting) == len(values):
        verdict = Verdict.TRUE
    window = coverage(history, claim.first, claim.last)
    return Evidence(claim, verdict, tuple(counted), tuple(undecided), values, window)


def _firsts(claim: Claim, history: History, members: Members) -> Evidence:
    window = tuple(claim.first.to(claim.last))
    verdicts: Verdicts = [
        False if verdict is None and claim.state not in members(month) else verdict
        for month, verdict in zip(
            window, first_verdicts(history, [claim.state], window)[claim.state], strict=True
        )
    ]
    counted = [month for month, verdict in zip(window, verdicts, strict=True) if verdict]
    if claim.kind is ClaimKind.MONTHS_FIRST:
        attainable = months_attainable(verdicts)
    elif claim.kind is ClaimKind.CURRENT_STREAK:
        attainable = current_attainable(verdicts)
        counted = list(window[len(window) - last_run(verdicts) :])
    else:
        attainable = longest_attainable(verdicts)
        length, end = longest_run(verdicts)
        counted = list(window[end - length : end])
    undecided = [month for month, verdict in zip(window, verdicts, strict=True) if verdict is None]
    return _evidence(claim, history, counted=counted, undecided=undecided, attainable=attainable, proven=True)


def months_attainable(verdicts: Verdicts) -> set[int]:
    """Every number of months in first place that the months not on record allow.

    >>> sorted(months_attainable([True, None, False, None]))
    [1, 2, 3]
    """
    proven = sum(verdict is True for verdict in verdicts)
    return set(range(proven, proven + sum(verdict is None for verdict in verdicts) + 1))


def current_attainable(verdicts: Verdicts) -> set[int]:
    """Every current streak that the months not on record allow: each of them may end it or not.

    >>> sorted(current_attainable([True, None, True, True])), sorted(current_attainable([None, False, True]))
    ([2, 4], [1])
    """
    found: set[int] = set()
    for length, verdict in enumerate(reversed(verdicts)):
        if verdict is not True:
            found.add(length)
        if verdict is False:
            return found
    return found | {len(verdicts)}


def longest_attainable(verdicts: Verdicts) -> set[int]:
    """Every longest streak that the months not on record allow.

    A streak of a length needs so many neighbouring months that are or may be firsts, and on either side the
    window's end or a month that is or may be none. All other undecided months are then taken as no firsts,
    so that no longer streak arises elsewhere unless it is proven.

    >>> sorted(longest_attainable([True, None, True])), sorted(longest_attainable([None, None, None]))
    ([1, 3], [0, 1, 2, 3])
    """
    size = len(verdicts)
    proven, _ = longest_run(verdicts)
    possible, _ = longest_run([verdict is not False for verdict in verdicts])
    # Before each month: how many of the months from the start cannot be firsts.
    misses = [0]
    for verdict in verdicts:
        misses.append(misses[-1] + (verdict is False))
    ends = [True, *(verdict is not True for verdict in verdicts), True]

    def fits(start: int, length: int) -> bool:
        end = start + length
        return misses[end] == misses[start] and ends[start] and ends[end + 1]

    return {proven} | {
        length
        for length in range(proven + 1, possible + 1)
        if any(fits(start, length) for start in range(size - length + 1))
    }


def _ranks(claim: Claim, history: History, members: Members) -> Evidence:
    """A rank in every month, or one no worse than it: only a stated place proves it.

    Of top places `attainable` holds every number that the worst rank of the window may be.
    """
    places = {
        month: opening(history.get(month), claim.state, members(month))
        for month in claim.first.to(claim.last)
    }
    every = [place.ranks for place in places.values()]
    relation = Relation.EXACTLY
    attainable = frozenset.intersection(*every)
    if claim.kind is ClaimKind.TOP:
        relation = Relation.AT_MOST
        least = max(map(min, every)) if all(every) else None
        attainable = frozenset(
            rank for ranks in every for rank in ranks if least is not None and rank >= least
        )
    return _evidence(
        claim,
        history,
        counted=[
            month
            for month, place in places.items()
            if place.stated and any(relation.holds(rank, claim.count) for rank in place.ranks)
        ],
        undecided=[month for month, place in places.items() if not place.stated],
        attainable=attainable,
        proven=all(place.stated for place in places.values()),
        relation=relation,
    )


def _annual(
    claim: Claim, history: History, names: Mapping[str, str], members: Members, ties: Ties
) -> Evidence:
    year = annual_list(history, claim.first.year, names, ties)
    if year.on_record:
        attainable = {
            place.rank for place in year.places if place.state == claim.state and place.rank is not None
        }
    else:
        openings = annual_openings(history, claim.first.year, members)
        attainable = attainable_ranks(openings, claim.state, ties)
    undecided = sorted({*year.missing, *year.incomplete})
    counted = [month for month in claim.first.to(claim.last) if month not in undecided]
    return _evidence(
        claim, history, counted=counted, undecided=undecided, attainable=attainable, proven=year.on_record
    )


def _monthly(
    claim: Claim, history: History, names: Mapping[str, str], members: Members, full_marks: FullMarks
) -> Evidence:
    """A claim that must hold in each month of its window: it is false where one month makes it impossible."""
    counted: list[Month] = []
    undecided: list[Month] = []
    values: set[int] = set()
    wrong = False
    for month in claim.first.to(claim.last):
        holds, value = month_verdict(claim, month, history, names, members, full_marks)
        if value is not None:
            values.add(value)
        if holds is None:
            undecided.append(month)
        elif holds:
            counted.append(month)
        wrong |= holds is False
    verdict = Verdict.FALSE if wrong else Verdict.UNPROVEN if undecided else Verdict.TRUE
    window = coverage(history, claim.first, claim.last)
    return Evidence(claim, verdict, tuple(counted), tuple(undecided), tuple(sorted(values)), window)
