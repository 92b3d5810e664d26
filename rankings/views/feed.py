"""`/rankings/feed.atom`: the releases as an Atom feed (RFC 4287), in either language."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rankings.models import Origin, Publication
from rankings.selectors.news import FeedEntry, feed_entries
from rankings.services.anchors import line_of
from rankings.views import links, proof
from rankings.views.links import Asked
from rankings.views.served import served
from rankings.views.wording import labels
from rankings.views.wording.months import month_name

ATOM = "http://www.w3.org/2005/Atom"
ANCHOR = "urn:pragati:anchor"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The feed of an installation that has published nothing yet must say when it changed, too.
BEFORE_ALL = datetime(2021, 6, 1, tzinfo=UTC)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """One entry for each publication (month and revision), the latest first; withdrawn ones say so."""
    entries = feed_entries()
    updated = max((_updated(one.publication) for one in entries), default=BEFORE_ALL)
    language = get_language() or settings.LANGUAGE_CODE
    own = reverse("release:feed")
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _text(feed, "id", f"{settings.SITE_URL}{own}")
    _text(feed, "title", _("Pragati: releases"))
    _text(feed, "updated", _moment(updated))
    author = ET.SubElement(feed, "author")
    _text(author, "name", _owner(language))
    _link(feed, "self", request.build_absolute_uri(own), "application/atom+xml")
    _link(feed, "alternate", request.build_absolute_uri(reverse("rankings:latest")), "text/html", language)
    for one in entries:
        _entry(request, feed, one, language)
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return served(request, body, MEDIA_TYPE, modified=updated)


def _entry(request: HttpRequest, feed: ET.Element, one: FeedEntry, language: str) -> None:
    publication, shown = one.publication, one.shown
    wanted = Asked(shown.board, shown.category, Origin(shown.origin))
    page = links.leaderboard(shown.month, wanted, shown.revision)
    data = links.data(f"rankings/{shown.month}/rev/{shown.revision}/", wanted.query)
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", identity(one, language))
    _text(entry, "title", _title(publication))
    _text(entry, "published", _moment(publication.published_at))
    _text(entry, "updated", _moment(_updated(publication)))
    _link(entry, "alternate", request.build_absolute_uri(page), "text/html", language)
    _link(entry, "related", request.build_absolute_uri(data), "application/json")
    if not hasattr(publication, "withdrawal"):
        _link(entry, "related", request.build_absolute_uri(proof.address(shown)), "text/html", language)
    _text(entry, "summary", " ".join(_summary(one)))
    if publication.anchor:  # as it stands in the proof pack, so that whoever keeps the feed keeps it too
        ET.SubElement(entry, "anchor", {"xmlns": ANCHOR}).text = line_of(publication.anchor)


def identity(one: FeedEntry, language: str) -> str:
    """The same for ever and everywhere: it follows from the digest of the list, which no other list has."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"pragati:{one.shown.digest}:{language}").urn


def _title(publication: Publication) -> str:
    names = {"month": month_name(publication.month), "number": publication.revision}
    if hasattr(publication, "withdrawal"):
        return _("Withdrawn: ranking of %(month)s, revision %(number)s") % names
    if publication.origin == Origin.RECORDED:
        return _("Ranking of %(month)s as the press reported it, revision %(number)s") % names
    if publication.revision > 1:
        return _("Ranking of %(month)s, revision %(number)s") % names
    return _("Ranking of %(month)s") % names


def _summary(one: FeedEntry) -> list[str]:
    publication, shown = one.publication, one.shown
    if hasattr(publication, "withdrawal"):
        return [
            _("Released in error and withdrawn. Reason: %(reason)s")
            % {"reason": publication.withdrawal.reason}
        ]
    top = "; ".join(_place(row.rank, labels.state_name(row.state), row.score) for row in one.top)
    places = f"{labels.board_name(shown.board)} · {labels.category_name(shown.category)}"
    told = [f"{places}: {top}." if top else f"{places}."]
    if any(one.reasons):
        told.append(f"{labels.ranked_of(one.reasons)}.")
    if publication.reason:
        told.append(_("Reason for the revision: %(reason)s.") % {"reason": publication.reason.rstrip(".")})
    if publication.sample:
        told.append(_("Sample figures, calibrated to the published record. Not official data."))
    if mixed := labels.mixed(one.sample_basis):
        told.append(mixed)
    return told


def _place(rank: int | None, name: str, score: object) -> str:
    return f"{rank}. {name}" + ("" if score is None else f" {score}")


def _updated(publication: Publication) -> datetime:
    withdrawal = getattr(publication, "withdrawal", None)
    return publication.published_at if withdrawal is None else withdrawal.withdrawn_at


def _owner(language: str) -> str:
    own: str = settings.OWNER_LINE_HI if language == "hi" else settings.OWNER_LINE
    return own or _("National Crime Records Bureau · Ministry of Home Affairs · Government of India")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(parent: ET.Element, tag: str, text: str) -> None:
    # What XML cannot hold must not break the whole feed.
    ET.SubElement(parent, tag).text = _NOT_IN_XML.sub("", text)


def _link(parent: ET.Element, rel: str, href: str, media_type: str, language: str = "") -> None:
    link = ET.SubElement(parent, "link", {"rel": rel, "type": media_type, "href": href})
    if language:
        link.set("hreflang", language)
