"""Computed lists with all that they rest on, ready for whoever asks why, what if, or how sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext

from common.asking import MalformedQueryError, UnknownNameError
from common.months import Month
from metrics.catalogue import MethodologyDocument
from metrics.selectors import Figures, document_of, figures_at
from rankings.lists.asked import LATEST
from rankings.lists.histories import Scope, chosen_lists
from rankings.lists.queries import refuse_withdrawn_month
from rankings.lists.scored_list import Basis, Worked, work
from rankings.models import Origin, RankingList
from states.models import State
from states.selectors import ALL_INDIA, categories_in

# Lists worked out from the very figures they rest on, ready to be explained.


class NoFiguresError(UnknownNameError):
    """A month whose list was not computed here, so that there are no figures to explain it by.

    `known` holds the months that have such a list; `field` is the query parameter that named the month.
    """

    def __init__(self, value: str, known: Iterable[Month], field: str = "") -> None:
        super().__init__("month", value, [str(one) for one in known])
        self.field = field


def basis_of(
    one: RankingList, figures: Figures | None = None, document: MethodologyDocument | None = None
) -> Basis:
    """What a computed list rests on: the figures in the revisions that its publication used.

    `document` is the list's methodology, where it has been read already. Raises ValueError for a list without
    figures (a recorded or a provisional one).
    """
    if one.methodology is None or one.publication is None or one.origin != Origin.COMPUTED:
        raise ValueError(f"{one} is not a published computed list; it has no figures to explain it by")
    document = document_of(one.methodology) if document is None else document
    return Basis(
        month=one.month,
        board=one.board,
        methodology=one.methodology.version,
        parameters=document.parameter_rules(),
        rules=document.rules,
        figures=figures_at(one.month, one.publication.inputs) if figures is None else figures,
        names=dict(one.rows.values_list("state_id", "state__name")),
    )


def computed_lists(scope: Scope) -> dict[Month, RankingList]:
    """The published computed lists of a board and category, oldest month first; the scope's origin is left aside."""
    return chosen_lists(replace(scope, origin=Origin.COMPUTED))


@dataclass(frozen=True, slots=True)
class Ground:
    """A published computed list worked out from its figures, with its methodology's parameters and groups by code."""

    list: RankingList
    worked: Worked
    parameters: Mapping[str, Mapping[str, Any]]
    groups: Mapping[str, Mapping[str, Any]]

    @property
    def month(self) -> Month:
        return self.list.month

    @property
    def version(self) -> str:
        return self.worked.basis.methodology


def grounds_of(lists: Iterable[RankingList]) -> list[Ground]:
    """Lists worked out, each methodology read once."""
    wanted = list(lists)
    prefetch_related_objects(wanted, "methodology")
    documents: dict[str, MethodologyDocument] = {}
    found = []
    for one in wanted:
        assert one.methodology is not None
        version = one.methodology.version
        if version not in documents:
            documents[version] = document_of(one.methodology)
        named, groups = (
            {each["code"]: each for each in documents[version].document[kind]}
            for kind in ("parameters", "groups")
        )
        found.append(Ground(one, work(basis_of(one, document=documents[version])), named, groups))
    return found


def one_list(scope: Scope, month: Month | None) -> tuple[RankingList, tuple[Month, ...]]:
    """The computed list of a month (the newest where None), and the months that there are.

    Raises NoFiguresError, WithdrawnListError.
    """
    lists = computed_lists(scope)
    if month is not None and month not in lists:
        refuse_withdrawn_month(scope, month, computed_only=True)
    if not lists or (month is not None and month not in lists):
        raise NoFiguresError(str(month or LATEST), lists, "month")
    return lists[month or max(lists)], tuple(lists)


def computed_list(scope: Scope, month: str) -> tuple[RankingList, tuple[Month, ...]]:
    """As `one_list`, for a month as an address says it: `YYYY-MM` or `latest`."""
    try:
        named = None if month == LATEST else Month.parse(month)
    except ValueError:
        raise NoFiguresError(month, computed_lists(scope)) from None
    return one_list(scope, named)


def two_months(
    lists: Mapping[Month, RankingList], first: Month | None, last: Month | None
) -> tuple[Month, Month]:
    """The two lists that are meant: by default the newest and the one before it.

    Raises NoFiguresError, MalformedQueryError where there is none before.
    """
    if last is not None and last not in lists:
        raise NoFiguresError(
            str(last), [ranking for ranking in lists if ranking > (first or min(lists))], "to"
        )
    if first is not None and first not in lists:
        raise NoFiguresError(
            str(first), [ranking for ranking in lists if ranking < (last or max(lists))], "from"
        )
    if last is None:
        last = max((ranking for ranking in lists if first is None or ranking > first), default=first)
    if first is None:
        first = max((ranking for ranking in lists if last is not None and ranking < last), default=None)
    if last is None:
        raise NoFiguresError("latest", lists, "to")
    if first is None:
        told = gettext(
            "to: %(month)s is the first list that was computed; there is none before it to compare with"
        )
        raise MalformedQueryError("to", told % {"month": last})
    return first, last


def category_of(state: State, scope: Scope) -> str:
    """The State's own category. Raises UnknownNameError where the scope's is another, naming those that it is in."""
    own = categories_in().get(state.code, ALL_INDIA)
    if scope.category not in {ALL_INDIA, own}:
        raise UnknownNameError("category", scope.category, [ALL_INDIA, own])
    return own
