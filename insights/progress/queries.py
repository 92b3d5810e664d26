"""Progress beside level: a month's progress list, why it is not there, and who was most improved how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common.months import FIRST_YEAR, Month
from metrics.models import Methodology
from rankings.lists.histories import Scope, chosen_lists, month_lists
from rankings.lists.history import (
    Count,
    Coverage,
    History,
    MonthList,
    SampleBasis,
    count_all,
    coverage,
    sample_basis,
)
from rankings.lists.progress_rank import (
    SPANS,
    Measure,
    Obstacle,
    Progress,
    ProgressList,
    obstacle,
    progress_history,
    progress_list,
)
from rankings.lists.queries import list_of_month, states_by_code
from rankings.lists.ranks import Ties
from rankings.models import ListRow, RankingList
from states.models import State


@dataclass(frozen=True, slots=True)
class Progressed:
    """The list of a month beside the one of `span` months before.

    `since` is that month; None before the calendar begins. `months` are all on record. `then` is None where there is
    no list, `listed` where `missing` says why. `counts` tell how often each State was most improved up to the month
    and are empty where no month has a progress list; `coverage` is what they rest on. `sample_basis` is that of every
    list compared or counted. `unranked` has the reason of each State without a rank, by (month, code).
    """

    scope: Scope
    month: Month
    since: Month | None
    span: int
    measure: Measure
    months: tuple[Month, ...]
    now: MonthList
    then: MonthList | None
    listed: ProgressList | None
    missing: Obstacle | None
    counts: Mapping[str, Count]
    coverage: Coverage | None
    sample_basis: SampleBasis
    unranked: Mapping[tuple[Month, str], str]
    states: Mapping[str, State]

    @property
    def sample(self) -> bool:
        """Whether anything on the page rests on sample figures."""
        return self.sample_basis is not SampleBasis.NONE


@dataclass(frozen=True, slots=True)
class Stride:
    """A State's progress over `span` months, in points and as the share of the gap that was closed.

    `of` are the States with a progress rank; `own` is None where `missing` says why there is no list.
    """

    span: int
    since: Month | None
    missing: Obstacle | None
    own: Progress | None
    of: int


def progressed(scope: Scope, month: str, span: int, measure: Measure) -> Progressed:
    """`month` is `YYYY-MM` or `latest`. Raises UnknownNameError, WithdrawnListError. Four queries."""
    chosen = chosen_lists(scope)
    shown = list_of_month(scope, month, chosen)
    ordinal = shown.month.ordinal - span
    known = {one: ranking for one, ranking in chosen.items() if one <= shown.month}
    past = month_lists(known.values())
    states = states_by_code()
    names = {code: one.name for code, one in states.items()}
    ranked = progress_history(past, span, measure, names)
    since = _month(ordinal)
    both = [one for one in (known[shown.month], known.get(since) if since else None) if one is not None]
    return Progressed(
        scope=scope,
        month=shown.month,
        since=since,
        span=span,
        measure=measure,
        months=tuple(chosen),
        now=past[shown.month],
        then=past.get(since) if since else None,
        listed=progress_list(past, shown.month, span, measure, names, ties_of(shown)),
        missing=obstacle(past, shown.month, span),
        counts=count_all(ranked, past[shown.month].rows, min(ranked), shown.month) if ranked else {},
        coverage=coverage(ranked, min(ranked), shown.month) if ranked else None,
        sample_basis=_basis(past, shown.month, ranked, span),
        unranked=_unranked(both),
        states=states,
    )


def strides(history: History, month: Month, state: str, names: Mapping[str, str], ties: Ties) -> list[Stride]:
    """A State's progress over each of the spans, in points, from a history that was read before."""
    found = []
    for span in SPANS:
        listed = progress_list(history, month, span, Measure.CHANGE, names, ties)
        rows = listed.rows if listed else ()
        own = next((row for row in rows if row.state == state), None)
        of = sum(row.rank is not None for row in rows)
        found.append(Stride(span, _month(month.ordinal - span), obstacle(history, month, span), own, of))
    return found


def _basis(history: History, shown: Month, ranked: History, span: int) -> SampleBasis:
    """Of the month shown, of each month with a progress list, and of the lists that these are compared with."""
    ends = {shown.ordinal, *(month.ordinal for month in ranked)}
    behind = ends | {ordinal - span for ordinal in ends}
    return sample_basis(one.sample for month, one in history.items() if month.ordinal in behind)


def ties_of(one: RankingList) -> Ties:
    """How the list's own methodology ranks on after a shared rank; a recorded list ranks as the bureau does."""
    if one.methodology_id is None:
        return "competition"
    rules = Methodology.objects.values_list("rules", flat=True).get(pk=one.methodology_id)
    return "dense" if rules["ties"] == "dense" else "competition"


def _month(ordinal: int) -> Month | None:
    return Month.from_ordinal(ordinal) if ordinal >= FIRST_YEAR * 12 else None


def _unranked(lists: Sequence[RankingList]) -> dict[tuple[Month, str], str]:
    """Why States without a rank have none. One query."""
    months = {ranking.pk: ranking.month for ranking in lists}
    rows = ListRow.objects.filter(list__in=months, rank__isnull=True)
    found = rows.values_list("list_id", "state_id", "reason")
    return {(months[pk], state): reason for pk, state, reason in found}
