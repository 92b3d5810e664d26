"""The shapes of the page that shows one submission beside last month: plain strings, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from submissions.presenters.desk_changes import ChangeRow
from submissions.presenters.review_board import DoubtfulCell


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of someone: who and when, and what."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """One parameter. `saw` is the reviewer's word that the page shows, sent back with the next one."""

    code: str
    name: str
    now: str
    last: str
    difference: str
    percent_now: str
    percent_last: str
    points: str
    marks_now: str
    marks_last: str
    outliers: str
    usual: str
    remark: str
    verdict: str
    verdict_kind: str
    saw: str
    thread: tuple[Said, ...]
    objections: tuple[Said, ...]
    caveats: tuple[Said, ...]
    open: bool
    typed: str
    error: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    name: str
    rows: tuple[RowShown, ...]


@dataclass(frozen=True, slots=True)
class FileShown:
    name: str
    size: str
    sha256: str
    url: str
    sent: str


@dataclass(frozen=True, slots=True)
class RevisionShown:
    label: str
    url: str
    standing: str
    way: str
    file: FileShown | None
    changes: tuple[ChangeRow, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """`may_decide` offers the buttons; where it is False, `why_not` says why."""

    title: str
    state: str
    month: str
    board_url: str
    provisional_url: str
    standing: str
    headline: str
    movement: str
    doubtful: tuple[DoubtfulCell, ...]
    groups: tuple[GroupShown, ...]
    submission: int
    revision: int
    newer: str
    newer_url: str
    may_decide: bool
    may_comment: bool
    why_not: str
    returned: str
    may_return: bool
    file: FileShown | None
    way: str
    earlier: tuple[RevisionShown, ...]
    last_known: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What a refused form held, so that nothing typed is lost."""

    parameter: str = ""
    comment: str = ""
    error: str = ""
