"""The mail of an invitation, sent at once, so that whoever invites sees whether it went out."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, override

from rankings.views.wording.labels import state_name
from states.models import Invitation, Role
from submissions.wording import moment_text

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
