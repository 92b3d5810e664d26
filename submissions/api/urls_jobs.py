from django.urls import path

from submissions.api import jobs

app_name = "jobs-api"
urlpatterns = [
    path("", jobs.Jobs.as_view(), name="jobs"),
    path("<int:job>/", jobs.OneJob.as_view(), name="job"),
]
