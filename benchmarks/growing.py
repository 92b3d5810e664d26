"""A process that shows places inside a State: `python -m benchmarks.growing` reads a number of them a line.

For each it stores a station file with so many stations, every one a district of its own, and answers with a line of
JSON: how long the desk's page of districts takes and how large it is, and the same of the API's list of stations. Both
go through all middleware, the real selectors and templates, and are compressed as pages are.
"""

from __future__ import annotations

import json
import os
import random
import sys

import brotli
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from accounts.models import Role, Scope
from accounts.people import appoint
from accounts.tokens import create_token
from benchmarks.clock import seconds
from common.months import Month
from metrics.selectors import document_of, methodology_in_force
from submissions.models import StationFile
from submissions.months.services import open_month
from submissions.stations.processing import process
from submissions.stations.receiving import LARGEST_PIECE, begin, finish, take_piece
from submissions.stations.template import csv_station_template
from tests.signing_in import with_second_factor

MONTH, STATE, OFFICER = Month(2023, 11), "HR", "growing"


def officer() -> tuple[Client, Client]:
    """The officer's browser, and a program with a token of the officer's."""
    at = timezone.now()
    open_month(month=MONTH, by="growing", at=at, deadline=at.replace(year=at.year + 1, day=1))
    user = get_user_model().objects.create_user(username=OFFICER)
    appoint(username=OFFICER, role=Role.OFFICER, state_code=STATE, by="system", at=at)
    browser = Client(SERVER_NAME="localhost")
    with_second_factor(browser, user)
    secret = create_token(username=OFFICER, scope=Scope.READ, by=OFFICER, at=at)[1]
    return browser, Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {secret}"})


def stored(units: int) -> StationFile:
    """A file of so many stations with every parameter of the month, checked and stored as the site does it."""
    parameters = document_of(methodology_in_force(MONTH)).document["parameters"]
    draw, lines = random.Random(1), [csv_station_template(parameters).decode().strip()]
    for number in range(units):
        under = [draw.randrange(1, 2000) for _ in parameters]
        figures = ",".join(f"{draw.randrange(one + 1)},{one}" for one in under)
        lines.append(f"S{number:05d},Station {number},District {number * 7919 % units},{STATE},{figures}")
    data, at = "\r\n".join(lines).encode(), timezone.now()
    file, _ = begin(
        month=MONTH, state=STATE, filename="stations.csv", size=len(data), sha256="", by=OFFICER, username=OFFICER,
        at=at,
    )  # fmt: skip
    for first in range(0, len(data), LARGEST_PIECE):
        take_piece(file_id=file.pk, offset=first, data=data[first : first + LARGEST_PIECE], at=at)
    finish(file_id=file.pk, by=OFFICER, at=at)
    process(file_id=file.pk, report=lambda _done, _total: None, at=at)
    return file


def measured(client: Client, address: str) -> tuple[float, int]:
    """Seconds of an answer and its compressed bytes."""

    def work() -> bytes:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return bytes(brotli.compress(answer.content, quality=5))

    size = len(work())
    return seconds(work, times=3), size


def main() -> None:
    browser, program = officer()
    for line in sys.stdin:
        file = stored(int(line))
        page = measured(browser, f"/submissions/stations/{file.pk}/districts/{STATE}/")
        data = measured(program, f"/api/v1/station-files/{file.pk}/stations/{STATE}/")
        print(json.dumps([*page, *data]), flush=True)


if __name__ == "__main__":
    main()
