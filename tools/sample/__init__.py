"""Sample months, June 2021 to October 2023: made up, whole, and calibrated to the published record.

Plain Python: no Django, no clock, no random state. The same input gives the same figures on every machine.
What it makes stands in `rankings/data/sample/`; the service loads that, and this folder is not shipped.

How it is made: `profiles` holds the story as data, `course` bends it to the record and gives every State its
score of every month (nobody moves more than six places on `cctns` from one month to the next), `volumes` gives
the denominators, and `history` turns each score into figures: standing totals first, which never fall, then
the month's own figures, over which `shares` spreads the marks that are left to lose.
Places on record on other boards rest on figures that `profiles` gives outright.
"""

from tools.sample.history import sample_history, sample_month
from tools.sample.inputs import Methodologies, RecordedPlace, StateFacts
from tools.sample.profiles import FIRST_PLACES, SAMPLE_MONTHS, SILENT

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
