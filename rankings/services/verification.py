"""Does every published list still follow from what it rests on?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rankings.core.documents import ListContent, RowContent
from rankings.models import Origin, Publication, RankingList
from rankings.services.computation import Computation, compute_month, content_of


@dataclass(frozen=True, slots=True)
class Verified:
    """One list and what is wrong with it; `problems` is empty where it is reproduced."""

    name: str
    problems: tuple[str, ...]


def verify_published() -> Iterator[Verified]:
    """Check every published list, in the order of publication.

    A computed list is computed again from the revisions of figures that it used and the methodology that it
    names; a recorded list is checked by its stored hash. Both are checked against the list before in the chain.
    """
    newest: dict[tuple[str, str, str], str] = {}
    for publication in Publication.objects.order_by("number"):
        lists = list(publication.lists.order_by("board", "category").prefetch_related("rows", "methodology"))
        computed = publication.origin == Origin.COMPUTED
        again = _computed_again(publication, lists[0]) if computed and lists else None
        if not lists:
            yield Verified(str(publication), ("the publication has no lists",))
        for one in lists:
            chain = (one.board, one.category, one.origin)
            yield Verified(str(one), tuple(_problems(publication, one, newest.get(chain, ""), again)))
            newest[chain] = one.digest


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
