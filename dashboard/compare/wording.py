"""What is said of States side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from dashboard.compare.queries import Ahead
from rankings.lists.labels import listed


def headline(places: Sequence[tuple[str, int, Decimal | None]], names: Sequence[str]) -> str:
    """`Haryana is 0.12 ahead of Himachal Pradesh`; `places` are (name, rank, score) of the ranked ones, best first."""
    if not names:
        return gettext("States and UTs side by side")
    if len(places) < 2:
        return gettext("%(names)s side by side") % {"names": listed(names)} if len(names) > 1 else names[0]
    (first, rank, score), (second, other_rank, other_score) = places[:2]
    if rank == other_rank:
        level = [name for name, own, _ in places if own == rank]
        return gettext("%(names)s stand level") % {"names": listed(level)}
    values = {"first": first, "second": second, "count": other_rank - rank}
    if score is None or other_score is None:
        return (
            ngettext(
                "%(first)s is %(count)s place ahead of %(second)s",
                "%(first)s is %(count)s places ahead of %(second)s",
                other_rank - rank,
            )
            % values
        )
    return gettext("%(first)s is %(gap)s ahead of %(second)s") % {
        **values,
        "gap": f"{score - other_score:.2f}",
    }


def ahead(found: Ahead, names: dict[str, str]) -> str:
    """`Haryana was ahead of the others in 24 of 29 months`"""
    if not found.months:
        return gettext("Two of them were never ranked in the same month")
    most = found.most
    if most is None:
        return ngettext(
            "Nobody was ahead most often in %(months)s month",
            "Nobody was ahead most often in %(months)s months",
            found.months,
        ) % {"months": found.months}
    if len(found.counts) == 2:
        other = next(names[code] for code, _ in found.counts if code != most[0])
        return ngettext(
            "%(state)s was ahead of %(other)s in %(count)s of %(months)s month",
            "%(state)s was ahead of %(other)s in %(count)s of %(months)s months",
            found.months,
        ) % {"state": names[most[0]], "other": other, "count": most[1], "months": found.months}
    return ngettext(
        "%(state)s was ahead of the rest in %(count)s of %(months)s month",
        "%(state)s was ahead of the rest in %(count)s of %(months)s months",
        found.months,
    ) % {"state": names[most[0]], "count": most[1], "months": found.months}


def alternative(board: str, first: str, last: str, ends: Sequence[tuple[str, str]], *, scores: bool) -> str:
    """`ends` are (name, last value) of each line."""
    values = {
        "board": board, "first": first, "last": last,
        "ends": ", ".join(f"{name} {value}" for name, value in ends),
    }  # fmt: skip
    if scores:
        told = gettext(
            "Line chart of the scores on the board %(board)s from %(first)s to %(last)s; at the end: %(ends)s."
        )
    else:
        told = gettext(
            "Line chart of the ranks in India on the board %(board)s from %(first)s to %(last)s; at the end: %(ends)s."
        )
    return told % values
