"""A caveat that stands and a longer deadline are published beside the list, in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import Role
from accounts.people import appoint
from common.months import Month
from metrics.figures import record_figures
from rankings.publish import Signatures, publish
from submissions.models import CaveatKind, LeaveKind
from submissions.months.services import grant_leave
from submissions.upload.cells import add_caveat, withdraw_caveat
from tests.submissions.conftest import MONTH, NOW, figures, later


@pytest.mark.django_db
def test_caveats_and_leave_stand_beside_the_list(month: Month) -> None:
    appoint(username="rani", role=Role.PUBLISHER, state_code=None, by="admin", at=NOW)
    record_figures(state="HR", month=MONTH, figures=figures(), source="test", sample=False, by="ravi", at=NOW)
    kept = {"state": "HR", "month": MONTH, "kind": CaveatKind.FLOOD, "by": "asha", "at": NOW}
    add_caveat(parameter="REG-01", text="Nine stations were under water", **kept)  # type: ignore[arg-type]
    gone = add_caveat(parameter="REG-02", text="Said too soon", **kept)  # type: ignore[arg-type]
    withdraw_caveat(caveat_id=gone.pk, by="asha", at=later(1))
    grant_leave(
        month=MONTH, state="HP", kind=LeaveKind.EXTENSION, until=NOW + timedelta(days=15), reason="Landslides",
        by="ravi", at=NOW,
    )  # fmt: skip
    publish(month=MONTH, signatures=Signatures("meera", "rani"), released_on=date(2023, 12, 27), at=later(5))
    page = Client().get("/rankings/2023-11/").content.decode()
    assert "Haryana · REG-01 · flood or other disaster</strong>: Nine stations were under water" in page
    assert "Himachal Pradesh · longer deadline · until 20-12-2023</strong>: Landslides" in page
    assert "Said too soon" not in page
    assert "बाढ़" in Client().get("/hi/rankings/2023-11/").content.decode()
