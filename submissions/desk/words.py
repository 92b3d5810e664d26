"""The words of the desk: status, gate, days left, who acted for whom, why a step was refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.models import ApiToken
from common.dates import month_name
from common.months import Month
from submissions.desk.own import OwnMonth
from submissions.models import StationFile, StationFileStatus, Status, Submission
from submissions.months.windows import Gate, Window, days_late

# Sentences that pages and the API share, in the active language.


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


_GATES = {
    Gate.NOT_OPENED: gettext_lazy("not opened yet"),
    Gate.OPEN: gettext_lazy("open"),
    Gate.LATE: gettext_lazy("late window"),
    Gate.EXTENDED: gettext_lazy("longer deadline"),
    Gate.REOPENED: gettext_lazy("reopened for your State"),
    Gate.DEADLINE_PASSED: gettext_lazy("deadline passed"),
    Gate.CLOSED: gettext_lazy("closed"),
    Gate.PUBLISHED: gettext_lazy("published"),
}
_REFUSALS: Mapping[str, object] = {
    "wrong_status": gettext_lazy("The submission has moved on since this page was shown; look at it afresh."),
    "answer_needed": gettext_lazy(
        "A returned figure is neither corrected nor answered: correct it, or answer the comment first."
    ),
    "comment_needed": gettext_lazy("Write something: the answer is empty."),
    "unknown_parameter": gettext_lazy("That parameter is not in this submission."),
    "text_needed": gettext_lazy("Write something: the text is empty."),
    "no_provisional_list": gettext_lazy("There is no provisional list of this month to object to."),
    "objection_open": gettext_lazy("An objection to this figure is open already; wait for its reply."),
    "too_many_files": gettext_lazy(
        "Three of your station files are being received or checked. Finish or give up one of them first."
    ),
    "own_submission": gettext_lazy("Nobody reviews what they sent themselves."),
    "other_parameters": gettext_lazy(
        "The parameters of this month have changed since these figures were sent: they are sent again, in the new "
        "template."
    ),
}


def language() -> str:
    """`hi` or `en`, as the page is being written."""
    return "hi" if (get_language() or "").startswith("hi") else "en"


def gate_name(gate: Gate) -> str:
    return str(_GATES[gate])


def status_name(submission: Submission | None) -> str:
    """`draft`, `submitted`, …; `nothing sent yet` where there is no revision."""
    return str(Status(submission.status).label) if submission else gettext("nothing sent yet")


def refusal(code: str, message: str) -> str:
    """Why a step was refused, in the reader's language; `message` where the code is not known here."""
    return str(_REFUSALS.get(code, message))


def who(signature: str) -> str:
    """`asha`; for a deputy `dev, acting for asha`."""
    deputy, _, officer = signature.partition(" for ")
    if officer:
        return gettext("%(deputy)s, acting for %(officer)s") % {"deputy": deputy, "officer": officer}
    return signature


def by_whom(signature: str, moment: datetime) -> str:
    """`asha, 05-12-2023 12:00 IST`."""
    return f"{who(signature)}, {moment_text(moment)}"


def days_text(own: OwnMonth, at: datetime) -> str:
    """`10 days left`, `today is the last day`, `2 days late`; empty where neither says anything.

    A returned submission is not counted as sent.
    """
    current, window = own.current, own.window
    if current and current.submitted_at and current.status != Status.RETURNED:
        late = days_late(current.submitted_at, own.opening.deadline)
        return _late(late) if late else gettext("sent in time")
    if not window.is_open or window.until is None:
        return ""
    left = (timezone.localdate(window.until) - timezone.localdate(at)).days
    words = (
        ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left}
        if left > 0
        else gettext("today is the last day")
    )
    late = days_late(at, own.opening.deadline)
    return f"{_late(late)}, {words}" if late and window.gate is Gate.LATE else words


def _late(days: int) -> str:
    return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}


def token_end(token: ApiToken, at: datetime) -> str:
    """Why a token whose person is fetched is not in force; empty where it is."""
    if token.revoked_at:
        return gettext("revoked on %(moment)s") % {"moment": moment_text(token.revoked_at)}
    if token.expires_at and token.expires_at <= at:
        return gettext("expired")
    return "" if token.user.is_active else gettext("ended: the account is disabled")


_STATION_FILES: Mapping[str, object] = {
    StationFileStatus.RECEIVING: gettext_lazy("Being received"),
    StationFileStatus.CHECKING: gettext_lazy("Being checked"),
    StationFileStatus.STORED: gettext_lazy("Stored"),
    StationFileStatus.REFUSED: gettext_lazy("Refused: nothing was stored"),
    StationFileStatus.CANCELLED: gettext_lazy("Given up"),
}


def station_status(file: StationFile) -> str:
    """How a station file stands."""
    if file.failed:
        return gettext("The check failed: a fault of ours")
    return gettext("Queued: the check has not begun") if file.waits else str(_STATION_FILES[file.status])
