"""A draft against past months, beside the version that was in force. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from common.cache import recall, remember
from common.digests import digest
from common.months import Month
from insights.tryout.core import MonthFigures, MonthTrial, Rescored, compare, rescore
from metrics.catalogue import MethodologyDocument
from metrics.drafts.checks import Document, check
from metrics.models import FigureSet, Methodology
from metrics.selectors import UnknownMethodologyError, document_of, figures_of, methodologies
from rankings.compute import rolls_of
from rankings.lists.histories import Scope, chosen_lists, month_lists
from rankings.lists.history import MonthList, Standing
from rankings.lists.ranks import Place, Roll, place_month
from rankings.models import Origin, RankingList

# The other view of history: published months scored again under one methodology version. Nothing is stored.

Key = tuple[str, str]
"""Board and category."""


@dataclass(frozen=True, slots=True)
class RescoredMonth:
    """A month's list under the version: the parameters `scored` of the `whole` board, and each State's place."""

    month: Month
    scored: int
    whole: int
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class RescoredHistory:
    """A board and category in both views. `published` are the lists as they stand, recorded ones among them.

    `versions` names every methodology version there is, oldest first; `months` has the re-scored ones only.
    """

    scope: Scope
    version: str
    versions: tuple[str, ...]
    published: Mapping[Month, MonthList]
    months: Mapping[Month, RescoredMonth]

    @property
    def lists(self) -> dict[Month, MonthList]:
        """The re-scored months in the form that counting takes."""
        return {month: self._list(month, one) for month, one in self.months.items()}

    def _list(self, month: Month, one: RescoredMonth) -> MonthList:
        rows = {state: Standing(place.rank, place.score) for state, place in one.places.items()}
        published = self.published[month]
        return replace(published, complete=True, methodology=self.version, rows=rows)


def rescored_history(scope: Scope, version: str) -> RescoredHistory:
    """`version` empty means the one that ranked the newest computed list. Raises UnknownMethodologyError."""
    every = methodologies()
    chosen = chosen_lists(scope)
    computed = {month: one for month, one in chosen.items() if one.origin == Origin.COMPUTED}
    known = {one.version: one for one in every}
    if not version and every:
        version = computed[max(computed)].methodology_id or "" if computed else every[-1].version
    if version not in known:
        raise UnknownMethodologyError(version, list(known))
    return RescoredHistory(
        scope=scope,
        version=version,
        versions=tuple(known),
        published=month_lists(chosen.values()),
        months=_months(scope, known[version], known, computed),
    )


def _months(
    scope: Scope,
    version: Methodology,
    known: Mapping[str, Methodology],
    lists: Mapping[Month, RankingList],
) -> dict[Month, RescoredMonth]:
    rolls = rolls_of(lists)
    name = f"rescored:{_rests_on(version, known, lists, rolls)}"
    kept = recall(f"{name}:{scope.board}:{scope.category}")
    if kept is None:
        again = _rescore_all(version, known, lists, rolls)
        keys = {key for one in again for key in one.lists}
        packed = {key: [_packed(one, key) for one in again] for key in keys}
        remember({f"{name}:{board}:{category}": packed[board, category] for board, category in keys})
        kept = packed.get((scope.board, scope.category), [])
    return {one.month: one for one in map(_unpacked, kept)}


def _rests_on(
    version: Methodology,
    known: Mapping[str, Methodology],
    lists: Mapping[Month, RankingList],
    rolls: Mapping[Month, Roll],
) -> str:
    """The digest of everything that the re-scored lists follow from: figures, both versions' rules, who is ranked."""
    different = list({id(roll): roll for roll in rolls.values()}.values())
    return digest(
        {
            "version": version.content_hash,
            "months": {
                str(month): [
                    one.inputs_digest,
                    known[str(one.methodology_id)].content_hash,
                    different.index(rolls[month]),
                ]
                for month, one in lists.items()
            },
            "rolls": [
                {state: [one.names[state], *sorted(own)] for state, own in one.categories.items()}
                for one in different
            ],
        }
    )


def _rescore_all(
    version: Methodology,
    known: Mapping[str, Methodology],
    lists: Mapping[Month, RankingList],
    rolls: Mapping[Month, Roll],
) -> list[Rescored]:
    """Every board and category at once: the marks, which cost most, are the same for all of them."""
    figures = figures_of({month: one.publication.inputs for month, one in lists.items() if one.publication})
    used = {version.version} | {str(ranking.methodology_id) for ranking in lists.values()}
    documents = {name: document_of(known[name]) for name in sorted(used)}
    document = documents[version.version]
    return [
        rescore(
            MonthFigures(month, figures[month], codes(documents[str(one.methodology_id)])),
            document.parameter_rules(),
            document.rules,
            rolls[month],
        )
        for month, one in lists.items()
    ]


def codes(document: MethodologyDocument) -> frozenset[str]:
    """The codes of a version's parameters."""
    return frozenset(rule.code for rule in document.parameter_rules())


def _packed(one: Rescored, key: Key) -> tuple[str, int, int, list[tuple[str, int | None, str | None, str]]]:
    """Plain values, which every later version of this program can read from the cache."""
    board, _ = key
    rows = [
        (place.state, place.rank, None if place.score is None else f"{place.score:.2f}", place.reason)
        for place in one.lists[key]
    ]
    return str(one.month), one.scored[board], one.whole[board], rows


def _unpacked(packed: tuple[str, int, int, list[tuple[str, int | None, str | None, str]]]) -> RescoredMonth:
    month, scored, whole, rows = packed
    places = {
        state: Place(position, state, rank, None if score is None else Decimal(score), reason)
        for position, (state, rank, score, reason) in enumerate(rows, start=1)
    }
    return RescoredMonth(Month.parse(month), scored, whole, places)


# What may still be wrong with a draft that can be tried: words, names, the sum of the marks (a score is a share).
HARMLESS = frozenset(
    {
        "missing", "too_long", "not_hindi", "not_english", "version_form", "month_form", "marks_sum", "on_no_board",
        "group_empty", "board_empty",
    }
)  # fmt: skip


class NotTriableError(ValueError):
    """The draft has problems under which no score can be counted."""


@dataclass(frozen=True, slots=True)
class Tryout:
    """`months` are all that could be tried, oldest first; `trials` those of the window."""

    months: tuple[Month, ...]
    trials: tuple[MonthTrial, ...]


@dataclass(frozen=True, slots=True)
class _Past:
    """A month: the version in force, the revisions of figures, and the published places where there are any."""

    version: Methodology
    revisions: Mapping[str, int]
    published: Mapping[str, Standing] | None


def tryout(document: Document, scope: Scope, newest: int | None) -> Tryout:
    """Try a draft on a board and category over the `newest` months that have figures, all of them where None.

    A published month counts as it was published, with the figures that its list used; another one with its current
    figures under the version in force. Raises NotTriableError.
    """
    if any(one.code not in HARMLESS for one in check(document)):
        raise NotTriableError
    past = _past(scope)
    shown = sorted(past)[-newest:] if newest else sorted(past)
    figures = figures_of({month: past[month].revisions for month in shown})
    known = {one.version: document_of(one) for one in {past[month].version for month in shown}}
    rolls = rolls_of(shown)
    tried = MethodologyDocument(str(document["version"]), shown[0], document) if shown else None
    trials = []
    for month in shown:
        own = known[past[month].version.version]
        measured = MonthFigures(month, figures[month], codes(own))
        assert tried is not None
        again = rescore(
            measured, tried.parameter_rules(), tried.rules, rolls[month], [scope.category], [scope.board]
        )
        before = past[month].published or _places(measured, own, rolls[month], scope)
        moves = compare(before, {place.state: place for place in again.lists[scope.board, scope.category]})
        scored, whole = again.scored[scope.board], again.whole[scope.board]
        trials.append(MonthTrial(month, own.version, scored, whole, moves))
    return Tryout(tuple(sorted(past)), tuple(trials))


def _past(scope: Scope) -> dict[Month, _Past]:
    versions = methodologies()
    by_name = {version.version: version for version in versions}
    lists = {month: one for month, one in chosen_lists(scope).items() if one.origin == Origin.COMPUTED}
    rows = month_lists(lists.values())
    past = {
        month: _Past(by_name[str(one.methodology_id)], one.publication.inputs, rows[month].rows)
        for month, one in lists.items()
        if one.publication is not None
    }
    for month, revisions in _unpublished(list(past)).items():
        in_force = [version for version in versions if version.holds_from <= month]
        if in_force:
            past[month] = _Past(in_force[-1], revisions, None)
    return past


def _unpublished(published: list[Month]) -> dict[Month, dict[str, int]]:
    """The current revisions of every other month that has figures. One query."""
    sets: QuerySet[FigureSet] = FigureSet.objects.filter(is_current=True).exclude(month__in=published)
    found: dict[Month, dict[str, int]] = {}
    for month, state, revision in sets.values_list("month", "state_id", "revision"):
        found.setdefault(month, {})[state] = revision
    return found


def _places(measured: MonthFigures, own: MethodologyDocument, roll: Roll, scope: Scope) -> dict[str, Place]:
    lists = place_month(
        own.parameter_rules(), own.rules, measured.figures, roll, [scope.category], [scope.board]
    )
    return {ranking.state: ranking for ranking in lists[scope.board, scope.category]}
