"""Computed lists with all that they rest on, ready for whoever asks why, what if, or how sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext

from metrics.catalogue import MethodologyDocument
from metrics.selectors import document_of
from rankings.core.worked import Worked, work
from rankings.models import RankingList
from rankings.selectors.explained import NoFiguresError, basis_of, computed_lists
from rankings.selectors.histories import Scope
from states.asking import MalformedQueryError, UnknownNameError
from states.models import State
from states.months import Month
from states.selectors import ALL_INDIA, categories_in


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
    """The computed list of a month (the newest where None), and the months that there are. Raises NoFiguresError."""
    lists = computed_lists(scope)
    if not lists or (month is not None and month not in lists):
        raise NoFiguresError(str(month or "latest"), lists, "month")
    return lists[month or max(lists)], tuple(lists)


def two_months(
    lists: Mapping[Month, RankingList], first: Month | None, last: Month | None
) -> tuple[Month, Month]:
    """The two lists that are meant: by default the newest and the one before it.

    Raises NoFiguresError, MalformedQueryError where there is none before.
    """
    if last is not None and last not in lists:
        raise NoFiguresError(str(last), [one for one in lists if one > (first or min(lists))], "to")
    if first is not None and first not in lists:
        raise NoFiguresError(str(first), [one for one in lists if one < (last or max(lists))], "from")
    if last is None:
        last = max((one for one in lists if first is None or one > first), default=first)
    if first is None:
        first = max((one for one in lists if last is not None and one < last), default=None)
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
