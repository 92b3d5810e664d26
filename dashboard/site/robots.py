"""What machines ask a site for: `robots.txt`, `sitemap.xml` in both languages, `security.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from common.signing import fingerprint, public_keys
from dashboard.site import guide
from metrics.boards import DEFAULT_BOARD
from metrics.models import Parameter
from metrics.selectors import methodologies
from rankings.lists.histories import Scope, chosen_lists
from rankings.practices.queries import practices
from states.selectors import DEFAULT_CATEGORY, all_states

SITEMAP, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
BEHIND_THE_SIGN_IN = ("accounts", "submissions", "review", "people", "publish")
NOT_FOR_INDEXES = ("search", "subscribe/confirm", "subscribe/leave", "people/invitation")
GOOD_FOR = timedelta(days=180)

Address = tuple[str, tuple[str, ...], date | None]
"""The name of an address, its parts, and the day on which its content last changed, where that is known."""


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: everything public may be indexed."""
    closed = [f"{prefix}/{one}/" for one in (*BEHIND_THE_SIGN_IN, *NOT_FOR_INDEXES) for prefix in ("", "/hi")]
    lines = [
        "User-agent: *",
        *(f"Disallow: {one}" for one in closed),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: every public page in each language, each naming the other."""
    ET.register_namespace("", SITEMAP)
    ET.register_namespace("xhtml", XHTML)
    root = ET.Element(f"{{{SITEMAP}}}urlset")
    for name, parts, changed in _addresses():
        own = {language: _url(language, name, parts) for language, _ in settings.LANGUAGES}
        for address in own.values():
            entry = ET.SubElement(root, f"{{{SITEMAP}}}url")
            ET.SubElement(entry, f"{{{SITEMAP}}}loc").text = address
            if changed is not None:
                ET.SubElement(entry, f"{{{SITEMAP}}}lastmod").text = changed.isoformat()
            for language, other in (*own.items(), ("x-default", own[settings.LANGUAGE_CODE])):
                ET.SubElement(
                    entry, f"{{{XHTML}}}link", {"rel": "alternate", "hreflang": language, "href": other}
                )
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def security(request: HttpRequest) -> HttpResponse:
    """`/.well-known/security.txt` (RFC 9116), where this installation has set whom to tell."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    keys = public_keys()
    expires = (timezone.now() + GOOD_FOR).replace(microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: en, hi",
        f"Canonical: {settings.SITE_URL}{request.path}",
        *(
            f"# Lists are signed by the Ed25519 key with the SHA-256 fingerprint: {fingerprint(key)}"
            for key in keys
        ),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _addresses() -> Iterator[Address]:
    lists = chosen_lists(Scope(DEFAULT_BOARD, DEFAULT_CATEGORY))
    released = {
        month: one.publication.released_on if one.publication else None for month, one in lists.items()
    }
    newest = max(filter(None, released.values()), default=None)
    changed = {practice.practice_id: timezone.localdate(practice.recorded_at) for practice in practices()}
    for one in guide.LISTS:
        own = max(changed.values(), default=None) if one.name == "rankings:practices" else newest
        yield one.name, one.args, own
    for page in (*guide.SERVICES, *guide.ABOUT):
        if page.indexed:
            yield page.name, (), None
    for month in reversed(released):
        yield "rankings:month", (str(month),), released[month]
    for state in all_states():
        yield "rankings:state", (state.code,), newest
    for code in Parameter.objects.order_by("code").values_list("code", flat=True).distinct():
        yield "rankings:parameter", (code,), newest
    for number, day in changed.items():
        yield "rankings:practice", (str(number),), day
    for version in methodologies():
        yield "rankings:methodology", (version.version,), None


def _url(language: str, name: str, parts: tuple[str, ...]) -> str:
    with override(language):
        return settings.SITE_URL + reverse(name, args=parts)
