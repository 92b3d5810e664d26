"""What a publisher is told of the reviewers' doubts: figures verified unconfirmed, and figures objected to."""

from __future__ import annotations

from datetime import date

import pytest

from common.months import Month
from insights.publishing.proposals import impact_now
from insights.registry import doubtful
from metrics.selectors import current_revisions
from rankings.compute import compute_provisional
from submissions.upload.cells import object_to
from submissions.workflow import submit, verify
from tests.submissions.conftest import MONTH, Draft, later

pytestmark = pytest.mark.django_db


def sent(draft: Draft, state: str, by: str, share: int, remarks: dict[str, str]) -> int:
    one = draft(state=state, by=by, share=share, remarks=remarks)
    submit(submission_id=one.pk, by=by, at=later(1))
    return one.pk


def test_doubts_reach_the_impact(draft: Draft) -> None:
    first = sent(draft, "HR", "asha", 999, {"REG-01": "Two stations were merged"})
    assert doubtful(MONTH) == frozenset(), "not verified yet, so no ranking sees it"
    verify(submission_id=first, by="ravi", at=later(2))
    verify(submission_id=sent(draft, "HP", "chand", 998, {}), by="ravi", at=later(3))
    assert set(current_revisions(MONTH)) == {"HR", "HP"}
    assert doubtful(MONTH) == {("HR", "REG-01")}
    compute_provisional(MONTH)
    object_to(state="HP", month=MONTH, parameter="REG-02", text="It was 1,000", by="chand", at=later(4))
    assert doubtful(MONTH) == {("HR", "REG-01"), ("HP", "REG-02")}
    assert doubtful(Month(2023, 10)) == frozenset()
    hinges = impact_now(MONTH, "", date(2023, 12, 27)).document["hinges"]
    assert {(one["state"], one["parameter"], one["instead"]) for one in hinges} == {("HR", "REG-01", "blank")}
