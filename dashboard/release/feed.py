"""`/rankings/feed.atom`: the releases as an Atom feed (RFC 4287), in either language."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.dates import month_name
from common.months import Month
from dashboard.publishing import proof
from dashboard.site.charted import served
from metrics.boards import DEFAULT_BOARD
from rankings.anchors import line_of
from rankings.lists import labels, links
from rankings.lists.histories import Scope
from rankings.lists.history import SampleBasis, sample_basis
from rankings.models import ListRow, Origin, Publication, RankingList
from states.selectors import ALL_INDIA

FEW = 5
"""The first places of a list that an entry names."""

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The feed of an installation that has published nothing yet must say when it changed, too.
BEFORE_ALL = datetime(2021, 6, 1, tzinfo=UTC)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """One entry for each publication (month and revision), the latest first; withdrawn ones say so."""
    language = get_language() or settings.LANGUAGE_CODE
    entries = list(_entries(request, language))
    updated = max((entry["updated"] for entry in entries), default=BEFORE_ALL)
    owner = settings.OWNER_LINE_HI if language == "hi" else settings.OWNER_LINE
    address = reverse("release:feed")
    context = {
        "language": language,
        "title": _("Pragati: releases"),
        "id": f"{settings.SITE_URL}{address}",
        "updated": updated,
        "owner": owner or _("National Crime Records Bureau · Ministry of Home Affairs · Government of India"),
        "own": request.build_absolute_uri(address),
        "page": request.build_absolute_uri(reverse("rankings:latest")),
        "entries": entries,
    }
    # What XML cannot hold must not break the whole feed.
    body = _NOT_IN_XML.sub("", render_to_string("dashboard/release/feed.atom", context)).encode()
    return served(request, body, MEDIA_TYPE, modified=updated)


def _entries(request: HttpRequest, language: str) -> Iterator[dict[str, Any]]:
    """A publication, told by one of its lists: that of the default board, where there is one.

    Three queries, however many there are.
    """
    chosen: dict[int, RankingList] = {}
    oldest: dict[tuple[str, str, str, bool], Month] = {}
    lists = RankingList.objects.filter(publication__isnull=False).select_related("publication__withdrawal")
    for ranking in sorted(
        lists,
        key=lambda each: (each.board != DEFAULT_BOARD, each.category != ALL_INDIA, each.board, each.category),
    ):
        assert ranking.publication_id is not None
        chosen.setdefault(ranking.publication_id, ranking)
        if ranking.is_current:
            kind = (ranking.board, ranking.category, ranking.origin, ranking.sample)
            oldest[kind] = min(ranking.month, oldest.get(kind, ranking.month))
    told = [ranking.pk for ranking in chosen.values()]
    top: dict[int, list[ListRow]] = {}
    rows = ListRow.objects.filter(list__in=told, position__lte=FEW, rank__isnull=False)
    for row in rows.select_related("state").order_by("list", "position"):
        top.setdefault(row.list_id, []).append(row)
    reasons: dict[int, list[str]] = {}
    counts = (
        ListRow.objects.filter(list__in=told).values_list("list_id", "reason").annotate(states=Count("pk"))
    )
    for pk, reason, states in counts:
        reasons.setdefault(pk, []).extend([reason] * states)
    for _number, ranking in sorted(chosen.items(), reverse=True):
        publication = ranking.publication
        assert publication is not None
        withdrawal = getattr(publication, "withdrawal", None)
        wanted = Scope(ranking.board, ranking.category, Origin(ranking.origin))
        data = links.data(f"rankings/{ranking.month}/rev/{ranking.revision}/", wanted.query)
        page = links.leaderboard(ranking.month, wanted, ranking.revision)
        if withdrawal is None:
            facts = _summary(ranking, publication, top.get(ranking.pk, []), reasons.get(ranking.pk, []))
            summary = " ".join(filter(None, (*facts, labels.mixed(_basis(ranking, oldest)))))
        else:
            text = _("Released in error and withdrawn. Reason: %(reason)s")
            summary = text % {"reason": withdrawal.reason}
        yield {
            # The same for ever and everywhere: it follows from the digest of the list, which no other list has.
            "id": uuid.uuid5(uuid.NAMESPACE_URL, f"pragati:{ranking.digest}:{language}").urn,
            "title": _title(publication),
            "published": publication.published_at,
            "updated": publication.published_at if withdrawal is None else withdrawal.withdrawn_at,
            "page": request.build_absolute_uri(page),
            "data": request.build_absolute_uri(data),
            "proof": request.build_absolute_uri(proof.address(ranking)) if withdrawal is None else "",
            "summary": summary,
            # As it stands in the proof pack, quotes and all, so that whoever keeps the feed keeps it too.
            "anchor": escape(line_of(publication.anchor)) if publication.anchor else "",
        }


def _basis(ranking: RankingList, oldest: Mapping[tuple[str, str, str, bool], Month]) -> SampleBasis:
    """That of the standing lists of the same board, category and origin up to the list's month.

    `oldest` has the oldest month of each kind of list, sample and real, by board, category and origin.
    """
    kind = (ranking.board, ranking.category, ranking.origin)
    before = [
        sample for sample in (True, False) if oldest.get((*kind, sample), ranking.month) < ranking.month
    ]
    return sample_basis([ranking.sample, *before])


def _title(publication: Publication) -> str:
    names = {"month": month_name(publication.month), "number": publication.revision}
    if hasattr(publication, "withdrawal"):
        return _("Withdrawn: ranking of %(month)s, revision %(number)s") % names
    if publication.origin == Origin.RECORDED:
        return _("Ranking of %(month)s as the press reported it, revision %(number)s") % names
    if publication.revision > 1:
        return _("Ranking of %(month)s, revision %(number)s") % names
    return _("Ranking of %(month)s") % names


def _summary(
    ranking: RankingList, publication: Publication, top: list[ListRow], reasons: list[str]
) -> Iterator[str]:
    """The first five, and how many are ranked; `reasons` has one for each State, empty where it is ranked."""
    first = "; ".join(
        f"{row.rank}. {row.state.label}" + ("" if row.score is None else f" {row.score}") for row in top
    )
    places = f"{labels.board_name(ranking.board)} · {labels.category_name(ranking.category)}"
    yield f"{places}: {first}." if first else f"{places}."
    if any(reasons):
        yield f"{labels.ranked_of(reasons)}."
    if publication.reason:
        yield _("Reason for the revision: %(reason)s.") % {"reason": publication.reason.rstrip(".")}
    if publication.sample:
        yield _("Sample figures, calibrated to the published record. Not official data.")
