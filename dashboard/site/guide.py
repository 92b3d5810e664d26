"""The public pages of the site in one list: the map of the site, the search and the error pages read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.asking import Choice
from common.dates import month_name
from metrics.boards import DEFAULT_BOARD
from metrics.selectors import methodologies
from rankings.lists import labels, links
from rankings.lists.histories import Scope, chosen_lists
from states.selectors import DEFAULT_CATEGORY, all_states


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A page; `args` are the parts of its address, where it has any.

    `also` are words of either language by which readers look for it; `indexed`: search engines may lead to it.
    """

    name: str
    label: Promise
    about: Promise
    also: tuple[str, ...] = ()
    indexed: bool = True
    args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.name, args=self.args)

    @property
    def choice(self) -> Choice:
        return Choice(str(self.label), self.url, title=str(self.about))


LISTS = (
    GuidePage(
        "rankings:latest", _("Ranking"), _("The newest list: who is first, by how much, since when"),
        ("leaderboard", "latest list", "home", "CCTNS", "ICJS", "ITSSO", "सूची", "मुख्य पृष्ठ", "सीसीटीएनएस"),
    ),
    GuidePage(
        "rankings:states", _("States and UTs"), _("All 36, by category, with their places in the newest list"),
        ("directory", "States", "Union Territories", "categories", "राज्य", "केंद्र शासित प्रदेश", "श्रेणी"),
    ),
    GuidePage(
        "rankings:streaks", _("Months in first place"), _("Who was first in each month, counts and streaks"),
        ("streaks", "in a row", "first", "record", "history", "लगातार", "प्रथम स्थान", "इतिहास"),
    ),
    GuidePage(
        "rankings:claims", _("Claim checker"), _("A sentence about counts, streaks or ranks: true, false or unproven"),
        ("claims", "fact check", "is it true", "press note", "दावा", "दावे", "सत्यापन", "जाँच"),
    ),
    GuidePage(
        "rankings:annual", _("Annual ranking"), _("The ranking of a whole year, with the months that count"),
        ("year", "annual", "awards", "twelve months", "mean", "वार्षिक", "वर्ष", "पुरस्कार"),
    ),
    GuidePage(
        "why:progress", _("Progress"), _("Who improved most over one, three and twelve months"),
        ("most improved", "change", "gap closed", "improvement", "प्रगति", "सर्वाधिक सुधार", "सुधार", "परिवर्तन"),
        args=("latest",),
    ),
    GuidePage(
        "rankings:parameters", _("Parameters"), _("What is measured, and how much each parameter still separates"),
        ("indicators", "measures", "saturation", "median", "what is measured", "संकेतक", "मापदंड", "माध्यिका"),
    ),
    GuidePage(
        "rankings:heatmap", _("Heat map"), _("Every State by every parameter of a board, in one month"),
        ("matrix", "heatmap", "all parameters", "ऊष्मा मानचित्र", "तालिका"),
    ),
    GuidePage(
        "rankings:compare", _("Compare"), _("Up to six States side by side"),
        ("comparison", "versus", "side by side", "difference", "तुलना", "अंतर"),
    ),
    GuidePage(
        "rankings:practices", _("Good practices"), _("What States and UTs did that others may take up"),
        ("good practice", "best practices", "register", "conference", "examples", "अच्छी प्रथाएँ", "सर्वोत्तम प्रथाएँ", "पहल"),
    ),
    GuidePage(
        "rankings:methodologies", _("Methodology"), _("The rules and marks, version by version"),
        ("rules", "weights", "marks", "ties", "score", "पद्धति", "नियम", "अंक", "स्कोर"),
    ),
)  # fmt: skip
SERVICES = (
    GuidePage(
        "release:subscribe", _("A mail at each release"), _("News of each list, or of one State, by mail"),
        ("subscribe", "newsletter", "alert", "email", "ईमेल", "सदस्यता", "सूचना"),
    ),
    GuidePage(
        "corrections:ask", _("Something is wrong?"), _("Ask for a correction of a figure or a list"),
        ("correction", "error", "mistake", "complaint", "सुधार", "त्रुटि", "शिकायत"),
    ),
    GuidePage(
        "release:feed", _("Feed of releases"), _("For feed readers: one entry for each release"),
        ("atom", "rss", "feed", "फ़ीड"),
        indexed=False,
    ),
    GuidePage(
        "embed:how", _("Show it on your site"), _("A leaderboard and badges for other sites"),
        ("embed", "widget", "iframe", "badge", "बैज", "विजेट"),
    ),
    GuidePage(
        "api-docs", _("Data for programs (API)"), _("The same lists as JSON, CSV and XLSX, to be tried here"),
        ("json", "csv", "download", "open data", "developers", "डाउनलोड", "एपीआई", "डेटा"),
        indexed=False,
    ),
    GuidePage(
        "site:developers", _("For developers"), _("Examples in curl, Python, R and JavaScript"),
        ("developers", "client", "curl", "Python", "JavaScript", "code", "डेवलपर", "प्रोग्राम", "कोड"),
    ),
    GuidePage(
        "desk:desk", _("For officers and staff"), _("Sign in to send, check or publish figures"),
        ("login", "sign in", "upload", "submit", "nodal officer", "लॉगिन", "साइन इन", "अपलोड", "नोडल अधिकारी"),
        indexed=False,
    ),
)  # fmt: skip
ABOUT = (
    GuidePage(
        "site:search", pgettext_lazy("noun", "Search"),
        _("States, months, parameters, practices and pages by name, in either language"),
        ("find", "खोज", "ढूँढें"),
        indexed=False,
    ),
    GuidePage(
        "site:help", _("Help"), _("How to read, find and take away, and what the words mean"),
        ("glossary", "terms", "how to", "guide", "सहायता", "शब्दावली", "मदद"),
    ),
    GuidePage(
        "site:accessibility", _("Accessibility statement"), _("What was done, how it is checked, what is missing"),
        ("screen reader", "WCAG", "GIGW", "keyboard", "contrast", "disability", "सुगम्यता", "स्क्रीन रीडर", "दिव्यांग"),
    ),
    GuidePage(
        "site:policies", _("Website policies"), _("Copyright, links, privacy, terms of use, review of content"),
        ("copyright", "hyperlinking", "privacy", "terms", "cookies", "disclaimer", "कॉपीराइट", "गोपनीयता", "शर्तें"),
    ),
    GuidePage(
        "site:feedback", _("Feedback"), _("Tell us what is hard to use or missing"),
        ("suggestion", "comment", "प्रतिक्रिया", "सुझाव"),
    ),
    GuidePage(
        "site:contact", _("Contact"), _("Who answers questions"),
        ("address", "phone", "mail", "संपर्क", "पता", "फ़ोन"),
    ),
    GuidePage("site:sitemap", _("Site map"), _("Every public page, by its place"), ("index", "साइट मानचित्र")),
)  # fmt: skip
PAGES = (*LISTS, *SERVICES, *ABOUT)


def choices(pages: Iterable[GuidePage]) -> list[Choice]:
    """Pages as links in the active language."""
    return [page.choice for page in pages]


# The map of the site: every public page, by its place.


def site_map() -> list[tuple[str, bool, list[Choice]]]:
    """Groups of pages, each with its title and whether it is long. Four queries, however many lists there are."""
    months = sorted(chosen_lists(Scope(DEFAULT_BOARD, DEFAULT_CATEGORY)), reverse=True)
    versions = [
        Choice(
            methodology.version,
            links.page("methodology", methodology.version),
            title=labels.either(methodology.title, methodology.title_hi),
        )
        for methodology in methodologies()
    ]
    states = [(state.label, links.page("state", state.code)) for state in all_states()]
    return [
        (gettext("Lists"), False, choices(LISTS)),
        (gettext("Services"), False, choices(SERVICES)),
        (gettext("About this site"), False, choices(ABOUT)),
        (gettext("Methodology"), False, versions),
        (
            gettext("Months"),
            True,
            [Choice(month_name(month), links.page("month", month)) for month in months],
        ),
        (gettext("States and UTs"), True, [Choice(*state) for state in sorted(states)]),
    ]
