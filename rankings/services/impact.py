"""What publishing a month will change, before it is published; and what it changed, from the published lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from metrics.models import Methodology
from metrics.selectors import Figures, current_revisions, document_of, figures_at
from rankings.core.hinges import Doubtful, Ground, hinges
from rankings.core.history import MonthList, SampleBasis, Standing, sample_basis
from rankings.core.impact import Head, ListChange, impact_document
from rankings.core.ranks import Place
from rankings.models import ListRow, Origin, Publication, RankingList
from rankings.selectors.histories import by_month, month_lists, standing_lists
from rankings.services.computation import Computation, compute_month, content_of
from rankings.services.publication import check_reason, check_release, newest_digest, next_revision
from states.digests import canonical, digest
from states.models import State
from states.months import FIRST_YEAR, Month

Key = tuple[str, str]
"""Board and category."""


@dataclass(frozen=True)
class Impact:
    """What changes; `digests` are those of the lists to come, by board and category.

    `sample_basis` is that of the histories that the lists come into; no signature covers it.
    """

    document: Mapping[str, Any]
    digests: Mapping[Key, str]
    sample_basis: SampleBasis

    @property
    def canonical(self) -> bytes:
        """The document's canonical JSON: what a signature covers."""
        return canonical(self.document)

    @cached_property
    def digest(self) -> str:
        return digest(self.document)


def predict(*, month: Month, reason: str, released_on: date, doubtful: Doubtful = ()) -> Impact:
    """What publishing a month's lists now would change.

    Raises RefusedPublicationError, or NothingToComputeError where the month has no figures.
    """
    check_release(month, released_on)
    revision = next_revision(month, Origin.COMPUTED)
    check_reason(month, revision, reason.strip())
    computation = compute_month(month)
    head = Head(
        month=month, revision=revision, reason=reason.strip(), released_on=released_on,
        sample=bool(computation.samples), methodology=computation.methodology.version,
        inputs=computation.inputs_digest,
    )  # fmt: skip
    before = _histories(standing_lists())
    last = _last_month(month, standing_lists())
    changes = [_coming(head, computation, key, before.get(key, {})) for key in computation.lists]
    figures = figures_at(month, computation.revisions)
    found = hinges(_ground(computation.methodology, figures, last, computation.lists), doubtful)
    return _impact(head, changes, found)


def outcome(publication: Publication, doubtful: Doubtful = ()) -> Impact:
    """What a publication of computed lists did change, from nothing but the published lists and their figures."""
    then = standing_lists(known_at=publication.number, own=False)
    before = _histories(then)
    lists = list(publication.lists.all())
    shown = _shown(lists)
    methodology = lists[0].methodology
    assert methodology is not None
    head = Head(
        month=publication.month, revision=publication.revision, reason=publication.reason,
        released_on=publication.released_on, sample=publication.sample, methodology=methodology.version,
        inputs=lists[0].inputs_digest,
    )  # fmt: skip
    changes, places = [], {}
    for one in lists:
        key = (one.board, one.category)
        rows, reasons, places[key] = shown[one.pk]
        changes.append(
            ListChange(
                one.board, one.category, one.digest, _month_list(one, rows), reasons, before.get(key, {})
            )
        )
    figures = figures_at(publication.month, publication.inputs)
    last = _last_month(publication.month, then)
    return _impact(head, changes, hinges(_ground(methodology, figures, last, places), doubtful))


def _impact(head: Head, changes: list[ListChange], found: list[dict[str, Any]]) -> Impact:
    digests = {(one.board, one.category): one.digest for one in changes}
    behind = [one.sample for change in changes for one in change.after.values()]
    return Impact(impact_document(head, changes, found), digests, sample_basis(behind))


def _histories(standing: QuerySet[RankingList]) -> dict[Key, dict[Month, MonthList]]:
    """The history of every board and category, as the plain pages count it."""
    keys = standing.order_by("board", "category").values_list("board", "category").distinct()
    return {
        (board, category): month_lists(by_month(standing.filter(board=board, category=category)).values())
        for board, category in keys
    }


def _coming(head: Head, computation: Computation, key: Key, before: Mapping[Month, MonthList]) -> ListChange:
    """The list that will be published, with the very digest that it will have."""
    board, category = key
    content = content_of(
        computation, board, category, revision=head.revision, reason=head.reason, released_on=head.released_on,
        previous=newest_digest(board, category, Origin.COMPUTED),
    )  # fmt: skip
    placed = computation.lists[key]
    shown = MonthList(
        month=head.month,
        complete=True,
        origin=Origin.COMPUTED.value,
        sample=content.sample,
        methodology=head.methodology,
        rows={one.state: Standing(one.rank, one.score) for one in placed},
    )
    return ListChange(board, category, content.digest, shown, _reasons(placed), before)


def _month_list(one: RankingList, rows: Mapping[str, Standing]) -> MonthList:
    return MonthList(one.month, one.complete, one.origin, one.sample, one.methodology_id, rows)


def _shown(
    lists: Iterable[RankingList],
) -> dict[int, tuple[dict[str, Standing], dict[str, str], tuple[Place, ...]]]:
    """By list: the rows in printed order, why States are unranked, and both as places."""
    rows = ListRow.objects.filter(list__in=[one.pk for one in lists]).order_by("list", "position")
    places: dict[int, list[Place]] = {one.pk: [] for one in lists}
    for row in rows:
        places[row.list_id].append(Place(row.position, row.state_id, row.rank, row.score, row.reason))
    return {
        pk: ({one.state: Standing(one.rank, one.score) for one in found}, _reasons(found), tuple(found))
        for pk, found in places.items()
    }


def _reasons(placed: Iterable[Place]) -> dict[str, str]:
    return {one.state: one.reason for one in placed if one.reason}


def _last_month(month: Month, standing: QuerySet[RankingList]) -> Figures:
    """The figures of the month before: those on which its list rests, or the verified ones where it has none."""
    if month == Month(FIRST_YEAR, 1):
        return {}
    before = month.previous()
    lists = standing.filter(month=before, origin=Origin.COMPUTED).select_related("publication")
    published = lists.order_by("-revision").first()
    resting_on = published.publication.inputs if published and published.publication else None
    return figures_at(before, current_revisions(before) if resting_on is None else resting_on)


def _ground(
    methodology: Methodology, figures: Figures, last: Figures, lists: Mapping[Key, tuple[Place, ...]]
) -> Ground:
    document = document_of(methodology)
    return Ground(
        rules=document.parameter_rules(),
        method=document.rules,
        figures=figures,
        last=last,
        lists=lists,
        names=dict(State.objects.values_list("code", "name")),
    )
