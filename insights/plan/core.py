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
from math import lcm

from insights.plan.effort import least_effort
from insights.plan.improvements import Improvement, improvements
from metrics.scoring import BoardScore, Figure, ParameterRule, Rules, mark, score
from rankings.lists.ranks import Scored, places

# The exact searches behind the planner by parameters and by marks; that by effort is `planner_effort`.

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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One parameter's improvement: numerator `before` → `after`, in `units` (the last may be a part of one)."""

    parameter: str
    before: Decimal
    after: Decimal
    units: int
    marks: Fraction


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer. `reached` says whether the target is; if not, the plan leads to the best rank attainable.

    `rank` and `score` are those of the plan applied; `steps` is empty where the State stands there already.
    `effort` is the sum of units times weights. `least` is a number of parameters, a printed score or an effort, as
    the notion counts: no plan to the same place has less. Parameters without a figure are in `blank`: they earn
    nothing, and how much they could earn is not known before their denominators are.
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
    blank: tuple[str, ...]

    @property
    def proven(self) -> bool:
        """Whether no plan is smaller; else the search ended at its bound before it was sure."""
        return self.least == _size(self.notion, self.steps, self.score, self.effort)


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
        goal = plan.target if plan.reached else plan.rank
        return (self.rank, self.score) == (plan.rank, plan.score) and all(one > goal for one in spared)


class NoPlanError(ValueError):
    """A question without an answer: an unranked State, a rank below 1, a faulty cap or weight."""


def plan(question: Question, target: int, notion: Notion) -> Plan:
    """The smallest improvement to rank `target` or better; where that cannot be, to the best rank attainable.

    Raises NoPlanError.
    """
    if target < 1:
        raise NoPlanError(f"there is no rank {target}")
    if any(weight < 1 for weight in question.weights.values()):
        raise NoPlanError("weights are whole numbers from 1")
    own = _scored(question, question.figures)
    if own.exact is None:
        raise NoPlanError(f"the State is unranked: {own.reason}")
    try:
        able = improvements(
            [rule for rule in question.parameters if question.board in rule.boards],
            question.figures,
            question.caps,
        )
    except ValueError as problem:
        raise NoPlanError(str(problem)) from problem
    best = {one.rule.code: one.steps for one in able}
    best_rank, _ = _standing(question, apply(question.figures, able, best))
    rank, _ = _standing(question, question.figures)
    aim = max(target, best_rank)
    units, least = (
        ({}, None) if rank <= aim else _smallest(question, able, own.obtained, own.applicable, aim, notion)
    )
    return _answer(question, able, units, target, notion, least)


def apply(
    figures: Mapping[str, Figure], able: list[Improvement], units: Mapping[str, int]
) -> dict[str, Figure]:
    """The figures after so many units of each parameter."""
    after = dict(figures)
    for one in able:
        if units.get(one.rule.code):
            after[one.rule.code] = replace(
                figures[one.rule.code], numerator=one.numerator(units[one.rule.code])
            )
    return after


def prove(question: Question, found: Plan) -> Proof:
    """Apply the plan and rescore it; then spare each step, and one unit of each step."""
    board = [rule for rule in question.parameters if question.board in rule.boards]
    able = improvements(board, question.figures, question.caps)
    units = {step.parameter: step.units for step in found.steps}

    def rank_with(**changed: int) -> int:
        return _standing(question, apply(question.figures, able, units | changed))[0]

    rank, printed = _standing(question, apply(question.figures, able, units))
    return Proof(
        rank=rank,
        score=printed,
        without={code: rank_with(**{code: 0}) for code in units},
        one_less={code: rank_with(**{code: count - 1}) for code, count in units.items()},
    )


def ceiling(question: Question) -> tuple[int, Decimal]:
    """Rank and printed score with every parameter at its cap: what no plan can better.

    Raises NoPlanError for an unranked State.
    """
    board = [rule for rule in question.parameters if question.board in rule.boards]
    able = improvements(board, question.figures, question.caps)
    return _standing(question, apply(question.figures, able, {one.rule.code: one.steps for one in able}))


def needed_score(question: Question, target: int) -> Decimal:
    """The lowest printed score that has this rank (or better) among the others' scores; 0 where any has."""
    scores = [value for value in question.others.values() if value is not None]
    ordered = sorted(scores if question.rules.ties == "competition" else set(scores), reverse=True)
    return ordered[target - 1] if target <= len(ordered) else Decimal(0)


def _smallest(
    question: Question,
    able: list[Improvement],
    obtained: Fraction,
    applicable: Fraction,
    target: int,
    notion: Notion,
) -> tuple[dict[str, int], Decimal | int | None]:
    """Units by parameter; where the search ended at its bound also what no plan can go below."""
    # Half up: a score prints as P or more from half a last digit below P on.
    digit = Fraction(1, 10**question.rules.decimals)
    per_point = applicable / 100
    needed = needed_score(question, target)
    need = (Fraction(needed) - digit / 2) * per_point - obtained
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


def _size(notion: Notion, steps: tuple[PlanStep, ...], printed: Decimal, effort: int) -> Decimal | int:
    """What a plan comes to, as the notion counts."""
    if notion is Notion.MARKS:
        return printed
    return effort if notion is Notion.EFFORT else len(steps)


def _answer(
    question: Question,
    able: list[Improvement],
    units: Mapping[str, int],
    target: int,
    notion: Notion,
    least: Decimal | int | None,
) -> Plan:
    rank_before, score_before = _standing(question, question.figures)
    rank, printed = _standing(question, apply(question.figures, able, units))
    steps = tuple(
        PlanStep(
            parameter=one.rule.code,
            before=one.start,
            after=one.numerator(units[one.rule.code]),
            units=units[one.rule.code],
            marks=one.gain(units[one.rule.code]),
        )
        for one in able
        if units.get(one.rule.code)
    )
    effort = sum(step.units * question.weights.get(step.parameter, 1) for step in steps)
    blank = [rule.code for rule in question.parameters if question.board in rule.boards]
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
        least=_size(notion, steps, printed, effort) if least is None else least,
        blank=tuple(code for code in blank if question.figures.get(code, Figure(None, None)).is_blank),
    )


def _scored(question: Question, figures: Mapping[str, Figure]) -> BoardScore:
    marks = [mark(rule, figures.get(rule.code)) for rule in question.parameters]
    on_board = frozenset(rule.code for rule in question.parameters if question.board in rule.boards)
    return score(marks, on_board=on_board, rules=question.rules)


def _standing(question: Question, figures: Mapping[str, Figure]) -> tuple[int, Decimal]:
    """Rank and printed score with these figures, by the one scoring and the one ranking that there are."""
    printed = _scored(question, figures).printed
    scored = [Scored(code, code, value) for code, value in question.others.items()]
    # An empty code is no State's: it stands for the one that asks.
    own = next(
        place
        for place in places([Scored("", "", printed), *scored], question.rules.ties)
        if place.state == ""
    )
    if own.rank is None or own.score is None:
        raise NoPlanError("the State is unranked")
    return own.rank, own.score
