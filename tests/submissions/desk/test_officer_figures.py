"""Figures typed on the page: one road with files, faults at their fields, nothing lost when someone is faster."""

from __future__ import annotations

from decimal import Decimal

import pytest

from common.months import Month
from submissions.models import Submission, Upload, Way
from tests.submissions.conftest import Draft
from tests.submissions.desk.officer import PAGE, page_of, signed_in, typed

pytest_plugins = ["tests.submissions.desk.officer_month"]

FIGURES = f"{PAGE}figures/"


def test_the_form_begins_with_the_newest_revision(open_month_now: Month, draft: Draft) -> None:
    draft(share=870)
    page = page_of(signed_in("asha"), FIGURES)
    assert '<input id="numerator-REG-01" name="numerator-REG-01" value="870"' in page
    assert 'name="based_on" value="1"' in page


def test_devanagari_digits_and_lakh_commas_are_read_as_in_a_file(open_month_now: Month) -> None:
    client = signed_in("asha")
    fields = typed(changes={"REG-01": ("१,२३,४५६", "1,30,000", "")})
    answer = client.post(FIGURES, fields | {"based_on": "0", "action": "save"})
    assert answer["Location"] == PAGE
    one = Submission.objects.get()
    figure = one.figures.get(parameter="REG-01")
    assert (figure.numerator, figure.denominator) == (Decimal(123456), Decimal(130000))
    assert (one.way, one.upload, Upload.objects.count()) == (Way.FORM, None, 0)
    assert "Saved as revision 1" in page_of(client, PAGE)


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(open_month_now: Month) -> None:
    fields = typed(changes={"REG-01": ("12a", "1000", "धीमी गति"), "SEX-01": ("900", "", "")})
    answer = signed_in("asha").post("/hi" + FIGURES, fields | {"based_on": "0", "action": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#numerator-REG-01"' in page
    assert 'href="#denominator-SEX-01"' in page
    assert 'aria-describedby="fault-numerator-REG-01" aria-invalid="true"' in page
    assert 'value="12a"' in page
    assert 'value="धीमी गति"' in page
    assert "2 समस्याएँ सुधारनी हैं" in page
    assert Submission.objects.count() == 0


def test_a_check_shows_the_rank_and_stores_nothing(open_month_now: Month) -> None:
    answer = signed_in("asha").post(FIGURES, typed() | {"based_on": "0", "action": "check"})
    assert answer.status_code == 200
    assert "Provisional rank" in answer.content.decode()
    assert Submission.objects.count() == 0


def test_a_single_figure_is_corrected_and_the_same_again_changes_nothing(
    open_month_now: Month, draft: Draft
) -> None:
    draft()
    client = signed_in("asha")
    changed = typed(changes={"REG-01": ("950", "1000", "")}) | {"based_on": "1", "action": "save"}
    client.post(FIGURES, changed)
    assert Submission.objects.get(is_current=True).revision == 2
    again = client.post(FIGURES, changed | {"based_on": "2"}, follow=True)
    assert "nothing changed" in again.content.decode()
    assert Submission.objects.count() == 2


def test_when_someone_was_faster_what_was_typed_stays(open_month_now: Month, draft: Draft) -> None:
    draft(share=900)
    draft(share=901, by="bina")
    client = signed_in("asha")
    mine = typed(share=900, changes={"REG-01": ("777", "1000", "")})
    answer = client.post(FIGURES, mine | {"based_on": "1", "action": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Revision 2 took its place meanwhile: bina" in page
    assert "901 of 1,000" in page
    assert 'value="777"' in page
    assert 'name="based_on" value="2"' in page
    assert Submission.objects.count() == 2
    assert client.post(FIGURES, mine | {"based_on": "2", "action": "save"}).status_code == 302
    assert Submission.objects.get(is_current=True).revision == 3


@pytest.mark.parametrize("based_on", ["", "x", "-1", "9" * 30, "²"])
def test_a_spoilt_based_on_does_not_break_the_page(open_month_now: Month, based_on: str) -> None:
    answer = signed_in("asha").post(FIGURES, typed() | {"based_on": based_on, "action": "save"})
    assert answer.status_code == 302


def test_a_remark_with_commas_quotes_and_lines_arrives_whole(open_month_now: Month) -> None:
    remark = 'Server "A", then B\r\nwas down'
    fields = typed(changes={"REG-01": ("900", "1000", remark)})
    signed_in("asha").post(FIGURES, fields | {"based_on": "0", "action": "save"})
    figure = Submission.objects.get().figures.get(parameter="REG-01")
    assert figure.remark == 'Server "A", then B was down'
