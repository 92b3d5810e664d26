"""What would bring a State to a rank: what was asked of whom, and the fields of the form that asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext

from rankings.core.improvements import Improvement
from rankings.selectors.planning import Start, Wish
from rankings.selectors.typed import Typed
from rankings.views import links
from rankings.views.asking import plan_query
from rankings.views.links import Asked
from rankings.views.wording import labels
from rankings.views.wording.numbers import MISSING, grouped, plain, two_decimals
from states.months import Month


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What was asked of whom: `typed` as it was written, `wish` what of it could be read, `problems` what could not."""

    start: Start
    wanted: Asked
    month: Month | None
    typed: Typed
    wish: Wish
    problems: Mapping[str, str]

    def url(self, wish: Wish | None = None, wanted: Asked | None = None) -> str:
        """The page with one thing chosen otherwise. Another list has other limits, so they stay behind."""
        asked = wish or (self.wish if wanted is None else replace(self.wish, caps={}, efforts={}))
        return links.plan(self.start.state.code, wanted or self.wanted, self.month, plan_query(asked))


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A parameter that can gain marks, with its two fields; `high` is how far its numerator can go."""

    code: str
    name: str
    figures: str
    gain: str
    high: str
    cap: str
    effort: str
    problems: tuple[str, ...]


def limit_line(one: Improvement, inquiry: Inquiry) -> LimitLine:
    code = one.rule.code
    parameter = inquiry.start.ground.parameters[code]
    keys = (f"cap:{code}", f"effort:{code}")
    return LimitLine(
        code=code,
        name=labels.either(parameter["name"], parameter["name_hi"]),
        figures=figure_of(one.start, inquiry.start.figures[code].denominator),
        gain=two_decimals(one.reach),
        high=plain(one.limit),
        cap=inquiry.typed.caps.get(code, ""),
        effort=inquiry.typed.efforts.get(code, ""),
        problems=tuple(inquiry.problems[key] for key in keys if key in inquiry.problems),
    )


def figure_of(part: Decimal, whole: Decimal | None) -> str:
    values = {"part": grouped(part), "whole": MISSING if whole is None else grouped(whole)}
    return gettext("%(part)s of %(whole)s") % values
