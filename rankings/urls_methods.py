"""Methodology versions and drafts, behind the sign-in; included at `publish/methodology/`."""

from __future__ import annotations

from django.urls import path

from rankings.views.methods import activating, drafting, trying

app_name = "methods"

urlpatterns = [
    path("", drafting.versions, name="list"),
    path("drafts/<int:number>/", drafting.draft, name="draft"),
    path("drafts/<int:number>/groups/", drafting.groups, name="groups"),
    path("drafts/<int:number>/head/", drafting.head, name="head"),
    path("drafts/<int:number>/try/", trying.try_out, name="try"),
    path("drafts/<int:number>/activate/", activating.activate, name="activate"),
    path("drafts/<int:number>/content.json", activating.content, name="content"),
    path("drafts/<int:number>/parameters/", drafting.new_parameter, name="new_parameter"),
    path("drafts/<int:number>/parameters/<str:code>/", drafting.parameter, name="parameter"),
]
