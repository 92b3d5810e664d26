"""Correction requests at `/corrections/` and feedback on the site at `/feedback/`; the staff's queue of both."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, acting, for_person
from common.network import too_many
from dashboard.site.staff import REFUSED, show
from rankings import corrections, publish

MOST_AN_HOUR = 5
"""Requests that one address may send; a reader has one or two, a machine thousands."""

TOO_MANY = 429
ABOUT = [
    ("accessibility", _("A page that is hard to use or to read")),
    ("language", _("A word or a translation")),
    ("missing", _("Something that is missing")),
    ("other", _("Something else")),
]


class LetterForm(forms.Form):
    """`website` is a trap: no reader sees it, and machines fill in whatever there is."""

    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)

    @property
    def title(self) -> str:
        """What the staff's queue shows."""
        return str(self.cleaned_data["subject"])


class CorrectionForm(LetterForm):
    field_order = ["subject", "text", "email", "website"]

    subject = forms.CharField(label=_("What it is about"), max_length=200)
    text = forms.CharField(
        label=_("What is wrong, and how do you know?"), max_length=5000, widget=forms.Textarea
    )
    email = forms.EmailField(label=_("Mail address, if you want an answer"), required=False)


class FeedbackForm(LetterForm):
    field_order = ["about", "page", "text", "email", "website"]

    about = forms.ChoiceField(label=_("What it is about"), choices=ABOUT)
    page = forms.CharField(label=_("Address of the page, if it is about one"), max_length=150, required=False)
    text = forms.CharField(label=_("Your feedback"), max_length=5000, widget=forms.Textarea)
    email = forms.EmailField(label=_("Mail address, if you want an answer"), required=False)

    @property
    def title(self) -> str:
        """In English, whatever the reader's language."""
        parts = ["Feedback", self.cleaned_data["about"], self.cleaned_data["page"]]
        return ": ".join(filter(None, parts))[:200]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; `?about=` fills in what it is about."""
    told = _("Too many requests came from your address within the hour; try again later.")
    first = {"subject": request.GET.get("about", "")[:200]}
    return _letter(request, CorrectionForm, first, "dashboard/publishing/ask.html", "corrections", told)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """The form; `?page=` says which page it is about."""
    told = _("Too many messages came from your address within the hour; try again later.")
    first = {"page": request.GET.get("page", "")[:150]}
    return _letter(request, FeedbackForm, first, "dashboard/site/feedback.html", "site", told)


def _letter(
    request: HttpRequest,
    kind: type[LetterForm],
    first: dict[str, str],
    template: str,
    place: str,
    too_often: Promise,
) -> HttpResponse:
    """A form that anybody may send; `place` is where its addresses stand, and what its senders are counted by."""
    form = kind(request.POST) if request.method == "POST" else kind(initial=first)
    if request.method != "POST":
        return render(request, template, {"form": form})
    if not form.is_valid():
        return render(request, template, {"form": form}, status=REFUSED)
    # The trap answers as if all were well, so that nothing is learnt from it.
    if not form.cleaned_data["website"]:
        if too_many(request, place, most=MOST_AN_HOUR):
            return render(request, template, {"form": form, "problem": too_often}, status=TOO_MANY)
        corrections.receive(
            subject=form.title, text=form.cleaned_data["text"], email=form.cleaned_data["email"],
            at=timezone.now(),
        )  # fmt: skip
    return redirect(f"{place}:sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "dashboard/publishing/corrections_sent.html")


@require_safe
def feedback_sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "dashboard/site/feedback_sent.html")


@for_person(Act.PUBLISH, Act.REVIEW)
def queue(request: PersonRequest) -> HttpResponse:
    """Requests that wait, oldest first, and those answered last."""
    return _queue(request)


@for_person(Act.PUBLISH, Act.REVIEW, methods=("POST",))
def one(request: PersonRequest, number: int) -> HttpResponse:
    """Answer a request."""
    try:
        corrections.answer(request_id=number, text=request.POST.get("answer", ""), **acting(request))
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
