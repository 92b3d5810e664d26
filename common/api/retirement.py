"""What of the API is going to end: told in `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) headers, long before.

Within `v1` nothing is changed or removed. Where an address has to go, it stands in `RETIRED` for at least a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date


@dataclass(frozen=True, slots=True)
class Retirement:
    """Since when an address is deprecated, when it ends (None: not decided), and what takes its place, if anything."""

    since: datetime
    ends: datetime | None = None
    successor: str = ""


RETIRED: dict[str, Retirement] = {}
"""By the name of the operation in the schema. None today."""


def tell_retirement(request: HttpRequest, response: HttpResponseBase, operation: str) -> None:
    """Add the headers where the operation is going to end."""
    found = RETIRED.get(operation)
    if found is None:
        return
    policy = request.build_absolute_uri(f"{reverse('site:developers')}#ending")
    links = [(policy, "deprecation")]
    response.headers["Deprecation"] = f"@{int(found.since.timestamp())}"
    if found.ends is not None:
        response.headers["Sunset"] = http_date(found.ends.timestamp())
        links.append((policy, "sunset"))
    if found.successor:
        links.append((request.build_absolute_uri(found.successor), "successor-version"))
    told = [f'<{url}>; rel="{relation}"' for url, relation in links]
    response.headers["Link"] = ", ".join([*filter(None, [response.headers.get("Link")]), *told])
