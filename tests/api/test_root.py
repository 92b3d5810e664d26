"""The root names every address that there is."""

from __future__ import annotations

import re

from django.urls import URLPattern

from rankings.api import urls
from rankings.api.reading import ReadView
from tests.api.conftest import Get


def test_the_root_lists_every_address_with_its_query_parameters(db: None, get: Get) -> None:
    document = get("").json()
    assert document["count"] == len(document["results"])
    told = {one["url"].removeprefix("http://testserver/api/v1/") for one in document["results"]}
    expected = {"rankings/latest/{?board,category,origin,as_of}"}
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        route = re.sub(r"<str:(\w+)>", r"{\1}", str(pattern.pattern))
        if pattern.name not in {"root", "nothing"}:
            view: type[ReadView] = pattern.callback.cls  # type: ignore[attr-defined]
            expected.add(route + (f"{{?{','.join(view.query)}}}" if view.query else ""))
    assert told == expected
