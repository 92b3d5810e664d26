"""Why a rank changed, in sentences: what the State did itself, what the others did, who passed whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext, gettext_lazy, ngettext

from rankings.core.explain import Explanation, Kind, Mover, RankSplit
from rankings.core.explain_score import Cause, ScoreSplit
from rankings.views.wording.labels import listed, reason
from rankings.views.wording.numbers import signed
from rankings.views.wording.ordinals import place

Name = Callable[[str], str]
"""A State's code → its name in the reader's language."""

_CAUSES = {
    Cause.FIGURES: gettext_lazy("own figures"),
    Cause.METHODOLOGY: gettext_lazy("methodology"),
    Cause.APPLICABILITY: gettext_lazy("what is applicable"),
}
_MOVERS = {
    Mover.LEFT: gettext_lazy("Others left the ranking"),
    Mover.OWN: gettext_lazy("It moved"),
    Mover.OTHERS: gettext_lazy("The others moved"),
    Mover.CAME: gettext_lazy("Others came into the ranking"),
    Mover.RULE: gettext_lazy("Another rule for ties"),
}


def cause_name(cause: Cause) -> str:
    return str(_CAUSES[cause])


def mover_name(mover: Mover) -> str:
    return str(_MOVERS[mover])


def headline(state: str, why: Explanation) -> str:
    """`Haryana moved up from 3rd to 1st place`"""
    if why.rank is None:
        return _unranked(state, why)
    values = {"state": state, "before": place(why.rank.before), "after": place(why.rank.after)}
    if why.rank.came_in or why.rank.went_out:
        return gettext("%(state)s: from %(before)s of %(ranked_before)s to %(after)s of %(ranked_after)s") % {
            **values,
            "ranked_before": why.rank.both + len(why.rank.went_out),
            "ranked_after": why.rank.both + len(why.rank.came_in),
        }
    if why.rank.change > 0:
        return gettext("%(state)s moved up from %(before)s to %(after)s place") % values
    if why.rank.change < 0:
        return gettext("%(state)s moved down from %(before)s to %(after)s place") % values
    return gettext("%(state)s stayed in %(after)s place") % values


def _unranked(state: str, why: Explanation) -> str:
    values = {
        "state": state,
        "before": reason(why.reason_before) if why.reason_before else "",
        "after": reason(why.reason_after) if why.reason_after else "",
    }
    if why.kind is Kind.ENTERED:
        return gettext("%(state)s came into the ranking; before, it was unranked (%(before)s)") % values
    if why.kind is Kind.LEFT:
        return gettext("%(state)s left the ranking: it is unranked (%(after)s)") % values
    return gettext("%(state)s is unranked in both lists (%(before)s; %(after)s)") % values


def movers(rank: RankSplit) -> str:
    """`Its own score won it 2 places; the others' scores cost it 1 place.`

    Where other States left or came, these are places among the States ranked in both lists, and what they made of the
    rank is told apart.
    """
    if rank.both < 2:
        return gettext("No other State is ranked in both lists, so no movement can be told.")
    parts = [_own(rank.places(Mover.OWN)), _others(rank.places(Mover.OTHERS))]
    rule = rank.places(Mover.RULE)
    if rule:
        parts.append(gettext("another rule for ties: %(places)s") % {"places": signed(rule)})
    told = "; ".join(parts) + gettext(".")
    apart = rank.places(Mover.LEFT) + rank.places(Mover.CAME)
    if not apart:
        return told
    return gettext("Among the %(count)s States ranked in both lists: %(told)s %(apart)s") % {
        "count": rank.both,
        "told": told[:1].lower() + told[1:],
        "apart": ngettext(
            "Of the change of rank %(places)s place comes from others leaving or coming.",
            "Of the change of rank %(places)s places come from others leaving or coming.",
            abs(apart),
        )
        % {"places": signed(apart)},
    }


def _own(places: int) -> str:
    if places == 0:
        return gettext("Its own score neither won nor cost it a place")
    if places > 0:
        text = ngettext(
            "Its own score won it %(count)s place", "Its own score won it %(count)s places", places
        )
    else:
        text = ngettext(
            "Its own score cost it %(count)s place", "Its own score cost it %(count)s places", -places
        )
    return text % {"count": abs(places)}


def _others(places: int) -> str:
    if places == 0:
        return gettext("the others' scores neither won nor cost it a place")
    if places > 0:
        text = ngettext(
            "the others' scores won it %(count)s place", "the others' scores won it %(count)s places", places
        )
    else:
        text = ngettext(
            "the others' scores cost it %(count)s place",
            "the others' scores cost it %(count)s places",
            -places,
        )
    return text % {"count": abs(places)}


def passing(rank: RankSplit, name: Name) -> Iterator[str]:
    """Who was passed, who passed, who drew level, came in or went out; each in one sentence."""
    told = [
        (gettext("It passed %(states)s."), [code for code in rank.passed if code not in rank.drew_level]),
        (gettext("It was passed by %(states)s."), rank.passed_by),
        (gettext("It now stands level with %(states)s."), rank.drew_level),
        (gettext("Into the ranking came %(states)s."), rank.came_in),
        (gettext("Out of the ranking went %(states)s."), rank.went_out),
    ]
    for sentence, codes in told:
        if codes:
            yield sentence % {"states": named(codes, name)}


def named(codes: Iterable[str], name: Name) -> str:
    """Names in alphabetical order, joined."""
    return listed(sorted(name(code) for code in codes))


def score(split: ScoreSplit, most: str) -> str:
    """`Its score went from 99.10 to 99.97 (+0.87), most of it by REG-05 +0.52.` `most` may be empty."""
    values = {
        "before": f"{split.before:.2f}",
        "after": f"{split.after:.2f}",
        "change": signed(split.change),
        "most": most,
    }
    if not most:
        return gettext("Its score went from %(before)s to %(after)s (%(change)s).") % values
    return (
        gettext("Its score went from %(before)s to %(after)s (%(change)s); what moved it most: %(most)s.")
        % values
    )
