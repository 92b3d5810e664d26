"""Plain values that pages, JSON and CSV are made of. Nothing in here reaches for the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from common.months import Month
from rankings.lists.counts import Count, Coverage
from rankings.lists.history import SampleBasis
from states.models import State


@dataclass(frozen=True, slots=True)
class Row:
    """One State in a list, with what its history up to that month says.

    `change_among_both` is the change of rank among the States ranked in this list and the one before; `came` says
    that the State is ranked here and was not there.
    """

    position: int
    state: State
    rank: int | None
    score: Decimal | None
    reason: str
    source: str
    previous_rank: int | None
    rank_change: int | None
    change_among_both: int | None
    came: bool
    movement_flagged: bool
    months_first: int
    current_streak: int
    streak_certain: bool

    @property
    def marks_lost(self) -> Decimal | None:
        """The distance to the full score, in score points."""
        return None if self.score is None else Decimal(100) - self.score


@dataclass(frozen=True, slots=True)
class ListView:
    """A list as it is shown. `methodology` is the version; `supersedes` the revision before, if any.

    `previous_origin` is that of the list of the month before, empty where there is none. `sample_basis` is that of
    the lists up to this one, from which movements and counts were made.
    """

    month: Month
    board: str
    category: str
    status: str
    origin: str
    sample: bool
    complete: bool
    revision: int
    is_current: bool
    supersedes: int | None
    reason: str
    released_on: date | None
    published_at: datetime | None
    month_basis: str
    methodology: str | None
    digest: str
    previous_digest: str
    inputs_digest: str
    previous_origin: str
    sample_basis: SampleBasis
    rows: tuple[Row, ...]

    @property
    def ranked(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.rank is not None)

    @property
    def unranked(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.rank is None)

    @property
    def left(self) -> tuple[Row, ...]:
        """Who was ranked the month before and is not ranked here."""
        return tuple(row for row in self.unranked if row.previous_rank is not None)

    @property
    def came(self) -> tuple[Row, ...]:
        """Who is ranked here and was not the month before."""
        return tuple(row for row in self.rows if row.came)

    @property
    def first(self) -> tuple[Row, ...]:
        """Who shares first place; empty where it is not on record."""
        return tuple(row for row in self.rows if row.rank == 1)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of a recorded list, each once, in order."""
        return tuple(dict.fromkeys(row.source for row in self.rows if row.source))


@dataclass(frozen=True, slots=True)
class OtherRank:
    """A State in a list of another category of the same month and board; `ranked` States stand in that list."""

    category: str
    rank: int | None
    ranked: int
    complete: bool


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A published list in a listing of lists."""

    month: Month
    board: str
    category: str
    status: str
    origin: str
    sample: bool
    complete: bool
    revision: int
    released_on: date | None
    published_at: datetime | None
    digest: str


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """A State in one month's list; `rank` and `score` are None where it is unranked, with the reason."""

    month: Month
    rank: int | None
    score: Decimal | None
    reason: str
    origin: str
    sample: bool
    methodology: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class StreakRow:
    """A State's counts in a window."""

    state: State
    count: Count


@dataclass(frozen=True, slots=True)
class StreaksView:
    """Months in first place in a window, most months first, and who was first each month.

    `firsts` has an entry for every month of the window: the codes of the States that are proven first, in
    order of name; an empty tuple where first place is not on record. `versions` names the methodology version
    of each month on record, None where it is not known.
    """

    board: str
    category: str
    first: Month | None
    last: Month | None
    coverage: Coverage | None
    rows: tuple[StreakRow, ...]
    firsts: dict[Month, tuple[str, ...]]
    versions: Mapping[Month, str | None]

    @property
    def sample_basis(self) -> SampleBasis:
        return self.coverage.sample_basis if self.coverage else SampleBasis.NONE


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a computed list agrees with the recorded list of the same month, board and category."""

    month: Month
    board: str
    category: str
    agreeing: int
    on_record: int
    disagreements: tuple[str, ...]
