"""The one door for verified figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from common.months import Month
from metrics.figures import ImpossibleFiguresError, record_figures
from metrics.models import Figure as StoredFigure
from metrics.models import FigureSet
from metrics.scoring import Figure
from metrics.selectors import figures_at
from tests.rankings.conftest import AT, MONTH

pytestmark = pytest.mark.django_db


def record(figures: dict[str, Figure], month: Month = MONTH) -> FigureSet:
    return record_figures(
        state="HR", month=month, figures=figures, source="test", sample=False, by="reviewer", at=AT
    )


def figure(numerator: str, denominator: str) -> Figure:
    return Figure(Decimal(numerator), Decimal(denominator))


def test_numerator_and_denominator_are_kept(directory: None) -> None:
    record({"REG-01": figure("393", "393"), "CYB-01": figure("6600000000.55", "9999999999999.99")})
    kept = figures_at(MONTH, {"HR": 1})["HR"]
    assert kept == {"REG-01": figure("393", "393"), "CYB-01": figure("6600000000.55", "9999999999999.99")}


def test_a_correction_is_a_new_revision_and_the_old_one_stays(directory: None) -> None:
    record({"REG-01": figure("390", "393")})
    second = record({"REG-01": figure("393", "393")})
    assert (second.revision, second.is_current) == (2, True)
    assert figures_at(MONTH, {"HR": 1})["HR"]["REG-01"] == figure("390", "393")
    assert AuditEvent.objects.filter(action="figures.record", subject="HR 2023-10").count() == 2


def test_the_same_figures_again_change_nothing(directory: None) -> None:
    first = record({"REG-01": figure("390", "393")})
    again = record({"REG-01": figure("390.00", "393"), "REG-02": Figure(None, None)})
    assert again.pk == first.pk
    assert FigureSet.objects.count() == 1


def test_every_impossible_figure_is_told_at_once(directory: None) -> None:
    with pytest.raises(ImpossibleFiguresError) as caught:
        record(
            {
                "REG-01": figure("394", "393"),
                "REG-02": figure("-1", "5"),
                "REG-03": Figure(Decimal(1), None),
                "XXX-01": figure("1", "1"),
                "DAT-02": figure("120", "100"),  # may exceed
            }
        )
    assert [problem.split(":")[0].split(" ")[0] for problem in caught.value.problems] == [
        "XXX-01", "REG-01", "REG-02", "REG-03",
    ]  # fmt: skip
    assert FigureSet.objects.count() == 0


def test_a_parameter_of_a_later_version_is_unknown_in_an_earlier_month(directory: None) -> None:
    with pytest.raises(ImpossibleFiguresError, match="CYB-01 is not a parameter of 2022-12"):
        record({"CYB-01": figure("1", "2")}, Month(2022, 12))


@pytest.mark.parametrize(("numerator", "denominator"), [(None, 1), (1, None), (-1, 1), (1, -1)])
def test_the_database_refuses_half_and_negative_figures(
    directory: None, numerator: int | None, denominator: int | None
) -> None:
    kept = record({"REG-01": figure("390", "393")})
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFigure.objects.create(
            figure_set=kept, parameter="REG-02", numerator=numerator, denominator=denominator
        )


def test_the_database_refuses_a_second_current_set(directory: None) -> None:
    record({"REG-01": figure("390", "393")})
    with pytest.raises(IntegrityError), transaction.atomic():
        FigureSet.objects.create(
            state_id="HR", month=MONTH, revision=2, sample=False, source="x", recorded_at=AT, recorded_by="x"
        )
