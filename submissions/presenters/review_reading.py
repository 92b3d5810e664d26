"""One submission beside last month, in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from metrics.scoring import Figure, Status, rounded
from rankings.views.wording.labels import either, state_name
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING, grouped, percent, plain, two_decimals
from submissions.core.doubt import Doubt, change_percent
from submissions.models import CaveatKind, Objection, RowComment, RowDecision, Submission, Verdict
from submissions.models import Status as Step
from submissions.presenters import review_links as links
from submissions.presenters.desk_changes import change_rows
from submissions.presenters.desk_words import by_whom, figure_text, file_size, way_name, who
from submissions.presenters.review_board import cells_of, is_own
from submissions.presenters.review_shapes import (
    FileShown,
    GroupShown,
    ReadingPage,
    RevisionShown,
    RowShown,
    Said,
    Typed,
)
from submissions.presenters.review_words import doubt_name, movement_text, standing_text
from submissions.selectors.reading import Reading, ReadRow, Revised, Side
from submissions.selectors.rows import ParameterWords, parameters_of
from submissions.validation.usual import UsualRange


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
    told = [one for one in row.doubts if one not in {Doubt.REMARK, Doubt.COMMENT, Doubt.RETURNED}]
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
        thread=tuple(_comment(one) for one in row.comments),
        objections=tuple(_objection(one) for one in row.objections),
        caveats=tuple(
            Said(by_whom(one.written_by, one.written_at), f"{CaveatKind(one.kind).label}: {one.text}")
            for one in row.caveats
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
    rows = change_rows(each.changes, words)
    return RevisionShown(
        label=gettext("revision %(number)s") % {"number": one.revision},
        url=links.reading(found.state.code, found.month, one.revision),
        standing=standing_text(one),
        way=way_name(one.way),
        file=_file(one),
        changes=rows,
        summary=ngettext(
            "%(count)s row differs from revision %(number)s",
            "%(count)s rows differ from revision %(number)s",
            len(rows),
        )
        % {"count": len(rows), "number": found.shown.revision},
    )
