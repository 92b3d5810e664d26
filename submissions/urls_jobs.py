"""The work in the background, under `/jobs/`."""

from __future__ import annotations

from django.urls import path

from submissions.views import jobs

app_name = "jobs"

urlpatterns = [
    path("", jobs.jobs, name="jobs"),
    path("<int:job>/retry/", jobs.retry, name="retry"),
]
