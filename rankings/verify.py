"""Does every published list still follow from what it rests on, and is it what readers are shown?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils import translation

from accounts.models import AuditEvent
from common import signing
from common.cache import Application, answered
from common.months import Month
from rankings import anchors
from rankings.compute import Computation, compute_month, content_of
from rankings.documents import ListContent, RowContent
from rankings.models import Origin, Publication, RankingList, Status

Key = tuple[Month, str, str, str]
"""Month, board, category and origin: what revisions of a list have in common."""


class Answers:
    """Django's answers without the signals around a request, which close the connection of whoever asks in between."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        with translation.override(translation.get_language()):
            response = self._handler.get_response(WSGIRequest(environ))
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return [b"".join(response)]


@dataclass(frozen=True, slots=True)
class Verified:
    """One list and what is wrong with it; `problems` is empty where it is reproduced."""

    name: str
    problems: tuple[str, ...]


def verify_published() -> Iterator[Verified]:
    """Check every published list, in the order of publication; after them, name what else does not hold.

    A computed list is computed again from the revisions of figures that it used and the methodology that it
    names; a recorded list is checked by its stored hash. Both are checked against the list before in the chain,
    against the signature, and against what readers are shown; of a list's revisions the newest is current, unless it
    was withdrawn. What was published or withdrawn by the audit trail, and only that, is so in the database.
    """
    application = Answers()
    newest: dict[tuple[str, str, str], str] = {}
    current = _current()
    for publication in Publication.objects.order_by("number"):
        lists = list(publication.lists.order_by("board", "category").prefetch_related("rows", "methodology"))
        computed = publication.origin == Origin.COMPUTED
        again = _computed_again(publication, lists[0]) if computed and lists else None
        if not lists:
            yield Verified(str(publication), ("the publication has no lists",))
        for ranking in lists:
            chain = (ranking.board, ranking.category, ranking.origin)
            problems = [
                *_problems(publication, ranking, newest.get(chain, ""), again),
                *_currency(ranking, current),
                *_shown(publication, ranking, application),
            ]
            yield Verified(str(ranking), tuple(problems))
            newest[chain] = ranking.digest
    yield from _acts()


def _computed_again(publication: Publication, one: RankingList) -> Computation | None:
    if one.methodology is None:
        return None
    return compute_month(publication.month, revisions=publication.inputs, methodology=one.methodology)


def _problems(
    publication: Publication, one: RankingList, previous: str, again: Computation | None
) -> Iterator[str]:
    if one.previous_digest != previous:
        yield "it does not follow the list published before it"
    if stored_content(publication, one).digest != one.digest:
        yield "its stored rows do not give its digest"
    if signing.signer(one.digest, one.signature) is None:
        yield "its digest is not signed with a key of this installation"
    if again is None:
        return
    if again.methodology.content_hash != again.content_hash:
        yield f"methodology {again.methodology.version} was changed after it was sealed"
    if (one.board, one.category) not in again.lists:
        yield "no such list comes out of the computation"
        return
    fresh = content_of(
        again, one.board, one.category,
        revision=one.revision, reason=publication.reason, released_on=publication.released_on,
        previous=one.previous_digest,
    )  # fmt: skip
    if fresh.digest != one.digest:
        yield "computing it again gives another list"


def _current() -> dict[Key, int | None]:
    """The publication whose list is to be the current one; None where it was withdrawn."""
    current: dict[Key, int | None] = {}
    lists = RankingList.objects.filter(status=Status.PUBLISHED).order_by("publication")
    for ranking in lists.select_related("publication__withdrawal"):
        withdrawn = hasattr(ranking.publication, "withdrawal")
        current[_key(ranking)] = None if withdrawn else ranking.publication_id
    return current


def _key(one: RankingList) -> Key:
    return one.month, one.board, one.category, one.origin


def _currency(one: RankingList, current: dict[Key, int | None]) -> Iterator[str]:
    wanted = current[_key(one)] == one.publication_id
    if wanted and not one.is_current:
        yield "it is the newest revision and was not withdrawn, but it is not the current one"
    if one.is_current and not wanted:
        yield "it is the current one, but it was superseded or withdrawn"


def _shown(publication: Publication, one: RankingList, application: Application) -> Iterator[str]:
    """What the API tells of the list, by its revision and, of the current one, by its month alone."""
    if hasattr(publication, "withdrawal"):
        return
    asked = urlencode({"board": one.board, "category": one.category, "origin": one.origin})
    month = f"/api/v1/rankings/{one.month}/"
    for path in (f"{month}rev/{one.revision}/", *([month] if one.is_current else [])):
        status, _, body = answered(application, f"{path}?{asked}")
        if not status.startswith("200 "):
            yield f"{path} answers {status}"
        elif _told(body) != _signed(stored_content(publication, one)):
            yield f"{path} shows something else than what was signed"


def _told(body: bytes) -> tuple[Any, ...]:
    """The content of a list as the API tells it."""
    told = json.loads(body, parse_float=Decimal)
    names = ("month", "board", "category", "origin", "revision", "reason", "released_on", "digest")
    rows = [(row["state"]["code"], row["rank"], row["score"]) for row in told["results"]]
    return *(told[name] for name in names), rows


def _signed(content: ListContent) -> tuple[Any, ...]:
    """The same of the content that the signature covers."""
    released_on = content.released_on.isoformat() if content.released_on else None
    rows = [(row.state, row.rank, row.score) for row in content.rows]
    return (
        str(content.month), content.board, content.category, content.origin, content.revision, content.reason,
        released_on, content.digest, rows,
    )  # fmt: skip


def _acts() -> Iterator[Verified]:
    """Publications and withdrawals against the audit trail, and the anchors that publications carry."""
    published, withdrawn = _by_the_trail()
    present = Publication.objects.select_related("withdrawal").in_bulk()
    anchored = False
    for number in sorted({*published, *present}):
        one, problems = present.get(number), []
        if one is None:
            problems.append("the audit trail says that it was published, but it is gone")
        elif published.get(number) != (str(one.month), one.origin, one.revision):
            problems.append("the audit trail does not say that it was published")
        if one is not None and hasattr(one, "withdrawal") is not (number in withdrawn):
            problems.append("it is withdrawn in the database or in the audit trail, and not in the other")
        if one is not None and (anchored or one.anchor) and not anchors.is_signed(one.anchor or {}):
            problems.append(
                "it has no anchor of the audit trail, or none signed with a key of this installation"
            )
        anchored = anchored or (one is not None and one.anchor is not None)
        if problems:
            yield Verified(f"publication {number}", tuple(problems))


def _by_the_trail() -> tuple[dict[int, tuple[str, str, int]], set[int]]:
    """(number → month, origin and revision of what was published; numbers of what was withdrawn), samples dropped."""
    published: dict[int, tuple[str, str, int]] = {}
    withdrawn: set[int] = set()
    samples: set[int] = set()
    acts = AuditEvent.objects.filter(action__in=("lists.publish", "lists.withdraw", "sample.drop"))
    for event in acts.order_by("number"):
        after = event.after or {}
        if event.action == "lists.publish":
            number = after["publication"]
            published[number] = (event.subject, after["origin"], after["revision"])
            (samples.add if after["sample"] else samples.discard)(number)
        elif event.action == "lists.withdraw":
            withdrawn.add(int(event.subject.removeprefix("publication ")))
        else:  # the numbers are given anew afterwards
            published = {number: act for number, act in published.items() if number not in samples}
            withdrawn -= samples
    return published, withdrawn


def stored_content(publication: Publication, one: RankingList) -> ListContent:
    """The canonical content of a list as the database holds it."""
    return ListContent(
        month=one.month,
        board=one.board,
        category=one.category,
        origin=one.origin,
        sample=one.sample,
        complete=one.complete,
        revision=one.revision,
        reason=publication.reason,
        released_on=publication.released_on,
        month_basis=one.month_basis,
        methodology=one.methodology.version if one.methodology else None,
        methodology_hash=one.methodology.content_hash if one.methodology else None,
        inputs=one.inputs_digest,
        previous=one.previous_digest,
        rows=tuple(
            RowContent(row.state_id, row.rank, row.score, row.reason, row.source)
            for row in sorted(one.rows.all(), key=lambda row: row.position)
        ),
    )
