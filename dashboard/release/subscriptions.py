"""Subscriptions by mail: ask at `/subscribe/`, confirm and leave by links in the mails."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from common.network import too_many
from rankings.models import Subscription
from rankings.release import subscriptions
from rankings.release.subscriptions import NoSuchSubscriptionError
from states.selectors import all_states

MOST_AN_HOUR = 10
REFUSED, TOO_MANY, GONE = 400, 429, 404


class SubscribeForm(forms.Form):
    """`website` is a trap: no reader sees it, and machines fill in whatever there is."""

    email = forms.EmailField(label=_("Mail address"), max_length=254)
    state = forms.ChoiceField(label=_("What you want to follow"), required=False)
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)

    field_order = ("email", "state", "website")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", gettext("the list")),
            *((state.code, state.label) for state in all_states()),
        ]
        self.fields["email"].widget.attrs["autocomplete"] = "email"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; `?state=HR` chooses the State. The answer is the same whatever is known of an address."""
    if request.method != "POST":
        return _form(request, SubscribeForm(initial={"state": request.GET.get("state", "")[:2].upper()}))
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=REFUSED)
    # The trap answers as if all were well, so that nothing is learnt from it.
    if not form.cleaned_data["website"]:
        if too_many(request, "subscribe", most=MOST_AN_HOUR):
            told = gettext("Too many requests came from your address within the hour; try again later.")
            return _form(request, form, problem=told, status=TOO_MANY)
        subscriptions.ask(
            email=form.cleaned_data["email"],
            state=form.cleaned_data["state"] or None,
            language=get_language() or "en",
            at=timezone.now(),
        )
    return redirect("release:sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    told = gettext(
        "If the address is right, a mail with a link is on its way. The subscription begins once the link is opened "
        "and confirmed, within three days."
    )
    return _told(request, gettext("Look into your mail"), told)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """A page with a button: mail programs open links by themselves, and must not subscribe anybody."""
    try:
        if request.method != "POST":
            found = subscriptions.by_secret(secret)
            if found.left_at is not None:
                raise NoSuchSubscriptionError
            title = gettext("Confirm the subscription to %(what)s") % {"what": _what(found)}
            return _button(request, title, gettext("Confirm"))
        found = subscriptions.confirm(secret=secret, at=timezone.now())
    except NoSuchSubscriptionError:
        return _unknown(request)
    told = gettext("At each release a mail comes. Each holds a link that ends the subscription.")
    return _told(request, gettext("You are subscribed to %(what)s") % {"what": _what(found)}, told)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the secret in the address is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, secret: str) -> HttpResponse:
    """One click: a POST ends the subscription, whether a mail program or the button sends it."""
    try:
        if request.method != "POST":
            title = gettext("End the subscription to %(what)s?") % {
                "what": _what(subscriptions.by_secret(secret))
            }
            return _button(request, title, gettext("End it"))
        found = subscriptions.leave(secret=secret, at=timezone.now())
    except NoSuchSubscriptionError:
        return _unknown(request)
    title = gettext("The subscription to %(what)s has ended") % {"what": _what(found)}
    return _told(request, title, gettext("No further mail comes."))


def _what(found: Subscription) -> str:
    return found.state.label if found.state else gettext("the list")


def _form(request: HttpRequest, form: SubscribeForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    return render(
        request, "dashboard/release/subscribe.html", {"form": form, "problem": problem}, status=status
    )


def _told(request: HttpRequest, title: str, text: str, status: int = 200) -> HttpResponse:
    return render(request, "dashboard/release/told.html", {"title": title, "text": text}, status=status)


def _button(request: HttpRequest, title: str, button: str) -> HttpResponse:
    return render(request, "dashboard/release/button.html", {"title": title, "button": button})


def _unknown(request: HttpRequest) -> HttpResponse:
    told = gettext("It was used up, has expired, or was cut short by the mail program.")
    return _told(request, gettext("This link leads nowhere any more"), told, GONE)
