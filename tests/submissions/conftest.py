"""The same few people in every test: two officers of Haryana, one of Himachal Pradesh, a reviewer, a publisher."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Protocol

import pytest
from django.contrib.auth import get_user_model

from accounts.models import Role
from accounts.people import appoint
from common.months import Month
from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force
from submissions.models import Submission, Way
from submissions.months.services import open_month
from submissions.upload.services import save_draft

MONTH = Month(2023, 11)
OPENED = datetime(2023, 12, 1, tzinfo=UTC)
NOW = datetime(2023, 12, 5, 6, 30, tzinfo=UTC)
PEOPLE = (
    ("asha", Role.OFFICER, "HR"),
    ("bina", Role.OFFICER, "HR"),
    ("chand", Role.OFFICER, "HP"),
    ("ravi", Role.REVIEWER, None),
    ("rani", Role.REVIEWER, None),
    ("meera", Role.PUBLISHER, None),
    ("admin", Role.ADMINISTRATOR, None),
)


@pytest.fixture
def people(db: None) -> None:
    for username, role, state in PEOPLE:
        get_user_model().objects.create_user(username=username, password="correct horse battery")
        appoint(username=username, role=role, state_code=state, by="system", at=OPENED)


@pytest.fixture
def month(people: None) -> Month:
    open_month(month=MONTH, by="ravi", at=OPENED)
    return MONTH


def figures(share: int = 900, **changes: Figure) -> dict[str, Figure]:
    """Every parameter of the month at `share` out of 1,000; `REG_01=…` changes one."""
    document = document_of(methodology_in_force(MONTH)).document
    sound = {
        one["code"]: Figure(Decimal(share if one["better"] == "higher" else 1000 - share), Decimal(1000))
        for one in document["parameters"]
    }
    return sound | {code.replace("_", "-"): figure for code, figure in changes.items()}


class Draft(Protocol):
    def __call__(
        self,
        state: str = "HR",
        by: str = "asha",
        share: int = 900,
        at: datetime = NOW,
        based_on: int | None = None,
        remarks: Mapping[str, str] | None = None,
    ) -> Submission: ...


@pytest.fixture
def draft(month: Month) -> Draft:
    def make(
        state: str = "HR",
        by: str = "asha",
        share: int = 900,
        at: datetime = NOW,
        based_on: int | None = None,
        remarks: Mapping[str, str] | None = None,
    ) -> Submission:
        submission, _ = save_draft(
            state=state, month=month, figures=figures(share), remarks=remarks or {}, warnings={}, way=Way.FORM,
            upload=None, by=by, at=at, based_on=based_on,
        )  # fmt: skip
        return submission

    return make


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)
