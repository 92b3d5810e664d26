"""Administrators look through figures and methodology versions."""

from __future__ import annotations

from accounts.admin import show
from metrics.models import Figure, FigureSet, Methodology, MethodologyDraft, Parameter, ParameterGroup

show(
    FigureSet,
    "state month revision is_current sample source recorded_at recorded_by",
    filters="is_current sample state",
    search="state__name recorded_by source",
)
show(Figure, "figure_set parameter numerator denominator", search="parameter figure_set__state__name")
show(Methodology, "version holds_from title sealed_at", search="version title title_hi")
show(
    ParameterGroup,
    "methodology code name name_hi position",
    filters="methodology",
    search="code name name_hi",
)
show(
    Parameter,
    "methodology code name group better max_marks position",
    filters="methodology better",
    search="code name name_hi",
)
show(
    MethodologyDraft,
    "version based_on edited_at edited_by proposed_by activated_at dropped_at",
    search="version edited_by proposed_by",
)
