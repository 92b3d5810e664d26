"""What a draft's coming into force will change, as things stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.catalogue import MethodologyDocument
from metrics.core.standing import until
from metrics.models import FigureSet, Methodology, MethodologyDraft
from metrics.scoring import Figure, ParameterRule, mark
from metrics.selectors import document_of, figures_of, methodologies, present_versions
from states.months import Month


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """A month that the version will rank and that has verified figures of so many States already.

    `unrated` says which of them the version cannot rate.
    """

    month: Month
    states: int
    unrated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """From `first` the version ranks, until `last` where a later version takes over then.

    `instead_of` ranked there so far; `replaces`: the draft bears the name of a version that no list rests on and
    takes its place. `new` and `gone` are parameters by their codes.
    """

    first: Month
    last: Month | None
    next_version: str
    instead_of: str
    replaces: bool
    new: tuple[str, ...]
    gone: tuple[str, ...]
    months: tuple[MonthAhead, ...]

    @property
    def unrated(self) -> tuple[str, ...]:
        return tuple(text for one in self.months for text in one.unrated)


def effect(draft: MethodologyDraft) -> Effect:
    """Only of a draft that passes every check."""
    first = Month.parse(draft.document["holds_from"])
    later = until(first, present_versions(), draft.document["version"])
    versions = methodologies()
    before = _in_force(first, versions)
    rules = {one.code: one for one in document(draft).parameter_rules()}
    old = {rule.code for rule in document_of(before).parameter_rules()} if before else set()
    return Effect(
        first=first,
        last=later.holds_from.previous() if later else None,
        next_version=later.version if later else "",
        instead_of=before.version if before else "",
        replaces=draft.document["version"] in {one.version for one in versions},
        new=tuple(code for code in rules if code not in old),
        gone=tuple(sorted(old - set(rules))),
        months=_ahead(first, later.holds_from if later else None, rules),
    )


def document(draft: MethodologyDraft) -> MethodologyDocument:
    """A draft that passes every check, as a version's document."""
    return MethodologyDocument(
        draft.document["version"], Month.parse(draft.document["holds_from"]), draft.document
    )


def months_to_compute(first: Month) -> list[Month]:
    """Every month from one on that has verified figures."""
    found = FigureSet.objects.filter(is_current=True, month__gte=first).values_list("month", flat=True)
    return sorted(set(found))


def _in_force(month: Month, versions: list[Methodology]) -> Methodology | None:
    return next((one for one in reversed(versions) if one.holds_from <= month), None)


def _ahead(first: Month, end: Month | None, rules: Mapping[str, ParameterRule]) -> tuple[MonthAhead, ...]:
    sets = FigureSet.objects.filter(is_current=True, month__gte=first)
    if end is not None:
        sets = sets.filter(month__lt=end)
    revisions: dict[Month, dict[str, int]] = {}
    for month, state, revision in sets.values_list("month", "state_id", "revision"):
        revisions.setdefault(month, {})[state] = revision
    figures = figures_of(revisions)
    return tuple(
        MonthAhead(month, len(own), tuple(_unrated(month, figures[month], rules)))
        for month, own in sorted(revisions.items())
    )


def _unrated(
    month: Month, figures: Mapping[str, Mapping[str, Figure]], rules: Mapping[str, ParameterRule]
) -> list[str]:
    told = []
    for state, sent in sorted(figures.items()):
        for code in sorted(set(sent) & set(rules)):
            try:
                mark(rules[code], sent[code])
            except ValueError as problem:
                told.append(f"{state} {month} {problem}")
    return told
