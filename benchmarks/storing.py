"""A process that stores 525,000 figures on being asked: `ours` as the site does, `theirs` by a bare COPY.

It answers each line of its input with the seconds that the work took; what was stored is removed again, untimed.
"""

from __future__ import annotations

import os
import random
import sys
import time
import uuid
from pathlib import Path

import django
from django.db import connection, transaction
from django.utils import timezone

STATIONS, PARAMETERS = 17_500, 30
BARE = """
    station_id bigint NOT NULL, parameter varchar(8) NOT NULL, numerator numeric(15, 2) NOT NULL,
    denominator numeric(15, 2) NOT NULL
"""


def spooled(folder: Path, file_id: int) -> tuple[Path, Path]:
    """A file of 17,500 stations × 30 parameters: as the site spools it, and as a row for each figure."""
    draw = random.Random(1)
    stations, figures = folder / "stations.tsv", folder / "figures.tsv"
    with stations.open("w") as places, figures.open("w") as cells:
        for number in range(1, STATIONS + 1):
            pk, found = file_id * 100_000 + number, []
            for parameter in range(PARAMETERS):
                under = draw.randrange(1, 2000)
                over = draw.randrange(under + 1)
                cells.write(f"{pk}\tPAR-{parameter:02d}\t{over}\t{under}\n")
                found.append(f'"PAR-{parameter:02d}":[{over},{under}]')
            named = f"S{number:05d}\tStation {number}\tDistrict {number % 700}"
            places.write(f"{pk}\t{file_id}\tHR\t{named}\t{{{','.join(found)}}}\n")
    return stations, figures


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from common.months import Month  # noqa: PLC0415 models exist only once Django is set up
    from submissions.models import StationFile  # noqa: PLC0415
    from submissions.stations.processing import copy_in  # noqa: PLC0415

    now = timezone.now()
    file = StationFile.objects.create(
        name=uuid.uuid4(), state_id="HR", month=Month(2023, 11), filename="bench", size=1, created_at=now,
        created_by="bench", username="bench", touched_at=now,
    )  # fmt: skip
    stations, figures = spooled(Path(sys.argv[1]), file.pk)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_figures ({BARE})")
    for line in sys.stdin:
        begun = time.perf_counter()
        if line.strip() == "ours":
            with transaction.atomic():
                copy_in(stations, lambda _written, _total: None)
        else:
            with transaction.atomic(), connection.cursor() as cursor, figures.open("rb") as rows:
                cursor.copy_expert("COPY bare_figures FROM STDIN", rows)
        taken = time.perf_counter() - begun
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE bare_figures, submissions_station")
        print(taken, flush=True)


if __name__ == "__main__":
    main()
