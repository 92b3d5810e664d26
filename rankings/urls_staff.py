"""Publishing, behind the sign-in; included at `publish/`. English at these addresses, Hindi under `/hi/`."""

from __future__ import annotations

from django.urls import path

from rankings.views import corrections, pastlists, practicedesk, publishing, withdrawing

app_name = "publishing"

urlpatterns = [
    path("", publishing.desk, name="desk"),
    path("new/", publishing.new, name="new"),
    path("proposals/<int:number>/", publishing.proposal, name="proposal"),
    path("proposals/<int:number>/impact.json", publishing.impact_json, name="impact_json"),
    path("publications/<int:number>/withdraw/", withdrawing.withdrawal, name="withdrawal"),
    path("past/", pastlists.past_lists, name="past_lists"),
    path("past/<int:number>/", pastlists.past_file, name="past_file"),
    path("practices/", practicedesk.register, name="practices"),
    path("practices/new/", practicedesk.new, name="new_practice"),
    path("practices/<int:number>/", practicedesk.practice, name="practice"),
    path(
        "practices/<int:number>/rev/<int:revision>/document/",
        practicedesk.document,
        name="practice_document",
    ),
    path("corrections/", corrections.queue, name="corrections"),
    path("corrections/<int:number>/", corrections.one, name="correction"),
]
