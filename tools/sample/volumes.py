"""How much there was of everything: the denominators, in proportion to a State's size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import isqrt

from common.months import Month
from tools.sample.inputs import StateFacts
from tools.sample.noise import draw, swing, wave
from tools.sample.profiles import SAMPLE_MONTHS

# Per mille of a usual month, January to December: fewer cases in winter, more before and after the monsoon.
_SEASON = (955, 940, 1010, 1025, 1045, 1035, 1000, 985, 990, 1020, 1005, 990)
# Records that one FIR leads to: crime details, arrests, seizures, final reports, court forms.
_RECORDS_PER_FIR = 5
_HABIT_LOW, _HABIT_HIGH = 80, 120
# Per cent where it is not drawn. Haryana's helpline: so that what it held in 2023 comes near the press's Rs 66 crore
# in eleven months.
_HABITS = {("HR", "CYB-01"): 126}


@dataclass(frozen=True, slots=True)
class Driver:
    """What a parameter's denominator follows from: `times` in every `per` of a base.

    `stock` says that the numerator is a standing total that never falls; its denominator then keeps to the
    State and does not swing with the month. `hard` says how readily marks are lost here (100: as elsewhere).
    """

    base: Callable[[StateFacts, Month], int]
    times: int = 1
    per: int = 1
    stock: bool = False
    hard: int = 100


def stations(state: StateFacts, month: Month) -> int:
    return state.stations


def busy_stations(state: StateFacts, month: Month) -> int:
    """Stations with at least one FIR: 1 - exp(-x) of them for x FIRs a station, by a series in fractions."""
    x, s = firs(state, month), state.stations
    series = 6 * s**3 + 6 * x * s**2 + 3 * x**2 * s + x**3
    return (s * (series - 6 * s**3) + series // 2) // series if x else 0


def station_hours(state: StateFacts, month: Month) -> int:
    return state.stations * 24 * month.last_day.day


@cache
def firs(state: StateFacts, month: Month) -> int:
    """FIRs registered in the month: the State's magnitude, with season, slow growth and some swing."""
    months_passed = month.ordinal - SAMPLE_MONTHS[0].ordinal
    rate = _SEASON[month.number - 1] + 3 * months_passed - 42 + wave(45, 5, month, state.code, "firs")
    usual = state.firs * rate // 1000
    return max(1, usual + swing(isqrt(usual) + usual // 100, state.code, month, "firs"))


def usual_firs(state: StateFacts, month: Month) -> int:
    return state.firs


def arrests(state: StateFacts, month: Month) -> int:
    return firs(state, month) * (50 + draw(30, state.code, "arrests")) // 100


def disposals(state: StateFacts, month: Month) -> int:
    return counted(state, month, firs(state, month), 88, 100, "disposals")


def exchange(state: StateFacts, month: Month) -> int:
    """FIRs and charge sheets due to be pushed to the courts."""
    return firs(state, month) + disposals(state, month)


def synced(state: StateFacts, month: Month) -> int:
    return counted(state, month, firs(state, month), _RECORDS_PER_FIR, 1, "synced")


@cache
def archive(state: StateFacts, month: Month) -> int:
    """Records at the State Data Centre: two years' worth at the start, and every month's since."""
    if month <= SAMPLE_MONTHS[0]:
        return 24 * _RECORDS_PER_FIR * state.firs + synced(state, SAMPLE_MONTHS[0])
    return archive(state, month.previous()) + synced(state, month)


def people(state: StateFacts, month: Month) -> int:
    return state.population


def staff(state: StateFacts, month: Month) -> int:
    """Personnel identified for training: by stations, growing by about two in a thousand a month."""
    months_passed = month.ordinal - SAMPLE_MONTHS[0].ordinal
    return state.stations * (1000 + 2 * months_passed)


def services(state: StateFacts, month: Month) -> int:
    """The citizen services that every State portal must offer."""
    return 9


DRIVERS = {
    "INF-01": Driver(stations, stock=True, hard=12),
    "INF-02": Driver(stations, stock=True, hard=60),
    "INF-03": Driver(stations, hard=70),
    "INF-04": Driver(stations, 9, stock=True, hard=90),
    "INF-05": Driver(station_hours, hard=80),
    "MAN-01": Driver(staff, 26, 1000, stock=True, hard=90),
    "MAN-02": Driver(stations, 1, 5, stock=True, hard=110),
    "MAN-03": Driver(stations, 9, stock=True),
    "REG-01": Driver(busy_stations, hard=70),
    "REG-02": Driver(firs, hard=90),
    "REG-03": Driver(firs, 78, 100),
    "REG-04": Driver(arrests),
    "REG-05": Driver(firs, 31, 100, hard=130),
    "REG-06": Driver(disposals, hard=90),
    "REG-07": Driver(firs, hard=110),
    "REG-08": Driver(firs, 35, 100, hard=160),
    "DAT-01": Driver(usual_firs, 96, stock=True, hard=95),
    "DAT-02": Driver(archive, stock=True, hard=40),
    "DAT-03": Driver(synced, hard=240),
    "PER-01": Driver(people, 1, 36000, hard=60),
    "PER-02": Driver(people, 1, 300000, hard=90),
    "PER-03": Driver(firs, 10, 100, hard=110),
    "CIT-01": Driver(services, stock=True, hard=70),
    "CIT-02": Driver(people, 1, 700),
    "SEX-01": Driver(people, 1, 150000, hard=130),
    "SEX-02": Driver(people, 1, 130000, hard=100),
    "CYB-01": Driver(people, 6, hard=170),
    "CYB-02": Driver(people, 1, 20000, hard=120),
    "ICJ-01": Driver(exchange, hard=120),
    "ICJ-02": Driver(stations, hard=80),
    "ICJ-03": Driver(stations, 1, 3, stock=True, hard=110),
    "NAF-01": Driver(arrests, 85, 100),
    "ESK-01": Driver(firs, 7, 100),
}
# The month's own total, the same figure wherever it stands; nothing is drawn on top of it.
_EXACT = frozenset(
    {stations, busy_stations, station_hours, firs, arrests, disposals, exchange, synced, archive, services}
)


def denominator(state: StateFacts, month: Month, parameter: str) -> int:
    """A parameter's denominator, 0 or more. ValueError for a parameter without a driver."""
    driver = DRIVERS.get(parameter)
    if driver is None:
        raise ValueError(f"the sample knows no driver for the parameter {parameter}")
    base = driver.base(state, month)
    if driver.base in _EXACT and (driver.times, driver.per) == (1, 1):
        return base
    if driver.stock:
        return max(1, base * driver.times * _habit(state, parameter) // (100 * driver.per))
    count = counted(state, month, base, driver.times, driver.per, parameter)
    return min(count, base) if driver.times <= driver.per else count


def counted(state: StateFacts, month: Month, base: int, times: int, per: int, what: str) -> int:
    """A month's count of something that happens `times` in every `per` of `base`; small counts vary most."""
    rate = _habit(state, what) * (1000 + wave(60, 4, month, state.code, what))
    scale = 100 * 1000 * per
    usual, rest = divmod(base * times * rate, scale)
    usual += draw(scale, state.code, month, what, "rest") < rest
    return max(0, usual + swing(isqrt(usual), state.code, month, what))


@cache
def _habit(state: StateFacts, what: str) -> int:
    """How much more or less there is of this in a State than its size says, in per cent."""
    drawn = _HABIT_LOW + draw(_HABIT_HIGH - _HABIT_LOW + 1, state.code, what, "habit")
    return _HABITS.get((state.code, what), drawn)
