"""Lists worked out from the very figures they rest on, ready to be explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from metrics.catalogue import MethodologyDocument
from metrics.selectors import Figures, document_of, figures_at
from rankings.core.worked import Basis
from rankings.models import Origin, RankingList
from rankings.selectors.histories import Scope, chosen_lists
from states.asking import UnknownNameError
from states.months import Month


class NoFiguresError(UnknownNameError):
    """A month whose list was not computed here, so that there are no figures to explain it by.

    `known` holds the months that have such a list; `field` is the query parameter that named the month.
    """

    def __init__(self, value: str, known: Iterable[Month], field: str = "") -> None:
        super().__init__("month", value, [str(one) for one in known])
        self.field = field


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
