"""The story that the sample tells, as data: invented, but nothing in it contradicts the published record.

Scores are on the board `cctns`, in hundredths (9997 is 99.97).
"""

from __future__ import annotations

from types import MappingProxyType

from common.months import Month

SAMPLE_MONTHS = tuple(Month(2021, 6).to(Month(2023, 10)))


def _by_month(first: str, entries: str) -> dict[Month, tuple[str, int]]:
    """Consecutive months from `first`, each written as `CODE SCORE` and set apart by commas."""
    start = Month.parse(first)
    pairs = [entry.split() for entry in entries.split(",")]
    return {start.plus(offset): (state, int(score)) for offset, (state, score) in enumerate(pairs)}


# Who is alone in first place of all India, and with what score unless the record states one.
FIRST_PLACES = MappingProxyType(
    _by_month("2021-06", "HR 10000, HR 9996, DL 9981, HR 9990, HR 9994, UP 9987, HR 9993")
    | _by_month("2022-01", "HR 9997, DL 9979, HR 9992, HP 9984, HR 9995, HR 9998")
    | _by_month("2022-07", "UP 9983, HR 9991, HR 9996, HP 9989, HR 9994, HP 9990")
    | _by_month("2023-01", "HP 9977, HR 9999, HR 9998, UP 9972, HR 10000")
    | _by_month("2023-06", "HR 10000, HR 9993, HR 9988, HR 9984, HR 9997")
)

# A place on record without a score: the score that the story gives it.
UNSCORED = MappingProxyType({(Month(2023, 5), "UP"): 9898})

# By how many of the numerator's own units a State falls short of full marks, that month, where its place on
# another board than `cctns` is on record, or where it would stand in the way of one.
SHORT = MappingProxyType(
    {
        (Month(2023, 9), "HP"): {"ICJ-01": 172, "ICJ-02": 5, "SEX-01": 0, "SEX-02": 1},
        (Month(2023, 9), "DL"): {"ICJ-01": 2150, "ICJ-02": 12},
        (Month(2023, 9), "MH"): {"ICJ-01": 3350, "ICJ-02": 27},
        (Month(2023, 9), "PB"): {"ICJ-01": 490, "ICJ-02": 15, "SEX-01": 0, "SEX-02": 5},
        (Month(2023, 10), "HP"): {"ICJ-01": 86, "ICJ-02": 4},
        (Month(2023, 10), "DL"): {"ICJ-01": 1400, "ICJ-02": 6},
    }
)

# The one parameter that keeps a State from full marks in everything, that month.
ONE_LOSS = MappingProxyType({(Month(2023, 10), "HR"): "DAT-03"})

# Sent nothing at all.
SILENT = frozenset({(Month(2022, 8), "NL")})

_ANCHOR_MONTHS = tuple(
    Month.parse(text)
    for text in ("2021-06", "2022-01", "2022-07", "2022-12", "2023-01", "2023-03", "2023-06", "2023-10")
)
# Where a State is heading at each of the months above; recorded scores take precedence.
_ANCHORS = {
    "HR": (9980, 9985, 9988, 9986, 9640, 9998, 9998, 9997),
    "HP": (9740, 9870, 9900, 9985, 9977, 9400, 9830, 9985),
    "DL": (9890, 9900, 9860, 9780, 9672, 9787, 9830, 9846),
    "UP": (9780, 9880, 9920, 9900, 9901, 9943, 9850, 9570),
    "GJ": (9600, 9680, 9730, 9750, 9708, 9410, 9660, 9808),
    "TS": (9500, 9600, 9630, 9660, 9520, 9350, 9600, 9560),
    "UK": (9000, 9250, 9430, 9570, 9330, 9290, 9490, 9619),
    "MH": (9420, 9550, 9610, 9650, 9490, 9448, 9560, 9636),
    "PB": (9350, 9500, 9580, 9610, 9460, 9503, 9520, 9480),
    "MP": (9400, 9430, 9530, 9590, 9420, 9360, 9470, 9530),
    "KA": (9450, 9530, 9490, 9540, 9380, 9310, 9410, 9450),
    "TN": (9300, 9420, 9500, 9480, 9290, 9250, 9370, 9420),
    "RJ": (9120, 9230, 9340, 9430, 9190, 9170, 9310, 9390),
    "OD": (9250, 9370, 9320, 9390, 9160, 9130, 9260, 9310),
    "CG": (9180, 9150, 9280, 9350, 9070, 9050, 9180, 9290),
    "AP": (9480, 9390, 9300, 9260, 8990, 8970, 9080, 9200),
    "KL": (9330, 9290, 9370, 9320, 9100, 9080, 9150, 9180),
    "CH": (9050, 9200, 9270, 9370, 9120, 9100, 9200, 9260),
    "MZ": (8700, 8850, 8980, 9090, 8800, 8860, 9050, 8614),
    "GA": (8900, 9020, 8950, 9080, 8760, 8740, 8880, 8970),
    "JH": (8620, 8700, 8840, 8930, 8600, 8590, 8740, 8820),
    "AR": (7900, 8120, 8380, 8550, 8280, 8320, 8520, 8557),
    "JK": (7600, 8000, 8330, 8500, 8160, 8190, 8400, 8590),
    "PY": (8500, 8600, 8480, 8640, 8290, 8260, 8350, 8420),
    "BR": (7700, 7980, 8220, 8400, 8020, 8060, 8240, 8360),
    "WB": (8200, 8050, 7900, 7980, 7560, 7540, 7620, 7700),
    "DH": (7800, 8050, 8170, 8300, 7900, 7940, 8050, 8120),
    "AS": (7300, 7480, 7620, 7760, 7280, 7330, 7500, 7640),
    "TR": (7600, 7750, 7900, 8050, 7650, 7630, 7760, 7830),
    "ML": (6900, 7150, 7380, 7560, 7180, 7250, 7520, 8149),
    "SK": (7100, 7250, 7400, 7530, 7050, 7100, 7230, 7350),
    "AN": (6900, 7050, 7180, 7300, 6760, 6800, 6980, 7090),
    "MN": (6700, 6850, 6980, 7100, 6500, 6550, 6400, 6520),
    "NL": (5600, 5850, 6080, 6250, 5700, 5780, 5950, 6130),
    "LA": (5000, 5350, 5700, 6000, 5350, 5420, 5700, 5960),
    "LD": (4350, 4600, 4850, 5050, 4450, 4520, 4700, 4880),
}


def anchors(state: str) -> dict[Month, int]:
    """A State's landmarks, by month; ValueError for a State that the story does not know."""
    if state not in _ANCHORS:
        raise ValueError(f"the sample knows no State or UT “{state}”")
    return dict(zip(_ANCHOR_MONTHS, _ANCHORS[state], strict=True))
