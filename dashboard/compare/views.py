"""`/compare/?states=HR,HP`: up to six States side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from common.asking import Choice, MalformedQueryError
from common.charts.theme import LOOKS
from common.dates import month_name
from common.months import Month
from dashboard.compare import wording as words
from dashboard.compare.charts import RANK, SCORE, compare_chart
from dashboard.compare.queries import Compared, compared
from dashboard.parameters import wording
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.figures import ChartFigure
from dashboard.site.notes import MonthNav, known, month_nav
from metrics.scoring import Mark, NoScore
from rankings.lists import asked, labels, links
from rankings.lists.counts import Count
from rankings.lists.history import Standing, sample_basis
from rankings.lists.labels import MISSING, either, lost, percent, plain, two_decimals
from rankings.lists.links import Asked
from rankings.lists.marks import Measured, group_sums, spans
from states.selectors import ALL_INDIA, all_states, states_by_code

# The tables of States side by side: their places, their groups, and the parameters in which they lie apart.

BAR_WIDTH = 48


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table with one cell for each State; `apart` is how far they lie apart."""

    name: Choice
    cells: tuple[tuple[str, str], ...]
    code: str = ""
    apart: str = ""


def places(found: Compared) -> list[Row]:
    """Rank, score and counts, a State to a column."""
    codes = [state.code for state in found.states]
    standings = [found.standing(code) for code in codes]
    counts = [found.counts[code] for code in codes]
    categories = [found.categories.get(code) for code in codes]
    rows: list[tuple[str, list[tuple[str, str]]]] = [
        (gettext("Rank in India"), [(_rank(found.standing(code)), _silence(found, code)) for code in codes]),
        (
            gettext("Rank in its category"),
            [
                (_rank(found.inside.get(code)), labels.category_short(own) if own else "")
                for code, own in zip(codes, categories, strict=True)
            ],
        ),
        (gettext("Score"), [(_score(standing), "") for standing in standings]),
        (gettext("Months first"), [(_months(count.months_first), "") for count in counts]),
        (gettext("In a row now"), [(_now(count), "") for count in counts]),
        (gettext("Best rank"), [_best(found, code) for code in codes]),
    ]
    return [Row(Choice(name, ""), tuple(cells)) for name, cells in rows]


def _silence(found: Compared, code: str) -> str:
    """Says of a State that sent nothing that it did not."""
    silent = found.marks is not None and code in found.marks.worked.silent
    return labels.reason(NoScore.NOT_REPORTED.value) if silent else ""


def _score(one: Standing | None) -> str:
    return MISSING if one is None or one.score is None else f"{one.score:.2f}"


def _now(count: Count) -> str:
    return labels.streak(count)


def _rank(one: Standing | None) -> str:
    return MISSING if one is None or one.rank is None else str(one.rank)


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _best(found: Compared, code: str) -> tuple[str, str]:
    """The best rank on record, with the newest month in which it was held."""
    held = [
        (row.rank, month)
        for month, one in found.lists.items()
        if (row := one.rows.get(code)) is not None and row.rank is not None
    ]
    if not held:
        return MISSING, ""
    best = min(rank for rank, _ in held)
    newest = max(month for rank, month in held if rank == best)
    return str(best), month_name(newest)


def groups(found: Compared) -> list[Row]:
    """Percent of the marks of each group of the board, with a bar."""
    if found.marks is None:
        return []
    rules = list(found.marks.worked.basis.on_board().values())
    names = {
        group["code"]: either(group["name"], group["name_hi"])
        for group in found.marks.document.document["groups"]
    }
    columns = [
        {one.group: one for one in group_sums(found.marks.worked.marks[state.code], rules)}
        for state in found.states
        if state.code in found.marks.worked.marks
    ]
    return [
        Row(
            Choice(names[group], ""),
            tuple(
                (MISSING, "") if (share := own[group].share) is None
                else (percent(100 * share), two_decimals(share * BAR_WIDTH))
                for own in columns
            ),
            code=group,
        )
        for group in dict.fromkeys(rule.group for rule in rules)
    ]  # fmt: skip


def parameters(found: Compared, wanted: Asked) -> tuple[list[Row], list[Row]]:
    """The parameters in which the States lie apart, the farthest first, and those in which they do not.

    Those that sent nothing are no part of it; none where fewer than two are left.
    """
    if found.marks is None:
        return [], []
    shown = None if found.newest else found.month
    rules = found.marks.worked.basis.on_board()
    names = {
        parameter["code"]: either(parameter["name"], parameter["name_hi"])
        for parameter in found.marks.document.document["parameters"]
    }
    marks = {state.code: found.marks.worked.marks[state.code] for state in found.states}
    sent = {code: own for code, own in marks.items() if code not in found.marks.worked.silent}
    if len(sent) < 2:
        return [], []
    apart: list[Row] = []
    equal: list[Row] = []
    for span in spans(sent, rules):
        maximum = gettext("of %(marks)s") % {"marks": plain(rules[span.parameter].max_marks)}
        row = Row(
            name=Choice(names[span.parameter], links.parameter(span.parameter, wanted, shown)),
            cells=tuple(_cell(own[span.parameter]) for own in marks.values()),
            code=f"{span.parameter} · {maximum}",
            apart=lost(span.apart),
        )
        (apart if span.apart else equal).append(row)
    return apart, equal


def _cell(mark: Mark) -> tuple[str, str]:
    if mark.percent is None:
        return MISSING, wording.status_note(mark.status.value)
    return two_decimals(mark.marks), ""


# Up to six States side by side: where they stand, what they have in each group, where they lie apart.

MOST_STATES = len(LOOKS)
SHOWN = (RANK, SCORE)


@dataclass(frozen=True, slots=True)
class Column:
    """A State: its page, the address without it, and the look of its line."""

    state: Choice
    code: str
    without: str
    look: str
    shape: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """`places`, `groups` and `parameters` have a cell for each of `columns`; a cell is (text, bar or note)."""

    headline: str
    title: str
    lede: tuple[str, ...]
    sample: bool
    mixed: str
    months: MonthNav | None
    boards: tuple[Choice, ...]
    shown: tuple[Choice, ...]
    columns: tuple[Column, ...]
    others: tuple[Choice, ...]
    room: int
    hidden: tuple[tuple[str, str], ...]
    suggestions: tuple[Choice, ...]
    chart: ChartFigure | None
    places: tuple[Row, ...]
    groups: tuple[Row, ...]
    parameters: tuple[Row, ...]
    equal: tuple[Row, ...]
    caption: str
    methodology: Choice | None
    canonical: str


def compare_page(found: Compared, wanted: Asked, month: Month | None, show: str) -> ComparePage:
    """`month` is the one that the address names; `show` what the chart shows."""
    codes = [state.code for state in found.states]
    named = [labels.state_name(state) for state in found.states]
    kept = "" if show == RANK else show
    apart, equal = parameters(found, wanted)
    return ComparePage(
        headline=words.headline(_ranked(found), named),
        title=_title(found, wanted, show),
        lede=_lede(found, wanted),
        sample=found.shown is not None and found.shown.sample,
        mixed=labels.mixed(sample_basis(ranking.sample for ranking in found.lists.values())) if codes else "",
        months=None
        if found.month is None
        else month_nav(found.months, found.month, lambda one: links.side_by_side(codes, wanted, one, kept)),
        boards=tuple(
            links.board_choices(
                wanted,
                {
                    board: links.side_by_side(codes, wanted.on_board(board), month, kept)
                    for board in labels.BOARDS
                },
            )
        ),
        shown=(
            Choice(gettext("Rank"), links.side_by_side(codes, wanted, month), show == RANK),
            Choice(gettext("Score"), links.side_by_side(codes, wanted, month, SCORE), show == SCORE),
        ),
        columns=tuple(_columns(found, wanted, month, kept)),
        others=tuple(Choice(labels.state_name(other), other.code) for other in found.others),
        room=MOST_STATES - len(codes),
        hidden=tuple(_hidden(codes, wanted, month, kept)),
        suggestions=() if codes else tuple(_suggestions(found, wanted)),
        chart=compare_chart(found, wanted, show) if codes else None,
        places=tuple(places(found)) if found.counts else (),
        groups=tuple(groups(found)),
        parameters=tuple(apart),
        equal=tuple(equal),
        caption=", ".join(
            [labels.board_name(wanted.board), *([month_name(found.month)] if found.month else [])]
        ),
        methodology=_methodology(found.marks),
        canonical=links.side_by_side(codes, wanted, month, kept),
    )


def _ranked(found: Compared) -> list[tuple[str, int, Decimal | None]]:
    """Name, rank and score of those that are ranked, best first."""
    standings = [(state, found.standing(state.code)) for state in found.states]
    ranked = [
        (labels.state_name(state), one.rank, one.score)
        for state, one in standings
        if one is not None and one.rank is not None
    ]
    return sorted(ranked, key=lambda row: row[1])


def _title(found: Compared, wanted: Asked, show: str) -> str:
    names = [labels.state_name(state) for state in found.states]
    parts = [gettext("Compare %(names)s") % {"names": labels.listed(names)} if names else gettext("Compare")]
    parts.append(labels.board_name(wanted.board))
    if found.month:
        parts.append(month_name(found.month))
    return " · ".join(
        [*parts, *([gettext("Score")] if show == SCORE else []), *labels.lists_of(wanted.origin)]
    )


def _lede(found: Compared, wanted: Asked) -> tuple[str, ...]:
    if found.month is None:
        return (gettext("No list is on record yet"),)
    return month_name(found.month), labels.board_long(wanted.board)


def _columns(found: Compared, wanted: Asked, month: Month | None, show: str) -> list[Column]:
    codes = [state.code for state in found.states]
    shown = None if found.newest else found.month
    return [
        Column(
            state=Choice(labels.state_name(state), links.state(state.code, wanted, shown)),
            code=state.code,
            without=links.side_by_side([code for code in codes if code != state.code], wanted, month, show),
            look=f"look-{number}",
            shape=LOOKS[number].shape,
        )
        for number, state in enumerate(found.states)
    ]


def _hidden(codes: Sequence[str], wanted: Asked, month: Month | None, show: str) -> list[tuple[str, str]]:
    """What the form carries along: the States that are there, and the rest of the address."""
    fields = [("states", ",".join(codes))] if codes else []
    fields += list(wanted.query.items())
    return [*fields, *([("month", str(month))] if month else []), *([("show", show)] if show else [])]


def _suggestions(found: Compared, wanted: Asked) -> list[Choice]:
    """The first two and the first six of the list, as a beginning."""
    if found.shown is None:
        return []
    order = [code for code, row in found.shown.rows.items() if row.rank is not None]
    names = {other.code: labels.state_name(other) for other in found.others}
    return [
        Choice(labels.listed([names[code] for code in codes]), links.side_by_side(codes, wanted))
        for codes in (order[:2], order[:MOST_STATES])
        if len(codes) > 1
    ]


def _methodology(marks: Measured | None) -> Choice | None:
    if marks is None:
        return None
    return Choice(marks.document.version, links.page("methodology", marks.document.version))


@explained
def compare(request: HttpRequest) -> HttpResponse:
    """`states` may hold several codes parted by commas, and may stand more than once."""
    wanted = Asked.of(request).in_category(ALL_INDIA)
    codes = [
        code.strip() for text in request.GET.getlist("states") for code in text.split(",") if code.strip()
    ]
    states = list({state.code: state for state in states_by_code(codes)}.values())
    if len(states) > MOST_STATES:
        told = gettext("states: at most %(most)s can stand side by side; take some away")
        raise MalformedQueryError("states", told % {"most": MOST_STATES})
    month = asked.month(request.GET.get("month"), "month")
    show = asked.one_of(request.GET.get("show"), "show", SHOWN) or SHOWN[0]
    found = compared(wanted.scope, states, all_states(), month)
    page = compare_page(found, wanted, month, show)
    return charted(request, "dashboard/compare.html", {"page": page, **known(wanted)})
