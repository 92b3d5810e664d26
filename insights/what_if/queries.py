"""What if: a computed list ranked again with other figures or marks. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from insights.plan.forms import joined, plain
from insights.tryout.core import Move, compare
from insights.what_if.core import Change, changed
from metrics.scoring import Figure
from rankings.lists.histories import Scope
from rankings.lists.scored_list import Basis, Worked, work
from rankings.lists.scored_lists import Ground, computed_list, grounds_of

MOST_FIGURES = 60
HIGHEST_MARKS = Decimal(100)
NOT_SENT = "-"
"""How an address says that a figure was not sent."""
BLANK = Figure(None, None)


def given_list(scope: Scope, month: str) -> Ground:
    """`month` is `YYYY-MM` or `latest`. Raises NoFiguresError, WithdrawnListError."""
    ranking, _ = computed_list(scope, month)
    [ground] = grounds_of([ranking])
    return ground


def sent(ground: Ground, state: str, code: str) -> Figure:
    """What the list rests on."""
    return ground.worked.basis.figures.get(state, {}).get(code, BLANK)


def ranked_again(ground: Ground, change: Change) -> tuple[Worked, tuple[Move, ...]]:
    """The list that would come of a change, and every State in its order beside the published place."""
    worked = work(changed(ground.worked.basis, change))
    return worked, compare(ground.worked.places, worked.places)


def all_marks(basis: Basis) -> Decimal:
    """The marks of the board's parameters together."""
    return sum((rule.max_marks for rule in basis.on_board().values()), Decimal(0))


def figures_text(figures: Mapping[tuple[str, str], Figure]) -> str:
    """Figures of States as an address carries them: `HR.REG-03:48/50`, or `-` where nothing was sent."""
    texts = {}
    for (state, code), figure in figures.items():
        part, whole = figure.numerator, figure.denominator
        texts[f"{state}.{code}"] = (
            NOT_SENT if part is None or whole is None else f"{plain(part)}/{plain(whole)}"
        )
    return joined(texts)
