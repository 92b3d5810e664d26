"""All problems of a station file as CSV, to be streamed; the page and the API hand out the same."""

from __future__ import annotations

import gzip
from typing import BinaryIO, cast

from states.access import NotVisibleError
from submissions.models import StationFile, StationFileStatus
from submissions.services.stations import disk


def problems_of(file: StationFile, *, whole: bool) -> BinaryIO:
    """`whole`: whether the person may see what is said of every State. NotVisibleError where there is nothing."""
    path = disk.problems_file(file.name)
    if file.status != StationFileStatus.REFUSED or not (whole or file.state_id) or not path.exists():
        raise NotVisibleError(str(file.pk))
    return cast(BinaryIO, gzip.open(path, "rb"))


def problems_name(file: StationFile) -> str:
    return f"station-file-{file.pk}-problems.csv"
