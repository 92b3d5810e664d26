"""How the work stands that nobody waits for: jobs by state, the oldest that waits, and one page of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q

from states.models import Job, JobState

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class JobsView:
    """`counts` by state, of all jobs; `oldest` is since when the longest waiting one that is due has waited."""

    counts: dict[str, int]
    oldest: datetime | None
    kinds: tuple[str, ...]
    page: Page[Job]


def jobs_view(*, state: str, kind: str, page: str | None, at: datetime) -> JobsView:
    """Jobs of a state and kind (empty: of all), the newest first. Five queries."""
    every = Job.objects.order_by()
    counts = dict(every.values_list("state").annotate(Count("pk")))
    due = every.aggregate(oldest=Min("created_at", filter=Q(state=JobState.QUEUED, not_before__lte=at)))
    wanted = {key: value for key, value in (("state", state), ("kind", kind)) if value}
    found = Job.objects.filter(**wanted)
    return JobsView(
        counts={one: counts.get(one, 0) for one in JobState.values},
        oldest=due["oldest"],
        kinds=tuple(every.values_list("kind", flat=True).distinct().order_by("kind")),
        page=Paginator(found, ON_A_PAGE).get_page(page),
    )
