"""Administrators look through people, States, the audit trail and jobs."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth import get_user_model

from accounts.administration import show
from accounts.models import AccountChange, ApiToken, Appointment, AuditEvent, Invitation, Verification
from common.models import Edition, Job
from states.models import CategoryMembership, State

# What libraries put there by themselves knows none of our rules.
for model in list(admin.site._registry):
    admin.site.unregister(model)

show(
    get_user_model(),
    "username email first_name last_name is_active last_login",
    filters="is_active",
    search="username email first_name last_name",
)
show(
    State,
    "code name name_hi kind lgd_code iso iso_old",
    filters="kind",
    search="code name name_hi iso iso_old",
)
show(CategoryMembership, "state category holds_from", filters="category", search="state__name state__code")
show(
    Appointment,
    "user role state begins_on ends_on deputy_for",
    filters="role",
    search="user__username state__name",
)
show(
    Invitation,
    "email role state invited_at invited_by expires_at accepted_at",
    filters="role",
    search="email invited_by",
)
show(
    AccountChange,
    "kind subject asked_at asked_by confirmed_by done_at dropped_by",
    filters="kind",
    search="subject asked_by confirmed_by",
)
show(
    ApiToken,
    "prefix user scope state created_at expires_at last_used_at revoked_at",
    filters="scope",
    search="prefix user__username",
)
show(
    AuditEvent,
    "number at actor action subject address",
    filters="action",
    search="actor action subject address",
)
show(Job, "kind key state created_at attempts finished_at by", filters="state kind", search="kind key by")
show(Edition, "id token", search="token")
show(Verification, "what at sound problem", filters="sound", search="what problem")
