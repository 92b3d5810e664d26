"""People, invitations and the audit trail, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.forms import Form
from django.utils.translation import gettext, gettext_lazy

from accounts.models import Appointment, AuditEvent, Invitation, Role
from common.asking import Choice
from common.dates import day
from rankings.lists.labels import state_name
from rankings.lists.numbers import MISSING, grouped
from rankings.lists.waiting import WaitingRow
from submissions.desk.words import moment_text, who
from submissions.review import words as links

_ACTS = {
    "states.load": gettext_lazy("States loaded"),
    "methodology.load": gettext_lazy("Methodologies loaded"),
    "methodology.draft": gettext_lazy("methodology draft made"),
    "methodology.edit": gettext_lazy("methodology draft edited"),
    "methodology.drop": gettext_lazy("methodology draft dropped"),
    "methodology.propose": gettext_lazy("methodology put forward"),
    "methodology.take_back": gettext_lazy("methodology taken back"),
    "methodology.activate": gettext_lazy("methodology put into force"),
    "people.appoint": gettext_lazy("appointed"),
    "people.invite": gettext_lazy("invited"),
    "people.accept": gettext_lazy("invitation accepted"),
    "people.deputise": gettext_lazy("deputy appointed"),
    "people.end": gettext_lazy("appointment ended"),
    "people.disable": gettext_lazy("account disabled"),
    "people.enable": gettext_lazy("account enabled"),
    "people.mail": gettext_lazy("mail address changed"),
    "people.ask_change": gettext_lazy("change of a person asked for"),
    "people.prove_mail": gettext_lazy("new mail address confirmed by its person"),
    "people.confirm_change": gettext_lazy("change of a person confirmed by a second"),
    "people.drop_change": gettext_lazy("change of a person dropped"),
    "people.remove_demo": gettext_lazy("demo accounts removed"),
    "token.create": gettext_lazy("token made"),
    "token.revoke": gettext_lazy("token revoked"),
    "month.open": gettext_lazy("month opened"),
    "month.close": gettext_lazy("month closed"),
    "month.leave": gettext_lazy("leave granted"),
    "upload.receive": gettext_lazy("file received"),
    "submission.draft": gettext_lazy("draft kept"),
    "submission.submit": gettext_lazy("submitted"),
    "submission.decide_row": gettext_lazy("decision on a figure"),
    "submission.return": gettext_lazy("submission returned"),
    "submission.verify": gettext_lazy("submission verified"),
    "submission.comment": gettext_lazy("comment written"),
    "figures.record": gettext_lazy("figures recorded"),
    "job.retry": gettext_lazy("job queued again"),
    "caveat.add": gettext_lazy("caveat written"),
    "caveat.withdraw": gettext_lazy("caveat withdrawn"),
    "objection.raise": gettext_lazy("objection raised"),
    "objection.resolve": gettext_lazy("objection answered"),
    "lists.publish": gettext_lazy("lists published"),
    "sample.drop": gettext_lazy("sample data removed"),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One appointment. `end_form` is None where it has an end already, or is the reader's own."""

    name: str
    email: str
    role: str
    state: str
    term: str
    deputy_for: str
    disabled: bool
    end_form: Form | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    email: str
    role: str
    state: str
    invited: str
    stands: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    title: str
    rows: tuple[PersonRow, ...]
    past: tuple[PersonRow, ...]
    invitations: tuple[InvitationRow, ...]
    invite_form: Form
    deputy_form: Form | None
    audit_url: str


@dataclass(frozen=True, slots=True)
class EventRow:
    number: str
    at: str
    actor: str
    address: str
    act: str
    action: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    title: str
    rows: tuple[EventRow, ...]
    waiting: tuple[WaitingRow, ...]
    subject: str
    actor: str
    count: str
    newer: Choice | None
    older: Choice | None
    place: str


def person_row(one: Appointment, *, today: date, end_form: Form | None) -> PersonRow:
    return PersonRow(
        name=one.user.get_username(),
        email=one.user.email,
        role=str(Role(one.role).label),
        state=state_name(one.state) if one.state else "",
        term=_term(one),
        deputy_for=one.deputy_for.get_username() if one.deputy_for else "",
        disabled=not one.user.is_active,
        end_form=end_form,
    )


def invitation_row(one: Invitation, *, expired: bool) -> InvitationRow:
    return InvitationRow(
        email=one.email,
        role=str(Role(one.role).label),
        state=state_name(one.state) if one.state else "",
        invited=f"{one.invited_by}, {moment_text(one.invited_at)}",
        stands=_invitation_stands(one, expired=expired),
    )


def audit_page(
    found: Page[AuditEvent], *, subject: str, actor: str, waiting: tuple[WaitingRow, ...]
) -> AuditPage:
    total = found.paginator.num_pages

    def choice(label: str, number: int) -> Choice:
        return Choice(label, links.audit({"subject": subject, "actor": actor, "page": str(number)}))

    return AuditPage(
        title=gettext("Audit trail"),
        rows=tuple(_event(one) for one in found),
        waiting=waiting,
        subject=subject,
        actor=actor,
        count=grouped(found.paginator.count),
        newer=choice(gettext("Newer"), found.number - 1) if found.has_previous() else None,
        older=choice(gettext("Older"), found.number + 1) if found.has_next() else None,
        place=gettext("Page %(number)s of %(total)s") % {"number": found.number, "total": total},
    )


def officers_of(rows: Iterable[Appointment]) -> list[tuple[str, str]]:
    """Nodal officers that a deputy can stand in for: (`name@STATE`, `name (State)`)."""
    return [
        (f"{row.user.get_username()}@{row.state_id}", f"{row.user.get_username()} ({state_name(row.state)})")
        for row in rows
        if row.role == Role.OFFICER and row.state and row.deputy_for is None
    ]


def _term(one: Appointment) -> str:
    if one.begins_on and one.ends_on:
        return gettext("%(first)s to %(last)s") % {"first": day(one.begins_on), "last": day(one.ends_on)}
    if one.ends_on:
        return gettext("until %(day)s") % {"day": day(one.ends_on)}
    if one.begins_on:
        return gettext("from %(day)s") % {"day": day(one.begins_on)}
    return gettext("no end set")


def _invitation_stands(one: Invitation, *, expired: bool) -> str:
    if one.accepted_at:
        return gettext("accepted by %(name)s, %(moment)s") % {
            "name": one.accepted_by,
            "moment": moment_text(one.accepted_at),
        }
    text = gettext("expired on %(moment)s") if expired else gettext("open until %(moment)s")
    return text % {"moment": moment_text(one.expires_at)}


def _event(one: AuditEvent) -> EventRow:
    return EventRow(
        number=str(one.number),
        at=moment_text(one.at),
        actor=who(one.actor),
        address=one.address or MISSING,
        act=str(_ACTS.get(one.action, one.action)),
        action=one.action,
        subject=one.subject,
        before=_told(one.before),
        after=_told(one.after),
    )


def _told(value: dict[str, Any] | None) -> str:
    """What was before or after, a line to each key, as it was written."""
    if not value:
        return ""
    return "\n".join(
        f"{key}: {one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)}"
        for key, one in value.items()
    )
