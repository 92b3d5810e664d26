"""The queue: the doubt that could move a State furthest comes first; its numbers are those of the lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.months import Month
from metrics.figures import record_figures
from metrics.scoring import Figure
from metrics.selectors import current_revisions, document_of, figures_at, methodology_in_force
from rankings.compute import place_all
from states.selectors import ALL_INDIA, all_states
from submissions.models import LeaveKind, Status, Submission, Verdict, Way
from submissions.months.queries import data_month
from submissions.months.services import close_month, grant_leave, open_month
from submissions.review.board import SENT, BoardRow, completeness, newest_open
from submissions.review.doubt import without_doubt
from submissions.review.queue import BOARDS, queue
from submissions.upload.services import save_draft
from submissions.workflow import decide_row, submit, verify
from tests.submissions.conftest import MONTH, NOW, OPENED, Draft, figures, later

pytestmark = pytest.mark.django_db


def send(
    state: str, share: int, warnings: dict[str, list[str]] | None = None, **changes: Figure
) -> Submission:
    """A State's figures, submitted."""
    one, _ = save_draft(
        state=state, month=MONTH, figures=figures(share, **changes), remarks={}, warnings=warnings or {},
        way=Way.FORM, upload=None, by="asha", at=NOW,
    )  # fmt: skip
    return submit(submission_id=one.pk, by="asha", at=later(1))


def status(row: BoardRow) -> str | None:
    return row.current.status if row.current else None


def record_last_month(*states: str, share: int = 500) -> None:
    for number, state in enumerate(states):
        record_figures(
            state=state, month=MONTH.previous(), figures=figures(share + number), source="test", sample=False,
            by="ravi", at=OPENED,
        )  # fmt: skip


def test_the_widest_doubt_comes_first_then_more_doubtful_figures_then_the_name(month: Month) -> None:
    states = [state.code for state in all_states()]
    record_last_month(*states)
    send("KA", 600)
    send("HP", 850, {"REG-01": ["jump"]})
    send("BR", 990, {"REG-01": ["jump"], "REG-02": ["jump"]})
    send("AP", 700)
    send("HR", 530, {code: ["jump"] for code in figures()})
    rows, as_last = queue(month)
    assert [row.submission.state_id for row in rows] == ["HR", "BR", "HP", "AP", "KA"]
    assert rows[0].places > rows[1].places == 0
    assert [len(row.doubtful) for row in rows] == [28, 2, 1, 0, 0]
    assert as_last == 31


def test_the_movement_is_that_of_the_lists_computed_twice(month: Month) -> None:
    states = [state.code for state in all_states()]
    record_last_month(*states, share=600)
    for number, state in enumerate(states):
        send(state, 600 + number, {"REG-01": ["jump"], "FIR-01": ["stock_fell"]})
    document = document_of(methodology_in_force(MONTH))
    last = figures_at(MONTH.previous(), current_revisions(MONTH.previous()))
    sent = {row.submission.state_id: row for row in queue(month)[0]}
    now = {
        state: {row.parameter: Figure(row.numerator, row.denominator) for row in one.submission.figures.all()}
        for state, one in sent.items()
    }
    for state in ("AP", "HR", "WB"):
        instead = without_doubt(document.parameter_rules(), now[state], sent[state].doubtful, last[state])
        before, after = place_all(MONTH, document, now), place_all(MONTH, document, {**now, state: instead})
        moved = []
        for board in BOARDS:
            ranks = [
                next(place.rank for place in lists[board, ALL_INDIA] if place.state == state)
                for lists in (before, after)
            ]
            assert ranks[0] is not None
            assert ranks[1] is not None
            moved.append(abs(ranks[0] - ranks[1]))
        assert sent[state].places == max(moved)


def test_an_approved_figure_is_in_doubt_no_more(month: Month) -> None:
    one = send("HR", 900, {"REG-01": ["jump"]})
    assert list(queue(month)[0][0].doubtful) == ["REG-01"]
    decide_row(
        submission_id=one.pk, parameter="REG-01", verdict=Verdict.APPROVED, comment="", by="ravi", at=later(2)
    )
    assert not queue(month)[0][0].doubtful
    assert queue(month)[0][0].movement is None


def test_drafts_returned_and_verified_submissions_do_not_wait(draft: Draft, month: Month) -> None:
    draft()
    done = send("HP", 900)
    verify(submission_id=done.pk, by="ravi", at=later(3))
    assert queue(month)[0] == []


@pytest.mark.parametrize("count", [3, 36])
def test_the_queries_of_board_and_queue_do_not_grow(month: Month, count: int) -> None:
    states = [state.code for state in all_states()]
    record_last_month(*states)
    for number, state in enumerate(states[:count]):
        send(state, 700 + number, {"REG-01": ["jump"]})
    with CaptureQueriesContext(connection) as captured:
        waiting, _as_last = queue(month)
        completeness(data_month(month), NOW)
    assert len(waiting) == count
    assert len(captured) == 19


def test_the_board_says_how_far_each_state_has_come(draft: Draft, month: Month) -> None:
    draft()
    late = data_month(month).deadline + timedelta(days=1, hours=1)
    one = draft(state="HP", by="chand")
    submit(submission_id=one.pk, by="chand", at=late)
    grant_leave(
        month=month, state="KA", kind=LeaveKind.EXTENSION, until=late + timedelta(days=3), reason="Flood",
        by="ravi", at=NOW,
    )  # fmt: skip
    rows = {row.state.code: row for row in completeness(data_month(month), late + timedelta(hours=1))}
    assert len(rows) == 36
    assert (status(rows["HR"]), rows["HR"].sent_at, rows["HR"].late) == (Status.DRAFT, None, 2)
    assert (status(rows["HP"]), rows["HP"].sent_at, rows["HP"].late) == (Status.SUBMITTED, late, 2)
    assert (status(rows["KA"]), rows["KA"].late) == (None, 0)
    assert rows["KA"].leaves[0].reason == "Flood"
    assert sum(status(row) in SENT for row in rows.values()) == 1
    assert sum(row.late > 0 for row in rows.values()) == 35


def test_lateness_counts_from_the_first_sending_though_a_corrected_one_came_after(
    draft: Draft, month: Month
) -> None:
    submit(submission_id=draft().pk, by="asha", at=later(1))
    late = data_month(month).deadline + timedelta(days=2)
    second = draft(share=950, at=late)
    row = {row.state.code: row for row in completeness(data_month(month), late)}["HR"]
    assert (status(row), row.sent_at, row.late) == (Status.DRAFT, later(1), 0)
    submit(submission_id=second.pk, by="asha", at=late)
    row = {row.state.code: row for row in completeness(data_month(month), late)}["HR"]
    assert (status(row), row.sent_at, row.late) == (Status.SUBMITTED, late, 0)
    assert second.status == Status.DRAFT


def test_the_newest_month_that_is_not_closed_is_the_one_to_review(month: Month) -> None:
    open_month(month=MONTH.next(), by="ravi", at=OPENED + timedelta(days=33))
    assert getattr(newest_open(), "month", None) == MONTH.next()
    close_month(month=MONTH.next(), by="ravi", at=OPENED + timedelta(days=34))
    assert getattr(newest_open(), "month", None) == MONTH
    close_month(month=MONTH, by="ravi", at=OPENED + timedelta(days=34))
    assert getattr(newest_open(), "month", None) == MONTH.next()
