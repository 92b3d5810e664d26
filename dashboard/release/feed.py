"""`/rankings/feed.atom`: the releases as an Atom feed (RFC 4287), in either language."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.dates import month_name
from common.months import Month
from dashboard.publishing import proof
from dashboard.site.charted import served
from insights.explain.core import Printed, RankSplit, split_places, split_score
from metrics.boards import DEFAULT_BOARD, Board
from metrics.selectors import document_of
from rankings.anchors import line_of
from rankings.lists import labels, links
from rankings.lists.histories import Scope
from rankings.lists.history import SampleBasis, sample_basis
from rankings.lists.links import Asked
from rankings.lists.queries import ListView, Row, list_view
from rankings.lists.scored_list import Worked, work
from rankings.lists.scored_lists import basis_of, computed_lists
from rankings.models import ListRow, Origin, Publication, RankingList
from states.models import State
from states.selectors import ALL_INDIA, categories_in

# What a release tells: a State's move and why, the next place within reach, and the feed's entries.

MOST_PARTS = 3
FEW = 5


@dataclass(frozen=True, slots=True)
class Part:
    """What one parameter did to the score since the month before, in score points; never 0."""

    code: str
    name: str
    name_hi: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Parts:
    """The parameters that moved a score most, `others` that moved it too, and their `rest` with all roundings.

    sum(points) + rest = change, exactly.
    """

    largest: tuple[Part, ...]
    others: int
    rest: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class NextPlace:
    """The next better place: its rank and score, who holds it, and the marks missing, rounded up to hundredths."""

    rank: int
    score: Decimal
    held_by: tuple[State, ...]
    marks: Decimal


@dataclass(frozen=True, slots=True)
class StateNews:
    """One State in a release.

    `row` is its row in the list of all India on the default board, `in_category` that in its own category, `boards`
    those on the other boards. `parts` are the parameters that moved its score most and `rank` is why its rank moved,
    None where the month before does not tell; `names` holds the list's States by code. `around` are the rows about
    its place, empty where the top rows hold them already.
    """

    state: State
    shown: ListView
    row: Row
    category: str
    in_category: Row | None
    boards: tuple[tuple[str, Row], ...]
    parts: Parts | None
    rank: RankSplit | None
    names: Mapping[str, State]
    next_place: NextPlace | None
    top: tuple[Row, ...]
    around: tuple[Row, ...]


def list_news(publication: Publication) -> ListView:
    """The list of all India on the default board, as it was known at the publication. Raises WithdrawnListError."""
    return _view(publication, DEFAULT_BOARD.value, ALL_INDIA)


def state_news(publication: Publication, code: str) -> StateNews:
    """What a publication of computed lists says of one State. Raises WithdrawnListError."""
    shown = list_news(publication)
    row = _row(shown, code)
    assert row is not None
    category = categories_in(publication.month)[code]
    others = [board.value for board in Board if board is not DEFAULT_BOARD]
    boards = [(board, _row(_view(publication, board, ALL_INDIA), code)) for board in others]
    lists = computed_lists(Scope(DEFAULT_BOARD.value, ALL_INDIA, known_at=publication.number))
    worked = _worked(lists[publication.month], row.state)
    return StateNews(
        state=row.state,
        shown=shown,
        row=row,
        category=category,
        in_category=_row(_view(publication, DEFAULT_BOARD.value, category), code),
        boards=tuple((board, one) for board, one in boards if one is not None),
        parts=_parts(lists, worked, row.state),
        rank=_rank(lists, worked, shown, code),
        names={row.state.code: row.state for row in shown.rows},
        next_place=_next_place(shown, row, worked),
        top=shown.ranked[:FEW],
        around=_around(shown.ranked, row.position) if row.rank is not None else (),
    )


def _view(publication: Publication, board: str, category: str) -> ListView:
    return list_view(Scope(board, category, Origin.COMPUTED), str(publication.month), publication.revision)


def _row(shown: ListView, code: str) -> Row | None:
    return next((row for row in shown.rows if row.state.code == code), None)


def _worked(one: RankingList, state: State) -> Worked:
    """The marks of one State alone; its place follows from the others', which the list has."""
    return work(replace(basis_of(one), names={state.code: state.name}))


def _parts(lists: dict[Month, RankingList], worked: Worked, state: State) -> Parts | None:
    before = lists.get(worked.basis.month.previous())
    after = lists[worked.basis.month]
    if before is None:
        return None
    split = split_score(_worked(before, state), worked, state.code)
    if split is None or after.methodology is None or before.methodology is None:
        return None
    named = {
        parameter["code"]: parameter
        for version in (before.methodology, after.methodology)
        for parameter in document_of(version).document["parameters"]
    }
    largest = split.largest(MOST_PARTS)
    parts = tuple(
        Part(code, named[code]["name"], named[code]["name_hi"], points) for code, points in largest.parameters
    )
    return Parts(parts, largest.others, largest.rest, split.change)


def _rank(lists: dict[Month, RankingList], worked: Worked, shown: ListView, state: str) -> RankSplit | None:
    """From the printed scores of the two lists; each is ranked by its own methodology's rule for ties."""
    before = lists.get(worked.basis.month.previous())
    if before is None or before.methodology is None:
        return None
    rows = before.rows.filter(rank__isnull=False).values_list("state_id", "score")
    old = {code: score for code, score in rows if score is not None}
    new = {row.state.code: row.score for row in shown.ranked if row.score is not None}
    return split_places(
        Printed(old, before.methodology.rules["ties"]), Printed(new, worked.basis.rules.ties), state
    )


def _next_place(shown: ListView, row: Row, worked: Worked) -> NextPlace | None:
    better = [
        one
        for one in shown.ranked
        if one.score is not None and row.score is not None and one.score > row.score
    ]
    if not better:
        return None
    score = min(one.score for one in better if one.score is not None)
    held = [one for one in better if one.score == score]
    own = worked.scores[row.state.code]
    # A score prints as this one from half a hundredth below it on.
    missing = (Fraction(score) - Fraction(1, 200)) * own.applicable / 100 - own.obtained
    assert held[0].rank is not None
    return NextPlace(
        rank=held[0].rank,
        score=score,
        held_by=tuple(one.state for one in held),
        marks=Decimal(-(-missing * 100 // 1)).scaleb(-2),
    )


def _around(rows: tuple[Row, ...], position: int) -> tuple[Row, ...]:
    """Five rows about a position, which the ends of the list may push aside."""
    start = min(max(position - 1 - FEW // 2, 0), max(len(rows) - FEW, 0))
    return rows[start : start + FEW] if start > 0 else ()


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A publication in the feed, with one of its lists (that of the default board, where there is one) and its top.

    `sample_basis` is that of the standing lists of the same board, category and origin up to its month. `reasons` has
    one for each State of the list, empty where it is ranked.
    """

    publication: Publication
    shown: RankingList
    top: tuple[ListRow, ...]
    sample_basis: SampleBasis
    reasons: tuple[str, ...]


def feed_entries() -> list[FeedEntry]:
    """Every publication, the latest first. Three queries, however many there are."""
    chosen: dict[int, RankingList] = {}
    oldest: dict[tuple[str, str, str, bool], Month] = {}
    lists = RankingList.objects.filter(publication__isnull=False).select_related("publication__withdrawal")
    for one in sorted(lists, key=_standing_for):
        assert one.publication_id is not None
        chosen.setdefault(one.publication_id, one)
        if one.is_current:
            kind = (*_history_of(one), one.sample)
            oldest[kind] = min(one.month, oldest.get(kind, one.month))
    top, reasons = _top(chosen.values()), _reasons(chosen.values())
    return [
        FeedEntry(
            one.publication, one, tuple(top.get(one.pk, ())), _basis(one, oldest), tuple(reasons[one.pk])
        )
        for _, one in sorted(chosen.items(), reverse=True)
        if one.publication is not None
    ]


def _history_of(one: RankingList) -> tuple[str, str, str]:
    return one.board, one.category, one.origin


def _basis(one: RankingList, oldest: Mapping[tuple[str, str, str, bool], Month]) -> SampleBasis:
    """`oldest` has the oldest month of each kind of list, sample and real, by board, category and origin."""
    before = (kind for kind in (True, False) if oldest.get((*_history_of(one), kind), one.month) < one.month)
    return sample_basis([one.sample, *before])


def _standing_for(one: RankingList) -> tuple[bool, bool, str, str]:
    return one.board != DEFAULT_BOARD, one.category != ALL_INDIA, one.board, one.category


def _top(lists: Iterable[RankingList]) -> dict[int, list[ListRow]]:
    rows = ListRow.objects.filter(
        list__in=[ranking.pk for ranking in lists], position__lte=FEW, rank__isnull=False
    )
    found: dict[int, list[ListRow]] = {}
    for row in rows.select_related("state").order_by("list", "position"):
        found.setdefault(row.list_id, []).append(row)
    return found


def _reasons(lists: Iterable[RankingList]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {ranking.pk: [] for ranking in lists}
    rows = (
        ListRow.objects.filter(list__in=found).values_list("list_id", "reason").annotate(states=Count("pk"))
    )
    for pk, reason, states in rows:
        found[pk] += [reason] * states
    return found


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
    updated = max((_updated(entry.publication) for entry in entries), default=BEFORE_ALL)
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
