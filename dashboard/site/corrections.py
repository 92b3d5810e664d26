"""Correction requests: the public form at `/corrections/`, and the staff's queue at `/publish/corrections/`."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, for_person
from common.network import too_many
from dashboard.site.staff import REFUSED, show
from rankings import corrections, publish

MOST_AN_HOUR = 5
"""Requests that one address may send; a reader has one or two, a machine thousands."""

TOO_MANY = 429


class CorrectionForm(forms.Form):
    """`website` is a trap: no reader sees it, and machines fill in whatever there is."""

    subject = forms.CharField(label=_("What it is about"), max_length=200)
    text = forms.CharField(
        label=_("What is wrong, and how do you know?"), max_length=5000, widget=forms.Textarea
    )
    email = forms.EmailField(label=_("Mail address, if you want an answer"), required=False)
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; `?about=` fills in what it is about."""
    if request.method != "POST":
        form = CorrectionForm(initial={"subject": request.GET.get("about", "")[:200]})
        return _form(request, form)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=REFUSED)
    # The trap answers as if all were well, so that nothing is learnt from it.
    if not form.cleaned_data["website"]:
        if too_many(request, "corrections", most=MOST_AN_HOUR):
            told = gettext("Too many requests came from your address within the hour; try again later.")
            return _form(request, form, problem=told, status=TOO_MANY)
        corrections.receive(
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            email=form.cleaned_data["email"],
            at=timezone.now(),
        )
    return redirect("corrections:sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "dashboard/publishing/corrections_sent.html")


@for_person(Act.PUBLISH, Act.REVIEW)
def queue(request: PersonRequest) -> HttpResponse:
    """Requests that wait, oldest first, and those answered last."""
    return _queue(request)


@for_person(Act.PUBLISH, Act.REVIEW, methods=("POST",))
def one(request: PersonRequest, number: int) -> HttpResponse:
    """Answer a request."""
    try:
        corrections.answer(
            request_id=number, text=request.POST.get("answer", ""), by=request.person.username, at=timezone.now(),
            address=address_of(request),
        )  # fmt: skip
    except corrections.NoSuchRequestError:
        raise NotVisibleError(str(number)) from None
    except corrections.RefusedAnswerError as refused:
        return _queue(request, problem=str(refused), status=REFUSED)
    messages.success(request, gettext("Answered."))
    return redirect("publishing:corrections")


def _queue(request: PersonRequest, problem: str = "", status: int = 200) -> HttpResponse:
    waiting, answered = publish.correction_requests()
    context: dict[str, object] = {"waiting": waiting, "answered": answered, "problem": problem}
    return show(request, "dashboard/publishing/corrections.html", context, status)


def _form(
    request: HttpRequest, form: CorrectionForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    return render(request, "dashboard/publishing/ask.html", {"form": form, "problem": problem}, status=status)
