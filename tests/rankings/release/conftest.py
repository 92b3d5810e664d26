"""A short history that is signed: three computed months, one of them revised, and a recorded list."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils import timezone, translation

from accounts.models import Role
from accounts.people import appoint
from common import jobs, signing
from common.months import Month
from rankings.models import Publication
from rankings.publish import Signatures
from rankings.record.services import load_record
from tests.rankings.conftest import (
    AT,
    PublishMonth,
    RecordMonth,
    publish_month,
    publishers,
    record_month,
)

__all__ = ["publish_month", "publishers", "record_month"]

AUGUST, SEPTEMBER, OCTOBER = Month(2023, 8), Month(2023, 9), Month(2023, 10)
SHARES: Mapping[Month, Mapping[str, int]] = {
    AUGUST: {"HR": 900, "HP": 950, "DL": 700, "AS": 640},
    SEPTEMBER: {"HR": 970, "HP": 950, "DL": 720, "AS": 640},
    OCTOBER: {"HR": 999, "HP": 950, "DL": 950, "AS": 610, "LD": 300, "SK": 305},
}
RECORD = (
    "board,category,month,month_basis,released_on,rank,state,score,source\n"
    "cctns,all,2023-06,stated,2023-07-28,1,HR,100.00,The Tribune 2023-07-28\n"
    "cctns,all,2023-06,stated,2023-07-28,3,HP,97.50,“Dainik” — हिमाचल 2023-07-29\n"
)


@pytest.fixture(autouse=True)
def _ground(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs wait where they were written; English; the throttles begin anew."""
    monkeypatch.setattr(jobs, "_hint", None)
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def history(
    publishers: Signatures, record_month: RecordMonth, publish_month: PublishMonth
) -> list[Publication]:
    """August, September, October and again August; and June as the press had it."""
    load_record(data=RECORD.encode(), by="system", at=AT)
    published = []
    for month, shares in SHARES.items():
        record_month(shares, month=month)
        published.append(publish_month(month))
    record_month({"DL": 960}, month=AUGUST)
    published.append(publish_month(AUGUST, "Delhi’s figures were corrected", date(2023, 12, 1)))
    return published


@pytest.fixture
def officers(directory: None) -> list[str]:
    """An officer of Haryana, one of Delhi, one without an address, and one whose appointment has ended."""
    today = timezone.localdate(AT)
    people = {"asha": "HR", "vikram": "DL", "silent": "HP", "gone": "AS"}
    for name, state in people.items():
        email = "" if name == "silent" else f"{name}@example.org"
        get_user_model().objects.create_user(username=name, email=email)
        appointment = appoint(username=name, role=Role.OFFICER, state_code=state, by="system", at=AT)
        if name == "gone":
            appointment.ends_on = today - timedelta(days=1)
            appointment.save()
    return list(people)


@dataclass
class Verdict:
    status: int
    said: str


Verify = Callable[..., Verdict]


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """Run a verifier beside a pack, as anyone would: in a folder of its own, without this project.

    The project's own file is told our key; `text`, the verifier of a pack, and `bare` are told nothing.
    """
    verifier = Path(__file__).parents[3] / "rankings" / "pack" / "verify.py"

    def run(pack: bytes, *more: str, text: str = "", bare: bool = False) -> Verdict:
        if not (more or text or bare):
            more = ("--key", signing.public_key())
        (tmp_path / "PACK.zip").write_bytes(pack)
        (tmp_path / "verify.py").write_text(text or verifier.read_text(encoding="utf-8"), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", "verify.py", "PACK.zip", *more],
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False, env={},
        )  # fmt: skip
        return Verdict(done.returncode, done.stdout + done.stderr)

    return run


@dataclass
class Reports:
    """Takes a handler's reports."""

    steps: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, done: int, total: int) -> None:
        self.steps.append((done, total))
