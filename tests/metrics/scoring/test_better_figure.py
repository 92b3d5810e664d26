"""A better figure never lowers its State's marks, score or rank, and helps no other State past it."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from metrics.scoring import Figure, ParameterRule, mark
from rankings.lists.ranks import Scored, Ties, places
from tests.metrics.scoring.months import BLANK, figures, hundredths, printed, reported, rule_sets, whole

STATES = ("DL", "GJ", "HP", "HR")
Sent = dict[str, dict[str, Figure | None]]


@dataclass(frozen=True, slots=True)
class Improved:
    """A month, and the same month with one figure of one State bettered."""

    rules: tuple[ParameterRule, ...]
    before: Sent
    state: str
    code: str
    better: Figure

    @property
    def after(self) -> Sent:
        return {**self.before, self.state: {**self.before[self.state], self.code: self.better}}


@st.composite
def improvements(draw: st.DrawFn) -> Improved:
    rules = draw(rule_sets())
    before = {state: {rule.code: draw(figures(rule)) for rule in rules} for state in STATES}
    state, rule = draw(st.sampled_from(STATES)), draw(st.sampled_from(rules))
    old, better = draw(pairs(rule))
    before[state][rule.code] = old
    return Improved(rules, before, state, rule.code, better)


@st.composite
def pairs(draw: st.DrawFn, rule: ParameterRule) -> tuple[Figure, Figure]:
    """A figure and a better one: more done of as many, or fewer of as many, or something instead of nothing."""
    new = draw(reported(rule))
    assert new.numerator is not None
    assert new.denominator is not None
    if draw(st.integers(0, 4)) == 0:
        return BLANK, new
    denominator, numerator = whole(new.denominator), whole(new.numerator)
    if rule.best_percent > rule.worst_percent:
        worse = draw(st.integers(0, numerator))
    else:
        limit = 2 * denominator if rule.numerator_may_exceed else denominator
        worse = draw(st.integers(numerator, limit))
    return Figure(hundredths(worse), new.denominator), new


def ranks(rules: tuple[ParameterRule, ...], sent: Sent, ties: Ties) -> dict[str, int | None]:
    scored = [Scored(state, state, printed(rules, own)) for state, own in sent.items()]
    return {place.state: place.rank for place in places(scored, ties)}


@given(improvements())
def test_a_better_figure_never_lowers_marks_or_score(case: Improved) -> None:
    rule = next(rule for rule in case.rules if rule.code == case.code)
    old = case.before[case.state][case.code]
    assert mark(rule, case.better).marks >= mark(rule, old).marks
    before = printed(case.rules, case.before[case.state])
    after = printed(case.rules, case.after[case.state])
    assert after is not None
    assert before is None or after >= before


@given(improvements(), st.sampled_from(["competition", "dense"]))
def test_a_better_figure_never_lowers_a_rank(case: Improved, ties: Ties) -> None:
    before, after = ranks(case.rules, case.before, ties), ranks(case.rules, case.after, ties)
    own, new = before[case.state], after[case.state]
    assert new is not None
    assert own is None or new <= own
    for other in STATES:
        was, now = before[other], after[other]
        if was is not None and own is not None and was > own:
            assert now is not None
            assert now > new


@given(improvements())
def test_another_states_score_does_not_move(case: Improved) -> None:
    for other in STATES:
        if other != case.state:
            assert printed(case.rules, case.before[other]) == printed(case.rules, case.after[other])
