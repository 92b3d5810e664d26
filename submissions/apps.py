from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Its handlers of jobs are known in every process: without Redis the one that causes a job also does it.
        # A ranking sees no submissions; it asks here which of its figures are in doubt.
        from rankings.services import doubts
        from submissions import tasks  # noqa: F401
        from submissions.selectors.doubtful import doubtful_figures

        doubts.ask(doubtful_figures)
