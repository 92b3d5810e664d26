"""Random rules and figures, and a second road from figures to a score.

The second road counts the marks that were lost, in whole numbers over one common denominator, and rounds the
loss; it shares neither formula nor number type with the project's own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from hypothesis import strategies as st

from metrics.scoring import Figure, ParameterRule, Rules, mark, score

RULES = Rules()
BLANK = Figure(None, None)


def hundredths(number: int) -> Decimal:
    return Decimal(number).scaleb(-2)


def whole(number: Decimal) -> int:
    """A number of two decimals in hundredths."""
    return int(number * 100)


@st.composite
def parameter_rules(draw: st.DrawFn, code: str = "REG-01") -> ParameterRule:
    """Any rule that the catalogue allows: best above worst, or below it where lower is better."""
    best, worst = draw(
        st.sampled_from([(10000, 0), (3000, 0), (0, 2000), (0, 1000), (9500, 5000)])
        | st.tuples(st.integers(0, 10000), st.integers(0, 10000)).filter(lambda pair: pair[0] != pair[1])
    )
    return ParameterRule(
        code=code,
        group=code.split("-", maxsplit=1)[0],
        best_percent=hundredths(best),
        worst_percent=hundredths(worst),
        max_marks=hundredths(draw(st.sampled_from([100, 200, 400, 700, 750]) | st.integers(1, 2000))),
        boards=frozenset({"cctns", "overall"}),
        numerator_may_exceed=draw(st.booleans()),
    )


@st.composite
def reported(draw: st.DrawFn, rule: ParameterRule) -> Figure:
    """A figure that can be rated: counts, or amounts with two decimals."""
    unit = draw(st.sampled_from([1, 100]))
    denominator = draw(st.integers(1, 400) | st.integers(1, 10**7)) * unit
    limit = 2 * denominator if rule.numerator_may_exceed else denominator
    return Figure(hundredths(draw(st.integers(0, limit))), hundredths(denominator))


def figures(rule: ParameterRule) -> st.SearchStrategy[Figure | None]:
    """Reported, left out, blank, or nothing of the kind happened."""
    return st.one_of(
        reported(rule), reported(rule), st.none(), st.just(BLANK), st.just(Figure(Decimal(0), Decimal(0)))
    )


@st.composite
def rule_sets(draw: st.DrawFn) -> tuple[ParameterRule, ...]:
    return tuple(
        draw(parameter_rules(f"REG-{number:02d}")) for number in range(1, draw(st.integers(1, 8)) + 1)
    )


@st.composite
def months(draw: st.DrawFn) -> tuple[tuple[ParameterRule, ...], dict[str, Figure | None]]:
    """The rules of a methodology and one State's figures."""
    rules = draw(rule_sets())
    return rules, {rule.code: draw(figures(rule)) for rule in rules}


def printed(
    rules: Sequence[ParameterRule],
    sent: Mapping[str, Figure | None],
    on_board: frozenset[str] | None = None,
) -> Decimal | None:
    """The State's printed score by the project's own road; on all parameters where no board is given."""
    marks = [mark(rule, sent.get(rule.code)) for rule in rules]
    board = frozenset(rule.code for rule in rules) if on_board is None else on_board
    return score(marks, on_board=board, rules=RULES).printed


def second_road(
    rules: Sequence[ParameterRule], sent: Mapping[str, Figure | None], on_board: frozenset[str]
) -> Decimal | None:
    """The printed score as the full score less the loss, the loss rounded half down."""
    if all(one is None or one.numerator is None for one in (sent.get(rule.code) for rule in rules)):
        return None
    losses: list[tuple[int, int]] = []
    total = 0
    for rule in rules:
        one = sent.get(rule.code)
        if rule.code not in on_board or (one is not None and one.denominator == 0):
            continue
        total += whole(rule.max_marks)
        losses.append(
            (whole(rule.max_marks), 1) if one is None or one.numerator is None else _loss(rule, one)
        )
    if not total:
        return None
    common = math.lcm(*(below for _, below in losses))
    lost = sum(above * (common // below) for above, below in losses)
    above, below = 10000 * lost, total * common
    # A loss of x.5 hundredths rounds down where the score rounds up.
    return hundredths(10000 - -((below - 2 * above) // (2 * below)))


def _loss(rule: ParameterRule, one: Figure) -> tuple[int, int]:
    """The marks lost on a reported figure, in hundredths, as a fraction of whole numbers."""
    assert one.numerator is not None
    assert one.denominator is not None
    denominator = whole(one.denominator)
    numerator = min(whole(one.numerator), denominator)
    best, worst = whole(rule.best_percent), whole(rule.worst_percent)
    # (best − percent) ÷ (best − worst), both sides times the denominator; turned where lower is better.
    above, below = best * denominator - 10000 * numerator, (best - worst) * denominator
    if below < 0:
        above, below = -above, -below
    return min(max(above, 0), below) * whole(rule.max_marks), below
