from django.urls import path

from submissions.api import stations

app_name = "stations-api"
urlpatterns = [
    path("", stations.StationFiles.as_view(), name="files"),
    path("<int:file>/", stations.OneStationFile.as_view(), name="file"),
    path("<int:file>/finish/", stations.Finish.as_view(), name="finish"),
    path("<int:file>/problems/", stations.Problems.as_view(), name="problems"),
    path("<int:file>/draft/", stations.Draft.as_view(), name="draft"),
    path("<int:file>/districts/<str:code>/", stations.Districts.as_view(), name="districts"),
    path("<int:file>/stations/<str:code>/", stations.Stations.as_view(), name="stations"),
]
