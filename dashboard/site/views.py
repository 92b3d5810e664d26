"""Policies, accessibility, help, contact and the map of the site: pages of words, the same for every reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dashboard.site.guide import map_page

# The examples of the page for developers: files of docs/examples, each of which a test runs.

LANGUAGES = {"sh": "curl", "py": "Python", "R": "R", "mjs": "JavaScript"}
TASKS: dict[str, Promise] = {
    "month": _("The list of a month"),
    "history": _("The history of a State"),
    "polling": _("Asking only for what has changed"),
    "upload": _("Checking an upload without sending it"),
}


@dataclass(frozen=True, slots=True)
class Code:
    language: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """One task, done in each language."""

    name: str
    title: Promise
    codes: tuple[Code, ...]


def folder() -> Path:
    return Path(settings.BASE_DIR) / "docs" / "examples"


@cache
def examples() -> tuple[Example, ...]:
    """Every example, read once for each process."""
    return tuple(
        Example(
            name, title, tuple(_code(f"{name}.{suffix}", language) for suffix, language in LANGUAGES.items())
        )
        for name, title in TASKS.items()
    )


def _code(name: str, language: str) -> Code:
    return Code(language, name, (folder() / name).read_text(encoding="utf-8").strip())


# What the words of this site mean, one sentence each.


@dataclass(frozen=True, slots=True)
class Word:
    term: str
    meaning: str


_WORDS: tuple[tuple[Promise, Promise], ...] = (
    (
        _("Data month"),
        _("The month that the figures are of. The list of a month is released some weeks after its end."),
    ),
    (
        _("Release"),
        _("The day on which a list is made public. It is another date than the data month."),
    ),
    (
        _("Parameter"),
        _("One thing that is measured, for example how many of the police stations are connected."),
    ),
    (
        _("Figure"),
        _("What a State reports for a parameter: a numerator and a denominator."),
    ),
    (
        _("Marks"),
        _("What a figure earns under the methodology. Each parameter has its most marks."),
    ),
    (
        _("Score"),
        _("Marks obtained out of the marks that apply on a board, times 100, rounded once to two decimals."),
    ),
    (
        _("Rank"),
        _("The place by the printed score. Equal scores share a rank, and the next rank is left out."),
    ),
    (
        _("Board"),
        _("Which parameters count: CCTNS, ICJS, ITSSO, or all of them together."),
    ),
    (
        _("Category"),
        _("Like is also ranked with like: major States, hilly and north-eastern States, Union Territories."),
    ),
    (
        _("Months in first place"),
        _("How many published lists a State leads. A shared first place counts for each that shares it."),
    ),
    (
        _("Streak"),
        _(
            "Months in first place one after the other. A month not on record neither ends nor extends it unseen."
        ),
    ),
    (
        _("Not on record"),
        _("No list of the month is known, or not this State's place in it. Nothing is filled in."),
    ),
    (
        _("Not reported"),
        _("No figure was sent: no marks, and the sign “–”, never 0."),
    ),
    (
        _("Not applicable"),
        _("Nothing of the kind happened, so the parameter counts neither for nor against."),
    ),
    (
        _("Revision"),
        _("A correction after the release, with its reason. The list as it was stays readable."),
    ),
    (
        _("Methodology version"),
        _("The rules and marks from a month onwards. A past list never moves when a new version arrives."),
    ),
    (
        _("Published record"),
        _("Lists as the press reported them: only the places that the sources name."),
    ),
    (
        _("Sample figures"),
        _("Figures made up to show how the site works; marked wherever they show."),
    ),
    (
        _("Digest"),
        _("A short code that follows from a list's content: whoever changes the list changes the code."),
    ),
)


def glossary() -> tuple[Word, ...]:
    """The words in the order in which a reader meets them, in the active language."""
    return tuple(Word(str(term), str(meaning)) for term, meaning in _WORDS)


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
    return render(request, "dashboard/site/policies.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """`/accessibility/`: what was done, how it is checked, what is known to be missing."""
    return render(request, "dashboard/site/accessibility.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """`/help/`: how to read, find and take away."""
    return render(request, "dashboard/site/help.html", {"words": glossary()})


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """`/developers/`: how a program reads the data, by examples that the tests run."""
    return render(request, "dashboard/site/developers.html", {"examples": examples()})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """`/contact/`: who answers."""
    return render(request, "dashboard/site/contact.html", {"contact": Contact.own()})


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap/`: every public page, by its place."""
    return render(request, "dashboard/site/sitemap.html", {"page": map_page()})
