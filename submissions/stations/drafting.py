"""The sums of a State's stations become its draft: by its own officer, and never over another revision in silence."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _

from accounts.access import NotVisibleError
from metrics.selectors import document_of, methodology_in_force
from submissions.models import StationFile, StationFileStatus, Submission, Way
from submissions.parsing.numbers import quoted
from submissions.problems import COLUMNS
from submissions.stations import receiving
from submissions.stations.receiving import StationStepError
from submissions.upload.services import Incoming, Outcome, receive


def take_as_draft(
    *, file: StationFile, state: str, way: Way, by: str, at: datetime, based_on: int | None, address: str = ""
) -> Outcome:
    """Make the State's draft of what its stations add up to; it then goes the way of every draft.

    Parameters that the file does not have are taken from what stands, else left empty with a remark that says so.
    StationStepError where the file is not stored or has no station of the State; ConflictError where another
    revision than `based_on` stands; MonthClosedError.
    """
    if file.status != StationFileStatus.STORED or state not in file.sums:
        raise StationStepError("nothing_to_take", file)
    present = (
        Submission.objects.filter(state_id=state, month=file.month, is_current=True)
        .prefetch_related("figures")
        .first()
    )
    data = sheet_of(file, state, present)
    incoming = Incoming(data, f"stations-{file.pk}-{state}.csv", state, file.month, way)
    return receive(incoming, by=by, at=at, address=address, based_on=based_on)


def sheet_of(file: StationFile, state: str, present: Submission | None) -> bytes:
    """The State's monthly file that its stations make: the same form, so that the same checks hold. One query."""
    codes = [
        parameter["code"]
        for parameter in document_of(methodology_in_force(file.month)).document["parameters"]
    ]
    known = {figure.parameter: figure for figure in present.figures.all()} if present else {}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for code in codes:
        row = _summed(file.sums[state], code)
        if row is None and code in known and known[code].numerator is not None:
            one = known[code]
            row = (f"{one.numerator:f}", f"{one.denominator:f}", one.remark)
        told = row or ("", "", _("Not counted at police stations; not in the station file."))
        writer.writerow([code, told[0], told[1], quoted(told[2])])
    return text.getvalue().encode()


def _summed(sums: Mapping[str, Any], code: str) -> tuple[str, str, str] | None:
    """Numerator, denominator and remark of a parameter; None where no station reported it."""
    if code not in sums["figures"]:
        return None
    numerator, denominator, stations = sums["figures"][code]
    remark = _("Sum over %(reported)d of %(stations)d police stations.") % {
        "reported": stations,
        "stations": sums["stations"],
    }
    return numerator, denominator, remark


# All problems of a station file as CSV, to be streamed; the page and the API hand out the same.


def problems_of(file: StationFile, *, whole: bool) -> BinaryIO:
    """`whole`: whether the person may see what is said of every State. NotVisibleError where there is nothing."""
    path = receiving.problems_file(file.name)
    if file.status != StationFileStatus.REFUSED or not (whole or file.state_id) or not path.exists():
        raise NotVisibleError(str(file.pk))
    return cast(BinaryIO, gzip.open(path, "rb"))


def problems_name(file: StationFile) -> str:
    return f"station-file-{file.pk}-problems.csv"
