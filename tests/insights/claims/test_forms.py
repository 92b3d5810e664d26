"""Every form of sentence in the help is understood, in both languages, as it is meant."""

from __future__ import annotations

import pytest
from django.utils import translation

from common.dates import month_name
from insights.claims.forms import EXAMPLES, FORMS, Form, nearest
from insights.claims.kinds import ClaimKind
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
    meant = form.meant(OLDEST, NEWEST)
    assert (
        meant.state, meant.kind, meant.count, meant.first, meant.last, meant.relation, meant.other, form.board,
        form.category,
    ) in [
        (claim.state, claim.kind, claim.number, claim.first, claim.last, claim.relation, claim.other, claim.board,
         claim.category)
        for claim in claims
    ]  # fmt: skip


def test_every_kind_of_claim_has_a_form() -> None:
    assert {form.kind for form in FORMS} == set(ClaimKind) - {ClaimKind.BEHIND}
    assert {form.category for form in FORMS} == {"", "major", "hilly-ne", "ut"}


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.english)
def test_a_form_is_nearest_to_itself(form: Form, language: str) -> None:
    text = form.hindi if language == "hi" else form.english
    assert form in nearest(text)
