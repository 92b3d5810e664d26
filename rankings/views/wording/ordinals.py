"""First, second, third: of months in a row, and of places."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

_MONTHS = (
    pgettext_lazy("month in a row", "first"),
    pgettext_lazy("month in a row", "second"),
    pgettext_lazy("month in a row", "third"),
    pgettext_lazy("month in a row", "fourth"),
    pgettext_lazy("month in a row", "fifth"),
    pgettext_lazy("month in a row", "sixth"),
    pgettext_lazy("month in a row", "seventh"),
    pgettext_lazy("month in a row", "eighth"),
    pgettext_lazy("month in a row", "ninth"),
    pgettext_lazy("month in a row", "tenth"),
    pgettext_lazy("month in a row", "eleventh"),
    pgettext_lazy("month in a row", "twelfth"),
)
_COUNTS = (
    gettext_lazy("one"), gettext_lazy("two"), gettext_lazy("three"), gettext_lazy("four"), gettext_lazy("five"),
    gettext_lazy("six"), gettext_lazy("seven"), gettext_lazy("eight"), gettext_lazy("nine"), gettext_lazy("ten"),
    gettext_lazy("eleven"), gettext_lazy("twelve"),
)  # fmt: skip
# Places whose Hindi form is irregular have messages of their own.
_PLACES = {
    1: pgettext_lazy("place", "1st"),
    2: pgettext_lazy("place", "2nd"),
    3: pgettext_lazy("place", "3rd"),
    4: pgettext_lazy("place", "4th"),
    6: pgettext_lazy("place", "6th"),
}


def nth_month(number: int) -> str:
    """In words up to twelve: `sixth`, then `13th`; for “for the … month in a row”."""
    return str(_MONTHS[number - 1]) if number <= len(_MONTHS) else place(number)


def in_words(number: int) -> str:
    """A small count in words, a larger one in digits: `six`, `13`."""
    return str(_COUNTS[number - 1]) if 1 <= number <= len(_COUNTS) else str(number)


def place(rank: int) -> str:
    """A rank as a place, as it stands before “place”: `6th`; in Hindi `छठे` (स्थान पर)."""
    if rank in _PLACES:
        return str(_PLACES[rank])
    if rank % 10 == 1 and rank % 100 != 11:
        return pgettext("place", "%(number)sst") % {"number": rank}
    if rank % 10 == 2 and rank % 100 != 12:
        return pgettext("place", "%(number)snd") % {"number": rank}
    if rank % 10 == 3 and rank % 100 != 13:
        return pgettext("place", "%(number)srd") % {"number": rank}
    return pgettext("place", "%(number)sth") % {"number": rank}
