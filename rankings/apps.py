from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class RankingsConfig(AppConfig):
    name = "rankings"
    verbose_name = gettext_lazy("Lists and releases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Its handlers of jobs are known in every process: without Redis the one that causes a job also does it.
        from rankings import tasks  # noqa: F401
        from rankings.models import (
            ListSensitivity,
            Practice,
            PracticeDocument,
            PracticeRevision,
            Publication,
            RankingList,
            Status,
            Withdrawal,
        )
        from states.editions import watch

        # What a public page rests on; a list brings its rows with it, and keeps them.
        watch(Publication)
        watch(RankingList, when=f"ROW.status = '{Status.PUBLISHED.value}'")
        watch(Withdrawal)
        watch(ListSensitivity)
        for model in (Practice, PracticeDocument, PracticeRevision):
            watch(model)
