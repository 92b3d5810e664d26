"""What a site owes its readers besides the figures; included at the root. English here, Hindi under `/hi/`."""

from __future__ import annotations

from django.urls import path

from rankings.views import feedback, site, styleguide

app_name = "site"

urlpatterns = [
    path("search/", site.search, name="search"),
    path("policies/", site.policies, name="policies"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("help/", site.help_page, name="help"),
    path("developers/", site.developers, name="developers"),
    path("contact/", site.contact, name="contact"),
    path("feedback/", feedback.ask, name="feedback"),
    path("feedback/sent/", feedback.sent, name="sent"),
    path("sitemap/", site.sitemap, name="sitemap"),
    path("styleguide/", styleguide.guide, name="styleguide"),
    path("styleguide/schemes.css", styleguide.schemes, name="schemes"),
]
