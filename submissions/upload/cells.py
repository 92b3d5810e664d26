"""Caveats to figures, and objections to cells of a provisional list."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import audit
from common.edition import public_change
from common.months import Month
from common.texts import plain
from rankings.models import RankingList
from rankings.models import Status as ListStatus
from submissions.models import Caveat, CaveatKind, Objection
from submissions.workflow import RefusedStepError


@public_change()
def add_caveat(
    *,
    state: str,
    month: Month,
    parameter: str,
    kind: CaveatKind,
    text: str,
    by: str,
    at: datetime,
    address: str = "",
) -> Caveat:
    """Attach a caveat to a figure; it is published beside the list."""
    text = plain(text)
    if not text:
        raise RefusedStepError("text_needed", "Say what readers of the list must know about the figure")
    caveat = Caveat.objects.create(
        state_id=state,
        month=month,
        parameter=parameter,
        kind=kind,
        text=text,
        written_at=at,
        written_by=by,
    )
    after = {"parameter": parameter, "kind": kind.value, "text": caveat.text}
    audit.record(
        at=at, actor=by, address=address, action="caveat.add", subject=f"{state} {month}", after=after
    )
    return caveat


@public_change()
def withdraw_caveat(*, caveat_id: int, by: str, at: datetime, address: str = "") -> Caveat:
    """Take a caveat back; it stays readable as withdrawn. Withdrawing it again changes nothing."""
    caveat = Caveat.objects.select_for_update().get(pk=caveat_id)
    if caveat.withdrawn_at is None:
        caveat.withdrawn_at, caveat.withdrawn_by = at, by
        caveat.save(update_fields=["withdrawn_at", "withdrawn_by"])
        subject = f"{caveat.state_id} {caveat.month}"
        after = {"parameter": caveat.parameter, "text": caveat.text}
        audit.record(at=at, actor=by, address=address, action="caveat.withdraw", subject=subject, after=after)
    return caveat


@transaction.atomic
def object_to(
    *, state: str, month: Month, parameter: str, text: str, by: str, at: datetime, address: str = ""
) -> Objection:
    """Object to a cell between the provisional list and publication; the provisional rank is marked meanwhile."""
    text = plain(text)
    if not text:
        raise RefusedStepError("text_needed", "Say what is wrong with the figure and what it should be")
    if not RankingList.objects.filter(month=month, status=ListStatus.PROVISIONAL).exists():
        raise RefusedStepError("no_provisional_list", f"{month} has no provisional list to object to")
    try:
        with transaction.atomic():
            objection = Objection.objects.create(
                state_id=state,
                month=month,
                parameter=parameter,
                text=text,
                raised_at=at,
                raised_by=by,
            )
    except IntegrityError:
        raise RefusedStepError("objection_open", f"An objection to {parameter} is open already") from None
    after = {"parameter": parameter, "text": objection.text}
    audit.record(
        at=at, actor=by, address=address, action="objection.raise", subject=f"{state} {month}", after=after
    )
    return objection


@transaction.atomic
def resolve_objection(
    *, objection_id: int, reply: str, by: str, at: datetime, address: str = ""
) -> Objection:
    """Answer an objection; nobody resolves their own."""
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    if objection.resolved_at is not None:
        raise RefusedStepError(
            "objection_resolved", f"{objection.resolved_by} has answered this objection already"
        )
    reply = plain(reply)
    if not reply:
        raise RefusedStepError("text_needed", "Write the bureau's reply")
    if by == objection.raised_by:
        raise RefusedStepError("own_objection", "Nobody resolves their own objection")
    objection.reply, objection.resolved_at, objection.resolved_by = reply, at, by
    objection.save(update_fields=["reply", "resolved_at", "resolved_by"])
    audit.record(
        at=at, actor=by, address=address, action="objection.resolve",
        subject=f"{objection.state_id} {objection.month}",
        before={"parameter": objection.parameter, "text": objection.text}, after={"reply": objection.reply},
    )  # fmt: skip
    return objection
