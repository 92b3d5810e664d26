"""Results that hinge on one figure: what a doubtful figure decides, if it decides anything.

Each doubtful figure is put aside, alone, in two ways: as the State's figure of the month before (marks depend
on the percent, so that one's percent holds), and as no figure at all. Where the first place or any rank then
differs, the result hinges on that figure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metrics.scoring import Figure, Mark, ParameterRule, Rules, mark, score
from rankings.core.ranks import Place, Scored, places

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
        rule = next((one for one in ground.rules if one.code == parameter), None)
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
    marks = [mark(one, figures.get(one.code)) for one in ground.rules]
    found: dict[str, _Printed] = {}
    for board in {board for board, _category in ground.lists}:
        on_board = frozenset(one.code for one in ground.rules if board in one.boards)
        scored = score(marks, on_board=on_board, rules=ground.method)
        found[board] = scored.printed, scored.reason or ""
    return found


def _differing(ground: Ground, state: str, printed: Mapping[str, _Printed]) -> Iterator[dict[str, Any]]:
    """Each list in which a rank differs once the State has these scores."""
    for (board, category), placed in sorted(ground.lists.items()):
        present = {one.state: one for one in placed}
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
        ranks = [
            {"state": one.state, "rank": present[one.state].rank, "rank_instead": one.rank}
            for one in sorted(again, key=lambda one: present[one.state].position)
            if one.rank != present[one.state].rank
        ]
        if ranks:
            yield {
                "board": board,
                "category": category,
                "first": _first(placed),
                "first_instead": _first(again),
                "ranks": ranks,
            }


def _first(placed: Sequence[Place]) -> list[str]:
    return sorted(one.state for one in placed if one.rank == 1)
