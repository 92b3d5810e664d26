"""Where a State would stand with some figures, beside last month."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.scoring import Figure
from metrics.selectors import current_revisions
from rankings.services.preview import preview
from rankings.views.wording.months import month_name
from states.months import Month
from submissions.presenters.desk_problems import Outlook, outlook
from submissions.selectors.rows import parameters_of


def outlook_of(state: str, month: Month, figures: Mapping[str, Figure]) -> Outlook:
    """Nothing is stored; the other States stand with their verified figures."""
    before = month.previous()
    last = preview(month=before, state=state) if state in current_revisions(before) else None
    now = preview(month=month, state=state, figures=figures)
    return outlook(now, last, figures, parameters_of(month), month_name(before))
