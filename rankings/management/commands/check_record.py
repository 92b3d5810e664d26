from typing import Any

from django.core.management.base import CommandError

from common.commands import OwnCommand
from rankings.record.agreement import agreements


class Command(OwnCommand):
    help = "Compare computed and recorded lists where a month has both; ends with status 1 where a place differs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = agreements()
        agreeing, total = sum(one.agreeing for one in found), sum(one.on_record for one in found)
        for one in found:
            for line in one.disagreements:
                self.stdout.write(line)
        self.stdout.write(f"{agreeing} of {total} places on record agree")
        if agreeing != total:
            raise CommandError(f"{total - agreeing} places differ from the record.")
