"""Feedback on the site itself, at `/feedback/`: it waits in the same queue as correction requests."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.network import too_many
from dashboard.site.corrections import MOST_AN_HOUR, TOO_MANY
from dashboard.site.staff import REFUSED
from rankings import corrections

ABOUT = [
    ("accessibility", _("A page that is hard to use or to read")),
    ("language", _("A word or a translation")),
    ("missing", _("Something that is missing")),
    ("other", _("Something else")),
]


class FeedbackForm(forms.Form):
    """`website` is a trap: no reader sees it, and machines fill in whatever there is."""

    about = forms.ChoiceField(label=_("What it is about"), choices=ABOUT)
    page = forms.CharField(label=_("Address of the page, if it is about one"), max_length=150, required=False)
    text = forms.CharField(label=_("Your feedback"), max_length=5000, widget=forms.Textarea)
    email = forms.EmailField(label=_("Mail address, if you want an answer"), required=False)
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)

    @property
    def subject(self) -> str:
        """What the staff's queue shows; in English, whatever the reader's language."""
        parts = ["Feedback", self.cleaned_data["about"], self.cleaned_data["page"]]
        return ": ".join(filter(None, parts))[:200]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; `?page=` says which page it is about."""
    if request.method != "POST":
        return _form(request, FeedbackForm(initial={"page": request.GET.get("page", "")[:150]}))
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=REFUSED)
    # The trap answers as if all were well, so that nothing is learnt from it.
    if not form.cleaned_data["website"]:
        if too_many(request, "feedback", most=MOST_AN_HOUR):
            told = gettext("Too many messages came from your address within the hour; try again later.")
            return _form(request, form, problem=told, status=TOO_MANY)
        corrections.receive(
            subject=form.subject, text=form.cleaned_data["text"], email=form.cleaned_data["email"],
            at=timezone.now(),
        )  # fmt: skip
    return redirect("site:sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "dashboard/site/feedback_sent.html")


def _form(request: HttpRequest, form: FeedbackForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    return render(request, "dashboard/site/feedback.html", {"form": form, "problem": problem}, status=status)
