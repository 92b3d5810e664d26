"""The register's rules: revisions, reasons, withdrawal, two who change at once, the audit trail, the sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.audit import broken_links
from accounts.models import AuditEvent
from common import files
from common.asking import UnknownNameError
from rankings.lists.queries import last_public_act
from rankings.models import Practice, PracticeDocument, PracticeRevision
from rankings.practices.queries import (
    WithdrawnPracticeError,
    practice,
    practices,
    practices_of,
    register,
    revisions,
)
from rankings.practices.services import (
    Content,
    NoReasonError,
    NoSuchPracticeError,
    OvertakenError,
    Step,
    add,
    edit,
    restore,
    take,
    withdraw,
)
from rankings.sample import drop_sample, load_sample_practices
from states.models import State
from tests.dashboard.practices.making import NOW, PDF, entered
from tests.insights.publishing.conftest import at_once

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def step(one: PracticeRevision, reason: str = "It was wrong.", by: str = "arjun", hours: int = 1) -> Step:
    return Step(one.practice_id, one.number, reason, by, NOW + hours * HOUR, "192.0.2.1")


def test_entries_are_numbered_and_sorted(directory: None) -> None:
    entered("Old", year=2021)
    entered("Goa", state="GA")
    entered("Haryana")
    assert [one.title for one in practices()] == ["Goa", "Haryana", "Old"]
    assert [one.practice_id for one in practices()] == [2, 3, 1]
    assert [one.title for one in practices(states={"HR"}, year=2021)] == ["Old"]
    assert [one.title for one in practices_of(State.objects.get(code="HR"))] == ["Haryana", "Old"]
    assert practice(3).added_at == NOW


def test_a_change_is_a_revision_and_nothing_is_lost(directory: None) -> None:
    first = entered(file=PDF)
    changed = replace(Content.of(first), title="Two desks", document=None)
    second = edit(step=step(first), content=changed)
    assert (second.number, second.reason, second.recorded_by) == (2, "It was wrong.", "arjun")
    assert practice(1) == second
    assert practice(1).added_at == NOW
    before = revisions(1)[1]
    assert (before.title, before.is_current) == ("One desk for every FIR", False)
    assert before.document_id is not None
    assert files.fetch(before.document_id) == PDF


def test_the_same_again_changes_nothing(directory: None) -> None:
    first = entered()
    assert edit(step=step(first, reason=""), content=Content.of(first)) == first
    assert restore(step=step(first, reason="")) == first
    assert PracticeRevision.objects.count() == 1
    assert AuditEvent.objects.filter(subject="practice 1").count() == 1


def test_a_change_needs_a_reason(directory: None) -> None:
    first = entered()
    with pytest.raises(NoReasonError):
        edit(step=step(first, reason=" \n"), content=replace(Content.of(first), year=2022))
    with pytest.raises(NoReasonError):
        withdraw(step=step(first, reason=""))
    with pytest.raises(NoSuchPracticeError):
        withdraw(step=Step(99, 1, "x", "meera", NOW))
    assert practice(1) == first


def test_what_is_withdrawn_is_gone_from_the_public_and_stays_on_record(directory: None) -> None:
    first = entered()
    second = withdraw(step=step(first, reason="The State asked for it."))
    assert withdraw(step=step(second, reason="")) == second
    third = edit(step=step(second, hours=48), content=replace(Content.of(second), year=2022))
    assert third.withdrawn
    assert practices() == ()
    assert practices_of(first.state) == ()
    with pytest.raises(WithdrawnPracticeError) as gone:
        practice(1)
    assert gone.value.withdrawn_on.isoformat() == "2023-12-05", "the day of the withdrawal, not of the change"
    with pytest.raises(UnknownNameError):
        practice(2)
    assert [one.number for one in register()] == [3]
    fourth = restore(step=step(third, reason="It was mended."))
    assert practice(1) == fourth
    assert [one.withdrawn for one in revisions(1)] == [False, True, True, False]


def test_every_step_is_in_the_audit_trail(directory: None) -> None:
    first = entered()
    second = edit(step=step(first), content=replace(Content.of(first), year=2022))
    restore(step=step(withdraw(step=step(second, reason="Asked for.")), reason="Mended."))
    found = AuditEvent.objects.filter(subject="practice 1").order_by("number")
    assert [(one.action, one.actor) for one in found] == [
        ("practice.add", "meera"), ("practice.edit", "arjun"), ("practice.withdraw", "arjun"),
        ("practice.restore", "arjun"),
    ]  # fmt: skip
    assert found[0].after is not None
    assert found[0].after["title"] == "One desk for every FIR"
    assert (found[1].before, found[1].after) == (
        {"revision": 1, "year": 2023}, {"revision": 2, "reason": "It was wrong.", "year": 2022},
    )  # fmt: skip
    assert (found[1].address, found[2].after) == ("192.0.2.1", {"revision": 3, "reason": "Asked for."})
    assert not list(broken_links())
    assert last_public_act() == found[3].at


def test_whoever_saw_an_older_revision_is_told(directory: None) -> None:
    first = entered()
    second = edit(step=step(first, by="meera"), content=replace(Content.of(first), year=2022))
    with pytest.raises(OvertakenError) as told:
        edit(step=step(first), content=replace(Content.of(first), year=2021))
    assert told.value.current == second
    with pytest.raises(OvertakenError):
        withdraw(step=step(first))
    assert practice(1) == second


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_is_told_and_nothing_is_overwritten(directory: None) -> None:
    first = entered()
    found = at_once(
        *(
            lambda year=year: edit(
                step=step(first, by=f"p{year}"), content=replace(Content.of(first), year=year)
            )
            for year in (2021, 2022)
        )
    )
    [won] = [one for one in found if isinstance(one, PracticeRevision)]
    [lost] = [one for one in found if isinstance(one, OvertakenError)]
    assert lost.current == won == practice(1)
    assert [one.number for one in revisions(1)] == [2, 1]


@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_once_get_two_numbers(directory: None) -> None:
    content = Content("HR", 2023, "A desk", "It helps.")
    found = at_once(*[lambda: add(content=content, by="meera", at=NOW)] * 2)
    assert sorted(one.practice_id for one in found) == [1, 2]


WRONG = [
    ({"year": 1999}, "practice_year_known"),
    ({"title": ""}, "practice_says_something"),
    ({"description": ""}, "practice_says_something"),
    ({"number": 2}, "practice_changes_have_a_reason"),
    ({"withdrawn": True}, "practice_changes_have_a_reason"),
    ({"practice_id": 1, "is_current": False}, "practice_revisions_are_numbered"),
    ({"practice_id": 1, "number": 2, "reason": "again"}, "one_current_revision_per_practice"),
]


@pytest.mark.parametrize(("wrong", "rule"), WRONG, ids=str)
def test_the_database_holds_the_rules(directory: None, wrong: dict[str, object], rule: str) -> None:
    entered()
    Practice.objects.create(number=2)
    sound: dict[str, object] = {
        "practice_id": 2, "number": 1, "is_current": True, "state_id": "HR", "year": 2023, "title": "t",
        "description": "d", "recorded_at": NOW, "recorded_by": "meera",
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        PracticeRevision.objects.create(**sound | wrong)
    with pytest.raises(IntegrityError, match="practice_numbers_from_one"), transaction.atomic():
        Practice.objects.create(number=0)
    assert PracticeRevision.objects.create(**sound).pk


@pytest.mark.django_db(transaction=True)
def test_the_sample_is_labelled_and_leaves_no_trace(directory: None) -> None:
    real = entered("A real one", file=PDF)
    assert load_sample_practices(at=NOW) == 5
    assert load_sample_practices(at=NOW) == 0, "loading again adds nothing"
    samples = [one for one in practices() if one.practice.sample]
    assert len(samples) == 5
    assert all("made up for the demonstration" in one.description for one in samples)
    assert all("काल्पनिक" in one.description_hi for one in samples if one.description_hi)
    document = take(data=PDF, name="of-a-sample.pdf", by="meera", at=NOW)
    edit(step=step(samples[0]), content=replace(Content.of(samples[0]), document=document.pk))
    drop_sample(at=NOW)
    assert [one.title for one in practices()] == ["A real one"]
    assert list(PracticeDocument.objects.values_list("pk", flat=True)) == [real.document_id]
    with pytest.raises(FileNotFoundError):
        files.fetch(document.pk)
    event = AuditEvent.objects.filter(action="sample.drop").get()
    assert event.after == {"lists": 0, "figure_sets": 0, "practices": 5}
