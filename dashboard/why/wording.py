"""A change of rank in sentences: whose places they were, who was passed and who passed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy, ngettext

from common.dates import month_name, nth_month, place
from common.months import Month
from insights.explain.core import Mover, RankSplit
from insights.progress.queries import Progressed, Stride
from rankings.lists.labels import MISSING, listed, origin_name, reason, signed, some_of
from rankings.lists.progress_rank import Measure, NoProgress, Obstacle, Progress, ProgressList

# Progress beside level, in sentences: who improved most, how many rose and fell, who cannot be compared and why.

_MEASURES = {Measure.CHANGE: gettext_lazy("points gained"), Measure.GAP_CLOSED: gettext_lazy("gap closed")}


def measure_name(measure: Measure) -> str:
    return str(_MEASURES[measure])


def span_name(span: int) -> str:
    """`1 month`, `12 months`"""
    return ngettext("%(count)s month", "%(count)s months", span) % {"count": span}


def value(measure: Measure, number: Decimal) -> str:
    """`+0.42` points, `−12.30 %` of the gap"""
    return signed(number) if measure is Measure.CHANGE else f"{signed(number)} %"


def headline(found: Progressed) -> str:
    """`Assam improved most: 8.21 points since October 2022`"""
    if found.listed is None:
        return missing(found.missing, found.since, found.month)
    leaders = [row for row in found.listed.rows if row.state in found.listed.most_improved]
    since = month_name(found.listed.since)
    if len(ranked_rows(found)) < 2:
        return gettext("Progress cannot be told: fewer than two States can be compared with %(month)s") % {
            "month": since
        }
    if not leaders:
        return gettext("No State’s score rose since %(month)s") % {"month": since}
    number = leaders[0].value
    assert number is not None  # those of rank 1 have one
    values = {
        "states": some_of([found.states[leader.state].label for leader in leaders]),
        "points": f"{number}",
        "percent": f"{number} %",
        "month": since,
    }
    return _leads(found.measure, len(leaders)) % values


def _leads(measure: Measure, leaders: int) -> str:
    if measure is Measure.CHANGE:
        return ngettext(
            "%(states)s improved most: %(points)s points since %(month)s",
            "%(states)s improved most: %(points)s points each since %(month)s",
            leaders,
        )
    return ngettext(
        "%(states)s closed the largest share of its gap: %(percent)s of what it lacked in %(month)s",
        "%(states)s closed the largest share of their gaps: %(percent)s of what each lacked in %(month)s",
        leaders,
    )


def missing(why: Obstacle | None, since: Month | None, month: Month) -> str:
    """Why a month has no progress list, as a headline."""
    then = month_name(since) if since else MISSING
    if why in {Obstacle.PARTIAL_NOW, Obstacle.PARTIAL_THEN}:
        partial = month_name(month) if why is Obstacle.PARTIAL_NOW else then
        return gettext("Progress cannot be told: the list of %(month)s names only some places") % {
            "month": partial
        }
    return gettext("Progress cannot be told: %(month)s is not on record") % {"month": then}


def said(found: Progressed) -> Iterator[str]:
    """How many rose and fell, where the most improved stands by level, its streak, and what is not like for like."""
    if found.listed is None:
        return
    if any(row.change is not None for row in found.listed.rows):
        yield _counted(found.listed)
    leaders = found.listed.most_improved
    if len(leaders) == 1 and len(ranked_rows(found)) > 1:
        yield from _leader(leaders[0], found)
    if found.listed.flagged:
        yield _unlike(found)


def _counted(listed_: ProgressList) -> str:
    """`Of 36 States and UTs 34 can be compared: 20 rose, 3 stayed, 11 fell.`"""
    changes = [row.change for row in listed_.rows if row.change is not None]
    rose, fell = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    text = ngettext(
        "%(compared)s of %(total)s State or UT can be compared: %(rose)s rose, %(same)s stayed, %(fell)s fell.",
        "%(compared)s of %(total)s States and UTs can be compared: %(rose)s rose, %(same)s stayed, %(fell)s fell.",
        len(listed_.rows),
    )
    return text % {
        "compared": len(changes), "total": len(listed_.rows), "rose": rose, "fell": fell,
        "same": len(changes) - rose - fell,
    }  # fmt: skip


def _leader(code: str, found: Progressed) -> Iterator[str]:
    """Where the most improved State stands by level, and for how many months it has been most improved."""
    state, count, rank = found.states[code].label, found.counts[code], found.now.rows[code].rank
    if rank is not None:
        values = {"state": state, "place": place(rank)}
        yield gettext("By level %(state)s is in %(place)s place.") % values
    if count.current_streak > 1:
        values = {"state": state, "nth": nth_month(count.current_streak)}
        if count.streak_certain:
            yield gettext("It is most improved for the %(nth)s month in a row.") % values
        else:
            yield gettext("It is most improved for at least the %(nth)s month in a row.") % values


def _unlike(found: Progressed) -> str:
    """`Not like for like: methodology 2021-06 then, 2023-01 now.`"""
    now, then = found.now, found.then
    assert then is not None  # two lists are compared
    if now.origin != then.origin:
        values = {"then": origin_name(then.origin), "now": origin_name(now.origin)}
        return gettext("Not like for like: the list then is %(then)s, the list now is %(now)s.") % values
    values = {"then": then.methodology or MISSING, "now": now.methodology or MISSING}
    return gettext("Not like for like: methodology %(then)s then, %(now)s now.") % values


def without(one: Progress, found: Progressed) -> str:
    """Why a State has no progress rank: `September 2023: sent no figures`."""
    now, then = month_name(found.month), month_name(found.since) if found.since else MISSING
    if one.reason == NoProgress.NO_GAP:
        return gettext("%(month)s: full score, so there was no gap to close") % {"month": then}
    if one.reason == NoProgress.NOT_LISTED_THEN:
        return gettext("%(month)s: not on the list") % {"month": then}
    if one.reason == NoProgress.SCORE_NOT_KNOWN:
        return gettext("score not known")
    month, name = (found.month, now) if one.reason == NoProgress.NOT_RANKED_NOW else (found.since, then)
    why = found.unranked.get((month, one.state), "") if month else ""
    return gettext("%(month)s: %(reason)s") % {
        "month": name, "reason": reason(why) if why else gettext("unranked"),
    }  # fmt: skip


def stride(one: Stride) -> str:
    """`+0.42, 3rd of 34; 12.30 % of the gap closed`, or why nothing can be told."""
    if one.own is None or one.own.rank is None or one.own.change is None:
        return _without_stride(one)
    values = {"change": signed(one.own.change), "place": place(one.own.rank), "of": one.of}
    text = gettext("%(change)s, %(place)s of %(of)s in progress") % values
    gap = one.own.gap_closed
    if gap is None or gap <= 0:
        return text
    return gettext("%(text)s; %(percent)s of the gap closed") % {"text": text, "percent": f"{gap} %"}


def _without_stride(one: Stride) -> str:
    then = month_name(one.since) if one.since else MISSING
    if one.missing is Obstacle.NOT_ON_RECORD_THEN:
        return gettext("%(month)s is not on record") % {"month": then}
    if one.missing is not None:
        return gettext("a list names only some places")
    if one.own is not None and one.own.reason == NoProgress.NOT_RANKED_NOW:
        return gettext("unranked now")
    return gettext("unranked in %(month)s") % {"month": then}


def chart_title(found: Progressed) -> str:
    """`Assam +8.21, Sikkim −0.40: what one month changed`"""
    ranked = ranked_rows(found)
    best, worst = ranked[0], ranked[-1]
    assert best.value is not None
    assert worst.value is not None
    values = {
        "best": found.states[best.state].label, "gain": value(found.measure, best.value),
        "worst": found.states[worst.state].label, "loss": value(found.measure, worst.value),
    }  # fmt: skip
    if found.measure is Measure.CHANGE:
        return gettext("Points gained: from %(best)s %(gain)s to %(worst)s %(loss)s") % values
    return gettext("Gap closed: from %(best)s %(gain)s to %(worst)s %(loss)s") % values


def chart_alternative(found: Progressed, board: str) -> str:
    """Every State with its value, in the order of the bars."""
    rows = [(found.states[row.state].code, row.value) for row in ranked_rows(found)]
    told = ", ".join(f"{code} {value(found.measure, number)}" for code, number in rows if number is not None)
    since = month_name(found.since) if found.since else MISSING
    values = {"since": since, "month": month_name(found.month), "board": board, "rows": told}
    if found.measure is Measure.CHANGE:
        return (
            gettext("Bars: points gained from %(since)s to %(month)s on the board %(board)s: %(rows)s.")
            % values
        )
    return (
        gettext("Bars: share of the gap closed from %(since)s to %(month)s on the board %(board)s: %(rows)s.")
        % values
    )


def ranked_rows(found: Progressed) -> Sequence[Progress]:
    """The States with a progress rank, in order."""
    return [row for row in found.listed.rows if row.rank is not None] if found.listed else []


def chart_note(measure: Measure) -> str:
    if measure is Measure.CHANGE:
        return gettext("Points of the score, in the order of progress. The same numbers are in the table.")
    return gettext(
        "Percent of what was missing to 100 then. A bar beyond 100 % ends at the edge; its number says how far it goes."
    )


def compared(found: Progressed) -> str:
    """`28 months can be compared; 3 months are not on record.`"""
    if found.coverage is None:
        return ""
    months, gone = len(found.coverage.on_record), len(found.coverage.missing)
    text = ngettext(
        "%(count)s month can be compared with the list before it.",
        "%(count)s months can be compared with the list before each.",
        months,
    )
    parts = [text % {"count": months}]
    if gone:
        text = ngettext("%(count)s month in between cannot.", "%(count)s months in between cannot.", gone)
        parts.append(text % {"count": gone})
    return " ".join(parts)


Name = Callable[[str], str]
"""A State's code → its name in the reader's language."""


def movers(rank: RankSplit) -> str:
    """`Its own score won it 2 places; the others' scores cost it 1 place.`

    Where other States left or came, these are places among the States ranked in both lists, and what they made of the
    rank is told apart.
    """
    if rank.both < 2:
        return gettext("No other State is ranked in both lists, so no movement can be told.")
    parts = [_own(rank.places(Mover.OWN)), _others(rank.places(Mover.OTHERS))]
    rule = rank.places(Mover.RULE)
    if rule:
        parts.append(gettext("another rule for ties: %(places)s") % {"places": signed(rule)})
    told = "; ".join(parts) + gettext(".")
    apart = rank.places(Mover.LEFT) + rank.places(Mover.CAME)
    if not apart:
        return told
    return gettext("Among the %(count)s States ranked in both lists: %(told)s %(apart)s") % {
        "count": rank.both,
        "told": told[:1].lower() + told[1:],
        "apart": ngettext(
            "Of the change of rank %(places)s place comes from others leaving or coming.",
            "Of the change of rank %(places)s places come from others leaving or coming.",
            abs(apart),
        )
        % {"places": signed(apart)},
    }


def _own(places: int) -> str:
    if places == 0:
        return gettext("Its own score neither won nor cost it a place")
    if places > 0:
        text = ngettext(
            "Its own score won it %(count)s place", "Its own score won it %(count)s places", places
        )
    else:
        text = ngettext(
            "Its own score cost it %(count)s place", "Its own score cost it %(count)s places", -places
        )
    return text % {"count": abs(places)}


def _others(places: int) -> str:
    if places == 0:
        return gettext("the others' scores neither won nor cost it a place")
    if places > 0:
        text = ngettext(
            "the others' scores won it %(count)s place", "the others' scores won it %(count)s places", places
        )
    else:
        text = ngettext(
            "the others' scores cost it %(count)s place",
            "the others' scores cost it %(count)s places",
            -places,
        )
    return text % {"count": abs(places)}


def passing(rank: RankSplit, name: Name) -> Iterator[str]:
    """Who was passed, who passed, who drew level, came in or went out; each in one sentence."""
    told = [
        (gettext("It passed %(states)s."), [code for code in rank.passed if code not in rank.drew_level]),
        (gettext("It was passed by %(states)s."), rank.passed_by),
        (gettext("It now stands level with %(states)s."), rank.drew_level),
        (gettext("Into the ranking came %(states)s."), rank.came_in),
        (gettext("Out of the ranking went %(states)s."), rank.went_out),
    ]
    for sentence, codes in told:
        if codes:
            yield sentence % {"states": named(codes, name)}


def named(codes: Iterable[str], name: Name) -> str:
    """Names in alphabetical order, joined."""
    return listed(sorted(name(code) for code in codes))
