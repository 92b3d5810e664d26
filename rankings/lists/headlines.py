"""The answer of a list as one sentence: who is first, for how long, and by how much."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from common.dates import month_name, nth_month, place
from common.months import Month
from rankings.lists.labels import listed, ranked_of, reason
from rankings.lists.queries import ListView, Row
from states.models import State

MOST_NAMES = 3


def headline(view: ListView, *, newest: bool) -> str:
    """The sentence above a list; a list that is not the newest begins with its month.

    `Haryana is first for the sixth month in a row, 0.12 ahead of Himachal Pradesh`
    """
    sentence = _with_gap(_who(view.first), view) if view.first else _without_first(view)
    if newest:
        return sentence
    return gettext("%(month)s: %(sentence)s") % {"month": month_name(view.month), "sentence": sentence}


def _who(first: Sequence[Row]) -> str:
    if len(first) > 1:
        return _shared(first)
    row = first[0]
    values = {"state": row.state.label, "nth": nth_month(row.current_streak)}
    if row.current_streak < 2:
        return gettext("%(state)s is first") % values
    if row.streak_certain:
        return gettext("%(state)s is first for the %(nth)s month in a row") % values
    return gettext("%(state)s is first for at least the %(nth)s month in a row") % values


def _shared(first: Sequence[Row]) -> str:
    states = few_names(first)
    if first[0].score is None:
        return gettext("%(states)s share first place") % {"states": states}
    values = {"states": states, "score": f"{first[0].score:.2f}"}
    return gettext("%(states)s share first place with %(score)s each") % values


def _with_gap(who: str, view: ListView) -> str:
    later = [row for row in view.ranked if row.rank != 1]
    if not later:
        if view.complete:
            return gettext("%(who)s; no other State is ranked") % {"who": who} if _alone(view) else who
        return gettext("%(who)s; no other place is on record") % {"who": who}
    second = [row for row in later if row.rank == later[0].rank]
    # In a partial list the next place on record need not be the next place.
    if not view.complete and second[0].rank != len(view.first) + 1:
        return who
    gap = _gap(view.first[0].score, second[0].score)
    if gap is None:
        return gettext("%(who)s, ahead of %(second)s") % {"who": who, "second": few_names(second)}
    values = {"who": who, "gap": f"{gap:.2f}", "second": few_names(second)}
    return gettext("%(who)s, %(gap)s ahead of %(second)s") % values


def _alone(view: ListView) -> bool:
    return len(view.first) == 1


def _gap(ahead: Decimal | None, behind: Decimal | None) -> Decimal | None:
    return None if ahead is None or behind is None else ahead - behind


def few_names(rows: Sequence[Row]) -> str:
    """Up to three names; more are counted."""
    if len(rows) <= MOST_NAMES:
        return listed([row.state.label for row in rows])
    return ngettext("%(count)s State", "%(count)s States", len(rows)) % {"count": len(rows)}


def _without_first(view: ListView) -> str:
    if not view.ranked:
        return gettext("No State is ranked in this list")
    best = view.ranked[0]
    assert best.rank is not None
    values = {"place": place(best.rank), "state": best.state.label}
    return (
        gettext("First place is not on record; the best place known is the %(place)s, of %(state)s") % values
    )


def ranked(view: ListView) -> list[str]:
    """`16 of 36 ranked, 20 not reported`; empty where everyone is ranked."""
    return [ranked_of([row.reason for row in view.rows])] if view.unranked else []


def unranked(view: ListView) -> list[str]:
    """The States without a rank, named, one sentence for each reason: `Lakshadweep sent no figures.`"""
    by_reason: dict[str, list[str]] = {}
    for row in view.unranked:
        by_reason.setdefault(row.reason, []).append(row.state.label)
    return [
        gettext("Unranked: %(states)s (%(reason)s).") % {"states": listed(names), "reason": reason(code)}
        for code, names in sorted(by_reason.items())
    ]


def strip_key(
    firsts: Sequence[tuple[Month, Sequence[State]]],
    leaders: Iterable[State],
    without_ranks: Collection[Month],
) -> str:
    """What stands under the strip of who was first each month, in which `leaders` are blue.

    `First place, month by month since June 2021. Haryana: 20 of 29 months, in blue.` `without_ranks` are the months
    whose complete list ranks nobody.
    """
    total = len(firsts)
    sentences = [
        gettext("First place, month by month since %(month)s.") % {"month": month_name(firsts[0][0])}
    ]
    ordered = sorted(leaders, key=lambda state: state.code)
    counts = [(state, sum(state in states for _, states in firsts)) for state in ordered]
    if len(counts) == 1:
        text = ngettext(
            "%(state)s: %(count)s of %(total)s month, in blue.",
            "%(state)s: %(count)s of %(total)s months, in blue.",
            total,
        )
        sentences.append(text % {"state": counts[0][0].label, "count": counts[0][1], "total": total})
    elif counts:
        text = ngettext(
            "In blue, of %(total)s month: %(counts)s.", "In blue, of %(total)s months: %(counts)s.", total
        )
        most_first = sorted(counts, key=lambda pair: -pair[1])
        shares = ", ".join(f"{state.label} {count}" for state, count in most_first)
        sentences.append(text % {"total": total, "counts": shares})
    if any(not states and month not in without_ranks for month, states in firsts):
        sentences.append(gettext("Outlined: not on record."))
    elif without_ranks:
        sentences.append(gettext("Outlined: no State is ranked."))
    return " ".join(sentences)
