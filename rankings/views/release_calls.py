"""What a client program is told of a release: which lists there are, with their digests and addresses."""

from __future__ import annotations

import json

from django.conf import settings

from rankings.models import Origin, Publication
from rankings.views import links
from rankings.views.links import Asked

TYPE = "ranking.released"


def identity(publication: Publication) -> str:
    """What names the message: the same in every attempt and for every client."""
    return f"release-{publication.month}-{publication.origin}-{publication.revision}"


def call_body(publication: Publication) -> bytes:
    """JSON in UTF-8, always the same bytes for the same publication."""
    document = {
        "type": TYPE,
        "timestamp": publication.published_at.isoformat(),
        "data": {
            "month": str(publication.month),
            "origin": publication.origin,
            "revision": publication.revision,
            "reason": publication.reason,
            "released_on": publication.released_on and publication.released_on.isoformat(),
            "sample": publication.sample,
            "lists": [
                {
                    "board": one.board,
                    "category": one.category,
                    "digest": one.digest,
                    "url": _url(publication, one.board, one.category),
                }
                for one in publication.lists.order_by("board", "category")
            ],
        },
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True).encode()


def _url(publication: Publication, board: str, category: str) -> str:
    query = Asked(board, category, Origin(publication.origin)).query
    return settings.SITE_URL + links.data(f"rankings/{publication.month}/rev/{publication.revision}/", query)
