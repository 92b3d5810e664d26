"""What the administrators' pages of all rooms have in common: they show everything and change nothing.

What the rules of the house let people change is changed on the desks, by services that check and record it. A form
that writes straight into a table knows no rules, so there is none: rows are looked at, and some deleted, on record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit
from common.network import client_address

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
