"""One submission beside last month, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from common.dates import month_name
from metrics.scoring import Figure, Status, rounded
from rankings.lists.labels import MISSING, either, grouped, percent, plain, state_name, two_decimals
from submissions.desk.rows import Change, ParameterWords, parameters_of
from submissions.desk.words import by_whom, figure_text, file_size, way_name, who
from submissions.models import CaveatKind, Objection, RowComment, RowDecision, Submission, Verdict
from submissions.models import Status as Step
from submissions.review import words as links
from submissions.review.doubt import Doubt, change_percent
from submissions.review.page import DoubtfulCell, cells_of, is_own
from submissions.review.reading import Reading, ReadRow, Revised, Side
from submissions.review.words import doubt_name, movement_text, standing_text
from submissions.validation import UsualRange

# The shapes of the page that shows one submission beside last month: plain strings, ready to print.


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
    changes: tuple[Change, ...]
    words: Mapping[str, ParameterWords]
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


def reading_page(found: Reading, *, username: str, may_review: bool, typed: Typed) -> ReadingPage:
    one = found.shown
    why_not = _why_not(found, username=username, may_review=may_review)
    returned = sum(
        row.decision is not None and row.decision.verdict == Verdict.RETURNED for row in found.rows
    )
    return ReadingPage(
        title=f"{state_name(found.state)} · {month_name(found.month)}",
        state=state_name(found.state),
        month=month_name(found.month),
        board_url=links.board(found.month),
        provisional_url=links.provisional(found.month),
        standing=standing_text(one),
        headline=_headline(found),
        movement=movement_text(found.movement),
        doubtful=cells_of(one, {row.parameter["code"]: row.doubts for row in found.doubtful}),
        groups=_groups(found, typed),
        submission=one.pk,
        revision=one.revision,
        newer=standing_text(found.current) if found.current.pk != one.pk else "",
        newer_url=links.reading(found.state.code, found.month) if found.current.pk != one.pk else "",
        may_decide=not why_not,
        may_comment=may_review and one.pk == found.current.pk,
        why_not=why_not,
        returned=ngettext(
            "%(count)s figure is marked as returned.", "%(count)s figures are marked as returned.", returned
        )
        % {"count": returned}
        if returned
        else "",
        may_return=bool(returned),
        file=_file(one),
        way=way_name(one.way),
        earlier=_earlier(found),
        last_known=found.last_known,
    )


def saw(decision: RowDecision | None) -> str:
    """What a page showed as the word on a figure, to be compared when the next word comes in."""
    return f"{decision.verdict} {decision.decided_by} {decision.decided_at.isoformat()}" if decision else ""


def _why_not(found: Reading, *, username: str, may_review: bool) -> str:
    one = found.shown
    if not may_review:
        return gettext("Only reviewers decide on submissions.")
    if one.pk != found.current.pk:
        return gettext("This is an earlier revision; decisions are taken on the newest.")
    if one.status != Step.SUBMITTED:
        return gettext("Only a submission that was handed in can be reviewed.")
    if is_own(one, username):
        return gettext("You sent or wrote this submission yourself; another reviewer must decide.")
    return ""


def _headline(found: Reading) -> str:
    count = len(found.doubtful)
    if not count:
        return gettext("Nothing is in doubt.")
    return ngettext("%(count)s figure is in doubt.", "%(count)s figures are in doubt.", count) % {
        "count": count
    }


def _groups(found: Reading, typed: Typed) -> tuple[GroupShown, ...]:
    shown = []
    for group in found.document.document["groups"]:
        rows = tuple(
            _row(row, typed if typed.parameter == row.parameter["code"] else Typed())
            for row in found.rows
            if row.parameter["group"] == group["code"]
        )
        if rows:
            shown.append(GroupShown(either(group["name"], group["name_hi"]), rows))
    return tuple(shown)


def _row(row: ReadRow, typed: Typed) -> RowShown:
    decision = row.decision
    now, last = row.now.mark, row.last.mark
    points = change_percent(now.percent if now else None, last.percent if last else None)
    told = [doubt for doubt in row.doubts if doubt not in {Doubt.REMARK, Doubt.COMMENT, Doubt.RETURNED}]
    return RowShown(
        code=row.parameter["code"],
        name=either(row.parameter["name"], row.parameter["name_hi"]),
        now=_figure(row.now),
        last=_figure(row.last),
        difference=_difference(row.now.figure, row.last.figure),
        percent_now=percent(now.percent if now else None),
        percent_last=percent(last.percent if last else None),
        points=_signed(points),
        marks_now=_marks(row.now),
        marks_last=_marks(row.last),
        outliers=", ".join(doubt_name(one) for one in told),
        usual=_range(row.usual),
        remark=row.remark,
        verdict=_verdict(decision),
        verdict_kind=decision.verdict if decision else "",
        saw=saw(decision),
        thread=tuple(_comment(comment) for comment in row.comments),
        objections=tuple(_objection(objection) for objection in row.objections),
        caveats=tuple(
            Said(
                by_whom(caveat.written_by, caveat.written_at),
                f"{CaveatKind(caveat.kind).label}: {caveat.text}",
            )
            for caveat in row.caveats
        ),
        open=bool(row.doubts or row.comments or typed.error or typed.comment),
        typed=typed.comment,
        error=typed.error,
    )


def _figure(side: Side) -> str:
    if side.mark is not None and side.mark.status is Status.NOT_REPORTED:
        return gettext("not reported")
    return figure_text(side.figure)


def _marks(side: Side) -> str:
    if side.mark is None:
        return MISSING
    if not side.mark.counts:
        return gettext("not applicable")
    return gettext("%(part)s of %(whole)s") % {
        "part": two_decimals(side.mark.marks),
        "whole": plain(side.mark.max_marks),
    }


def _range(usual: UsualRange | None) -> str:
    if usual is None:
        return ""
    return gettext("%(low)s to %(high)s %%") % {"low": usual.low, "high": usual.high}


def _difference(now: Figure | None, last: Figure | None) -> str:
    """Of the numerators: `+1,204`; `–` where a month has none."""
    if now is None or last is None or now.numerator is None or last.numerator is None:
        return MISSING
    change = now.numerator - last.numerator
    return _sign(change) + grouped(abs(change))


def _signed(points: Fraction | None) -> str:
    if points is None:
        return MISSING
    return _sign(points) + f"{rounded(abs(points)):.2f}"


def _sign(value: Decimal | Fraction) -> str:
    return "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""


def _verdict(decision: RowDecision | None) -> str:
    if decision is None:
        return ""
    return f"{Verdict(decision.verdict).label} ({by_whom(decision.decided_by, decision.decided_at)})"


def _comment(one: RowComment) -> Said:
    about = gettext("revision %(number)s") % {"number": one.revision}
    return Said(f"{by_whom(one.written_by, one.written_at)} · {about}", one.text)


def _objection(one: Objection) -> Said:
    reply = (
        gettext("Reply of %(who)s: %(text)s") % {"who": who(one.resolved_by), "text": one.reply}
        if one.resolved_at
        else gettext("Open: no reply yet.")
    )
    return Said(by_whom(one.raised_by, one.raised_at), f"{one.text} {reply}")


def _file(one: Submission) -> FileShown | None:
    upload = one.upload
    if upload is None:
        return None
    return FileShown(
        name=upload.name or MISSING,
        size=file_size(upload.size),
        sha256=upload.sha256,
        url=links.file(upload.pk),
        sent=by_whom(upload.uploaded_by, upload.uploaded_at),
    )


def _earlier(found: Reading) -> tuple[RevisionShown, ...]:
    words = parameters_of(found.month) if found.earlier else {}
    return tuple(_revised(found, each, words) for each in found.earlier)


def _revised(found: Reading, each: Revised, words: Mapping[str, ParameterWords]) -> RevisionShown:
    one = each.submission
    return RevisionShown(
        label=gettext("revision %(number)s") % {"number": one.revision},
        url=links.reading(found.state.code, found.month, one.revision),
        standing=standing_text(one),
        way=way_name(one.way),
        file=_file(one),
        changes=each.changes,
        words=words,
        summary=ngettext(
            "%(count)s row differs from revision %(number)s",
            "%(count)s rows differ from revision %(number)s",
            len(each.changes),
        )
        % {"count": len(each.changes), "number": found.shown.revision},
    )
