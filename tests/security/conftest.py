"""Haryana's things, each with a mark of its own, beside Himachal Pradesh's officer, who must see none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import ApiToken, Role, Scope
from accounts.people import appoint
from accounts.tokens import create_token
from common import jobs
from common.models import Job
from submissions.models import Caveat, CaveatKind, Objection, Submission, Upload, Way
from submissions.upload.cells import add_caveat, object_to
from submissions.upload.services import Incoming, receive
from submissions.workflow import comment
from tests.accounts.test_access import stage
from tests.submissions.conftest import MONTH, people
from tests.submissions.desk.officer import csv_file
from tests.submissions.stations.making import csv_bytes, done, sent, station_rows

__all__ = ["people", "stage"]  # the fixtures

MARKS: Mapping[str, str] = {
    "remark": "mark-remark-ambala", "file": "mark-file-bhiwani.csv", "caveat": "mark-caveat-hisar",
    "comment": "mark-comment-jind", "objection": "mark-objection-karnal", "stations": "mark-stations-panipat.csv",
    "station": "mark-station-rewari", "district": "mark-district-sirsa", "figure": "76543",
}  # fmt: skip
"""What stands in Haryana's drafts, files and cells, and nowhere else."""


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs wait where they were written; the throttles begin anew, and leave nothing for the tests after these."""
    monkeypatch.setattr(jobs, "_hint", None)
    cache.clear()
    yield
    cache.clear()


@dataclass(frozen=True, slots=True)
class Haryana:
    """`ids` fill the parameters of addresses with what is Haryana's; the rest are the keys of those who ask."""

    ids: Mapping[str, str]
    own: str
    other: str
    bound: str


@pytest.fixture
def haryana(stage: dict[str, str]) -> Haryana:
    """A draft with a remark, a caveat, a word on a cell, an objection, a station file and a token, each marked.

    `other` is the key of Himachal Pradesh's officer; `bound` one of Haryana's own officer, who stands in for both
    States, bound to Himachal Pradesh.
    """
    now, people = timezone.now(), get_user_model().objects
    changes = {"REG-01": (MARKS["figure"], "98765", MARKS["remark"])}
    data = csv_file(changes=changes).read()
    receive(Incoming(data, MARKS["file"], "HR", MONTH, Way.PAGE), by="asha", at=now)
    draft = Submission.objects.get(state_id="HR", is_current=True)
    add_caveat(
        state="HR",
        month=MONTH,
        parameter="REG-01",
        kind=CaveatKind.FLOOD,
        text=MARKS["caveat"],
        by="asha",
        at=now,
    )
    object_to(state="HR", month=MONTH, parameter="REG-01", text=MARKS["objection"], by="asha", at=now)
    comment(submission_id=draft.pk, parameter="REG-01", text=MARKS["comment"], by="asha", at=now)
    rows = [
        [code, MARKS["station"], MARKS["district"], *more] for code, _name, _where, *more in station_rows(3)
    ]
    file = done(sent(csv_bytes(rows), name=MARKS["stations"], at=now))
    appoint(username="asha", role=Role.OFFICER, state_code="HP", by="test", at=now)
    keys = [
        create_token(username=name, scope=Scope.UPLOAD, by=name, at=now, state=state)[1]
        for name, state in (("asha", "HR"), ("chand", None), ("asha", "HP"))
    ]
    asha = people.get(username="asha")
    ids = {
        "code": "HR", "month": str(MONTH), "number": "1", "parameter": "REG-01", "version": "2023-01",
        "submission": str(draft.pk), "file": str(file.pk), "name": str(draft.upload_id), "upload": str(draft.upload_id),
        "caveat": str(Caveat.objects.get(text=MARKS["caveat"]).pk),
        "job": str(Job.objects.filter(by="asha").latest("pk").pk),
        "token": str(ApiToken.objects.filter(user=asha).latest("pk").pk), "account": str(asha.pk), "revision": "1",
        "uidb64": urlsafe_base64_encode(force_bytes(asha.pk)), "secret": stage["invitation"], "resource": "rankings",
        "problem": "unknown_state", "practice": "1", "change": "1", "objection": str(Objection.objects.get().pk),
    }  # fmt: skip
    assert Upload.objects.filter(pk=ids["upload"], name=MARKS["file"]).exists()
    return Haryana(ids, *keys)
