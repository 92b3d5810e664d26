"""What a draft of a methodology version has to reckon with: the versions there are, the newest published month."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from metrics.core.checks import Problem, check
from metrics.core.standing import standing
from metrics.models import MethodologyDraft
from metrics.selectors import present_versions
from rankings.models import Origin, Publication
from states.months import Month


def newest_published() -> Month | None:
    """The newest month of which computed lists were ever published; withdrawn ones count, their month is settled."""
    newest: Month | None = Publication.objects.filter(origin=Origin.COMPUTED).aggregate(last=Max("month"))[
        "last"
    ]
    return newest


def problems_of(draft: MethodologyDraft) -> tuple[Problem, ...]:
    """Every check that the draft does not pass as things stand. Two queries."""
    return problems_of_each([draft])[0]


def problems_of_each(drafts: Sequence[MethodologyDraft]) -> list[tuple[Problem, ...]]:
    """The same of several drafts. Two queries, however many."""
    present, newest = present_versions(), newest_published()
    return [(*check(one.document), *standing(one.document, present, newest)) for one in drafts]
