"""The register of good practices as the public reads it, and as those who keep it do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from common.asking import UnknownNameError
from rankings.models import PracticeRevision
from states.models import State

KIND = "practice"
"""What UnknownNameError calls an entry that there is not."""


class WithdrawnPracticeError(LookupError):
    """The entry was public and was withdrawn. Answered with 410, which says neither what it said nor why.

    A list that was withdrawn stays readable as a number and a reason, for ranks rest on it. A practice is a text
    with names and documents in it, and may have been withdrawn for their sake.
    """

    def __init__(self, number: int, state: State, withdrawn_on: date) -> None:
        super().__init__(f"practice {number} was withdrawn")
        self.number, self.state, self.withdrawn_on = number, state, withdrawn_on


def practices(
    *, states: Collection[str] | None = None, year: int | None = None
) -> tuple[PracticeRevision, ...]:
    """What the public sees, newest year first, then by State and number; `added_at` is annotated. One query.

    `states` are codes; None for every State, as for the year.
    """
    found = _public()
    if states is not None:
        found = found.filter(state__in=states)
    if year is not None:
        found = found.filter(year=year)
    return tuple(found)


def practice(number: int) -> PracticeRevision:
    """One entry, `added_at` annotated. Raises UnknownNameError, WithdrawnPracticeError. One query if it is public."""
    one = _current().filter(practice=number).first()
    if one is None:
        known = _public().order_by("practice").values_list("practice", flat=True)
        raise UnknownNameError(KIND, str(number), map(str, known))
    if one.withdrawn:
        raise WithdrawnPracticeError(number, one.state, timezone.localdate(_withdrawn_at(one)))
    return one


def practices_of(state: State) -> tuple[PracticeRevision, ...]:
    """A State's entries, newest year first. One query."""
    return tuple(_current().filter(state=state, withdrawn=False).order_by("-year", "practice"))


def register() -> tuple[PracticeRevision, ...]:
    """Every entry as it stands, those withdrawn last. One query."""
    return tuple(_current().order_by("withdrawn", "-recorded_at", "-practice"))


def revisions(number: int) -> tuple[PracticeRevision, ...]:
    """Every revision of an entry, newest first; empty where there is no such entry. One query."""
    found = PracticeRevision.objects.filter(practice=number).order_by("-number")
    return tuple(found.select_related("practice", "state", "document"))


def _current() -> QuerySet[PracticeRevision]:
    first = PracticeRevision.objects.filter(practice=OuterRef("practice"), number=1).values("recorded_at")
    current = PracticeRevision.objects.filter(is_current=True).annotate(added_at=Subquery(first))  # type: ignore[no-redef]
    return current.select_related("practice", "state", "document")


def _public() -> QuerySet[PracticeRevision]:
    return _current().filter(withdrawn=False).order_by("-year", "state__name", "practice")


def _withdrawn_at(one: PracticeRevision) -> datetime:
    """When it was withdrawn; it may have been changed since. One query."""
    found = one.recorded_at
    steps = PracticeRevision.objects.filter(practice=one.practice_id).order_by("-number")
    for withdrawn, at in steps.values_list("withdrawn", "recorded_at"):
        if not withdrawn:
            break
        found = at
    return found
