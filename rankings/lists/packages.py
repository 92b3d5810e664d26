"""What a data package holds: the lists that stand, of one month or of all, their rows and what they rest on.

Everything follows from the lists that `standing` names. A published list never changes, so whoever has these lists'
digests knows what the package will say before anything else is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import AuditEvent
from common.asking import UnknownNameError
from common.months import Month
from metrics.boards import DEFAULT_BOARD
from metrics.models import Methodology
from metrics.scoring import Figure, Mark, mark
from metrics.selectors import document_of, figures_of
from rankings.lists.asked import LATEST
from rankings.lists.histories import Scope, standing_lists
from rankings.lists.queries import refuse_withdrawn_month
from rankings.models import ListRow, Origin, Publication, RankingList
from states.selectors import DEFAULT_CATEGORY

ORDER = ("month", "board", "category", "origin")
# Many at once, and few enough for one statement's parameters, however long the history grows.
LISTS_AT_ONCE = 200
# What the directory and the rules say may be loaded anew; nothing else moves under a published list.
_LOADED = ("states.load", "methodology.load")


@dataclass(frozen=True, slots=True)
class Rated:
    """What a State sent for a parameter and what it is worth, under the version that the month's lists rest on."""

    month: Month
    methodology: str
    state: str
    figure: Figure
    mark: Mark


def standing(month: str | None) -> list[RankingList]:
    """The lists that stand: of a month (`YYYY-MM` or `latest`), or all; by month, board, category and origin.

    Raises UnknownNameError for a month without any, and WithdrawnListError where they were withdrawn.
    """
    lists = standing_lists().select_related("publication").order_by(*ORDER)
    if month is None:
        return list(lists)
    try:
        wanted = None if month == LATEST else Month.parse(month)
    except ValueError:
        raise _unknown(month) from None
    newest = standing_lists().order_by("-month").values("month")[:1]
    found = list(lists.filter(month=newest if wanted is None else wanted))
    if not found:
        if wanted is not None:
            refuse_withdrawn_month(Scope(DEFAULT_BOARD.value, DEFAULT_CATEGORY), wanted, computed_only=False)
        raise _unknown(month)
    return found


def _unknown(month: str) -> UnknownNameError:
    known = sorted(set(standing_lists().order_by().values_list("month", flat=True).distinct()))
    return UnknownNameError("month", month, map(str, known))


def last_loaded() -> int:
    """The number of the last act that loaded States or methodologies; 0 for none. One query."""
    acts = AuditEvent.objects.filter(action__in=_LOADED).order_by("-number")
    return acts.values_list("number", flat=True).first() or 0


def rows_of(lists: Sequence[RankingList]) -> Iterator[tuple[RankingList, list[ListRow]]]:
    """Each list with its rows in printed order. One query for every `LISTS_AT_ONCE` lists."""
    for start in range(0, len(lists), LISTS_AT_ONCE):
        some = lists[start : start + LISTS_AT_ONCE]
        rows: dict[int, list[ListRow]] = {one.pk: [] for one in some}
        for row in ListRow.objects.filter(list__in=list(rows)).order_by("list", "position"):
            rows[row.list_id].append(row)
        for one in some:
            yield one, rows[one.pk]


def methodologies_of(lists: Sequence[RankingList]) -> list[Methodology]:
    """The versions that lists rest on, oldest first. One query."""
    versions = {ranking.methodology_id for ranking in lists if ranking.methodology_id}
    return list(Methodology.objects.filter(version__in=versions).order_by("holds_from"))


def rated(lists: Sequence[RankingList], states: Sequence[str]) -> Iterator[Rated]:
    """Every figure on which the computed ones among the lists rest, by month, State and parameter.

    A State that sent nothing has its parameters too, as not reported. A query for all figures, and two for each
    methodology version.
    """
    resting: dict[Month, tuple[Publication, str]] = {}
    for ranking in lists:
        if ranking.origin == Origin.COMPUTED and ranking.publication is not None and ranking.methodology_id:
            resting[ranking.month] = ranking.publication, ranking.methodology_id
    rules = {one.version: document_of(one).parameter_rules() for one in methodologies_of(lists)}
    figures = figures_of({month: publication.inputs for month, (publication, _) in resting.items()})
    nothing = Figure(None, None)
    for month, (_, version) in sorted(resting.items()):
        for state in states:
            sent = figures[month].get(state, {})
            for rule in rules[version]:
                figure = sent.get(rule.code, nothing)
                yield Rated(month, version, state, figure, mark(rule, figure))


def newest_release(lists: Sequence[RankingList]) -> tuple[date | None, datetime | None]:
    """The last day of release and the last moment of publication among lists; None where none is known."""
    publications = [ranking.publication for ranking in lists if ranking.publication is not None]
    days = [publication.released_on for publication in publications if publication.released_on is not None]
    return max(days, default=None), max(
        (publication.published_at for publication in publications), default=None
    )
