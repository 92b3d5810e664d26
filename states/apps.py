from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class StatesConfig(AppConfig):
    name = "states"
    verbose_name = gettext_lazy("People and States")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Here, and not at the top: tasks and services import models, which exist only from now on.
        from states import tasks
        from states.services import jobs

        jobs.on_queued(tasks.hint)
