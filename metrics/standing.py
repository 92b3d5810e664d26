"""May a draft come into force beside the versions and lists that there are?

A version can begin only after the newest month that has a published list: no past list may come to rest on other
rules, and no later revision of one either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from common.months import Month
from metrics.drafts.checks import Document, Problem, problem


@dataclass(frozen=True, slots=True)
class Present:
    """A version that there is, the month from which it holds, and whether a published list rests on it."""

    version: str
    holds_from: Month
    sealed: bool


def standing(document: Document, versions: Iterable[Present], newest: Month | None) -> list[Problem]:
    """What stands in the way. `newest` is the newest month with a published computed list, None where there is none.

    >>> held = [Present("2023-01", Month(2023, 1), True)]
    >>> [one.code for one in standing({"version": "2023-01", "holds_from": "2023-01"}, held, Month(2023, 10))]
    ['version_sealed', 'month_published']
    """
    name, found = document.get("version"), []
    present = list(versions)
    same = next((one for one in present if one.version == name), None)
    if same is not None and same.sealed:
        found.append(problem("version_sealed", "version", value=same.version))
    elif same is not None and newest is not None and same.holds_from <= newest:
        found.append(problem("version_in_use", "version", value=same.version, month=same.holds_from))
    begins = _month(document)
    if begins is None:
        return found
    if newest is not None and begins <= newest:
        found.append(problem("month_published", "holds_from", newest=newest, next=newest.next()))
    for one in present:
        if one.holds_from == begins and one is not same:
            found.append(problem("month_taken", "holds_from", other=one.version, month=begins))
    return found


def until(begins: Month, versions: Iterable[Present], name: str) -> Present | None:
    """The version that takes over from one that begins in a month; None where it holds until further notice."""
    later = [version for version in versions if version.holds_from > begins and version.version != name]
    return min(later, key=lambda one: one.holds_from, default=None)


def _month(document: Document) -> Month | None:
    try:
        return Month.parse(str(document.get("holds_from", "")))
    except ValueError:
        return None
