"""How a claim was taken, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy

from common.asking import MalformedQueryError, UnknownNameError
from common.dates import month_name, place
from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, Relation
from metrics.models import Parameter
from rankings.lists import asked
from rankings.lists.asked import LONGEST_WINDOW
from states.selectors import state_by_code

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


def number_text(kind: ClaimKind, count: int) -> str:
    """The number of a claim as people write it: a score has two decimals."""
    return f"{count // 100}.{count % 100:02d}" if kind is ClaimKind.SCORE else str(count)


def restated(claim: Claim, state: str, other: str = "") -> str:
    """How a claim was taken: `Haryana was first in 29 of the 39 months from June 2021 to August 2024`.

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


# A claim as an address asks it in its parts: the permanent address of a claim and its verdict.

OTHERS = (ClaimKind.AHEAD, ClaimKind.BEHIND)
"""Kinds that compare with a second State."""
_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,5}", re.ASCII)


def query_of(claim: Claim) -> dict[str, str]:
    """The parts of a claim as an address says them, without its months."""
    query = {"kind": claim.kind.value, "state": claim.state, "count": number_text(claim.kind, claim.count)}
    if claim.relation is not Relation.EXACTLY:
        query["relation"] = claim.relation.value
    return query | ({"other": claim.other} if claim.other else {})


def claim_in(
    query: Mapping[str, str],
    record: tuple[Month, Month] | None,
    *,
    state: str = "state",
    count: str = "count",
) -> Claim | None:
    """The claim that a query makes; None where it names no State or no number.

    Months that are left out are the first and the last on record. `state` and `count` are what the address calls
    them. Raises UnknownStateError, UnknownNameError and MalformedQueryError, which say how to mend it.
    """
    kind = ClaimKind(asked.one_of(query.get("kind"), "kind", ClaimKind) or ClaimKind.MONTHS_FIRST)
    relation = Relation(asked.one_of(query.get("relation"), "relation", Relation) or Relation.EXACTLY)
    code = state_by_code(query[state]).code if query.get(state) else None
    number = _count(query.get(count), kind, count)
    other = _other(query.get("other"), kind)
    first, last = asked.window(query.get("from"), query.get("to"))
    if record is not None and (first is None or last is None):
        first, last = first or min(record[0], last or record[0]), last or max(record[1], first or record[1])
    if code is None or number is None or first is None or last is None:
        return None
    try:
        return Claim(code, kind, number, first, last, relation, other)
    except ValueError:
        told = gettext("An annual rank is of a calendar year: ask from %(first)s to %(last)s.")
        values = {"first": f"{last.year}-01", "last": f"{last.year}-12"}
        raise MalformedQueryError("from", told % values) from None


def _count(text: str | None, kind: ClaimKind, name: str) -> int | None:
    if not text:
        return None
    if kind is ClaimKind.SCORE:
        if not _SCORE.fullmatch(text) or float(text) > 100:
            told = gettext("%(field)s: “%(value)s” is not a score; write it as 99.97, from 0 to 100")
            raise MalformedQueryError(name, told % {"field": name, "value": text[:40]})
        whole, _, decimals = text.partition(".")
        return int(whole) * 100 + int(decimals.ljust(2, "0"))
    if not _WHOLE.fullmatch(text) or int(text) > LONGEST_WINDOW:
        told = gettext("%(field)s: “%(value)s” is not a whole number from 0 to %(most)s")
        raise MalformedQueryError(name, told % {"field": name, "value": text[:40], "most": LONGEST_WINDOW})
    return int(text)


def _other(text: str | None, kind: ClaimKind) -> str:
    """The second State, or the parameter; empty for kinds that have neither."""
    if kind in OTHERS:
        if not text:
            raise MalformedQueryError("other", gettext("other: name the second State, for example HP"))
        return state_by_code(text).code
    if kind is ClaimKind.FULL_MARKS_IN:
        known = sorted(set(Parameter.objects.values_list("code", flat=True)))
        if (text or "").upper() not in known:
            raise UnknownNameError("parameter", (text or "")[:40], known)
        return (text or "").upper()
    return ""
