"""An empty station file: the columns of a month."""

from __future__ import annotations

from metrics.selectors import document_of, methodology_in_force
from states.months import Month
from submissions.template.stations import csv_station_template, xlsx_station_template

KINDS = {"xlsx": xlsx_station_template, "csv": csv_station_template}


def template_for(month: Month, kind: str) -> bytes:
    """The file with every parameter of the month's methodology; KeyError for a kind that is not one of `KINDS`."""
    return KINDS[kind](document_of(methodology_in_force(month)).document["parameters"])
