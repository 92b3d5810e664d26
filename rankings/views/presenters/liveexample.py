"""How the score of one State came about, in live numbers: group by group, then the division that is printed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from metrics.scoring import rounded
from rankings.core.parameters import group_sums
from rankings.selectors.measured import Measured
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import labels
from rankings.views.wording.labels import either
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING, percent, two_decimals
from states.asking import Choice


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A group; `left` is what of its marks left the total, being not applicable, and empty where nothing did."""

    name: str
    code: str
    obtained: str
    applicable: str
    percent: str
    left: str


@dataclass(frozen=True, slots=True)
class LiveExample:
    """`obtained` to four decimals, as the API gives marks; `exact` shows the score before it was rounded."""

    state: Choice
    list: Choice
    rows: tuple[LiveRow, ...]
    obtained: str
    applicable: str
    exact: str
    score: str
    rank: str
    sample: bool


def live_example(found: Measured | None, wanted: Asked) -> LiveExample | None:
    """The State in the middle of the ranked; None where no list rests on the version."""
    if found is None:
        return None
    ranked = [state for state in found.in_order() if found.worked.places[state.code].rank is not None]
    if not ranked:
        return None
    state = ranked[len(ranked) // 2]
    score, place = found.worked.scores[state.code], found.worked.places[state.code]
    assert score.exact is not None
    month = None if found.newest else found.month
    return LiveExample(
        state=Choice(labels.state_name(state), links.state(state.code, wanted, found.month)),
        list=Choice(
            gettext("%(board)s, %(month)s")
            % {"board": labels.board_name(wanted.board), "month": month_name(found.month)},
            links.leaderboard(month or found.month, wanted),
        ),
        rows=tuple(_rows(state.code, found)),
        obtained=f"{rounded(score.obtained, 4):.4f}",
        applicable=two_decimals(score.applicable),
        exact=_digits(score.exact),
        score=f"{score.printed}",
        rank=str(place.rank),
        sample=found.sample,
    )


def _rows(code: str, found: Measured) -> list[LiveRow]:
    names = {one["code"]: either(one["name"], one["name_hi"]) for one in found.document.document["groups"]}
    rules = list(found.worked.basis.on_board().values())
    whole: dict[str, Fraction] = {}
    for rule in rules:
        whole[rule.group] = whole.get(rule.group, Fraction(0)) + Fraction(rule.max_marks)
    return [
        LiveRow(
            name=names[one.group],
            code=one.group,
            obtained=two_decimals(one.obtained),
            applicable=two_decimals(one.applicable),
            percent=MISSING if one.share is None else percent(100 * one.share),
            left=two_decimals(whole[one.group] - one.applicable) if whole[one.group] > one.applicable else "",
        )
        for one in group_sums(found.worked.marks[code], rules)
    ]


def _digits(value: Fraction, count: int = 6) -> str:
    """The first decimals of a number, cut and not rounded: `96.190234…`, or the whole of it where it ends there.

    >>> _digits(Fraction(2, 3)), _digits(Fraction(193, 2))
    ('0.666666…', '96.5')
    """
    scaled = value * 10**count
    digits = scaled.numerator // scaled.denominator
    text = f"{digits // 10**count}.{digits % 10**count:0{count}d}"
    return text.rstrip("0").rstrip(".") if scaled == digits else f"{text}…"
