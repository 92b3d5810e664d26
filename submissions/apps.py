from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Its handlers of jobs are known in every process: without Redis the one that causes a job also does it.
        from submissions import tasks  # noqa: F401
