"""Trying a draft out: the numbers by a second road, and nothing stored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.months import Month
from insights.tryout.core import MonthTrial, Move, by_state
from insights.tryout.queries import HARMLESS, NotTriableError, tryout
from metrics.catalogue import MethodologyDocument, load_all
from metrics.figures import record_figures
from metrics.selectors import document_of
from rankings.lists.histories import Scope
from rankings.models import ListRow
from tests.dashboard.methodology.conftest import Past
from tests.dashboard.methodology.drafting import changed_draft, save
from tests.dashboard.methodology.test_activation import record_november
from tests.metrics.scoring.months import second_road
from tests.rankings.conftest import AT

MONTHS = ("2022-12", "2023-01", "2023-02")
STATES = ("HR", "HP", "DL", "CH")
CCTNS = Scope("cctns", "all")


def ranks(scores: dict[str, Decimal | None]) -> dict[str, int | None]:
    """By brute force: one more than there are higher scores."""
    return {
        state: None
        if own is None
        else 1 + sum(1 for other in scores.values() if other is not None and other > own)
        for state, own in scores.items()
    }


@pytest.mark.django_db
def test_every_move_by_a_second_road(past: Past) -> None:
    every = past(MONTHS, STATES)
    draft = changed_draft()
    tried = MethodologyDocument("x", Month(2023, 11), draft.document)
    found = tryout(draft.document, CCTNS, None)
    assert [str(one.month) for one in found.trials] == list(MONTHS)
    for trial, (month, figures) in zip(found.trials, every.items(), strict=True):
        asked = {"2021-06": 20, "2023-01": 25}[trial.version]
        assert (trial.scored, trial.whole) == (asked, 26)
        rules = [one for one in tried.parameter_rules() if one.code in _codes(trial.version)]
        here = frozenset(one.code for one in rules if "cctns" in one.boards)
        scores = {
            state: second_road(rules, {one.code: sent.get(one.code) for one in rules}, here)
            for state, sent in figures.items()
        }
        printed = {
            row.state_id: (row.rank, row.score)
            for row in ListRow.objects.filter(list__month=month, list__board="cctns", list__category="all")
        }
        moves = {one.state: one for one in trial.moves}
        assert len(moves) == 36
        for state, rank in ranks(scores).items():
            own = moves[state]
            assert (own.tried_rank, own.tried_score) == (rank, scores[state])
            assert (own.rank, own.score) == printed[state]
        assert trial.up == sum(1 for one in trial.moves if (one.tried_rank or 99) < (one.rank or 0))


def _codes(version: str) -> set[str]:
    return {rule.code for one in load_all() if one.version == version for rule in one.parameter_rules()}


@pytest.mark.django_db
def test_an_unchanged_copy_moves_nobody_in_its_own_months(past: Past) -> None:
    past(MONTHS[1:], STATES)
    record_november()
    draft = changed_draft()
    found = tryout(document_of(draft.based_on).document, CCTNS, None)
    assert [str(one.month) for one in found.trials] == [*MONTHS[1:], "2023-11"]
    assert all(not one.changed and one.places in {0, None} for trial in found.trials for one in trial.moves)
    assert all(trial.first == trial.tried_first for trial in found.trials)


@pytest.mark.django_db
def test_nothing_is_stored_and_queries_do_not_grow(past: Past) -> None:
    draft = changed_draft()
    counts = []
    for months, states in ((MONTHS[:2], STATES[:2]), (("2022-09", "2022-10", "2023-03"), STATES)):
        past(months, states)
        with CaptureQueriesContext(connection) as captured:
            tryout(draft.document, CCTNS, None)
        assert not [one["sql"] for one in captured if not one["sql"].startswith("SELECT")]
        counts.append(len(captured))
    assert counts == [11, 11]


@pytest.mark.django_db
def test_the_window_takes_the_newest_months(past: Past) -> None:
    past(MONTHS, STATES[:2])
    found = tryout(changed_draft().document, CCTNS, 2)
    assert [str(one) for one in found.months] == list(MONTHS)
    assert [str(one.month) for one in found.trials] == list(MONTHS[1:])


@pytest.mark.django_db
def test_published_months_keep_the_figures_of_their_list(past: Past) -> None:
    """A correction that nobody has published yet is not in the published list, and not in the trial beside it."""
    every = past(MONTHS[1:2], STATES)
    draft = changed_draft()
    before = tryout(draft.document, CCTNS, None)
    changed = dict(every[Month(2023, 1)]["HR"])
    changed.pop(next(iter(changed)))
    record_figures(
        state="HR", month=Month(2023, 1), figures=changed, source="test", sample=False, by="ravi", at=AT
    )
    assert tryout(draft.document, CCTNS, None) == before


@pytest.mark.django_db
def test_a_draft_without_sound_numbers_cannot_be_tried(past: Past) -> None:
    past(MONTHS[1:2], STATES[:2])
    draft = changed_draft()
    for path, value in (("parameters/REG-01/max_marks", "x"), ("parameters/REG-01/best_percent", "0")):
        faulty = save(draft, {path: value})
        with pytest.raises(NotTriableError):
            tryout(faulty.document, CCTNS, None)
        save(draft, {"parameters/REG-01/max_marks": "5", "parameters/REG-01/best_percent": "100"})
    harmless = save(
        draft, {"parameters/REG-01/name": "", "parameters/REG-01/max_marks": "50", "version": "-"}
    )
    assert tryout(harmless.document, CCTNS, None).trials
    assert "marks_sum" in HARMLESS


@pytest.mark.django_db
def test_without_figures_there_is_nothing_to_try(directory: Any) -> None:
    assert tryout(changed_draft().document, CCTNS, None).trials == ()


def test_states_over_all_months() -> None:
    def trial(number: int, *moves: Move) -> MonthTrial:
        return MonthTrial(Month(2023, number), "2023-01", 25, 25, moves)

    score = Decimal("90.00")
    trials = [
        trial(
            1,
            Move("HR", 1, score, 3, score),
            Move("DL", 3, score, 1, score),
            Move("LD", None, None, None, None),
        ),
        trial(
            2,
            Move("HR", 2, score, 1, score),
            Move("DL", 1, score, 2, score),
            Move("LD", None, None, 3, score),
        ),
    ]
    found = {one.state: one for one in by_state(trials)}
    assert list(found) == ["DL", "HR", "LD"]
    haryana = found["HR"]
    assert (haryana.months_up, haryana.months_down, haryana.best, haryana.worst) == (1, 1, 1, -2)
    assert (haryana.first, haryana.tried_first) == (1, 1)
    assert (found["LD"].months_up, found["LD"].best, found["LD"].worst) == (0, 0, 0)
    assert (trials[0].up, trials[0].down, trials[0].first, trials[0].tried_first) == (
        1, 1, frozenset({"HR"}), frozenset({"DL"}),
    )  # fmt: skip
