"""The language of what the API says in words: `lang=` first, then `Accept-Language`; never a cookie."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

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
