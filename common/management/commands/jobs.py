from typing import Any

from django.core.management.base import CommandParser
from django.db.models import Count
from django.utils import timezone

from common.commands import OwnCommand
from common.jobs import sweep_task as sweep
from common.models import Job, JobState


class Command(OwnCommand):
    help = "Tell how many jobs there are in each state, and the errors of those that failed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sweep", action="store_true", help="first take up what was left behind")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sweep"]:
            sweep()
        counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
        self.stdout.write(", ".join(f"{counts.get(state, 0)} {state}" for state in JobState.values))
        for job in Job.objects.filter(state=JobState.FAILED):
            last = job.error.strip().splitlines()[-1] if job.error.strip() else "no error kept"
            when = timezone.localtime(job.finished_at) if job.finished_at else None
            self.stdout.write(f"job {job.pk} {job.kind} {job.key}, {when:%d-%m-%Y %H:%M} IST: {last}")
