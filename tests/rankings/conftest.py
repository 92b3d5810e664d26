"""A small, real ranking: the 36 States, the shipped methodologies, two publishers, and figures on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model

from accounts.models import Role
from accounts.people import appoint
from common.months import Month
from metrics.figures import record_figures
from metrics.models import FigureSet
from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force
from rankings.models import Publication
from rankings.publish import Signatures, publish

AT = datetime(2023, 11, 27, 6, 30, tzinfo=UTC)
MONTH = Month(2023, 10)
SIGNED = Signatures("meera", "arjun")

Reported = Mapping[str, Mapping[str, tuple[int, int] | None]]


@pytest.fixture
def publishers(directory: None) -> Signatures:
    for name in (SIGNED.by, SIGNED.second):
        get_user_model().objects.create_user(username=name)
        appoint(username=name, role=Role.PUBLISHER, state_code=None, by="system", at=AT)
    return SIGNED


RecordMonth = Callable[..., dict[str, FigureSet]]


@pytest.fixture
def record_month(directory: None) -> RecordMonth:
    """Record a whole month: each State named gets `share` (out of 1,000) in every parameter."""

    def record(
        shares: Mapping[str, int], *, month: Month = MONTH, sample: bool = False
    ) -> dict[str, FigureSet]:
        rules = document_of(methodology_in_force(month)).document["parameters"]
        return {
            state: record_figures(
                state=state,
                month=month,
                figures={
                    one["code"]: Figure(
                        Decimal(share if one["better"] == "higher" else 1000 - share), Decimal(1000)
                    )
                    for one in rules
                },
                source="test",
                sample=sample,
                by="reviewer",
                at=AT,
            )
            for state, share in shares.items()
        }

    return record


PublishMonth = Callable[..., Publication]


@pytest.fixture
def publish_month(publishers: Signatures) -> PublishMonth:
    def run(month: Month = MONTH, reason: str = "", released_on: date | None = None) -> Publication:
        return publish(
            month=month,
            signatures=publishers,
            released_on=released_on
            or month.last_day.replace(day=1, month=month.next().number, year=month.next().year),
            at=AT,
            reason=reason,
        )

    return run
