from typing import Any

from django.core.management.base import CommandError

from common.commands import OwnCommand
from common.months import Month
from rankings.lists.histories import standing_lists
from rankings.models import ListRow, Origin


class Command(OwnCommand):
    help = "Compare computed and recorded lists where a month has both; ends with status 1 where a place differs."

    def handle(self, *args: Any, **options: Any) -> None:
        places, differing = agreements()
        for line in differing:
            self.stdout.write(line)
        self.stdout.write(f"{places - len(differing)} of {places} places on record agree")
        if differing:
            raise CommandError(f"{len(differing)} places differ from the record.")


def agreements() -> tuple[int, list[str]]:
    """How many places the record holds where a month, board and category has a computed list, too, and a line for
    each that differs, oldest month first. Two queries.

    A place agrees where the rank is the same and, where the record states a score, the score too.
    """
    recorded, computed = _rows(Origin.RECORDED), _rows(Origin.COMPUTED)
    places, differing = 0, []
    for key in sorted(recorded.keys() & computed.keys()):
        ours = {row.state_id: row for row in computed[key]}
        for row in recorded[key]:
            places += 1
            own = ours.get(row.state_id)
            if own is None or own.rank != row.rank or (row.score is not None and own.score != row.score):
                said = "not computed" if own is None else f"computed {_place(own)}"
                name = " ".join(map(str, (*key, row.state_id)))
                differing.append(f"{name}: on record {_place(row)}, {said}")
    return places, differing


def _rows(origin: Origin) -> dict[tuple[Month, str, str], list[ListRow]]:
    """The rows of every standing list, by month, board and category."""
    rows = ListRow.objects.filter(list__in=standing_lists().filter(origin=origin).values("pk"))
    by_list: dict[tuple[Month, str, str], list[ListRow]] = {}
    for row in rows.select_related("list").order_by("list", "position"):
        by_list.setdefault((row.list.month, row.list.board, row.list.category), []).append(row)
    return by_list


def _place(row: ListRow) -> str:
    rank, score = ("–" if value is None else value for value in (row.rank, row.score))
    return f"rank {rank}, score {score}"
