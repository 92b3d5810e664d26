"""The words of the reviewers' desk: how a submission stands, why a step was refused."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_lazy

from submissions.desk.words import by_whom, refusal, status_name
from submissions.models import RowDecision, Submission

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


def refused(code: str, message: str) -> str:
    """Why a step was refused, in the reader's language; the service's own words where the code is not known."""
    return str(_REFUSALS[code]) if code in _REFUSALS else refusal(code, message)


def standing_text(submission: Submission) -> str:
    """How a submission stands, who brought it there and when: `Revision 2 is returned (ravi, 05-12-2023 …).`"""
    steps = [
        (submission.decided_by, submission.decided_at),
        (submission.submitted_by, submission.submitted_at),
        (submission.created_by, submission.created_at),
    ]
    who, at = next((who, at) for who, at in steps if who and at)
    return gettext("Revision %(revision)s is %(status)s (%(who)s).") % {
        "revision": submission.revision,
        "status": status_name(submission),
        "who": by_whom(who, at),
    }


def saw(decision: RowDecision | None) -> str:
    """The word on a figure as a page showed it, to be compared when the next word comes in."""
    return f"{decision.verdict} {decision.decided_by} {decision.decided_at.isoformat()}" if decision else ""
