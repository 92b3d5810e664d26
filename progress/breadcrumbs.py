"""The way from the front page to a page: what stands above it, by the names of addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.dates import month_name
from common.months import Month
from dashboard.site import guide

HOME = "rankings:latest"
Kwargs = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """A page on the way; `url` leads there."""

    label: str
    url: str


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


def breadcrumbs(match: ResolverMatch | None) -> list[Place]:
    """The pages above an address, the front page first; empty for the front page itself."""
    if match is None:
        return [_home()]
    if match.view_name == HOME:
        return []
    places: list[Place] = []
    name = PARENTS.get(match.view_name)
    while name is not None:
        address = reverse(name, kwargs={part: match.kwargs[part] for part in NEEDS.get(name, ())})
        places.append(Place(label_of(name, match.kwargs), address))
        name = PARENTS.get(name)
    return [_home(), *reversed(places)]


def label_of(name: str, kwargs: Kwargs) -> str:
    """What a page is called; empty where only its own title says it."""
    given = NAMES.get(name, "")
    return given(kwargs) if callable(given) else str(given)


def _home() -> Place:
    return Place(str(_("Home")), reverse(HOME))
