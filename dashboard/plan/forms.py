"""What may be asked of a plan: a list, a rank, a notion of smallest, limits and efforts by parameter."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext

from common.forms import ReadField
from insights.plan.core import Notion
from insights.plan.forms import LONGEST_SHOWN, ListQuestion, PairsField, joined, number, whole
from insights.plan.queries import Start
from rankings.lists import asked

HIGHEST_WEIGHT = 100
WISH = ("target", "by", "cap", "effort")


class PlanQuery(ListQuestion):
    """`month` is None for the newest list, `target` for the next better place."""

    takes: ClassVar = {**ListQuestion.takes, "why:plan": ("board", "category", "as_of", "month", *WISH)}

    month = ReadField(lambda text: asked.month(text, "month"))
    target = ReadField(str.strip)
    by = ReadField(str.strip, initial=Notion.FEWEST)
    cap = PairsField(joined)
    effort = PairsField(
        lambda efforts: joined({code: units for code, units in efforts.items() if units != 1})
    )

    @property
    def wish(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WISH}

    def check(self, start: Start) -> None:
        """Read what was typed against the list. The newest month is no part of an address."""
        typed, places = self.cleaned_data, start.ground.worked.places
        able = {
            each.rule.code: (min(each.start, each.limit), max(each.start, each.limit))
            for each in start.question.able
        }
        here = {rule.code for rule in start.question.on_board}

        def unknown(code: str) -> str:
            if code in here:
                return gettext("%(code)s has nothing to gain, so it takes no limit and no effort")
            return gettext("there is no parameter “%(code)s” on this board")

        if typed["month"] == start.months[-1]:
            typed["month"] = None
        if typed["target"]:
            problem = gettext(
                "“%(value)s” is not a rank of this list; give a whole number from 1 to %(most)s"
            )
            typed["target"] = self.number("target", typed["target"], whole, (1, len(places)), problem)
        try:
            typed["by"] = Notion(typed["by"].lower() or Notion.FEWEST)
        except ValueError:
            values = {"known": ", ".join(Notion), "value": typed["by"][:LONGEST_SHOWN]}
            self.problems["by"] = gettext("it is one of %(known)s, not “%(value)s”") % values
            typed["by"] = Notion.FEWEST
        problem = gettext("%(code)s: “%(value)s” is not a number from %(low)s to %(high)s")
        typed["cap"] = self.numbers("cap", number, able, problem, unknown)
        problem = gettext("%(code)s: “%(value)s” is not a whole number from 1 to %(most)s")
        weights = dict.fromkeys(able, (1, HIGHEST_WEIGHT))
        typed["effort"] = self.numbers("effort", whole, weights, problem, unknown)
