"""A claim and what the record says of it, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from common.dates import month_name, place
from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, Relation, Verdict
from insights.claims.readings import number_text
from insights.claims.verdicts import Evidence
from rankings.lists import labels
from rankings.lists.labels import listed

_VERDICTS = {
    Verdict.TRUE: pgettext_lazy("verdict", "True"),
    Verdict.FALSE: pgettext_lazy("verdict", "False"),
    Verdict.UNPROVEN: pgettext_lazy("verdict", "Unproven"),
}
SIGNS = {Verdict.TRUE: "✓", Verdict.FALSE: "✗", Verdict.UNPROVEN: "?"}
"""Beside the word and the colour, for those who see neither."""
_KINDS = {
    ClaimKind.MONTHS_FIRST: gettext_lazy("months in first place, in all"),
    ClaimKind.CURRENT_STREAK: gettext_lazy("months in a row up to the last month"),
    ClaimKind.LONGEST_STREAK: gettext_lazy("longest streak of months in first place"),
    ClaimKind.RANK: gettext_lazy("rank in every month"),
    ClaimKind.TOP: gettext_lazy("among the top places in every month"),
    ClaimKind.ANNUAL: gettext_lazy("annual rank of a calendar year"),
    ClaimKind.OUTSIDE_TOP: gettext_lazy("never among the top places"),
    ClaimKind.SCORE: gettext_lazy("score"),
    ClaimKind.FULL_MARKS: gettext_lazy("parameters at full marks"),
    ClaimKind.FULL_MARKS_IN: gettext_lazy("full marks in one parameter"),
    ClaimKind.AHEAD: gettext_lazy("ahead of another State"),
    ClaimKind.BEHIND: gettext_lazy("behind another State"),
    ClaimKind.MOST_IMPROVED: gettext_lazy("most improved"),
    ClaimKind.RANK_CHANGE: gettext_lazy("moved up or down"),
}


MOST_MISSED = 5
"""Parameters below full marks that are named."""


def verdict(found: Verdict) -> str:
    return str(_VERDICTS[found])


def kind_name(kind: ClaimKind) -> str:
    return str(_KINDS[kind])


def answer(found: Evidence) -> str:
    """What the record says: how much of the window it holds, and the number or numbers that it allows."""
    return " ".join(text for text in (_coverage(found), _finding(found)) if text)


def _coverage(found: Evidence) -> str:
    total = found.coverage.months
    if total == 1:
        if not found.undecided_months:
            return ""
        return gettext("%(month)s is not on record for it.") % {"month": month_name(found.claim.first)}
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
    """The number that the record gives; empty where it gives none of this kind."""
    kind, values = found.claim.kind, found.attainable
    single = found.claim.first == found.claim.last
    if kind in (ClaimKind.RANK, ClaimKind.OUTSIDE_TOP) and single and len(values) == 1:
        return gettext("It was in %(place)s place.") % {"place": place(values[0])}
    if kind is ClaimKind.SCORE and single and values:
        return gettext("It scored %(score)s.") % {"score": number_text(kind, values[0])}
    if kind is ClaimKind.RANK_CHANGE and single and values:
        return _moved(values[0])
    if kind is ClaimKind.OUTSIDE_TOP and values:
        return gettext("Its best rank in the window is %(number)s.") % {"number": min(values)}
    sentences = {
        ClaimKind.MONTHS_FIRST: gettext("It was first in %(number)s."),
        ClaimKind.CURRENT_STREAK: gettext("Its streak at the end of the window is %(number)s."),
        ClaimKind.LONGEST_STREAK: gettext("Its longest streak in the window is %(number)s."),
        ClaimKind.RANK: gettext("Its rank in every month is %(number)s."),
        ClaimKind.TOP: gettext("Its worst rank in the window is %(number)s."),
        ClaimKind.ANNUAL: gettext("Its rank for the year is %(number)s."),
    }
    without = {
        ClaimKind.RANK: gettext("It did not hold one place in every month."),
        ClaimKind.TOP: gettext("It was not ranked in every month."),
        ClaimKind.ANNUAL: gettext("It has no rank for the year."),
    }
    if kind not in sentences or found.claim.relation is Relation.NOT:
        return "" if single else _held(found)
    return sentences[kind] % {"number": number(found)} if values else without[kind]


def _held(found: Evidence) -> str:
    return gettext("That held in %(count)s of the %(total)s months.") % {
        "count": len(found.counted_months), "total": found.coverage.months,
    }  # fmt: skip


def _moved(places: int) -> str:
    if places == 0:
        return gettext("It kept its rank.")
    text = (
        ngettext("It moved up %(count)s place.", "It moved up %(count)s places.", places)
        if places > 0
        else ngettext("It moved down %(count)s place.", "It moved down %(count)s places.", -places)
    )
    return text % {"count": abs(places)}


def full_marks(full: int, missed: Sequence[str]) -> str:
    """`It had full marks in 27 of 28 parameters; not in DAT-03.`"""
    values = {"full": full, "total": full + len(missed), "missed": ", ".join(missed)}
    if 0 < len(missed) <= MOST_MISSED:
        return gettext("It had full marks in %(full)s of %(total)s parameters; not in %(missed)s.") % values
    return gettext("It had full marks in %(full)s of %(total)s parameters.") % values


def ranks_of(names: Sequence[tuple[str, int | None]]) -> str:
    """`Uttarakhand was in 6th place, Telangana in 7th place.`; without a rank a State is said to be unranked."""
    told = [
        gettext("%(state)s was in %(place)s place") % {"state": state, "place": place(rank)}
        if rank is not None
        else gettext("%(state)s was unranked") % {"state": state}
        for state, rank in names
    ]
    return gettext("%(sentence)s.") % {"sentence": ", ".join(told)}


def most_improved(states: Sequence[str]) -> str:
    """Who was."""
    if not states:
        return gettext("No State improved.")
    return gettext("The most improved was %(states)s.") % {"states": listed(states)}


def whole_record(found: Evidence) -> str:
    """The same count over all that is on record, beside one over a part of it."""
    return gettext("Since %(month)s it was first in %(number)s.") % {
        "month": month_name(found.claim.first), "number": number(found),
    }  # fmt: skip


def grown(found: Evidence) -> str:
    """Beside a streak that was claimed shorter than it is by now; else empty."""
    streak = found.attainable[0] if len(found.attainable) == 1 else 0
    if found.claim.kind is not ClaimKind.CURRENT_STREAK or streak <= found.claim.count:
        return ""
    return gettext("By now it is %(number)s in a row.") % {"number": streak}


def within_a_tenth(claim: Claim) -> str:
    """What "about" is taken to mean; empty for other claims."""
    if claim.relation is not Relation.ABOUT:
        return ""
    least = -(-9 * claim.count // 10)
    return gettext("“About %(count)s” is taken as %(least)s to %(most)s.") % {
        "count": claim.count, "least": least, "most": 11 * claim.count // 10,
    }  # fmt: skip


def recorded_says(verdict_of_record: Verdict | None) -> str:
    """Where the published record says the opposite of the lists that were computed."""
    if verdict_of_record is None:
        return ""
    if verdict_of_record is Verdict.TRUE:
        return gettext("By the published record it is true.")
    return gettext("By the published record it is false.")


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
    return listed([month_name(month) for month in months])


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
    """What a claim in its parts lacks before it can be checked; empty where it lacks nothing."""
    if state:
        return gettext("Choose a State or UT.")
    return gettext("Say how many months, or which rank.") if count else ""


def not_understood(words: Sequence[str], *, stateless: bool) -> str:
    """Why a sentence gets no verdict; empty where it claims nothing that lists decide."""
    if stateless:
        return gettext("No State is named.")
    if not words:
        return ""
    return gettext("Not understood: %(words)s.") % {"words": ", ".join(f"“{word}”" for word in words)}
