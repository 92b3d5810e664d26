"""Anchors of the audit trail: how many events there were at a moment, and the hash of the last of them, signed.

A hash chain shows a change in its middle, but not that its end was cut off, nor that all of it was written anew. An
anchor shows both, wherever it lies out of the reach of whoever changed the database: in the copies of a publication
(proof packs, the feed), in a file beside the database, in the mails of an address of the operator's choice.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from accounts.audit import broken_links
from accounts.models import AuditEvent, Verification
from common import jobs, signing
from common.digests import canonical
from common.letters import Letter, send
from rankings.models import Publication

# What must hold is looked through, and when that was is kept for whoever watches over the installation.

AUDIT = "audit"
_LONGEST = 200
_log = logging.getLogger(__name__)


def note(what: str, *, problem: str, at: datetime) -> None:
    """Keep how a verification ended; `problem` is empty where everything held."""
    if problem:
        _log.error("verification of %s failed: %s", what, problem)
    found = {"at": at, "sound": not problem, "problem": problem[:_LONGEST]}
    Verification.objects.update_or_create(what=what, defaults=found)


ANCHOR = "anchor"
"""The kind of job that writes anchors to the file and mails the newest."""

FORMAT = "pragati-anchor/1"
DATABASE = "the database"
_WRITTEN = re.compile(r'\{[^{}]*"pragati-anchor/1"[^{}]*\}')

Anchor = dict[str, Any]
"""`format`, `at`, `events`, `head` and the `signature` over the canonical JSON of the other four."""

Found = tuple[str, Anchor]
"""Where an anchor was found, and the anchor."""


def take(at: datetime) -> Anchor | None:
    """An anchor of the trail as it stands in this transaction; None while it is empty."""
    last = AuditEvent.objects.order_by("-number").first()
    if last is None:
        return None
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    document = {"format": FORMAT, "at": moment, "events": last.number, "head": last.hash}
    return document | {"signature": signing.sign(canonical(document).decode("ascii"))}


def line_of(anchor: Anchor) -> str:
    """An anchor as one line of JSON."""
    return canonical(anchor).decode("ascii")


def read(text: str) -> list[Anchor]:
    """Every anchor in a text, whatever stands around it: the file, a mail, the feed, a proof pack.

    What looks like one and cannot be read is given as an anchor without content, which no key has signed.
    """
    return [_parsed(written) for written in _WRITTEN.findall(text)]


def _parsed(written: str) -> Anchor:
    try:
        return dict(json.loads(written))
    except ValueError:
        return {}


# --- kept ---------------------------------------------------------------------------------------------------


def queue(at: datetime) -> None:
    """Queue the writing and mailing, inside the transaction that publishes."""
    jobs.enqueue(kind=ANCHOR, key="newest", at=at)


def keep() -> None:
    """Write the anchors of publications that the file lacks, and mail the newest anchor there is."""
    _append(anchor for _, anchor in _of_publications())
    ours = filter(is_signed, _of_file())
    newest = max(ours, key=lambda anchor: (anchor["events"], anchor["at"]), default=None)
    if newest is not None:
        _mail(
            gettext("Pragati: anchor of the audit trail"),
            gettext(
                "Keep this mail where nobody who can change the database can change it. Whether the audit trail still "
                "holds is told by: manage.py verify_audit --anchor FILE, with this text as the file."
            )
            + f"\n\n{line_of(newest)}",
            f"anchor-{newest['events']}-{newest['at'][:10]}",
        )


def anchor_daily(*, at: datetime) -> None:
    """Verify the trail; write and mail the anchor of the day, unless there is one, or mail what does not hold."""
    problem = verify_audit(at=at)
    if problem:
        subject = gettext("Pragati: the audit trail does not hold")
        _mail(subject, problem, f"broken-{at.astimezone(UTC):%Y%m%d%H%M}")
        return
    published = [anchor for _, anchor in _of_publications()]
    today = str(timezone.localdate(at))
    days = {
        str(timezone.localdate(datetime.fromisoformat(anchor["at"])))
        for anchor in filter(is_signed, _of_file())
        if anchor not in published
    }
    anchor = None if today in days else take(at)
    if anchor is not None:
        _append([anchor])
        queue(at)


def _append(anchors: Iterable[Anchor]) -> None:
    """Write the lines that the file lacks, so that a power cut loses none of them."""
    there = set(_of_file_lines())
    lines = [line for line in map(line_of, anchors) if line not in there]
    if lines:
        with Path(settings.AUDIT_ANCHORS).open("a", encoding="ascii") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())


def _of_file_lines() -> list[str]:
    try:
        return Path(settings.AUDIT_ANCHORS).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _of_file() -> list[Anchor]:
    return read("\n".join(_of_file_lines()))


def _of_publications() -> Iterator[Found]:
    for anchor in Publication.objects.order_by("number").values_list("anchor", flat=True):
        if anchor is not None:
            yield DATABASE, anchor


def _mail(subject: str, body: str, identity: str) -> None:
    if settings.AUDIT_ANCHOR_MAIL:
        send(Letter(subject, body), settings.AUDIT_ANCHOR_MAIL, identity)


# --- verified -----------------------------------------------------------------------------------------------


def verify_audit(*, at: datetime, given: Iterable[Found] = ()) -> str:
    """Walk the trail and hold it against every anchor; the first problem in words, empty where it holds.

    `given` are anchors from elsewhere. How it ended is kept for whoever watches.
    """
    problem = next(_problems(given), "")
    note(AUDIT, problem=problem, at=at)
    return problem


def _problems(given: Iterable[Found]) -> Iterator[str]:
    yield from broken_links()
    if Publication.objects.exists() and not AuditEvent.objects.exists():
        yield "it is empty, though lists were published"
    file = str(settings.AUDIT_ANCHORS)
    yield from _against([*_of_publications(), *((file, anchor) for anchor in _of_file()), *given])


def _against(found: list[Found]) -> Iterator[str]:
    """What each anchor says of the trail; of an anchor that is not ours nothing is believed."""
    signed = [is_signed(anchor) for _, anchor in found]
    numbers = {anchor["events"] for (_, anchor), ours in zip(found, signed, strict=True) if ours}
    heads = dict(AuditEvent.objects.filter(number__in=numbers).values_list("number", "hash"))
    for (where, anchor), ours in zip(found, signed, strict=True):
        name = f"the anchor of {anchor.get('at')} in {where}"
        if not ours:
            yield f"{name} is not signed with a key of this installation"
        elif anchor["events"] not in heads:
            yield f"it ends before event {anchor['events']}, up to which {name} vouches for it"
        elif heads[anchor["events"]] != anchor["head"]:
            yield f"event {anchor['events']} is another than the one that {name} vouches for"


def is_signed(anchor: Anchor) -> bool:
    """Whether a key of this installation made the signature."""
    document = {name: value for name, value in anchor.items() if name != "signature"}
    try:
        text = canonical(document).decode("ascii")
    except (TypeError, UnicodeDecodeError):  # ours holds neither floats nor letters beyond ASCII
        return False
    return signing.signer(text, str(anchor.get("signature"))) is not None
