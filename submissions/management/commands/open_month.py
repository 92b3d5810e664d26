from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.audit import SYSTEM
from common.commands import OwnCommand
from common.months import Month
from metrics.models import FigureSet
from submissions.models import DataMonth
from submissions.months.services import RefusedMonthError, open_month
from submissions.months.windows import DAY_END, IST

# The month after the sample: open for trying out uploads, with a deadline that never lies in the past.
DEMO_MONTH = Month(2023, 11)
DEMO_LASTS, DEMO_LATE = timedelta(days=30), timedelta(days=35)


class Command(OwnCommand):
    help = "Open a month for figures, with the deadlines of the schedule or others."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", nargs="?", metavar="YYYY-MM")
        parser.add_argument("--deadline", metavar="DATE", help="last day on time, in IST: YYYY-MM-DD")
        parser.add_argument("--late-until", metavar="DATE", help="last day of the late window, in IST")
        parser.add_argument("--demo", action="store_true", help=f"{DEMO_MONTH}, beside sample figures only")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["demo"]:
                self.stdout.write(_open_demo())
                return
            if not options["month"]:
                raise CommandError("Name the month: open_month YYYY-MM.")
            one = open_month(
                month=Month.parse(options["month"]),
                by=SYSTEM,
                at=timezone.now(),
                deadline=_end_of(options["deadline"]),
                late_until=_end_of(options["late_until"]),
            )
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{one.month} is open until {timezone.localtime(one.deadline):%d-%m-%Y %H:%M} IST.")


def _open_demo() -> str:
    """Open the demo month, or move its deadline once it has passed; nothing without sample figures."""
    at = timezone.now()
    present = DataMonth.objects.filter(month=DEMO_MONTH).first()
    if not FigureSet.objects.filter(sample=True).exists() or (present and present.deadline > at):
        return f"{DEMO_MONTH}: nothing to open."
    day = timezone.localdate(at)
    try:
        open_month(
            month=DEMO_MONTH,
            by=SYSTEM,
            at=at,
            deadline=datetime.combine(day + DEMO_LASTS, DAY_END, IST),
            late_until=datetime.combine(day + DEMO_LATE, DAY_END, IST),
        )
    except RefusedMonthError as refusal:
        return f"{DEMO_MONTH}: {refusal}."
    return f"{DEMO_MONTH} is open for submissions."


def _end_of(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), DAY_END, IST)  # noqa: DTZ007 a day, not a moment
    except ValueError:
        raise ValueError(f"“{text}” is not a date: write it as YYYY-MM-DD") from None
