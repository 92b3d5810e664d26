"""Lists worked out from the very figures they rest on, ready to be explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from metrics.catalogue import MethodologyDocument
from metrics.selectors import Figures, document_of, figures_at
from rankings.core.explain import Explanation, explain
from rankings.core.worked import Basis, Worked, work
from rankings.models import Origin, RankingList
from rankings.selectors.asked import UnknownNameError
from rankings.selectors.histories import Scope, chosen_lists, month_lists
from states.months import Month


class NoFiguresError(UnknownNameError):
    """A month whose list was not computed here, so that there are no figures to explain it by.

    `known` holds the months that have such a list; `field` is the query parameter that named the month.
    """

    def __init__(self, value: str, known: Iterable[Month], field: str = "") -> None:
        super().__init__("month", value, [str(one) for one in known])
        self.field = field


@dataclass(frozen=True, slots=True)
class ExplainedChange:
    """An explanation with the lists that it stands between, and how far it is from what they print (0)."""

    board: str
    first: Month
    last: Month
    explanation: Explanation
    misfit: Fraction

    @property
    def sound(self) -> bool:
        return self.misfit == 0


def basis_of(
    one: RankingList, figures: Figures | None = None, document: MethodologyDocument | None = None
) -> Basis:
    """What a computed list rests on: the figures in the revisions that its publication used.

    `document` is the list's methodology, where it has been read already. Raises ValueError for a list without
    figures (a recorded or a provisional one).
    """
    if one.methodology is None or one.publication is None or one.origin != Origin.COMPUTED:
        raise ValueError(f"{one} is not a published computed list; it has no figures to explain it by")
    document = document_of(one.methodology) if document is None else document
    return Basis(
        month=one.month,
        board=one.board,
        methodology=one.methodology.version,
        parameters=document.parameter_rules(),
        rules=document.rules,
        figures=figures_at(one.month, one.publication.inputs) if figures is None else figures,
        names=dict(one.rows.values_list("state_id", "state__name")),
    )


def computed_lists(scope: Scope) -> dict[Month, RankingList]:
    """The published computed lists of a board and category, oldest month first; the scope's origin is left aside."""
    return chosen_lists(replace(scope, origin=Origin.COMPUTED))


def explained(state: str, board: str, category: str, first: Month, last: Month) -> ExplainedChange:
    """Why the State's rank changed between two published computed lists of a board and category.

    Raises NoFiguresError for a month without such a list, UnknownNameError for a State that is not in both.
    """
    lists = computed_lists(Scope(board, category))
    for month in (first, last):
        if month not in lists:
            raise NoFiguresError(str(month), lists)
    before, after = work(basis_of(lists[first])), work(basis_of(lists[last]))
    return change_between(before, after, lists, state)


def change_between(
    before: Worked, after: Worked, lists: Mapping[Month, RankingList], state: str
) -> ExplainedChange:
    """One State's change between two lists that are worked out. UnknownNameError where it is not in both."""
    both = sorted(set(before.places) & set(after.places))
    if state not in both:
        raise UnknownNameError("state", state, both)
    return next(_changes(before, after, lists, [state]))


def explained_changes(board: str, category: str) -> Iterator[ExplainedChange]:
    """Every State's change between every two neighbouring computed lists of a board and category."""
    lists = computed_lists(Scope(board, category))
    before: Worked | None = None
    for one in lists.values():
        after = work(basis_of(one))
        if before is not None:
            yield from _changes(before, after, lists, sorted(set(before.places) & set(after.places)))
        before = after


def _changes(
    before: Worked, after: Worked, lists: Mapping[Month, RankingList], states: list[str]
) -> Iterator[ExplainedChange]:
    first, last = before.basis.month, after.basis.month
    stored = month_lists([lists[first], lists[last]])
    for state in states:
        why = explain(before, after, state)
        old, new = stored[first].rows[state], stored[last].rows[state]
        misfit = why.misfit((old.rank, old.score), (new.rank, new.score))
        yield ExplainedChange(before.basis.board, first, last, why, misfit)
