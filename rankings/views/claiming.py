"""A claim as an address asks it in its parts: the permanent address of a claim and its verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext

from metrics.models import Parameter
from rankings.core.claim_kinds import Claim, ClaimKind, Relation
from rankings.selectors import asked
from rankings.selectors.asked import LONGEST_WINDOW
from rankings.views.wording.claim_readings import number_text
from states.asking import MalformedQueryError, UnknownNameError
from states.months import Month
from states.selectors import state_by_code

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
