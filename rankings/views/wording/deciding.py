"""What decides a list, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from rankings.core.decides import FEWEST, Correlation, LeftOut, Saturation, Weight
from rankings.views.wording.labels import listed, some_of
from rankings.views.wording.numbers import MISSING, signed, signed_percent

SATURATED = Fraction(9, 10)
"""From this share of States at full marks on, a parameter hardly tells them apart any more."""

MOST_NAMED = 3


def share_text(value: Fraction | None) -> str:
    """A share as percent to two decimals, a true minus before one below 0; – where there is none.

    >>> share_text(Fraction(1, 8)), share_text(Fraction(-1, 300)), share_text(None)
    ('12.50 %', '−0.33 %', '–')
    """
    if value is None:
        return MISSING
    return signed_percent(value)


def headline(top: Sequence[Weight], names: Mapping[str, str], count: int, ranked: int) -> str:
    """`Among the first five DAT-03 decides most: 29.93 % of the differences between their scores`"""
    if ranked < FEWEST:
        return gettext("Fewer than three States are ranked: what decides this list cannot be told")
    if not top:
        return gettext("Nothing decides this list: all its scores are the same")
    told = ngettext(
        "Among the first %(count)d, “%(name)s” decides most: %(share)s of the differences between their scores",
        "Among the first %(count)d, “%(name)s” decides most: %(share)s of the differences between their scores",
        count,
    )
    return told % {"count": count, "name": names[top[0].parameter], "share": share_text(top[0].effective)}


def said(
    top: Sequence[Weight], saturation: Sequence[Saturation], left: Sequence[LeftOut], ranked: int
) -> Iterator[str]:
    """What follows in second place, how many parameters hardly tell States apart, and whether one turns first place.

    Nothing where fewer than two are ranked.
    """
    if ranked < 2:
        return
    following = [one for one in top[1:] if one.effective and one.effective > 0][: MOST_NAMED - 1]
    if following:
        yield gettext("Next come %(names)s.") % {
            "names": listed([f"{one.parameter} ({share_text(one.effective)})" for one in following])
        }
    full = sum(one.share is not None and one.share >= SATURATED for one in saturation)
    yield ngettext(
        "On %(full)d of %(all)d parameters nine in ten States or more have full marks: it hardly separates them.",
        "On %(full)d of %(all)d parameters nine in ten States or more have full marks: they hardly separate them.",
        full,
    ) % {"full": full, "all": len(saturation)}
    turning = [one.parameters[0] for one in left if leaves_another_first(one)]
    if turning:
        yield gettext("Without %(names)s another State would be first.") % {"names": some_of(turning)}
    elif left:
        yield gettext("Whichever single parameter is left out, first place stays where it is.")


def leaves_another_first(one: LeftOut) -> bool:
    """Whether somebody is first who was not, or is not first any more who was."""
    ranks = ((one.ranks[state], change) for state, change in one.changes.items())
    return any((rank == 1) != (rank + change == 1) for rank, change in ranks if rank is not None)


def moves(one: LeftOut, names: Mapping[str, str]) -> str:
    """`7 States move: Goa +3, Kerala −2 and others`; the greatest moves first."""
    moved = sorted(
        ((state, change) for state, change in one.changes.items() if change),
        key=lambda each: (-abs(each[1]), names[each[0]]),
    )
    if not moved:
        return gettext("nobody moves")
    named = ", ".join(f"{names[state]} {signed(change)}" for state, change in moved[:MOST_NAMED])
    count = ngettext("%(count)d State moves", "%(count)d States move", len(moved)) % {"count": len(moved)}
    more = " …" if len(moved) > MOST_NAMED else ""
    return f"{count}: {named}{more}"


def firsts(one: LeftOut, names: Mapping[str, str]) -> str:
    """Who would be first; – where nobody is ranked."""
    leading = [names[state] for state, rank in one.ranks.items() if rank == 1]
    return some_of(leading) if leading else MISSING


def closest(found: Sequence[Correlation], names: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """The pairs that go together most, by size: (code, other code, both names, correlation)."""
    ordered = sorted(found, key=lambda one: (-one.squared, one.one, one.other))
    for one in ordered[:10]:
        both = f"{names[one.one]} · {names[one.other]}"
        yield one.one, one.other, both, signed(one.printed())


def correlation_alternative(found: Sequence[Correlation], names: Mapping[str, str]) -> str:
    """The heat map in a sentence."""
    if not found:
        return gettext("No two parameters vary over three States or more, so none can be compared.")
    greatest = max(found, key=lambda one: (one.sign * one.squared, one.one))
    least = min(found, key=lambda one: (one.sign * one.squared, one.one))
    told = gettext(
        "Most alike are “%(one)s” and “%(other)s” (%(value)s), least alike “%(third)s” and “%(fourth)s” (%(low)s)."
    )
    return told % {
        "one": names[greatest.one], "other": names[greatest.other], "value": signed(greatest.printed()),
        "third": names[least.one], "fourth": names[least.other], "low": signed(least.printed()),
    }  # fmt: skip


def weights_title(rows: Sequence[Weight]) -> str:
    """How unlike the two weights are: `DAT-03 carries 2.25 % of the marks and 29.93 % of the differences`"""
    known = [one for one in rows if one.effective is not None]
    widest = max(known, key=lambda one: (abs((one.effective or 0) - one.nominal), one.parameter))
    return gettext("%(code)s carries %(marks)s of the marks and %(order)s of the differences between scores") % {
        "code": widest.parameter, "marks": share_text(widest.nominal), "order": share_text(widest.effective),
    }  # fmt: skip


def weights_alternative(rows: Sequence[Weight], names: Mapping[str, str], month: str, board: str) -> str:
    """The chart in a sentence."""
    known = sorted(rows, key=lambda one: -(one.effective or 0))[:MOST_NAMED]
    told = gettext(
        "Share of the marks against share of the differences between scores, %(month)s, %(board)s, for %(count)d "
        "parameters. The greatest shares of the differences: %(names)s."
    )
    return told % {
        "month": month, "board": board, "count": len(rows),
        "names": listed([f"{names[one.parameter]} {share_text(one.effective)}" for one in known]),
    }  # fmt: skip
