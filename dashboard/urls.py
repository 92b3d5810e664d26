"""The public pages. English at these addresses, Hindi under `/hi/`."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from dashboard.annual import views as annual_views
from dashboard.claims import views as claims_views
from dashboard.compare import views as compare_views
from dashboard.leaderboard import embeds as leaderboard_embeds
from dashboard.leaderboard import views as leaderboard_views
from dashboard.methodology import desk as methodology_desk
from dashboard.methodology import views as methodology_views
from dashboard.parameters import heatmap as parameters_heatmap
from dashboard.parameters import parameter as parameters_parameter
from dashboard.parameters import views as parameters_views
from dashboard.plan import views as plan_views
from dashboard.practices import desk as practices_desk
from dashboard.practices import views as practices_views
from dashboard.publishing import proof as publishing_proof
from dashboard.publishing import views as publishing_views
from dashboard.release import feed as release_feed
from dashboard.release import subscriptions as release_subscriptions
from dashboard.robustness import decides as robustness_decides
from dashboard.robustness import views as robustness_views
from dashboard.search import views as search_views
from dashboard.site import corrections as site_corrections
from dashboard.site import (
    styleguide as site_styleguide,
)
from dashboard.site import (
    views as site_views,
)
from dashboard.state import views as state_views
from dashboard.streaks import views as streaks_views
from dashboard.what_if import views as what_if_views
from dashboard.why import progress as why_progress
from dashboard.why import views as why_views

page_routes = [
    path("", leaderboard_views.page, name="latest"),
    path("rankings/", RedirectView.as_view(pattern_name="rankings:latest", query_string=True)),
    path("rankings/<str:month>/", leaderboard_views.page, name="month"),
    path("rankings/<str:month>/rev/<int:number>/", leaderboard_views.page, name="revision"),
    path("states/", state_views.states, name="states"),
    path("states/<str:code>/", state_views.state, name="state"),
    path("streaks/", streaks_views.streaks, name="streaks"),
    path("claims/", claims_views.claims, name="claims"),
    path("annual/", annual_views.annual, name="annual"),
    path("parameters/", parameters_views.parameters, name="parameters"),
    path("parameters/<str:code>/", parameters_parameter.parameter, name="parameter"),
    path("heatmap/", parameters_heatmap.heatmap, name="heatmap"),
    path("practices/", practices_views.practices, name="practices"),
    path("practices/<int:number>/", practices_views.practice, name="practice"),
    path("practices/<int:number>/document/", practices_views.practice_document, name="practice_document"),
    path("compare/", compare_views.compare, name="compare"),
    path("methodology/", methodology_views.versions, name="methodologies"),
    path("methodology/<str:version>/", methodology_views.version, name="methodology"),
]


staff_routes = [
    path("", publishing_views.desk, name="desk"),
    path("new/", publishing_views.new, name="new"),
    path("proposals/<int:number>/", publishing_views.proposal, name="proposal"),
    path("proposals/<int:number>/impact.json", publishing_views.impact_json, name="impact_json"),
    path("publications/<int:number>/withdraw/", publishing_views.withdrawal, name="withdrawal"),
    path("past/", publishing_views.past_lists, name="past_lists"),
    path("past/<int:number>/", publishing_views.past_file, name="past_file"),
    path("practices/", practices_desk.register, name="practices"),
    path("practices/new/", practices_desk.new, name="new_practice"),
    path("practices/<int:number>/", practices_desk.practice, name="practice"),
    path(
        "practices/<int:number>/rev/<int:revision>/document/",
        practices_desk.document,
        name="practice_document",
    ),
    path("corrections/", site_corrections.queue, name="corrections"),
    path("corrections/<int:number>/", site_corrections.one, name="correction"),
]


correction_routes = [
    path("", site_corrections.ask, name="ask"),
    path("sent/", site_corrections.sent, name="sent"),
]


methodology_routes = [
    path("", methodology_desk.versions, name="list"),
    path("drafts/<int:number>/", methodology_desk.draft, name="draft"),
    path("drafts/<int:number>/groups/", methodology_desk.groups, name="groups"),
    path("drafts/<int:number>/head/", methodology_desk.head, name="head"),
    path("drafts/<int:number>/try/", methodology_desk.try_out, name="try"),
    path("drafts/<int:number>/activate/", methodology_desk.activate, name="activate"),
    path("drafts/<int:number>/content.json", methodology_desk.content, name="content"),
    path("drafts/<int:number>/parameters/", methodology_desk.new_parameter, name="new_parameter"),
    path("drafts/<int:number>/parameters/<str:code>/", methodology_desk.parameter, name="parameter"),
]


release_routes = [
    path("rankings/feed.atom", release_feed.atom, name="feed"),
    path("rankings/<str:month>/proof/", publishing_proof.show, name="proof"),
    path("subscribe/", release_subscriptions.ask, name="subscribe"),
    path("subscribe/sent/", release_subscriptions.sent, name="sent"),
    path("subscribe/confirm/<str:secret>/", release_subscriptions.confirm, name="confirm"),
    path("subscribe/leave/<str:secret>/", release_subscriptions.leave, name="leave"),
]


site_routes = [
    path("search/", search_views.search, name="search"),
    path("policies/", site_views.policies, name="policies"),
    path("accessibility/", site_views.accessibility, name="accessibility"),
    path("help/", site_views.help_page, name="help"),
    path("developers/", site_views.developers, name="developers"),
    path("contact/", site_views.contact, name="contact"),
    path("feedback/", site_corrections.feedback, name="feedback"),
    path("feedback/sent/", site_corrections.feedback_sent, name="sent"),
    path("sitemap/", site_views.sitemap, name="sitemap"),
    path("styleguide/", site_styleguide.guide, name="styleguide"),
    path("styleguide/schemes.css", site_styleguide.schemes, name="schemes"),
]


insight_routes = [
    path("rankings/<str:month>/sensitivity/", robustness_views.sensitivity, name="sensitivity"),
    path("rankings/<str:month>/decides/", robustness_decides.decides, name="decides"),
    path("rankings/<str:month>/progress/", why_progress.progress, name="progress"),
    path("rankings/<str:month>/what-if/", what_if_views.what_if, name="what_if"),
    path("states/<str:code>/why/", why_views.change, name="change"),
    path("states/<str:code>/plan/", plan_views.plan, name="plan"),
]


embed_routes = [
    path("", leaderboard_embeds.how, name="how"),
    path("leaderboard/", leaderboard_embeds.leaderboard, name="leaderboard"),
    path("states/<str:code>/badge.svg", leaderboard_embeds.badge, name="badge"),
]
