"""A file comes in: kept, parsed, checked; sound figures become a draft, everything else stays told.

A dry run and a real upload go the same way through `check_file`; only what is stored differs.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from common import files
from common.digests import digest
from common.files import ScannerUnavailableError, threat_found
from common.locks import hold_lock
from common.months import Month
from metrics.scoring import Figure
from rankings.compute import Preview, preview
from submissions.desk.rows import expected_for
from submissions.models import Status, Submission, SubmittedFigure, Upload, Way
from submissions.months.queries import window_for
from submissions.months.windows import Window
from submissions.parsing import parse
from submissions.problems import problem
from submissions.validation import Checked, validate

# What a scanner says of a file, before anything reads it. Without a scanner in the settings nothing is asked.

NOT_KEPT = frozenset({"infected_file", "not_scanned"})
"""A file with one of these problems is kept nowhere."""


def refusal(data: bytes) -> Checked | None:
    """The verdict on a file that may not be read; None where it may."""
    try:
        threat = threat_found(data)
    except ScannerUnavailableError:
        found = problem("not_scanned")
    else:
        if not threat:
            return None
        found = problem("infected_file", values={"threat": threat[:80]})
    return Checked((found,), {}, {}, 0, 0, blocked=True)


def is_kept(checked: Checked) -> bool:
    """Whether a file with problems may be kept beside them."""
    return not any(problem.code in NOT_KEPT for problem in checked.problems)


class MonthClosedError(PermissionError):
    """The month does not take figures of this State now; `window` says why and since or until when."""

    def __init__(self, month: Month, window: Window) -> None:
        super().__init__(f"{month}: {window.gate}")
        self.month, self.window = month, window


class ConflictError(RuntimeError):
    """Someone else changed the submission meanwhile; `current` is how it stands now."""

    def __init__(self, current: Submission) -> None:
        super().__init__(str(current))
        self.current = current


Expect = Callable[[Submission | None], None]
"""Looks at what stands, None where nothing does, and raises where that is not what it should be."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it arrives. `state` and `month` are those of the page or call, not of the file."""

    data: bytes
    name: str
    state: str
    month: Month
    way: Way


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it. `submission` and `upload` are None where nothing was kept."""

    checked: Checked
    submission: Submission | None = None
    upload: Upload | None = None
    already_received: bool = False


def check_file(incoming: Incoming, *, at: datetime) -> Checked:
    """The verdict on a file, the same for a dry run and a real upload. MonthClosedError where none is taken."""
    require_open(incoming.state, incoming.month, at)
    # What was typed on the page is no file.
    refused = None if incoming.way == Way.FORM else refusal(incoming.data)
    if refused is not None:
        return refused
    return validate(parse(incoming.data), expected_for(incoming.state, incoming.month))


def require_open(state: str, month: Month, at: datetime) -> Window:
    """The open window of a month for a State, else MonthClosedError."""
    window = window_for(month, state, at)
    if not window.is_open:
        raise MonthClosedError(month, window)
    return window


def preview_of(incoming: Incoming, checked: Checked) -> Preview | None:
    """Where the State would stand if this were accepted; None where a problem blocks it."""
    if checked.blocked:
        return None
    return preview(month=incoming.month, state=incoming.state, figures=checked.figures)


def receive(
    incoming: Incoming,
    *,
    by: str,
    at: datetime,
    address: str = "",
    based_on: int | None = None,
    expect: Expect | None = None,
    settle: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Take a file in. Sound figures become a draft; the same content again changes nothing.

    A file with problems is kept with them, so that it can be handed back marked up, but no figure of it is; one that
    the virus scanner refuses is not kept at all.
    `based_on` is the revision that the sender saw (0: none); ConflictError where another one came meanwhile.
    `expect` is asked, under the lock, whether what stands is what the sender takes it for; it raises where not.
    `settle` is told the outcome inside the transaction that brings it about.
    """
    checked = check_file(incoming, at=at)
    if not checked.blocked:
        present = _current(incoming.state, incoming.month)
        if present is not None and present.content_hash == content_hash(checked.figures, checked.remarks):
            same = Outcome(checked, present, present.upload, already_received=True)
            with transaction.atomic():
                _agreed(same, present, expect, settle)
            return same
    if not is_kept(checked):
        refused = Outcome(checked)
        with transaction.atomic():
            _agreed(refused, _current(incoming.state, incoming.month), expect, settle)
        return refused
    name = files.keep(incoming.data)
    try:
        with transaction.atomic():
            upload = _upload(name, incoming, checked, by, at, address)
            if checked.blocked:
                kept = Outcome(checked, None, upload)
                _agreed(kept, _current(incoming.state, incoming.month), expect, settle)
                return kept
            submission, again = save_draft(
                state=incoming.state, month=incoming.month, figures=checked.figures, remarks=checked.remarks,
                warnings=warnings_of(checked), way=incoming.way, upload=upload, by=by, at=at, address=address,
                based_on=based_on, expect=expect,
            )  # fmt: skip
            outcome = Outcome(checked, submission, upload, already_received=again)
            if settle is not None:
                settle(outcome)
    except BaseException:
        files.discard(name)
        raise
    return outcome


def _agreed(
    outcome: Outcome,
    present: Submission | None,
    expect: Expect | None,
    settle: Callable[[Outcome], None] | None,
) -> None:
    if expect is not None:
        expect(present)
    if settle is not None:
        settle(outcome)


def save_draft(
    *,
    state: str,
    month: Month,
    figures: Mapping[str, Figure],
    remarks: Mapping[str, str],
    warnings: Mapping[str, list[str]],
    way: Way,
    upload: Upload | None,
    by: str,
    at: datetime,
    address: str = "",
    based_on: int | None = None,
    expect: Expect | None = None,
) -> tuple[Submission, bool]:
    """Store figures as the newest revision, a draft; returns (submission, whether it stood already).

    Two officers at once take turns; the second is told by ConflictError where `based_on` is not the newest.
    """
    with transaction.atomic():
        hold_lock(f"submission {state} {month}")
        require_open(state, month, at)
        present = _current(state, month)
        if expect is not None:
            expect(present)
        content = content_hash(figures, remarks)
        if present is not None and present.content_hash == content:
            return present, True
        if based_on is not None and present is not None and present.revision != based_on:
            raise ConflictError(present)
        Submission.objects.filter(state_id=state, month=month, is_current=True).update(is_current=False)
        submission = Submission.objects.create(
            state_id=state,
            month=month,
            revision=present.revision + 1 if present else 1,
            status=Status.DRAFT,
            content_hash=content,
            way=way,
            upload=upload,
            created_at=at,
            created_by=by,
        )
        SubmittedFigure.objects.bulk_create(
            SubmittedFigure(
                submission=submission,
                parameter=code,
                numerator=one.numerator,
                denominator=one.denominator,
                remark=remarks.get(code, ""),
                warnings=warnings.get(code, []),
            )
            for code, one in sorted(figures.items())
        )
        audit.record(
            at=at, actor=by, address=address, action="submission.draft", subject=f"{state} {month}",
            before={"revision": present.revision, "status": present.status} if present else None,
            after={"revision": submission.revision, "content": content, "way": way.value},
        )  # fmt: skip
        return submission, False


def content_hash(figures: Mapping[str, Figure], remarks: Mapping[str, str]) -> str:
    """What was said, whatever the order of rows, the format or the name of the file."""
    return digest(
        {
            code: [
                None if one.numerator is None else f"{one.numerator:.2f}",
                None if one.denominator is None else f"{one.denominator:.2f}",
                remarks.get(code, "").strip(),
            ]
            for code, one in figures.items()
        }
    )


def warnings_of(checked: Checked) -> dict[str, list[str]]:
    """The codes of the warnings that stand, by parameter."""
    found: dict[str, list[str]] = {}
    for warning in checked.problems:
        if warning.severity == "warning" and warning.parameter:
            found.setdefault(warning.parameter, []).append(warning.code)
    return found


def _current(state: str, month: Month) -> Submission | None:
    return (
        Submission.objects.filter(state_id=state, month=month, is_current=True)
        .select_related("upload")
        .first()
    )


def _upload(
    name: uuid.UUID, incoming: Incoming, checked: Checked, by: str, at: datetime, address: str
) -> Upload:
    upload = Upload.objects.create(
        id=name,
        state_id=incoming.state,
        month=incoming.month,
        name=incoming.name[:255],
        sha256=hashlib.sha256(incoming.data).hexdigest(),
        size=len(incoming.data),
        way=incoming.way,
        uploaded_at=at,
        uploaded_by=by,
        rows=checked.rows,
        accepted=checked.accepted,
        problems=[problem.as_dict() for problem in checked.problems],
    )
    after = {"upload": str(upload.pk), "sha256": upload.sha256, "problems": len(checked.problems)}
    audit.record(
        at=at, actor=by, address=address, action="upload.receive", subject=f"{incoming.state} {incoming.month}",
        after=after,
    )  # fmt: skip
    return upload
