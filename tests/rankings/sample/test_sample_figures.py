"""Every figure of the sample: sound, believable, and the same everywhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import pytest

from common.months import Month
from metrics.scoring import Figure, ParameterRule
from tests.rankings.sample.computed import ROOT, document_of, documents, given, history, place, ranking
from tools.sample import SAMPLE_MONTHS, SILENT, StateFacts, sample_history, sample_month
from tools.sample.volumes import DRIVERS

# A State moves no more than this many places on cctns/all from one month to the next.
MOST_PLACES_MOVED = 6


def cells() -> Iterator[tuple[Month, str, ParameterRule, Figure]]:
    """Every figure that the sample holds."""
    for month, states in history().items():
        rules = {rule.code: rule for rule in document_of(month).parameter_rules()}
        for state, figures in states.items():
            for code, figure in figures.items():
                yield month, state, rules[code], figure


def digest() -> str:
    """One digest over the whole sample."""
    lines = (f"{m} {s} {rule.code} {one.numerator} {one.denominator}" for m, s, rule, one in cells())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_every_state_and_every_parameter_of_29_months() -> None:
    assert [str(month) for month in history()] == [str(month) for month in Month(2021, 6).to(Month(2023, 10))]
    for month, states in history().items():
        codes = [rule.code for rule in document_of(month).parameter_rules()]
        assert len(codes) == (22 if month < Month(2023, 1) else 28)
        assert sorted(states) == sorted(state.code for state in given().states)
        assert all(list(figures) == codes for figures in states.values() if figures)


def test_exactly_one_state_sent_nothing_once_and_stands_unranked() -> None:
    silent = {(month, state) for month, states in history().items() for state in states if not states[state]}
    assert silent == SILENT == {(Month(2022, 8), "NL")}
    for board in ("cctns", "icjs", "itsso", "overall"):
        row = place(Month(2022, 8), board, "all", "NL")
        assert (row.rank, row.score, row.reason) == (None, None, "not_reported")


def test_figures_are_whole_numbers_that_the_database_holds() -> None:
    for month, state, rule, figure in cells():
        for number in (figure.numerator, figure.denominator):
            assert number is None or (number == int(number) and 0 <= number < 10**13), (
                month,
                state,
                rule.code,
            )


def test_a_numerator_passes_its_denominator_only_where_the_catalogue_allows_it() -> None:
    passed = set()
    for month, state, rule, figure in cells():
        if (figure.numerator or 0) > (figure.denominator or 0):
            assert rule.numerator_may_exceed, (month, state, rule.code)
            passed.add(rule.code)
    assert passed == {"PER-03"}


def test_standing_totals_never_fall() -> None:
    latest: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for month, state, rule, figure in cells():
        if not DRIVERS[rule.code].stock or figure.numerator is None or figure.denominator is None:
            continue
        before = latest.get((state, rule.code), (Decimal(0), Decimal(0)))
        assert before[0] <= figure.numerator, (month, state, rule.code)
        assert before[1] <= figure.denominator, (month, state, rule.code)
        latest[state, rule.code] = (figure.numerator, figure.denominator)
    assert len(latest) == 36 * 9


def test_drivers_know_every_parameter_and_its_kind() -> None:
    catalogue = {
        one["code"]: one["period_kind"] for document in documents() for one in document.document["parameters"]
    }
    assert {code: "stock" if driver.stock else "flow" for code, driver in DRIVERS.items()} == catalogue


def test_figures_keep_to_the_size_of_a_state() -> None:
    for state in given().states:
        for month, states in history().items():
            sent = states[state.code]
            if sent and not sent["INF-01"].is_blank:
                assert sent["INF-01"].denominator == state.stations
            busy = sent["REG-01"].denominator if sent else None
            assert busy is None or 0 < busy <= state.stations
            court = sent["REG-07"].denominator if sent else None
            if court is not None and state.firs > 1000:
                assert Decimal("0.8") < court / state.firs < Decimal("1.25"), (month, state.code)
    assert history()[Month(2023, 10)]["HR"]["REG-01"] == Figure(Decimal(393), Decimal(393))


def test_the_same_count_is_the_same_figure_wherever_it_stands() -> None:
    for month, state, rule, figure in cells():
        if rule.code == "REG-02" and figure.denominator is not None:
            other = history()[month][state]["REG-07"].denominator
            assert other in {None, figure.denominator}, (month, state)


def test_a_few_cells_are_not_applicable_and_a_few_not_reported() -> None:
    every = list(cells())
    without = {state for _, state, _, figure in every if figure.denominator == 0}
    assert {"LD", "LA"} <= without <= {"LD", "LA", "AN", "DH", "SK"}
    assert 20 <= sum(figure.denominator == 0 for *_, figure in every) <= len(every) // 200
    assert 10 <= sum(figure.is_blank for *_, figure in every) <= len(every) // 500
    unranked = [
        row.reason
        for month in SAMPLE_MONTHS
        for row in ranking(month, "itsso")
        if row.state == "LD" and not row.rank
    ]
    assert unranked
    assert set(unranked) == {"not_applicable"}


def test_places_move_in_moderation() -> None:
    moves = []
    for before, after in pairwise(SAMPLE_MONTHS):
        was = {row.state: row.rank for row in ranking(before, "cctns")}
        for row in ranking(after, "cctns"):
            then = was[row.state]
            if then is not None and row.rank is not None:
                moves.append(abs(row.rank - then))
    assert max(moves) <= MOST_PLACES_MOVED
    assert 0 < sum(moves) / len(moves) < 2


def test_the_top_is_crowded_and_the_tail_is_long() -> None:
    for month in SAMPLE_MONTHS:
        scores = [row.score for row in ranking(month, "cctns") if row.score is not None]
        assert sum(score >= 90 for score in scores) >= 12, month
        assert Decimal(40) < min(scores) < Decimal(56), month


def test_one_month_alone_is_the_same_as_in_the_history() -> None:
    known = given()
    month = Month(2022, 8)
    assert sample_month(month, known.states, known.methodologies, known.record) == history()[month]
    with pytest.raises(ValueError, match="from 2021-06 to 2023-10, without 2023-11"):
        sample_month(Month(2023, 11), known.states, known.methodologies, known.record)


@pytest.mark.slow
def test_the_order_of_what_is_given_does_not_matter() -> None:
    known = given()
    backwards = dict(reversed(list(known.methodologies.items())))
    assert sample_history(known.states[::-1], backwards, known.record[::-1]) == history()


def test_what_the_sample_does_not_know_is_refused() -> None:
    known = given()
    stranger = StateFacts("XX", "major", 10, 100, 10000)
    with pytest.raises(ValueError, match="knows no State or UT “XX”"):
        sample_history([stranger], known.methodologies, [])
    rules = [ParameterRule("ZZZ-01", "ZZZ", Decimal(100), Decimal(0), Decimal(4), frozenset({"cctns"}))]
    with pytest.raises(ValueError, match="no driver for the parameter ZZZ-01"):
        sample_history(known.states[:1], {Month(2021, 6): rules}, [])
    with pytest.raises(ValueError, match="no methodology holds in 2021-06"):
        sample_history(known.states, {Month(2023, 1): rules}, [])


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "20231222"])
def test_figures_do_not_depend_on_the_process(seed: str) -> None:
    """The sample is published with digests that must agree everywhere, so not a digit may depend on a machine."""
    code = "from tests.rankings.sample.test_sample_figures import digest; print(digest())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest()
