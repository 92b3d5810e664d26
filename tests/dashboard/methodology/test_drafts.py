"""Drafts in the database: copied, edited by two people, put aside, and audited throughout."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from accounts.audit import broken_links
from accounts.models import AuditEvent
from metrics.drafts import services
from metrics.drafts.edits import (
    RefusedPartError,
    add_group,
    flat,
    remove_group,
    remove_parameter,
    with_values,
)
from metrics.drafts.services import ChangedDraftError, ClosedDraftError, NoSuchDraftError, TakenNameError
from metrics.models import Methodology, MethodologyDraft
from metrics.selectors import UnknownMethodologyError, closed_drafts, document_of, open_drafts
from rankings.activation import problems_of
from tests.dashboard.methodology.drafting import NOVEMBER, changed_draft, save, start
from tests.insights.publishing.conftest import at_once
from tests.rankings.conftest import AT

MARKS = "parameters/REG-01/max_marks"
PROPOSED = {"proposed_at": AT, "proposed_by": "meera", "proposed_digest": "d"}


@pytest.mark.django_db
def test_a_copy_is_the_version_under_another_name(directory: None) -> None:
    draft = start()
    base = document_of(Methodology.objects.get(version="2023-01")).document
    assert draft.document == {**base, "version": "2023-11", "holds_from": "2023-11"}
    assert problems_of(draft) == ()
    assert list(open_drafts()) == [draft]
    event = AuditEvent.objects.get(action="methodology.draft")
    assert (event.actor, event.subject, event.after) == (
        "meera", "2023-11", {"draft": draft.pk, "based_on": "2023-01", "holds_from": "2023-11"},
    )  # fmt: skip


@pytest.mark.django_db
def test_what_cannot_be_started(directory: None) -> None:
    with pytest.raises(UnknownMethodologyError):
        start(based_on="1999-01")
    start()
    with pytest.raises(TakenNameError, match="2023-11"):
        start()
    assert MethodologyDraft.objects.count() == 1


@pytest.mark.django_db
def test_every_save_is_kept_and_audited_with_what_changed(directory: None) -> None:
    draft = start()
    save(draft, {MARKS: "५", "title": "  Other   marks "}, by="admin")
    draft.refresh_from_db()
    assert (flat(draft.document)[MARKS], draft.document["title"], draft.edited_by) == (
        "5",
        "Other marks",
        "admin",
    )
    event = AuditEvent.objects.get(action="methodology.edit")
    assert event.before == {
        "draft": draft.pk, MARKS: "7", "title": "28 parameters: quality, sync and cyber added",
    }  # fmt: skip
    assert event.after == {"draft": draft.pk, MARKS: "5", "title": "Other marks"}
    assert [one.code for one in problems_of(draft)] == ["marks_sum"]
    assert not list(broken_links())


@pytest.mark.django_db
def test_nothing_typed_writes_nothing(directory: None) -> None:
    draft = start()
    save(draft, {MARKS: "7"}, by="admin")
    draft.refresh_from_db()
    assert draft.edited_by == "meera"
    assert not AuditEvent.objects.filter(action="methodology.edit").exists()


def save_as(by: str, draft: MethodologyDraft, revision: int, values: dict[str, str]) -> MethodologyDraft:
    """Save what a form that was shown with this revision has typed in it."""
    edit = partial(with_values, values=values)
    return services.edit_draft(draft_id=draft.pk, edit=edit, revision=revision, by=by, at=AT)


@pytest.mark.django_db
def test_the_second_of_two_editors_is_told_and_nothing_is_lost(directory: None) -> None:
    """All or nothing: not even values that the first one left alone are saved unseen."""
    draft = start()
    assert draft.revision == 1
    save_as("admin", draft, 1, {MARKS: "6"})
    for typed in ({MARKS: "5", "title": "Mine"}, {"title": "Mine"}, {}):
        with pytest.raises(ChangedDraftError) as found:
            save_as("meera", draft, 1, typed)
        assert found.value.by == "admin"
    draft.refresh_from_db()
    assert (flat(draft.document)[MARKS], draft.revision) == ("6", 2)
    assert draft.document["title"] != "Mine"
    save_as("meera", draft, 2, {MARKS: "5", "title": "Mine"})
    draft.refresh_from_db()
    assert (flat(draft.document)[MARKS], draft.document["title"], draft.revision) == ("5", "Mine", 3)


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_once(directory: None) -> None:
    draft = start()

    def saving(value: str, path: str = MARKS) -> object:
        return save_as(f"editor {value}", draft, 1, {path: value})

    results = at_once(
        lambda: saving("5"), lambda: saving("6"), lambda: saving("9", "parameters/CYB-01/max_marks")
    )
    assert sum(isinstance(result, MethodologyDraft) for result in results) == 1
    assert sum(isinstance(result, ChangedDraftError) for result in results) == 2
    draft.refresh_from_db()
    values = flat(draft.document)
    assert (values[MARKS], values["parameters/CYB-01/max_marks"]) in {("5", "4"), ("6", "4"), ("7", "9")}


@pytest.mark.django_db
def test_parts_come_and_go(directory: None) -> None:
    draft = changed_draft()
    assert problems_of(draft) == ()
    remove = partial(remove_parameter, code="REG-09")
    for edit in (
        partial(add_group, code="NEW", texts={"name": "New", "name_hi": "नया"}),
        partial(remove_group, code="NEW"),
        remove,
    ):
        services.edit_draft(draft_id=draft.pk, edit=edit, by="meera", at=AT)
    with pytest.raises(RefusedPartError):
        services.edit_draft(draft_id=draft.pk, edit=remove, by="meera", at=AT)
    draft.refresh_from_db()
    assert [one.code for one in problems_of(draft)] == ["marks_sum"]
    last = AuditEvent.objects.filter(action="methodology.edit").order_by("-number")[0]
    assert last.before is not None
    assert last.before["parameters/REG-09/name"] == "e-FIRs registered"
    assert last.after is not None
    assert last.after["parameters/REG-09/name"] is None


@pytest.mark.django_db
def test_the_name_follows_the_content_and_stays_its_own(directory: None) -> None:
    first, second = start(), start("2023-12")
    with pytest.raises(TakenNameError):
        save(second, {"version": "2023-11"})
    save(second, {"version": "v" * 40})
    second.refresh_from_db()
    assert (second.version, second.document["version"]) == ("v" * 20, "v" * 40)
    assert {one.code for one in problems_of(second)} == {"version_form"}
    assert first.version == "2023-11"


@pytest.mark.django_db
def test_a_dropped_draft_stays_readable_and_lets_its_name_go(directory: None) -> None:
    draft = start()
    services.drop_draft(draft_id=draft.pk, by="admin", at=AT)
    with pytest.raises(ClosedDraftError, match="dropped by admin"):
        save(draft, {MARKS: "5"})
    with pytest.raises(ClosedDraftError):
        services.drop_draft(draft_id=draft.pk, by="admin", at=AT)
    with pytest.raises(NoSuchDraftError):
        services.drop_draft(draft_id=draft.pk + 1, by="admin", at=AT)
    assert (list(open_drafts()), list(closed_drafts())) == ([], [draft])
    assert start().pk != draft.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"proposed_at": AT}, {"proposed_by": "meera"}, {"proposed_at": AT, "proposed_by": "meera"},
        {"activated_at": AT, "activated_by": "arjun"}, {"dropped_at": AT}, {"dropped_by": "meera"},
        {**PROPOSED, "activated_at": AT, "activated_by": "meera"},
        {**PROPOSED, "activated_at": AT, "activated_by": "arjun", "dropped_at": AT, "dropped_by": "meera"},
    ],
)  # fmt: skip
def test_the_database_holds_who_and_when_in_pairs(directory: None, values: dict[str, object]) -> None:
    draft = start()
    with pytest.raises(IntegrityError), transaction.atomic():
        MethodologyDraft.objects.filter(pk=draft.pk).update(**values)


@pytest.mark.django_db
def test_a_draft_is_no_version(directory: None) -> None:
    changed_draft()
    assert not Methodology.objects.filter(version="2023-11").exists()
    assert not Methodology.objects.filter(holds_from=NOVEMBER).exists()
