"""The last minute before the deadline: 36 officers at once, and two at the same State."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.audit import broken_links
from common.months import Month
from metrics.selectors import document_of, methodology_in_force
from states.models import State
from submissions.models import Submission, Upload, Way
from submissions.upload.services import ConflictError, Incoming, Outcome, receive, save_draft
from tests.submissions.conftest import MONTH, NOW, figures

pytestmark = pytest.mark.django_db(transaction=True)


def file_of(share: int) -> bytes:
    """A sound file of the month: every parameter at `share` out of 1,000."""
    document = document_of(methodology_in_force(MONTH)).document
    lines = ["parameter,numerator,denominator,remarks"]
    for one in document["parameters"]:
        lines.append(f"{one['code']},{share if one['better'] == 'higher' else 1000 - share},1000,")
    return "\r\n".join(lines).encode()


def test_36_officers_at_once_all_arrive_once(month: Month) -> None:
    states = list(State.objects.values_list("code", flat=True))
    files = {state: file_of(900 + number) for number, state in enumerate(states)}
    start = Barrier(len(states))

    def send(state: str) -> Outcome:
        try:
            start.wait(timeout=30)
            return receive(
                Incoming(files[state], f"{state}.csv", state, month, Way.API), by=f"officer.{state}", at=NOW
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(len(states)) as pool:
        outcomes = list(pool.map(send, states))
    assert [outcome.checked.problems for outcome in outcomes if outcome.checked.blocked] == []
    assert not any(outcome.already_received for outcome in outcomes)
    stored = Submission.objects.filter(month=month)
    assert sorted(stored.values_list("state_id", "revision")) == sorted((state, 1) for state in states)
    assert Upload.objects.count() == 36
    for one in stored:
        share = 900 + states.index(one.state_id)
        assert one.figures.get(parameter="REG-01").numerator == share
    assert list(broken_links()) == []


def test_the_same_file_sent_ten_times_at_once_is_one_revision(month: Month) -> None:
    data = file_of(950)
    start = Barrier(10)

    def send(number: int) -> Outcome:
        try:
            start.wait(timeout=30)
            return receive(Incoming(data, f"{number}.csv", "HR", month, Way.API), by="asha", at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(send, range(10)))
    assert Submission.objects.filter(state="HR").count() == 1
    assert sum(not outcome.already_received for outcome in outcomes) == 1
    assert len({outcome.submission.pk for outcome in outcomes if outcome.submission}) == 1


def test_of_two_tabs_at_once_exactly_one_wins(month: Month) -> None:
    save_draft(
        state="HR",
        month=month,
        figures=figures(900),
        remarks={},
        warnings={},
        way=Way.FORM,
        upload=None,
        by="asha",
        at=NOW,
    )
    start = Barrier(2)

    def correct(share: int) -> str:
        try:
            start.wait(timeout=30)
            save_draft(
                state="HR", month=month, figures=figures(share), remarks={}, warnings={}, way=Way.FORM, upload=None,
                by="asha", at=NOW, based_on=1,
            )  # fmt: skip
        except ConflictError:
            return "told"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(correct, [910, 920])) == ["told", "won"]
    assert Submission.objects.filter(state="HR").count() == 2
