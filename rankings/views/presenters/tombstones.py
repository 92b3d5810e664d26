"""What stands at the address of a list that was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.models import Origin
from rankings.selectors.withdrawals import Tombstone
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import labels
from rankings.views.wording.months import day, month_name
from states.asking import Choice


@dataclass(frozen=True, slots=True)
class TombstonePage:
    title: str
    text: str
    reason: str
    known: tuple[Choice, ...]


def tombstone_page(stone: Tombstone) -> TombstonePage:
    """The list's name, when and why it was withdrawn, and where to go from here."""
    names = {
        "month": month_name(stone.month),
        "board": labels.board_name(stone.board),
        "category": labels.category_name(stone.category),
        "number": stone.revision,
        "day": day(stone.withdrawn_on),
    }
    plain = Asked(stone.board, stone.category, None)
    leads = [Choice(gettext("Latest list"), links.leaderboard(None, plain))]
    if stone.recorded and stone.origin == Origin.COMPUTED:
        address = links.leaderboard(stone.month, plain.of_origin(Origin.RECORDED))
        leads.append(Choice(gettext("see the recorded list"), address))
    return TombstonePage(
        title=gettext("The list of %(month)s was withdrawn") % names,
        text=gettext(
            "Revision %(number)s of %(month)s, %(board)s, %(category)s, was released in error and withdrawn on "
            "%(day)s. It is out of every count and history; its digest stays in the chain."
        )
        % names,
        reason=stone.reason,
        known=tuple(leads),
    )
