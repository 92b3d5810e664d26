from states.models.audit import AuditEvent
from states.models.edition import Edition
from states.models.jobs import Job, JobState
from states.models.people import (
    AccountChange,
    ApiToken,
    Appointment,
    ChangeKind,
    Invitation,
    Role,
    Scope,
)
from states.models.state import Category, CategoryMembership, Kind, State
from states.models.verification import Verification

__all__ = [
    "AccountChange",
    "ApiToken",
    "Appointment",
    "AuditEvent",
    "Category",
    "CategoryMembership",
    "ChangeKind",
    "Edition",
    "Invitation",
    "Job",
    "JobState",
    "Kind",
    "Role",
    "Scope",
    "State",
    "Verification",
]
