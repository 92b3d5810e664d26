"""What the template of a State and month says: every parameter in both languages, with last month's figures."""

from __future__ import annotations

from metrics.scoring import Figure
from metrics.selectors import current_revisions, document_of, figures_at, methodology_in_force
from states.models import State
from states.months import Month
from submissions.template import TemplateRow, TemplateSheet

_WORDS = ("name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi")


def sheet_for(state: State, month: Month) -> TemplateSheet:
    """The template's content, its input cells empty."""
    document = document_of(methodology_in_force(month))
    groups = {group["code"]: group for group in document.document["groups"]}
    last_month = _figures(state.code, month.previous())
    return TemplateSheet(
        state=state.code,
        state_name=state.name,
        state_name_hi=state.name_hi,
        month=month,
        methodology=document.version,
        rows=tuple(
            TemplateRow(
                code=one["code"],
                group=groups[one["group"]]["name"],
                group_hi=groups[one["group"]]["name_hi"],
                last_month=last_month.get(one["code"]),
                **{key: one[key] for key in _WORDS},
            )
            for one in document.document["parameters"]
        ),
    )


def _figures(state: str, month: Month) -> dict[str, Figure]:
    revision = current_revisions(month).get(state)
    return {} if revision is None else figures_at(month, {state: revision})[state]
