"""An empty station file: the columns of a month."""

from __future__ import annotations

import csv
import io

from metrics.selectors import document_of, methodology_in_force
from states.months import Month
from submissions.parsing.stations.shapes import PLACES


def template_for(month: Month) -> bytes:
    """The header row with every parameter of the month's methodology, as CSV that spreadsheets take for UTF-8."""
    codes = [one["code"] for one in document_of(methodology_in_force(month)).document["parameters"]]
    text = io.StringIO(newline="")
    figures = [f"{code} {part}" for code in codes for part in ("numerator", "denominator")]
    csv.writer(text).writerow([*PLACES, *figures])
    return text.getvalue().encode("utf-8-sig")
