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
_FIGURES = "submissions_stationfigure"


def spooled(folder: Path, file_id: int) -> tuple[Path, Path]:
    """The two spools of a file of 17,500 stations × 30 parameters."""
    draw = random.Random(1)
    stations, figures = folder / "stations.tsv", folder / "figures.tsv"
    with stations.open("w") as places, figures.open("w") as cells:
        for number in range(1, STATIONS + 1):
            pk = file_id * 100_000 + number
            places.write(f"{pk}\t{file_id}\tHR\tS{number:05d}\tStation {number}\tDistrict {number % 700}\n")
            for parameter in range(PARAMETERS):
                under = draw.randrange(1, 2000)
                cells.write(f"{pk}\tPAR-{parameter:02d}\t{draw.randrange(under + 1)}\t{under}\n")
    return stations, figures


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from states.months import Month  # noqa: PLC0415 models exist only once Django is set up
    from submissions.models import StationFile  # noqa: PLC0415
    from submissions.services.stations.copying import FIGURE_COLUMNS, copy_in  # noqa: PLC0415

    now = timezone.now()
    file = StationFile.objects.create(
        name=uuid.uuid4(), state_id="HR", month=Month(2023, 11), filename="bench", size=1, created_at=now,
        created_by="bench", username="bench", touched_at=now,
    )  # fmt: skip
    stations, figures = spooled(Path(sys.argv[1]), file.pk)
    bare = f"COPY bare_figures ({', '.join(FIGURE_COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_figures (LIKE {_FIGURES})")
    for line in sys.stdin:
        begun = time.perf_counter()
        if line.strip() == "ours":
            with transaction.atomic():
                copy_in(stations, figures, lambda _written, _total: None)
        else:
            with transaction.atomic(), connection.cursor() as cursor, figures.open("rb") as rows:
                cursor.copy_expert(bare, rows)
        taken = time.perf_counter() - begun
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE bare_figures, submissions_station, {_FIGURES}")
        print(taken, flush=True)


if __name__ == "__main__":
    main()
