"""A draft comes into force: one publisher puts it forward, another signs what was put forward.

What is signed is the digest of the draft's content, and it becomes the content hash of the version. The rules are
looked at again under the lock of publications: no list can be published in between under either version.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext

from common.edition import public_change
from metrics.core.checks import Problem
from metrics.models import Methodology, MethodologyDraft
from metrics.services.drafts import open_draft
from metrics.services.methodology import store
from rankings.selectors.activations import document, effect, months_to_compute
from rankings.selectors.versions import problems_of
from rankings.services.publication import Signatures, require_publisher
from states.digests import digest
from states.locks import hold_lock
from states.months import Month
from states.services import audit
from states.services.jobs import enqueue

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
        raise RefusedActivationError("; ".join(one.text(language) for one in problems))
    unrated = effect(draft).unrated
    if unrated:
        raise RefusedActivationError(
            gettext("These verified figures cannot be rated under the draft: %(figures)s")
            % {"figures": "; ".join(unrated)}
        )
