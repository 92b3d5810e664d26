"""Small helpers for tests of drafts: make one, edit it, bring it into force."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from common.months import Month
from metrics.drafts import services
from metrics.drafts.edits import add_parameter, with_values
from metrics.models import Methodology, MethodologyDraft
from rankings import activation
from tests.rankings.conftest import AT

NOVEMBER = Month(2023, 11)
LATER = AT + timedelta(hours=1)
# Two marks move from REG-01 to CYB-01, and a parameter comes in for three of REG-06's.
MARKS = {"REG-01": "5", "CYB-01": "6", "REG-06": "3"}
NEW = {
    "group": "REG", "name": "e-FIRs registered", "name_hi": "दर्ज ई-एफआईआर", "numerator": "e-FIRs registered",
    "numerator_hi": "दर्ज ई-एफआईआर", "denominator": "e-FIRs received", "denominator_hi": "प्राप्त ई-एफआईआर",
    "max_marks": "3",
}  # fmt: skip


def start(
    version: str = "2023-11", based_on: str = "2023-01", by: str = "meera", first: Month = NOVEMBER
) -> MethodologyDraft:
    return services.start_draft(based_on=based_on, version=version, holds_from=first, by=by, at=AT)


def save(
    draft: MethodologyDraft, values: dict[str, str], by: str = "meera", at: datetime = AT
) -> MethodologyDraft:
    """Save values over what is stored now."""
    return services.edit_draft(draft_id=draft.pk, edit=partial(with_values, values=values), by=by, at=at)


def changed_draft() -> MethodologyDraft:
    """A sound draft of version 2023-11 with other marks and REG-09 more."""
    draft = start()
    add = partial(add_parameter, code="REG-09", values=NEW)
    services.edit_draft(draft_id=draft.pk, edit=add, by="meera", at=AT)
    return save(draft, {f"parameters/{code}/max_marks": marks for code, marks in MARKS.items()})


def put_forward(draft: MethodologyDraft, by: str = "meera") -> str:
    """The digest that was put forward."""
    draft.refresh_from_db()
    digest = activation.digest_of(draft)
    activation.put_forward(draft_id=draft.pk, seen=digest, by=by, at=AT)
    return digest


def activate(draft: MethodologyDraft) -> Methodology:
    digest = put_forward(draft)
    return activation.sign(draft_id=draft.pk, seen=digest, by="arjun", at=LATER)
