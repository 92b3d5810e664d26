"""Which score each State is to have on `cctns`, month by month: the story, bent to fit the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from common.months import Month
from tools.sample.inputs import RecordedPlace, StateFacts
from tools.sample.noise import draw, swing, wave
from tools.sample.profiles import FIRST_PLACES, SAMPLE_MONTHS, SHORT, UNSCORED, anchors

BOARD, ALL_INDIA = "cctns", "all"
FULL = 10000
# Whoever must stay below a recorded place is drawn together within this span under it.
_SPAN = 300

Targets = dict[Month, dict[str, int]]
Fixed = dict[tuple[Month, str], int]


def targets(states: Sequence[StateFacts], record: Iterable[RecordedPlace]) -> tuple[Targets, Fixed]:
    """The score of each State in each sample month, in hundredths, and those of them that are fixed.

    A score that the record states is fixed, and so are that of each month's first and those of `UNSCORED`.
    Everyone else whom a recorded list leaves unnamed stays below its last place. Raises ValueError for a record
    that the sample cannot be calibrated to.
    """
    lists = _lists(record)
    fixed = _fixed(lists, {state.code for state in states})
    drifts = {state.code: _drift(state.code, fixed) for state in states}
    course: Targets = {}
    for month in SAMPLE_MONTHS:
        scores = {code: drift[month] for code, drift in drifts.items()}
        ceilings = sorted(_ceilings(month, lists, states, fixed), key=lambda one: (-one[0], sorted(one[1])))
        for ceiling, below in ceilings:
            _fit_below(scores, ceiling, below)
        course[month] = scores
    return course, fixed


def _lists(record: Iterable[RecordedPlace]) -> dict[tuple[Month, str], list[RecordedPlace]]:
    """The recorded lists of `cctns` in the sample months, by month and category, best place first."""
    lists: dict[tuple[Month, str], list[RecordedPlace]] = {}
    for place in sorted(record, key=lambda one: (one.month, one.category, one.rank, one.state)):
        if place.month not in SAMPLE_MONTHS:
            continue
        if place.board == BOARD:
            lists.setdefault((place.month, place.category), []).append(place)
        elif (place.month, place.state) not in SHORT:
            raise ValueError(f"{place.month} {place.state}: the story has no figures for {place.board}")
    for (month, category), places in lists.items():
        if any(after.rank not in {before.rank, at} for at, (before, after) in enumerate(pairwise(places), 2)):
            raise ValueError(f"{month} {category}: the places on record leave a gap")
        if places[0].rank != 1:
            raise ValueError(f"{month} {category}: the first place is not on record")
    return lists


def _fixed(lists: Mapping[tuple[Month, str], list[RecordedPlace]], known: set[str]) -> Fixed:
    fixed: Fixed = {}
    for place in (place for places in lists.values() for place in places):
        if place.score is None:
            continue
        score = int(place.score * 100)
        if fixed.setdefault((place.month, place.state), score) != score:
            raise ValueError(f"{place.month} {place.state}: two scores on record")
    firsts = {(month, leader): score for month, (leader, score) in FIRST_PLACES.items()}
    for (month, state), score in (firsts | UNSCORED).items():
        if state in known:
            fixed.setdefault((month, state), score)
    for place in (place for places in lists.values() for place in places):
        leads = place.category == ALL_INDIA and place.rank == 1
        if leads and FIRST_PLACES[place.month][0] != place.state:
            raise ValueError(f"{place.month}: the sample has another first than the record's {place.state}")
        if place.state in known and (place.month, place.state) not in fixed:
            raise ValueError(f"{place.month} {place.state}: a place on record without a score")
    return fixed


def _drift(state: str, fixed: Fixed) -> dict[Month, int]:
    """A State's own course: straight between landmarks and fixed scores, with some wander in between."""
    own = {month: score for (month, code), score in fixed.items() if code == state}
    marks = sorted((anchors(state) | own).items())
    drift: dict[Month, int] = {}
    for (start, before), (end, after) in pairwise(marks):
        for month in start.to(end):
            step = month.ordinal - start.ordinal
            line = before + (after - before) * step // (end.ordinal - start.ordinal)
            drift[month] = line if month in own else _wander(state, month, line)
    return drift


def _wander(state: str, month: Month, line: int) -> int:
    """The weaker a State, the less steady it is; nobody passes full marks."""
    gap = FULL - line
    moved = (
        line + wave(20 + gap // 12, 4, month, state, "drift") + swing(6 + gap // 50, state, month, "drift")
    )
    return min(max(moved, 0), FULL - 4)


def _ceilings(
    month: Month,
    lists: Mapping[tuple[Month, str], list[RecordedPlace]],
    states: Sequence[StateFacts],
    fixed: Fixed,
) -> Iterator[tuple[int, frozenset[str]]]:
    """Scores that must not be passed, each with the States that it binds.

    Every month has a first, so all India always has a list, if only of one place.
    """
    leader = FIRST_PLACES[month][0]
    named = {
        category: {place.state for place in places} for (at, category), places in lists.items() if at == month
    }
    named.setdefault(ALL_INDIA, {leader})
    for category, places in sorted(named.items()):
        last = [fixed[month, state] for state in places if (month, state) in fixed]
        bound = {state.code for state in states if category in {ALL_INDIA, state.category}} - places
        rest = {code for code in bound if (month, code) not in fixed}
        if last and rest:
            yield min(last) - 3 - draw(20, month, category, "margin"), frozenset(rest)


def _fit_below(scores: dict[str, int], ceiling: int, below: frozenset[str]) -> None:
    """Draw the States `below` under a ceiling, keeping their order; whoever is far under it stays put."""
    floor = ceiling - _SPAN
    top = max(scores[state] for state in below)
    if top <= ceiling:
        return
    for state in below:
        if scores[state] > floor:
            scores[state] = floor + (scores[state] - floor) * _SPAN // (top - floor)
