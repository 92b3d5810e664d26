"""A draft against past months, beside the version that was in force. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from metrics.catalogue import MethodologyDocument
from metrics.core.checks import Document, check
from metrics.models import FigureSet, Methodology
from metrics.selectors import document_of, figures_of, methodologies
from rankings.core.history import Standing
from rankings.core.placing import Roll, place_month
from rankings.core.ranks import Place
from rankings.core.rescoring import MonthFigures, rescore
from rankings.core.tryout import MonthTrial, compare
from rankings.models import Origin
from rankings.selectors.histories import Scope, chosen_lists, month_lists
from rankings.selectors.rescored import codes
from rankings.selectors.rolls import rolls_of
from states.months import Month

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
        moves = compare(before, again.lists[scope.board, scope.category])
        scored, whole = again.scored[scope.board], again.whole[scope.board]
        trials.append(MonthTrial(month, own.version, scored, whole, moves))
    return Tryout(tuple(sorted(past)), tuple(trials))


def _past(scope: Scope) -> dict[Month, _Past]:
    versions = methodologies()
    by_name = {one.version: one for one in versions}
    lists = {month: one for month, one in chosen_lists(scope).items() if one.origin == Origin.COMPUTED}
    rows = month_lists(lists.values())
    past = {
        month: _Past(by_name[str(one.methodology_id)], one.publication.inputs, rows[month].rows)
        for month, one in lists.items()
        if one.publication is not None
    }
    for month, revisions in _unpublished(list(past)).items():
        in_force = [one for one in versions if one.holds_from <= month]
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
    return {one.state: one for one in lists[scope.board, scope.category]}
