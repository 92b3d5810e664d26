from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = gettext_lazy("Submissions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Its handlers of jobs are known in every process: without Redis the one that causes a job also does it.
        # A ranking sees no submissions; it asks here which of its figures are in doubt,
        # what is to be said beside a list, and whether figures came in on time.
        from rankings.selectors import notes, punctuality
        from rankings.selectors.changes import add_public_acts
        from rankings.services import doubts
        from submissions import tasks  # noqa: F401
        from submissions.selectors.arrivals import arrivals
        from submissions.selectors.doubtful import doubtful_figures
        from submissions.selectors.public_notes import public_notes

        doubts.ask(doubtful_figures)
        notes.register(public_notes)
        add_public_acts("caveat.add", "caveat.withdraw", "month.leave")
        punctuality.register(arrivals)
