from rankings.models.lists import ListRow, Origin, Publication, RankingList, Status, Unranked
from rankings.models.release import CorrectionRequest, Proposal, RecordFile, Subscription, Webhook, Withdrawal
from rankings.models.rendered import RenderedPage

__all__ = [
    "CorrectionRequest",
    "ListRow",
    "Origin",
    "Proposal",
    "Publication",
    "RankingList",
    "RecordFile",
    "RenderedPage",
    "Status",
    "Subscription",
    "Unranked",
    "Webhook",
    "Withdrawal",
]
