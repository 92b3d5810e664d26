from states.models.audit import AuditEvent
from states.models.people import Appointment, Role
from states.models.state import Category, CategoryMembership, Kind, State

__all__ = ["Appointment", "AuditEvent", "Category", "CategoryMembership", "Kind", "Role", "State"]
