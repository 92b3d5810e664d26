"""Policies, accessibility, help, contact and the map of the site: pages of words, the same for every reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rankings.selectors.searches import Searchable, searchable
from rankings.views.errors import explained
from rankings.views.links import Asked
from rankings.views.presenters.developing import examples
from rankings.views.presenters.maps import map_page
from rankings.views.presenters.search import search_page
from rankings.views.presenters.words import glossary


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to, as this installation has set it; empty where it has not."""

    email: str
    phone: str
    address: tuple[str, ...]

    @classmethod
    def own(cls) -> Contact:
        hindi = get_language() == "hi"
        address = (settings.CONTACT_ADDRESS_HI if hindi else "") or settings.CONTACT_ADDRESS
        lines = tuple(one.strip() for one in address.split("|") if one.strip())
        return cls(settings.CONTACT_EMAIL, settings.CONTACT_PHONE, lines)

    @property
    def named(self) -> bool:
        return bool(self.email or self.phone or self.address)


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """`/policies/`: copyright, links, privacy, terms, review of content."""
    return render(request, "site/policies.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """`/accessibility/`: what was done, how it is checked, what is known to be missing."""
    return render(request, "site/accessibility.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """`/help/`: how to read, find and take away."""
    return render(request, "site/help.html", {"words": glossary()})


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """`/developers/`: how a program reads the data, by examples that the tests run."""
    return render(request, "site/developers.html", {"examples": examples()})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """`/contact/`: who answers."""
    return render(request, "site/contact.html", {"contact": Contact.own()})


@explained
def search(request: HttpRequest) -> HttpResponse:
    """`/search/?q=`: States, months, parameters, practices and pages by their names in either language."""
    query = request.GET.get("q", "")
    known = searchable() if query.strip() else Searchable((), (), ())
    page = search_page(query, known, Asked.of(request))
    return render(request, "site/search.html", {"page": page})


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap/`: every public page, by its place."""
    return render(request, "site/sitemap.html", {"page": map_page()})
