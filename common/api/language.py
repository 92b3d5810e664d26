"""The language of what the API says in words: `lang=` first, then `Accept-Language`; never a cookie."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import MediaType
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

LANGUAGE = "lang"


def language_of(request: HttpRequest) -> str:
    """`en` or `hi`. A `lang=` that is neither is for the view to refuse; it is told so in the header's language."""
    with suppress(SuspiciousOperation):  # a query that is refused later on
        asked = request.GET.get(LANGUAGE, "").lower()
        if asked in languages():
            return asked
    for wanted, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "").lower()):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def languages() -> list[str]:
    return [code for code, _ in settings.LANGUAGES]


# Which form of an answer a client wants: `?format=` first, then `Accept` with its weights (RFC 9110).

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
