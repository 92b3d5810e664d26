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
        from insights import registry
        from rankings.lists.queries import add_public_acts
        from submissions import tasks  # noqa: F401
        from submissions.months.queries import arrivals, public_notes
        from submissions.review.queue import doubtful_figures

        registry.doubts.register(doubtful_figures)
        registry.notes.register(public_notes)
        add_public_acts("caveat.add", "caveat.withdraw", "month.leave")
        registry.arrivals.register(arrivals)
