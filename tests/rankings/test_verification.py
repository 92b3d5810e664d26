"""`verify_published` notices what a person can do who may write to every table and lift every trigger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent
from common import jobs
from dashboard.leaderboard import api
from rankings.compute import compute_month, content_of
from rankings.models import ListRow, Publication, RankingList, Withdrawal
from rankings.publish import Signatures, withdraw
from rankings.record.services import load_record
from rankings.verify import stored_content, verify_published
from tests.rankings.conftest import AT, MONTH, PublishMonth, RecordMonth
from tests.rankings.release.conftest import RECORD

SHARES = {"HR": 999, "HP": 950, "DL": 700}


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_hint", None)


@pytest.fixture
def published(record_month: RecordMonth, publish_month: PublishMonth) -> list[Publication]:
    """October, published twice."""
    record_month(SHARES)
    first = publish_month()
    record_month({"HP": 940})
    return [first, publish_month(reason="corrected")]


@pytest.fixture
def unguarded(db: None) -> Iterator[Any]:
    """A cursor past every trigger, as the owner of the database has one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor


def problems() -> dict[str, tuple[str, ...]]:
    """What does not hold, by the name of the list, publication or address."""
    return {verified.name: verified.problems for verified in verify_published() if verified.problems}


def shown_list(revision: int = 2) -> RankingList:
    return RankingList.objects.get(board="cctns", category="all", origin="computed", revision=revision)


def test_what_was_published_by_the_rules_holds(published: list[Publication]) -> None:
    assert problems() == {}
    call_command("verify_published")


def test_a_recorded_list_with_another_state_and_a_new_digest(directory: None, unguarded: Any) -> None:
    """Its rows give its digest, and nothing comes after it: the signature alone tells."""
    load_record(data=RECORD.encode(), by="system", at=AT)
    forged = RankingList.objects.get()
    assert forged.publication is not None
    ListRow.objects.filter(list=forged, state="HR").update(state="UP")
    forged.digest = stored_content(forged.publication, forged).digest
    forged.save()
    assert problems() == {str(forged): ("its digest is not signed with a key of this installation",)}
    with pytest.raises(CommandError):
        call_command("verify_published")


@pytest.mark.parametrize("signature", ["kept", "foreign", "none", "nonsense"])
def test_figures_raised_and_every_list_made_anew(
    published: list[Publication], unguarded: Any, signature: str
) -> None:
    """Computed again it comes out the same, for the figures were changed first."""
    unguarded.execute(
        "UPDATE metrics_figure SET numerator = 1000 WHERE figure_set_id IN "
        "(SELECT id FROM metrics_figureset WHERE state_id = 'DL')"
    )
    revisions = published[1].inputs
    again = compute_month(MONTH, revisions=revisions)
    forged = shown_list()
    content = content_of(
        again, "cctns", "all", revision=2, reason="corrected", released_on=published[1].released_on,
        previous=forged.previous_digest,
    )  # fmt: skip
    for row in content.rows:
        place = content.rows.index(row) + 1 + 1000
        ListRow.objects.filter(list=forged, state=row.state).update(
            position=place, rank=row.rank, score=row.score, reason=row.reason
        )
    ListRow.objects.filter(list=forged).update(position=F("position") - 1000)
    mark = Ed25519PrivateKey.from_private_bytes(bytes(32)).sign(content.digest.encode())
    signatures = {"kept": forged.signature, "foreign": mark.hex(), "none": "", "nonsense": "?"}
    RankingList.objects.filter(pk=forged.pk).update(
        digest=content.digest, inputs_digest=content.inputs, signature=signatures[signature][:88]
    )
    found = problems()
    assert found[str(forged)] == ("its digest is not signed with a key of this installation",)


def test_a_list_taken_out_of_sight(published: list[Publication]) -> None:
    """No trigger forbids it: which revision is current moves with every publication."""
    RankingList.objects.filter(pk=shown_list().pk).update(is_current=False)
    assert problems() == {
        str(shown_list()): ("it is the newest revision and was not withdrawn, but it is not the current one",)
    }


def test_an_older_revision_put_in_the_place_of_the_newest(published: list[Publication]) -> None:
    RankingList.objects.filter(pk=shown_list().pk).update(is_current=False)
    RankingList.objects.filter(pk=shown_list(1).pk).update(is_current=True)
    assert problems()[str(shown_list(1))] == ("it is the current one, but it was superseded or withdrawn",)
    assert str(shown_list()) in problems()


def test_a_withdrawal_that_nobody_signed(published: list[Publication]) -> None:
    Withdrawal.objects.create(
        publication=published[1], reason="x", withdrawn_on=AT.date(), withdrawn_at=AT, withdrawn_by="meera",
        seconded_by="arjun",
    )  # fmt: skip
    published[1].lists.update(is_current=False)
    told = ("it is withdrawn in the database or in the audit trail, and not in the other",)
    assert problems() == {"publication 2": told}


def test_a_withdrawal_forged_together_with_its_event(published: list[Publication], client: Client) -> None:
    """What adds to the trail is not told from what people did: this is left to them and to every reader."""
    Withdrawal.objects.create(
        publication=published[1], reason="x", withdrawn_on=AT.date(), withdrawn_at=AT, withdrawn_by="meera",
        seconded_by="arjun",
    )  # fmt: skip
    published[1].lists.update(is_current=False)
    with transaction.atomic():
        audit.record(at=AT, actor="meera", action="lists.withdraw", subject="publication 2")
    assert problems() == {}
    assert client.get("/rankings/2023-10/").status_code == 410


def test_a_withdrawal_undone(published: list[Publication], publishers: Signatures, unguarded: Any) -> None:
    withdraw(publication=2, signatures=publishers, reason="Wrong figures", at=AT)
    assert problems() == {}
    unguarded.execute("DELETE FROM rankings_withdrawal")
    published[1].lists.update(is_current=True)
    assert list(problems()) == ["publication 2"]


def test_the_last_publication_removed(published: list[Publication], unguarded: Any) -> None:
    """What is left is sound in itself; the audit trail remembers."""
    unguarded.execute(
        "DELETE FROM rankings_listrow WHERE list_id IN (SELECT id FROM rankings_rankinglist WHERE revision = 2)"
    )
    unguarded.execute("DELETE FROM rankings_rankinglist WHERE revision = 2")
    unguarded.execute("DELETE FROM rankings_publication WHERE number = 2")
    published[0].lists.update(is_current=True)
    assert problems() == {"publication 2": ("the audit trail says that it was published, but it is gone",)}


def test_a_publication_of_which_the_trail_knows_nothing(published: list[Publication], unguarded: Any) -> None:
    unguarded.execute(
        "DELETE FROM accounts_auditevent WHERE number = %s", [AuditEvent.objects.latest("number").number]
    )
    assert problems() == {"publication 2": ("the audit trail does not say that it was published",)}


def test_an_anchor_taken_out_of_a_publication(published: list[Publication], unguarded: Any) -> None:
    unguarded.execute("UPDATE rankings_publication SET anchor = NULL WHERE number = 2")
    assert list(problems()) == ["publication 2"]
    unguarded.execute("UPDATE rankings_publication SET anchor = NULL")
    assert problems() == {}, "as publications were before anchors"


def test_what_the_api_shows_is_what_is_signed(
    published: list[Publication], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = api.list_document

    def embellished(view: Any, *others: Any) -> Any:
        told = whole(view, *others)
        if (view.board, view.category, view.revision) == ("cctns", "all", 2):
            told["results"][0]["score"] = Decimal("99.99")
        return told

    monkeypatch.setattr(api, "list_document", embellished)
    assert problems() == {
        str(shown_list()): (
            "/api/v1/rankings/2023-10/rev/2/ shows something else than what was signed",
            "/api/v1/rankings/2023-10/ shows something else than what was signed",
        )
    }
