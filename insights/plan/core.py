"""What would bring a State to a rank, the others standing still? The smallest set of improvements, and its proof.

The rank follows from the printed score, so a target rank is a printed score that must be met: the best one of
the others that the State need not pass (it may share the rank). The State's marks applicable do not move with
its numerators, so that score is a sum of marks still to be gained. A parameter is improved by whole units of
its numerator (raised where higher is better, lowered where lower is better) up to a cap: the State's own
limit, or the first numerator that earns full marks.

Three notions of smallest, each an exact optimum where `Plan.proven` says so:

- `fewest`: as few parameters as possible. Of equal choices the parameters with the most to gain are taken.
  Minimal: no choice of fewer parameters reaches the rank, whatever is entered there.
- `marks`: as few marks as possible, counted as the list prints them: the lowest printed score that whole units
  can reach at or above the target score. Minimal: no plan that prints a lower score reaches the rank.
- `effort`: as little effort as possible, where one unit of a parameter costs the weight (a whole number, 1 or
  more) that the State gave it. Minimal: no plan of less effort reaches the rank.

Each search has a bound of steps. Where one ends at it, the plan is the best one found, and `least` says what no plan
can go below; else `least` is what the plan itself comes to.

In all three no step can be left out and no step can be one unit smaller: `prove` applies the plan, rescores it
through the one scoring that there is, and shows the rank without each step and with each step one unit smaller.

Worked example. 40 of 50 forms entered for 5 marks, all else full, 95 marks applicable: 94 ÷ 95 prints 98.95.
To print 99.57 a gain of at least 0.58675 marks is needed; a form is worth 0.1 marks: enter 6 more forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import lcm

from insights.plan.effort import least_effort
from insights.plan.improvements import Improvement, NoPlanError, improvements
from metrics.scoring import BoardScore, Figure, ParameterRule, Rules, mark, score
from rankings.lists.ranks import Scored, places

# The exact searches behind the planner by parameters and by marks; that by effort stands in `effort.py`.

Units = dict[str, int]
Chain = tuple["Chain", int, int] | None
"""Units of a sum: those before, then the place of a parameter and its units."""

STEPS = 500_000
"""How many sums of marks one question may try: about a quarter of a second."""


def fewest(able: Sequence[Improvement], need: Fraction) -> Units:
    """As few parameters as possible, each in full: those with the most to gain, ties by code.

    No set of fewer parameters can do, for it gains at most what the same number of the largest gains.
    """
    found: Units = {}
    for one in sorted(able, key=lambda one: (-one.reach, one.rule.code)):
        if need <= 0:
            break
        found[one.rule.code] = one.steps
        need -= one.reach
    return found


def trimmed(able: Sequence[Improvement], units: Mapping[str, int], need: Fraction) -> Units:
    """The same plan without any unit that can be spared; the coarsest units are spared first.

    One pass is enough: what later parameters give back only makes the slack smaller.
    """
    used = [one for one in able if units.get(one.rule.code)]
    slack = sum((one.gain(units[one.rule.code]) for one in used), Fraction(0)) - need
    found: Units = {}
    for one in sorted(used, key=lambda one: (-one.unit, one.rule.code)):
        before = one.gain(units[one.rule.code])
        found[one.rule.code] = one.units_for(before - slack)
        slack -= before - one.gain(found[one.rule.code])
    return {code: count for code, count in found.items() if count}


def least_printed(able: Sequence[Improvement], need: Fraction, width: Fraction) -> tuple[Units, bool]:
    """The plan that overshoots `need` by as few whole `width`s as possible: the lowest printed score.

    A parameter whose units are no larger than `width` can always land inside the first one. So only sums of
    the coarse parameters are searched, until one leaves the rest to the fine. False with the best plan found where
    the search did not prove that no other overshoots by less.
    """
    first = trimmed(able, fewest(able, need), need)
    gained = sum((one.gain(first.get(one.rule.code, 0)) for one in able), Fraction(0))
    if gained < need + width:
        return first, True
    fine = [one for one in able if one.unit <= width]
    coarse = [one for one in able if one.unit > width]
    fine_reach = sum((one.reach for one in fine), Fraction(0))
    units, proven = ({}, True) if fine_reach >= need else _coarse_sums(coarse, need, width, fine_reach)
    missing = need - sum((one.gain(units.get(one.rule.code, 0)) for one in coarse), Fraction(0))
    for one in fine:
        if missing > 0:
            units[one.rule.code] = one.units_for(min(missing, one.reach))
            missing -= one.gain(units[one.rule.code])
    return units, proven


def _coarse_sums(
    coarse: Sequence[Improvement], need: Fraction, width: Fraction, fine_reach: Fraction
) -> tuple[Units, bool]:
    """The first sum of coarse gains in [need − fine_reach, need + width), else the smallest one above.

    Parameter by parameter, all sums that can be made, each once. Where there are more than `STEPS` has room for,
    their range is cut into cells, and the smallest sum of a cell stands for all in it; `blur` is how far above it
    they can lie. False where a sum that was left out so may lie in the window and none that was kept does.
    """
    ordered = sorted(coarse, key=lambda one: (-one.reach, one.rule.code))
    gains = [[one.gain(count) for count in range(one.steps + 1)] for one in ordered]
    scale = lcm(*(number.denominator for row in [[need, width, fine_reach], *gains] for number in row))
    window, enough = int((need - fine_reach) * scale), int((need + width) * scale)
    whole = [[int(gain * scale) for gain in row] for row in gains]
    rest = sum(row[-1] for row in whole)
    sums: dict[int, Chain] = {0: None}
    best, blur, left = rest + 1, 0, STEPS
    chain: Chain = None
    for index, row in enumerate(whole):
        chain = (chain, index, len(row) - 1)
    for index, row in enumerate(whole):
        rest -= row[-1]
        room = max(1, left // (len(row) * (len(whole) - index)))
        if len(sums) > room:
            sums, cell = _thinned(sums, room)
            blur += cell
        left -= len(sums) * len(row)
        fresh: dict[int, Chain] = {}
        for before, chosen in sums.items():
            for count, gain in enumerate(row):
                total = before + gain
                if total >= best:
                    break
                if total + blur + rest < window or (count and not gain):
                    continue
                now = (chosen, index, count) if count else chosen
                if window <= total < enough:
                    return _counts(now, ordered), True
                if total >= enough:
                    best, chain = total, now
                    break
                fresh.setdefault(total, now)
        sums = fresh
    return _counts(chain, ordered), not sums


def _thinned(sums: Mapping[int, Chain], room: int) -> tuple[dict[int, Chain], int]:
    """The smallest sum of each of `room` cells, and how far above it one that was left out can lie."""
    low = min(sums)
    cell = (max(sums) - low) // room + 1
    kept: dict[int, int] = {}
    for total in sorted(sums):
        kept.setdefault((total - low) // cell, total)
    return {total: sums[total] for total in kept.values()}, cell - 1


def _counts(chain: Chain, ordered: Sequence[Improvement]) -> Units:
    units = {}
    while chain is not None:
        chain, index, count = chain
        units[ordered[index].rule.code] = count
    return units


class Notion(StrEnum):
    FEWEST = "fewest"
    MARKS = "marks"
    EFFORT = "effort"


@dataclass(frozen=True)
class Question:
    """A State's figures against the others' printed scores.

    `parameters` is the whole methodology; `figures` the State's own, by parameter. `others` holds the printed
    scores of the other States of the list, None for the unranked. `caps` are the numerators that the State
    can reach (for a parameter that is better the lower: can get down to); `weights` the effort of one unit,
    1 where not given.
    """

    board: str
    parameters: tuple[ParameterRule, ...]
    rules: Rules
    figures: Mapping[str, Figure]
    others: Mapping[str, Decimal | None]
    caps: Mapping[str, Decimal] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def on_board(self) -> tuple[ParameterRule, ...]:
        return tuple(rule for rule in self.parameters if self.board in rule.boards)

    @cached_property
    def able(self) -> list[Improvement]:
        """What can gain marks. Raises NoPlanError for a cap on a parameter that is not on the board."""
        return improvements(self.on_board, self.figures, self.caps)

    def score_with(self, units: Mapping[str, int]) -> BoardScore:
        """The State's score after so many units of each parameter, by the one scoring that there is."""
        figures = dict(self.figures)
        for one in self.able:
            code = one.rule.code
            if units.get(code):
                figures[code] = replace(figures[code], numerator=one.numerator(units[code]))
        marks = [mark(rule, figures.get(rule.code)) for rule in self.parameters]
        return score(marks, on_board=frozenset(rule.code for rule in self.on_board), rules=self.rules)

    def standing(self, units: Mapping[str, int]) -> tuple[int, Decimal]:
        """Rank and printed score after so many units of each parameter. Raises NoPlanError for an unranked State."""
        # An empty code is no State's: it stands for the one that asks.
        scored = [Scored("", "", self.score_with(units).printed)]
        scored += [Scored(code, code, value) for code, value in self.others.items()]
        own = next(place for place in places(scored, self.rules.ties) if place.state == "")
        if own.rank is None or own.score is None:
            raise NoPlanError("the State is unranked")
        return own.rank, own.score


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One parameter's improvement: numerator `before` → `after`, in `units` (the last may be a part of one)."""

    parameter: str
    before: Decimal
    after: Decimal
    units: int
    marks: Fraction
    effort: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer. `reached` says whether the target is; if not, the plan leads to the best rank attainable.

    `rank` and `score` are those of the plan applied; `steps` is empty where the State stands there already.
    `effort` is the sum of units times weights. `least` is a number of parameters, a printed score or an effort, as
    the notion counts: no plan to the same place has less. Parameters without a figure are in `blank`: they earn
    nothing, and how much they could earn is not known before their denominators are. `proven` says that no plan is
    smaller; else the search ended at its bound before it was sure.
    """

    notion: Notion
    target: int
    reached: bool
    rank_before: int
    rank: int
    score_before: Decimal
    score: Decimal
    steps: tuple[PlanStep, ...]
    marks: Fraction
    effort: int
    least: Decimal | int
    proven: bool
    blank: tuple[str, ...]

    @property
    def goal(self) -> int:
        """The rank that it leads to: the target, or the best that can be."""
        return self.target if self.reached else self.rank


@dataclass(frozen=True, slots=True)
class Proof:
    """What rescoring says: the rank with the plan, without each step, and with each step one unit smaller."""

    rank: int
    score: Decimal
    without: Mapping[str, int]
    one_less: Mapping[str, int]

    def holds(self, plan: Plan) -> bool:
        """The plan leads where it says, and nothing in it can be spared."""
        spared = [*self.without.values(), *self.one_less.values()]
        return (self.rank, self.score) == (plan.rank, plan.score) and all(rank > plan.goal for rank in spared)


def plan(question: Question, target: int, notion: Notion) -> Plan:
    """The smallest improvement to rank `target` or better; where that cannot be, to the best rank attainable.

    Raises NoPlanError.
    """
    if target < 1:
        raise NoPlanError(f"there is no rank {target}")
    if any(weight < 1 for weight in question.weights.values()):
        raise NoPlanError("weights are whole numbers from 1")
    best, _ = ceiling(question)
    rank_before, score_before = question.standing({})
    aim = max(target, best)
    units: Units = {}
    least: Decimal | int | None = None
    if rank_before > aim:
        units, least = _smallest(question, aim, notion)
    rank, printed = question.standing(units)
    steps = tuple(
        PlanStep(
            parameter=one.rule.code,
            before=one.start,
            after=one.numerator(count),
            units=count,
            marks=one.gain(count),
            effort=count * question.weights.get(one.rule.code, 1),
        )
        for one in question.able
        if (count := units.get(one.rule.code, 0))
    )
    effort = sum(step.effort for step in steps)
    sizes: dict[Notion, Decimal | int] = {
        Notion.FEWEST: len(steps),
        Notion.MARKS: printed,
        Notion.EFFORT: effort,
    }
    size = sizes[notion]
    sent = {code for code, figure in question.figures.items() if not figure.is_blank}
    return Plan(
        notion=notion,
        target=target,
        reached=rank <= target,
        rank_before=rank_before,
        rank=rank,
        score_before=score_before,
        score=printed,
        steps=steps,
        marks=sum((step.marks for step in steps), Fraction(0)),
        effort=effort,
        least=size if least is None else least,
        proven=least is None or least == size,
        blank=tuple(rule.code for rule in question.on_board if rule.code not in sent),
    )


def prove(question: Question, answer: Plan) -> Proof:
    """Apply the plan and rescore it; then spare each step, and one unit of each step."""
    units = {step.parameter: step.units for step in answer.steps}
    rank, printed = question.standing(units)
    return Proof(
        rank=rank,
        score=printed,
        without={code: question.standing(units | {code: 0})[0] for code in units},
        one_less={code: question.standing(units | {code: count - 1})[0] for code, count in units.items()},
    )


def ceiling(question: Question) -> tuple[int, Decimal]:
    """Rank and printed score with every parameter at its cap: what no plan can better.

    Raises NoPlanError for an unranked State.
    """
    return question.standing({one.rule.code: one.steps for one in question.able})


def needed_score(question: Question, target: int) -> Decimal:
    """The lowest printed score that has this rank (or better) among the others' scores; 0 where any has."""
    scores = [value for value in question.others.values() if value is not None]
    ordered = sorted(scores if question.rules.ties == "competition" else set(scores), reverse=True)
    return ordered[target - 1] if target <= len(ordered) else Decimal(0)


def _smallest(question: Question, target: int, notion: Notion) -> tuple[Units, Decimal | int | None]:
    """Units by parameter; where the search ended at its bound also what no plan can go below."""
    able, own = question.able, question.score_with({})
    # Half up: a score prints as P or more from half a last digit below P on.
    digit = Fraction(1, 10**question.rules.decimals)
    per_point = own.applicable / 100
    needed = needed_score(question, target)
    need = (Fraction(needed) - digit / 2) * per_point - own.obtained
    least: Decimal | int | None = None
    if notion is Notion.FEWEST:
        units = fewest(able, need)
    elif notion is Notion.MARKS:
        units, proven = least_printed(able, need, digit * per_point)
        least = None if proven else needed
    else:
        weights = {one.rule.code: question.weights.get(one.rule.code, 1) for one in able}
        units, least = least_effort(able, need, weights)
    return trimmed(able, units, need), least
