"""Files in the browser: checked, uploaded, told cell by cell, handed back, handed in."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.models import AuditEvent
from common import files
from common.months import Month
from submissions.models import Status, Submission, Upload
from submissions.parsing import LARGEST_FILE
from tests.submissions.conftest import Draft
from tests.submissions.desk.officer import PAGE, csv_file, page_of, signed_in

pytest_plugins = ["tests.submissions.desk.officer_month"]

THREE_FAULTS = {
    "REG-01": ("12a", "1000", ""),
    "REG-02": ("900", "", ""),
    "SEX-01": ("1200", "1000", ""),
}


def test_three_faults_are_three_problems_by_cell_in_hindi(open_month_now: Month) -> None:
    client = signed_in("asha")
    answer = client.post(
        "/hi" + PAGE, {"file": csv_file(changes=THREE_FAULTS), "action": "upload", "based_on": "0"}
    )
    assert answer.status_code == 302
    page = page_of(client, answer["Location"])
    assert 'lang="hi"' in page
    assert "3 समस्याएँ सुधारनी हैं" in page
    table = page[page.index('<table class="problems"') :]
    assert len(re.findall(r'<tr class="error">', table)) == 3
    codes = list(csv_rows())
    for code in THREE_FAULTS:
        assert re.search(rf'scope="row">[BC]{codes.index(code) + 2}\s', table), code
    upload = Upload.objects.get()
    for problem in upload.problems:
        assert problem["message_hi"] in page.replace("&quot;", '"').replace("&#x27;", "'")
    assert 'role="alert"' in page
    assert Submission.objects.count() == 0
    assert "Mend the file" in page_of(client, "/submissions/")


def texts_of(workbook: bytes) -> set[str]:
    """Every text in the cells of a workbook."""
    book = load_workbook(io.BytesIO(workbook))
    return {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}


def csv_rows() -> list[str]:
    text = csv_file().read().decode()
    return [line.partition(",")[0] for line in text.splitlines()[1:]]


def test_a_file_with_problems_comes_back_marked_up_and_as_it_came(open_month_now: Month) -> None:
    client = signed_in("asha")
    file = csv_file(changes=THREE_FAULTS, name='..\\up/"novémber\u202e.csv')
    sent = file.read()
    file.seek(0)
    client.post(PAGE, {"file": file, "action": "upload"})
    upload = Upload.objects.get()
    original = client.get(f"/submissions/uploads/{upload.pk}/original/")
    assert original.content == sent
    assert original["X-Content-Type-Options"] == "nosniff"
    assert original["Content-Disposition"].startswith("attachment; filename")
    assert "/" not in original["Content-Disposition"].removeprefix("attachment")
    marked = client.get(f"/hi/submissions/uploads/{upload.pk}/marked/")
    assert marked.status_code == 200
    assert "-marked.xlsx" in marked["Content-Disposition"]
    told = texts_of(marked.content)
    for problem in upload.problems:
        assert problem["message_hi"] in told
    for page in ("", "original/", "marked/"):
        assert signed_in("chand").get(f"/submissions/uploads/{upload.pk}/{page}").status_code == 404
    files.discard(upload.pk)
    assert client.get(f"/submissions/uploads/{upload.pk}/original/").status_code == 410


@pytest.mark.parametrize("faulty", [True, False])
def test_a_dry_run_stores_nothing_and_says_the_same(
    open_month_now: Month, tmp_path: Path, faulty: bool
) -> None:
    client = signed_in("asha")
    events = AuditEvent.objects.count()
    changes = THREE_FAULTS if faulty else None
    answer = client.post(PAGE, {"file": csv_file(changes=changes), "action": "check"})
    page = answer.content.decode()
    assert answer.status_code == (422 if faulty else 200)
    assert ("3 problems to mend" if faulty else "The file is sound") in page
    assert "nothing was stored" in page
    assert ("Provisional rank" in page) is not faulty
    assert (Upload.objects.count(), Submission.objects.count(), AuditEvent.objects.count()) == (0, 0, events)
    assert not (tmp_path / "uploads").exists()


def test_a_dry_run_marks_up_by_post(open_month_now: Month) -> None:
    answer = signed_in("asha").post(PAGE, {"file": csv_file(changes=THREE_FAULTS), "action": "mark"})
    assert answer.status_code == 200
    assert "november-marked.xlsx" in answer["Content-Disposition"]
    assert Upload.objects.count() == 0


def test_upload_then_preview_then_submit(open_month_now: Month) -> None:
    client = signed_in("asha")
    answer = client.post(PAGE, {"file": csv_file(), "action": "upload", "based_on": "0"}, follow=True)
    page = answer.content.decode()
    assert "Received as revision 1, a draft" in page
    assert "Provisional score" in page
    assert "1 of 1" in page
    one = Submission.objects.get()
    assert f'name="submission" value="{one.pk}"' in page
    again = client.post(
        PAGE, {"file": csv_file(name="other.csv"), "action": "upload", "based_on": "1"}, follow=True
    )
    assert "nothing changed" in again.content.decode()
    done = client.post(f"{PAGE}submit/", {"submission": one.pk}, follow=True)
    assert "Submitted. NCRB now checks the figures." in done.content.decode()
    one.refresh_from_db()
    assert (one.status, one.submitted_by) == (Status.SUBMITTED, "asha")
    twice = client.post(f"{PAGE}submit/", {"submission": one.pk})
    assert twice.status_code == 409
    assert "look at it afresh" in twice.content.decode()


def test_submitting_by_get_or_for_another_month_changes_nothing(open_month_now: Month, draft: Draft) -> None:
    one, other = draft(), draft(state="HP", by="chand")
    client = signed_in("asha")
    assert client.get(f"{PAGE}submit/").status_code == 302
    for number in (str(other.pk), "0", "x", "٣", ""):
        assert client.post(f"{PAGE}submit/", {"submission": number}).status_code == 404
    assert set(Submission.objects.values_list("status", flat=True)) == {Status.DRAFT}
    assert one.pk != other.pk


def test_two_tabs_the_second_is_told_who_changed_what(open_month_now: Month, draft: Draft) -> None:
    draft(share=900)
    draft(share=901, by="bina")
    answer = signed_in("asha").post(PAGE, {"file": csv_file(share=902), "action": "upload", "based_on": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Revision 2 took its place meanwhile: bina, 05-12-2023 12:00 IST." in page
    assert "901 of 1,000" in page
    assert Submission.objects.count() == 2
    assert Upload.objects.count() == 0


def test_submitting_an_old_revision_is_a_conflict(open_month_now: Month, draft: Draft) -> None:
    seen = draft(share=900)
    draft(share=901, by="bina")
    answer = signed_in("asha").post(f"{PAGE}submit/", {"submission": seen.pk})
    assert answer.status_code == 409
    assert "Someone else changed the figures of this month" in answer.content.decode()


def test_a_file_over_five_megabytes_is_told_so(open_month_now: Month) -> None:
    file = SimpleUploadedFile("big.csv", b"x" * (LARGEST_FILE + 1), "text/csv")
    answer = signed_in("asha").post("/hi" + PAGE, {"file": file, "action": "upload"})
    assert answer.status_code == 413
    assert "फ़ाइल 5 MB से बड़ी है" in answer.content.decode()
    assert Upload.objects.count() == 0


def test_no_file_is_told_so(open_month_now: Month) -> None:
    answer = signed_in("asha").post(PAGE, {"action": "upload"})
    assert answer.status_code == 400
    assert "Choose a file first." in answer.content.decode()


def test_a_post_without_the_token_is_refused(open_month_now: Month) -> None:
    client = signed_in("asha", csrf=True)
    assert client.post(PAGE, {"file": csv_file(), "action": "upload"}).status_code == 403
    assert Upload.objects.count() == 0


def test_the_officer_cannot_send_for_another_state(open_month_now: Month) -> None:
    answer = signed_in("asha").post(PAGE.replace("HR", "HP"), {"file": csv_file(), "action": "upload"})
    assert answer.status_code == 404
    assert Upload.objects.count() == 0


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_an_attachment_that_can_be_sent_back(open_month_now: Month, kind: str) -> None:
    client = signed_in("asha")
    address = f"/submissions/template/?state=hr&month=2023-11&format={kind}"
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="pragati-HR-2023-11.{kind}"'
    blank = SimpleUploadedFile(f"blank.{kind}", answer.content)
    checked = client.post(PAGE, {"file": blank, "action": "check"})
    assert checked.status_code == 422
    codes = set(re.findall(r"[A-Z]{3}-\d\d", checked.content.decode()))
    assert {"REG-01", "SEX-01"} <= codes


def test_a_template_of_another_format_is_400(open_month_now: Month) -> None:
    answer = signed_in("asha").get("/submissions/template/?state=HR&month=2023-11&format=ods")
    assert answer.status_code == 400


def test_revisions_stay_readable_with_their_difference(open_month_now: Month) -> None:
    client = signed_in("asha")
    client.post(PAGE, {"file": csv_file(name="first.csv"), "action": "upload", "based_on": "0"})
    changes = {"REG-01": ("950", "1000", "")}
    client.post(
        PAGE, {"file": csv_file(changes=changes, name="second.csv"), "action": "upload", "based_on": "1"}
    )
    first, second = page_of(client, f"{PAGE}rev/1/"), page_of(client, f"{PAGE}rev/2/")
    assert "A newer revision has taken its place" in first
    assert Upload.objects.get(name="first.csv").sha256 in first
    assert Upload.objects.get(name="second.csv").sha256 in second
    difference = second[second.index('<table class="changes"') : second.index("</table>")]
    assert re.findall(r"[A-Z]{3}-\d\d", difference) == ["REG-01"]
    assert "900 of 1,000" in difference
    assert "950 of 1,000" in difference
    assert client.get(f"{PAGE}rev/3/").status_code == 404
