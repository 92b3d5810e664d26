"""`/publish/publications/31/withdraw/`: taking back what was released in error, by two people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, for_person
from common.dates import day, month_name
from common.numbers import whole
from dashboard.site.staff import BOTH, REFUSED, show
from rankings import publish as service
from rankings.lists import labels
from rankings.models import Publication
from rankings.publish import RefusedPublicationError


@for_person(Act.PUBLISH, methods=BOTH)
def withdrawal(request: PersonRequest, number: int) -> HttpResponse:
    """The reason by the first person, the signature by the second; or what was asked for is taken back."""
    found = Publication.objects.select_related("withdrawal").filter(pk=number).first()
    if found is None:
        raise NotVisibleError(str(number))
    problem, status = "", 200
    if request.method == "POST":
        try:
            return _act(request, number)
        except RefusedPublicationError as refused:
            problem, status = str(refused), REFUSED
            found = Publication.objects.select_related("withdrawal").get(pk=number)
    done = getattr(found, "withdrawal", None)
    waiting = None if done else service.waiting_withdrawal(number)
    context: dict[str, object] = {
        "publication": found,
        "month": month_name(found.month),
        "origin": labels.origin_name(found.origin),
        "released": labels.released(found.released_on),
        "done": done,
        "done_on": day(done.withdrawn_on) if done else "",
        "waiting": waiting,
        "own": bool(waiting and waiting.by == request.person.username),
        "typed": request.POST.get("reason", ""),
        "problem": problem,
    }
    return show(request, "dashboard/publishing/withdraw.html", context, status)


def _act(request: PersonRequest, number: int) -> HttpResponse:
    by, at, address = request.person.username, timezone.now(), address_of(request)
    act = request.POST.get("act", "")
    if act == "ask":
        service.ask_withdrawal(
            publication=number, by=by, reason=request.POST.get("reason", ""), at=at, address=address
        )
        messages.success(request, gettext("Asked for. A second publisher signs on this page."))
        return redirect("publishing:withdrawal", number)
    event = _number(request.POST.get("event", ""))
    if act == "drop":
        service.drop_withdrawal(publication=number, event=event, by=by, at=at, address=address)
        messages.success(request, gettext("Taken back; the lists stay."))
    else:
        service.sign_withdrawal(publication=number, event=event, by=by, at=at, address=address)
        messages.success(request, gettext("The lists were withdrawn."))
    return redirect("publishing:withdrawal", number)


def _number(text: str) -> int:
    """The number of an event in a form; 0, which no event has, where the text is none."""
    return whole(text, digits=18) or 0
