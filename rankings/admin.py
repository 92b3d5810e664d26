"""Administrators look through lists, what was published, and who is told of it."""

from __future__ import annotations

from accounts.admin import show
from rankings.models import (
    CorrectionRequest,
    ListRow,
    ListSensitivity,
    Practice,
    PracticeDocument,
    PracticeRevision,
    Proposal,
    Publication,
    RankingList,
    RecordFile,
    Subscription,
    Webhook,
    Withdrawal,
)

show(
    Publication,
    "number month origin revision released_on published_at published_by seconded_by sample",
    filters="origin sample",
    search="reason published_by seconded_by",
)
show(
    RankingList,
    "month board category origin status revision is_current sample complete",
    filters="board category origin status is_current",
    search="digest inputs_digest",
)
show(
    ListRow,
    "list position state rank score reason",
    filters="reason",
    search="state__name state__code source",
)
show(
    Proposal,
    "month released_on proposed_at proposed_by signed_by dropped_at",
    search="reason proposed_by signed_by",
)
show(
    Withdrawal,
    "publication withdrawn_on withdrawn_at withdrawn_by seconded_by",
    search="reason withdrawn_by seconded_by",
)
show(
    RecordFile,
    "name proposed_at proposed_by signed_at signed_by dropped_at",
    search="name proposed_by signed_by",
)
show(
    Subscription,
    "email state language asked_at confirmed_at left_at",
    filters="language",
    search="email",
    deletable=True,
)
show(Webhook, "url created_at created_by ended_at last_status last_called_at", search="url created_by")
show(CorrectionRequest, "subject email asked_at answered_at answered_by", search="subject text answer email")
show(ListSensitivity, "list digest computed_at", search="digest")
show(Practice, "number sample", filters="sample", search="number")
show(
    PracticeRevision,
    "practice number state year title withdrawn is_current recorded_at recorded_by",
    filters="withdrawn is_current year",
    search="title title_hi description recorded_by",
)
show(PracticeDocument, "name media_type size taken_at taken_by", search="name sha256 taken_by")
