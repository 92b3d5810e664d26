"""Why a State's rank changed: a sentence, the steps of the rank, the parts of the score, and a waterfall."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from metrics.boards import Board
from metrics.scoring import Status
from rankings.core.explain import Mover, Step
from rankings.core.explain_score import Cause, Part, ScoreSplit
from rankings.selectors.reasons import OnlyList, Reasons, Side
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.presenters import falls
from rankings.views.presenters.figures import ChartFigure
from rankings.views.wording import labels
from rankings.views.wording import why as words
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING, grouped, plain, signed, two_decimals
from states.asking import Choice
from states.selectors import ALL_INDIA

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
        headline=words.headline(state, why),
        lede=_lede(found, wanted),
        said=tuple(_said(found)),
        sample=found.sample,
        mixed=labels.mixed(found.sample_basis),
        boards=tuple(
            links.board_choices(wanted, {one.value: _address(found, wanted.on_board(one)) for one in Board})
        ),
        categories=tuple(_categories(found, wanted)),
        months=tuple((str(one), month_name(one)) for one in reversed(found.months)),
        first=str(first),
        last=str(last),
        hidden=tuple(one for one in wanted.query.items() if one[0] != "origin"),
        from_list=Choice(month_name(first), links.leaderboard(first, wanted)),
        to_list=Choice(month_name(last), links.leaderboard(last, wanted)),
        plan=Choice(gettext("What would make it first"), links.plan(found.state.code, wanted, last)),
        steps=tuple(_step(one, found, wanted) for one in why.rank.steps if _matters(one)) if why.rank else (),
        rank_change=signed(why.rank.change) if why.rank else "",
        causes=tuple(_causes(why.score)) if why.score else (),
        parts=tuple(_parts(why.score, found)) if why.score else (),
        score_before=f"{why.score.before:.2f}" if why.score else "",
        score_after=f"{why.score.after:.2f}" if why.score else "",
        rounding=signed(why.score.shown_rounding(DECIMALS)) if why.score else "",
        score_change=signed(why.score.change) if why.score else "",
        residual=f"{found.change.misfit}",
        sound=found.change.sound,
        chart=falls.waterfall(found) if why.score else None,
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
        told = [words.movers(why.rank), *words.passing(why.rank, _namer(found))]
    if why.score is not None:
        told.append(words.score(why.score, _most(why.score)))
    if why.methodology_changed:
        told.append(
            gettext("The two lists were ranked by different methodology versions, %(before)s and %(after)s.")
            % {"before": found.before.version, "after": found.after.version}
        )
    return told


def _namer(found: Reasons) -> words.Name:
    return lambda code: labels.state_name(found.states[code])


def _most(split: ScoreSplit) -> str:
    """`REG-05 +0.52, SEX-01 −0.31`"""
    return ", ".join(f"{code} {signed(points)}" for code, points in split.largest(MOST_NAMED).parameters)


def _address(found: Reasons, wanted: Asked) -> str:
    return links.why(found.state.code, wanted, found.before.month, found.after.month)


def _categories(found: Reasons, wanted: Asked) -> list[Choice]:
    own = {ALL_INDIA, found.category}
    return [
        Choice(labels.category_short(one), _address(found, wanted.in_category(one)), one == wanted.category)
        for one in labels.CATEGORIES
        if one in own
    ]


def _matters(step: Step) -> bool:
    return bool(step.places or step.gained or step.lost) or step.mover in {Mover.OWN, Mover.OTHERS}


def _step(step: Step, found: Reasons, wanted: Asked) -> StepRow:
    return StepRow(
        mover=words.mover_name(step.mover),
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
        (words.cause_name(cause), signed(points, exact[cause]))
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
        cause=words.cause_name(part.cause),
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
