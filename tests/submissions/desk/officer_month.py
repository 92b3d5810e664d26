"""A month that takes figures today, for the tests that go through pages, which read the clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from common.months import Month
from submissions.months.services import open_month


@pytest.fixture
def open_month_now(month: Month, settings: Settings, tmp_path: Path) -> Month:
    """November 2023, due in ten days; files are kept in a folder of the test's own."""
    settings.VAR_DIR = tmp_path
    now = timezone.now()
    open_month(
        month=month,
        by="ravi",
        at=now,
        deadline=now + timedelta(days=10),
        late_until=now + timedelta(days=15),
    )
    return month
