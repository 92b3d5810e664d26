"""People, invitations and the audit trail, under `/people/`."""

from __future__ import annotations

from django.urls import path

from submissions.views import people

app_name = "people"

urlpatterns = [
    path("", people.people, name="people"),
    path("audit/", people.audit, name="audit"),
    path("invitation/<str:secret>/", people.invitation, name="invitation"),
]
