"""The addresses of the public API. Every address but those of files ends in a slash; one without is led to it."""

from __future__ import annotations

from django.urls import path, re_path

from dashboard.annual import api
from dashboard.api import lines, root, schema
from dashboard.claims import api as claims
from dashboard.leaderboard import api as lists
from dashboard.methodology import api as methodologies
from dashboard.packages import views as packages
from dashboard.parameters import api as parameters
from dashboard.plan import api as planning
from dashboard.practices import api as practices
from dashboard.release import api as changes
from dashboard.robustness import api as sensitivity
from dashboard.robustness import decides_api
from dashboard.state import api as states
from dashboard.streaks import api as streaks
from dashboard.what_if import api as whatif
from dashboard.why import api as why
from dashboard.why import progress_api

app_name = "api"
_read = [
    path("rankings/", lists.Lists.as_view(), name="lists"),
    path("rankings/changes/", changes.Changes.as_view(), name="changes"),
    path("rankings/<str:month>/", lists.MonthList.as_view(), name="month"),
    path("rankings/<str:month>/rev/<str:revision>/", lists.Revision.as_view(), name="revision"),
    path("rankings/<str:month>/sensitivity/", sensitivity.SensitivityView.as_view(), name="sensitivity"),
    path("rankings/<str:month>/decides/", decides_api.DecidesView.as_view(), name="decides"),
    path("rankings/<str:month>/progress/", progress_api.ProgressRanks.as_view(), name="progress"),
    path("rankings/<str:month>/datapackage.json", packages.MonthPackage.as_view(), name="month_package"),
    path(
        "rankings/<str:month>/data/<str:resource>.csv",
        packages.MonthPackageFile.as_view(),
        name="month_package_file",
    ),
    path("datapackage.json", packages.WholePackage.as_view(), name="package"),
    path("data/<str:resource>.csv", packages.WholePackageFile.as_view(), name="package_file"),
    path("history.jsonl", lines.HistoryLines.as_view(), name="history_lines"),
    path("states/", states.StatesView.as_view(), name="states"),
    path("states/<str:code>/", states.OneState.as_view(), name="state"),
    path("states/<str:code>/history/", states.HistoryView.as_view(), name="history"),
    path("states/<str:code>/marks/<str:month>/", states.MarksView.as_view(), name="marks"),
    path("states/<str:code>/why/", why.WhyView.as_view(), name="why"),
    path("rankings/<str:month>/what-if/", whatif.WhatIfView.as_view(), name="what_if"),
    path("states/<str:code>/plan/", planning.Plan.as_view(), name="plan"),
    path("streaks/", streaks.StreaksView.as_view(), name="streaks"),
    path("claims/", claims.ClaimsView.as_view(), name="claims"),
    path("claims/read/", claims.ReadClaimsView.as_view(), name="claims_read"),
    path("claims/check/", claims.CheckView.as_view(), name="claim_check"),
    path("annual/", api.AnnualView.as_view(), name="annual"),
    path("practices/", practices.PracticesView.as_view(), name="practices"),
    path("practices/<str:practice>/", practices.OnePractice.as_view(), name="practice"),
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
