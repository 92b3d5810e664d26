"""Station files: thousands of police stations × the month's parameters, read row by row in bounded memory."""

from submissions.parsing.stations.columns import Columns, read_columns
from submissions.parsing.stations.shapes import LARGEST_STATION_FILE, MOST_STATIONS, SheetRow, Stream
from submissions.parsing.stations.streams import open_stream

__all__ = [
    "LARGEST_STATION_FILE",
    "MOST_STATIONS",
    "Columns",
    "SheetRow",
    "Stream",
    "open_stream",
    "read_columns",
]
