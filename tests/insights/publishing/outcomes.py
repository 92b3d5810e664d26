"""What a publication did change, from nothing but the published lists and their figures: the second road."""

from __future__ import annotations

from insights.publishing import impact
from insights.publishing.impact import Impact, ListChange, hinges
from metrics.selectors import figures_at
from rankings.lists.histories import standing_lists
from rankings.lists.history import History, MonthList, Standing
from rankings.lists.ranks import Place
from rankings.models import Publication, RankingList


def outcome(publication: Publication, doubtful: impact.Doubtful = ()) -> Impact:
    """What `predict` had to say of it."""
    then = standing_lists(known_at=publication.number, own=False)
    before = impact.histories(then)
    lists = list(publication.lists.all())
    methodology = lists[0].methodology
    assert methodology is not None
    changes, placed = [], {}
    for ranking in lists:
        key = (ranking.board, ranking.category)
        placed[key] = _places(ranking)
        changes.append(_change(ranking, placed[key], before.get(key, {})))
    figures = figures_at(publication.month, publication.inputs)
    ground = impact.ground_of(methodology, figures, impact.last_month(publication.month, then), placed)
    return impact.impact_of(
        changes, hinges(ground, doubtful), month=publication.month, revision=publication.revision,
        reason=publication.reason, released_on=publication.released_on, sample=publication.sample,
        methodology=methodology.version, inputs=lists[0].inputs_digest,
    )  # fmt: skip


def _change(ranking: RankingList, placed: tuple[Place, ...], before: History) -> ListChange:
    rows = {place.state: Standing(place.rank, place.score) for place in placed}
    after = MonthList(
        ranking.month, ranking.complete, ranking.origin, ranking.sample, ranking.methodology_id, rows
    )
    reasons = impact.reasons_of(placed)
    return ListChange(ranking.board, ranking.category, ranking.digest, after, reasons, before)


def _places(ranking: RankingList) -> tuple[Place, ...]:
    rows = ranking.rows.order_by("position")
    return tuple(Place(row.position, row.state_id, row.rank, row.score, row.reason) for row in rows)
