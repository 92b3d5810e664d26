"""The way from the front page to where one is: what stands above each page, by the names of addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rankings.views import guide
from rankings.views.wording.months import month_name
from states.months import Month

HOME = "rankings:latest"
Kwargs = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """A page on the way; `url` leads there."""

    label: str
    url: str


PARENTS = {
    "rankings:revision": "rankings:month",
    "rankings:state": "rankings:states",
    "rankings:practices": "rankings:states",
    "rankings:practice": "rankings:practices",
    "why:change": "rankings:states",
    "why:plan": "rankings:states",
    "rankings:parameter": "rankings:parameters",
    "rankings:heatmap": "rankings:parameters",
    "why:sensitivity": "rankings:month",
    "why:progress": "rankings:month",
    "why:what_if": "rankings:month",
    "rankings:methodology": "rankings:methodologies",
    "release:sent": "release:subscribe",
    "release:confirm": "release:subscribe",
    "release:leave": "release:subscribe",
    "corrections:sent": "corrections:ask",
    "site:sent": "site:feedback",
    "accounts:password": "desk:desk",
    "accounts:security": "desk:desk",
    "accounts:mail": "accounts:security",
    "accounts:prove-mail": "accounts:mail",
    "accounts:new-codes": "accounts:security",
    "accounts:code": "accounts:sign-in",
    "accounts:reset": "accounts:sign-in",
    "accounts:reset-sent": "accounts:reset",
    "accounts:new-password": "accounts:reset",
    "desk:month": "desk:desk",
    "desk:upload": "desk:desk",
    "desk:tokens": "desk:desk",
    "desk:figures": "desk:month",
    "desk:rows": "desk:month",
    "desk:caveats": "desk:month",
    "desk:objections": "desk:month",
    "desk:revision": "desk:month",
    "review:months": "review:board",
    "review:objections": "review:board",
    "people:audit": "people:people",
    "publishing:new": "publishing:desk",
    "publishing:proposal": "publishing:desk",
    "publishing:withdrawal": "publishing:desk",
    "publishing:past_lists": "publishing:desk",
    "publishing:past_file": "publishing:past_lists",
    "publishing:corrections": "publishing:desk",
    "publishing:practices": "publishing:desk",
    "publishing:new_practice": "publishing:practices",
    "publishing:practice": "publishing:practices",
    "methods:draft": "methods:list",
    "methods:groups": "methods:draft",
    "methods:head": "methods:draft",
    "methods:try": "methods:draft",
    "methods:activate": "methods:draft",
    "methods:parameter": "methods:draft",
    "methods:new_parameter": "methods:draft",
}
"""What stands directly above a page; the front page where nothing else does."""

NEEDS = {"rankings:month": ("month",), "desk:month": ("code", "month"), "methods:draft": ("number",)}
"""The parts of a page's address that the address of its parent takes over."""


def _month(kwargs: Kwargs) -> str:
    text = str(kwargs["month"])
    try:
        return month_name(Month.parse(text))
    except ValueError:
        return text


NAMES: dict[str, Promise | Callable[[Kwargs], str]] = {
    **{one.name: one.label for one in guide.PAGES},
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


def above(match: ResolverMatch | None) -> list[Place]:
    """The pages above an address, the front page first; empty for the front page itself."""
    if match is None:
        return [_home()]
    if match.view_name == HOME:
        return []
    found: list[Place] = []
    name = PARENTS.get(match.view_name)
    while name is not None:
        address = reverse(name, kwargs={part: match.kwargs[part] for part in NEEDS.get(name, ())})
        found.append(Place(called(name, match.kwargs), address))
        name = PARENTS.get(name)
    return [_home(), *reversed(found)]


def called(name: str, kwargs: Kwargs) -> str:
    """What a page is called; empty where only its own title says it."""
    given = NAMES.get(name, "")
    return given(kwargs) if callable(given) else str(given)


def _home() -> Place:
    return Place(str(_("Home")), reverse(HOME))
