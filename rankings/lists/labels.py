"""Names of boards, categories, States and origins in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext_lazy

from common.dates import day, month_name, month_short
from common.months import Month
from metrics.boards import Board
from metrics.scoring import Figure, rounded
from rankings.lists.history import Count, SampleBasis
from rankings.lists.queries import Row
from rankings.models import MonthBasis, Origin, Unranked
from states.models import Category
from states.selectors import ALL_INDIA

# Numbers as they are printed: digits 0 to 9 in both languages, Indian grouping, exact rounding.

MISSING = "–"
_SMALLEST = Decimal("0.01")


def grouped(value: Decimal | int) -> str:
    """A figure with Indian grouping, without needless decimals.

    >>> grouped(12345678), grouped(Decimal("393.00")), grouped(Decimal("1234.50"))
    ('1,23,45,678', '393', '1,234.50')
    """
    number = Decimal(value)
    text = f"{number:.0f}" if number == number.to_integral_value() else f"{number:.2f}"
    whole, dot, decimals = text.partition(".")
    head, tail = whole[:-3], whole[-3:]
    parts = [tail]
    while head:
        parts.insert(0, head[-2:])
        head = head[:-2]
    return ",".join(parts) + dot + decimals


def figure(value: Figure) -> str:
    """`48 of 50`, or that there is no figure."""
    if value.numerator is None or value.denominator is None:
        return gettext("not reported")
    values = {"part": grouped(value.numerator), "whole": grouped(value.denominator)}
    return gettext("%(part)s of %(whole)s") % values


def two_decimals(value: Fraction | Decimal | None) -> str:
    """Rounded half up to two decimals, `–` where there is nothing."""
    return MISSING if value is None else f"{rounded(Fraction(value)):.2f}"


def signed(value: Decimal | int, exact: Fraction | Decimal | int | None = None) -> str:
    """With its sign, a true minus; that of `exact`, where the value was rounded from it.

    >>> signed(Decimal("0.87")), signed(-2), signed(0), signed(Decimal("0.00"), Fraction(1, 999))
    ('+0.87', '−2', '0', '+0.00')
    """
    sign = value if exact is None else exact
    return f"{'+' if sign > 0 else '−' if sign < 0 else ''}{abs(value)}"


def plain(value: Decimal) -> str:
    """A number of the catalogue, without needless zeros: `7`, `2.5`."""
    return f"{value:f}".rstrip("0").rstrip(".") if value != value.to_integral_value() else f"{value:.0f}"


def lost(value: Fraction | Decimal | None) -> str:
    """Marks lost; a loss too small for two decimals shows as `< 0.01`, never as nothing lost."""
    if value is None:
        return MISSING
    if value and rounded(Fraction(value)) < _SMALLEST:
        return f"< {_SMALLEST}"
    return two_decimals(value)


def percent(value: Fraction | str | None) -> str:
    """A percentage to two decimals. Below 100 it never prints as 100.00, so that full marks are told apart.

    A dash for None, and for the empty text that a template has for what there is not.
    """
    if not isinstance(value, Fraction):
        return MISSING
    printed = rounded(value)
    if printed == 100 and value < 100:
        return "> 99.99 %"
    return f"{printed:.2f} %"


def signed_percent(share: Fraction) -> str:
    """A share as a percent to two decimals, with a true minus sign below zero.

    >>> signed_percent(Fraction(1, 8)), signed_percent(Fraction(-1, 800)), signed_percent(Fraction(-1, 99999))
    ('12.50 %', '−0.13 %', '0.00 %')
    """
    size = rounded(abs(100 * share))
    return f"{'−' if share < 0 and size else ''}{size:.2f} %"


def file_size(size: int) -> str:
    """`120 KB`, `2.4 MB`; never 0.

    >>> file_size(1), file_size(2500000)
    ('1 KB', '2.4 MB')
    """
    if size < 2**20:
        return gettext("%(size)s KB") % {"size": grouped(max(1, round(size / 2**10)))}
    return gettext("%(size)s MB") % {"size": f"{size / 2**20:.1f}"}


# How a State moved against the month before.


@dataclass(frozen=True, slots=True)
class Movement:
    """`kind` is up, down, same or none; the arrow and the number stand alone where room is scarce."""

    kind: str
    arrow: str
    places: str
    words: str
    flagged: bool


def movement(change: int | None, *, flagged: bool) -> Movement:
    """`▲ up 2`, `▼ down 1`, `= unchanged`, or `–` where the month before does not tell."""
    if change is None:
        return Movement("none", MISSING, "", gettext("not comparable"), False)
    if change == 0:
        return Movement("same", "=", "", gettext("unchanged"), flagged)
    if change > 0:
        return Movement("up", "▲", str(change), gettext("up"), flagged)
    return Movement("down", "▼", str(-change), gettext("down"), flagged)


def movement_of(row: Row) -> Movement:
    """The movement of a ranked State among those ranked in both lists; `– newly ranked` where it was not before."""
    if row.came:
        return Movement("none", MISSING, "", gettext("newly ranked"), False)
    return movement(row.change_among_both, flagged=row.movement_flagged)


_BOARDS = {
    Board.CCTNS: pgettext_lazy("board", "CCTNS"),
    Board.ICJS: pgettext_lazy("board", "ICJS"),
    Board.ITSSO: pgettext_lazy("board", "ITSSO"),
    Board.OVERALL: pgettext_lazy("board", "Overall"),
}
_BOARDS_LONG = {
    Board.CCTNS: gettext_lazy("Crime and Criminal Tracking Network and Systems"),
    Board.ICJS: gettext_lazy("Inter-operable Criminal Justice System and fingerprints"),
    Board.ITSSO: gettext_lazy("Investigation Tracking System for Sexual Offences"),
    Board.OVERALL: gettext_lazy("all parameters together"),
}
_BOARD_TAGS = {
    Board.CCTNS: pgettext_lazy("board, tag", "CCTNS"),
    Board.ICJS: pgettext_lazy("board, tag", "ICJS"),
    Board.ITSSO: pgettext_lazy("board, tag", "ITSSO"),
    Board.OVERALL: pgettext_lazy("board, tag", "All"),
}
_CATEGORIES = {
    ALL_INDIA: pgettext_lazy("category", "All India"),
    Category.MAJOR.value: gettext_lazy("Major States"),
    Category.HILLY_NE.value: gettext_lazy("Hilly and north-eastern States"),
    Category.UT.value: gettext_lazy("Union Territories"),
}
_CATEGORIES_SHORT = {
    ALL_INDIA: pgettext_lazy("category", "All India"),
    Category.MAJOR.value: gettext_lazy("Major States"),
    Category.HILLY_NE.value: gettext_lazy("Hilly and north-eastern"),
    Category.UT.value: pgettext_lazy("category, short", "UTs"),
}

_CATEGORY_TAGS = {
    ALL_INDIA: pgettext_lazy("category, tag", "India"),
    Category.MAJOR.value: pgettext_lazy("category, tag", "major"),
    Category.HILLY_NE.value: pgettext_lazy("category, tag", "hilly/NE"),
    Category.UT.value: pgettext_lazy("category, tag", "UTs"),
}

BOARDS: tuple[str, ...] = tuple(board.value for board in Board)
CATEGORIES: tuple[str, ...] = tuple(_CATEGORIES)


def in_hindi() -> bool:
    """Whether the page is being written in Hindi."""
    return (get_language() or "").startswith("hi")


def either(english: str, hindi: str) -> str:
    """The one of two stored texts that is in the reader's language."""
    return hindi if in_hindi() else english


def board_name(board: str) -> str:
    return str(_BOARDS[Board(board)])


def board_tag(board: str) -> str:
    """The name as it stands at the end of a line in a narrow chart."""
    return str(_BOARD_TAGS[Board(board)])


def board_long(board: str) -> str:
    """What the board's short name stands for."""
    return str(_BOARDS_LONG[Board(board)])


def category_name(category: str) -> str:
    return str(_CATEGORIES[category])


def category_short(category: str) -> str:
    """The name as it stands in a row of choices."""
    return str(_CATEGORIES_SHORT[category])


def category_tag(category: str) -> str:
    """The name as it stands behind a number in a table: `hilly/NE`."""
    return str(_CATEGORY_TAGS[category])


def members_of(category: str, count: int) -> str:
    """Who is in a list: `all 36 States and UTs`, `the 10 hilly and north-eastern States`."""
    texts = {
        ALL_INDIA: ngettext("%(count)s State or UT", "all %(count)s States and UTs", count),
        Category.MAJOR.value: ngettext("%(count)s major State", "%(count)s major States", count),
        Category.HILLY_NE.value: ngettext(
            "%(count)s hilly or north-eastern State", "%(count)s hilly and north-eastern States", count
        ),
        Category.UT.value: ngettext("%(count)s Union Territory", "%(count)s Union Territories", count),
    }
    return texts[category] % {"count": count}


def ranked_of(reasons: Sequence[str]) -> str:
    """`16 of 36 ranked, 20 not reported`. `reasons` has one for each member, empty where it is ranked."""
    parts = [gettext("%(ranked)s of %(all)s ranked") % {"ranked": reasons.count(""), "all": len(reasons)}]
    texts = {
        Unranked.NOT_REPORTED: gettext("%(count)s not reported"),
        Unranked.NOT_APPLICABLE: gettext("%(count)s not applicable"),
    }
    parts += [text % {"count": reasons.count(code)} for code, text in texts.items() if code in reasons]
    return ", ".join(parts)


def members(category: str, reasons: Sequence[str]) -> str:
    """`all 36 States and UTs`, or `16 of 36 ranked, 20 not reported`."""
    return ranked_of(reasons) if any(reasons) else members_of(category, len(reasons))


def among(category: str) -> str:
    """Inside which group a place is meant: `in India`, `among hilly and north-eastern States`."""
    return str(
        {
            ALL_INDIA: gettext("in India"),
            Category.MAJOR.value: gettext("among major States"),
            Category.HILLY_NE.value: gettext("among hilly and north-eastern States"),
            Category.UT.value: gettext("among Union Territories"),
        }[category]
    )


def origin_name(origin: str) -> str:
    return str(Origin(origin).label)


def list_name(month: Month, board: str, category: str) -> list[str]:
    """What tells one list from the others: `October 2023`, `CCTNS`, `All India`."""
    return [month_name(month), board_name(board), category_name(category)]


def lists_of(origin: str | None) -> list[str]:
    """What a title adds where one kind of lists was asked for; nothing where both count."""
    if origin is None:
        return []
    return [gettext("computed lists") if origin == Origin.COMPUTED else gettext("recorded lists")]


def reason(code: str) -> str:
    """Why a State is unranked: `sent no figures`."""
    return str(Unranked(code).label)


def month_basis(basis: str) -> str:
    """How the data month of a recorded list is known."""
    return str(MonthBasis(basis).label)


def released(on: date | None) -> str:
    if on is None:
        return gettext("release date not known")
    return gettext("released %(day)s") % {"day": day(on)}


def mixed(basis: SampleBasis) -> str:
    """What stands wherever sample and real months are counted or compared together; empty where they are not."""
    if basis is not SampleBasis.MIXED:
        return ""
    return gettext("Sample + real: months of both kinds are taken together here.")


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


MOST_NAMED = 3


def some_of(names: Sequence[str]) -> str:
    """Up to three names, of more the first and how many others there are."""
    if len(names) <= MOST_NAMED:
        return listed(names)
    return gettext("%(name)s and %(count)s others") % {"name": names[0], "count": len(names) - 1}


# How long a State has been first.


def streak(count: Count) -> str:
    """`6 months`, `at least 6 months`, or that the State is not first now."""
    months = count.current_streak
    if not months:
        return gettext("not first now")
    if count.streak_certain:
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("at least %(count)s month", "at least %(count)s months", months) % {"count": months}


def longest_streak(count: Count) -> str:
    """How long the longest streak is: `6`, `at least 6, at most 9` where months not on record leave it open."""
    if count.longest_streak_certain:
        return str(count.longest_streak)
    values = {"count": count.longest_streak, "most": count.longest_streak_at_most}
    return gettext("at least %(count)s, at most %(most)s") % values


def longest_months(count: Count) -> str:
    """`May 2023 to Oct 2023`; empty where there is no streak."""
    if count.longest_streak_from is None or count.longest_streak_to is None:
        return ""
    if count.longest_streak == 1:
        return month_short(count.longest_streak_from)
    return gettext("%(first)s to %(last)s") % {
        "first": month_short(count.longest_streak_from), "last": month_short(count.longest_streak_to),
    }  # fmt: skip
