from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.commands import OwnCommand
from common.months import Month
from insights.sensitivity.services import drifted, study_publication
from rankings.models import Origin, RankingList, Status


class Command(OwnCommand):
    help = (
        "Study how sure the order of computed lists is and keep it beside them; what is there already stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("months", nargs="*", metavar="YYYY-MM")
        parser.add_argument("--all", action="store_true", help="every published month")
        parser.add_argument("--latest", action="store_true", help="the newest published month")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="compute the stored ones again and end with status 1 on any drift",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        asked = (bool(options["months"]), options["all"], options["latest"], options["verify"])
        if sum(asked) != 1:
            raise CommandError("Name the months (YYYY-MM), or give one of --all, --latest and --verify.")
        if options["verify"]:
            self._verify()
            return
        try:
            months = [Month.parse(month) for month in options["months"]]
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        lists = RankingList.objects.filter(
            origin=Origin.COMPUTED, status=Status.PUBLISHED, is_current=True
        ).order_by("month")
        if options["latest"]:
            newest = lists.last()
            months = [newest.month] if newest else []
        if not options["all"]:
            lists = lists.filter(month__in=months)
            unknown = sorted(set(months) - set(lists.values_list("month", flat=True)))
            if unknown:
                raise CommandError(f"No computed list of {', '.join(map(str, unknown))} is published.")
        studied = 0
        for publication in dict.fromkeys(lists.values_list("publication", flat=True)):
            assert publication is not None
            studied += study_publication(publication, report=lambda done, total: None, at=timezone.now())
        self.stdout.write(f"Sensitivity: {studied} lists studied.")

    def _verify(self) -> None:
        wrong = list(drifted())
        for name in wrong:
            self.stdout.write(f"{name}: the stored sensitivity is not what its figures give")
        if wrong:
            raise CommandError(f"{len(wrong)} sensitivities have drifted.")
        self.stdout.write("Every stored sensitivity is reproduced.")
