"""`/compare/?states=HR,HP`: up to six States side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from common.asking import MalformedQueryError
from common.charts.theme import LOOKS
from common.dates import month_name
from common.forms import ReadField
from common.templatetags.pragati import address
from dashboard.compare.charts import RANK, SCORE, compare_chart
from dashboard.compare.queries import Compared, compared
from dashboard.parameters import wording
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.notes import known, month_nav
from metrics.scoring import Mark, NoScore
from rankings.lists import asked, labels
from rankings.lists.history import Standing, sample_basis
from rankings.lists.labels import MISSING, either, listed, lost, percent, two_decimals
from rankings.lists.marks import Span, group_sums, spans
from rankings.lists.query import ListQuery
from states.models import State
from states.selectors import ALL_INDIA, all_states, states_by_code

MOST_STATES = len(LOOKS)
SHOWN = (RANK, SCORE)
BAR_WIDTH = 48

Cells = Sequence[tuple[str, str]]
"""A line of a table: a text for each State, and what stands under it or how long its bar is."""


def _read_states(texts: Sequence[str]) -> tuple[State, ...]:
    """Several codes parted by commas, which may stand more than once."""
    codes = [code.strip() for text in texts for code in text.split(",") if code.strip()]
    states = tuple({state.code: state for state in states_by_code(codes)}.values())
    if len(states) > MOST_STATES:
        problem = gettext("states: at most %(most)s can stand side by side; take some away")
        raise MalformedQueryError("states", problem % {"most": MOST_STATES})
    return states


class CompareQuery(ListQuery):
    """States on a board of all India; `month` is None for the newest, `show` is what the chart shows."""

    takes: ClassVar = {
        **ListQuery.takes, "rankings:compare": ("states", "board", "origin", "as_of", "month", "show"),
    }  # fmt: skip

    states = ReadField(
        _read_states, lambda states: ",".join(state.code for state in states), initial=(),
        widget=forms.SelectMultiple,
    )  # fmt: skip
    month = ReadField(lambda text: asked.month(text, "month"))
    show = ReadField(lambda text: asked.one_of(text, "show", SHOWN), initial=RANK)

    def clean_category(self) -> str:
        return ALL_INDIA


@explained
def compare(request: HttpRequest) -> HttpResponse:
    query = CompareQuery.read(request.GET)
    scope, states, show = query.scope, query.cleaned_data["states"], query.cleaned_data["show"]
    found = compared(scope, states, query.cleaned_data["month"])

    def here(**changes: object) -> str:
        return address("rankings:compare", query=query.carried_to("rankings:compare", **changes))

    others = [state for state in all_states() if state not in states]
    apart, equal = parameters(found)
    names = [state.label for state in states]
    context = {
        "query": query, "found": found, "show": show, "others": others, "room": MOST_STATES - len(states),
        "title": title(found, query, names), "headline": headline(_ranked(found), names),
        "lede": [month_name(found.month), labels.board_long(scope.board)] if found.month
        else [gettext("No list is on record yet")],
        "caption": ", ".join([labels.board_name(scope.board), *([month_name(found.month)] if found.month else [])]),
        "sample": found.shown is not None and found.shown.sample,
        "mixed": labels.mixed(sample_basis(each.sample for each in found.lists.values())) if states else "",
        "canonical": here(),
        "months": month_nav(found.months, found.month, lambda month: here(month=month)) if found.month else None,
        "month": None if found.newest else found.month,
        "boards": labels.BOARDS,
        "columns": [
            (state, number, LOOKS[number].shape, here(states=tuple(other for other in states if other != state)))
            for number, state in enumerate(states)
        ],
        "examples": () if states else _examples(found, others),
        "chart": compare_chart(found, scope.board, show) if states else None,
        "places": places(found) if found.counts else (),
        "groups": groups(found), "apart": apart, "equal": equal,
        **known(query.scope),
    }  # fmt: skip
    return charted(request, "dashboard/compare.html", context)


def title(found: Compared, query: CompareQuery, names: Sequence[str]) -> str:
    parts = [gettext("Compare %(names)s") % {"names": listed(names)} if names else gettext("Compare")]
    parts.append(labels.board_name(query.scope.board))
    if found.month:
        parts.append(month_name(found.month))
    if query.cleaned_data["show"] == SCORE:
        parts.append(gettext("Score"))
    return " · ".join([*parts, *labels.lists_of(query.scope.origin)])


def headline(places: Sequence[tuple[str, int, Decimal | None]], names: Sequence[str]) -> str:
    """`Haryana is 0.12 ahead of Himachal Pradesh`; `places` are (name, rank, score) of the ranked ones, best first."""
    if not names:
        return gettext("States and UTs side by side")
    if len(places) < 2:
        return gettext("%(names)s side by side") % {"names": listed(names)} if len(names) > 1 else names[0]
    (first, rank, score), (second, other_rank, other_score) = places[:2]
    if rank == other_rank:
        level = [name for name, own, _ in places if own == rank]
        return gettext("%(names)s stand level") % {"names": listed(level)}
    values = {"first": first, "second": second, "count": other_rank - rank}
    if score is None or other_score is None:
        return (
            ngettext(
                "%(first)s is %(count)s place ahead of %(second)s",
                "%(first)s is %(count)s places ahead of %(second)s",
                other_rank - rank,
            )
            % values
        )
    return gettext("%(first)s is %(gap)s ahead of %(second)s") % {
        **values,
        "gap": f"{score - other_score:.2f}",
    }


def _ranked(found: Compared) -> list[tuple[str, int, Decimal | None]]:
    """Name, rank and score of those that are ranked, best first."""
    standings = [(state.label, found.standing(state.code)) for state in found.states]
    ranked = [(name, each.rank, each.score) for name, each in standings if each and each.rank is not None]
    return sorted(ranked, key=lambda row: row[1])


def _examples(found: Compared, states: Sequence[State]) -> list[tuple[State, ...]]:
    """The first two and the first six of the list, as a beginning."""
    if found.shown is None:
        return []
    by_code = {state.code: state for state in states}
    order = [by_code[code] for code, row in found.shown.rows.items() if row.rank is not None]
    return [tuple(first) for first in (order[:2], order[:MOST_STATES]) if len(first) > 1]


def places(found: Compared) -> list[tuple[str, Cells]]:
    """Rank, score and counts, a State to a column."""
    codes = [state.code for state in found.states]
    silent = found.marks.worked.silent if found.marks else frozenset()
    unsent = labels.reason(NoScore.NOT_REPORTED.value)
    counts, own = [found.counts[code] for code in codes], found.categories
    return [
        (
            gettext("Rank in India"),
            [(_rank(found.standing(code)), unsent if code in silent else "") for code in codes],
        ),
        (
            gettext("Rank in its category"),
            [
                (_rank(found.inside.get(code)), labels.category_short(own[code]) if code in own else "")
                for code in codes
            ],
        ),
        (gettext("Score"), [(_score(found.standing(code)), "") for code in codes]),
        (gettext("Months first"), [(_months(count.months_first), "") for count in counts]),
        (
            gettext("In a row now"),
            [(labels.streak(count), "") for count in counts],
        ),
        (gettext("Best rank"), [_best(found, code) for code in codes]),
    ]


def _rank(standing: Standing | None) -> str:
    return MISSING if standing is None or standing.rank is None else str(standing.rank)


def _score(standing: Standing | None) -> str:
    return MISSING if standing is None or standing.score is None else f"{standing.score:.2f}"


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _best(found: Compared, code: str) -> tuple[str, str]:
    """The best rank on record, with the newest month in which it was held."""
    held = [
        (row.rank, month)
        for month, each in found.lists.items()
        if (row := each.rows.get(code)) is not None and row.rank is not None
    ]
    if not held:
        return MISSING, ""
    best = min(rank for rank, _ in held)
    return str(best), month_name(max(month for rank, month in held if rank == best))


def groups(found: Compared) -> list[tuple[str, str, Cells]]:
    """Name and code of each group of the board, and the percent of its marks, with a bar."""
    if found.marks is None:
        return []
    rules, marks = list(found.marks.worked.basis.on_board().values()), found.marks.worked.marks
    texts = {group["code"]: group for group in found.marks.document.document["groups"]}
    columns = [
        {each.group: each.share for each in group_sums(marks[state.code], rules)}
        for state in found.states
        if state.code in marks
    ]
    return [
        (
            either(texts[group]["name"], texts[group]["name_hi"]),
            group,
            [
                (MISSING, "") if (share := own[group]) is None
                else (percent(100 * share), two_decimals(share * BAR_WIDTH))
                for own in columns
            ],
        )
        for group in dict.fromkeys(rule.group for rule in rules)
    ]  # fmt: skip


Apart = tuple[Span, str, Decimal, Cells, str]
"""How far the States lie apart in a parameter: its name, its marks, those of each State, and the difference."""


def parameters(found: Compared) -> tuple[list[Apart], list[Apart]]:
    """The parameters in which the States lie apart, the farthest first, and those in which they do not.

    Those that sent nothing are no part of it; none where fewer than two are left.
    """
    if found.marks is None:
        return [], []
    worked, rules = found.marks.worked, found.marks.worked.basis.on_board()
    texts = {each["code"]: each for each in found.marks.document.document["parameters"]}
    marks = {state.code: worked.marks[state.code] for state in found.states}
    sent = {code: own for code, own in marks.items() if code not in worked.silent}
    if len(sent) < 2:
        return [], []
    rows = [
        (
            span, either(texts[span.parameter]["name"], texts[span.parameter]["name_hi"]),
            rules[span.parameter].max_marks, [_cell(own[span.parameter]) for own in marks.values()],
            lost(span.apart),
        )
        for span in spans(sent, rules)
    ]  # fmt: skip
    return [row for row in rows if row[0].apart], [row for row in rows if not row[0].apart]


def _cell(mark: Mark) -> tuple[str, str]:
    if mark.percent is None:
        return MISSING, wording.status_note(mark.status.value)
    return two_decimals(mark.marks), ""
