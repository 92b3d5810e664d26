"""Which form of an answer a client wants: `?format=` first, then `Accept` with its weights (RFC 9110)."""

from __future__ import annotations

from collections.abc import Iterable

from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

FORMAT = "format"


class Negotiation(DefaultContentNegotiation):
    """Unlike the default: weights count, an unknown format is 406, and a charset asked for is no bar."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and its media type. NotAcceptable, with the renderers there are, where none is wanted."""
        offered = list(renderers)
        wanted = request.query_params.get(FORMAT, "")
        if wanted:
            chosen = next((one for one in offered if one.format == wanted.lower()), None)
        else:
            chosen = preferred(request.META.get("HTTP_ACCEPT", ""), offered)
        if chosen is None:
            raise NotAcceptable(available_renderers=offered)
        return chosen, chosen.media_type


def preferred(accept: str, offered: list[BaseRenderer]) -> BaseRenderer | None:
    """The offered renderer that an `Accept` header wants most; None where it wants none of them.

    Among equal weights the one that is named more exactly wins, then the order of `offered`. An empty header
    accepts anything.
    """
    ranges = [MediaType(token) for token in (accept or "*/*").split(",") if token.strip()]
    best: tuple[float, int] = (0, 0)
    chosen = None
    for one in offered:
        worth = max((_worth(wanted, one.media_type) for wanted in ranges), default=(0, 0))
        weight = (float(worth[1]), worth[0])
        if worth[1] > 0 and (chosen is None or weight > best):
            chosen, best = one, weight
    return chosen


def _worth(wanted: MediaType, media_type: str) -> tuple[int, float]:
    """How exactly a range names a media type (0: not at all) and with which weight it wants it."""
    main, _, sub = media_type.partition("/")
    asked = (wanted.main_type.lower(), wanted.sub_type.lower())
    if asked == (main, sub):
        return 3, wanted.quality
    if asked == (main, "*"):
        return 2, wanted.quality
    return (1, wanted.quality) if asked == ("*", "*") else (0, 0)
