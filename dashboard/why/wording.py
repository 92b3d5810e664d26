"""A change of rank in sentences: whose places they were, who was passed and who passed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext, ngettext

from insights.explain.core import Mover, RankSplit
from rankings.lists.labels import listed
from rankings.lists.numbers import signed

Name = Callable[[str], str]
"""A State's code → its name in the reader's language."""


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
