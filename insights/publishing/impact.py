"""What publishing a month will change, before it is published; and what it changed, from the published lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from common.digests import canonical, digest
from common.months import FIRST_YEAR, Month
from insights.tryout.core import compare
from metrics.models import Methodology
from metrics.scoring import Figure, Mark, ParameterRule, Rules, mark, score
from metrics.selectors import Figures, current_revisions, document_of, figures_at
from rankings.compute import Computation, compute_month, content_of
from rankings.lists.histories import by_month, month_lists, standing_lists
from rankings.lists.history import (
    History,
    MonthList,
    SampleBasis,
    Standing,
    count_all,
    first_verdicts,
    movements,
    sample_basis,
)
from rankings.lists.ranks import Place, Scored, places
from rankings.models import Origin, RankingList
from rankings.publish import check_reason, check_release, newest_digest, next_revision
from states.models import State

# What publishing a list changes: places, ties, streaks and months in first place, list by list.

FORMAT = "pragati-impact/1"


@dataclass(frozen=True, slots=True)
class ListChange:
    """One list to come and the history that it comes into.

    `shown` holds the rows in printed order, `reasons` why a State is unranked, `digest` is that of the list.
    `before` is what stands until then, with the list of the same month that gives way, if there is one.
    """

    board: str
    category: str
    digest: str
    shown: MonthList
    reasons: Mapping[str, str]
    before: History

    @property
    def after(self) -> dict[Month, MonthList]:
        return dict(sorted({**self.before, self.shown.month: self.shown}.items()))


@dataclass(frozen=True, slots=True)
class Run:
    """Months in a row in first place, both ends included."""

    first: Month
    last: Month

    @property
    def months(self) -> int:
        return self.last.ordinal - self.first.ordinal + 1

    def meets(self, other: Run) -> bool:
        return self.first <= other.last and other.first <= self.last


def list_impact(change: ListChange) -> dict[str, Any]:
    """What becomes of one list."""
    old = change.before.get(change.shown.month)
    return {
        "board": change.board,
        "category": change.category,
        "digest": change.digest,
        "rows": _rows(change, old),
        "ties": {"before": ties(old) if old else [], "after": ties(change.shown)},
        "streaks": streak_changes(change.before, change.after),
        "months_first": months_first(change.before, change.after),
    }


def _rows(change: ListChange, old: MonthList | None) -> list[dict[str, Any]]:
    against = movements(change.after, change.shown.month)
    return [
        {
            "state": move.state,
            "rank": move.tried_rank,
            "score": _score(move.tried_score),
            "reason": change.reasons.get(move.state) or None,
            "old_rank": move.rank,
            "old_score": _score(move.score),
            "places_moved": move.places,
            "previous_rank": against[move.state].previous_rank,
            "rank_change": against[move.state].rank_change,
        }
        for move in compare(old.rows if old else {}, change.shown.rows)
    ]


def _score(score: Decimal | None) -> str | None:
    return None if score is None else f"{score:.2f}"


def ties(shown: MonthList) -> list[dict[str, Any]]:
    """The ranks that are shared, best first, each with its States in the order of the list.

    >>> rows = {"HP": Standing(1, None), "HR": Standing(1, None), "DL": Standing(3, None)}
    >>> ties(MonthList(Month(2023, 10), True, "computed", False, "2023-01", rows))
    [{'rank': 1, 'states': ['HP', 'HR']}]
    """
    sharing: dict[int, list[str]] = {}
    for state, row in shown.rows.items():
        if row.rank is not None:
            sharing.setdefault(row.rank, []).append(state)
    return [{"rank": rank, "states": states} for rank, states in sorted(sharing.items()) if len(states) > 1]


def months_first(before: History, after: History) -> list[dict[str, Any]]:
    """Months in first place of every State that has any, before and after; most months after come first."""
    then, now = _firsts(before), _firsts(after)
    counts = sorted((-now.get(state, 0), -then.get(state, 0), state) for state in {*then, *now})
    return [{"state": state, "before": -old, "after": -new} for new, old, state in counts if old or new]


def _firsts(history: History) -> dict[str, int]:
    counts = count_all(history, _named(history), min(history), max(history)) if history else {}
    return {state: count.months_first for state, count in counts.items()}


def _named(history: History) -> list[str]:
    return sorted({state for ranking in history.values() for state in ranking.rows})


def runs(history: History) -> dict[str, list[Run]]:
    """State → its streaks, oldest first, over all that is on record; a State without one has no entry."""
    if not history:
        return {}
    window = tuple(min(history).to(max(history)))
    found: dict[str, list[Run]] = {}
    for state, verdicts in first_verdicts(history, _named(history), window).items():
        start: Month | None = None
        for month, verdict in zip(window, verdicts, strict=True):
            if verdict is True:
                start = start or month
            elif start is not None:
                found.setdefault(state, []).append(Run(start, month.previous()))
                start = None
        if start is not None:
            found.setdefault(state, []).append(Run(start, window[-1]))
    return found


def streak_changes(before: History, after: History) -> dict[str, Any]:
    """Streaks begun, grown, cut and ended, each by State code and first month.

    *Begun* meets no streak that there was; *grown* is longer than every one that it holds; *cut* has lost
    months, `left` being the longest part that remains; *ended* ran up to the newest month and does no longer,
    which is `certain` unless the newest month is not on record for the State.

    >>> def first(number: int, state: str) -> MonthList:
    ...     rows = {one: Standing(1 if one == state else 2, None) for one in ("HR", "HP")}
    ...     return MonthList(Month(2023, number), True, "computed", False, "2023-01", rows)
    >>> before = {Month(2023, 9): first(9, "HR")}
    >>> found = streak_changes(before, before | {Month(2023, 10): first(10, "HP")})
    >>> [one["state"] for one in found["begun"]], [one["state"] for one in found["ended"]]
    (['HP'], ['HR'])
    """
    then, now = runs(before), runs(after)
    changes: dict[str, list[dict[str, Any]]] = {"begun": [], "grown": [], "cut": [], "ended": []}
    for state in sorted({*then, *now}):
        old, new = then.get(state, []), now.get(state, [])
        for run in new:
            held = [one.months for one in old if one.meets(run)]
            if not held:
                changes["begun"].append(_told(state, run))
            elif run.months > max(held):
                changes["grown"].append(_told(state, run) | {"before": max(held)})
        for run in old:
            left = max((one.months for one in new if one.meets(run)), default=0)
            if left < run.months:
                changes["cut"].append(_told(state, run) | {"left": left})
            if run.last == max(before) and not any(one.meets(run) and one.last == max(after) for one in new):
                certain = after[max(after)].was_first(state) is False
                changes["ended"].append(_told(state, run) | {"certain": certain})
    return changes


def _told(state: str, run: Run) -> dict[str, Any]:
    return {"state": state, "from": str(run.first), "to": str(run.last), "months": run.months}


# Results that hinge on one figure: what a doubtful figure decides, if it decides anything.

BLANK = Figure(None, None)
Doubtful = Collection[tuple[str, str]]
"""Pairs of State code and parameter code: figures that are not confirmed, or objected to."""

_Printed = tuple[Decimal | None, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a month's lists rest on. `figures` and `last` hold State → parameter → figure, `last` of the month
    before; `lists` the places that come out, by board and category; `names` the States' English names.
    """

    rules: Sequence[ParameterRule]
    method: Rules
    figures: Mapping[str, Mapping[str, Figure]]
    last: Mapping[str, Mapping[str, Figure]]
    lists: Mapping[tuple[str, str], Sequence[Place]]
    names: Mapping[str, str]


def hinges(ground: Ground, doubtful: Doubtful) -> list[dict[str, Any]]:
    """The doubtful figures on which a result hinges, by State and parameter, with every rank that would differ.

    >>> rule = ParameterRule("REG-01", "REG", Decimal(100), Decimal(0), Decimal(7), frozenset({"cctns"}))
    >>> other = ParameterRule("REG-02", "REG", Decimal(100), Decimal(0), Decimal(3), frozenset({"cctns"}))
    >>> full, half = Figure(Decimal(10), Decimal(10)), Figure(Decimal(5), Decimal(10))
    >>> sent = {"HR": {"REG-01": full, "REG-02": full}, "HP": {"REG-01": half, "REG-02": full}}
    >>> shown = (Place(1, "HR", 1, Decimal("100.00")), Place(2, "HP", 2, Decimal("65.00")))
    >>> ground = Ground([rule, other], Rules(), sent, {}, {("cctns", "all"): shown}, {"HR": "A", "HP": "B"})
    >>> [(one["instead"], one["lists"][0]["first_instead"]) for one in hinges(ground, {("HR", "REG-01")})]
    [('blank', ['HP'])]
    """
    found = []
    for state, parameter in sorted(set(doubtful)):
        rule = next((rule for rule in ground.rules if rule.code == parameter), None)
        if rule is None or state not in ground.figures:
            continue
        for name, instead in _alternatives(ground, state, rule):
            lists = list(_differing(ground, state, _printed(ground, state, rule, instead)))
            if lists:
                found.append({"state": state, "parameter": parameter, "instead": name, "lists": lists})
    return found


def _alternatives(ground: Ground, state: str, rule: ParameterRule) -> Iterator[tuple[str, Figure]]:
    """The figures that could stand there instead and would be worth something else."""
    own = mark(rule, ground.figures[state].get(rule.code))
    last = ground.last.get(state, {}).get(rule.code, BLANK)
    if last.numerator is not None and last.denominator is not None:
        capped = last.numerator > last.denominator and not rule.numerator_may_exceed
        last = Figure(last.denominator, last.denominator) if capped else last
        if _worth(mark(rule, last)) != _worth(own):
            yield "last_month", last
    if _worth(mark(rule, BLANK)) != _worth(own):
        yield "blank", BLANK


def _worth(one: Mark) -> tuple[object, ...]:
    return one.status, one.marks


def _printed(ground: Ground, state: str, rule: ParameterRule, instead: Figure) -> dict[str, _Printed]:
    """The State's printed score on each board, or why it has none, with one figure replaced."""
    figures = {**ground.figures[state], rule.code: instead}
    marks = [mark(rule, figures.get(rule.code)) for rule in ground.rules]
    found: dict[str, _Printed] = {}
    for board in {board for board, _category in ground.lists}:
        on_board = frozenset(rule.code for rule in ground.rules if board in rule.boards)
        scored = score(marks, on_board=on_board, rules=ground.method)
        found[board] = scored.printed, scored.reason or ""
    return found


def _differing(ground: Ground, state: str, printed: Mapping[str, _Printed]) -> Iterator[dict[str, Any]]:
    """Each list in which a rank differs once the State has these scores."""
    for (board, category), placed in sorted(ground.lists.items()):
        present = {place.state: place for place in placed}
        own = present.get(state)
        if own is None or (own.score, own.reason) == printed[board]:
            continue
        again = places(
            (
                Scored(one.state, ground.names[one.state], *printed[board])
                if one is own
                else Scored(one.state, ground.names[one.state], one.score, one.reason)
                for one in placed
            ),
            ground.method.ties,
        )
        instead = {place.state: place for place in again}
        moves = compare(present, {state: instead[state] for state in present})
        if any(move.changed for move in moves):
            yield {
                "board": board,
                "category": category,
                "first": sorted(move.state for move in moves if move.rank == 1),
                "first_instead": sorted(move.state for move in moves if move.tried_rank == 1),
                "ranks": [
                    {"state": move.state, "rank": move.rank, "rank_instead": move.tried_rank}
                    for move in moves
                    if move.changed
                ],
            }


Key = tuple[str, str]
"""Board and category."""


@dataclass(frozen=True)
class Impact:
    """What changes; `digests` are those of the lists to come, by board and category.

    `sample_basis` is that of the histories that the lists come into; no signature covers it.
    """

    document: Mapping[str, Any]
    digests: Mapping[Key, str]
    sample_basis: SampleBasis

    @property
    def canonical(self) -> bytes:
        """The document's canonical JSON: what a signature covers."""
        return canonical(self.document)

    @cached_property
    def digest(self) -> str:
        return digest(self.document)


def predict(*, month: Month, reason: str, released_on: date, doubtful: Doubtful = ()) -> Impact:
    """What publishing a month's lists now would change.

    Raises RefusedPublicationError, or NothingToComputeError where the month has no figures.
    """
    check_release(month, released_on)
    revision = next_revision(month, Origin.COMPUTED)
    check_reason(month, revision, reason.strip())
    computation = compute_month(month)
    standing = standing_lists()
    before = histories(standing)
    changes = [
        _coming(month, revision, reason.strip(), released_on, computation, key, before.get(key, {}))
        for key in computation.lists
    ]
    figures = figures_at(month, computation.revisions)
    ground = ground_of(computation.methodology, figures, last_month(month, standing), computation.lists)
    return impact_of(
        changes, hinges(ground, doubtful), month=month, revision=revision, reason=reason.strip(),
        released_on=released_on, sample=bool(computation.samples),
        methodology=computation.methodology.version, inputs=computation.inputs_digest,
    )  # fmt: skip


def impact_of(
    changes: Sequence[ListChange],
    hinges: Sequence[Mapping[str, Any]],
    *,
    month: Month,
    revision: int,
    reason: str,
    released_on: date | None,
    sample: bool,
    methodology: str,
    inputs: str,
) -> Impact:
    """Everything that publishing `revision` of a month changes, lists by board and category; `inputs` is a digest."""
    ordered = sorted(changes, key=lambda change: (change.board, change.category))
    document = {
        "format": FORMAT,
        "month": str(month),
        "revision": revision,
        "reason": reason,
        "released_on": released_on.isoformat() if released_on else None,
        "sample": sample,
        "methodology": methodology,
        "inputs": inputs,
        "lists": [list_impact(change) for change in ordered],
        "hinges": [dict(hinge) for hinge in hinges],
    }
    digests = {(change.board, change.category): change.digest for change in changes}
    behind = [ranking.sample for change in changes for ranking in change.after.values()]
    return Impact(document, digests, sample_basis(behind))


def histories(standing: QuerySet[RankingList]) -> dict[Key, dict[Month, MonthList]]:
    """The history of every board and category, as the plain pages count it."""
    keys = standing.order_by("board", "category").values_list("board", "category").distinct()
    return {
        (board, category): month_lists(by_month(standing.filter(board=board, category=category)).values())
        for board, category in keys
    }


def _coming(
    month: Month,
    revision: int,
    reason: str,
    released_on: date,
    computation: Computation,
    key: Key,
    before: Mapping[Month, MonthList],
) -> ListChange:
    """The list that will be published, with the very digest that it will have."""
    board, category = key
    content = content_of(
        computation, board, category, revision=revision, reason=reason, released_on=released_on,
        previous=newest_digest(board, category, Origin.COMPUTED),
    )  # fmt: skip
    placed = computation.lists[key]
    rows = {place.state: Standing(place.rank, place.score) for place in placed}
    version = computation.methodology.version
    shown = MonthList(month, True, Origin.COMPUTED.value, content.sample, version, rows)
    return ListChange(board, category, content.digest, shown, reasons_of(placed), before)


def reasons_of(placed: Iterable[Place]) -> dict[str, str]:
    return {place.state: place.reason for place in placed if place.reason}


def last_month(month: Month, standing: QuerySet[RankingList]) -> Figures:
    """The figures of the month before: those on which its list rests, or the verified ones where it has none."""
    if month == Month(FIRST_YEAR, 1):
        return {}
    before = month.previous()
    lists = standing.filter(month=before, origin=Origin.COMPUTED).select_related("publication")
    published = lists.order_by("-revision").first()
    resting_on = published.publication.inputs if published and published.publication else None
    return figures_at(before, current_revisions(before) if resting_on is None else resting_on)


def ground_of(
    methodology: Methodology, figures: Figures, last: Figures, lists: Mapping[Key, tuple[Place, ...]]
) -> Ground:
    document = document_of(methodology)
    return Ground(
        rules=document.parameter_rules(),
        method=document.rules,
        figures=figures,
        last=last,
        lists=lists,
        names=dict(State.objects.values_list("code", "name")),
    )
