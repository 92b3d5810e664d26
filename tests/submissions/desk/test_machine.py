"""Any order of upload, submit, return, verify, reopen and object: the rules hold after every step."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.audit import broken_links
from metrics.models import FigureSet
from rankings.compute import NothingToComputeError, compute_provisional
from submissions.models import LeaveKind, Objection, Status, Submission, Verdict, Way
from submissions.months.queries import window_for
from submissions.months.services import RefusedMonthError, close_month, grant_leave, open_month
from submissions.upload.cells import object_to, resolve_objection
from submissions.upload.services import ConflictError, MonthClosedError, save_draft
from submissions.workflow import (
    RefusedStepError,
    comment,
    decide_row,
    figures_of,
    return_submission,
    submit,
    verify,
)
from tests.submissions.conftest import MONTH, NOW, figures

PEOPLE = st.sampled_from(["asha", "bina", "ravi", "rani"])
STATES = st.sampled_from(["HR", "HP"])
REFUSALS = (RefusedStepError, RefusedMonthError, ConflictError, MonthClosedError)


class Workflow(RuleBasedStateMachine):
    """Steps are tried by anyone at any time; a refusal is an answer, a broken rule is a failure."""

    def __init__(self) -> None:
        super().__init__()
        self.clock: datetime = NOW
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.verified: dict[str, dict[str, object]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def newest(self, state: str) -> Submission | None:
        return Submission.objects.filter(state=state, month=MONTH, is_current=True).first()

    def tried(self, step: object, **arguments: object) -> bool:
        try:
            with transaction.atomic():
                step(**arguments)  # type: ignore[operator]
        except REFUSALS:
            return False
        return True

    @rule(state=STATES, by=PEOPLE, share=st.integers(900, 903))
    def upload(self, state: str, by: str, share: int) -> None:
        open_before = window_for(MONTH, state, self.clock + timedelta(minutes=1)).is_open
        done = self.tried(
            save_draft, state=state, month=MONTH, figures=figures(share), remarks={}, warnings={}, way=Way.FORM,
            upload=None, by=by, at=self.now(),
        )  # fmt: skip
        assert done == open_before

    @rule(state=STATES, by=PEOPLE)
    def hand_in(self, state: str, by: str) -> None:
        one = self.newest(state)
        if one:
            self.tried(submit, submission_id=one.pk, by=by, at=self.now())

    @rule(state=STATES, by=PEOPLE, verdict=st.sampled_from(Verdict))
    def decide(self, state: str, by: str, verdict: Verdict) -> None:
        one = self.newest(state)
        if one:
            self.tried(
                decide_row,
                submission_id=one.pk,
                parameter="REG-01",
                verdict=verdict,
                comment="Why?",
                by=by,
                at=self.now(),
            )

    @rule(state=STATES, by=PEOPLE)
    def answer(self, state: str, by: str) -> None:
        one = self.newest(state)
        if one:
            self.tried(
                comment, submission_id=one.pk, parameter="REG-01", text="Because", by=by, at=self.now()
            )

    @rule(state=STATES, by=PEOPLE)
    def send_back(self, state: str, by: str) -> None:
        one = self.newest(state)
        if one:
            self.tried(return_submission, submission_id=one.pk, by=by, at=self.now())

    @rule(state=STATES, by=PEOPLE)
    def accept(self, state: str, by: str) -> None:
        one = self.newest(state)
        if one is None:
            return
        was, own = one.status, {one.created_by, one.submitted_by}
        done = self.tried(verify, submission_id=one.pk, by=by, at=self.now())
        if done:
            assert was == Status.SUBMITTED
            assert by not in own
            self.verified[state] = dict(figures_of(one))

    @rule()
    def close(self) -> None:
        self.tried(close_month, month=MONTH, by="ravi", at=self.now())

    @rule(state=STATES, days=st.integers(1, 3), kind=st.sampled_from(LeaveKind))
    def leave(self, state: str, days: int, kind: LeaveKind) -> None:
        at = self.now()
        self.tried(
            grant_leave,
            month=MONTH,
            state=state,
            kind=kind,
            until=at + timedelta(days=days),
            reason="Flood",
            by="ravi",
            at=at,
        )

    @rule(days=st.integers(0, 4))
    def wait(self, days: int) -> None:
        self.clock += timedelta(days=days)

    @rule()
    def compute(self) -> None:
        try:
            compute_provisional(MONTH)
        except NothingToComputeError:
            assert not FigureSet.objects.filter(month=MONTH).exists()

    @rule(state=STATES, by=PEOPLE)
    def object(self, state: str, by: str) -> None:
        self.tried(
            object_to, state=state, month=MONTH, parameter="REG-01", text="Wrong", by=by, at=self.now()
        )

    @rule(by=PEOPLE)
    def reply(self, by: str) -> None:
        one = Objection.objects.filter(resolved_at__isnull=True).first()
        if one:
            done = self.tried(resolve_objection, objection_id=one.pk, reply="Checked", by=by, at=self.now())
            assert done == (by != one.raised_by)

    @invariant()
    def nobody_verifies_their_own(self) -> None:
        for one in Submission.objects.exclude(decided_by=""):
            assert one.decided_by not in {one.submitted_by, one.created_by}

    @invariant()
    def there_is_one_current_revision(self) -> None:
        for state in ("HR", "HP"):
            found = Submission.objects.filter(state=state, month=MONTH)
            assert found.filter(is_current=True).count() == min(1, found.count())
            assert sorted(found.values_list("revision", flat=True)) == list(range(1, found.count() + 1))

    @invariant()
    def what_was_verified_last_is_what_counts(self) -> None:
        for state, expected in self.verified.items():
            current = FigureSet.objects.get(state=state, month=MONTH, is_current=True)
            kept = {one.parameter: (one.numerator, one.denominator) for one in current.figures.all()}
            assert kept == {code: (one.numerator, one.denominator) for code, one in expected.items()}  # type: ignore[attr-defined]

    @invariant()
    def the_audit_chain_holds(self) -> None:
        assert list(broken_links()) == []


@pytest.mark.django_db
def test_the_rules_hold_in_any_order(people: None) -> None:
    open_month(month=MONTH, by="ravi", at=NOW - timedelta(days=4))
    profile = hypothesis_settings.get_profile(hypothesis_settings.get_current_profile_name())
    run_state_machine_as_test(
        Workflow,
        settings=hypothesis_settings(
            profile, max_examples=max(10, profile.max_examples // 5), stateful_step_count=25, deadline=None
        ),
    )
