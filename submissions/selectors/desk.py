"""What a person finds on their desk."""

from __future__ import annotations

from states.access import Act, Person
from states.months import Month
from submissions.models import Submission


def submissions_visible_to(person: Person, month: Month | None = None) -> list[Submission]:
    """The current submissions that the person may see, newest month first, then by State."""
    found = Submission.objects.filter(is_current=True).select_related("state")
    if month is not None:
        found = found.filter(month=month)
    if not person.is_staff:
        found = found.filter(state__in=person.states)
    if not person.may(Act.SEE_SUBMISSIONS):
        found = found.none()
    return list(found.order_by("-month", "state__name"))
