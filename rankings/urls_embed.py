"""What other sites may show; included at `embed/`. English at these addresses, Hindi under `/hi/`."""

from __future__ import annotations

from django.urls import path

from rankings.views import embed

app_name = "embed"

urlpatterns = [
    path("", embed.how, name="how"),
    path("leaderboard/", embed.leaderboard, name="leaderboard"),
    path("states/<str:code>/badge.svg", embed.badge, name="badge"),
]
