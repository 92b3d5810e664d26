from rankings.models.lists import ListRow, Origin, Publication, RankingList, Status, Unranked
from rankings.models.practices import Practice, PracticeDocument, PracticeRevision
from rankings.models.release import CorrectionRequest, Proposal, RecordFile, Subscription, Webhook, Withdrawal
from rankings.models.sensitivity import ListSensitivity

__all__ = [
    "CorrectionRequest",
    "ListRow",
    "ListSensitivity",
    "Origin",
    "Practice",
    "PracticeDocument",
    "PracticeRevision",
    "Proposal",
    "Publication",
    "RankingList",
    "RecordFile",
    "Status",
    "Subscription",
    "Unranked",
    "Webhook",
    "Withdrawal",
]
