"""What the administrators' pages of all rooms have in common: they show everything, and change next to nothing.

What the rules of the house let people change is changed on the desks, by services that check and record it. A form
that writes straight into a table knows no rules, so it is only offered where there are none, and records what it did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from states.addresses import client_address
from states.services import audit

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

SECRETS = frozenset({"secret_hash", "secret", "password"})
"""Columns that no page shows, whoever looks."""


class Shown(ModelAdmin):
    """A table to look through: nothing is added, changed or deleted here. The site lets administrators in alone."""

    changeable: ClassVar[tuple[str, ...]] = ()
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
        return bool(self.changeable)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.deletable

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        shown = [one.name for one in self.model._meta.fields if not isinstance(one, models.BinaryField)]
        return [name for name in shown if name not in SECRETS]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        return [name for name in self.get_fields(request, obj) if name not in self.changeable]

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm[Any], change: bool) -> None:
        """Runs inside the transaction of the whole page."""
        before = {name: str(form.initial.get(name) or "") for name in form.changed_data}
        super().save_model(request, obj, form, change)
        after = {name: str(form.cleaned_data[name]) for name in form.changed_data}
        _record(request, "admin.change", obj, before, after)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        _record(request, "admin.delete", obj, {"row": str(obj)}, None)
        super().delete_model(request, obj)


def show(
    model: type[models.Model],
    columns: str,
    *,
    filters: str = "",
    search: str,
    changeable: str = "",
    deletable: bool = False,
) -> None:
    """Put a table among the administrators' pages; names are separated by spaces."""
    kind: dict[str, Any] = {
        "list_display": columns.split(),
        "list_filter": filters.split(),
        "search_fields": search.split(),
        # Named one by one: Django by itself would leave out what may be empty.
        "list_select_related": [
            one.name for one in model._meta.fields if one.is_relation and one.name in columns.split()
        ],
        "changeable": tuple(changeable.split()),
        "deletable": deletable,
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (Shown,), kind))


def _record(
    request: HttpRequest, action: str, obj: models.Model, before: dict[str, str], after: dict[str, str] | None
) -> None:
    audit.record(
        at=timezone.now(), actor=request.user.get_username(), address=client_address(request), action=action,
        subject=f"{obj._meta.label_lower} {obj.pk}", before=before, after=after,
    )  # fmt: skip
