from __future__ import annotations

from django.urls import path

from submissions.api import views as api_views
from submissions.desk import cells, figures, month, uploads
from submissions.desk import views as desk_views
from submissions.months import views as months_views
from submissions.people import account as people_account
from submissions.people import sign_in as people_sign_in
from submissions.people import views as people_views
from submissions.review import jobs as review_jobs
from submissions.review import lists as review_lists
from submissions.review import views as review_views
from submissions.stations import api as stations_api
from submissions.stations import views as stations_views

desk_routes = [
    path("", desk_views.desk, name="desk"),
    path("template/", desk_views.template, name="template"),
    path("tokens/", desk_views.tokens, name="tokens"),
    path("tokens/<int:token>/revoke/", desk_views.revoke, name="revoke"),
    path("uploads/<uuid:name>/", uploads.upload, name="upload"),
    path("uploads/<uuid:name>/original/", uploads.original, name="original"),
    path("uploads/<uuid:name>/marked/", uploads.marked, name="marked"),
    path("stations/", stations_views.stations, name="stations"),
    path("stations/begin/", stations_views.begin, name="station-begin"),
    path("stations/template/", stations_views.template, name="station-template"),
    path("stations/<int:file>/", stations_views.station_file, name="station-file"),
    path("stations/<int:file>/piece/", stations_views.piece, name="station-piece"),
    path("stations/<int:file>/finish/", stations_views.finish, name="station-finish"),
    path("stations/<int:file>/cancel/", stations_views.cancel, name="station-cancel"),
    path("stations/<int:file>/problems/", stations_views.problems, name="station-problems"),
    path("stations/<int:file>/draft/<str:code>/", stations_views.draft, name="station-draft"),
    path("stations/<int:file>/districts/<str:code>/", stations_views.inside, name="station-districts"),
    path("<str:code>/<str:month>/", month.month, name="month"),
    path("<str:code>/<str:month>/submit/", month.hand_in, name="submit"),
    path("<str:code>/<str:month>/figures/", figures.figures, name="figures"),
    path("<str:code>/<str:month>/rows/", cells.rows, name="rows"),
    path("<str:code>/<str:month>/caveats/", cells.caveats, name="caveats"),
    path("<str:code>/<str:month>/caveats/<int:caveat>/withdraw/", cells.withdraw, name="withdraw"),
    path("<str:code>/<str:month>/objections/", cells.objections, name="objections"),
    path("<str:code>/<str:month>/rev/<int:number>/", desk_views.revision, name="revision"),
]


review_routes = [
    path("", review_views.board, name="board"),
    path("months/", months_views.months, name="months"),
    path("objections/", review_lists.objections, name="objections"),
    path("files/<uuid:upload>/", review_views.file, name="file"),
    path("<str:month>/provisional/", review_lists.provisional, name="provisional"),
    path("<str:code>/<str:month>/", review_views.reading_of, name="reading"),
]


job_routes = [
    path("", review_jobs.jobs, name="jobs"),
    path("<int:job>/retry/", review_jobs.retry, name="retry"),
]


people_routes = [
    path("", people_views.people, name="people"),
    path("accounts/", people_views.accounts, name="accounts"),
    path("accounts/<int:number>/disable/", people_views.disable, name="disable"),
    path("accounts/<int:number>/enable/", people_views.enable, name="enable"),
    path("accounts/<int:number>/second-factor/", people_views.reset, name="reset"),
    path("changes/<int:change>/", people_views.change, name="change"),
    path("audit/", people_views.audit, name="audit"),
    path("tokens/", people_views.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", people_views.revoke, name="revoke"),
    path("invitation/<str:secret>/", people_views.invitation, name="invitation"),
]


account_routes = [
    path("here/", people_sign_in.here, name="here"),
    path("sign-in/", people_sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/code/", people_sign_in.code, name="code"),
    path("sign-out/", people_sign_in.SignOut.as_view(), name="sign-out"),
    path("password/", people_sign_in.PasswordChange.as_view(), name="password"),
    path("mail/", people_account.mail, name="mail"),
    path("mail/confirm/<str:token>/", people_account.prove, name="prove-mail"),
    path("reset/", people_sign_in.ask, name="reset"),
    path("reset/sent/", people_sign_in.sent, name="reset-sent"),
    path("reset/<uidb64>/<token>/", people_sign_in.NewPassword.as_view(), name="new-password"),
    path("security/", people_account.security, name="security"),
    path("security/app/", people_account.set_up, name="set-up"),
    path("security/codes/", people_account.new_codes, name="new-codes"),
]


submission_call_routes = [
    path("", api_views.Submissions.as_view(), name="submissions"),
    path("<int:submission>/", api_views.OneSubmission.as_view(), name="submission"),
    path("<int:submission>/submit/", api_views.Submit.as_view(), name="submit"),
]


job_call_routes = [
    path("", api_views.Jobs.as_view(), name="jobs"),
    path("<int:job>/", api_views.OneJob.as_view(), name="job"),
]


station_call_routes = [
    path("", stations_api.StationFiles.as_view(), name="files"),
    path("<int:file>/", stations_api.OneStationFile.as_view(), name="file"),
    path("<int:file>/finish/", stations_api.Finish.as_view(), name="finish"),
    path("<int:file>/problems/", stations_api.Problems.as_view(), name="problems"),
    path("<int:file>/draft/", stations_api.Draft.as_view(), name="draft"),
    path("<int:file>/districts/<str:code>/", stations_api.Districts.as_view(), name="districts"),
    path("<int:file>/stations/<str:code>/", stations_api.Stations.as_view(), name="stations"),
]
