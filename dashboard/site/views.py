"""Policies, accessibility, help, contact and the map of the site: pages of words, the same for every reader."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dashboard.site.guide import site_map

EXAMPLES = Path(settings.BASE_DIR) / "docs" / "examples"
"""Files, each of which a test runs."""
LANGUAGES = {"sh": "curl", "py": "Python", "R": "R", "mjs": "JavaScript"}
TASKS: dict[str, Promise] = {
    "month": _("The list of a month"),
    "history": _("The history of a State"),
    "polling": _("Asking only for what has changed"),
    "upload": _("Checking an upload without sending it"),
}


@cache
def examples() -> list[tuple[str, Promise, list[tuple[str, str]]]]:
    """Each task with its title, done in each language. Read once for each process."""
    return [
        (
            task,
            title,
            [
                (language, (EXAMPLES / f"{task}.{suffix}").read_text(encoding="utf-8").strip())
                for suffix, language in LANGUAGES.items()
            ],
        )
        for task, title in TASKS.items()
    ]


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """`/policies/`: copyright, links, privacy, terms, review of content."""
    return render(request, "dashboard/site/policies.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """`/accessibility/`: what was done, how it is checked, what is known to be missing."""
    return render(request, "dashboard/site/accessibility.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """`/help/`: how to read, find and take away, and what the words of this site mean."""
    return render(request, "dashboard/site/help.html")


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """`/developers/`: how a program reads the data, by examples that the tests run."""
    return render(request, "dashboard/site/developers.html", {"examples": examples()})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """`/contact/`: whom to write to, as this installation has set it."""
    address = (settings.CONTACT_ADDRESS_HI if get_language() == "hi" else "") or settings.CONTACT_ADDRESS
    lines = [line.strip() for line in address.split("|") if line.strip()]
    context = {"address": lines, "phone": settings.CONTACT_PHONE, "email": settings.CONTACT_EMAIL}
    return render(request, "dashboard/site/contact.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap/`: every public page, by its place."""
    return render(request, "dashboard/site/sitemap.html", {"groups": site_map()})
