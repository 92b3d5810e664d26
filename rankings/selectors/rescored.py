"""The other view of history: published months scored again under one methodology version. Nothing is stored.

What comes out was never published, and no counter of published lists takes it. Only months with a computed list
can be scored again: of a recorded list the figures are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from common.cache import recall, remember
from metrics.catalogue import MethodologyDocument
from metrics.models import Methodology
from metrics.selectors import UnknownMethodologyError, document_of, figures_of, methodologies
from rankings.core.history import MonthList, Standing
from rankings.core.placing import Roll
from rankings.core.ranks import Place
from rankings.core.rescoring import MonthFigures, Rescored, rescore
from rankings.models import Origin, RankingList
from rankings.selectors.histories import Scope, chosen_lists, month_lists
from rankings.selectors.rolls import rolls_of
from states.digests import digest
from states.months import Month

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
    different = list({id(one): one for one in rolls.values()}.values())
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
    used = {version.version} | {str(one.methodology_id) for one in lists.values()}
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
