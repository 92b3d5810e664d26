"""Sample months, June 2021 to October 2023: made up, whole, and calibrated to the published record.

Plain Python: no Django, no clock, no files, no random state. The same input gives the same figures on every
machine. Sample figures are for demonstration and are labelled so wherever they show.
"""

from rankings.sample.history import sample_history, sample_month
from rankings.sample.inputs import Methodologies, RecordedPlace, StateFacts
from rankings.sample.profiles import FIRST_PLACES, SAMPLE_MONTHS, SILENT

__all__ = [
    "FIRST_PLACES",
    "SAMPLE_MONTHS",
    "SILENT",
    "Methodologies",
    "RecordedPlace",
    "StateFacts",
    "sample_history",
    "sample_month",
]
