"""What is measured: every parameter of a version, and how much each still separates in a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, ngettext

from common.asking import Choice
from common.dates import month_name
from common.months import Month
from dashboard.parameters import wording
from dashboard.parameters import wording as words
from dashboard.site.notes import MonthNav, month_nav
from insights.decides.core import Weight, weights
from metrics.boards import DEFAULT_BOARD
from metrics.catalogue import MethodologyDocument, parameter_texts
from metrics.models import Methodology
from rankings.lists import labels, links
from rankings.lists.labels import MISSING, either, percent, plain, signed_percent, two_decimals
from rankings.lists.links import Asked
from rankings.lists.marks import Measured, Spread, spread
from states.selectors import ALL_INDIA

BAR_WIDTH = 60
"""Units of the bar that stands for the largest part."""


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter; the last five are about a month and `–` where none is on record."""

    name: Choice
    code: str
    measures: str
    better: str
    marks: str
    full: str
    saturation: str
    median: str
    part: str
    bar: str


@dataclass(frozen=True, slots=True)
class GroupRows:
    name: str
    code: str
    boards: str
    marks: str
    rows: tuple[ParameterRow, ...]


@dataclass(frozen=True, slots=True)
class ParametersPage:
    """`months` is None where no list rests on the version yet."""

    headline: str
    title: str
    lede: tuple[str, ...]
    said: str
    sample: bool
    versions: tuple[Choice, ...]
    months: MonthNav | None
    groups: tuple[GroupRows, ...]
    caption: str
    methodology: Choice
    heatmap: str
    deciding: str
    data: tuple[Choice, ...]
    canonical: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a month says of a parameter."""

    spread: Spread
    weight: Weight


def parameters_page(
    document: MethodologyDocument,
    found: Measured | None,
    every: Sequence[Methodology],
    wanted: Asked,
    *,
    version: str,
    month: Month | None,
) -> ParametersPage:
    """`version` and `month` are those that the address names, empty and None where it does not."""
    seen = _seen(found)
    title = gettext("Parameters of methodology version %(version)s") % {"version": document.version}
    shown = None if found is None or found.newest else found.month
    return ParametersPage(
        headline=_headline(document, seen),
        title=title if found is None else f"{title} · {month_name(found.month)}",
        lede=tuple(_lede(document, found)),
        said=_said(seen),
        sample=found is not None and found.sample,
        versions=tuple(
            Choice(
                label=one.version,
                url=links.parameters(wanted, one.version),
                current=one.version == document.version,
                title=either(one.title, one.title_hi),
            )
            for one in reversed(every)
        ),
        months=None
        if found is None
        else month_nav(found.months, found.month, lambda one: links.parameters(wanted, version, one)),
        groups=tuple(_group(group, document, seen, wanted, shown) for group in document.document["groups"]),
        caption=_caption(found),
        methodology=Choice(document.version, links.page("methodology", document.version)),
        heatmap=links.heatmap(wanted, shown),
        deciding="" if found is None else links.deciding(found.month, wanted),
        data=(
            Choice("CSV", links.data("parameters/", {"methodology": document.version, "format": "csv"})),
            Choice("JSON", links.data("parameters/", {"methodology": document.version})),
        ),
        canonical=links.parameters(wanted, version, month),
    )


def _seen(found: Measured | None) -> dict[str, _Seen]:
    if found is None:
        return {}
    rules = found.worked.basis.on_board()
    marks, silent = found.worked.marks, found.worked.silent
    return {
        weight.parameter: _Seen(
            spread(
                rules[weight.parameter],
                {state: own[weight.parameter] for state, own in marks.items()},
                silent,
            ),
            weight,
        )
        for weight in weights(found.worked)
    }


def _ordered(seen: Mapping[str, _Seen]) -> list[str]:
    """The codes by how much each separates the States, most first; empty where nothing does."""
    parting = [code for code, one in seen.items() if one.weight.effective]
    return sorted(parting, key=lambda code: (-(seen[code].weight.effective or 0), code))


def _headline(document: MethodologyDocument, seen: Mapping[str, _Seen]) -> str:
    """`28 parameters, 100 marks: “Police stations entering 100% FIRs in CCTNS” decides most`"""
    parameters = document.document["parameters"]
    count = ngettext("%(count)s parameter", "%(count)s parameters", len(parameters)) % {
        "count": len(parameters)
    }
    marks = gettext("%(marks)s marks") % {"marks": plain(sum(map(_marks, parameters), Decimal(0)))}
    first = _ordered(seen)[:1]
    if not first:
        return f"{count}, {marks}"
    values = {"count": count, "marks": marks, "name": _names(document)[first[0]]}
    return gettext("%(count)s, %(marks)s: “%(name)s” decides most") % values


def _names(document: MethodologyDocument) -> dict[str, str]:
    return {
        parameter["code"]: either(parameter["name"], parameter["name_hi"])
        for parameter in document.document["parameters"]
    }


def _marks(parameter: Mapping[str, Any]) -> Decimal:
    return Decimal(parameter["max_marks"])


def _lede(document: MethodologyDocument, found: Measured | None) -> list[str]:
    parts = [gettext("methodology %(version)s") % {"version": document.version}]
    if found is None:
        return [*parts, gettext("no list rests on this version yet")]
    return [month_name(found.month), labels.members(ALL_INDIA, found.reasons), *parts]


def _said(seen: Mapping[str, _Seen]) -> str:
    """Names what separates most, and counts what hardly does."""
    ordered = _ordered(seen)
    if not ordered:
        return ""
    first = seen[ordered[0]].weight
    effective = first.effective
    assert effective is not None
    told = gettext(
        "With %(nominal)s of the marks it makes %(effective)s of the differences between scores."
    ) % {
        "nominal": percent(100 * first.nominal),
        "effective": signed_percent(effective),
    }
    crowded = sum(1 for one in seen.values() if words.is_crowded(one.spread))
    count = ngettext(
        "In %(count)s parameter nine in ten or more are at full marks.",
        "In %(count)s parameters nine in ten or more are at full marks.",
        crowded,
    ) % {"count": crowded}
    return f"{told} {count}"


def _caption(found: Measured | None) -> str:
    if found is None:
        return gettext("Parameters and their marks")
    return gettext("Parameters, and how the States and UTs stood in %(month)s") % {
        "month": month_name(found.month)
    }


def _group(
    group: Mapping[str, Any],
    document: MethodologyDocument,
    seen: Mapping[str, _Seen],
    wanted: Asked,
    shown: Month | None,
) -> GroupRows:
    own = [parameter for parameter in document.document["parameters"] if parameter["group"] == group["code"]]
    most = max((one.weight.effective or Fraction(0) for one in seen.values()), default=Fraction(0))
    inside = Asked(DEFAULT_BOARD.value, ALL_INDIA, None, wanted.as_of)
    return GroupRows(
        name=either(group["name"], group["name_hi"]),
        code=group["code"],
        boards=", ".join(labels.board_name(board) for board in group["boards"]),
        marks=plain(sum(map(_marks, own), Decimal(0))),
        rows=tuple(
            _row(one, seen.get(one["code"]), most, links.parameter(one["code"], inside, shown)) for one in own
        ),
    )


def _row(one: Mapping[str, Any], seen: _Seen | None, most: Fraction, address: str) -> ParameterRow:
    text = parameter_texts()[one["code"]]
    share = None if seen is None else seen.spread.share_full
    effective = None if seen is None else seen.weight.effective
    return ParameterRow(
        name=Choice(either(one["name"], one["name_hi"]), address),
        code=one["code"],
        measures=either(text.measures, text.measures_hi),
        better=wording.better(one["better"]),
        marks=plain(_marks(one)),
        full=MISSING if seen is None else words.full_of(seen.spread),
        saturation=MISSING if share is None else percent(100 * share),
        median=MISSING if seen is None else percent(seen.spread.median),
        part=MISSING if effective is None else signed_percent(effective),
        bar=two_decimals(effective * BAR_WIDTH / most) if effective and effective > 0 else "",
    )
