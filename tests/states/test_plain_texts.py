"""What others typed reaches staff without what would turn, hide or colour it."""

from __future__ import annotations

import pytest

from common.months import Month
from rankings import corrections
from submissions.models import CaveatKind
from submissions.upload.cells import add_caveat
from submissions.workflow import RefusedStepError
from tests.rankings.conftest import AT

HOSTILE = "first\u202e dnoces\u2066 \x1b[31mred\u2069\r\nline\x00 "
PLAIN = "first dnoces [31mred\nline"


@pytest.mark.django_db
def test_a_request_and_its_answer() -> None:
    request = corrections.receive(subject=HOSTILE, text=HOSTILE, email="", at=AT)
    assert (request.subject, request.text) == (PLAIN, PLAIN)
    answered = corrections.answer(request_id=request.pk, text=HOSTILE, by="ravi", at=AT)
    assert answered.answer == PLAIN


@pytest.mark.django_db
def test_a_caveat(directory: None) -> None:
    month = Month(2023, 10)
    caveat = add_caveat(
        state="HR", month=month, parameter="REG-01", kind=CaveatKind.FLOOD, text=HOSTILE, by="asha", at=AT
    )
    assert caveat.text == PLAIN
    with pytest.raises(RefusedStepError):
        add_caveat(
            state="HR",
            month=month,
            parameter="REG-01",
            kind=CaveatKind.FLOOD,
            text="\u202e\x1b",
            by="asha",
            at=AT,
        )
