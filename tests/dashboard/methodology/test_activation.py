"""Coming into force: two different people, the very content that was put forward, and months not yet published."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.audit import broken_links
from accounts.models import AuditEvent
from common import jobs
from common.models import Job
from common.months import Month
from metrics.catalogue import FaultyMethodologyError, MethodologyDocument, load_all
from metrics.drafts.services import ClosedDraftError
from metrics.figures import record_figures
from metrics.methodology import load_methodologies
from metrics.models import Methodology, MethodologyDraft
from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force
from rankings import activation
from rankings.activation import MovedDraftError, RefusedActivationError, effect
from rankings.compute import compute_provisional
from rankings.models import Publication, RankingList
from rankings.publish import RefusedPublicationError, Signatures, publish
from rankings.verify import verify_published
from submissions.desk.rows import expected_for
from tests.dashboard.methodology.conftest import Past, sent
from tests.dashboard.methodology.drafting import (
    LATER,
    NOVEMBER,
    activate,
    changed_draft,
    put_forward,
    save,
    start,
)
from tests.insights.publishing.conftest import at_once
from tests.rankings.conftest import AT, SIGNED, RecordMonth


def record_november(states: tuple[str, ...] = ("HR", "HP")) -> None:
    chance = random.Random(3)  # noqa: S311 chance that can be repeated
    for state in states:
        record_figures(
            state=state, month=NOVEMBER, figures=sent(NOVEMBER, chance), source="test", sample=False, by="ravi", at=AT
        )  # fmt: skip


@pytest.mark.django_db
def test_one_puts_forward_and_another_signs(past: Past) -> None:
    past(("2023-10",))
    record_november()
    compute_provisional(NOVEMBER)
    draft = changed_draft()
    digest = put_forward(draft)
    assert methodology_in_force(NOVEMBER).version == "2023-01", "one signature changes nothing"
    made = activation.sign(draft_id=draft.pk, seen=digest, by="arjun", at=LATER, address="192.0.2.7")
    assert (made.version, str(made.holds_from), made.content_hash) == ("2023-11", "2023-11", digest)
    assert document_of(made).content_hash == digest, "what is stored is what was signed"
    assert methodology_in_force(NOVEMBER).version == "2023-11"
    assert methodology_in_force(NOVEMBER.previous()).version == "2023-01"
    assert methodology_in_force(Month(2024, 7)).version == "2024-07"
    acts = AuditEvent.objects.filter(subject="2023-11", action__startswith="methodology").order_by("number")
    assert [(one.action, one.actor, one.address) for one in acts if one.action != "methodology.edit"] == [
        ("methodology.draft", "meera", ""),
        ("methodology.propose", "meera", ""),
        ("methodology.activate", "arjun", "192.0.2.7"),
    ]
    assert acts.last() is not None
    assert acts.last().after["digest"] == digest  # type: ignore[union-attr, index]
    assert not list(broken_links())


@pytest.mark.django_db
def test_the_provisional_lists_are_computed_anew_by_a_job(past: Past) -> None:
    past(("2023-10",))
    record_november()
    compute_provisional(NOVEMBER)
    before = set(RankingList.objects.filter(month=NOVEMBER).values_list("methodology", flat=True))
    Job.objects.all().delete()
    activate(changed_draft())
    waiting = {(one.kind, one.key): one.pk for one in Job.objects.all()}
    assert set(waiting) == {("compute", "2023-11")}
    assert jobs.run(waiting["compute", "2023-11"], clock=lambda: LATER)
    after = set(RankingList.objects.filter(month=NOVEMBER).values_list("methodology", flat=True))
    assert (before, after) == ({"2023-01"}, {"2023-11"})


@pytest.mark.django_db
def test_templates_and_checks_follow_the_new_parameters(past: Past) -> None:
    past(("2023-10",))
    activate(changed_draft())
    november, october = expected_for("HR", NOVEMBER), expected_for("HR", NOVEMBER.previous())
    assert november.methodology == "2023-11"
    assert november.parameters.keys() - october.parameters.keys() == {"REG-09"}


@pytest.mark.django_db
def test_who_may_not_sign(past: Past) -> None:
    draft = changed_draft()
    digest = activation.digest_of(draft)
    with pytest.raises(RefusedPublicationError, match="ravi is not an active person"):
        activation.put_forward(draft_id=draft.pk, seen=digest, by="ravi", at=AT)
    with pytest.raises(RefusedActivationError, match="put forward first"):
        activation.sign(draft_id=draft.pk, seen=digest, by="arjun", at=AT)
    put_forward(draft)
    with pytest.raises(RefusedPublicationError, match="meera cannot sign twice"):
        activation.sign(draft_id=draft.pk, seen=digest, by="meera", at=LATER)
    with pytest.raises(RefusedPublicationError, match="ravi is not an active person"):
        activation.sign(draft_id=draft.pk, seen=digest, by="ravi", at=LATER)
    with pytest.raises(RefusedActivationError, match="waits for a second signature already"):
        put_forward(draft, by="arjun")
    assert not Methodology.objects.filter(version="2023-11").exists()


@pytest.mark.django_db
def test_a_draft_that_was_changed_in_between_is_refused(past: Past) -> None:
    draft = changed_draft()
    shown = activation.digest_of(draft)
    save(draft, {"title": "Other"})
    with pytest.raises(MovedDraftError):
        activation.put_forward(draft_id=draft.pk, seen=shown, by="meera", at=AT)
    digest = put_forward(draft)
    save(draft, {"title": "Yet another"}, by="admin")
    draft.refresh_from_db()
    for seen in (digest, activation.digest_of(draft)):
        with pytest.raises(MovedDraftError):
            activation.sign(draft_id=draft.pk, seen=seen, by="arjun", at=LATER)
    put_forward(draft)
    with pytest.raises(MovedDraftError):
        activation.sign(draft_id=draft.pk, seen=digest, by="arjun", at=LATER)
    draft.refresh_from_db()
    activation.sign(draft_id=draft.pk, seen=draft.proposed_digest, by="arjun", at=LATER)


@pytest.mark.django_db
def test_what_was_put_forward_can_be_taken_back(past: Past) -> None:
    draft = changed_draft()
    with pytest.raises(RefusedActivationError, match="not put forward"):
        activation.take_back(draft_id=draft.pk, by="arjun", at=AT)
    digest = put_forward(draft)
    activation.take_back(draft_id=draft.pk, by="arjun", at=AT)
    with pytest.raises(RefusedActivationError, match="put forward first"):
        activation.sign(draft_id=draft.pk, seen=digest, by="arjun", at=LATER)
    with pytest.raises(RefusedPublicationError):
        activation.take_back(draft_id=draft.pk, by="ravi", at=AT)
    put_forward(draft, by="arjun")


@pytest.mark.django_db
def test_a_faulty_draft_is_refused_with_all_that_is_wrong(past: Past) -> None:
    draft = start()
    save(draft, {"parameters/REG-01/max_marks": "5", "title": ""})
    with pytest.raises(RefusedActivationError, match=r"title is missing.*sum to 98"):
        put_forward(draft)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "why"),
    [
        ("2023-10", "has a published list"),
        ("2023-05", "has a published list"),
        ("2024-07", "2024-07 holds from"),
    ],
)
def test_months_in_which_it_cannot_begin(past: Past, first: str, why: str) -> None:
    past(("2023-10",))
    draft = changed_draft()
    save(draft, {"holds_from": first})
    with pytest.raises(RefusedActivationError, match=why):
        put_forward(draft)


@pytest.mark.django_db
def test_a_month_that_is_published_in_between_is_refused(past: Past) -> None:
    past(("2023-10",))
    draft = changed_draft()
    digest = put_forward(draft)
    past(("2023-11",), seed=9)
    with pytest.raises(RefusedActivationError, match="2023-11 has a published list"):
        activation.sign(draft_id=draft.pk, seen=digest, by="arjun", at=LATER)


@pytest.mark.django_db
def test_verified_figures_that_cannot_be_rated_stand_in_the_way(past: Past) -> None:
    past(("2023-10",))
    above = "DAT-01"
    base = start("2023-12")
    save(base, {f"parameters/{above}/numerator_may_exceed": "yes", "holds_from": "2023-12"})
    activate(base)
    figures = {above: Figure(Decimal(12), Decimal(10))}
    record_figures(
        state="HR", month=Month(2023, 12), figures=figures, source="test", sample=False, by="ravi", at=AT
    )
    draft = start("2023-12", first=Month(2023, 12))
    assert effect(draft).replaces
    with pytest.raises(RefusedActivationError, match="HR 2023-12 DAT-01: numerator 12"):
        put_forward(draft)


@pytest.mark.django_db
def test_an_open_version_is_put_right_by_a_draft_of_its_name(past: Past) -> None:
    """Until a published list rests on it, a mistake can be mended; afterwards the database refuses."""
    past(("2023-10",))
    first = activate(changed_draft())
    mended = save(start("2023-11", based_on="2023-11"), {"title": "Mended"})
    again = activate(mended)
    assert (again.pk, again.title, again.parameters.count()) == (first.pk, "Mended", 29)
    past(("2023-11",), seed=9)
    draft = start("2023-11", based_on="2023-11", first=NOVEMBER.next())
    with pytest.raises(RefusedActivationError, match="a published list rests on 2023-11"):
        put_forward(draft)
    again.refresh_from_db()
    again.title = "Changed"
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.django_db
def test_what_two_people_signed_is_kept_as_they_signed_it(past: Past) -> None:
    draft = changed_draft()
    activate(draft)
    row = MethodologyDraft.objects.filter(pk=draft.pk)
    changes: list[dict[str, object]] = [{"document": {}}, {"proposed_by": "x"}, {"activated_by": "x"}]
    for values in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    with pytest.raises(ClosedDraftError, match="came into force, signed by arjun"):
        save(draft, {"title": "x"})
    with pytest.raises(ClosedDraftError):
        activation.sign(draft_id=draft.pk, seen=activation.digest_of(draft), by="arjun", at=LATER)


@pytest.mark.django_db
def test_files_leave_what_was_activated_alone(past: Past) -> None:
    """A later start, or a later release of the program, overwrites nothing that two people signed."""
    made = activate(changed_draft())
    assert load_methodologies(at=LATER) == (0, 0)
    own = load_all()[1]
    same_name = MethodologyDocument("2023-11", NOVEMBER, {**own.document, "version": "2023-11"})
    assert load_methodologies(at=LATER, documents=[same_name]) == (0, 0)
    made.refresh_from_db()
    assert made.parameters.count() == 29
    same_month = MethodologyDocument("other", NOVEMBER, {**own.document, "version": "other"})
    with pytest.raises(FaultyMethodologyError, match="version 2023-11 holds from 2023-11 already"):
        load_methodologies(at=LATER, documents=[same_month])


@pytest.mark.django_db
def test_the_effect_says_what_changes(past: Past) -> None:
    past(("2023-10",))
    record_november()
    found = effect(changed_draft())
    assert (found.first, found.then) == (Month(2023, 11), (Month(2024, 7), "2024-07"))
    assert (found.instead_of, found.replaces, found.new, found.gone) == ("2023-01", False, ["REG-09"], [])
    assert (found.months, found.unrated) == ({Month(2023, 11): 2}, [])


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_make_one_version(publishers: Signatures) -> None:
    draft = changed_draft()
    digest = put_forward(draft)

    def sign_it() -> Methodology:
        return activation.sign(draft_id=draft.pk, seen=digest, by="arjun", at=LATER)

    results = at_once(sign_it, sign_it, sign_it)
    assert sum(isinstance(one, Methodology) for one in results) == 1
    assert sum(isinstance(one, ClosedDraftError) for one in results) == 2
    assert AuditEvent.objects.filter(action="methodology.activate").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_publication_and_an_activation_at_once(record_month: RecordMonth, publishers: Signatures) -> None:
    """Whoever comes first: a published list rests on the version that is in force afterwards, or none is activated."""
    record_month({"HR": 990, "HP": 980}, month=NOVEMBER)
    draft = start()
    save(draft, {"parameters/REG-01/max_marks": "5", "parameters/CYB-01/max_marks": "6"})
    digest = put_forward(draft)
    results = at_once(
        lambda: activation.sign(draft_id=draft.pk, seen=digest, by="arjun", at=LATER),
        lambda: publish(month=NOVEMBER, signatures=SIGNED, released_on=date(2023, 12, 22), at=LATER),
    )
    assert isinstance(results[1], Publication)
    used = set(results[1].lists.values_list("methodology", flat=True))
    if isinstance(results[0], Methodology):
        assert used == {"2023-11"}
    else:
        assert isinstance(results[0], RefusedActivationError)
        assert used == {"2023-01"}
    assert methodology_in_force(NOVEMBER).version in used
    assert all(not one.problems for one in verify_published())
