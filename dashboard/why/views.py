"""Why a State's rank changed: a sentence, the steps of the rank, the parts of the score, and a waterfall."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from common.asking import Choice
from common.charts import rows as charts
from common.charts.rows import Fall
from common.dates import month_name, month_short, place
from common.http import redirect_with_query
from common.sheets import Sheet
from common.templatetags.pragati import address as address_of
from dashboard.site.charted import ChartFigure, charted
from dashboard.site.errors import explained
from dashboard.site.notes import known
from dashboard.why import wording
from insights.explain.core import Cause, Explanation, Kind, Mover, Part, ScoreSplit, Step
from insights.explain.queries import Reasons, Side, reasons
from metrics.scoring import Status
from rankings.lists import asked, labels, links
from rankings.lists.labels import MISSING, figure, plain, reason, signed, two_decimals
from rankings.lists.query import ListQuery
from rankings.models import RankingList
from states.selectors import ALL_INDIA, state_by_code

# The waterfall of a score change: the largest parts each, the rest together, so that they still sum.

MOST_BARS = 10
LONGEST_NAME = 42
"""Letters of a name that the column beside a chart has room for."""
SHEET_DECIMALS = 4


def waterfall(found: Reasons) -> ChartFigure | None:
    """None where the State is unranked in one of the lists."""
    split = found.why.score
    if split is None:
        return None
    parts = _fall_parts(split, found)
    return ChartFigure(
        key="waterfall",
        title=_fall_title(split, parts),
        alternative=_alternative(split, found, parts),
        note=gettext("Points of the score by parameter, the largest first; the table has the exact parts."),
        payload=charts.waterfall(_falls(split, found, parts)),
        sheet=_sheet(split, found),
    )


_Named = tuple[str, str, Decimal]
"""A long and a short name, and points to two decimals."""


def _fall_parts(split: ScoreSplit, found: Reasons) -> list[_Named]:
    """The bars; their printed points sum to the printed change, for the last one takes up every rounding."""
    largest = split.largest(MOST_BARS)
    named = [(labels.either(*found.names(code)), code, points) for code, points in largest.parameters]
    if largest.others:
        text = ngettext("%(count)s other and rounding", "%(count)s others and rounding", largest.others)
        named.append((text % {"count": largest.others}, gettext("others"), largest.rest))
    elif largest.rest:
        named.append((gettext("rounding"), gettext("rounding"), largest.rest))
    return named


def _sheet(split: ScoreSplit, found: Reasons) -> Sheet:
    """Every parameter's points to four decimals, and the rounding that closes the sum."""
    points: dict[str, Decimal] = {}
    for part, value in split.shown(SHEET_DECIMALS):
        points[part.parameter] = points.get(part.parameter, Decimal(0)) + value
    rows = [
        (code, labels.either(*found.names(code)), points[code])
        for code in sorted(points, key=lambda code: (-abs(points[code]), code))
    ]
    left = split.shown_rounding(SHEET_DECIMALS)
    return Sheet(("parameter", "name", "points"), [*rows, ("", gettext("rounding"), left)])


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _falls(split: ScoreSplit, found: Reasons, parts: list[_Named]) -> list[Fall]:
    runs = list(accumulate((points for _, _, points in parts), initial=split.before))
    first, last = found.before.month, found.after.month
    rows = [_total(month_name(first), month_short(first), split.before)]
    for (name, short, points), before, after in zip(parts, runs, runs[1:], strict=False):
        printed = signed(points)
        rows.append(
            Fall(
                _short(name),
                short,
                before,
                after,
                printed,
                f"{name} · {printed}",
            )
        )
    return [*rows, _total(month_name(last), month_short(last), split.after)]


def _total(name: str, short: str, score: Decimal) -> Fall:
    return Fall(name, short, score, score, f"{score:.2f}", f"{name} · {score:.2f}", total=True)


def _fall_title(split: ScoreSplit, parts: list[_Named]) -> str:
    values = {"before": f"{split.before:.2f}", "after": f"{split.after:.2f}"}
    if not parts:
        return gettext("The score stayed at %(after)s, and no parameter moved it") % values
    values["part"], values["points"] = parts[0][0], signed(parts[0][2])
    return gettext("From %(before)s to %(after)s; most by “%(part)s”, %(points)s") % values


def _alternative(split: ScoreSplit, found: Reasons, parts: list[_Named]) -> str:
    values = {
        "state": found.state.label,
        "before": f"{split.before:.2f}",
        "after": f"{split.after:.2f}",
        "first": month_name(found.before.month),
        "last": month_name(found.after.month),
        "parts": "; ".join(f"{name} {signed(points)}" for name, _, points in parts) or "0",
    }
    return (
        gettext(
            "Waterfall of the score of %(state)s from %(before)s in %(first)s to %(after)s in %(last)s: %(parts)s."
        )
        % values
    )


# Why a rank changed, in sentences: what the State did itself, what the others did, who passed whom.


_CAUSES = {
    Cause.FIGURES: gettext_lazy("own figures"),
    Cause.METHODOLOGY: gettext_lazy("methodology"),
    Cause.APPLICABILITY: gettext_lazy("what is applicable"),
}
_MOVERS = {
    Mover.LEFT: gettext_lazy("Others left the ranking"),
    Mover.OWN: gettext_lazy("It moved"),
    Mover.OTHERS: gettext_lazy("The others moved"),
    Mover.CAME: gettext_lazy("Others came into the ranking"),
    Mover.RULE: gettext_lazy("Another rule for ties"),
}


def cause_name(cause: Cause) -> str:
    return str(_CAUSES[cause])


def mover_name(mover: Mover) -> str:
    return str(_MOVERS[mover])


def headline(state: str, why: Explanation) -> str:
    """`Haryana moved up from 3rd to 1st place`"""
    if why.rank is None:
        return _unranked(state, why)
    values = {"state": state, "before": place(why.rank.before), "after": place(why.rank.after)}
    if why.rank.came_in or why.rank.went_out:
        return gettext("%(state)s: from %(before)s of %(ranked_before)s to %(after)s of %(ranked_after)s") % {
            **values,
            "ranked_before": why.rank.both + len(why.rank.went_out),
            "ranked_after": why.rank.both + len(why.rank.came_in),
        }
    if why.rank.change > 0:
        return gettext("%(state)s moved up from %(before)s to %(after)s place") % values
    if why.rank.change < 0:
        return gettext("%(state)s moved down from %(before)s to %(after)s place") % values
    return gettext("%(state)s stayed in %(after)s place") % values


def _unranked(state: str, why: Explanation) -> str:
    values = {
        "state": state,
        "before": reason(why.reason_before) if why.reason_before else "",
        "after": reason(why.reason_after) if why.reason_after else "",
    }
    if why.kind is Kind.ENTERED:
        return gettext("%(state)s came into the ranking; before, it was unranked (%(before)s)") % values
    if why.kind is Kind.LEFT:
        return gettext("%(state)s left the ranking: it is unranked (%(after)s)") % values
    return gettext("%(state)s is unranked in both lists (%(before)s; %(after)s)") % values


def score(split: ScoreSplit, most: str) -> str:
    """`Its score went from 99.10 to 99.97 (+0.87), most of it by REG-05 +0.52.` `most` may be empty."""
    values = {
        "before": f"{split.before:.2f}",
        "after": f"{split.after:.2f}",
        "change": signed(split.change),
        "most": most,
    }
    if not most:
        return gettext("Its score went from %(before)s to %(after)s (%(change)s).") % values
    return (
        gettext("Its score went from %(before)s to %(after)s (%(change)s); what moved it most: %(most)s.")
        % values
    )


DECIMALS = 4
"""Of the points in the table: enough that the line of roundings stays below half a hundredth."""
MOST_NAMED = 2


def title(found: Reasons, query: ListQuery) -> str:
    parts = [
        gettext("%(state)s: why the rank changed") % {"state": found.state.label},
        labels.board_name(query.scope.board),
        labels.category_name(query.scope.category),
        f"{month_name(found.before.month)} – {month_name(found.after.month)}",
    ]
    return " · ".join(parts)


def said(found: Reasons) -> list[str]:
    """What the headline leaves out, a sentence each."""
    why = found.why
    sentences = []
    if why.rank is not None:
        sentences = [
            wording.movers(why.rank),
            *wording.passing(why.rank, lambda code: found.states[code].label),
        ]
    if why.score is not None:
        most = why.score.largest(MOST_NAMED).parameters
        sentences.append(score(why.score, ", ".join(f"{code} {signed(points)}" for code, points in most)))
    if why.methodology_changed:
        sentences.append(
            gettext("The two lists were ranked by different methodology versions, %(before)s and %(after)s.")
            % {"before": found.before.version, "after": found.after.version}
        )
    return sentences


def figures(side: Side) -> str:
    """`48 of 50`, or why there is no figure."""
    if side is None:
        return gettext("not on the board")
    if side[1].status is Status.NOT_APPLICABLE:
        return gettext("not applicable")
    return figure(side[0])


def marks(side: Side) -> str:
    """`3.84 of 4`; – where nothing counts."""
    if side is None or not side[1].counts:
        return MISSING
    values = {"part": two_decimals(side[1].marks), "whole": plain(side[1].max_marks)}
    return gettext("%(part)s of %(whole)s") % values


def _matters(step: Step) -> bool:
    return bool(step.places or step.gained or step.lost) or step.mover in {Mover.OWN, Mover.OTHERS}


def _causes(split: ScoreSplit) -> list[tuple[str, str]]:
    """Score points by cause and by rounding: the lines of the table, summed."""
    exact = split.by_cause()
    causes = [
        (cause_name(cause), signed(points, exact[cause]))
        for cause, points in split.shown_by_cause(DECIMALS).items()
        if exact[cause] or cause is Cause.FIGURES
    ]
    rounding = gettext("Rounding"), signed(split.shown_rounding(DECIMALS))
    return [*causes, rounding, (gettext("Together"), signed(split.change))]


def _part(part: Part, points: Decimal, found: Reasons) -> dict[str, Any]:
    sides = found.sides(part)
    return {
        "name": labels.either(*found.names(part.parameter)),
        "code": part.parameter,
        "cause": cause_name(part.cause),
        "figures": [figures(side) for side in sides],
        "marks": [marks(side) for side in sides],
        "points": signed(points, part.points),
        "kind": "up" if part.points > 0 else "down",
    }


def _scores(split: ScoreSplit, found: Reasons) -> dict[str, Any]:
    """What the page says of the score; the largest parts first, all to four decimals."""
    parts = sorted(split.shown(DECIMALS), key=lambda part: (-abs(part[0].points), part[0].parameter))
    return {
        "causes": _causes(split),
        "parts": [_part(part, points, found) for part, points in parts],
        "rounding": split.shown_rounding(DECIMALS),
    }


@explained
def change(request: HttpRequest, code: str) -> HttpResponse:
    """By default between the newest list and the one before it. ISO codes lead to the address with our own code."""
    query = ListQuery.read(request.GET)
    state = state_by_code(code)
    if code.upper() != state.code:
        return redirect_with_query(request, reverse("why:change", args=[state.code]))
    first, last = asked.window(request.GET.get("from"), request.GET.get("to"))
    found = reasons(state, query.scope, first, last)
    context = {"query": query, "found": found, "state": state, **known(query.scope)}
    if isinstance(found, RankingList):
        return render(request, "dashboard/why/only.html", context | {"page": {"sample": found.sample}})
    why, own_categories = found.why, (ALL_INDIA, found.category)
    window = {"from": str(found.before.month), "to": str(found.after.month)}
    scope = {"board": query.scope.board, "category": query.scope.category}

    def address_in(**scope: str) -> str:
        return address_of(("why:change", state.code), query=query.carried_to("why:change", **scope, **window))

    page = {
        "title": title(found, query),
        "sample": found.sample,
        "mixed": labels.mixed(found.sample_basis),
        "chart": waterfall(found),
        "canonical": address_in(),
    }
    boards = {board: address_in(board=board) for board in labels.BOARDS}
    months = {"first": month_name(found.before.month), "last": month_name(found.after.month)}
    context |= {
        "headline": headline(state.label, why),
        "lede": [
            gettext("%(first)s to %(last)s") % months,
            labels.board_name(query.scope.board),
            labels.category_name(query.scope.category),
        ],
        "said": said(found),
        "why": why,
        "boards": links.board_choices(query.scope, boards),
        "categories": [
            Choice(
                labels.category_short(category),
                address_in(category=category),
                category == query.scope.category,
            )
            for category in labels.CATEGORIES
            if category in own_categories
        ],
        "steps": [
            (
                mover_name(step.mover),
                step,
                *([found.states[code] for code in codes] for codes in (step.gained, step.lost)),
            )
            for step in (why.rank.steps if why.rank else ())
            if _matters(step)
        ],
        "data": links.data(f"states/{state.code}/why/", window | scope),
        **(_scores(why.score, found) if why.score else {}),
    }
    return charted(request, "dashboard/why/change.html", {"page": page, **context})
