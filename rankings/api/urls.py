"""The addresses of the public API. Every address ends in a slash; one without is led to it."""

from __future__ import annotations

from django.urls import path, re_path

from rankings.api import lists, methodologies, parameters, root, schema, states, streaks, why

app_name = "api"
_read = [
    path("rankings/", lists.Lists.as_view(), name="lists"),
    path("rankings/<str:month>/", lists.MonthList.as_view(), name="month"),
    path("rankings/<str:month>/rev/<str:revision>/", lists.Revision.as_view(), name="revision"),
    path("states/", states.States.as_view(), name="states"),
    path("states/<str:code>/", states.OneState.as_view(), name="state"),
    path("states/<str:code>/history/", states.History.as_view(), name="history"),
    path("states/<str:code>/marks/<str:month>/", states.Marks.as_view(), name="marks"),
    path("states/<str:code>/why/", why.Why.as_view(), name="why"),
    path("streaks/", streaks.Streaks.as_view(), name="streaks"),
    path("parameters/", parameters.Parameters.as_view(), name="parameters"),
    path("methodologies/", methodologies.Methodologies.as_view(), name="methodologies"),
    path("methodologies/<str:version>/", methodologies.OneMethodology.as_view(), name="methodology"),
    path("problems/", root.Problems.as_view(), name="problems"),
    path("problems/<str:problem>/", root.OneProblem.as_view(), name="problem"),
    path("schema/", schema.OpenAPI.as_view(), name="schema"),
]
urlpatterns = [
    path("", root.Root.as_view(patterns=_read), name="root"),
    *_read,
    re_path(r"^.*$", root.Nothing.as_view(), name="nothing"),
]
