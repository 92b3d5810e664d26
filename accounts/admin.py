"""The administrators' pages: people, States, the audit trail and jobs here; what all rooms have in common.

What the rules of the house let people change is changed on the desks, by services that check and record it. A form
that writes straight into a table knows no rules, so there is none: rows are looked at, and some deleted, on record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit
from accounts.models import AccountChange, ApiToken, Appointment, AuditEvent, Invitation, Verification
from common.models import Edition, Job
from common.network import client_address
from states.models import CategoryMembership, State

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

SECRETS = frozenset({"secret_hash", "secret", "password"})
"""Columns that no page shows, whoever looks."""


class Shown(ModelAdmin):
    """A table to look through: nothing is added or changed, and deleted only where `deletable` says so.

    The site lets administrators in alone.
    """

    deletable: ClassVar[bool] = False
    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.deletable

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        shown = [field.name for field in self.model._meta.fields if not isinstance(field, models.BinaryField)]
        return [name for name in shown if name not in SECRETS]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        return self.get_fields(request, obj)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Runs inside the transaction of the whole page."""
        audit.record(
            at=timezone.now(), actor=request.user.get_username(), address=client_address(request),
            action="admin.delete", subject=f"{obj._meta.label_lower} {obj.pk}", before={"row": str(obj)},
        )  # fmt: skip
        super().delete_model(request, obj)


def show(
    model: type[models.Model],
    columns: str,
    *,
    filters: str = "",
    search: str,
    deletable: bool = False,
) -> None:
    """Put a table among the administrators' pages; names are separated by spaces."""
    kind: dict[str, Any] = {
        "list_display": columns.split(),
        "list_filter": filters.split(),
        "search_fields": search.split(),
        # Named one by one: Django by itself would leave out what may be empty.
        "list_select_related": [
            field.name for field in model._meta.fields if field.is_relation and field.name in columns.split()
        ],
        "deletable": deletable,
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (Shown,), kind))


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
