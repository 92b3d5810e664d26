"""The desk's pages of station files, with and without the script."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from common.models import Job, JobState
from common.months import Month
from submissions.models import StationFile, Submission
from tests.submissions.conftest import NOW
from tests.submissions.desk.officer import page_of, signed_in
from tests.submissions.stations.making import csv_bytes, done, sent, station_rows

pytestmark = pytest.mark.django_db
DATA = csv_bytes(station_rows(30))
PAGE = "/submissions/stations/"


@pytest.fixture(autouse=True)
def at_noon(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, month: Month) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_without_a_script_the_form_takes_the_whole_file() -> None:
    client = signed_in("asha")
    file = SimpleUploadedFile("stations.csv", DATA, "text/csv")
    answer = client.post(PAGE, {"state": "HR", "month": "2023-11", "file": file})
    assert answer.status_code == 302
    page = answer.headers["Location"]
    waiting = page_of(client, page)
    assert "Queued: the check has not begun" in waiting
    assert "Being checked" not in waiting
    assert client.get(f"{page}?format=json").json()["waits"] is True
    kept = StationFile.objects.get()
    own = Job.objects.filter(pk=kept.job_id or 0)
    own.update(state=JobState.RUNNING, lease_until=NOW, done=400, total=1000)
    checked = page_of(client, page)
    assert "Being checked" in checked
    assert "40 %" in checked
    assert client.get(f"{page}?format=json").json()["waits"] is False
    own.update(state=JobState.QUEUED, lease_until=None)
    done(kept)
    text = page_of(client, page)
    assert "Stored" in text
    assert "Police stations: 30." in text
    taken = client.post(f"{page}draft/HR/", {"based_on": "0"})
    assert taken.headers["Location"] == "/submissions/HR/2023-11/"
    assert Submission.objects.get().created_by == "asha"
    assert client.post(f"{page}draft/HR/", {"based_on": "0"}).status_code == 302
    assert "HR District 4" in page_of(client, f"{page}districts/HR/")


def test_with_the_script_it_comes_in_pieces() -> None:
    client = signed_in("asha")
    begun = client.post(
        f"{PAGE}begin/", {"state": "HR", "month": "2023-11", "name": "s.csv", "size": len(DATA)}
    )
    state = begun.json()
    octets = "application/octet-stream"
    half = client.post(state["send"], DATA[:300], octets, headers={"upload-offset": "0"}).json()
    assert (half["received"], half["percent"], half["ended"]) == (300, 100 * 300 // len(DATA), False)
    gap = client.post(state["send"], DATA[900:], octets, headers={"upload-offset": "900"})
    assert (gap.status_code, gap.json()["received"]) == (409, 300)
    client.post(state["send"], DATA[300:], octets, headers={"upload-offset": "300"})
    assert client.post(state["finish"]).headers["Location"] == state["page"]
    done(StationFile.objects.get())
    assert client.get(f"{state['page']}?format=json").json()["ended"] is True
    assert client.get(f"{state['page']}?format=xml").status_code == 400
    assert client.post(f"{PAGE}begin/", {"size": "0"}).status_code == 413


def test_a_fourth_file_at_once_is_refused_in_words() -> None:
    client = signed_in("asha")
    fields = {"state": "HR", "month": "2023-11", "name": "s.csv", "size": len(DATA)}
    answers = [client.post(f"{PAGE}begin/", fields) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 409]
    assert answers[3].json()["text"].startswith("Three of your station files are being received or checked.")
    file = SimpleUploadedFile("stations.csv", DATA, "text/csv")
    whole = client.post(f"/hi{PAGE}", {"state": "HR", "month": "2023-11", "file": file})
    assert whole.status_code == 409
    assert "आपकी तीन थाना-फ़ाइलें" in whole.content.decode()


def test_given_up_on_the_page() -> None:
    client = signed_in("asha")
    file = sent(DATA)
    page = f"{PAGE}{file.pk}/"
    client.post(f"{page}cancel/")
    assert "Given up" in page_of(client, page)
    assert client.post(f"{page}cancel/").status_code == 302


def test_problems_are_shown_and_downloaded() -> None:
    client = signed_in("asha")
    file = done(sent(csv_bytes([[*row[:4], "x", *row[5:]] for row in station_rows(3)])))
    assert "Problems found: 3." in page_of(client, f"{PAGE}{file.pk}/")
    answer: Any = client.get(f"{PAGE}{file.pk}/problems/")
    assert b"".join(answer).count(b"\r\n") == 4
    assert client.post(f"{PAGE}{file.pk}/draft/HR/", {"based_on": "0"}).status_code == 409


def test_the_csv_template_is_a_sound_header(month: Month) -> None:
    answer = signed_in("asha").get(f"{PAGE}template/?month=2023-11&format=csv")
    names = answer.content.decode("utf-8-sig").strip().split(",")
    row = [["A1", "B", "C", "HR", *["1"] * (len(names) - 4)]]
    assert done(sent(csv_bytes(row, names))).status == "stored"


def test_the_workbook_template_filled_in_is_sound_and_says_what_is_counted(month: Month) -> None:
    client = signed_in("asha")
    answer = client.get(f"{PAGE}template/?month=2023-11")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pragati-stations-2023-11.xlsx"'
    assert answer.content == client.get(f"/hi{PAGE}template/?month=2023-11&format=xlsx").content
    book, out = load_workbook(io.BytesIO(answer.content)), io.BytesIO()
    sheet, meaning = book.worksheets
    sheet.append(["A1", "B", "C", "HR", *[1] * (sheet.max_column - 4)])
    book.save(out)
    file = done(sent(out.getvalue(), name="stations.xlsx"))
    assert (file.status, file.rows, file.cells) == ("stored", 1, (sheet.max_column - 4) // 2)
    told = {row[0]: row for row in meaning.iter_rows(min_row=2, values_only=True)}
    assert len(told) == file.cells
    assert all(len(row) == 7 and all(row) for row in told.values())
    assert client.get(f"{PAGE}template/?month=2023-11&format=ods").status_code == 400
    listed = page_of(client, PAGE)
    assert all(f"month=2023-11&amp;format={kind}" in listed for kind in ("xlsx", "csv"))


def test_counts_of_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in("ravi")
    file = done(sent(csv_bytes(station_rows(30, states=("HR", "HP", "PB"))), state=None, by="ravi"))
    page_of(client, PAGE)
    with django_assert_num_queries(7):
        page_of(client, PAGE)
    with django_assert_num_queries(9):
        page_of(client, f"{PAGE}{file.pk}/")
    with django_assert_num_queries(10):
        page_of(client, f"{PAGE}{file.pk}/districts/HP/")
