"""`/rankings/2023-10/what-if/?marks=REG-01:9&figures=HR.REG-03:48/50`: a list ranked again. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from common.templatetags.pragati import address
from dashboard.site.errors import explained
from dashboard.site.notes import known
from dashboard.what_if.forms import WhatIfQuery
from insights.plan.forms import joined, plain
from insights.tryout.core import Move
from insights.what_if.queries import (
    HIGHEST_MARKS,
    MOST_FIGURES,
    NOT_SENT,
    all_marks,
    given_list,
    ranked_again,
    sent,
)
from rankings.lists import labels, links
from rankings.lists.queries import states_by_code
from rankings.lists.scored_lists import Ground
from states.models import State


@explained
def what_if(request: HttpRequest, month: str) -> HttpResponse:
    """A form's long address leads to the compact one that can be shared.

    What cannot be read stands beside its field, with status 400.
    """
    query = WhatIfQuery.read(request.GET)
    ground, states = given_list(query.scope, month), states_by_code()
    query.check(ground, states)
    here = ("why:what_if", ground.month)
    if not query.problems and not query.is_compact:
        return redirect(address(here, query=query.carried_to("why:what_if")))
    change, code, scope, basis = query.change, query.cleaned_data["state"], query.scope, ground.worked.basis
    moves: tuple[Move, ...] = ()
    if not query.problems:
        worked, moves = ranked_again(ground, change)
    data = {"board": scope.board, "category": scope.category} | query.parts(("as_of", "marks", "figures"))
    context = {
        "query": query, "ground": ground, "here": here, "states": states, "change": change, "moves": moves,
        "headline": headline(moves, states, changed=bool(change), asked_right=not query.problems),
        "boards": labels.BOARDS, "categories": labels.CATEGORIES,
        "hidden": hidden(query, ground),
        "choices": [states[other] for other in states if other in basis.names or other == code],
        "state": states.get(code),
        "figures": figure_fields(query, ground, code) if code else (),
        "unchanged": all(state != code for state, _ in change.figures),
        "rules": basis.on_board(),
        "highest": HIGHEST_MARKS, "most": MOST_FIGURES,
        "changes": changes(query, ground, states, here),
        "totals": (all_marks(basis), all_marks(worked.basis)) if moves else None,
        "data": links.data(f"rankings/{ground.month}/what-if/", data),
        "lede": labels.list_name(ground.month, scope.board, scope.category),
        **known(query.scope),
    }  # fmt: skip
    return render(request, "dashboard/why/what_if.html", context, status=400 if query.problems else 200)


def hidden(query: WhatIfQuery, ground: Ground) -> dict[str, str]:
    """What the form keeps. The State shown stands in fields of its own, so that its figures are read from those."""
    code, on_board = query.cleaned_data["state"], ground.worked.basis.on_board()
    here = {f"{code}.{parameter}" for parameter in on_board}
    others = {key: text for key, text in query["figures"].data.items() if key not in here}
    elsewhere = {key: text for key, text in query["marks"].data.items() if key not in on_board}
    kept = {"figures": joined(others), "marks": joined(elsewhere), "of": code}
    return query.parts(("board", "category", "as_of")) | {name: text for name, text in kept.items() if text}


def figure_fields(query: WhatIfQuery, ground: Ground, state: str) -> list[dict[str, Any]]:
    """A State's figures: as published, and what stands in the two fields of each."""
    typed, rows = query["figures"].data, []
    for code in ground.worked.basis.on_board():
        place, published = f"{state}.{code}", sent(ground, state, code)
        if place in typed:
            part, _, whole = ("" if typed[place] == NOT_SENT else typed[place]).partition("/")
        else:
            part, whole = (
                "" if value is None else plain(value)
                for value in (published.numerator, published.denominator)
            )
        problem = query.problems.get(f"figures.{place}", "")
        rows.append({"code": code, "published": published, "part": part, "whole": whole, "problem": problem})
    return rows


def changes(
    query: WhatIfQuery, ground: Ground, states: Mapping[str, State], here: tuple[str, Any]
) -> list[tuple[str, str, str, str]]:
    """What is otherwise: its name, before and after, and the address of the page without it."""
    change, rules = query.change, {rule.code: rule for rule in ground.worked.basis.parameters}

    def without(field: str, key: Any) -> str:
        rest = {other: value for other, value in query.cleaned_data[field].items() if other != key}
        return address(here, query=query.carried_to("why:what_if", **{field: rest}))

    marks = [
        (
            gettext("%(code)s: marks") % {"code": code},
            labels.plain(rules[code].max_marks), labels.plain(most), without("marks", code),
        )
        for code, most in sorted(change.marks.items())
    ]  # fmt: skip
    figures = [
        (
            gettext("%(state)s, %(code)s") % {"state": states[state].label, "code": code},
            labels.figure(sent(ground, state, code)), labels.figure(figure), without("figures", (state, code)),
        )
        for (state, code), figure in sorted(change.figures.items())
    ]  # fmt: skip
    return marks + figures


def headline(moves: Sequence[Move], states: Mapping[str, State], *, changed: bool, asked_right: bool) -> str:
    """`What if: first would be Himachal Pradesh; published: Haryana`. It says “would”: nothing was published."""
    if not asked_right:
        return gettext("What if: this cannot be ranked as it was asked")
    if not changed:
        return gettext("What if the figures or the marks were other?")
    first = [states[move.state].label for move in moves if move.tried_rank == 1]
    published = [states[move.state].label for move in moves if move.rank == 1]
    moved = sum(move.changed for move in moves)
    values = {"states": labels.some_of(first), "published": labels.some_of(published), "count": moved}
    if not published:
        text = gettext("What if: first would be %(states)s; published: no State is ranked")
    elif set(first) != set(published):
        text = gettext("What if: first would be %(states)s; published: %(published)s")
    elif not moved:
        text = gettext("What if: nobody would move; first would still be %(states)s")
    else:
        text = ngettext(
            "What if: %(count)s State would move; first would still be %(states)s",
            "What if: %(count)s States would move; first would still be %(states)s",
            moved,
        )
    return text % values
