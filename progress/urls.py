"""Every address of the site."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from progress.watch.figures import metrics
from rankings.api.docs import docs
from rankings.views import health, robots

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("version", health.version),
    path("metrics", metrics),
    *i18n_patterns(path("api/v1/docs/", docs, name="api-docs"), prefix_default_language=False),
    path("robots.txt", robots.robots),
    path("sitemap.xml", robots.sitemap),
    path(".well-known/security.txt", robots.security),
    path("api/v1/submissions/", include("submissions.api.urls")),
    path("api/v1/station-files/", include("submissions.api.urls_stations")),
    path("api/v1/jobs/", include("submissions.api.urls_jobs")),
    path("api/v1/", include("rankings.api.urls")),
    *i18n_patterns(
        path("accounts/", include("submissions.urls_accounts")),
        path("submissions/", include("submissions.urls_desk")),
        path("review/", include("submissions.urls_review")),
        path("jobs/", include("submissions.urls_jobs")),
        path("admin/", admin.site.urls),
        path("people/", include("submissions.urls_people")),
        path("publish/methodology/", include("rankings.urls_methods")),
        path("publish/", include("rankings.urls_staff")),
        path("embed/", include("rankings.urls_embed")),
        path("corrections/", include("rankings.urls_corrections")),
        path("", include("rankings.urls_release")),
        path("", include("rankings.urls_site")),
        path("", include("rankings.urls_why")),
        path("", include("rankings.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "progress.failures.bad_request"
handler403 = "progress.failures.forbidden"
handler404 = "progress.failures.not_found"
handler500 = "progress.failures.server_error"
