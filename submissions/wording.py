"""Sentences that pages and the API share, in the active language."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from rankings.views.wording.months import month_name
from states.months import Month
from submissions.core.windows import Gate, Window


def moment_text(moment: datetime) -> str:
    """A moment in Indian time: `15-12-2023 23:59 IST`."""
    return _("%(moment)s IST") % {"moment": timezone.localtime(moment).strftime("%d-%m-%Y %H:%M")}


def window_text(month: Month, window: Window) -> str:
    """Whether a State may send figures of the month, until when, and if not, why not."""
    texts = {
        Gate.NOT_OPENED: _("%(month)s is not open for figures; NCRB opens a month when it has ended."),
        Gate.OPEN: _("%(month)s is open until %(until)s."),
        Gate.LATE: _("%(month)s is past its deadline; late figures are taken until %(until)s."),
        Gate.EXTENDED: _("%(month)s is open for your State until %(until)s, by a longer deadline."),
        Gate.REOPENED: _("%(month)s is reopened for your State until %(until)s."),
        Gate.DEADLINE_PASSED: _(
            "%(month)s took figures until %(until)s. Ask NCRB for a longer deadline or a reopening, with a reason."
        ),
        Gate.CLOSED: _(
            "%(month)s was closed on %(until)s. Ask NCRB to reopen it for your State, with a reason."
        ),
        Gate.PUBLISHED: _(
            "%(month)s was published on %(until)s. A correction needs NCRB to reopen the month for your State."
        ),
    }
    until = moment_text(window.until) if window.until else ""
    return texts[window.gate] % {"month": month_name(month), "until": until}
