"""A claim and what the record says of it, in sentences, for the page and the API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from common.dates import month_name, place
from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, Relation, Verdict
from insights.claims.parser import ParsedSentence
from insights.claims.queries import OTHERS, Checked, Lists, number_text, query_of
from insights.claims.verdicts import Evidence
from metrics.boards import DEFAULT_BOARD
from rankings.lists import labels, links
from rankings.lists.histories import Scope
from rankings.lists.labels import listed
from rankings.lists.progress_rank import Measure, progress_list
from states.selectors import DEFAULT_CATEGORY

MOST_MISSED = 5
"""Parameters below full marks that are named."""

VERDICTS = {
    Verdict.TRUE: pgettext_lazy("verdict", "True"),
    Verdict.FALSE: pgettext_lazy("verdict", "False"),
    Verdict.UNPROVEN: pgettext_lazy("verdict", "Unproven"),
}
SIGNS = {Verdict.TRUE: "✓", Verdict.FALSE: "✗", Verdict.UNPROVEN: "?"}
"""Beside the word and the colour, for those who see neither."""
KINDS = {
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
AMOUNTS: dict[Relation, Any] = {
    Relation.EXACTLY: "%(number)s",
    Relation.AT_LEAST: gettext_lazy("at least %(number)s"),
    Relation.MORE_THAN: gettext_lazy("more than %(number)s"),
    Relation.AT_MOST: gettext_lazy("at most %(number)s"),
    Relation.LESS_THAN: gettext_lazy("fewer than %(number)s"),
    Relation.ABOUT: gettext_lazy("about %(number)s"),
    Relation.NOT: gettext_lazy("not %(number)s"),
    Relation.ALL: gettext_lazy("all"),
}
Kind, Rel = ClaimKind, Relation
# By kind and relation; the relation None stands for all that have no sentence of their own. What a claim with "not"
# says is a sentence of its own, because Hindi puts the word elsewhere.
_SENTENCES: dict[tuple[ClaimKind, Relation | None], Any] = {
    (Kind.RANK, None): gettext_lazy("%(state)s was in %(place)s place %(when)s"),
    (Kind.RANK, Rel.NOT): gettext_lazy("%(state)s was not in %(place)s place %(ever)s"),
    (Kind.TOP, None): gettext_lazy("%(state)s was among the top %(count)s %(when)s"),
    (Kind.OUTSIDE_TOP, None): gettext_lazy("%(state)s was not among the top %(count)s %(ever)s"),
    (Kind.ANNUAL, Rel.EXACTLY): gettext_lazy("%(state)s was in %(place)s place over the year %(year)s"),
    (Kind.ANNUAL, Rel.NOT): gettext_lazy("%(state)s was not in %(place)s place over the year %(year)s"),
    (Kind.ANNUAL, None): gettext_lazy("%(state)s was among the top %(count)s over the year %(year)s"),
    (Kind.SCORE, None): gettext_lazy("%(state)s scored %(number)s %(when)s"),
    (Kind.SCORE, Rel.NOT): gettext_lazy("%(state)s did not score %(count)s %(ever)s"),
    (Kind.FULL_MARKS, None): gettext_lazy("%(state)s had full marks in %(number)s parameters %(when)s"),
    (Kind.FULL_MARKS, Rel.ALL): gettext_lazy("%(state)s had full marks in all parameters %(when)s"),
    (Kind.FULL_MARKS, Rel.NOT): gettext_lazy(
        "%(state)s did not have full marks in %(count)s parameters %(ever)s"
    ),
    (Kind.FULL_MARKS_IN, None): gettext_lazy("%(state)s had full marks in %(other)s %(when)s"),
    (Kind.FULL_MARKS_IN, Rel.NOT): gettext_lazy("%(state)s did not have full marks in %(other)s %(ever)s"),
    (Kind.AHEAD, None): gettext_lazy("%(state)s was ahead of %(other)s %(when)s"),
    (Kind.AHEAD, Rel.NOT): gettext_lazy("%(state)s was not ahead of %(other)s %(ever)s"),
    (Kind.BEHIND, None): gettext_lazy("%(state)s was behind %(other)s %(when)s"),
    (Kind.BEHIND, Rel.NOT): gettext_lazy("%(state)s was not behind %(other)s %(ever)s"),
    (Kind.MOST_IMPROVED, None): gettext_lazy("%(state)s improved most of all %(when)s"),
    (Kind.MOST_IMPROVED, Rel.NOT): gettext_lazy("%(state)s was not the most improved %(ever)s"),
    (Kind.RANK_CHANGE, Rel.LESS_THAN): gettext_lazy("%(state)s moved down in the ranking %(when)s"),
    (Kind.RANK_CHANGE, None): gettext_lazy("%(state)s moved up in the ranking %(when)s"),
    (Kind.CURRENT_STREAK, Rel.EXACTLY): ngettext_lazy(
        "%(state)s was first in the last %(count)s month up to %(last)s, and not before",
        "%(state)s was first in the last %(count)s months in a row up to %(last)s, and not before",
        "count",
    ),
    (Kind.CURRENT_STREAK, Rel.AT_LEAST): gettext_lazy(
        "%(state)s was first %(count)s months in a row up to %(last)s"
    ),
    (Kind.CURRENT_STREAK, None): gettext_lazy(
        "The streak of %(state)s up to %(last)s was of %(number)s months"
    ),
    (Kind.LONGEST_STREAK, Rel.EXACTLY): ngettext_lazy(
        "The longest streak of %(state)s %(window)s was %(count)s month",
        "The longest streak of %(state)s %(window)s was %(count)s months",
        "count",
    ),
    (Kind.LONGEST_STREAK, Rel.AT_LEAST): gettext_lazy(
        "%(state)s was first %(count)s months in a row at some time %(window)s"
    ),
    (Kind.LONGEST_STREAK, None): gettext_lazy(
        "The longest streak of %(state)s %(window)s was of %(number)s months"
    ),
}


def claim_url(claim: Claim, scope: Scope) -> str:
    """The permanent address of a claim about these lists."""
    return links.claim(scope, query_of(claim), claim.first, claim.last)


# How a claim was taken.


def reading(checked: Checked, lists: Lists) -> str:
    """With the lists that it is about where they are not the usual."""
    claim, scope = checked.evidence.claim, checked.scope
    text = restated(claim, _name(claim.state, lists), _other(claim, lists))
    about = [labels.board_name(scope.board)] if scope.board != DEFAULT_BOARD else []
    about += [labels.category_name(scope.category)] if scope.category != DEFAULT_CATEGORY else []
    if not about:
        return text
    return gettext("%(sentence)s (%(lists)s)") % {"sentence": text, "lists": ", ".join(about)}


def _name(code: str, lists: Lists) -> str:
    return next(state.label for state in lists.states if state.code == code)


def _other(claim: Claim, lists: Lists) -> str:
    if claim.kind in OTHERS:
        return _name(claim.other, lists)
    if claim.kind is Kind.FULL_MARKS_IN:
        name = labels.either(*lists.parameter(claim.other))
        return gettext("“%(name)s” (%(code)s)") % {"name": name, "code": claim.other}
    return ""


def restated(claim: Claim, state: str, other: str = "") -> str:
    """`Haryana was first in 29 of the 39 months from June 2021 to August 2024`.

    `other` is the name of the second State, or of the parameter.
    """
    written = number_text(claim.kind, claim.count)
    values = {
        "state": state, "other": other, "number": AMOUNTS[claim.relation] % {"number": written},
        "count": written if claim.kind is Kind.SCORE else claim.count, "place": place(max(claim.count, 1)),
        "total": claim.last.ordinal - claim.first.ordinal + 1, "year": claim.first.year,
        "window": _window(claim.first, claim.last), "last": month_name(claim.last),
        "when": _every(claim.first, claim.last), "ever": _in_any(claim.first, claim.last),
    }  # fmt: skip
    if claim.kind is Kind.MONTHS_FIRST:
        return _months_first(claim) % values
    if claim.kind is Kind.RANK and claim.count == 1 and claim.relation is Rel.EXACTLY:
        return gettext("%(state)s was first %(when)s") % values
    form = _SENTENCES.get((claim.kind, claim.relation)) or _SENTENCES[claim.kind, None]
    return str(form % values)


def _months_first(claim: Claim) -> str:
    exactly, total = claim.relation is Rel.EXACTLY, claim.last.ordinal - claim.first.ordinal + 1
    if exactly and claim.count == 0:
        return gettext("%(state)s was never first %(window)s")
    if exactly and claim.count == total == 1:
        return gettext("%(state)s was first %(when)s")
    return ngettext(
        "%(state)s was first in %(number)s of the %(total)s month %(window)s",
        "%(state)s was first in %(number)s of the %(total)s months %(window)s",
        total,
    )


def _window(first: Month, last: Month) -> str:
    if first == last:
        return gettext("in %(month)s") % {"month": month_name(first)}
    return gettext("from %(first)s to %(last)s") % {"first": month_name(first), "last": month_name(last)}


def _every(first: Month, last: Month) -> str:
    if first == last:
        return _window(first, last)
    return gettext("in every month %(window)s") % {"window": _window(first, last)}


def _in_any(first: Month, last: Month) -> str:
    if first == last:
        return _window(first, last)
    return gettext("in any month %(window)s") % {"window": _window(first, last)}


# What the record says.


def answer(checked: Checked, lists: Lists) -> str:
    """What the record says, the nearest true statement where the claim is false, and what else must be known."""
    texts = [found(checked.evidence), *_beside(checked, lists), samples(checked.evidence)]
    return " ".join(text for text in texts if text)


def found(evidence: Evidence) -> str:
    """How much of the window the record holds, and the number or numbers that it allows."""
    return " ".join(text for text in (_coverage(evidence), _finding(evidence)) if text)


def _coverage(evidence: Evidence) -> str:
    total = evidence.coverage.months
    if total == 1:
        if not evidence.undecided_months:
            return ""
        return gettext("%(month)s is not on record for it.") % {"month": month_name(evidence.claim.first)}
    values = {"total": total, "missing": len(evidence.undecided_months)}
    if not evidence.undecided_months:
        return (
            ngettext(
                "The %(total)s month of this window is on record for it.",
                "All %(total)s months of this window are on record for it.",
                total,
            )
            % values
        )
    if evidence.claim.kind is Kind.ANNUAL:
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


def _finding(evidence: Evidence) -> str:
    """The number that the record gives; empty where it gives none of this kind."""
    kind, values = evidence.claim.kind, evidence.attainable
    single = evidence.claim.first == evidence.claim.last
    if kind in (Kind.RANK, Kind.OUTSIDE_TOP) and single and len(values) == 1:
        return gettext("It was in %(place)s place.") % {"place": place(values[0])}
    if kind is Kind.SCORE and single and values:
        return gettext("It scored %(score)s.") % {"score": number_text(kind, values[0])}
    if kind is Kind.RANK_CHANGE and single and values:
        return _moved(values[0])
    if kind is Kind.OUTSIDE_TOP and values:
        return gettext("Its best rank in the window is %(number)s.") % {"number": min(values)}
    sentences = {
        Kind.MONTHS_FIRST: gettext("It was first in %(number)s."),
        Kind.CURRENT_STREAK: gettext("Its streak at the end of the window is %(number)s."),
        Kind.LONGEST_STREAK: gettext("Its longest streak in the window is %(number)s."),
        Kind.RANK: gettext("Its rank in every month is %(number)s."),
        Kind.TOP: gettext("Its worst rank in the window is %(number)s."),
        Kind.ANNUAL: gettext("Its rank for the year is %(number)s."),
    }
    without = {
        Kind.RANK: gettext("It did not hold one place in every month."),
        Kind.TOP: gettext("It was not ranked in every month."),
        Kind.ANNUAL: gettext("It has no rank for the year."),
    }
    if kind not in sentences or evidence.claim.relation is Rel.NOT:
        return "" if single else _held(evidence)
    return sentences[kind] % {"number": number(evidence)} if values else without[kind]


def _held(evidence: Evidence) -> str:
    return gettext("That held in %(count)s of the %(total)s months.") % {
        "count": len(evidence.counted_months), "total": evidence.coverage.months,
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


def _beside(checked: Checked, lists: Lists) -> Iterator[str]:
    """What one month says besides, the same count over all on record, and what the words of the claim mean."""
    evidence, claim = checked.evidence, checked.evidence.claim
    if claim.first == claim.last:
        yield _of_the_month(checked, lists)
    if checked.whole and evidence.verdict is Verdict.FALSE:
        yield gettext("Since %(month)s it was first in %(number)s.") % {
            "month": month_name(checked.whole.claim.first), "number": number(checked.whole),
        }  # fmt: skip
    streak = evidence.attainable[0] if len(evidence.attainable) == 1 else 0
    if claim.kind is Kind.CURRENT_STREAK and streak > claim.count:
        yield gettext("By now it is %(number)s in a row.") % {"number": streak}
    if claim.relation is Rel.ABOUT:
        yield gettext("“About %(count)s” is taken as %(least)s to %(most)s.") % {
            "count": claim.count, "least": -(-9 * claim.count // 10), "most": 11 * claim.count // 10,
        }  # fmt: skip
    if checked.recorded is Verdict.TRUE:
        yield gettext("By the published record it is true.")
    if checked.recorded is Verdict.FALSE:
        yield gettext("By the published record it is false.")


def _of_the_month(checked: Checked, lists: Lists) -> str:
    """Both ranks of a comparison, who was most improved, or the marks that were missed."""
    claim, history = checked.evidence.claim, lists.history(checked.scope)
    if claim.kind in OTHERS and claim.first in history:
        rows = history[claim.first].rows
        return _ranks(
            [(_name(code, lists), rows[code].rank) for code in (claim.state, claim.other) if code in rows]
        )
    if claim.kind is Kind.MOST_IMPROVED:
        progress = progress_list(history, claim.first, 1, Measure.CHANGE, lists.names)
        if progress is not None and not progress.most_improved:
            return gettext("No State improved.")
        if progress is not None:
            states = listed([_name(code, lists) for code in progress.most_improved])
            return gettext("The most improved was %(states)s.") % {"states": states}
    if claim.kind is Kind.FULL_MARKS and not checked.evidence.undecided_months:
        marks = lists.marks_of(claim.state, claim.first)
        return _full_marks(len(marks[0]), sorted(marks[1] - marks[0])) if marks else ""
    return ""


def _ranks(ranks: Sequence[tuple[str, int | None]]) -> str:
    """`Uttarakhand was in 6th place, Telangana in 7th place.`; without a rank a State is said to be unranked."""
    texts = [
        gettext("%(state)s was in %(place)s place") % {"state": state, "place": place(rank)}
        if rank is not None
        else gettext("%(state)s was unranked") % {"state": state}
        for state, rank in ranks
    ]
    return gettext("%(sentence)s.") % {"sentence": ", ".join(texts)} if texts else ""


def _full_marks(full: int, missed: Sequence[str]) -> str:
    """`It had full marks in 27 of 28 parameters; not in DAT-03.`"""
    values = {"full": full, "total": full + len(missed), "missed": ", ".join(missed)}
    if 0 < len(missed) <= MOST_MISSED:
        return gettext("It had full marks in %(full)s of %(total)s parameters; not in %(missed)s.") % values
    return gettext("It had full marks in %(full)s of %(total)s parameters.") % values


def samples(evidence: Evidence) -> str:
    """Whether the verdict rests on sample figures; empty where it does not."""
    if evidence.coverage.mixed_sample:
        return labels.mixed(evidence.coverage.sample_basis)
    if evidence.coverage.sample_months:
        return gettext("The lists of these months are computed from sample figures.")
    return ""


def number(evidence: Evidence) -> str:
    """The numbers that the record allows, with their unit: `20 months`, `20 to 30 months`, `rank 2 or 4`."""
    values = evidence.attainable
    if not values:
        return gettext("none")
    text = _numbers(values)
    if evidence.claim.kind in (Kind.RANK, Kind.TOP, Kind.ANNUAL):
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
    texts = [
        gettext("%(least)s to %(most)s") % {"least": run[0], "most": run[-1]} if len(run) > 1 else str(run[0])
        for run in runs
    ]
    if len(texts) == 1:
        return texts[0]
    return gettext("%(several)s or %(last)s") % {"several": ", ".join(texts[:-1]), "last": texts[-1]}


def months_named(months: Sequence[Month], most: int) -> str:
    """Months by name; only how many where they are more than `most`."""
    if len(months) > most:
        return ngettext("%(count)s month", "%(count)s months", len(months)) % {"count": len(months)}
    return listed([month_name(month) for month in months])


def problem_of(sentence: ParsedSentence, *, over: bool) -> str:
    """Why a sentence, or a part of it, gets no verdict; empty where all of it has one."""
    if over:
        return gettext(
            "The note asks for more months than can be checked at once. Check this sentence alone."
        )
    if sentence.stateless:
        return gettext("No State is named.")
    if sentence.unread:
        words = ", ".join(f"“{word}”" for word in sentence.unread)
        return gettext("Not understood: %(words)s.") % {"words": words}
    return "" if sentence.claims else gettext("It claims nothing that the lists can decide.")
