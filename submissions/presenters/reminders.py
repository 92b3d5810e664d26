"""The reminder before a deadline, in words. An officer's mail speaks both languages."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from rankings.services.letters import Letter
from rankings.views.wording.labels import state_name
from rankings.views.wording.months import month_name
from submissions.presenters import desk_links as links
from submissions.services.reminders import Due
from submissions.wording import moment_text

RULE = "\n\n" + "-" * 60 + "\n\n"


def reminder_mail(due: Due) -> Letter:
    subjects, bodies = [], []
    for language in ("en", "hi"):
        with override(language):
            subjects.append(_subject(due))
            bodies.append(_body(due))
    return Letter(" · ".join(subjects), RULE.join(bodies) + "\n")


def _subject(due: Due) -> str:
    names = {"state": state_name(due.state), "month": month_name(due.month), "days": due.days}
    if due.days == 0:
        return _("%(state)s: the figures of %(month)s are due today") % names
    told = ngettext(
        "%(state)s: the figures of %(month)s are due in %(days)s day",
        "%(state)s: the figures of %(month)s are due in %(days)s days",
        due.days,
    )
    return told % names


def _body(due: Due) -> str:
    return _(
        "%(state)s has not yet sent its figures of %(month)s.\n"
        "They are due by %(deadline)s.\n\n"
        "Send them here:\n%(link)s\n\n"
        "A draft that is not sent does not count. After the deadline figures count as late."
    ) % {
        "state": state_name(due.state),
        "month": month_name(due.month),
        "deadline": moment_text(due.deadline),
        "link": f"{settings.SITE_URL}{links.month_page(due.state.code, due.month)}",
    }
