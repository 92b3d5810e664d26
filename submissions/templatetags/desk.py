"""How figures, marks, problems and people are printed on the desks. In every template without `load`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from metrics.scoring import Figure, Mark
from rankings.compute import Preview
from rankings.lists.labels import MISSING, either, lost, plain, two_decimals
from submissions.desk import next_step, words
from submissions.desk.rows import ParameterWords

register = template.Library()

register.filter("gate", words.gate_name)
register.filter("status", words.status_name)
register.filter("way", words.way_name)
register.filter("who", words.who)
register.filter("ist", words.moment_text)
register.filter("file_size", words.file_size)
register.filter("window_text", words.window_text)
register.filter("next_step", next_step.next_step)
register.filter("open_rows_text", next_step.open_rows_text)
register.filter("days_text", next_step.days_text)

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
def figure_text(value: Figure | None) -> str:
    """`1,204 of 1,300`; a dash where nothing was reported."""
    return words.figure_text(value or None)


@register.filter
def parameter(code: str, parameters: Mapping[str, ParameterWords]) -> str:
    """The name of a parameter of the month; its code where the methodology has it no more."""
    return words.parameter_name(code, parameters)


@register.filter
def column(name: str | None) -> str:
    """A column of the upload file; one that is not ours stands as it is."""
    return str(_COLUMNS.get(name or "", name or ""))


@register.filter
def problem_text(problem: Mapping[str, str]) -> str:
    """The sentence of a problem in the reader's language."""
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
