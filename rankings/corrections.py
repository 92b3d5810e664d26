"""Correction requests: a reader says what is wrong, staff answer once, the answer goes out by mail where asked."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext

from accounts import audit
from common import jobs
from common.texts import plain
from rankings.models import CorrectionRequest

PUBLIC = "public"
"""How the audit trail names someone who is not signed in; an address is personal data and is not kept."""


class RefusedAnswerError(ValueError):
    """An answer that cannot be given; the text says why."""


class NoSuchRequestError(LookupError):
    """There is no correction request of this number."""


@transaction.atomic
def receive(*, subject: str, text: str, email: str, at: datetime) -> CorrectionRequest:
    """Keep a request for staff to answer; the fields are checked already."""
    request = CorrectionRequest.objects.create(
        subject=plain(subject), text=plain(text), email=email, asked_at=at
    )
    audit.record(at=at, actor=PUBLIC, action="correction.ask", subject=_subject(request.pk))
    return request


@transaction.atomic
def answer(*, request_id: int, text: str, by: str, at: datetime, address: str = "") -> CorrectionRequest:
    """Answer a request, once. Raises RefusedAnswerError or NoSuchRequestError."""
    text = plain(text)
    if not text:
        raise RefusedAnswerError(gettext("Write an answer first"))
    waiting = CorrectionRequest.objects.filter(pk=request_id, answered_at__isnull=True)
    if not waiting.update(answer=text, answered_at=at, answered_by=by):
        found = CorrectionRequest.objects.filter(pk=request_id).first()
        if found is None:
            raise NoSuchRequestError(request_id)
        raise RefusedAnswerError(
            gettext("This request was answered by %(name)s already") % {"name": found.answered_by}
        )
    request = CorrectionRequest.objects.get(pk=request_id)
    audit.record(
        at=at, actor=by, address=address, action="correction.answer", subject=_subject(request_id),
        after={"answer": text},
    )  # fmt: skip
    if request.email:
        jobs.enqueue(kind="correction_mail", key=str(request_id), payload={"correction": request_id}, at=at)
    return request


def mail_answer(request_id: int) -> None:
    """Send the answer to whoever asked and left an address."""
    request = CorrectionRequest.objects.get(pk=request_id)
    if not request.email or request.answered_at is None:
        return
    # A subject of a mail is one line, whatever was typed into the form.
    subject = " ".join(f"Pragati: {request.subject}".split())
    body = f"{request.answer}\n\n— {' '.join(request.subject.split())} —\n{request.text}\n"
    send_mail(subject, body, None, [request.email])


def _subject(request_id: int) -> str:
    return f"correction {request_id}"
