"""`/people/changes/7/`: the second person's word on a change that waits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from rankings.views.door import PersonRequest, address_of
from states.access import Act
from states.models import ChangeKind
from states.services.account_changes import Confirmed, confirm, drop
from states.services.guarded import RefusedAccountError
from submissions.invitation_mails import mailed
from submissions.presenters import review_links as links
from submissions.presenters.review_words import refused
from submissions.services.later_mails import tell
from submissions.views.entry import for_person

NEWS = {ChangeKind.RESET.value: "reset", ChangeKind.APP.value: "set_up"}
"""What the person is told by mail once it is done."""


@for_person(Act.CONFIRM_CHANGES, methods=("POST",))
def change(request: PersonRequest, change: int) -> HttpResponse:
    """Confirm a change or drop it, then back to the desk that shows what waits."""
    by, at, address = request.person.username, timezone.now(), address_of(request)
    try:
        if request.POST.get("act") == "confirm":
            _tell(request, confirm(change_id=change, by=by, at=at, address=address))
        else:
            drop(change_id=change, by=by, at=at, address=address)
            messages.success(request, gettext("The change is dropped."))
    except RefusedAccountError as problem:
        messages.error(request, refused(problem.code, str(problem)))
    return redirect(links.audit() if request.person.may(Act.SEE_AUDIT) else "publishing:desk")


def _tell(request: PersonRequest, confirmed: Confirmed) -> None:
    change = confirmed.change
    if change.kind in NEWS and change.user_id:
        tell(change.user_id, NEWS[change.kind], at=timezone.now())
    if confirmed.invitation is not None:
        mailed(request, confirmed.invitation, confirmed.secret)
    elif change.done_at is None:
        text = gettext(
            "Confirmed. It takes effect when the waiting time is over and the person has confirmed it."
        )
        messages.success(request, text)
    else:
        messages.success(request, gettext("Confirmed, and done."))
