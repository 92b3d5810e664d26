"""The public pages of the rules: every version, and one version with its marks, compared with another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from common.asking import Choice
from common.charts import rows as charts
from common.sheets import Sheet
from dashboard.methodology import wording as words
from dashboard.parameters import wording
from dashboard.publishing.proof import signing_keys
from dashboard.site.charted import ChartFigure, charted
from dashboard.site.errors import explained
from metrics.boards import DEFAULT_BOARD, Board
from metrics.catalogue import MethodologyDocument
from metrics.drafts.changes import Changes, version_changes
from metrics.drafts.checks import Document, total_marks
from metrics.scoring import Figure, mark, rounded, score
from metrics.selectors import UnknownMethodologyError, documents, methodologies, with_ends
from rankings.lists import links
from rankings.lists.histories import Scope
from rankings.lists.labels import either, plain
from rankings.lists.marks import Measured, computed, group_sums, measured
from states.selectors import ALL_INDIA


@explained
def versions(request: HttpRequest) -> HttpResponse:
    """`/methodology/`: every version of the rules, and the keys by whose signature a list is known."""
    every = documents()
    changed = ["", *(words.summary(_differences(before, after)) for before, after in pairwise(every))]
    rows = [(*version, text) for version, text in zip(with_ends(methodologies()), changed, strict=True)]
    return render(request, "dashboard/methodologies.html", {"versions": rows[::-1], "keys": signing_keys()})


@explained
def version(request: HttpRequest, version: str) -> HttpResponse:
    """`/methodology/2023-01/?against=2021-06`: one version; compared with the one before it where none is asked for."""
    every, contents = with_ends(methodologies()), {content.version: content for content in documents()}
    against = request.GET.get("against") or ""
    for name in filter(None, (version, against)):
        if name not in contents:
            raise UnknownMethodologyError(name, list(contents))
    place = list(contents).index(version)
    if not against and place:
        against = list(contents)[place - 1]
    wanted = Scope(DEFAULT_BOARD.value, ALL_INDIA, None)
    lists = {
        month: ranking for month, ranking in computed(wanted).items() if ranking.methodology_id == version
    }
    found, content = measured(wanted, lists, None), contents[version]
    context: dict[str, Any] = {
        "version": every[place][0],
        "until": every[place][1],
        "others": [methodology for methodology, _ in every[::-1] if methodology.version != version],
        "rules": wording.rules(content.document["rules"]),
        "groups": _groups(content.document),
        "boards": [
            (board, len(marks), sum(marks, Decimal(0)))
            for board in Board
            for marks in [[rule.max_marks for rule in content.parameter_rules() if board in rule.boards]]
        ],
        "chart": _chart(version, content.document),
        **_example(content),
        **_live(found, wanted),
    }
    # A version compared with itself has nothing to tell.
    if against not in {"", version}:
        changes = _differences(contents[against], content)
        choices = [
            Choice(other, links.methodology(version, other), other == against)
            for other in reversed(contents)
            if other != version
        ]
        context |= {
            "against": against,
            "summary": words.summary(changes),
            "changes": changes,
            "changed_rules": words.rules(changes),
            "changed": list(_changed(changes)),
            "choices": choices,
        }
    return charted(request, "dashboard/methodology.html", context)


def _differences(before: MethodologyDocument, after: MethodologyDocument) -> Changes:
    return version_changes(before.document, after.document)


def _groups(document: Document) -> list[tuple[Mapping[str, Any], list[Mapping[str, Any]], Decimal]]:
    """Every group with its parameters and their marks."""
    rows = []
    for group in document["groups"]:
        own = [parameter for parameter in document["parameters"] if parameter["group"] == group["code"]]
        rows.append((group, own, total_marks(own)))
    return rows


# A score made before the reader's eyes: five made-up figures, rated by the rules of the version itself.

# Everything sent, nearly everything, nothing of the kind happened, nothing sent, nothing done.
_FIGURES = (
    Figure(Decimal(393), Decimal(393)),
    Figure(Decimal(1904), Decimal(1961)),
    Figure(Decimal(0), Decimal(0)),
    Figure(None, None),
    Figure(Decimal(0), Decimal(12)),
)


def _example(content: MethodologyDocument) -> dict[str, Any]:
    """The version's first five parameters that go from 0 to 100 percent, with figures made up for the example."""
    says = (
        gettext("everything done: full marks"),
        gettext("marks in proportion"),
        gettext("not applicable: nothing of the kind happened, so the maximum leaves the total"),
        gettext("not reported: no marks, and the maximum stays"),
        gettext("zero: reported, and nothing done; no marks, and the maximum stays"),
    )
    parameters = {parameter["code"]: parameter for parameter in content.document["parameters"]}
    straight = [
        rule for rule in content.parameter_rules() if rule.worst_percent == 0 and rule.best_percent == 100
    ]
    rules = straight[: len(_FIGURES)]
    marks = [mark(rule, figure) for rule, figure in zip(rules, _FIGURES, strict=False)]
    names = [parameters[rule.code] for rule in rules]
    return {
        "example": list(zip(names, _FIGURES, marks, says, strict=False)),
        "total": score(marks, on_board=frozenset(rule.code for rule in rules), rules=content.rules),
    }


def _live(found: Measured | None, wanted: Scope) -> dict[str, Any]:
    """How the score of the State in the middle came about, group by group; nothing where no list rests on the version.

    A group's row has its sums, and the marks that left the total, being not applicable.
    """
    ranked = [state for state in found.in_order() if found.worked.places[state.code].rank] if found else []
    if found is None or not ranked:
        return {}
    state = ranked[len(ranked) // 2]
    live = found.worked.scores[state.code]
    assert live.exact is not None
    rules = list(found.worked.basis.on_board().values())
    groups = {group["code"]: group for group in found.document.document["groups"]}
    rows = []
    for sums in group_sums(found.worked.marks[state.code], rules):
        whole = sum((Fraction(rule.max_marks) for rule in rules if rule.group == sums.group), Fraction(0))
        rows.append((groups[sums.group], sums, sums.share and 100 * sums.share, whole - sums.applicable))
    return {
        "live": live,
        "live_rows": rows,
        "live_state": state,
        "live_url": links.state(state.code, wanted, found.month),
        "live_month": found.month,
        "live_board": wanted.board,
        "live_sample": found.sample,
        "live_rank": found.worked.places[state.code].rank,
        "obtained": f"{rounded(live.obtained, 4):.4f}",
        "exact": _digits(live.exact),
    }


def _digits(value: Fraction, count: int = 6) -> str:
    """The first decimals of a number, cut and not rounded: `96.190234…`, or the whole of it where it ends there.

    >>> _digits(Fraction(2, 3)), _digits(Fraction(193, 2))
    ('0.666666…', '96.5')
    """
    scaled = value * 10**count
    digits = scaled.numerator // scaled.denominator
    text = f"{digits // 10**count}.{digits % 10**count:0{count}d}"
    return text.rstrip("0").rstrip(".") if scaled == digits else f"{text}…"


def _changed(changes: Changes) -> Iterator[tuple[Any, ...]]:
    """The parameters that differ: entry, kind, change in words, marks before and after, their difference, notes.

    What was added, then what was removed, then what carries most marks more or less, then the rest.
    """
    for entry in changes.added:
        marks = Decimal(entry["max_marks"])
        yield entry, "added", gettext("added"), None, marks, marks, []
    for entry in changes.removed:
        marks = Decimal(entry["max_marks"])
        yield entry, "removed", gettext("removed"), marks, None, -marks, []
    for change in sorted(changes.altered, key=lambda change: (-abs(change.more), change.code)):
        notes = words.ruling(change)
        if change.wording:
            notes.append(gettext("name or figures worded otherwise"))
        what = gettext("other words")
        if change.more:
            what = gettext("other marks")
        elif change.ruling:
            what = gettext("other rule")
        yield change.after, "altered", what, *change.marks, change.more, notes


def _chart(version: str, document: Document) -> ChartFigure:
    groups: Sequence[tuple[str, str, Decimal]] = sorted(
        (
            (either(group["name"], group["name_hi"]), group["code"], marks)
            for group, _, marks in _groups(document)
        ),
        key=lambda group: -group[2],
    )
    points = [
        charts.RowPoint(name, code, marks, plain(marks), f"{name}: {plain(marks)}")
        for name, code, marks in groups
    ]
    name, _, most = groups[0]
    title = gettext("%(group)s carries most: %(marks)s of %(total)s marks")
    alternative = gettext(
        "Bar chart of the marks of each group in methodology version %(version)s: %(groups)s."
    )
    return ChartFigure(
        key="groups",
        title=title
        % {"group": name, "marks": plain(most), "total": plain(total_marks(document["parameters"]))},
        alternative=alternative
        % {"version": version, "groups": ", ".join(f"{name} {plain(marks)}" for name, _, marks in groups)},
        note=gettext("Marks of each group. The same numbers are in the table of parameters."),
        payload=charts.bars(points),
        sheet=Sheet(("group", "name", "max_marks"), [(code, name, marks) for name, code, marks in groups]),
    )
