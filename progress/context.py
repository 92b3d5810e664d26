"""What every page shows around its own content: owner, navigation, the other language, the data's date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.urls import ResolverMatch, get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common.asking import Choice
from common.dates import day, month_name
from common.months import Month
from dashboard.site import guide
from rankings.models import Publication

# The way from the front page to a page: what stands above it, by the names of addresses.

HOME = "rankings:latest"
Kwargs = Mapping[str, object]


BELOW = {
    "rankings:month": ("rankings:revision", "why:sensitivity", "why:progress", "why:what_if"),
    "rankings:states": ("rankings:state", "rankings:practices", "why:change", "why:plan"),
    "rankings:practices": ("rankings:practice",),
    "rankings:parameters": ("rankings:parameter", "rankings:heatmap"),
    "rankings:methodologies": ("rankings:methodology",),
    "release:subscribe": ("release:sent", "release:confirm", "release:leave"),
    "corrections:ask": ("corrections:sent",),
    "site:feedback": ("site:sent",),
    "desk:desk": ("accounts:password", "accounts:security", "desk:month", "desk:upload", "desk:tokens"),
    "accounts:security": ("accounts:mail", "accounts:new-codes"),
    "accounts:mail": ("accounts:prove-mail",),
    "accounts:sign-in": ("accounts:code", "accounts:reset"),
    "accounts:reset": ("accounts:reset-sent", "accounts:new-password"),
    "desk:month": ("desk:figures", "desk:rows", "desk:caveats", "desk:objections", "desk:revision"),
    "review:board": ("review:months", "review:objections"),
    "people:people": ("people:audit",),
    "publishing:desk": (
        "publishing:new", "publishing:proposal", "publishing:withdrawal", "publishing:past_lists",
        "publishing:corrections", "publishing:practices",
    ),
    "publishing:past_lists": ("publishing:past_file",),
    "publishing:practices": ("publishing:new_practice", "publishing:practice"),
    "methods:list": ("methods:draft",),
    "methods:draft": (
        "methods:groups", "methods:head", "methods:try", "methods:activate", "methods:parameter",
        "methods:new_parameter",
    ),
}  # fmt: skip
"""The pages directly below a page; all others are below the front page."""

PARENTS = {name: parent for parent, names in BELOW.items() for name in names}

NEEDS = {"rankings:month": ("month",), "desk:month": ("code", "month"), "methods:draft": ("number",)}
"""The parts of a page's address that the address of its parent takes over."""


def _month(kwargs: Kwargs) -> str:
    text = str(kwargs["month"])
    try:
        return month_name(Month.parse(text))
    except ValueError:
        return text


NAMES: dict[str, Promise | Callable[[Kwargs], str]] = {
    **{page.name: page.label for page in guide.PAGES},
    "rankings:month": _month,
    "release:proof": _("Proof"),
    "why:change": _("Why the rank changed"),
    "why:plan": _("What would make it first"),
    "why:sensitivity": _("How sure the order is"),
    "why:what_if": _("What if"),
    "corrections:sent": _("Received"),
    "site:sent": _("Received"),
    "accounts:sign-in": _("Sign in"),
    "accounts:sign-out": _("Sign out"),
    "accounts:password": _("Change password"),
    "accounts:code": _("Second step"),
    "accounts:mail": _("Mail address"),
    "accounts:set-up": _("Set up the second factor"),
    "accounts:new-codes": _("New recovery codes"),
    "accounts:security": _("Sign-in and sessions"),
    "accounts:reset": _("Password forgotten"),
    "desk:desk": _("Your desk"),
    "desk:month": lambda kwargs: f"{kwargs['code']} · {_month(kwargs)}",
    "review:board": _("Review"),
    "review:months": _("Months"),
    "review:objections": _("Objections"),
    "people:people": _("People"),
    "people:audit": _("Audit trail"),
    "people:invitation": _("Invitation"),
    "publishing:desk": _("Publishing"),
    "methods:list": _("Methodology versions"),
    "methods:draft": _("Draft"),
    "methods:new_parameter": _("Add a parameter"),
    "publishing:new": _("Publish a month"),
    "publishing:past_lists": _("Past lists"),
    "publishing:corrections": _("Correction requests"),
    "publishing:practices": _("Good practices"),
    "publishing:new_practice": _("Add a practice"),
}
"""How a page is called on the way; where it has no name here, its own title is shown."""


def breadcrumbs(match: ResolverMatch | None) -> list[Choice]:
    """The pages above an address, the front page first; empty for the front page itself."""
    if match is None:
        return [_home()]
    if match.view_name == HOME:
        return []
    places: list[Choice] = []
    name = PARENTS.get(match.view_name)
    while name is not None:
        address = reverse(name, kwargs={part: match.kwargs[part] for part in NEEDS.get(name, ())})
        places.append(Choice(label_of(name, match.kwargs), address))
        name = PARENTS.get(name)
    return [_home(), *reversed(places)]


def label_of(name: str, kwargs: Kwargs) -> str:
    """What a page is called; empty where only its own title says it."""
    given = NAMES.get(name, "")
    return given(kwargs) if callable(given) else str(given)


def _home() -> Choice:
    return Choice(str(_("Home")), reverse(HOME))


HINDI = "hi"


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
    def nav(self) -> list[Choice]:
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
            Choice(label, reverse(f"rankings:{name}"), current in inside) for label, name, inside in places
        ]

    @property
    def above(self) -> list[Choice]:
        """The pages above this one, the front page first; empty on the front page."""
        return breadcrumbs(self._request.resolver_match)

    @property
    def here(self) -> str:
        """What this page is called on the way to it; empty where its own title says it."""
        match = self._request.resolver_match
        return label_of(match.view_name, match.kwargs) if match else ""

    @property
    def foot(self) -> list[Choice]:
        """What every page leads to at its foot."""
        return guide.choices((*guide.ABOUT, *guide.SERVICES))

    @property
    def emblem(self) -> str:
        """The static file of the emblem; empty where this installation has set none."""
        image = settings.EMBLEM_IMAGE
        return f"emblem/{image.name}" if image else ""

    @property
    def emblem_alt(self) -> str:
        own: str = settings.EMBLEM_ALT_HI if self.language == HINDI else ""
        return own or settings.EMBLEM_ALT

    @cached_property
    def releases(self) -> dict[str, Any]:
        """The latest release date on record, None where none is known, and whether there are sample lists."""
        return Publication.objects.aggregate(
            newest=Max("released_on"), sample=Count("pk", filter=Q(sample=True))
        )

    @property
    def last_updated(self) -> str:
        """The newest release on record, never the clock; empty where none has a date."""
        newest = self.releases["newest"]
        return "" if newest is None else day(newest)


def site(request: HttpRequest) -> dict[str, Site]:
    return {"site": Site(request)}
