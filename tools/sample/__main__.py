"""Make the sample months' files anew: `python -m tools.sample`, after a change of the story or the generator."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from common.months import Month
from metrics.catalogue import load_all
from tools.sample import Methodologies, RecordedPlace, StateFacts, sample_history
from tools.sample.history import MonthFigures

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "rankings" / "data" / "sample"
COLUMNS = ("state", "parameter", "numerator", "denominator")


@dataclass(frozen=True)
class Given:
    """What the generator is given, read from the project's own tables."""

    states: tuple[StateFacts, ...]
    names: Mapping[str, str]
    methodologies: Methodologies
    record: tuple[RecordedPlace, ...]


def read_given() -> Given:
    """Read States, methodologies and the published record as the project ships them."""
    rows = list(_rows("states/data/states.csv"))
    return Given(
        states=tuple(
            StateFacts(
                code=row["code"],
                category=row["category"],
                stations=int(row["police_stations"]),
                firs=int(row["sample_firs_per_month"]),
                population=int(row["population_2011"]),
            )
            for row in rows
        ),
        names={row["code"]: row["name_en"] for row in rows},
        methodologies={document.holds_from: document.parameter_rules() for document in load_all()},
        record=tuple(
            RecordedPlace(
                board=row["board"],
                category=row["category"],
                month=Month.parse(row["month"]),
                rank=int(row["rank"]),
                state=row["state"],
                score=Decimal(row["score"]) if row["score"] else None,
            )
            for row in _rows("rankings/data/published_record.csv")
        ),
    )


def month_csv(states: MonthFigures) -> bytes:
    """Write one month as CSV in UTF-8: one line a State and parameter, with both numbers empty if not reported."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for state, figures in sorted(states.items()):
        for code, figure in sorted(figures.items()):
            writer.writerow((state, code, figure.numerator, figure.denominator))
    return text.getvalue().encode()


def _rows(path: str) -> Iterator[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _write_files() -> None:
    given = read_given()
    FOLDER.mkdir(exist_ok=True)
    for month, states in sample_history(given.states, given.methodologies, given.record).items():
        # Without a clock time inside, the same figures give the same file.
        packed = gzip.compress(month_csv(states), mtime=0)
        (FOLDER / f"{month}.csv.gz").write_bytes(packed)


if __name__ == "__main__":
    _write_files()
