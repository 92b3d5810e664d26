"""What an officer finds for their own States: months, revisions, returned rows, what was said about figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from common.months import Month
from metrics.boards import DEFAULT_BOARD
from metrics.scoring import Figure
from rankings.models import ListRow, RankingList
from rankings.models import Status as ListStatus
from states.models import State
from states.selectors import ALL_INDIA
from submissions.models import (
    DataMonth,
    Objection,
    RowComment,
    RowDecision,
    Status,
    Submission,
    SubmittedFigure,
    Upload,
    Verdict,
)
from submissions.months.queries import grants, openings
from submissions.months.windows import Opening, Window, window


@dataclass(frozen=True, slots=True)
class OwnMonth:
    """One month of one State. `revisions` newest first; `blocked` is a newer file that was kept with problems.

    `returned` holds the parameters that a reviewer sent back, `open_rows` those neither answered nor changed.
    """

    state: State
    month: Month
    opening: Opening
    window: Window
    revisions: tuple[Submission, ...]
    blocked: Upload | None
    returned: tuple[str, ...]
    open_rows: tuple[str, ...]
    comments: int
    objections: int
    provisional: bool
    last_place: ListRow | None

    @property
    def current(self) -> Submission | None:
        return next((revision for revision in self.revisions if revision.is_current), None)


Cell = tuple[str, Month]
"""State code and month."""


def own_months(states: Iterable[str], at: datetime, month: Month | None = None) -> list[OwnMonth]:
    """Every data month (or one) of these States, by State name, newest month first."""
    codes = sorted(set(states))
    months = DataMonth.objects.order_by("-month")
    opened = openings(months if month is None else months.filter(month=month))
    granted = grants(state__in=codes)
    revisions = _revisions(codes, month)
    blocked = _blocked(codes, month)
    returned, still_open = _returned(revisions)
    comments = _counted(RowComment.objects.filter(state__in=codes))
    objections = _counted(Objection.objects.filter(state__in=codes, resolved_at__isnull=True))
    provisional = set(
        RankingList.objects.filter(status=ListStatus.PROVISIONAL).values_list("month", flat=True).distinct()
    )
    ranks = _ranks(codes, opened)
    found = []
    for state in State.objects.filter(code__in=codes):
        for one, opening in opened.items():
            cell = (state.code, one)
            history = tuple(revisions.get(cell, ()))
            found.append(
                OwnMonth(
                    state=state,
                    month=one,
                    opening=opening,
                    window=window(opening, granted[cell], at),
                    revisions=history,
                    blocked=_newer(blocked.get(cell), history),
                    returned=returned.get(cell, ()),
                    open_rows=still_open.get(cell, ()),
                    comments=comments.get(cell, 0),
                    objections=objections.get(cell, 0),
                    provisional=one in provisional,
                    last_place=ranks.get((state.code, one.previous())),
                )
            )
    return found


def _revisions(codes: list[str], month: Month | None) -> dict[Cell, list[Submission]]:
    rows = Submission.objects.filter(state__in=codes).select_related("upload").order_by("-revision")
    if month is not None:
        rows = rows.filter(month=month)
    found: dict[Cell, list[Submission]] = defaultdict(list)
    for one in rows:
        found[one.state_id, one.month].append(one)
    return found


def _blocked(codes: list[str], month: Month | None) -> dict[Cell, Upload]:
    """The newest file of each month that became no submission."""
    rows = Upload.objects.filter(state__in=codes, submissions__isnull=True).order_by("uploaded_at")
    if month is not None:
        rows = rows.filter(month=month)
    return {(row.state_id, row.month): row for row in rows}


def _newer(upload: Upload | None, history: tuple[Submission, ...]) -> Upload | None:
    if upload is None or (history and history[0].created_at > upload.uploaded_at):
        return None
    return upload


def _returned(
    revisions: Mapping[Cell, list[Submission]],
) -> tuple[dict[Cell, tuple[str, ...]], dict[Cell, tuple[str, ...]]]:
    """By month: the rows that were sent back, and those of them that still want an answer or a correction."""
    sent_back = {cell: one for cell, history in revisions.items() if (one := _sent_back(history))}
    decided: dict[int, list[str]] = defaultdict(list)
    for decision in RowDecision.objects.filter(submission__in=sent_back.values(), verdict=Verdict.RETURNED):
        decided[decision.submission_id].append(decision.parameter)
    answered = {
        (row_comment.state_id, row_comment.month, row_comment.parameter): row_comment.written_at
        for row_comment in RowComment.objects.filter(state__in={code for code, _ in sent_back}).order_by(
            "written_at"
        )
    }
    heads = {cell: revisions[cell][0] for cell in sent_back}
    figures = _figures([*sent_back.values(), *heads.values()])
    returned, still_open = {}, {}
    for cell, one in sent_back.items():
        returned[cell] = tuple(decided[one.pk])
        still_open[cell] = tuple(
            code
            for code in decided[one.pk]
            if not _after(answered.get((*cell, code)), one.decided_at)
            and figures[one.pk].get(code) == figures[heads[cell].pk].get(code)
        )
    return returned, still_open


def _sent_back(history: list[Submission]) -> Submission | None:
    """The newest returned revision, as long as nothing but drafts came after it."""
    for one in history:
        if one.status == Status.RETURNED:
            return one
        if one.status != Status.DRAFT:
            return None
    return None


def _after(written: datetime | None, decided: datetime | None) -> bool:
    return written is not None and decided is not None and written > decided


def _figures(submissions: Iterable[Submission]) -> dict[int, dict[str, Figure]]:
    found: dict[int, dict[str, Figure]] = defaultdict(dict)
    for submitted_figure in SubmittedFigure.objects.filter(
        submission__in={submission.pk for submission in submissions}
    ):
        found[submitted_figure.submission_id][submitted_figure.parameter] = Figure(
            submitted_figure.numerator, submitted_figure.denominator
        )
    return found


def _counted(rows: object) -> dict[Cell, int]:
    """How many rows there are by State and month."""
    counted = rows.order_by().values_list("state", "month").annotate(Count("pk"))  # type: ignore[attr-defined]
    return {(state, month): number for state, month, number in counted}


def _ranks(codes: list[str], openings: Mapping[Month, Opening]) -> dict[Cell, ListRow]:
    """Published places in India of the months before; a computed list goes before a recorded one."""
    rows = (
        ListRow.objects.filter(
            Q(list__is_current=True),
            list__status=ListStatus.PUBLISHED,
            list__board=DEFAULT_BOARD,
            list__category=ALL_INDIA,
            list__month__in=[month.previous() for month in openings],
            state__in=codes,
        )
        .select_related("list")
        .order_by("-list__origin")
    )
    return {(row.state_id, row.list.month): row for row in rows}


def revision_of(state: str, month: Month, revision: int) -> Submission | None:
    """One revision; None where there is none of that number."""
    return _submissions(state, month).filter(revision=revision).first()


def current_of(state: str, month: Month) -> Submission | None:
    """The newest revision of a State's month."""
    return _submissions(state, month).filter(is_current=True).first()


def _submissions(state: str, month: Month) -> QuerySet[Submission]:
    return Submission.objects.filter(state_id=state, month=month).select_related("state", "upload")
