"""The map of the site: every public page, by its place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from metrics.boards import DEFAULT_BOARD
from metrics.selectors import methodologies
from rankings.selectors.histories import Scope, chosen_lists
from rankings.views import guide, links
from rankings.views.wording import labels
from rankings.views.wording.months import month_name
from states.asking import Choice
from states.selectors import DEFAULT_CATEGORY, all_states


@dataclass(frozen=True, slots=True)
class MapGroup:
    """Pages of one kind; `long` where there are many."""

    title: str
    pages: tuple[Choice, ...]
    long: bool = False


@dataclass(frozen=True, slots=True)
class MapPage:
    groups: tuple[MapGroup, ...]


def map_page() -> MapPage:
    """Four queries, however many lists there are."""
    months = sorted(chosen_lists(Scope(DEFAULT_BOARD, DEFAULT_CATEGORY)), reverse=True)
    return MapPage(
        (
            MapGroup(gettext("Lists"), guide.choices(guide.LISTS)),
            MapGroup(gettext("Services"), guide.choices(guide.SERVICES)),
            MapGroup(gettext("About this site"), guide.choices(guide.ABOUT)),
            MapGroup(
                gettext("Methodology"),
                tuple(
                    Choice(
                        one.version,
                        links.page("methodology", one.version),
                        title=labels.either(one.title, one.title_hi),
                    )
                    for one in methodologies()
                ),
            ),
            MapGroup(
                gettext("Months"),
                tuple(Choice(month_name(one), links.page("month", one)) for one in months),
                long=True,
            ),
            MapGroup(
                gettext("States and UTs"),
                tuple(
                    Choice(labels.state_name(one), links.page("state", one.code))
                    for one in sorted(all_states(), key=labels.state_name)
                ),
                long=True,
            ),
        )
    )
