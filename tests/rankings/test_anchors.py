"""The end of the audit trail cannot be cut off, nor the whole written anew, without an anchor that says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installation
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.audit import broken_links, event_hash
from accounts.models import AuditEvent
from common import jobs, signing
from common.models import Job
from progress.celery import SCHEDULE
from rankings import anchors
from rankings.lists.histories import Scope
from rankings.models import Publication
from rankings.proof import audit_pack, proof
from tests.rankings.conftest import AT, PublishMonth, RecordMonth

KEPT = installation.AUDIT_ANCHORS


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_hint", None)


@pytest.fixture
def october(record_month: RecordMonth, publish_month: PublishMonth) -> Publication:
    record_month({"HR": 999, "HP": 998})
    return publish_month()


@pytest.fixture
def unguarded(db: None) -> Iterator[Any]:
    """A cursor past every trigger, as the owner of the database has one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor


def refused(*options: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("verify_audit", *options)
    return str(caught.value)


def run_jobs() -> None:
    for job in Job.objects.filter(kind=anchors.ANCHOR, state="queued"):
        assert jobs.run(job.pk, clock=lambda: AT + timedelta(days=2))


def rewritten(cursor: Any, first: int) -> None:
    """Write the trail anew from an event on: another actor, every hash of it and after it recomputed."""
    previous = AuditEvent.objects.get(number=first - 1).hash
    for event in AuditEvent.objects.filter(number__gte=first).order_by("number"):
        event.actor, event.previous_hash = "somebody", previous
        previous = event_hash(event)
        cursor.execute(
            "UPDATE accounts_auditevent SET actor = 'somebody', previous_hash = %s, hash = %s WHERE number = %s",
            [event.previous_hash, previous, event.number],
        )


def test_a_publication_carries_how_far_the_trail_reached(october: Publication) -> None:
    event = AuditEvent.objects.get(action="lists.publish")
    anchor = october.anchor
    assert anchor is not None
    assert (anchor["events"], anchor["head"]) == (event.number, event.hash), "its own event is covered"
    assert anchor["at"] == "2023-11-27T06:30:00+00:00"
    document = {name: value for name, value in anchor.items() if name != "signature"}
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    assert signing.signer(text, anchor["signature"]) == signing.public_key()
    call_command("verify_audit")


def test_a_trail_that_was_written_anew(october: Publication, unguarded: Any) -> None:
    rewritten(unguarded, 3)
    assert list(broken_links()) == [], "the chain itself is sound"
    assert "is another than the one that the anchor of 2023-11-27" in refused()


@pytest.mark.parametrize("kept", ["half", "none"])
def test_a_trail_that_was_cut(october: Publication, unguarded: Any, kept: str) -> None:
    half = AuditEvent.objects.count() // 2 if kept == "half" else 0
    unguarded.execute("DELETE FROM accounts_auditevent WHERE number > %s", [half])
    assert list(broken_links()) == [], "the chain itself is sound"
    told = refused()
    assert "it ends before event" in told if half else "it is empty, though lists were published" in told


def test_an_empty_trail_is_sound_before_anything_was_published(nothing_loaded: None) -> None:
    assert not AuditEvent.objects.exists()
    call_command("verify_audit")


def test_the_file_tells_when_the_database_was_put_back(october: Publication, unguarded: Any) -> None:
    """Publications, their anchors and events are all gone: what is left agrees with itself."""
    run_jobs()
    assert anchors.read(KEPT.read_text()) == [october.anchor]
    for table in ("rankings_listrow", "rankings_rankinglist", "rankings_publication"):
        unguarded.execute(f"DELETE FROM {table}")  # noqa: S608 our own words
    unguarded.execute("DELETE FROM accounts_auditevent WHERE action = 'lists.publish'")
    assert f"the anchor of 2023-11-27T06:30:00+00:00 in {KEPT}" in refused()
    KEPT.unlink()
    call_command("verify_audit")


def test_an_anchor_from_anywhere(
    october: Publication, unguarded: Any, tmp_path: Path, client: Client, settings: Any
) -> None:
    """A mail, the feed and a proof pack are each enough, as they came."""
    settings.AUDIT_ANCHOR_MAIL = "auditor@example.org"
    pack, feed = (
        audit_pack(proof(Scope("cctns", "all"), "2023-10")),
        client.get("/rankings/feed.atom").content,
    )
    run_jobs()
    [letter] = mail.outbox
    assert letter.to == ["auditor@example.org"]
    given = {"pack.zip": pack, "feed.atom": feed, "mail.txt": letter.message().as_bytes()}
    for name, content in given.items():
        (tmp_path / name).write_bytes(content)
        call_command("verify_audit", "--anchor", str(tmp_path / name))
    KEPT.unlink()
    for table in ("rankings_listrow", "rankings_rankinglist", "rankings_publication"):
        unguarded.execute(f"DELETE FROM {table}")  # noqa: S608 our own words
    unguarded.execute("DELETE FROM accounts_auditevent WHERE number > 3")
    call_command("verify_audit")
    for name in given:
        assert f"in {tmp_path / name}" in refused("--anchor", str(tmp_path / name))


def test_who_has_the_key_too_is_found_by_an_anchor_kept_elsewhere(
    october: Publication, unguarded: Any, tmp_path: Path
) -> None:
    """The owner of the host writes everything anew and signs it all; an anchor of before speaks against it."""
    run_jobs()
    (tmp_path / "mail").write_text(anchors.line_of(october.anchor or {}))
    rewritten(unguarded, 3)
    forged = anchors.take(AT)
    assert forged is not None
    unguarded.execute("UPDATE rankings_publication SET anchor = %s", [json.dumps(forged)])
    KEPT.write_text(anchors.line_of(forged))
    call_command("verify_audit")
    assert "is another than the one that the anchor of" in refused("--anchor", str(tmp_path / "mail"))


def test_a_forged_anchor_is_none(october: Publication, tmp_path: Path) -> None:
    anchor = dict(october.anchor or {})
    for name, change in {"events": 1, "head": "sha256:0", "at": "2020-01-01T00:00:00+00:00"}.items():
        (tmp_path / "forged").write_text(anchors.line_of(anchor | {name: change}))
        assert "is not signed with a key of this installation" in refused(
            "--anchor", str(tmp_path / "forged")
        )
    (tmp_path / "forged").write_text('{"pragati-anchor/1", broken}')
    assert "is not signed" in refused("--anchor", str(tmp_path / "forged"))
    (tmp_path / "forged").write_text("nothing at all")
    assert "holds no anchor" in refused("--anchor", str(tmp_path / "forged"))
    assert "cannot be read" in refused("--anchor", str(tmp_path / "missing"))


def test_once_a_day(directory: None, settings: Any) -> None:
    """One anchor and one mail a day, however often the worker is started; it stands in beat's schedule."""
    assert ["anchor_audit"] in [entry.get("args") for entry in SCHEDULE.values()]
    settings.AUDIT_ANCHOR_MAIL = "auditor@example.org"
    for moment in (AT, AT + timedelta(hours=1), AT + timedelta(days=1)):
        anchors.anchor_daily(at=moment)
        run_jobs()
    found = anchors.read(KEPT.read_text())
    assert [anchor["at"][:10] for anchor in found] == ["2023-11-27", "2023-11-28"]
    assert all(anchors.is_signed(anchor) for anchor in found)
    assert [anchors.read(str(letter.body))[0] for letter in mail.outbox] == found


def test_a_publication_does_not_take_the_place_of_the_daily_anchor(october: Publication) -> None:
    run_jobs()
    anchors.anchor_daily(at=AT + timedelta(hours=2))
    assert len(anchors.read(KEPT.read_text())) == 2


def test_a_trail_that_does_not_hold_gets_no_anchor_and_is_told(
    october: Publication, unguarded: Any, settings: Any
) -> None:
    settings.AUDIT_ANCHOR_MAIL = "auditor@example.org"
    unguarded.execute("DELETE FROM accounts_auditevent WHERE number > 3")
    anchors.anchor_daily(at=AT)
    assert not KEPT.exists()
    [letter] = mail.outbox
    assert letter.subject == "Pragati: the audit trail does not hold"
    assert "it ends before event" in letter.body


def test_nobody_is_mailed_unless_somebody_is_named(october: Publication) -> None:
    run_jobs()
    assert mail.outbox == []
    assert KEPT.exists()


def test_many_publications_are_one_job_and_one_line_each(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month({"HR": 999})
    published = [publish_month(), publish_month(reason="again"), publish_month(reason="once more")]
    assert Job.objects.filter(kind=anchors.ANCHOR).count() == 1
    run_jobs()
    anchors.keep()
    assert anchors.read(KEPT.read_text()) == [publication.anchor for publication in published]
