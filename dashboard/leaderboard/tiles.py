"""The tile map: a list's scores by place. The table beside it holds the same numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext, ngettext

from common.charts.small import BINS, positions, shade
from common.months import Month
from dashboard.leaderboard.queries import Leaderboard
from rankings.lists import labels, links
from rankings.lists.shapes import ListView, Row

UNRANKED, ABSENT = "unranked", "absent"
FULL = 100


@dataclass(frozen=True, slots=True)
class Tile:
    """`kind` is bin-1 to bin-5, unranked or absent; `label` names the State and says what the shade shows."""

    code: str
    column: int
    row: int
    kind: str
    score: str
    label: str
    url: str
    found: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """An entry of the legend: the scores of a shade, and how many States have one: `70–79`, `5 States`."""

    kind: str
    label: str
    count: str


@dataclass(frozen=True, slots=True)
class TileMap:
    title: str
    told: str
    tiles: tuple[Tile, ...]
    legend: tuple[Shade, ...]


def tile_map(found: Leaderboard, wanted: links.Asked, month: Month | None, look: links.Look) -> TileMap:
    """Every State and UT by place; `month` goes into the links where it is not the newest."""
    rows = {row.state.code: row for row in found.shown.rows}
    names = {state.code: labels.state_name(state) for state in found.states}
    tiles = tuple(
        Tile(
            code=code,
            column=place.column,
            row=place.row,
            kind=_kind(rows.get(code)),
            score=_score(rows.get(code)),
            label=_label(names[code], rows.get(code), complete=found.shown.complete),
            url=links.state(code, wanted, month),
            found=code == look.state,
        )
        for code, place in positions().items()
        if code in names
    )
    return TileMap(_title(found.shown), _told(), tiles, tuple(_legend(tiles, complete=found.shown.complete)))


def _kind(row: Row | None) -> str:
    if row is None:
        return ABSENT
    if row.rank is None:
        return UNRANKED
    return ABSENT if row.score is None else f"bin-{shade(row.score)}"


def _score(row: Row | None) -> str:
    return "" if row is None or row.score is None else f"{row.score:.2f}"


def _label(name: str, row: Row | None, *, complete: bool) -> str:
    """`Haryana: rank 1, score 99.97`"""
    if row is None:
        said = gettext("not in this list") if complete else gettext("not on record")
    elif row.rank is None:
        said = labels.reason(row.reason)
    elif row.score is None:
        said = gettext("rank %(rank)s, score not on record") % {"rank": row.rank}
    else:
        said = gettext("rank %(rank)s, score %(score)s") % {"rank": row.rank, "score": f"{row.score:.2f}"}
    return f"{name}: {said}"


def _title(view: ListView) -> str:
    """`9 of 36 score 95 or more`"""
    scores = [row.score for row in view.rows if row.score is not None]
    if not scores:
        return gettext("No score is on record")
    if not view.complete:
        return ngettext("%(count)s score is on record", "%(count)s scores are on record", len(scores)) % {
            "count": len(scores)
        }
    high = sum(1 for score in scores if score >= BINS[-1])
    text = ngettext(
        "%(count)s of %(ranked)s scores %(high)s or more",
        "%(count)s of %(ranked)s score %(high)s or more",
        high,
    )
    return text % {"count": high, "ranked": len(scores), "high": BINS[-1]}


def _told() -> str:
    return gettext(
        "A tile for each State and UT, roughly where it lies; the stronger the shade, the higher the score. "
        "The table holds the same scores."
    )


def _legend(tiles: Sequence[Tile], *, complete: bool) -> Iterator[Shade]:
    kinds = Counter(tile.kind for tile in tiles)
    yield _shade("bin-1", gettext("below %(score)s") % {"score": BINS[1]}, kinds)
    for number, (least, following) in enumerate(pairwise([*BINS[1:], FULL + 1]), start=2):
        yield _shade(f"bin-{number}", f"{least}–{following - 1}", kinds)
    if kinds[UNRANKED]:
        yield _shade(UNRANKED, gettext("unranked"), kinds)
    if kinds[ABSENT]:
        yield _shade(ABSENT, gettext("not in this list") if complete else gettext("not on record"), kinds)


def _shade(kind: str, label: str, kinds: Counter[str]) -> Shade:
    count = kinds[kind]
    return Shade(kind, label, ngettext("%(count)s State", "%(count)s States", count) % {"count": count})
