from rankings.models.lists import ListRow, Origin, Publication, RankingList, Status, Unranked
from rankings.models.release import CorrectionRequest, Proposal, RecordFile, Subscription, Webhook, Withdrawal

__all__ = [
    "CorrectionRequest",
    "ListRow",
    "Origin",
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
