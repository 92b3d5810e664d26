"""The reviewers' desk, under `/review/`."""

from __future__ import annotations

from django.urls import path

from submissions.views import months, review, review_lists

app_name = "review"

urlpatterns = [
    path("", review.board, name="board"),
    path("months/", months.months, name="months"),
    path("objections/", review_lists.objections, name="objections"),
    path("files/<uuid:upload>/", review.file, name="file"),
    path("<str:month>/provisional/", review_lists.provisional, name="provisional"),
    path("<str:code>/<str:month>/", review.reading_of, name="reading"),
]
