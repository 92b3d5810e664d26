"""Proofs, the feed and subscriptions; included at the root, before the public pages."""

from __future__ import annotations

from django.urls import path

from rankings.views import feed, proof, subscriptions

app_name = "release"

urlpatterns = [
    path("rankings/feed.atom", feed.atom, name="feed"),
    path("rankings/<str:month>/proof/", proof.show, name="proof"),
    path("subscribe/", subscriptions.ask, name="subscribe"),
    path("subscribe/sent/", subscriptions.sent, name="sent"),
    path("subscribe/confirm/<str:secret>/", subscriptions.confirm, name="confirm"),
    path("subscribe/leave/<str:secret>/", subscriptions.leave, name="leave"),
]
