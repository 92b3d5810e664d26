"""The root names every address that there is."""

from __future__ import annotations

import re

from django.urls import URLPattern

from dashboard.api import urls
from tests.dashboard.api.conftest import Get

ASIDE = {"root", "nothing"}


def test_the_root_lists_every_address_with_its_query_parameters(db: None, get: Get) -> None:
    document = get("").json()
    assert document["count"] == len(document["results"])
    told = {one["name"]: one["url"].removeprefix("http://testserver/api/v1/") for one in document["results"]}
    routes = {
        re.sub(r"<str:(\w+)>", r"{\1}", str(one.pattern))
        for one in urls.urlpatterns
        if isinstance(one, URLPattern) and one.name not in ASIDE
    }
    assert {template.partition("{?")[0] for template in told.values()} == routes
    assert told["get_ranking"] == "rankings/{month}/{?board,category,origin,as_of,state,fields,format,lang}"
    assert told["get_state"] == "states/{code}/{?format,lang}"
