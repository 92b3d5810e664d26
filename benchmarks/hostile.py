"""Addresses that strangers who mean ill may ask for: `python -m benchmarks.hostile COUNT`, one a line.

They are drawn from every public pattern that the site has and from every field that it takes; plans and trials, which
are worked out as they are asked, come more often and at their fullest. The same addresses come in every run.
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
import django

django.setup()

from common.asking import UnknownNameError
from common.months import Month
from dashboard.plan.forms import HIGHEST_WEIGHT
from insights.plan.queries import start_of
from insights.what_if.queries import MOST_FIGURES, given_list
from rankings.lists.histories import Scope
from rankings.lists.scored_lists import NoFiguresError
from rankings.models import Origin, RankingList
from states.models import State
from states.selectors import state_by_code
from tests.security.walk import Address, addresses

PUBLIC = ("api:", "rankings:", "why:", "embed:", "release:", "site:", "corrections:", "None")
WORKED_OUT = ("plan", "what_if", "claim_check", "claims", "search")
"""What is computed for the one who asks."""

OF_PAGES = (
    "board", "category", "origin", "as_of", "from", "to", "month", "year", "state", "states", "q", "said", "kind",
    "number", "against", "view", "methodology", "measure", "span", "chart", "format", "page", "show", "top",
)  # fmt: skip
"""Fields of pages; those of the API are known to its views."""

SMALL = ("LA", "LD", "AN", "DH", "SK")
"""Of few cases, so that their plans can go a great many ways."""

PIECES = (
    "secret-", "a", "%", "ﷺ", "हरियाणा ", "Haryana first ", "first since June 2021 ", "१२३ ", "../", "0,", "<!--", "\\",
)  # fmt: skip
FILES = ["lists", "rankings", "marks", "parameters", "methodologies", "states"]


class Hostile:
    def __init__(self, seed: str) -> None:
        self.dice = dice = random.Random(seed)
        self.states = list(State.objects.order_by("code").values_list("code", flat=True))
        lists = RankingList.objects.filter(origin=Origin.COMPUTED)
        self.months = months = [
            str(month) for month in lists.order_by("month").values_list("month", flat=True).distinct()
        ]
        known: dict[str, list[str]] = {
            "from": ["1900-01", *months], "to": ["2099-12", *months], "month": [*months, "latest"],
            "as_of": [f"{month}-28" for month in months], "year": [month[:4] for month in months],
            "updated_after": ["1900-01-01"], "since": ["1900-01-01"], "cursor": ["0", "999999999"],
            "board": ["cctns", "icjs", "itsso", "overall"], "category": ["all", "major", "hilly-ne", "ut"],
            "origin": ["computed", "recorded"], "by": ["fewest", "marks", "effort"],
            "kind": ["months_first", "current_streak", "longest_streak", "rank", "annual"],
            "number": ["1", "20", "999999"], "revision": ["1"], "practice": ["1", "2"], "span": ["1", "3", "12"],
            "target": [str(rank) for rank in range(1, 37)], "resource": FILES, "limit": ["1000"], "offset": ["0"],
            "version": ["2021-06", "2023-01"], "methodology": ["2021-06", "2023-01"], "against": ["2021-06"],
            "code": [*self.states, *SMALL * 4], "of": self.states, "view": ["published", "rescored"],
            "state": [",".join(self.states), "LA"], "states": [",".join(self.states[:4])], "fields": [""],
            "measure": ["change", "gap_closed"], "format": ["json", "csv", "xlsx", "zip"], "lang": ["en", "hi"],
        }  # fmt: skip
        self.known = {name: partial(dice.choice, values) for name, values in known.items()}

    def value(self, name: str) -> str:
        """What belongs there; now and then, and where nothing is known, long nonsense."""
        if name in self.known and self.dice.random() < 0.97:
            return self.known[name]()
        return self.dice.choice(PIECES) * self.dice.choice([1, 5, 20, 100, 1000])

    def addresses(self) -> Iterator[str]:
        public = [each for each in addresses() if each.name.startswith(PUBLIC)]
        dear = [each for each in public if each.name.partition(":")[2] in WORKED_OUT]
        while True:
            yield self.address(self.dice.choice(dear if self.dice.random() < 0.4 else public))

    def address(self, pattern: Address) -> str:
        view: Any = getattr(pattern.view, "view_class", None)
        names = view.known() if hasattr(view, "known") else OF_PAGES
        query = {name: self.value(name) for name in names if self.dice.random() < 0.4}
        parts = {name: self.value(name) for name in re.findall(r"<(?:\w+:)?(\w+)>", pattern.route)}
        kind = pattern.name.partition(":")[2]
        if kind in ("plan", "what_if"):
            parts |= {name: self.known[name]() for name in parts}
            query = self.plan(parts["code"]) if kind == "plan" else self.trial(parts["month"])
        route = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: quote(parts[found[1]], safe=""), pattern.route)
        page = "" if pattern.name.startswith(("api:", "None")) or self.dice.random() < 0.5 else "/hi"
        return f"{page}/{route.replace('.*$', 'nothing')}?{urlencode(query)}"

    def plan(self, code: str) -> dict[str, str]:
        """A plan of the State with limits and efforts that it may have."""
        month = self.dice.choice(self.months)
        query = {name: self.known[name]() for name in ("board", "by", "target")} | {"month": month}
        try:
            start = start_of(state_by_code(code), Scope(query["board"], "all"), Month.parse(month))
        except (NoFiguresError, UnknownNameError):
            return query
        share = self.dice.random()
        chosen = [each for each in start.question.able if self.dice.random() < share]
        caps = [
            f"{each.rule.code}:{each.start + int(float(each.limit - each.start) * self.dice.random())}"
            for each in chosen
        ]
        efforts = [f"{each.rule.code}:{self.dice.randint(1, HIGHEST_WEIGHT)}" for each in start.question.able]
        return query | {"cap": ",".join(caps), "effort": ",".join(efforts)}

    def trial(self, month: str) -> dict[str, str]:
        """Other marks for every parameter, and as many other figures as can be tried at once."""
        board = self.known["board"]()
        codes = [rule.code for rule in given_list(Scope(board, "all"), month).worked.basis.parameters]
        figures = {
            f"{self.dice.choice(self.states)}.{self.dice.choice(codes)}": f"{self.dice.randint(0, 99)}/100"
            for _ in range(MOST_FIGURES)
        }
        marks = [f"{code}:{self.dice.randint(0, 10_000) / 100}" for code in codes]
        return {
            "board": board,
            "marks": ",".join(marks),
            "figures": ",".join(f"{place}:{value}" for place, value in figures.items()),
        }


if __name__ == "__main__":
    for address in islice(Hostile("hostile").addresses(), int(sys.argv[1])):
        print(address)
