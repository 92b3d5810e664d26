"""The public form for correction requests; included at `corrections/`."""

from __future__ import annotations

from django.urls import path

from rankings.views import corrections

app_name = "corrections"

urlpatterns = [
    path("", corrections.ask, name="ask"),
    path("sent/", corrections.sent, name="sent"),
]
