"""One revision, readable for ever: its figures, who sent it when, its file, what it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.views.wording.labels import state_name
from rankings.views.wording.months import month_name
from states.asking import Choice
from submissions.models import Submission
from submissions.presenters import desk_links as links
from submissions.presenters.desk_changes import ChangeRow, change_rows
from submissions.presenters.desk_upload import FileFacts, file_facts
from submissions.presenters.desk_words import by_whom, figure_text, parameter_name, status_name, way_name
from submissions.selectors.rows import ParameterWords, Row, changes


@dataclass(frozen=True, slots=True)
class FigureRow:
    code: str
    name: str
    figure: str
    remark: str
    warned: bool


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """`newest` leads to the current revision where this is an older one."""

    title: str
    heading: str
    month_url: str
    status: str
    facts: tuple[tuple[str, str], ...]
    content: str
    file: FileFacts | None
    newest: Choice | None
    others: tuple[Choice, ...]
    compared: str
    changes: tuple[ChangeRow, ...]
    rows: tuple[FigureRow, ...]


def revision_page(
    one: Submission,
    rows: Mapping[str, Row],
    before: Mapping[str, Row],
    numbers: Sequence[int],
    words: Mapping[str, ParameterWords],
) -> RevisionPage:
    """`before` holds the rows of the revision before it; `numbers` are all revisions, newest first."""
    choices = [
        Choice(str(each), links.inside("revision", one.state_id, one.month, each), each == one.revision)
        for each in numbers
    ]
    order = {code: place for place, code in enumerate(words)}
    number = gettext("revision %(number)s") % {"number": one.revision}
    return RevisionPage(
        title=f"{state_name(one.state)} · {month_name(one.month)} · {number}",
        heading=f"{state_name(one.state)} · {month_name(one.month)}",
        month_url=links.month_page(one.state_id, one.month),
        status=status_name(one),
        facts=_facts(one),
        content=one.content_hash,
        file=file_facts(one.upload) if one.upload else None,
        newest=None if one.is_current else choices[0],
        others=tuple(choices),
        compared=gettext("revision %(number)s") % {"number": one.revision - 1} if one.revision > 1 else "",
        changes=change_rows(changes(before, rows), words) if one.revision > 1 else (),
        rows=tuple(
            FigureRow(
                code, parameter_name(code, words), figure_text(row.figure), row.remark, bool(row.warnings)
            )
            for code, row in sorted(rows.items(), key=lambda each: (order.get(each[0], len(order)), each[0]))
        ),
    )


def _facts(one: Submission) -> tuple[tuple[str, str], ...]:
    facts = [
        (gettext("Sent"), by_whom(one.created_by, one.created_at)),
        (gettext("Way"), way_name(one.way)),
    ]
    if one.submitted_at:
        facts.append((gettext("Submitted for review"), by_whom(one.submitted_by, one.submitted_at)))
    if one.decided_at:
        facts.append((status_name(one), by_whom(one.decided_by, one.decided_at)))
    return tuple(facts)
