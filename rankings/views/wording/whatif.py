"""What if, in sentences. They say “would”: nothing of it was published."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from rankings.views.wording.labels import some_of
from rankings.views.wording.numbers import plain


def headline(first: Sequence[str], published: Sequence[str], moved: int, *, changed: bool) -> str:
    """`What if: Himachal Pradesh would be first; published: Haryana`"""
    if not changed:
        return gettext("What if the figures or the marks were other?")
    values = {"states": some_of(first), "published": some_of(published), "count": moved}
    if not published:
        return gettext("What if: first would be %(states)s; published: no State is ranked") % values
    if set(first) != set(published):
        return gettext("What if: first would be %(states)s; published: %(published)s") % values
    if not moved:
        return gettext("What if: nobody would move; first would still be %(states)s") % values
    text = ngettext(
        "What if: %(count)s State would move; first would still be %(states)s",
        "What if: %(count)s States would move; first would still be %(states)s",
        moved,
    )
    return text % values


def sums(before: Decimal, after: Decimal) -> str:
    """What becomes of marks that do not sum to what they did; empty where they do."""
    if before == after:
        return ""
    values = {"before": plain(before), "after": plain(after)}
    return (
        gettext(
            "The marks of this board sum to %(after)s, not to %(before)s. A score is the share of the marks "
            "applicable, so nothing is rescaled."
        )
        % values
    )
