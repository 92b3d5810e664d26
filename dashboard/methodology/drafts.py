"""What every page of a draft shows: whose copy it is, how it stands, its checks and its changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from common.asking import Choice
from common.dates import day, moment, month_name
from common.months import Month
from dashboard.methodology import wording as words
from dashboard.methodology.page import Version, versions
from metrics.drafts.checks import Document, Problem
from metrics.drafts.edits import changes
from metrics.models import Methodology, MethodologyDraft
from rankings.lists import links


@dataclass(frozen=True, slots=True)
class DraftFrame:
    """`problems` lead to the page where each is mended; `changed` are values against the copied version."""

    number: int
    version: str
    based_on: Choice
    edited: str
    tabs: tuple[Choice, ...]
    problems: tuple[Choice, ...]
    changed: tuple[tuple[str, str, str], ...]
    closed: str
    waits: str


TABS = ("draft", "groups", "head", "try", "activate")


def frame(draft: MethodologyDraft, problems: Sequence[Problem], base: Document, here: str) -> DraftFrame:
    """`base` is the content of the copied version; `here` is the name of the page's address."""
    labels = (
        gettext("Parameters and marks"),
        gettext("Groups and boards"),
        gettext("Name and rules"),
        gettext("Try it"),
        gettext("Put into force"),
    )
    found = changes(base, draft.document)
    return DraftFrame(
        number=draft.pk,
        version=draft.version or "–",
        based_on=Choice(draft.based_on_id, links.page("methodology", draft.based_on_id)),
        edited=gettext("edited by %(name)s, %(moment)s")
        % {"name": draft.edited_by, "moment": moment(draft.edited_at)},
        tabs=tuple(
            Choice(label, reverse(f"methods:{name}", args=[draft.pk]), name == here)
            for name, label in zip(TABS, labels, strict=True)
        ),
        problems=tuple(Choice(words.problem(problem), mended_at(draft.pk, problem)) for problem in problems),
        changed=tuple(words.change(one) for one in found if one.path not in {"version", "holds_from"}),
        closed=closed(draft),
        waits=waits(draft),
    )


def mended_at(number: int, problem: Problem) -> str:
    """The page, and the place on it, where a problem is mended."""
    parts = problem.place.split("/")
    if parts[0] == "parameters" and len(parts) > 1:
        return reverse("methods:parameter", args=[number, parts[1]]) + f"#{problem.place}"
    name = {"parameters": "draft", "groups": "groups"}.get(parts[0], "head")
    return reverse(f"methods:{name}", args=[number]) + f"#{problem.place}"


def closed(draft: MethodologyDraft) -> str:
    """What became of a draft that is edited no more; empty while it is open."""
    if draft.activated_at is not None:
        text = gettext("in force from %(month)s; put forward by %(name)s, signed by %(second)s")
        month = month_name(Month.parse(draft.document["holds_from"]))
        return text % {"month": month, "name": draft.proposed_by, "second": draft.activated_by}
    if draft.dropped_at is not None:
        return gettext("dropped by %(name)s on %(day)s") % {
            "name": draft.dropped_by,
            "day": day(timezone.localdate(draft.dropped_at)),
        }
    return ""


def waits(draft: MethodologyDraft) -> str:
    """That a draft waits for a second signature; empty where it does not."""
    if draft.proposed_at is None or closed(draft):
        return ""
    return gettext("waits for a second signature, put forward by %(name)s") % {"name": draft.proposed_by}


# Versions and drafts in one list.


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
