"""Every form of sentence in the help is understood, in both languages, as it is meant."""

from __future__ import annotations

import pytest
from django.utils import translation

from rankings.core.claim_forms import EXAMPLES, FORMS, Form, nearest
from rankings.core.claims import ClaimKind
from rankings.core.saying import understood
from rankings.views.wording.months import month_name
from states.months import Month

NAMES = {
    "Haryana": "HR", "हरियाणा": "HR", "Himachal Pradesh": "HP", "हिमाचल प्रदेश": "HP", "Uttar Pradesh": "UP",
    "उत्तर प्रदेश": "UP", "Delhi": "DL", "दिल्ली": "DL", "Gujarat": "GJ", "गुजरात": "GJ", "Chandigarh": "CH",
    "चंडीगढ़": "CH",
}  # fmt: skip
OLDEST, NEWEST = Month(2021, 6), Month(2023, 10)


def example(form: Form, language: str) -> str:
    with translation.override(language):
        months = {place: month_name(month) for place, month in EXAMPLES.items()}
    known = [name for name, code in NAMES.items() if code == form.state]
    return form.said(language, known[language == "hi"], months)


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.english)
def test_every_form_of_the_help_is_understood(form: Form, language: str) -> None:
    said = understood(example(form, language), NAMES, OLDEST, NEWEST)
    meant = form.meant(OLDEST, NEWEST)
    assert (said.state, said.kind, said.count, said.first, said.last) == (
        meant.state, meant.kind, meant.count, meant.first, meant.last,
    )  # fmt: skip
    assert (said.board, said.category) == (form.board, form.category)


def test_every_kind_of_claim_has_a_form() -> None:
    assert {form.kind for form in FORMS} == set(ClaimKind)
    assert {form.category for form in FORMS} == {"", "major", "hilly-ne", "ut"}


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.english)
def test_a_form_is_nearest_to_itself(form: Form, language: str) -> None:
    text = form.hindi if language == "hi" else form.english
    assert form in nearest(text)
