"""Administrators look through months, submissions and what was said of their figures."""

from __future__ import annotations

from accounts.admin import show
from submissions.models import (
    Caveat,
    DataMonth,
    KeyedCall,
    Leave,
    Objection,
    RowComment,
    RowDecision,
    Station,
    StationFile,
    Submission,
    SubmittedFigure,
    Upload,
)

show(
    DataMonth,
    "month opened_at opened_by deadline late_until closed_at closed_by",
    search="opened_by closed_by",
)
show(
    Leave,
    "month state kind until granted_at granted_by",
    filters="kind",
    search="state__name reason granted_by",
)
show(
    Upload,
    "state month name size way uploaded_at uploaded_by rows accepted",
    filters="way state",
    search="name sha256 uploaded_by state__name",
)
show(
    Submission,
    "state month revision status is_current way created_at created_by submitted_by decided_by",
    filters="status is_current way state",
    search="state__name created_by submitted_by decided_by",
)
show(SubmittedFigure, "submission parameter numerator denominator remark", search="parameter remark")
show(
    RowDecision,
    "submission parameter verdict decided_at decided_by",
    filters="verdict",
    search="parameter decided_by",
)
show(
    RowComment,
    "state month parameter revision written_at written_by",
    filters="state",
    search="parameter text written_by",
)
show(
    Caveat,
    "state month parameter kind written_at written_by withdrawn_at",
    filters="kind state",
    search="parameter text written_by",
)
show(
    Objection,
    "state month parameter raised_at raised_by resolved_at resolved_by",
    filters="state",
    search="parameter text reply raised_by resolved_by",
)
show(KeyedCall, "token key started_at answered_at status", filters="status", search="key location")
show(
    StationFile,
    "filename state month status size created_at created_by ended_at rows problem_count",
    filters="status",
    search="filename created_by sha256 state__name",
)
show(Station, "code name district state file", search="code name district")
