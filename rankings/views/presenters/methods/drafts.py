"""What every page of a draft shows: whose copy it is, how it stands, its checks and its changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from metrics.core.checks import Document, Problem
from metrics.core.edits import changes
from metrics.models import MethodologyDraft
from rankings.views import links
from rankings.views.wording import drafts as words
from rankings.views.wording.months import day, moment, month_name
from states.asking import Choice
from states.months import Month


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
        problems=tuple(Choice(words.problem(one), mended_at(draft.pk, one)) for one in problems),
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
