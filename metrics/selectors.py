"""Reads about what is measured: the version in force, its document, and verified figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from common.months import Month
from metrics.catalogue import MethodologyDocument, plain
from metrics.drafts.checks import Present
from metrics.models import Figure, FigureSet, Methodology, MethodologyDraft, Parameter, ParameterGroup
from metrics.scoring import Figure as ScoredFigure
from metrics.scoring import ParameterRule

_GROUP_KEYS = ("code", "name", "name_hi", "boards")
_PARAMETER_KEYS = (
    "code", "name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi", "better",
    "period_kind", "numerator_may_exceed", "attested",
)  # fmt: skip
_NUMBER_KEYS = ("best_percent", "worst_percent", "max_marks")

Figures = Mapping[str, Mapping[str, ScoredFigure]]
"""Verified figures: State code → parameter code → figure. A State that sent nothing has no entry."""


class UnknownMethodologyError(LookupError):
    """No such version, or none in force. `known` holds the versions that there are."""

    def __init__(self, version: str, known: list[str]) -> None:
        super().__init__(version)
        self.version, self.known = version, known


def methodologies() -> list[Methodology]:
    """Every version, oldest first."""
    return list(Methodology.objects.order_by("holds_from"))


def with_ends(versions: Sequence[Methodology]) -> list[tuple[Methodology, Month | None]]:
    """Each of all versions, oldest first, with the last month in which it holds; None for the newest."""
    ends = [*(later.holds_from.previous() for later in versions[1:]), None]
    return list(zip(versions, ends, strict=False))


def methodology_by_version(version: str) -> Methodology:
    for methodology in methodologies():
        if methodology.version == version:
            return methodology
    raise UnknownMethodologyError(version, [methodology.version for methodology in methodologies()])


def methodology_in_force(month: Month) -> Methodology:
    """The version whose month of entry is the latest at or before `month`."""
    found = Methodology.objects.filter(holds_from__lte=month).order_by("-holds_from").first()
    if found is None:
        raise UnknownMethodologyError(str(month), [methodology.version for methodology in methodologies()])
    return found


def open_drafts() -> list[MethodologyDraft]:
    """The drafts that are being edited or wait for a second signature, newest first."""
    return list(
        MethodologyDraft.objects.filter(activated_at__isnull=True, dropped_at__isnull=True).select_related(
            "based_on"
        )
    )


def closed_drafts() -> list[MethodologyDraft]:
    """The drafts that came into force or were dropped, newest first."""
    closed = Q(activated_at__isnull=False) | Q(dropped_at__isnull=False)
    return list(MethodologyDraft.objects.filter(closed).select_related("based_on"))


def present_versions() -> Present:
    """Every version as a draft has to reckon with it, oldest first."""
    return {
        version.version: (version.holds_from, version.sealed_at is not None) for version in methodologies()
    }


def documents() -> list[MethodologyDocument]:
    """Every version's content, oldest first. Three queries, however many versions there are."""
    found = Methodology.objects.order_by("holds_from").prefetch_related("groups", "parameters")
    return [_document(one, list(one.groups.all()), list(one.parameters.all())) for one in found]


def document_of(methodology: Methodology) -> MethodologyDocument:
    """A version's content as the database holds it, in the form of its file; its hash can be checked again."""
    groups = list(methodology.groups.order_by("position"))
    return _document(methodology, groups, list(methodology.parameters.order_by("position")))


def _document(
    methodology: Methodology, groups: list[ParameterGroup], parameters: list[Parameter]
) -> MethodologyDocument:
    """`groups` and `parameters` are the version's own, in order of their positions."""
    codes = {group.pk: group.code for group in groups}
    document: dict[str, Any] = {
        "version": methodology.version,
        "holds_from": str(methodology.holds_from),
        "title": methodology.title,
        "title_hi": methodology.title_hi,
        "rules": methodology.rules,
        "groups": [{key: getattr(group, key) for key in _GROUP_KEYS} for group in groups],
        "parameters": [
            {key: getattr(parameter, key) for key in _PARAMETER_KEYS}
            | {key: plain(getattr(parameter, key)) for key in _NUMBER_KEYS}
            | {"group": codes[parameter.group_id]}
            for parameter in parameters
        ],
    }
    return MethodologyDocument(methodology.version, methodology.holds_from, document)


def parameter_versions(code: str) -> list[Parameter]:
    """A parameter as each version has it, with its group, oldest version first; empty where none has it. One query."""
    found = Parameter.objects.filter(code=code).select_related("methodology", "group")
    return list(found.order_by("methodology__holds_from"))


def rule_of(parameter: Parameter) -> ParameterRule:
    """How a stored parameter earns marks; its group is fetched already."""
    return ParameterRule(
        code=parameter.code,
        group=parameter.group.code,
        best_percent=parameter.best_percent,
        worst_percent=parameter.worst_percent,
        max_marks=parameter.max_marks,
        boards=frozenset(parameter.group.boards),
        numerator_may_exceed=parameter.numerator_may_exceed,
    )


def current_revisions(month: Month) -> dict[str, int]:
    """The revision of the current figures by State code; a State that sent nothing has no entry."""
    return dict(FigureSet.objects.filter(month=month, is_current=True).values_list("state_id", "revision"))


def sample_states(month: Month, revisions: Mapping[str, int]) -> frozenset[str]:
    """Codes of the States whose figures, in these revisions, are sample figures."""
    found = FigureSet.objects.filter(month=month, sample=True).values_list("state_id", "revision")
    return frozenset(state for state, revision in found if revisions.get(state) == revision)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a month's lists rest on: the revision of each State's figures, whose are sample figures, the figures."""

    revisions: Mapping[str, int]
    samples: frozenset[str]
    figures: Figures


def sent_in(month: Month, revisions: Mapping[str, int] | None = None) -> Sent:
    """The current figures of a month, or those of the given revisions. One query."""
    sets = FigureSet.objects.filter(month=month)
    if revisions is None:
        sets = sets.filter(is_current=True)
    else:
        sets = sets.filter(state__in=list(revisions), revision__in=set(revisions.values()))
    found: dict[str, int] = {}
    samples: set[str] = set()
    figures: dict[str, dict[str, ScoredFigure]] = {state: {} for state in revisions or ()}
    for state, revision, sample, parameter, numerator, denominator in sets.order_by().values_list(
        "state_id", "revision", "sample", "figures__parameter", "figures__numerator", "figures__denominator"
    ):
        if revisions is not None and revisions.get(state) != revision:
            continue
        found[state] = revision
        if sample:
            samples.add(state)
        own = figures.setdefault(state, {})
        if parameter is not None:  # a set without any figure is one row of nothing
            own[parameter] = ScoredFigure(numerator, denominator)
    return Sent(found if revisions is None else revisions, frozenset(samples), figures)


def figures_at(month: Month, revisions: Mapping[str, int]) -> dict[str, dict[str, ScoredFigure]]:
    """The figures of a month in the given revisions. One query."""
    return figures_of({month: revisions})[month]


def figures_of(
    revisions: Mapping[Month, Mapping[str, int]],
) -> dict[Month, dict[str, dict[str, ScoredFigure]]]:
    """The figures of many months, each in its own revisions. One query."""
    rows = Figure.objects.filter(
        figure_set__month__in=list(revisions),
        figure_set__state__in={state for own in revisions.values() for state in own},
        figure_set__revision__in={number for own in revisions.values() for number in own.values()},
    ).values_list(
        "figure_set__month",
        "figure_set__state_id",
        "figure_set__revision",
        "parameter",
        "numerator",
        "denominator",
    )
    figures: dict[Month, dict[str, dict[str, ScoredFigure]]] = {
        month: {state: {} for state in own} for month, own in revisions.items()
    }
    for month, state, revision, parameter, numerator, denominator in rows:
        if revisions[month].get(state) == revision:
            figures[month][state][parameter] = ScoredFigure(numerator, denominator)
    return figures


def parameter_figures(
    parameter: str, revisions: Mapping[Month, Mapping[str, int]]
) -> dict[Month, dict[str, ScoredFigure]]:
    """One parameter's figures in many months, each State's in the given revision. One query."""
    rows = Figure.objects.filter(parameter=parameter, figure_set__month__in=list(revisions)).values_list(
        "figure_set__month", "figure_set__state_id", "figure_set__revision", "numerator", "denominator"
    )
    figures: dict[Month, dict[str, ScoredFigure]] = {month: {} for month in revisions}
    for month, state, revision, numerator, denominator in rows:
        if revisions[month].get(state) == revision:
            figures[month][state] = ScoredFigure(numerator, denominator)
    return figures


def verified_figures(state: str, month: Month) -> dict[str, ScoredFigure] | None:
    """A State's current verified figures of a month; None where it has none. One query."""
    return verified_history(state, [month])[month]


def verified_history(state: str, months: Iterable[Month]) -> dict[Month, dict[str, ScoredFigure] | None]:
    """A State's current verified figures of many months, in their order; None where it has none. One query."""
    found: dict[Month, dict[str, ScoredFigure] | None] = dict.fromkeys(months)
    rows = FigureSet.objects.filter(state=state, month__in=list(found), is_current=True).order_by()
    for month, parameter, numerator, denominator in rows.values_list(
        "month", "figures__parameter", "figures__numerator", "figures__denominator"
    ):
        own = found[month]
        if own is None:
            own = found[month] = {}
        if parameter is not None:  # a set without any figure is one row of nothing
            own[parameter] = ScoredFigure(numerator, denominator)
    return found


def months_with_figures() -> list[Month]:
    """Every month for which at least one State has verified figures, oldest first."""
    return sorted(set(FigureSet.objects.filter(is_current=True).values_list("month", flat=True)))
