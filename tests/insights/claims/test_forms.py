"""Every form of sentence in the help is understood, in both languages, as it is meant."""

from __future__ import annotations

import pytest
from django.utils import translation

from common.dates import month_name
from common.months import Month
from insights.claims.forms import EXAMPLES, FORMS, YEAR, Form, nearest
from insights.claims.kinds import Claim, ClaimKind
from tests.insights.claims.reading import NEWEST, OLDEST, ROOT, read, rows

NAMES = {
    language: {row["code"]: row[f"name_{language}"] for row in rows(ROOT / "states/data/states.csv")}
    for language in ("en", "hi")
}


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.english)
def test_every_form_of_the_help_is_understood(form: Form, language: str) -> None:
    with translation.override(language):
        months = {place: month_name(month) for place, month in EXAMPLES.items()}
    claims = read(form.said(language, NAMES[language], months)).claims
    assert (meant(form), form.board, form.category) in claims


def meant(form: Form) -> Claim:
    """What the example claims on the record of the sample."""
    since, until, month = EXAMPLES["since"], EXAMPLES["until"], EXAMPLES["month"]
    first, last = {
        "since": (since, NEWEST),
        "span": (since, until),
        "month": (month, month),
        "year": (Month(YEAR, 1), Month(YEAR, 12)),
        "past": (NEWEST.plus(1 - max(form.total, 1)), NEWEST),
        "of": (since, since.plus(max(form.total, 1) - 1)),
        "newest": (NEWEST, NEWEST),
        "all": (OLDEST, NEWEST),
    }[form.window]
    return Claim(form.state, form.kind, form.count, first, last, form.relation, form.other)


def test_every_kind_of_claim_has_a_form() -> None:
    assert {form.kind for form in FORMS} == set(ClaimKind) - {ClaimKind.BEHIND}
    assert {form.category for form in FORMS} == {"", "major", "hilly-ne", "ut"}


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.english)
def test_a_form_is_nearest_to_itself(form: Form, language: str) -> None:
    text = form.hindi if language == "hi" else form.english
    assert form in nearest(text)
