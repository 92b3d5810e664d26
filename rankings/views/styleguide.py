"""`/styleguide/`: every token and every part, in light and dark; only where DEBUG is on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rankings.charts.tokens import Tokens, read, scheme_rules
from rankings.views.charted import charted
from rankings.views.presenters.styleguide import style_guide

View = Callable[[HttpRequest], HttpResponse]


def _for_developers(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request)

    return require_safe(wrapped)


def _tokens() -> Tokens:
    return read((Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8"))


@_for_developers
def guide(request: HttpRequest) -> HttpResponse:
    page = style_guide(_tokens())
    return charted(request, "styleguide/guide.html", page)


@_for_developers
def schemes(request: HttpRequest) -> HttpResponse:
    """`/styleguide/schemes.css`: holds a part of the guide in one scheme; our policy allows no inline styles."""
    return HttpResponse(scheme_rules(_tokens()), content_type="text/css; charset=utf-8")
