"""The words of the reviewers' desk: progress, doubts, movements, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from common.months import Month
from rankings.lists.labels import board_name
from submissions.desk.words import by_whom, refusal, status_name
from submissions.models import Submission
from submissions.review.board import Progress
from submissions.review.doubt import Doubt, Movement

_PROGRESS = {
    Progress.NOT_SENT: gettext_lazy("not sent"),
    Progress.DRAFT: gettext_lazy("draft"),
    Progress.SUBMITTED: gettext_lazy("submitted"),
    Progress.RETURNED: gettext_lazy("returned"),
    Progress.VERIFIED: gettext_lazy("verified"),
}
_DOUBTS = {
    Doubt.STOCK_FELL: gettext_lazy("total fell"),
    Doubt.JUMP: gettext_lazy("outside the usual range"),
    Doubt.FIGURE_MISSING: gettext_lazy("figure missing"),
    Doubt.EXCEEDS: gettext_lazy("numerator above denominator"),
    Doubt.REMARK: gettext_lazy("remark"),
    Doubt.RETURNED: gettext_lazy("returned"),
    Doubt.COMMENT: gettext_lazy("comment"),
    Doubt.OBJECTION: gettext_lazy("open objection"),
}
_REFUSALS: Mapping[str, object] = {
    "comment_needed": gettext_lazy("Say what is wrong in a comment, so that the officer can mend it."),
    "decided_meanwhile": gettext_lazy(
        "Someone else has decided on this figure meanwhile; look at their word, then decide again."
    ),
    "own_submission": gettext_lazy(
        "You sent or wrote this submission yourself; another reviewer must decide."
    ),
    "nothing_returned": gettext_lazy("Return at least one figure with a comment first."),
    "row_returned": gettext_lazy(
        "A figure is marked as returned: send the submission back, or approve that figure."
    ),
    "objection_resolved": gettext_lazy("Someone has answered this objection already."),
    "own_objection": gettext_lazy("Nobody resolves their own objection."),
    "no_invitation": gettext_lazy("This invitation is used up or has expired; ask for a new one."),
    "account_taken": gettext_lazy("This name is taken; choose another."),
    "mail_taken": gettext_lazy("Somebody has this mail address, or one that looks like it."),
    "mail_letters": gettext_lazy("Write the mail address in plain Latin letters."),
    "too_many_asks": gettext_lazy("You have asked for three mail addresses within an hour; wait a while."),
    "no_mail": gettext_lazy("This is not a mail address."),
    "not_yours": gettext_lazy("This invitation is for another account; sign out, then open it again."),
    "not_first": gettext_lazy("There are two administrators or publishers already."),
    "conflicting_posts": gettext_lazy(
        "Nobody is a State's officer or deputy and holds a post of the bureau at the same time; "
        "one of the two has to end first."
    ),
    "no_second": gettext_lazy("Only an administrator or a publisher confirms this."),
    "own_change": gettext_lazy("Nobody confirms what they asked for or what concerns them; another has to."),
    "waits_already": gettext_lazy("Such a change waits already; it is confirmed or dropped first."),
    "no_change": gettext_lazy("This change does not wait for you, or not any more."),
    "no_second_factor": gettext_lazy("There is no second factor that could be changed."),
    "state_for_officers": gettext_lazy("A nodal officer is invited for a State, others for none."),
    "dates": gettext_lazy("The last day lies before the first."),
    "no_such_person": gettext_lazy("One of the two is not known, or is no officer of that State."),
    "own_appointment": gettext_lazy("Nobody ends their own appointment; ask another administrator."),
    "own_account": gettext_lazy("Nobody disables their own account; ask another administrator."),
    "last_administrator": gettext_lazy(
        "No administrator would be left: appoint another one first, whose account is enabled."
    ),
    "own_second_factor": gettext_lazy("Nobody resets their own second factor; ask another administrator."),
    "own_deputy": gettext_lazy("Nobody is their own deputy."),
}


def progress_name(progress: Progress) -> str:
    return str(_PROGRESS[progress])


def doubt_name(doubt: Doubt) -> str:
    return str(_DOUBTS[doubt])


def refused(code: str, message: str) -> str:
    """Why a step was refused, in the reader's language; the service's own words where the code is not known."""
    return str(_REFUSALS[code]) if code in _REFUSALS else refusal(code, message)


def movement_text(movement: Movement | None) -> str:
    """`4th as sent, 9th without the doubtful figures (CCTNS)`; empty where nothing is in doubt."""
    if movement is None:
        return ""
    board = board_name(movement.board)
    if not movement.places:
        return gettext("The doubtful figures move no place on any board.")
    return gettext(
        "As sent rank %(sent)s of %(of)s on %(board)s, without the doubtful figures rank %(instead)s."
    ) % {
        "sent": movement.as_sent,
        "instead": movement.instead,
        "of": movement.of,
        "board": board,
    }


def places_text(places: int) -> str:
    return ngettext("%(count)s place", "%(count)s places", places) % {"count": places}


def late_text(days: int) -> str:
    return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}


def standing_text(one: Submission) -> str:
    """How a submission stands, who brought it there and when: `Revision 2 is returned (ravi, 05-12-2023 …)`."""
    steps = [
        (one.decided_by, one.decided_at),
        (one.submitted_by, one.submitted_at),
        (one.created_by, one.created_at),
    ]
    who, at = next((who, at) for who, at in steps if who and at)
    return gettext("Revision %(revision)s is %(status)s (%(who)s).") % {
        "revision": one.revision,
        "status": status_name(one),
        "who": by_whom(who, at),
    }


# Addresses of the reviewers' and administrators' pages, in the active language.


def board(month: Month | None = None) -> str:
    return _with(reverse("review:board"), {"month": str(month)} if month else {})


def reading(state: str, month: Month, revision: int | None = None) -> str:
    query = {"revision": str(revision)} if revision else {}
    return _with(reverse("review:reading", args=[state, str(month)]), query)


def file(upload: object) -> str:
    return reverse("review:file", args=[upload])


def objections() -> str:
    return reverse("review:objections")


def months() -> str:
    return reverse("review:months")


def provisional(month: Month, query: Mapping[str, str] | None = None) -> str:
    return _with(reverse("review:provisional", args=[str(month)]), query or {})


def people() -> str:
    return reverse("people:people")


def tokens(query: Mapping[str, str] | None = None) -> str:
    return _with(reverse("people:tokens"), query or {})


def accounts(query: Mapping[str, str] | None = None) -> str:
    return _with(reverse("people:accounts"), query or {})


def audit(query: Mapping[str, str] | None = None) -> str:
    return _with(reverse("people:audit"), query or {})


def _with(address: str, query: Mapping[str, str]) -> str:
    kept = {key: value for key, value in query.items() if value}
    return f"{address}?{urlencode(kept)}" if kept else address
