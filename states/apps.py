from django.apps import AppConfig


class StatesConfig(AppConfig):
    name = "states"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Here, and not at the top: tasks and services import models, which exist only from now on.
        from states import tasks
        from states.services import jobs

        jobs.on_queued(tasks.hint)
