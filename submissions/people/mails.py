"""Mails about one's own account, in both languages.

They are queued: who asks for one learns nothing from the answer, nor from its time. An invitation alone is sent at
once, so that whoever invites sees whether it went out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext, gettext_noop, override

from accounts.models import AccountChange, Invitation, Role
from common import jobs
from common.letters import Letter
from common.models import Job
from submissions.desk.words import moment_text

log = logging.getLogger(__name__)
NEWS, RESET = "account_news", "password_mail"
"""The kinds of jobs that send them."""

MOST_ASKS, ASKS_COUNT_FOR = 3, timedelta(hours=1)
_LINKS = "submissions.mail_address"
_RULE = "\n\n" + "-" * 60 + "\n\n"
_NEWS = {
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


@transaction.atomic
def tell(user_id: int, what: str, *, at: datetime) -> None:
    """Queue a mail to a person on what became of their account: `set_up`, `new_codes`, `recovered`, `reset`, …"""
    key = f"{user_id} {what} {at:%Y-%m-%dT%H:%M}"
    jobs.enqueue(kind=NEWS, key=key, payload={"user": user_id, "what": what}, at=at)


@transaction.atomic
def ask_for_password(person: str, *, at: datetime) -> None:
    """Queue a mail with a link to a new password for whoever is called so, or has this mail address.

    The same is done where nobody is. Of what was typed only a keyed hash is kept, to count the asks.
    """
    key = salted_hmac("submissions.password", person.lower(), algorithm="sha256").hexdigest()
    if Job.objects.filter(kind=RESET, key=key, created_at__gt=at - ASKS_COUNT_FOR).count() >= MOST_ASKS:
        return
    users = get_user_model().objects.filter(Q(username=person) | Q(email__iexact=person), is_active=True)
    numbers = list(users.exclude(email="").values_list("pk", flat=True))
    jobs.enqueue(kind=RESET, key=key, payload={"users": numbers}, at=at)


def news_mail(user: User, what: str) -> Letter:
    """What became of an account, and whom to tell if it was not its person."""
    return _letter(
        gettext_noop("Pragati: your account"),
        lambda: "\n\n".join(
            [
                gettext("User name: %(name)s") % {"name": user.get_username()},
                gettext(_NEWS[what]),
                gettext("If you did not expect this, tell an administrator at once."),
            ]
        ),
    )


def link_of(change: AccountChange) -> str:
    """What stands in the link to a new mail address; without the session of its person it opens nothing."""
    return signing.dumps(change.pk, salt=_LINKS)


def change_of(token: str) -> int:
    """The number of the change that a link to a new mail address means. Raises BadSignature."""
    return int(signing.loads(token, salt=_LINKS))


def mail_told(change: AccountChange) -> Letter:
    """To the address of before: another one was asked for, and how to stop it."""
    text = gettext_noop(
        "Another mail address was asked for your account %(name)s: %(email)s\n\n"
        "If you did not ask for it, sign in, drop the change and tell an administrator at once:\n%(link)s"
    )
    return _about(change, text, "accounts:mail")


def mail_to_prove(change: AccountChange) -> Letter:
    """To the new address: the link by which its person, signed in, confirms it."""
    text = gettext_noop(
        "Mails of the account %(name)s shall come to this address, %(email)s. "
        "If it is yours, sign in and confirm it here:\n%(link)s\n\n"
        "If you know nothing of this, do nothing."
    )
    return _about(change, text, "accounts:prove-mail", link_of(change))


def _about(change: AccountChange, text: str, page: str, *parts: str) -> Letter:
    """A letter on another mail address, with a link to a page."""
    return _letter(
        gettext_noop("Pragati: another mail address"),
        lambda: (
            gettext(text)
            % {"name": change.subject, "email": change.value["email"], "link": _link(page, *parts)}
        ),
    )


def password_mail(user: Any) -> Letter:
    """The link that leads to a new password, and to nothing else: the second factor stays."""
    named = (urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user))
    return _letter(
        gettext_noop("Pragati: a new password"),
        lambda: (
            gettext(
                "Somebody, we think you, asked for a new password for the account %(name)s.\n\n"
                "Choose it here within an hour; the link works once:\n%(link)s\n\n"
                "The second factor stays as it is. If you did not ask, do nothing: your password still holds."
            )
            % {"name": user.get_username(), "link": _link("accounts:new-password", *named)}
        ),
    )


def _letter(subject: str, text: Callable[[], str]) -> Letter:
    """A letter in English and in Hindi; `text` says it in the active language."""
    subjects, bodies = [], []
    for language in ("en", "hi"):
        with override(language):
            subjects.append(gettext(subject))
            bodies.append(text())
    return Letter(" · ".join(subjects), _RULE.join(bodies) + "\n")


def _link(page: str, *parts: str) -> str:
    """The whole address of a page, in the active language."""
    return f"{settings.SITE_URL}{reverse(page, args=parts)}"


def mailed(request: HttpRequest, invitation: Invitation, secret: str) -> None:
    """Send the invitation in both languages, and tell how it went; the link is in no log and on no page."""
    texts = []
    for language in ("en", "hi"):
        with override(language):
            post = str(Role(invitation.role).label)
            post += f", {invitation.state.label}" if invitation.state else ""
            text = gettext(
                "You are invited to Pragati as: %(post)s.\n"
                "Choose a user name and a password here; the link works once, until %(until)s:\n%(link)s"
            )
            until, link = moment_text(invitation.expires_at), _link("people:invitation", secret)
            texts.append(text % {"post": post, "until": until, "link": link})
    named = {"email": invitation.email}
    try:
        send_mail("Pragati: invitation · प्रगति: आमंत्रण", "\n\n".join(texts), None, [invitation.email])
    except (SMTPException, OSError):
        log.exception("the invitation %s could not be mailed", invitation.pk)
        text = gettext(
            "The mail to %(email)s could not be sent; check the address and the mail server, then invite again."
        )
        messages.error(request, text % named)
        return
    messages.success(request, gettext("An invitation was sent to %(email)s.") % named)
