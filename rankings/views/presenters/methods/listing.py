"""Versions and drafts in one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from metrics.models import Methodology, MethodologyDraft
from rankings.views.presenters.methodology import Version, versions
from rankings.views.presenters.methods.drafts import closed, waits
from rankings.views.wording import drafts as words
from rankings.views.wording.months import moment
from states.asking import Choice


@dataclass(frozen=True, slots=True)
class DraftRow:
    link: Choice
    based_on: str
    holds_from: str
    edited: str
    stands: str


@dataclass(frozen=True, slots=True)
class Listing:
    """`suggested` is the month from which a new version could hold, and a name for it."""

    drafts: tuple[DraftRow, ...]
    versions: tuple[Version, ...]
    closed: tuple[DraftRow, ...]
    suggested: str


def listing(
    found: Sequence[Methodology],
    open_ones: Sequence[tuple[MethodologyDraft, int]],
    closed_ones: Sequence[MethodologyDraft],
    *,
    suggested: str,
) -> Listing:
    """`found` holds every version, oldest first; each open draft comes with the number of its problems."""
    return Listing(
        drafts=tuple(_row(one, waits(one) or words.problems(count)) for one, count in open_ones),
        versions=tuple(versions(found)),
        closed=tuple(_row(one, closed(one)) for one in closed_ones),
        suggested=suggested,
    )


def _row(draft: MethodologyDraft, stands: str) -> DraftRow:
    return DraftRow(
        link=Choice(draft.version or gettext("without a name"), reverse("methods:draft", args=[draft.pk])),
        based_on=draft.based_on_id,
        holds_from=str(draft.document["holds_from"]),
        edited=f"{draft.edited_by}, {moment(draft.edited_at)}",
        stands=stands,
    )
