"""Every address of the site."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from common import health
from dashboard import urls as dashboard_urls
from dashboard.api.schema import docs
from dashboard.site import robots
from progress.watch.figures import metrics
from submissions import urls as submissions_urls

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("version", health.version),
    path("metrics", metrics),
    *i18n_patterns(path("api/v1/docs/", docs, name="api-docs"), prefix_default_language=False),
    path("robots.txt", robots.robots),
    path("sitemap.xml", robots.sitemap),
    path(".well-known/security.txt", robots.security),
    path("api/v1/submissions/", include((submissions_urls.submission_call_routes, "submissions-api"))),
    path("api/v1/station-files/", include((submissions_urls.station_call_routes, "stations-api"))),
    path("api/v1/jobs/", include((submissions_urls.job_call_routes, "jobs-api"))),
    path("api/v1/", include("dashboard.api.urls")),
    *i18n_patterns(
        path("accounts/", include((submissions_urls.account_routes, "accounts"))),
        path("submissions/", include((submissions_urls.desk_routes, "desk"))),
        path("review/", include((submissions_urls.review_routes, "review"))),
        path("jobs/", include((submissions_urls.job_routes, "jobs"))),
        path("admin/", admin.site.urls),
        path("people/", include((submissions_urls.people_routes, "people"))),
        path("publish/methodology/", include((dashboard_urls.methodology_routes, "methods"))),
        path("publish/", include((dashboard_urls.staff_routes, "publishing"))),
        path("embed/", include((dashboard_urls.embed_routes, "embed"))),
        path("corrections/", include((dashboard_urls.correction_routes, "corrections"))),
        path("", include((dashboard_urls.release_routes, "release"))),
        path("", include((dashboard_urls.site_routes, "site"))),
        path("", include((dashboard_urls.insight_routes, "why"))),
        path("", include((dashboard_urls.page_routes, "rankings"))),
        prefix_default_language=False,
    ),
]

handler400 = "progress.middleware.bad_request"
handler403 = "progress.middleware.forbidden"
handler404 = "progress.middleware.not_found"
handler500 = "progress.middleware.server_error"
