"""Why, what if, and how sure; included at the root, before the public pages."""

from __future__ import annotations

from django.urls import path

from rankings.views import planning, whatif, why

app_name = "why"

urlpatterns = [
    path("rankings/<str:month>/sensitivity/", why.sensitivity, name="sensitivity"),
    path("rankings/<str:month>/decides/", why.decides, name="decides"),
    path("rankings/<str:month>/progress/", why.progress, name="progress"),
    path("rankings/<str:month>/what-if/", whatif.what_if, name="what_if"),
    path("states/<str:code>/why/", why.change, name="change"),
    path("states/<str:code>/plan/", planning.plan, name="plan"),
]
