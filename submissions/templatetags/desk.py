"""How figures, marks, problems and people are printed on the desks. In every template without `load`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from metrics.scoring import Figure, Mark, rounded
from rankings.compute import Preview
from rankings.lists import labels
from rankings.lists.labels import MISSING, either, grouped, lost, plain, two_decimals
from submissions.desk import words
from submissions.problems import Problem
from submissions.review.doubt import Doubt
from submissions.review.words import saw, standing_text
from submissions.workflow import is_own

register = template.Library()

register.filter("gate", words.gate_name)
register.filter("status", words.status_name)
register.filter("who", words.who)
register.filter("ist", words.moment_text)
register.filter("window_text", words.window_text)
register.filter("days_text", words.days_text)
register.filter("station_status", words.station_status)
register.filter("standing", standing_text)
register.filter("saw", saw)
register.filter("is_own", is_own)

_DOUBTS = {
    Doubt.STOCK_FELL: gettext_lazy("total fell"),
    Doubt.JUMP: gettext_lazy("outside the usual range"),
    Doubt.FIGURE_MISSING: gettext_lazy("figure missing"),
    Doubt.EXCEEDS: gettext_lazy("numerator above denominator"),
    Doubt.REMARK: gettext_lazy("remark"),
    Doubt.RETURNED: gettext_lazy("returned"),
    Doubt.COMMENT: gettext_lazy("comment"),
    Doubt.OBJECTION: gettext_lazy("open objection"),
}
_COLUMNS: Mapping[str, object] = {
    "parameter": gettext_lazy("parameter"),
    "numerator": gettext_lazy("numerator"),
    "denominator": gettext_lazy("denominator"),
    "remarks": gettext_lazy("remark"),
}


@register.simple_tag(takes_context=True)
def current(context: Context, page: str) -> SafeString:
    """The address of a page for a link of the navigation, marked where it is the page that is read."""
    url = reverse(page)
    if url != context["request"].path:
        return format_html('href="{}"', url)
    return format_html('href="{}" aria-current="page"', url)


@register.filter
def by(moment: datetime, signature: str) -> str:
    """Who did something and when: `asha, 05-12-2023 12:00 IST`."""
    return words.by_whom(signature, moment)


@register.filter
def writer(signature: str) -> str:
    """The person behind a signature: of `dev for asha` it is `dev`."""
    return signature.partition(" for ")[0]


@register.filter
def parameter(code: str, parameters: Mapping[str, Mapping[str, Any]]) -> str:
    """The name of a parameter of the month; its code where the methodology has it no more."""
    return either(parameters[code]["name"], parameters[code]["name_hi"]) if code in parameters else code


@register.filter
def doubts(reasons: Iterable[Doubt]) -> str:
    """Why a figure deserves a look: `total fell, remark`."""
    return ", ".join(str(_DOUBTS[reason]) for reason in reasons)


# A figure, its worth, and how both changed. A variable that a template does not find comes as empty text.


@register.filter
def figure_text(value: Figure | None) -> str:
    """`1,204 of 1,300`; a dash where nothing was reported."""
    return labels.figure(value) if value and not value.is_blank else MISSING


@register.filter
def figure_sent(value: Figure | None) -> str:
    """`1,204 of 1,300`, `not reported`; a dash where there is no row of it."""
    return labels.figure(value) if value else MISSING


@register.filter
def figure_change(now: Figure | None, last: Figure | None) -> str:
    """By how much the numerator changed: `+1,204`; a dash where either month has none."""
    if not now or not last or now.numerator is None or last.numerator is None:
        return MISSING
    change = now.numerator - last.numerator
    return ("+" if change > 0 else "−" if change < 0 else "") + grouped(abs(change))


@register.filter
def points_since(now: Mark | None, last: Mark | None) -> str:
    """Percentage points between two months, `−5.00`; a dash where either has no percent."""
    if not now or not last or now.percent is None or last.percent is None:
        return MISSING
    points = now.percent - last.percent
    return labels.signed(rounded(abs(points)), points)


@register.filter
def column(name: str | None) -> str:
    """A column of the upload file; one that is not ours stands as it is."""
    return str(_COLUMNS.get(name or "", name or ""))


@register.filter
def problem_text(problem: Problem | Mapping[str, str]) -> str:
    """The sentence of a problem, found now or stored with a file, in the reader's language."""
    if isinstance(problem, Problem):
        return problem.text(words.language())
    return either(problem["message"], problem["message_hi"])


@register.filter
def rank_of(standing: Preview | None) -> str:
    """`3 of 36`; a dash where the State is unranked or nothing is known."""
    if not standing or standing.rank is None:
        return MISSING
    return gettext("%(part)s of %(whole)s") % {"part": standing.rank, "whole": standing.of}


@register.filter
def marks(mark: Mark | None) -> str:
    """`4.25 of 7`; a dash where the parameter does not count."""
    if not mark or not mark.counts:
        return MISSING
    return gettext("%(part)s of %(whole)s") % {
        "part": two_decimals(mark.marks),
        "whole": plain(mark.max_marks),
    }


@register.filter
def marks_since(now: Mark, last: Mark | None) -> str:
    """`+0.25`, `−0.10`, `0`; a change too small for two decimals shows as `+< 0.01`, never as none."""
    if not last or not now.counts or not last.counts or now.max_marks != last.max_marks:
        return MISSING
    difference = now.marks - last.marks
    if not difference:
        return "0"
    return ("+" if difference > 0 else "−") + lost(abs(difference))
