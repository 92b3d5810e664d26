"""No export hands a spreadsheet a formula that somebody wrote: every address in every form, read back cell by cell.

The only file that goes out as it came in is the very upload that an officer sent: it is evidence, and its bytes are
what its SHA-256 is of.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from accounts.people import appoint
from common.spreadsheets import FORMULA_STARTS
from rankings.publish import Signatures, publish
from submissions.models import CaveatKind, Upload, Way
from submissions.upload.cells import add_caveat
from submissions.upload.services import Incoming, receive
from tests.accounts.test_access import OCTOBER
from tests.security.walk import body_of, paths
from tests.submissions.conftest import MONTH
from tests.submissions.desk.officer import csv_file, signed_in
from tests.submissions.stations.making import csv_bytes, done, sent, station_rows

pytestmark = pytest.mark.django_db

EVIL = (
    "=HYPERLINK(\"https://evil.example\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "＝1+1",
)  # fmt: skip
NUMBER = re.compile(r"[+-]?[\d.,]+%?|-|–")
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_IT_CAME = {"desk:original", "review:file"}


@pytest.fixture
def evil(stage: dict[str, str]) -> dict[str, str]:
    """Whatever people can write begins like a formula: remarks, names of files and places, caveats, reasons, values."""
    now = timezone.now()
    changes = {
        f"REG-0{place}": ("900", "1000", text) for place, text in enumerate((EVIL[0], EVIL[3]), start=1)
    } | {"INF-01": (EVIL[1], EVIL[2], EVIL[3])}
    data = csv_file(changes=changes).read()
    receive(Incoming(data, "=evil.csv", "HR", MONTH, Way.PAGE), by="asha", at=now)
    add_caveat(
        state="HR", month=MONTH, parameter="REG-01", kind=CaveatKind.FLOOD, text=EVIL[3], by="asha", at=now
    )
    first, second, *_ = ([EVIL[0], EVIL[3], EVIL[1], *more] for _s, _n, _d, *more in station_rows(2))
    second[4] = EVIL[2]
    file = done(sent(csv_bytes([first, second]), name="@evil.csv", at=now))
    publish(
        month=OCTOBER,
        signatures=Signatures("meera", "rani"),
        released_on=date(2023, 12, 1),
        at=now,
        reason=EVIL[0],
    )
    for role in (Role.REVIEWER, Role.PUBLISHER):
        appoint(username="admin", role=role, state_code=None, by="test", at=now)
    return stage | {"stations": str(file.pk), "upload": str(Upload.objects.get(name="=evil.csv").pk)}


def cells(answer: object, body: bytes) -> Iterator[tuple[str, bool]]:
    """Every text of a sheet, and whether a spreadsheet would take it for a formula."""
    kind = str(answer.headers.get("Content-Type", ""))  # type: ignore[attr-defined]
    if kind.startswith(CSV):
        for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")):
            for text in row:
                yield text, text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text)
    elif kind.startswith(XLSX):
        for sheet in openpyxl.load_workbook(io.BytesIO(body)):
            for line in sheet.iter_rows():
                for cell in line:
                    text = cell.value if isinstance(cell.value, str) else ""
                    plain = cell.data_type == "f" or (
                        text.startswith(FORMULA_STARTS) and not cell.quotePrefix
                    )
                    yield text, plain


@pytest.mark.slow
def test_no_export_holds_a_formula(evil: dict[str, str]) -> None:
    wrong, sheets, neutral = [], set(), set()
    for client, (name, address) in product((signed_in("admin"), signed_in("asha")), paths(evil).items()):
        if name in AS_IT_CAME:
            continue
        for form in ("csv", "xlsx", ""):
            query = ("&" if "?" in address else "?") + f"format={form}" if form else ""
            accept = "*/*" if form or not name.startswith("api:") else f"{CSV}, {XLSX};q=0.9"
            answer = client.get(address + query, headers={"Accept": accept})
            if answer.status_code != 200 or not answer.headers["Content-Type"].startswith((CSV, XLSX)):
                continue
            sheets.add((name, form))
            for text, formula in cells(answer, body_of(answer).partition(b"\n\n")[2]):
                if formula:
                    wrong.append(f"{address}{query}: {text[:60]!r}")
                if text.lstrip("'").startswith(EVIL[:4]):
                    neutral.add(name)
    assert wrong == [], "\n".join(wrong)
    assert len(sheets) > 30
    assert ("desk:station-problems", "") in sheets
    assert neutral >= {"desk:marked", "api:changes"}, neutral


def test_the_upload_itself_comes_back_as_it_was_and_never_as_a_page(evil: dict[str, str]) -> None:
    for address in (f"/submissions/uploads/{evil['upload']}/original/", f"/review/files/{evil['upload']}/"):
        answer = signed_in("admin").get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment"), address
        assert EVIL[1].encode() in answer.content
    assert Client().get(address).status_code == 302
