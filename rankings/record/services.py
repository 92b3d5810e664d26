"""The published record: real lists as the press reported them, partial, never filled up by guessing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts import audit
from common.digests import digest
from common.edition import public_change
from common.locks import hold_lock
from common.months import Month
from metrics.boards import Board
from rankings.documents import ListContent, RowContent
from rankings.models import ListRow, MonthBasis, Origin, RankingList, RecordFile, Status
from rankings.publish import (
    MovedFiguresError,
    RefusedPublicationError,
    Signatures,
    add_lists,
    newest_digest,
    open_publication,
    queue_after_effects,
    require_publisher,
)
from rankings.record.core import (
    ListKey,
    RecordProblem,
    RecordRow,
    Vocabulary,
    contradictions,
    in_order,
    parse_record,
    problem,
)
from states.selectors import CATEGORIES, FIRST_MONTH, all_states, members

ADDED = "Places added to the record"
NAMED = "A source names the month"


KNOWN_BASES = {MonthBasis.STATED, MonthBasis.INFERRED}
"""Who infers a month that another states does not contradict him; the stated one stands."""


class FaultyRecordError(ValueError):
    """A record file with problems; nothing of it was loaded."""

    def __init__(self, problems: list[RecordProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class PlannedList:
    """A recorded list as a file will leave it; `added` are the places that the file says something new about.

    `names_month`: the month was inferred so far, and a source of the file names it.
    """

    key: ListKey
    revision: int
    places: tuple[RecordRow, ...]
    added: tuple[RecordRow, ...]
    new_places: int
    month_basis: str
    released_on: date | None
    names_month: bool


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """What a file changes, by month, board and category; `withdrawn` places stay out, as their lists were."""

    lists: tuple[PlannedList, ...]
    withdrawn: int

    @property
    def new_places(self) -> int:
        return sum(ranking.new_places for ranking in self.lists)

    @property
    def digest(self) -> str:
        """What a signature covers: the lists as they will stand."""
        return digest(
            {
                "lists": [
                    {
                        "list": [str(ranking.key[0]), ranking.key[1], ranking.key[2], ranking.revision],
                        "month_basis": ranking.month_basis,
                        "released_on": ranking.released_on and ranking.released_on.isoformat(),
                        "places": [
                            [
                                row.state,
                                row.rank,
                                None if row.score is None else f"{row.score:.2f}",
                                row.source,
                            ]
                            for row in ranking.places
                        ],
                    }
                    for ranking in self.lists
                ]
            }
        )


@transaction.atomic
def load_record(
    *, data: bytes, by: str, at: datetime, dry_run: bool = False, second: str = ""
) -> tuple[int, int]:
    """Load a record file, all or nothing; returns (lists new or revised, places added).

    The same file again changes nothing. Rows that the record lacks make a new revision of their list; a row
    that contradicts the record is a problem. A list that was withdrawn does not come back by the same rows.
    Raises FaultyRecordError with every problem found.
    """
    hold_lock("record")
    plan = plan_record(data, at)
    if plan.lists and not dry_run:
        names = {state.code: state.name for state in all_states()}
        with public_change():
            for month in sorted({planned.key[0] for planned in plan.lists}):
                _publish(
                    [planned for planned in plan.lists if planned.key[0] == month], names, by, second, at
                )
    return len(plan.lists), plan.new_places


def plan_record(data: bytes, at: datetime) -> RecordPlan:
    """What loading a file at a moment would change. Raises FaultyRecordError with every problem found."""
    known = vocabulary(at)
    rows, problems = parse_record(data, known)
    present, gone = _on_record(), _withdrawn()
    incoming: dict[ListKey, list[RecordRow]] = defaultdict(list)
    for row in rows:
        incoming[row.key].append(row)
    merged: dict[ListKey, list[RecordRow]] = {}
    left_out = 0
    for key, new in incoming.items():
        if {_place(row) for row in new} <= gone.get(key, set()):
            left_out += len(new)
            continue
        together, clashes = _merge(present.get(key, []), new)
        problems += clashes
        if any(row.line for row in together):
            merged[key] = together
    touched = {key[:2] for key in merged}
    beside = {key: rows for key, rows in present.items() if key[:2] in touched}
    problems = in_order([*problems, *contradictions(beside | merged, known.members)])
    if problems:
        raise FaultyRecordError(problems)
    lists = tuple(
        PlannedList(
            key=key,
            revision=_same_list(key).count() + 1,
            places=tuple(places),
            added=tuple(row for row in places if row.line),
            new_places=len(places) - len(present.get(key, [])),
            month_basis=_basis(places),
            released_on=next((row.released_on for row in places if row.released_on), None),
            names_month=key in present and _basis(places) != _basis(present[key]),
        )
        for key, places in sorted(merged.items())
    )
    return RecordPlan(lists, left_out)


def _place(row: RecordRow) -> tuple[str, int, Decimal | None]:
    return row.state, row.rank, row.score


def _same_list(key: ListKey) -> QuerySet[RankingList]:
    """Every revision of a recorded list."""
    return RankingList.objects.filter(
        month=key[0], board=key[1], category=key[2], origin=Origin.RECORDED, status=Status.PUBLISHED
    )


def vocabulary(at: datetime) -> Vocabulary:
    """What a record file may name at a moment: our boards and categories, and States by any of their codes."""
    states = all_states()
    spellings = {getattr(state, key): state.code for key in ("iso_old", "iso", "code") for state in states}
    cache: dict[tuple[str, Month], frozenset[str]] = {}

    def of(category: str, month: Month) -> frozenset[str]:
        if (category, month) not in cache:
            cache[category, month] = members(category, month)
        return cache[category, month]

    return Vocabulary(
        tuple(Board), CATEGORIES, MonthBasis.values, spellings, of, FIRST_MONTH, today=timezone.localdate(at)
    )


def _on_record() -> dict[ListKey, list[RecordRow]]:
    """The current recorded lists; line 0 says that a place stands on record already."""
    rows = ListRow.objects.filter(
        list__origin=Origin.RECORDED, list__status=Status.PUBLISHED, list__is_current=True
    ).select_related("list__publication")
    found: dict[ListKey, list[RecordRow]] = defaultdict(list)
    for row in rows.order_by("list", "position"):
        one = row.list
        assert one.publication is not None
        assert row.rank is not None
        key = (one.month, one.board, one.category)
        found[key].append(
            RecordRow(
                0,
                key,
                one.month_basis,
                one.publication.released_on,
                row.rank,
                row.state_id,
                row.score,
                row.source,
            )
        )
    return found


def _withdrawn() -> dict[ListKey, set[tuple[str, int, Decimal | None]]]:
    """The places of recorded lists that were withdrawn."""
    rows = ListRow.objects.filter(
        list__origin=Origin.RECORDED, list__publication__withdrawal__isnull=False, rank__isnull=False
    ).select_related("list")
    found: dict[ListKey, set[tuple[str, int, Decimal | None]]] = defaultdict(set)
    for row in rows:
        assert row.rank is not None
        found[row.list.month, row.list.board, row.list.category].add((row.state_id, row.rank, row.score))
    return found


def _merge(present: list[RecordRow], new: list[RecordRow]) -> tuple[list[RecordRow], list[RecordProblem]]:
    """The places on record with the new ones, and what contradicts the record.

    A place on record gets its line where the file adds its score, or a source that names the month.
    """
    problems: list[RecordProblem] = []
    by_state = {row.state: row for row in present}
    for row in new:
        old = by_state.setdefault(row.state, row)
        same_state = [("rank", old), ("score", old)] if old.line == 0 else []
        same_list = [("released_on", present[0]), ("month_basis", present[0])] if present else []
        for column, other in [*same_state, *same_list]:
            told, stands = getattr(row, column), getattr(other, column)
            if None in {told, stands} or told == stands or {told, stands} == KNOWN_BASES:
                continue
            problems.append(problem(row.line, column, "on_record", told=told, stands=stands))
        names_month = old.month_basis == MonthBasis.INFERRED and row.month_basis == MonthBasis.STATED
        if old.line == 0 and (names_month or (old.score is None and row.score is not None)):
            by_state[row.state] = replace(
                old, score=row.score if old.score is None else old.score, source=row.source, line=row.line,
                month_basis=row.month_basis if names_month else old.month_basis,
            )  # fmt: skip
    return list(by_state.values()), problems


def _publish(lists: list[PlannedList], names: Mapping[str, str], by: str, second: str, at: datetime) -> None:
    """Publish the lists of one month."""
    month = lists[0].key[0]
    before = RankingList.objects.filter(month=month, origin=Origin.RECORDED, status=Status.PUBLISHED)
    released_on = next((ranking.released_on for ranking in lists if ranking.released_on), None)
    reason = NAMED if all(ranking.names_month and not ranking.new_places for ranking in lists) else ADDED
    publication = open_publication(
        month=month, origin=Origin.RECORDED, released_on=released_on,
        reason=reason if before.exists() else "", at=at, by=by, second=second, sample=False, inputs={},
    )  # fmt: skip
    contents = [_content(ranking, names, released_on, publication.reason) for ranking in lists]
    add_lists(publication, contents)
    queue_after_effects(publication, announce=False)


def _basis(places: Sequence[RecordRow]) -> str:
    """How the month of a list is known: one source that names it is enough."""
    named = any(row.month_basis == MonthBasis.STATED for row in places)
    return MonthBasis.STATED if named else places[0].month_basis


def _content(
    planned: PlannedList, names: Mapping[str, str], released_on: date | None, reason: str
) -> ListContent:
    month, board, category = planned.key
    ordered = sorted(planned.places, key=lambda row: (row.rank, names[row.state]))
    return ListContent(
        month=month, board=board, category=category, origin=Origin.RECORDED.value, sample=False,
        complete={row.state for row in ordered} >= members(category, month),
        revision=planned.revision, reason=reason, released_on=released_on, month_basis=planned.month_basis,
        methodology=None, methodology_hash=None, inputs="",
        previous=newest_digest(board, category, Origin.RECORDED),
        rows=tuple(RowContent(row.state, row.rank, row.score, "", row.source) for row in ordered),
    )  # fmt: skip


# Past lists by two people: one puts a record file forward, another sees what it changes and signs.

_LONGEST_NAME = 255


class NoSuchFileError(LookupError):
    """There is no file of past lists of this number."""


@transaction.atomic
def put_forward(*, name: str, data: bytes, by: str, at: datetime, address: str = "") -> RecordFile:
    """Keep a sound file until a second person signs.

    Raises FaultyRecordError with every problem, or RefusedPublicationError where the file changes nothing.
    """
    require_publisher(by, timezone.localdate(at))
    plan = plan_record(data, at)
    if not plan.lists:
        raise RefusedPublicationError(gettext("Everything in this file is on record already"))
    file = RecordFile.objects.create(
        name=name[:_LONGEST_NAME], content=data.decode("utf-8-sig"), proposed_at=at, proposed_by=by
    )
    audit.record(
        at=at, actor=by, address=address, action="record.propose", subject=_subject(file.pk),
        after={"name": file.name, "lists": len(plan.lists), "places": plan.new_places},
    )  # fmt: skip
    return file


def plan_of(file: RecordFile) -> RecordPlan:
    """What the file would change as things stand. Raises FaultyRecordError where the record has moved against it.

    What had ended when the file was put forward has ended since.
    """
    return plan_record(file.content.encode(), file.proposed_at)


@transaction.atomic
def sign_file(*, file_id: int, by: str, seen: str, at: datetime, address: str = "") -> tuple[int, int]:
    """Sign as the second person, and so load; returns (lists, places added). `seen`: the digest of the plan shown.

    Raises FaultyRecordError, RefusedPublicationError (MovedFiguresError) or NoSuchFileError.
    """
    file = _waiting(file_id)
    Signatures(file.proposed_by, by).check(timezone.localdate(at))
    hold_lock("record")
    if plan_of(file).digest != seen:
        raise MovedFiguresError
    loaded = load_record(data=file.content.encode(), by=file.proposed_by, second=by, at=at)
    RecordFile.objects.filter(pk=file.pk).update(signed_at=at, signed_by=by)
    audit.record(
        at=at, actor=by, address=address, action="record.sign", subject=_subject(file.pk),
        after={"lists": loaded[0], "places": loaded[1]},
    )  # fmt: skip
    return loaded


@transaction.atomic
def drop_file(*, file_id: int, by: str, at: datetime, address: str = "") -> None:
    """Take a file back; any publisher may. Raises RefusedPublicationError or NoSuchFileError."""
    require_publisher(by, timezone.localdate(at))
    file = _waiting(file_id)
    RecordFile.objects.filter(pk=file.pk).update(dropped_at=at)
    audit.record(at=at, actor=by, address=address, action="record.drop", subject=_subject(file.pk))


def _waiting(file_id: int) -> RecordFile:
    """The file, locked until the transaction ends."""
    file = RecordFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise NoSuchFileError(file_id)
    if file.signed_at is not None:
        raise RefusedPublicationError(
            gettext("This file was signed by %(name)s already") % {"name": file.signed_by}
        )
    if file.dropped_at is not None:
        raise RefusedPublicationError(gettext("This file was taken back"))
    return file


def _subject(file_id: int) -> str:
    return f"record file {file_id}"
