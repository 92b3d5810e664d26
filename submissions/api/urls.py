from django.urls import path

from submissions.api import views

app_name = "submissions-api"
urlpatterns = [
    path("", views.Submissions.as_view(), name="submissions"),
    path("<int:submission>/", views.OneSubmission.as_view(), name="submission"),
    path("<int:submission>/submit/", views.Submit.as_view(), name="submit"),
]
