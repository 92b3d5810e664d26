"""The public pages. English at these addresses, Hindi under `/hi/`."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from rankings.views import annual, claims, compare, methodology, pages, parameters, practices

app_name = "rankings"

urlpatterns = [
    path("", pages.latest, name="latest"),
    path("rankings/", RedirectView.as_view(pattern_name="rankings:latest", query_string=True)),
    path("rankings/<str:month>/", pages.month, name="month"),
    path("rankings/<str:month>/rev/<int:number>/", pages.revision, name="revision"),
    path("states/", pages.states, name="states"),
    path("states/<str:code>/", pages.state, name="state"),
    path("streaks/", pages.streaks, name="streaks"),
    path("claims/", claims.claims, name="claims"),
    path("annual/", annual.annual, name="annual"),
    path("parameters/", parameters.parameters, name="parameters"),
    path("parameters/<str:code>/", parameters.parameter, name="parameter"),
    path("heatmap/", parameters.heatmap, name="heatmap"),
    path("practices/", practices.practices, name="practices"),
    path("practices/<int:number>/", practices.practice, name="practice"),
    path("practices/<int:number>/document/", practices.practice_document, name="practice_document"),
    path("compare/", compare.compare, name="compare"),
    path("methodology/", methodology.versions, name="methodologies"),
    path("methodology/<str:version>/", methodology.version, name="methodology"),
]
