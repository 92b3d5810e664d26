"""Two signatures under one impact: refused where anything moved, and one publication whoever races."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.audit import broken_links
from accounts.models import AuditEvent
from common.models import Job
from common.months import Month
from insights import registry
from insights.publishing.proposals import NoSuchProposalError, drop, impact_now, propose, sign
from rankings.models import Proposal, Publication
from rankings.publish import MovedFiguresError, RefusedPublicationError, Signatures, publish
from rankings.sample import drop_sample
from rankings.verify import verify_published
from tests.insights.publishing.conftest import at_once
from tests.rankings.conftest import AT, MONTH, SIGNED, RecordMonth

RELEASE = date(2023, 11, 27)
SHARES = {"HR": 999, "HP": 998}
LATER = AT + timedelta(hours=1)


def seen() -> str:
    return impact_now(MONTH, "", RELEASE).digest


def proposed(by: str = "meera") -> Proposal:
    return propose(month=MONTH, reason="", released_on=RELEASE, by=by, at=AT)


@pytest.mark.django_db
def test_one_proposes_and_another_signs(record_month: RecordMonth, publishers: Signatures) -> None:
    record_month(SHARES)
    shown = seen()
    proposal = propose(month=MONTH, reason="", released_on=RELEASE, by="meera", at=AT, seen=shown)
    assert Publication.objects.count() == 0, "one signature publishes nothing"
    publication = sign(proposal_id=proposal.pk, by="arjun", seen=shown, at=LATER, address="192.0.2.7")
    assert (publication.published_by, publication.seconded_by) == ("meera", "arjun")
    assert publication.released_on == RELEASE
    proposal.refresh_from_db()
    assert (proposal.publication, proposal.signed_by, proposal.signed_at) == (publication, "arjun", LATER)
    acts = AuditEvent.objects.filter(subject="2023-10").values_list("action", "actor", "address")
    assert list(acts) == [
        ("lists.propose", "meera", ""),
        ("lists.publish", "meera", ""),
        ("lists.sign", "arjun", "192.0.2.7"),
    ]
    assert not list(broken_links())
    queued = [(one.kind, one.payload) for one in Job.objects.order_by("pk")]
    assert queued == [
        ("anchor", {}),
        ("sensitivity", {"publication": 1}),
        ("release", {"publication": 1}),
        ("warm", {}),
    ]


@pytest.mark.django_db
def test_who_may_not_sign(record_month: RecordMonth, publishers: Signatures) -> None:
    record_month(SHARES)
    proposal = proposed()
    with pytest.raises(RefusedPublicationError, match="meera cannot sign twice"):
        sign(proposal_id=proposal.pk, by="meera", seen=seen(), at=LATER)
    with pytest.raises(RefusedPublicationError, match="ravi is not an active person"):
        sign(proposal_id=proposal.pk, by="ravi", seen=seen(), at=LATER)
    with pytest.raises(RefusedPublicationError, match="ravi is not an active person"):
        proposed(by="ravi")
    with pytest.raises(NoSuchProposalError):
        sign(proposal_id=proposal.pk + 1, by="arjun", seen=seen(), at=LATER)
    assert Publication.objects.count() == 0


@pytest.mark.django_db
def test_a_signature_under_figures_that_moved_is_refused_and_nothing_is_published(
    record_month: RecordMonth, publishers: Signatures
) -> None:
    record_month(SHARES)
    shown = seen()
    proposal = proposed()
    record_month({"HP": 1000})
    with pytest.raises(MovedFiguresError, match="have moved since"):
        sign(proposal_id=proposal.pk, by="arjun", seen=shown, at=LATER)
    with pytest.raises(MovedFiguresError):
        sign(proposal_id=proposal.pk, by="arjun", seen=seen(), at=LATER)
    assert Publication.objects.count() == 0


@pytest.mark.django_db
def test_a_proposal_under_figures_that_moved_is_refused(
    record_month: RecordMonth, publishers: Signatures
) -> None:
    record_month(SHARES)
    shown = seen()
    record_month({"HP": 1000})
    with pytest.raises(MovedFiguresError):
        propose(month=MONTH, reason="", released_on=RELEASE, by="meera", at=AT, seen=shown)
    assert Proposal.objects.count() == 0


@pytest.mark.django_db
def test_a_doubt_that_arises_in_between_is_looked_at_again(
    record_month: RecordMonth, publishers: Signatures, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_month(SHARES)
    shown = seen()
    proposal = proposed()
    monkeypatch.setattr(registry.doubts, "known", [lambda month: frozenset({("HR", "REG-01")})])
    assert impact_now(MONTH, "", RELEASE).document["hinges"]
    with pytest.raises(MovedFiguresError):
        sign(proposal_id=proposal.pk, by="arjun", seen=shown, at=LATER)


@pytest.mark.django_db
def test_a_publication_of_another_month_in_between_is_seen(
    record_month: RecordMonth, publishers: Signatures
) -> None:
    record_month(SHARES)
    record_month(SHARES, month=MONTH.previous())
    shown = seen()
    proposal = proposed()
    publish(month=MONTH.previous(), signatures=SIGNED, released_on=date(2023, 10, 27), at=AT)
    with pytest.raises(MovedFiguresError):
        sign(proposal_id=proposal.pk, by="arjun", seen=shown, at=LATER)


@pytest.mark.django_db
def test_the_second_signature_is_the_moment_of_release(
    record_month: RecordMonth, publishers: Signatures
) -> None:
    record_month(SHARES)
    release = date(2023, 12, 1)
    proposal = propose(month=MONTH, reason="", released_on=release, by="meera", at=AT)
    shown = proposal.impact_digest
    with pytest.raises(RefusedPublicationError, match="on 2023-12-01 or later"):
        sign(proposal_id=proposal.pk, by="arjun", seen=shown, at=LATER)
    # Midnight of the day of release in India is still the day before in Greenwich.
    midnight = datetime(2023, 11, 30, 18, 30, tzinfo=UTC)
    assert sign(proposal_id=proposal.pk, by="arjun", seen=shown, at=midnight).number == 1


@pytest.mark.django_db
def test_a_proposal_is_dropped_and_another_may_be_made(
    record_month: RecordMonth, publishers: Signatures
) -> None:
    record_month(SHARES)
    proposal = proposed()
    with pytest.raises(RefusedPublicationError, match="waits for a second signature already"):
        proposed("arjun")
    drop(proposal_id=proposal.pk, by="arjun", at=LATER)
    with pytest.raises(RefusedPublicationError, match="dropped by arjun"):
        sign(proposal_id=proposal.pk, by="arjun", seen=seen(), at=LATER)
    with pytest.raises(RefusedPublicationError, match="dropped by arjun"):
        drop(proposal_id=proposal.pk, by="meera", at=LATER)
    again = proposed("arjun")
    assert sign(proposal_id=again.pk, by="meera", seen=seen(), at=LATER).number == 1
    with pytest.raises(RefusedPublicationError, match="signed by meera already"):
        sign(proposal_id=again.pk, by="meera", seen=again.impact_digest, at=LATER)


@pytest.mark.django_db
def test_a_publication_without_announcement_tells_nobody(
    record_month: RecordMonth, publishers: Signatures
) -> None:
    record_month(SHARES)
    publish(month=MONTH, signatures=SIGNED, released_on=RELEASE, at=AT, announce=False)
    assert {job.kind for job in Job.objects.all()} == {"anchor", "warm"}


@pytest.mark.django_db
def test_proposals_of_sample_months_go_with_the_sample(
    record_month: RecordMonth, publishers: Signatures
) -> None:
    every = {
        "HR": 999,
        "HP": 998,
        "CH": 900,
    }  # one State of each category, so that every list is of the sample
    record_month(every, sample=True)
    record_month(every, month=MONTH.previous(), sample=True)
    signed = proposed()
    sign(proposal_id=signed.pk, by="arjun", seen=signed.impact_digest, at=LATER)
    propose(month=MONTH.previous(), reason="", released_on=RELEASE, by="meera", at=LATER)
    assert drop_sample(at=LATER) == (16, 6)
    assert not Proposal.objects.exists()
    assert not Publication.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_make_one_publication(record_month: RecordMonth, publishers: Signatures) -> None:
    record_month(SHARES)
    proposal = proposed()
    shown = proposal.impact_digest

    def sign_it() -> Publication:
        return sign(proposal_id=proposal.pk, by="arjun", seen=shown, at=LATER)

    results = at_once(sign_it, sign_it, sign_it)
    assert sum(isinstance(one, Publication) for one in results) == 1
    assert sum(isinstance(one, RefusedPublicationError) for one in results) == 2
    assert [one.number for one in Publication.objects.all()] == [1]
    assert Job.objects.filter(kind="release").count() == 1
    assert all(not one.problems for one in verify_published())
    assert not list(broken_links())


@pytest.mark.django_db(transaction=True)
def test_a_signature_and_a_publication_by_command_make_one_publication(
    record_month: RecordMonth, publishers: Signatures
) -> None:
    record_month(SHARES)
    proposal = proposed()
    results = at_once(
        lambda: sign(proposal_id=proposal.pk, by="arjun", seen=proposal.impact_digest, at=LATER),
        lambda: publish(month=MONTH, signatures=SIGNED, released_on=RELEASE, at=LATER),
    )
    assert sum(isinstance(one, Publication) for one in results) == 1
    assert sum(isinstance(one, RefusedPublicationError) for one in results) == 1
    assert Publication.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_at_once_make_one_proposal(record_month: RecordMonth, publishers: Signatures) -> None:
    record_month(SHARES)
    results = at_once(lambda: proposed("meera"), lambda: proposed("arjun"))
    assert sum(isinstance(one, Proposal) for one in results) == 1
    assert sum(isinstance(one, RefusedPublicationError) for one in results) == 1


@pytest.mark.django_db(transaction=True)
def test_months_signed_at_once_follow_one_another(record_month: RecordMonth, publishers: Signatures) -> None:
    """Both were proposed under the same chain: the later one finds it moved, and the numbers have no gap."""
    months = (MONTH, MONTH.previous())
    waiting = []
    for month in months:
        record_month(SHARES, month=month)
    for month in months:
        waiting.append(propose(month=month, reason="", released_on=_release(month), by="meera", at=AT))
    results = at_once(
        *(
            lambda one=one: sign(proposal_id=one.pk, by="arjun", seen=one.impact_digest, at=LATER)
            for one in waiting
        )
    )
    assert sum(isinstance(one, Publication) for one in results) == 1
    assert sum(isinstance(one, MovedFiguresError) for one in results) == 1
    assert [one.number for one in Publication.objects.all()] == [1]


def _release(month: Month) -> date:
    return month.last_day + timedelta(days=20)
