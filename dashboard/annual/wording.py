"""A year's ranking in sentences: who is first, by what rule, and what is wanting."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, ngettext, pgettext

from common.dates import month_alone
from common.months import Month
from rankings.annual.core import AnnualList
from rankings.lists.labels import listed
from rankings.lists.numbers import MISSING


def headline(year: AnnualList, first: Sequence[str], score: Decimal | None) -> str:
    """`Haryana was first in 2022 with a mean of 99.61`; what is wanting where the year is not on record."""
    if first and score is not None:
        text = ngettext(
            "%(states)s was first in %(year)s with a mean of %(score)s",
            "%(states)s shared first place in %(year)s with a mean of %(score)s",
            len(first),
        )
        return text % {"states": listed(first), "year": year.year, "score": f"{score:.2f}"}
    if year.on_record:
        return gettext("No State has a rank for %(year)s") % {"year": year.year}
    whole = year.coverage.months - len(year.missing) - len(year.incomplete)
    return gettext("%(year)s has no annual ranking: %(whole)s of its 12 lists are complete on record") % {
        "year": year.year,
        "whole": whole,
    }


def said(year: AnnualList) -> tuple[str, ...]:
    """The rule, what the year lacks, and what its lists are."""
    told = [
        gettext(
            "The mean of the twelve monthly scores as published, rounded once to two decimals; "
            "equal means share a rank."
        ),
        *_wanting(year),
    ]
    if len(year.methodologies) > 1:
        told.append(
            gettext(
                "The months were ranked by more than one methodology version, so they compare only roughly."
            )
        )
    return tuple(told)


def _wanting(year: AnnualList) -> list[str]:
    told = []
    if year.missing:
        told.append(gettext("Without a list: %(months)s.") % {"months": _named(year.missing)})
    if year.incomplete:
        told.append(
            gettext("Lists that do not name every State with its score: %(months)s.")
            % {"months": _named(year.incomplete)}
        )
    if not year.on_record:
        told.append(
            gettext(
                "Only a year with twelve complete lists is ranked; below stand the ranks that are still possible."
            )
        )
    return told


def caption(*, whole: bool) -> str:
    if whole:
        return gettext("Annual rank, mean, and the twelve scores that it is the mean of")
    return gettext("The annual ranks that the record still allows, and the scores on record")


def ranks(possible: Sequence[int]) -> str:
    """`1`, `1 to 4`; – where there is none."""
    if not possible:
        return MISSING
    if len(possible) == 1:
        return str(possible[0])
    return gettext("%(least)s to %(most)s") % {"least": possible[0], "most": possible[-1]}


def unranked(months: Sequence[Month]) -> str:
    return gettext("unranked in %(months)s") % {"months": _named(months)}


def month_kind(kind: str) -> str:
    """What there is of a month."""
    return {
        "whole": pgettext("a month's list", "complete"),
        "partial": pgettext("a month's list", "in part"),
        "none": gettext("not on record"),
    }[kind]


def _named(months: Sequence[Month]) -> str:
    return listed([month_alone(month) for month in months])
