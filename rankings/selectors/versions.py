"""What a draft of a methodology version has to reckon with: the versions there are, the newest published month."""

from __future__ import annotations

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
    document = draft.document
    return (*check(document), *standing(document, present_versions(), newest_published()))
