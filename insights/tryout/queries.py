"""A draft against past months, beside the version that was in force. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from common.cache import recall, remember
from common.digests import digest
from common.months import Month
from insights.tryout.core import MonthFigures, MonthTrial, compare, rescore
from metrics.catalogue import MethodologyDocument
from metrics.drafts.checks import Document, check
from metrics.models import FigureSet, Methodology
from metrics.selectors import UnknownMethodologyError, document_of, figures_of, methodologies
from rankings.compute import rolls_of
from rankings.lists.histories import Scope, chosen_lists, month_lists
from rankings.lists.history import MonthList, Standing
from rankings.lists.ranks import Lists, Place, Roll, place_month
from rankings.models import Origin, RankingList

# The other view of history: published months scored again under one methodology version. Nothing is stored.


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
        return {
            month: replace(
                self.published[month],
                complete=True,
                methodology=self.version,
                rows={state: Standing(place.rank, place.score) for state, place in again.places.items()},
            )
            for month, again in self.months.items()
        }


def rescored_history(scope: Scope, version: str) -> RescoredHistory:
    """`version` empty means the one that ranked the newest computed list. Raises UnknownMethodologyError."""
    known = {methodology.version: methodology for methodology in methodologies()}
    chosen = chosen_lists(scope)
    computed = {month: ranking for month, ranking in chosen.items() if ranking.origin == Origin.COMPUTED}
    if not version and known:
        version = computed[max(computed)].methodology_id or "" if computed else list(known)[-1]
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
    scope: Scope, version: Methodology, known: Mapping[str, Methodology], lists: Mapping[Month, RankingList]
) -> dict[Month, RescoredMonth]:
    """From the cache, or of every board and category at once: the marks, which cost most, are the same for all."""
    rolls = rolls_of(lists)
    name = f"rescored:{_rests_on(version, known, lists, rolls)}"
    kept = recall(f"{name}:{scope.board}:{scope.category}")
    if kept is None:
        packed = _rescored(version, known, lists, rolls)
        remember({f"{name}:{board}:{category}": months for (board, category), months in packed.items()})
        kept = packed.get((scope.board, scope.category), [])
    return {
        Month.parse(month): RescoredMonth(
            Month.parse(month),
            scored,
            whole,
            {
                state: Place(position, state, rank, None if score is None else Decimal(score), reason)
                for position, (state, rank, score, reason) in enumerate(rows, start=1)
            },
        )
        for month, scored, whole, rows in kept
    }


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
                    ranking.inputs_digest,
                    known[str(ranking.methodology_id)].content_hash,
                    different.index(rolls[month]),
                ]
                for month, ranking in lists.items()
            },
            "rolls": [
                {state: [roll.names[state], *sorted(own)] for state, own in roll.categories.items()}
                for roll in different
            ],
        }
    )


def _rescored(
    version: Methodology,
    known: Mapping[str, Methodology],
    lists: Mapping[Month, RankingList],
    rolls: Mapping[Month, Roll],
) -> dict[tuple[str, str], list[tuple[str, int, int, list[tuple[str, int | None, str | None, str]]]]]:
    """Board and category → month, parameters scored and whole, rows.

    Plain values, which every later version of this program can read from the cache.
    """
    figures = figures_of(
        {month: ranking.publication.inputs for month, ranking in lists.items() if ranking.publication}
    )
    used = {version.version} | {str(ranking.methodology_id) for ranking in lists.values()}
    documents = {name: document_of(known[name]) for name in sorted(used)}
    document = documents[version.version]
    packed: dict[tuple[str, str], list[Any]] = {}
    for month, ranking in lists.items():
        sent = MonthFigures(month, figures[month], documents[str(ranking.methodology_id)].codes)
        again = rescore(sent, document.parameter_rules(), document.rules, rolls[month])
        for (board, category), placed in again.lists.items():
            rows = [
                (place.state, place.rank, None if place.score is None else f"{place.score:.2f}", place.reason)
                for place in placed
            ]
            packed.setdefault((board, category), []).append(
                (str(month), again.scored[board], again.whole[board], rows)
            )
    return packed


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


def tryout(document: Document, scope: Scope, newest: int | None) -> Tryout:
    """Try a draft on a board and category over the `newest` months that have figures, all of them where None.

    A published month counts as it was published, with the figures that its list used; another one with its current
    figures under the version in force. Raises NotTriableError.
    """
    if any(problem.code not in HARMLESS for problem in check(document)):
        raise NotTriableError
    versions = methodologies()
    lists = {
        month: ranking
        for month, ranking in chosen_lists(scope).items()
        if ranking.origin == Origin.COMPUTED and ranking.publication is not None
    }
    published = month_lists(lists.values())
    used = {month: str(ranking.methodology_id) for month, ranking in lists.items()}
    revisions = {month: ranking.publication.inputs for month, ranking in lists.items() if ranking.publication}
    others = FigureSet.objects.filter(is_current=True).exclude(month__in=lists)
    for month, state, revision in others.values_list("month", "state_id", "revision"):
        in_force = [version.version for version in versions if version.holds_from <= month]
        if in_force:
            used[month] = in_force[-1]
            revisions.setdefault(month, {})[state] = revision
    months = sorted(revisions)[-newest:] if newest else sorted(revisions)
    figures, rolls = figures_of({month: revisions[month] for month in months}), rolls_of(months)
    in_use = {used[month] for month in months}
    known = {version.version: document_of(version) for version in versions if version.version in in_use}
    trials = []
    for month in months:
        own, tried = known[used[month]], MethodologyDocument(str(document["version"]), month, document)
        sent = MonthFigures(month, figures[month], own.codes)
        one_list = {"categories": [scope.category], "boards": [scope.board]}
        again = rescore(sent, tried.parameter_rules(), tried.rules, rolls[month], **one_list)
        if month in published:
            before: Mapping[str, Standing | Place] = published[month].rows
        else:
            before = _by_state(
                place_month(own.parameter_rules(), own.rules, sent.figures, rolls[month], **one_list), scope
            )
        moves = compare(before, _by_state(again.lists, scope))
        scored, whole = again.scored[scope.board], again.whole[scope.board]
        trials.append(MonthTrial(month, own.version, scored, whole, moves))
    return Tryout(tuple(sorted(revisions)), tuple(trials))


def _by_state(lists: Lists, scope: Scope) -> dict[str, Place]:
    return {place.state: place for place in lists[scope.board, scope.category]}
