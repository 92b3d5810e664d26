from django.urls import path

from submissions.views import (
    desk,
    desk_cells,
    desk_figures,
    desk_month,
    desk_revision,
    desk_stations,
    desk_tokens,
    desk_uploads,
)

app_name = "desk"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("template/", desk.template, name="template"),
    path("tokens/", desk_tokens.tokens, name="tokens"),
    path("tokens/<int:token>/revoke/", desk_tokens.revoke, name="revoke"),
    path("uploads/<uuid:name>/", desk_uploads.upload, name="upload"),
    path("uploads/<uuid:name>/original/", desk_uploads.original, name="original"),
    path("uploads/<uuid:name>/marked/", desk_uploads.marked, name="marked"),
    path("stations/", desk_stations.stations, name="stations"),
    path("stations/begin/", desk_stations.begin, name="station-begin"),
    path("stations/template/", desk_stations.template, name="station-template"),
    path("stations/<int:file>/", desk_stations.station_file, name="station-file"),
    path("stations/<int:file>/piece/", desk_stations.piece, name="station-piece"),
    path("stations/<int:file>/finish/", desk_stations.finish, name="station-finish"),
    path("stations/<int:file>/cancel/", desk_stations.cancel, name="station-cancel"),
    path("stations/<int:file>/problems/", desk_stations.problems, name="station-problems"),
    path("stations/<int:file>/draft/<str:code>/", desk_stations.draft, name="station-draft"),
    path("stations/<int:file>/districts/<str:code>/", desk_stations.inside, name="station-districts"),
    path("<str:code>/<str:month>/", desk_month.month, name="month"),
    path("<str:code>/<str:month>/submit/", desk_month.hand_in, name="submit"),
    path("<str:code>/<str:month>/figures/", desk_figures.figures, name="figures"),
    path("<str:code>/<str:month>/rows/", desk_cells.rows, name="rows"),
    path("<str:code>/<str:month>/caveats/", desk_cells.caveats, name="caveats"),
    path("<str:code>/<str:month>/caveats/<int:caveat>/withdraw/", desk_cells.withdraw, name="withdraw"),
    path("<str:code>/<str:month>/objections/", desk_cells.objections, name="objections"),
    path("<str:code>/<str:month>/rev/<int:number>/", desk_revision.revision, name="revision"),
]
