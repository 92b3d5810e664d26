"""Which verified figures are still in doubt: what a publisher wants to know before signing."""

from __future__ import annotations

from metrics.selectors import document_of, methodology_in_force
from states.months import Month
from submissions.models import Objection, Status, Submission
from submissions.selectors.queue import doubts_of


def doubtful_figures(month: Month) -> frozenset[tuple[str, str]]:
    """Pairs of State code and parameter code: verified without being confirmed by a reviewer, or objected to.

    Unconfirmed is what gave a reason to look at (a warning, a remark, a comment) and was not approved by itself.
    """
    objected = Objection.objects.filter(month=month, resolved_at__isnull=True)
    found = set(objected.values_list("state_id", "parameter"))
    verified = Submission.objects.filter(month=month, status=Status.VERIFIED, is_current=True)
    rows = list(verified.prefetch_related("figures"))
    if rows:
        reasons = doubts_of(month, rows, document_of(methodology_in_force(month)))
        found |= {(one.state_id, code) for one in rows for code in reasons[one.pk]}
    return frozenset(found)
