"""Why a State's rank changed: a sentence, the steps of the rank, the parts of the score, and a waterfall."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from common.asking import Choice
from common.charts import waterfall as chart
from common.charts.waterfall import Fall
from common.dates import month_name, month_short, place
from common.sheets import Sheet
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.figures import ChartFigure
from dashboard.site.points import known
from dashboard.why import wording
from insights.explain.core import Cause, Explanation, Kind, Mover, Part, ScoreSplit, Step
from insights.explain.queries import OnlyList, Reasons, Side, reasons
from metrics.boards import Board
from metrics.scoring import Status
from rankings.lists import asked, labels, links
from rankings.lists.labels import reason
from rankings.lists.links import Asked
from rankings.lists.numbers import MISSING, grouped, plain, signed, two_decimals
from states.selectors import ALL_INDIA, state_by_code

# The waterfall of a score change: the largest parts each, the rest together, so that they still sum.

MOST_BARS = 10
LONGEST_NAME = 42
"""Letters of a name that the column beside a chart has room for."""
SHEET_DECIMALS = 4


def waterfall(found: Reasons) -> ChartFigure | None:
    """None where the State is unranked in one of the lists."""
    split = found.change.explanation.score
    if split is None:
        return None
    parts = _fall_parts(split, found)
    return ChartFigure(
        key="waterfall",
        title=_fall_title(split, parts),
        alternative=_alternative(split, found, parts),
        note=gettext("Points of the score by parameter, the largest first; the table has the exact parts."),
        drawing=chart.drawing(_falls(split, found, parts)),
        payload=chart.figure(_falls(split, found, parts)),
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
        "state": labels.state_name(found.state),
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


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the rank: who moved, from and to, how many places, and whose places they were."""

    mover: str
    ranks: str
    places: str
    won: tuple[Choice, ...]
    lost: tuple[Choice, ...]
    shared: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of the score change, with figures and marks before and after."""

    name: str
    code: str
    cause: str
    figures: tuple[str, str]
    marks: tuple[str, str]
    points: str
    kind: str


@dataclass(frozen=True, slots=True)
class WhyPage:
    """Everything the page prints. `residual` is what is left unexplained; `sound` that it is nothing."""

    state: Choice
    title: str
    headline: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    sample: bool
    mixed: str
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    months: tuple[tuple[str, str], ...]
    first: str
    last: str
    hidden: tuple[tuple[str, str], ...]
    from_list: Choice
    to_list: Choice
    plan: Choice
    steps: tuple[StepRow, ...]
    rank_change: str
    causes: tuple[tuple[str, str], ...]
    parts: tuple[PartRow, ...]
    score_before: str
    score_after: str
    rounding: str
    score_change: str
    residual: str
    sound: bool
    chart: ChartFigure | None
    data: tuple[Choice, ...]
    canonical: str


def why_page(found: Reasons, wanted: Asked) -> WhyPage:
    why = found.change.explanation
    state = labels.state_name(found.state)
    first, last = found.before.month, found.after.month
    return WhyPage(
        state=Choice(state, links.state(found.state.code, wanted)),
        title=_title(state, found, wanted),
        headline=headline(state, why),
        lede=_lede(found, wanted),
        said=tuple(_said(found)),
        sample=found.sample,
        mixed=labels.mixed(found.sample_basis),
        boards=tuple(
            links.board_choices(
                wanted, {board.value: _address(found, wanted.on_board(board)) for board in Board}
            )
        ),
        categories=tuple(_categories(found, wanted)),
        months=tuple((str(month), month_name(month)) for month in reversed(found.months)),
        first=str(first),
        last=str(last),
        hidden=tuple(one for one in wanted.query.items() if one[0] != "origin"),
        from_list=Choice(month_name(first), links.leaderboard(first, wanted)),
        to_list=Choice(month_name(last), links.leaderboard(last, wanted)),
        plan=Choice(gettext("What would make it first"), links.plan(found.state.code, wanted, last)),
        steps=tuple(_step(step, found, wanted) for step in why.rank.steps if _matters(step))
        if why.rank
        else (),
        rank_change=signed(why.rank.change) if why.rank else "",
        causes=tuple(_causes(why.score)) if why.score else (),
        parts=tuple(_parts(why.score, found)) if why.score else (),
        score_before=f"{why.score.before:.2f}" if why.score else "",
        score_after=f"{why.score.after:.2f}" if why.score else "",
        rounding=signed(why.score.shown_rounding(DECIMALS)) if why.score else "",
        score_change=signed(why.score.change) if why.score else "",
        residual=f"{found.change.misfit}",
        sound=found.change.sound,
        chart=waterfall(found) if why.score else None,
        data=(Choice("JSON", _data(found, wanted)), Choice("CSV", _data(found, wanted, format="csv"))),
        canonical=_address(found, wanted),
    )


@dataclass(frozen=True, slots=True)
class OnlyPage:
    """The page while there is but one computed list: nothing has changed yet."""

    state: Choice
    title: str
    headline: str
    text: str
    sample: bool
    list: Choice
    canonical: str


def only_page(found: OnlyList, wanted: Asked) -> OnlyPage:
    state, month = labels.state_name(found.state), month_name(found.list.month)
    address = links.why(found.state.code, wanted)
    return OnlyPage(
        state=Choice(state, links.state(found.state.code, wanted)),
        title=gettext("%(state)s: why the rank changed") % {"state": state},
        headline=gettext("%(state)s: there is no other list to compare with") % {"state": state},
        text=gettext(
            "The list of %(month)s is the only computed one that stands, board %(board)s, %(category)s. Why a rank "
            "changed is told from the second list on."
        )
        % {
            "month": month,
            "board": labels.board_name(wanted.board),
            "category": labels.category_name(wanted.category),
        },
        sample=found.list.sample,
        list=Choice(month, links.leaderboard(found.list.month, wanted)),
        canonical=address,
    )


def _title(state: str, found: Reasons, wanted: Asked) -> str:
    parts = [
        gettext("%(state)s: why the rank changed") % {"state": state},
        labels.board_name(wanted.board),
        labels.category_name(wanted.category),
        f"{month_name(found.before.month)} – {month_name(found.after.month)}",
    ]
    return " · ".join(parts)


def _lede(found: Reasons, wanted: Asked) -> tuple[str, ...]:
    between = gettext("%(first)s to %(last)s") % {
        "first": month_name(found.before.month), "last": month_name(found.after.month),
    }  # fmt: skip
    return between, labels.board_name(wanted.board), labels.category_name(wanted.category)


def _said(found: Reasons) -> list[str]:
    """What the headline leaves out, a sentence each."""
    why = found.change.explanation
    told = []
    if why.rank is not None:
        told = [wording.movers(why.rank), *wording.passing(why.rank, _namer(found))]
    if why.score is not None:
        told.append(score(why.score, _most(why.score)))
    if why.methodology_changed:
        told.append(
            gettext("The two lists were ranked by different methodology versions, %(before)s and %(after)s.")
            % {"before": found.before.version, "after": found.after.version}
        )
    return told


def _namer(found: Reasons) -> wording.Name:
    return lambda code: labels.state_name(found.states[code])


def _most(split: ScoreSplit) -> str:
    """`REG-05 +0.52, SEX-01 −0.31`"""
    return ", ".join(f"{code} {signed(points)}" for code, points in split.largest(MOST_NAMED).parameters)


def _address(found: Reasons, wanted: Asked) -> str:
    return links.why(found.state.code, wanted, found.before.month, found.after.month)


def _categories(found: Reasons, wanted: Asked) -> list[Choice]:
    own = {ALL_INDIA, found.category}
    return [
        Choice(
            labels.category_short(category),
            _address(found, wanted.in_category(category)),
            category == wanted.category,
        )
        for category in labels.CATEGORIES
        if category in own
    ]


def _matters(step: Step) -> bool:
    return bool(step.places or step.gained or step.lost) or step.mover in {Mover.OWN, Mover.OTHERS}


def _step(step: Step, found: Reasons, wanted: Asked) -> StepRow:
    return StepRow(
        mover=mover_name(step.mover),
        ranks=gettext("%(first)s to %(last)s") % {"first": step.from_rank, "last": step.to_rank},
        places=signed(step.places),
        won=_linked(step.gained, found, wanted),
        lost=_linked(step.lost, found, wanted),
        shared=signed(step.shared) if step.shared else "",
    )


def _linked(codes: tuple[str, ...], found: Reasons, wanted: Asked) -> tuple[Choice, ...]:
    """States as links to why they moved themselves."""
    window = found.before.month, found.after.month
    named = sorted((labels.state_name(found.states[code]), code) for code in codes)
    return tuple(Choice(name, links.why(code, wanted, *window)) for name, code in named)


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


def _parts(split: ScoreSplit, found: Reasons) -> list[PartRow]:
    """The largest first; all to four decimals."""
    shown = sorted(split.shown(DECIMALS), key=lambda one: (-abs(one[0].points), one[0].parameter))
    return [_part(part, points, found) for part, points in shown]


def _part(part: Part, points: Decimal, found: Reasons) -> PartRow:
    before, after = found.sides(part)
    return PartRow(
        name=labels.either(*found.names(part.parameter)),
        code=part.parameter,
        cause=cause_name(part.cause),
        figures=(_figures(before), _figures(after)),
        marks=(_marks(before), _marks(after)),
        points=signed(points, part.points),
        kind="up" if part.points > 0 else "down",
    )


def _figures(side: Side | None) -> str:
    """`48 of 50`, or why there is no figure."""
    if side is None:
        return gettext("not on the board")
    if side.mark.status is Status.NOT_APPLICABLE:
        return gettext("not applicable")
    figure = side.figure
    if figure.numerator is None or figure.denominator is None:
        return gettext("not reported")
    values = {"part": grouped(figure.numerator), "whole": grouped(figure.denominator)}
    return gettext("%(part)s of %(whole)s") % values


def _marks(side: Side | None) -> str:
    """`3.84 of 4`; – where nothing counts."""
    if side is None or not side.mark.counts:
        return MISSING
    values = {"part": two_decimals(side.mark.marks), "whole": plain(side.mark.max_marks)}
    return gettext("%(part)s of %(whole)s") % values


def _data(found: Reasons, wanted: Asked, **more: str) -> str:
    query = {"from": str(found.before.month), "to": str(found.after.month), "board": wanted.board}
    return links.data(f"states/{found.state.code}/why/", query | {"category": wanted.category} | more)


@explained
def change(request: HttpRequest, code: str) -> HttpResponse:
    """By default between the newest list and the one before it. ISO codes lead to the address with our own code."""
    wanted = Asked.of(request)
    state = state_by_code(code)
    if code.upper() != state.code:
        query = request.META.get("QUERY_STRING", "")
        address = reverse("why:change", args=[state.code])
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    first, last = asked.window(request.GET.get("from"), request.GET.get("to"))
    found = reasons(state, wanted.scope, first, last)
    if isinstance(found, OnlyList):
        return render(request, "dashboard/why/only.html", {"page": only_page(found, wanted), **known(wanted)})
    return charted(request, "dashboard/why/change.html", why_page(found, wanted), **known(wanted))
