"""A draft comes into force: one publisher puts it forward, another signs what was put forward.

What is signed is the digest of the draft's content, and it becomes the content hash of the version. The rules are
looked at again under the lock of publications: no list can be published in between under either version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language, gettext

from accounts import audit
from common.digests import digest
from common.edition import public_change
from common.jobs import enqueue
from common.locks import hold_lock
from common.months import Month
from metrics.catalogue import MethodologyDocument
from metrics.drafts.checks import Problem, check, standing, until
from metrics.drafts.services import open_draft
from metrics.methodology import store
from metrics.models import FigureSet, Methodology, MethodologyDraft
from metrics.scoring import Figure, ParameterRule, mark
from metrics.selectors import document_of, figures_of, methodologies, present_versions
from rankings.models import Origin, Publication
from rankings.publish import Signatures, require_publisher

# What a draft's coming into force will change, as things stand.


@dataclass(frozen=True, slots=True)
class Effect:
    """From `first` the version ranks, until the month from which another takes over: `then` names both.

    `instead_of` ranked there so far; `replaces`: the draft bears the name of a version that no list rests on and
    takes its place. `new` and `gone` are parameters by their codes. `months` that it will rank and that have
    verified figures already, with the number of their States; `unrated` are those figures that it cannot rate.
    """

    first: Month
    then: tuple[Month, str] | None
    instead_of: str
    replaces: bool
    new: list[str]
    gone: list[str]
    months: dict[Month, int]
    unrated: list[str]


def effect(draft: MethodologyDraft) -> Effect:
    """Only of a draft that passes every check."""
    first, name = Month.parse(draft.document["holds_from"]), draft.document["version"]
    versions = methodologies()
    present = {version.version: (version.holds_from, version.sealed_at is not None) for version in versions}
    then = until(first, present, name)
    before = next((version for version in reversed(versions) if version.holds_from <= first), None)
    rules = {rule.code: rule for rule in document(draft).parameter_rules()}
    old = {rule.code for rule in document_of(before).parameter_rules()} if before else set()
    revisions: dict[Month, dict[str, int]] = {}
    sets = FigureSet.objects.filter(is_current=True, month__gte=first).order_by("month")
    for month, state, revision in sets.values_list("month", "state_id", "revision"):
        if then is None or month < then[0]:
            revisions.setdefault(month, {})[state] = revision
    return Effect(
        first=first,
        then=then,
        instead_of=before.version if before else "",
        replaces=name in present,
        new=[code for code in rules if code not in old],
        gone=sorted(old - set(rules)),
        months={month: len(states) for month, states in revisions.items()},
        unrated=list(_unrated(figures_of(revisions), rules)),
    )


def _unrated(
    figures: Mapping[Month, Mapping[str, Mapping[str, Figure]]], rules: Mapping[str, ParameterRule]
) -> Iterator[str]:
    for month, states in figures.items():
        for state, sent in sorted(states.items()):
            for code in sorted(set(sent) & set(rules)):
                try:
                    mark(rules[code], sent[code])
                except ValueError as problem:
                    yield f"{state} {month} {problem}"


def document(draft: MethodologyDraft) -> MethodologyDocument:
    """A draft that passes every check, as a version's document."""
    return MethodologyDocument(
        draft.document["version"], Month.parse(draft.document["holds_from"]), draft.document
    )


def months_to_compute(first: Month) -> list[Month]:
    """Every month from one on that has verified figures."""
    found = FigureSet.objects.filter(is_current=True, month__gte=first).values_list("month", flat=True)
    return sorted(set(found))


# What a draft of a methodology version has to reckon with: the versions there are, the newest published month.


def newest_published() -> Month | None:
    """The newest month of which computed lists were ever published; withdrawn ones count, their month is settled."""
    newest: Month | None = Publication.objects.filter(origin=Origin.COMPUTED).aggregate(last=Max("month"))[
        "last"
    ]
    return newest


def problems_of(draft: MethodologyDraft) -> tuple[Problem, ...]:
    """Every check that the draft does not pass as things stand. Two queries."""
    return problems_of_each([draft])[0]


def problems_of_each(drafts: Sequence[MethodologyDraft]) -> list[tuple[Problem, ...]]:
    """The same of several drafts. Two queries, however many."""
    present, newest = present_versions(), newest_published()
    return [(*check(draft.document), *standing(draft.document, present, newest)) for draft in drafts]


ACTIVATED = "methodology.activate"


class RefusedActivationError(ValueError):
    """An activation that the rules do not allow; the text says why and how to mend it."""


class MovedDraftError(RefusedActivationError):
    """The draft is no longer what was shown, or what was put forward."""

    def __init__(self) -> None:
        super().__init__(
            gettext("The draft was changed since: look at it again, and have it put forward again.")
        )


def digest_of(draft: MethodologyDraft) -> str:
    """The digest of a draft's content: what two people sign."""
    return digest(draft.document)


@transaction.atomic
def put_forward(*, draft_id: int, seen: str, by: str, at: datetime, address: str = "") -> MethodologyDraft:
    """Sign first. `seen` is the digest of the content that the person was shown.

    Raises RefusedPublicationError for a person who may not, RefusedActivationError, or what `open_draft` raises.
    """
    require_publisher(by, timezone.localdate(at))
    hold_lock("publication")
    draft = open_draft(draft_id)
    now = digest_of(draft)
    if seen != now:
        raise MovedDraftError
    if draft.proposed_digest == now:
        raise RefusedActivationError(
            gettext("The draft waits for a second signature already, put forward by %(name)s")
            % {"name": draft.proposed_by}
        )
    _require_sound(draft)
    draft.proposed_at, draft.proposed_by, draft.proposed_digest = at, by, now
    draft.save(update_fields=["proposed_at", "proposed_by", "proposed_digest"])
    audit.record(
        at=at, actor=by, address=address, action="methodology.propose", subject=draft.version,
        after={"draft": draft.pk, "digest": now, "holds_from": draft.document["holds_from"]},
    )  # fmt: skip
    return draft


@public_change()
def sign(*, draft_id: int, seen: str, by: str, at: datetime, address: str = "") -> Methodology:
    """Sign second, and so bring the draft into force; its months' provisional lists are computed anew.

    Raises as `put_forward`, and where the draft was changed since it was put forward.
    """
    hold_lock("publication")
    draft = open_draft(draft_id)
    if draft.proposed_at is None:
        raise RefusedActivationError(gettext("The draft has to be put forward first"))
    Signatures(draft.proposed_by, by).check(timezone.localdate(at))
    now = digest_of(draft)
    if not draft.proposed_digest == now == seen:
        raise MovedDraftError
    _require_sound(draft)
    held = Methodology.objects.filter(version=draft.document["version"]).values_list("holds_from", flat=True)
    first = min([Month.parse(draft.document["holds_from"]), *held])
    methodology = store(document(draft))
    draft.activated_at, draft.activated_by = at, by
    draft.save(update_fields=["activated_at", "activated_by"])
    audit.record(
        at=at, actor=by, address=address, action=ACTIVATED, subject=draft.version,
        after={
            "draft": draft.pk, "digest": now, "holds_from": draft.document["holds_from"],
            "put_forward_by": draft.proposed_by,
        },
    )  # fmt: skip
    for month in months_to_compute(first):
        enqueue(kind="compute", key=str(month), payload={"months": [str(month)]}, at=at)
    return methodology


@transaction.atomic
def take_back(*, draft_id: int, by: str, at: datetime, address: str = "") -> MethodologyDraft:
    """Take back what was put forward; any publisher may. Raises as `put_forward`."""
    require_publisher(by, timezone.localdate(at))
    draft = open_draft(draft_id)
    if draft.proposed_at is None:
        raise RefusedActivationError(gettext("The draft was not put forward"))
    draft.proposed_at, draft.proposed_by, draft.proposed_digest = None, "", ""
    draft.save(update_fields=["proposed_at", "proposed_by", "proposed_digest"])
    audit.record(
        at=at, actor=by, address=address, action="methodology.take_back", subject=draft.version,
        after={"draft": draft.pk},
    )  # fmt: skip
    return draft


def _require_sound(draft: MethodologyDraft) -> None:
    problems: Sequence[Problem] = problems_of(draft)
    if problems:
        language = (get_language() or "")[:2]
        raise RefusedActivationError("; ".join(problem.text(language) for problem in problems))
    unrated = effect(draft).unrated
    if unrated:
        raise RefusedActivationError(
            gettext("These verified figures cannot be rated under the draft: %(figures)s")
            % {"figures": "; ".join(unrated)}
        )
