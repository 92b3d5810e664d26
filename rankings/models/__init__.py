from rankings.models.lists import ListRow, Origin, Publication, RankingList, Status, Unranked

__all__ = ["ListRow", "Origin", "Publication", "RankingList", "Status", "Unranked"]
