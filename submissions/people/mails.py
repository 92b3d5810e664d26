"""Mails about one's own account, in words, in both languages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext as _

from accounts.models import AccountChange, Invitation, Role
from common.letters import Letter
from rankings.lists.labels import state_name
from submissions.desk.words import moment_text

_LINKS = "submissions.mail_address"
RULE = "\n\n" + "-" * 60 + "\n\n"
NEWS = {
    "set_up": gettext_noop("A second factor was set up for your account."),
    "new_codes": gettext_noop(
        "New recovery codes were made for your account; those of before count no more."
    ),
    "recovered": gettext_noop("Somebody signed in to your account with a recovery code."),
    "reset": gettext_noop(
        "An administrator has reset the second factor of your account. "
        "At your next sign-in you set up a new one; your sessions have ended."
    ),
    "changed": gettext_noop("Your password was changed by somebody who is signed in to your account."),
    "password": gettext_noop("Your password was changed by the link of a mail. Your sessions have ended."),
}


def news_mail(user: User, what: str) -> Letter:
    """What became of an account, and whom to tell if it was not its person."""
    subjects, bodies = [], []
    for language in ("en", "hi"):
        with override(language):
            subjects.append(_("Pragati: your account"))
            lines = [
                _("User name: %(name)s") % {"name": user.get_username()},
                "",
                _(NEWS[what]),
                "",
                _("If you did not expect this, tell an administrator at once."),
            ]
            bodies.append("\n".join(lines))
    return Letter(" · ".join(subjects), RULE.join(bodies) + "\n")


def link_of(change: AccountChange) -> str:
    """What stands in the link to a new mail address; without the session of its person it opens nothing."""
    return signing.dumps(change.pk, salt=_LINKS)


def change_of(token: str) -> int:
    """The number of the change that a link to a new mail address means. Raises BadSignature."""
    return int(signing.loads(token, salt=_LINKS))


def mail_told(change: AccountChange) -> Letter:
    """To the address of before: another one was asked for, and how to stop it."""
    return _about(
        change,
        gettext_noop(
            "Another mail address was asked for your account %(name)s: %(email)s\n\n"
            "If you did not ask for it, sign in, drop the change and tell an administrator at once:\n%(link)s"
        ),
        reverse_of=lambda: reverse("accounts:mail"),
    )


def mail_to_prove(change: AccountChange) -> Letter:
    """To the new address: the link by which its person, signed in, confirms it."""
    return _about(
        change,
        gettext_noop(
            "Mails of the account %(name)s shall come to this address, %(email)s. "
            "If it is yours, sign in and confirm it here:\n%(link)s\n\n"
            "If you know nothing of this, do nothing."
        ),
        reverse_of=lambda: reverse("accounts:prove-mail", args=[link_of(change)]),
    )


def _about(change: AccountChange, text: str, *, reverse_of: Callable[[], str]) -> Letter:
    """`reverse_of` gives the address of the link, in the active language."""
    subjects, bodies = [], []
    for language in ("en", "hi"):
        with override(language):
            subjects.append(_("Pragati: another mail address"))
            link = f"{settings.SITE_URL}{reverse_of()}"
            bodies.append(_(text) % {"name": change.subject, "email": change.value["email"], "link": link})
    return Letter(" · ".join(subjects), RULE.join(bodies) + "\n")


def password_mail(user: Any) -> Letter:
    """The link that leads to a new password, and to nothing else: the second factor stays."""
    named = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    subjects, bodies = [], []
    for language in ("en", "hi"):
        with override(language):
            link = f"{settings.SITE_URL}{reverse('accounts:new-password', kwargs=named)}"
            subjects.append(_("Pragati: a new password"))
            text = _(
                "Somebody, we think you, asked for a new password for the account %(name)s.\n\n"
                "Choose it here within an hour; the link works once:\n%(link)s\n\n"
                "The second factor stays as it is. If you did not ask, do nothing: your password still holds."
            )
            bodies.append(text % {"name": user.get_username(), "link": link})
    return Letter(" · ".join(subjects), RULE.join(bodies) + "\n")


# The mail of an invitation, sent at once, so that whoever invites sees whether it went out.

log = logging.getLogger(__name__)


def mailed(request: HttpRequest, found: Invitation, secret: str) -> None:
    """Send the invitation in both languages, and tell how it went; the link is in no log and on no page."""
    texts = [_text(found, secret, language) for language in ("en", "hi")]
    try:
        send_mail("Pragati: invitation · प्रगति: आमंत्रण", "\n\n".join(texts), None, [found.email])
    except (SMTPException, OSError):
        log.exception("the invitation %s could not be mailed", found.pk)
        told = gettext(
            "The mail to %(email)s could not be sent; check the address and the mail server, then invite again."
        )
        messages.error(request, told % {"email": found.email})
        return
    messages.success(request, gettext("An invitation was sent to %(email)s.") % {"email": found.email})


def _text(found: Invitation, secret: str, language: str) -> str:
    with override(language):
        post = str(Role(found.role).label) + (f", {state_name(found.state)}" if found.state else "")
        return gettext(
            "You are invited to Pragati as: %(post)s.\n"
            "Choose a user name and a password here; the link works once, until %(until)s:\n%(link)s"
        ) % {
            "post": post,
            "until": moment_text(found.expires_at),
            "link": f"{settings.SITE_URL}{reverse('people:invitation', args=[secret])}",
        }
