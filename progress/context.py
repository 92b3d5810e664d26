"""What every page shows around its own content: owner, navigation, the other language, the data's date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext

from common.asking import Choice
from common.dates import day
from dashboard.site import guide
from progress.breadcrumbs import Place, breadcrumbs, label_of
from progress.staticfiles import emblem_name
from rankings.release.services import Releases, releases

HINDI = "hi"


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    current: bool


class Site:
    """Read by templates; the one query is made only where its answer is printed."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def other_language(self) -> str:
        return settings.LANGUAGE_CODE if self.language == HINDI else HINDI

    @property
    def owner(self) -> str:
        """The organisation and its lineage; each installation may set its own."""
        own: str = settings.OWNER_LINE_HI if self.language == HINDI else settings.OWNER_LINE
        return own or gettext(
            "National Crime Records Bureau · Ministry of Home Affairs · Government of India"
        )

    @property
    def english_url(self) -> str:
        """This very page in English, query included."""
        prefix = get_script_prefix()
        path = self._request.get_full_path()
        inside = path.removeprefix(prefix)
        first, _, rest = inside.partition("/")
        # A path such as /hi//host/ must not become an address of another site.
        return prefix + rest.lstrip("/") if first == HINDI else path

    @property
    def hindi_url(self) -> str:
        prefix = get_script_prefix()
        return f"{prefix}{HINDI}/{self.english_url.removeprefix(prefix)}"

    @property
    def other_url(self) -> str:
        return self.english_url if self.language == HINDI else self.hindi_url

    @property
    def nav(self) -> list[NavItem]:
        match = self._request.resolver_match
        current = match.url_name if match and match.namespace == "rankings" else None
        places = [
            (gettext("Ranking"), "latest", {"latest", "month", "revision"}),
            (gettext("States and UTs"), "states", {"states", "state", "practices", "practice"}),
            (gettext("Months in first place"), "streaks", {"streaks", "annual", "claims"}),
            (gettext("Parameters"), "parameters", {"parameters", "parameter", "heatmap"}),
            (gettext("Compare"), "compare", {"compare"}),
            (gettext("Methodology"), "methodologies", {"methodologies", "methodology"}),
        ]
        return [
            NavItem(label, reverse(f"rankings:{name}"), current in inside) for label, name, inside in places
        ]

    @property
    def above(self) -> list[Place]:
        """The pages above this one, the front page first; empty on the front page."""
        return breadcrumbs(self._request.resolver_match)

    @property
    def here(self) -> str:
        """What this page is called on the way to it; empty where its own title says it."""
        match = self._request.resolver_match
        return label_of(match.view_name, match.kwargs) if match else ""

    @property
    def foot(self) -> tuple[Choice, ...]:
        """What every page leads to at its foot."""
        return guide.choices((*guide.ABOUT, *guide.SERVICES))

    @property
    def emblem(self) -> str:
        """The static file of the emblem; empty where this installation has set none."""
        return emblem_name()

    @property
    def emblem_alt(self) -> str:
        own: str = settings.EMBLEM_ALT_HI if self.language == HINDI else ""
        return own or settings.EMBLEM_ALT

    @cached_property
    def releases(self) -> Releases:
        return releases()

    @property
    def last_updated(self) -> str:
        """The newest release on record, never the clock; empty where none has a date."""
        newest = self.releases.newest
        return "" if newest is None else day(newest)


def site(request: HttpRequest) -> dict[str, Site]:
    return {"site": Site(request)}
