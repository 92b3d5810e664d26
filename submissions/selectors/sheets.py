"""What the template of a State and month says: every parameter in both languages, with last month's figures."""

from __future__ import annotations

from metrics.selectors import document_of, methodology_in_force, verified_figures
from states.models import State
from states.months import Month
from submissions.template import TemplateRow, TemplateSheet

_WORDS = ("name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi")


def sheet_for(state: State, month: Month) -> TemplateSheet:
    """The template's content, its input cells empty."""
    document = document_of(methodology_in_force(month))
    groups = {group["code"]: group for group in document.document["groups"]}
    last_month = verified_figures(state.code, month.previous()) or {}
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
