"""A month's lists, computed from verified figures and the methodology in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from common.digests import digest
from common.locks import hold_lock
from common.months import Month
from metrics.boards import DEFAULT_BOARD, boards_of
from metrics.catalogue import MethodologyDocument
from metrics.models import Methodology
from metrics.scoring import Figure, Mark, mark
from metrics.selectors import (
    Figures,
    current_revisions,
    document_of,
    figures_at,
    methodology_in_force,
    months_with_figures,
    sent_in,
)
from rankings.documents import ListContent, RowContent, inputs_document
from rankings.lists.ranks import Place, Roll, place_month
from rankings.models import ListRow, MonthBasis, Origin, RankingList, Status
from states.models import CategoryMembership, State
from states.selectors import ALL_INDIA, CATEGORIES

# Who is ranked in a month: names, and the categories in which each State counts.


def roll_of(month: Month) -> Roll:
    """The roll of one month. Two queries."""
    return rolls_of([month])[month]


def rolls_of(months: Iterable[Month]) -> dict[Month, Roll]:
    """The roll of each month, the same one where nothing changed in between. Two queries, however many months."""
    names = dict(State.objects.values_list("code", "name"))
    memberships = list(
        CategoryMembership.objects.order_by("holds_from").values_list("state_id", "category", "holds_from")
    )
    rolls: dict[Month, Roll] = {}
    known: dict[frozenset[tuple[str, str]], Roll] = {}
    for month in months:
        own = {state: category for state, category, begins in memberships if begins <= month}
        categories = {state: frozenset({ALL_INDIA, one}) for state, one in own.items()}
        rolls[month] = known.setdefault(frozenset(own.items()), Roll(names, categories))
    return rolls


class NothingToComputeError(LookupError):
    """A month for which no State has verified figures."""

    def __init__(self, month: Month) -> None:
        known = ", ".join(str(figure) for figure in months_with_figures()) or "none yet"
        super().__init__(f"{month}: no State has verified figures; months that have: {known}")


@dataclass(frozen=True, slots=True)
class Computation:
    """Every list of a month: (board, category) → places in printed order, and what they rest on."""

    month: Month
    methodology: Methodology
    content_hash: str
    revisions: Mapping[str, int]
    samples: frozenset[str]
    inputs_digest: str
    lists: Mapping[tuple[str, str], tuple[Place, ...]]

    def is_sample(self, board: str, category: str) -> bool:
        """Whether a figure of any State in the list is a sample figure."""
        return any(place.state in self.samples for place in self.lists[board, category])


def compute_month(
    month: Month, *, revisions: Mapping[str, int] | None = None, methodology: Methodology | None = None
) -> Computation:
    """Compute all lists of a month, from the current figures or from given revisions of them.

    The same figures and methodology give the same result on every machine. Raises NothingToComputeError
    where no State has figures.
    """
    sent = sent_in(month, revisions)
    if not sent.revisions:
        raise NothingToComputeError(month)
    methodology = methodology or methodology_in_force(month)
    document = document_of(methodology)
    return Computation(
        month=month,
        methodology=methodology,
        content_hash=document.content_hash,
        revisions=sent.revisions,
        samples=sent.samples,
        inputs_digest=digest(inputs_document(month, sent.figures, sent.revisions, sent.samples)),
        lists=place_all(month, document, sent.figures),
    )


def place_all(
    month: Month, document: MethodologyDocument, figures: Figures
) -> dict[tuple[str, str], tuple[Place, ...]]:
    """Every list that comes out of a month's figures: (board, category) → places in printed order."""
    boards = boards_of(str(month))
    return place_month(
        document.parameter_rules(), document.rules, figures, roll_of(month), CATEGORIES, boards
    )


def content_of(
    computation: Computation,
    board: str,
    category: str,
    *,
    revision: int = 0,
    reason: str = "",
    released_on: date | None = None,
    previous: str = "",
) -> ListContent:
    """The canonical content of one computed list; the defaults are those of a provisional one."""
    return ListContent(
        month=computation.month,
        board=board,
        category=category,
        origin=Origin.COMPUTED.value,
        sample=computation.is_sample(board, category),
        complete=True,
        revision=revision,
        reason=reason,
        released_on=released_on,
        month_basis=MonthBasis.STATED.value,
        methodology=computation.methodology.version,
        methodology_hash=computation.content_hash,
        inputs=computation.inputs_digest,
        previous=previous,
        rows=tuple(
            RowContent(place.state, place.rank, place.score, place.reason)
            for place in computation.lists[board, category]
        ),
    )


@transaction.atomic
def compute_provisional(month: Month) -> int:
    """Replace the month's provisional lists; returns how many there are now.

    A month whose newest publication already rests on the current figures has no provisional lists: there
    is nothing new to show. Raises NothingToComputeError.
    """
    hold_lock(f"month {month}")
    computation = compute_month(month)
    RankingList.objects.filter(month=month, status=Status.PROVISIONAL).delete()
    if _already_published(computation):
        return 0
    contents = [content_of(computation, board, category) for board, category in computation.lists]
    lists = [
        RankingList(
            month=month,
            board=content.board,
            category=content.category,
            origin=Origin.COMPUTED,
            status=Status.PROVISIONAL,
            revision=0,
            is_current=False,
            methodology=computation.methodology,
            sample=content.sample,
            complete=True,
            inputs_digest=content.inputs,
            digest=content.digest,
        )
        for content in contents
    ]
    store(lists, contents)
    return len(lists)


def _already_published(computation: Computation) -> bool:
    return RankingList.objects.filter(
        month=computation.month,
        origin=Origin.COMPUTED,
        status=Status.PUBLISHED,
        is_current=True,
        inputs_digest=computation.inputs_digest,
        methodology=computation.methodology,
    ).exists()


def store(lists: list[RankingList], contents: list[ListContent]) -> None:
    """Insert lists with the rows of their contents, in two statements."""
    RankingList.objects.bulk_create(lists)
    ListRow.objects.bulk_create(
        [
            ListRow(
                list=one,
                position=position,
                state_id=row.state,
                rank=row.rank,
                score=row.score,
                reason=row.reason,
                source=row.source,
            )
            for one, content in zip(lists, contents, strict=True)
            for position, row in enumerate(content.rows, start=1)
        ],
        batch_size=1000,
    )


# What would be, if a State's figures were these? Nothing is stored.


@dataclass(frozen=True, slots=True)
class Preview:
    """A State's standing in a month. `of` is how many States are ranked; rank and score are None where unranked."""

    month: Month
    board: str
    score: Decimal | None
    rank: int | None
    of: int
    marks: tuple[Mark, ...]


def preview(
    *, month: Month, state: str, figures: Mapping[str, Figure] | None = None, board: str = DEFAULT_BOARD
) -> Preview:
    """Where the State would stand with these figures, all others with their verified ones; None: as verified now."""
    document = document_of(methodology_in_force(month))
    known = dict(figures_at(month, current_revisions(month)))
    if figures is not None:
        known[state] = dict(figures)
    places = place_all(month, document, known)[board, ALL_INDIA]
    own = next(place for place in places if place.state == state)
    return Preview(
        month=month,
        board=board,
        score=own.score,
        rank=own.rank,
        of=sum(place.rank is not None for place in places),
        marks=tuple(mark(rule, known.get(state, {}).get(rule.code)) for rule in document.parameter_rules()),
    )
