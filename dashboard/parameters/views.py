"""`/parameters/`: every parameter of a version, and how much each still separates in a month."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from common.dates import month_name
from common.templatetags.pragati import address
from dashboard.parameters.forms import ParametersQuery
from dashboard.parameters.wording import is_crowded
from dashboard.site.errors import explained
from dashboard.site.notes import known, month_nav
from insights.decides.core import weights
from metrics.catalogue import MethodologyDocument, parameter_texts
from metrics.models import Better
from metrics.selectors import document_of, methodologies, methodology_by_version
from rankings.lists import labels, links, marks
from rankings.lists.labels import either, percent, plain, signed_percent, two_decimals
from rankings.lists.marks import Measured, Spread, spread
from states.selectors import ALL_INDIA

BAR_WIDTH = 60
"""Units of the bar that stands for the largest part."""

Seen = Mapping[str, tuple[Spread, Fraction, Fraction | None]]
"""What a month says of each parameter: how the States stand, its share of the marks and of the differences."""


@explained
def parameters(request: HttpRequest) -> HttpResponse:
    """Of the version behind the newest list, of a version, or of a month."""
    query = ParametersQuery.read(request.GET)
    version, month = query.cleaned_data["methodology"], query.cleaned_data["month"]
    lists, methodology = marks.computed(query.scope), None
    if version or month is None:
        methodology = methodology_by_version(version) if version else marks.current_methodology()
        lists = {
            each: listed for each, listed in lists.items() if listed.methodology_id == methodology.version
        }
    found = marks.measured(query.scope, lists, month)
    document = found.document if found else document_of(methodology or marks.current_methodology())
    seen = _seen(found)

    def here(**changes: object) -> str:
        return address("rankings:parameters", query=query.carried_to("rankings:parameters", **changes))

    title = gettext("Parameters of methodology version %(version)s") % {"version": document.version}
    context = {
        "query": query, "found": found, "document": document,
        "title": f"{title} · {month_name(found.month)}" if found else title,
        "headline": headline(document, seen), "lede": _lede(document, found), "sentence": sentence(seen),
        "sample": found is not None and found.sample,
        "versions": list(reversed(methodologies())),
        "months": found and month_nav(found.months, found.month, lambda month: here(month=month)),
        "month": None if found is None or found.newest else found.month,
        "groups": _groups(document, seen),
        "canonical": here(),
        "data": links.data("parameters/", {"methodology": document.version}),
        **known(query.scope),
    }  # fmt: skip
    return render(request, "dashboard/parameters.html", context)


def _seen(found: Measured | None) -> Seen:
    if found is None:
        return {}
    rules, every, silent = found.worked.basis.on_board(), found.worked.marks, found.worked.silent
    return {
        (code := weight.parameter): (
            spread(rules[code], {state: own[code] for state, own in every.items()}, silent),
            weight.nominal,
            weight.effective,
        )
        for weight in weights(found.worked)
    }


def _first(seen: Seen) -> str:
    """The code of what separates the States most; empty where nothing does."""
    parting = [(-effective, code) for code, (_, _, effective) in seen.items() if effective]
    return min(parting)[1] if parting else ""


def _lede(document: MethodologyDocument, found: Measured | None) -> list[str]:
    version = gettext("methodology %(version)s") % {"version": document.version}
    if found is None:
        return [version, gettext("no list rests on this version yet")]
    return [month_name(found.month), labels.members(ALL_INDIA, found.reasons), version]


def headline(document: MethodologyDocument, seen: Seen) -> str:
    """`28 parameters, 100 marks: “Police stations entering 100% FIRs in CCTNS” decides most`"""
    texts = {parameter["code"]: parameter for parameter in document.document["parameters"]}
    count = ngettext("%(count)s parameter", "%(count)s parameters", len(texts)) % {"count": len(texts)}
    marks = gettext("%(marks)s marks") % {"marks": plain(_sum(texts.values()))}
    first = _first(seen)
    if not first:
        return f"{count}, {marks}"
    values = {"count": count, "marks": marks, "name": either(texts[first]["name"], texts[first]["name_hi"])}
    return gettext("%(count)s, %(marks)s: “%(name)s” decides most") % values


def sentence(seen: Seen) -> str:
    """What separates most, and how many hardly do; empty where nothing does."""
    first = _first(seen)
    if not first:
        return ""
    _, nominal, effective = seen[first]
    assert effective is not None
    text = gettext("With %(nominal)s of the marks it makes %(effective)s of the differences between scores.")
    crowded = sum(is_crowded(own) for own, _, _ in seen.values())
    count = ngettext(
        "In %(count)s parameter nine in ten or more are at full marks.",
        "In %(count)s parameters nine in ten or more are at full marks.",
        crowded,
    ) % {"count": crowded}
    return f"{text % {'nominal': percent(100 * nominal), 'effective': signed_percent(effective)}} {count}"


def _sum(parameters: Any) -> Decimal:
    return sum((Decimal(parameter["max_marks"]) for parameter in parameters), Decimal(0))


def _groups(
    document: MethodologyDocument, seen: Seen
) -> list[tuple[Mapping[str, Any], Decimal, list[dict[str, Any]]]]:
    """Each group with its marks and parameters; what a month says of one is missing where none is on record."""
    most = max((effective or Fraction(0) for _, _, effective in seen.values()), default=Fraction(0))
    texts, groups = parameter_texts(), []
    for group in document.document["groups"]:
        own = [each for each in document.document["parameters"] if each["group"] == group["code"]]
        rows = []
        for parameter in own:
            spread, _, effective = seen.get(parameter["code"], (None, None, None))
            bar = two_decimals(effective * BAR_WIDTH / most) if effective and effective > 0 else ""
            rows.append(
                {
                    "parameter": parameter, "texts": texts[parameter["code"]], "spread": spread, "bar": bar,
                    "better": Better(parameter["better"]).label, "marks": Decimal(parameter["max_marks"]),
                    "effective": effective,
                }
            )  # fmt: skip
        groups.append((group, _sum(own), rows))
    return groups
