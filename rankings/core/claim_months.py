"""Whether a claim holds in one month, for all that is on record of it: yes, no, or None (not on record)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rankings.core.claim_kinds import Claim, ClaimKind, FullMarks, Members, Relation
from rankings.core.history import History
from rankings.core.openings import Opening, opening
from rankings.core.progress_rank import Measure, progress_list
from states.months import Month

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
    >>> from rankings.core.history import MonthList, Standing
    >>> june = Month(2023, 6)
    >>> lists = {june: MonthList(june, True, "computed", False, "2023-01", {"HR": Standing(1, Decimal("99.97"))})}
    >>> claim = Claim("HR", ClaimKind.SCORE, 10_000, june, june)
    >>> month_verdict(claim, june, lists, {"HR": "Haryana"}, lambda month: frozenset({"HR"}), lambda *_: None)
    (False, 9997)
    """

    def may_hold(state: str, at: Month = month) -> Opening:
        return opening(history.get(at), state, members(at))

    def improved() -> bool | None:
        progress = progress_list(history, month, 1, Measure.CHANGE, names)
        return None if progress is None else claim.state in progress.most_improved

    def fits(rank: int) -> bool:
        outside = claim.kind is ClaimKind.OUTSIDE_TOP
        return rank > claim.count if outside else claim.relation.holds(rank, claim.count)

    earlier = next((known for known in history if known.ordinal == month.ordinal - 1), None)
    readers: dict[ClaimKind, Callable[[], Known]] = {
        ClaimKind.FULL_MARKS: lambda: _full_marks(claim, full_marks(claim.state, month)),
        ClaimKind.FULL_MARKS_IN: lambda: _full_marks(claim, full_marks(claim.state, month)),
        ClaimKind.SCORE: lambda: _score(claim, may_hold(claim.state)),
        ClaimKind.RANK_CHANGE: lambda: (
            _change(claim, may_hold(claim.state), may_hold(claim.state, earlier)) if earlier else (None, None)
        ),
        ClaimKind.AHEAD: lambda: _so(claim, _ahead(may_hold(claim.state), may_hold(claim.other))),
        ClaimKind.BEHIND: lambda: _so(claim, _ahead(may_hold(claim.other), may_hold(claim.state))),
        ClaimKind.MOST_IMPROVED: lambda: _so(claim, improved()),
        ClaimKind.OUTSIDE_TOP: lambda: _place(may_hold(claim.state), fits),
        ClaimKind.RANK: lambda: _place(may_hold(claim.state), fits),
    }
    return readers[claim.kind]()


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
