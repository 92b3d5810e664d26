"""A claim and what the record says of it, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from rankings.core.claims import Claim, ClaimKind, Evidence, Verdict
from rankings.views.wording import labels
from rankings.views.wording.labels import listed
from rankings.views.wording.months import month_name
from rankings.views.wording.ordinals import place
from states.months import Month

_VERDICTS = {
    Verdict.TRUE: pgettext_lazy("verdict", "True"),
    Verdict.FALSE: pgettext_lazy("verdict", "False"),
    Verdict.UNPROVEN: pgettext_lazy("verdict", "Unproven"),
}
_KINDS = {
    ClaimKind.MONTHS_FIRST: gettext_lazy("months in first place, in all"),
    ClaimKind.CURRENT_STREAK: gettext_lazy("months in a row up to the last month"),
    ClaimKind.LONGEST_STREAK: gettext_lazy("longest streak of months in first place"),
    ClaimKind.RANK: gettext_lazy("rank in every month"),
    ClaimKind.TOP: gettext_lazy("among the top places in every month"),
    ClaimKind.ANNUAL: gettext_lazy("annual rank of a calendar year"),
}


def verdict(found: Verdict) -> str:
    return str(_VERDICTS[found])


def kind_name(kind: ClaimKind) -> str:
    return str(_KINDS[kind])


def restated(claim: Claim, state: str) -> str:
    """How a claim was taken: `Haryana was first in 29 of the 39 months from June 2021 to August 2024`."""
    total = claim.last.ordinal - claim.first.ordinal + 1
    values = {
        "state": state, "count": claim.count, "total": total, "place": place(max(claim.count, 1)),
        "year": claim.first.year, "window": _window(claim.first, claim.last), "last": month_name(claim.last),
    }  # fmt: skip
    if claim.kind is ClaimKind.MONTHS_FIRST:
        text = ngettext(
            "%(state)s was first in %(count)s of the %(total)s month %(window)s",
            "%(state)s was first in %(count)s of the %(total)s months %(window)s",
            total,
        )
    elif claim.kind is ClaimKind.CURRENT_STREAK:
        text = ngettext(
            "%(state)s was first in the last %(count)s month up to %(last)s, and not before",
            "%(state)s was first in the last %(count)s months in a row up to %(last)s, and not before",
            claim.count,
        )
    elif claim.kind is ClaimKind.LONGEST_STREAK:
        text = ngettext(
            "The longest streak of %(state)s %(window)s was %(count)s month",
            "The longest streak of %(state)s %(window)s was %(count)s months",
            claim.count,
        )
    elif claim.kind is ClaimKind.RANK:
        text = gettext("%(state)s was in %(place)s place in every month %(window)s")
    elif claim.kind is ClaimKind.TOP:
        text = gettext("%(state)s was among the top %(count)s in every month %(window)s")
    else:
        text = gettext("%(state)s was in %(place)s place over the year %(year)s")
    return text % values


def _window(first: Month, last: Month) -> str:
    if first == last:
        return gettext("in %(month)s") % {"month": month_name(first)}
    return gettext("from %(first)s to %(last)s") % {"first": month_name(first), "last": month_name(last)}


def answer(found: Evidence) -> str:
    """What the record says: how much of the window it holds, and the number or numbers that it allows."""
    return f"{_coverage(found)} {_finding(found)}"


def _coverage(found: Evidence) -> str:
    total = found.coverage.months
    values = {"total": total, "missing": len(found.undecided_months)}
    if not found.undecided_months:
        return (
            ngettext(
                "The %(total)s month of this window is on record for it.",
                "All %(total)s months of this window are on record for it.",
                total,
            )
            % values
        )
    if found.claim.kind is ClaimKind.ANNUAL:
        return (
            ngettext(
                "Of the %(total)s months of this year %(missing)s has no complete list.",
                "Of the %(total)s months of this year %(missing)s have no complete list.",
                values["missing"],
            )
            % values
        )
    text = ngettext(
        "Of the %(total)s month of this window %(missing)s is not on record for it.",
        "Of the %(total)s months of this window %(missing)s are not on record for it.",
        total,
    )
    return text % values


def _finding(found: Evidence) -> str:
    kind, values = found.claim.kind, found.attainable
    if kind is ClaimKind.RANK and not values:
        return gettext("It did not hold one place in every month.")
    if kind is ClaimKind.TOP and not values:
        return gettext("It was not ranked in every month.")
    if kind is ClaimKind.ANNUAL and not values:
        return gettext("It has no rank for the year.")
    sentences = {
        ClaimKind.MONTHS_FIRST: gettext("It was first in %(number)s."),
        ClaimKind.CURRENT_STREAK: gettext("Its streak at the end of the window is %(number)s."),
        ClaimKind.LONGEST_STREAK: gettext("Its longest streak in the window is %(number)s."),
        ClaimKind.RANK: gettext("Its rank in every month is %(number)s."),
        ClaimKind.TOP: gettext("Its worst rank in the window is %(number)s."),
        ClaimKind.ANNUAL: gettext("Its rank for the year is %(number)s."),
    }
    return sentences[kind] % {"number": number(found)}


def number(found: Evidence) -> str:
    """The numbers that the record allows, with their unit: `20 months`, `20 to 30 months`, `rank 2 or 4`."""
    values = found.attainable
    if not values:
        return gettext("none")
    text = _numbers(values)
    if found.claim.kind in (ClaimKind.RANK, ClaimKind.TOP, ClaimKind.ANNUAL):
        return text
    return ngettext("%(number)s month", "%(number)s months", values[-1]) % {"number": text}


def _numbers(values: Sequence[int]) -> str:
    """`20`, `20 to 30`, `0 to 9 or 16`: runs of neighbours are drawn together."""
    runs: list[list[int]] = []
    for value in values:
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    told = [
        gettext("%(least)s to %(most)s") % {"least": run[0], "most": run[-1]} if len(run) > 1 else str(run[0])
        for run in runs
    ]
    if len(told) == 1:
        return told[0]
    return gettext("%(several)s or %(last)s") % {"several": ", ".join(told[:-1]), "last": told[-1]}


def undecided_term(kind: ClaimKind) -> str:
    """What the undecided months of a claim lack. A year rests on whole lists, so a month in part is wanting too."""
    if kind is ClaimKind.ANNUAL:
        return gettext("Without a complete list")
    return gettext("Not on record for it")


def months_named(months: Sequence[Month], most: int) -> str:
    """Months by name; only how many where they are more than `most`."""
    if len(months) > most:
        return ngettext("%(count)s month", "%(count)s months", len(months)) % {"count": len(months)}
    return listed([month_name(one) for one in months])


def samples(found: Evidence) -> str:
    """Whether the verdict rests on sample figures; empty where it does not."""
    if found.mixed_sample:
        return labels.mixed(found.coverage.sample_basis)
    if found.sample_months:
        return gettext("The lists of these months are computed from sample figures.")
    return ""


def lists_of(board: str, category: str) -> str:
    """By which lists a claim was checked."""
    values = {"board": labels.board_name(board), "category": labels.category_name(category)}
    return gettext("Checked against the lists of the board %(board)s, %(category)s.") % values


def wanting(*, state: bool, count: bool) -> str:
    """What a claim lacks before it can be checked; empty where it lacks nothing."""
    if state and count:
        return gettext("No State and no number were found in it. Name them, or choose them below.")
    if state:
        return gettext("No State was found in it. Name one, or choose it below.")
    if count:
        return gettext("No number was found in it. Write how many months, or choose below.")
    return ""
