from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy


class StatesConfig(AppConfig):
    name = "states"
    verbose_name = gettext_lazy("People and States")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Here, and not at the top: tasks and services import models, which exist only from now on.
        from states import tasks
        from states.editions import watching
        from states.models import CategoryMembership, State
        from states.services import jobs

        jobs.on_queued(tasks.hint)
        watching.watch(State)
        watching.watch(CategoryMembership)
        connection_created.connect(watching.guard_connection)
        pre_migrate.connect(_lift, sender=self)
        post_migrate.connect(_install, sender=self)


def _lift(*, using: str, plan: list[Any], **_: Any) -> None:
    from states.editions import watching

    if plan:
        watching.lift(using)


def _install(*, using: str, **_: Any) -> None:
    from states.editions import watching

    watching.install(using)
