"""The front of each parameter, and groups beside the median of the category."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from common.months import Month
from insights.what_if.core import fronts, strengths
from metrics.scoring import Figure, ParameterRule, Rules
from rankings.lists.scored_list import Basis, Worked, work


def rule(code: str, marks: int, best: int = 100, worst: int = 0) -> ParameterRule:
    return ParameterRule(code, code[:3], Decimal(best), Decimal(worst), Decimal(marks), frozenset({"cctns"}))


PARAMETERS = (rule("REG-01", 6), rule("REG-02", 2), rule("DAT-01", 4, best=0, worst=20), rule("CYB-01", 2))


def worked(**figures: dict[str, tuple[int, int] | None]) -> Worked:
    sent = {
        state: {
            code: Figure(*(Decimal(part) for part in one)) if one else Figure(None, None)
            for code, one in own.items()
        }
        for state, own in figures.items()
    }
    basis = Basis(
        Month(2023, 10),
        "cctns",
        "test",
        PARAMETERS,
        Rules(),
        sent,
        {state: state for state in figures},
    )
    return work(basis)


LIST = worked(
    HR={"REG-01": (100, 100), "REG-02": (50, 100), "DAT-01": (1, 100), "CYB-01": (0, 0)},
    HP={"REG-01": (100, 100), "REG-02": (90, 100), "DAT-01": (5, 100), "CYB-01": (0, 0)},
    MZ={"REG-01": (50, 100), "REG-02": None, "DAT-01": (1, 100), "CYB-01": (0, 0)},
    LD={},
)


def test_who_is_at_the_front() -> None:
    found = fronts(LIST)
    assert (found["REG-01"].full, found["REG-01"].leaders) == (("HP", "HR"), ())
    assert (found["REG-02"].full, found["REG-02"].leaders, found["REG-02"].percent) == (
        (),
        ("HP",),
        Fraction(90),
    )
    # Lower is better: the one with most marks has the lowest percent.
    assert (found["DAT-01"].leaders, found["DAT-01"].percent) == (("HR", "MZ"), Fraction(1))
    assert (found["CYB-01"].full, found["CYB-01"].leaders, found["CYB-01"].percent) == ((), (), None)


def test_groups_beside_the_median() -> None:
    found = {one.group: one for one in strengths(LIST, "MZ", {"HR", "HP", "MZ", "LD"})}
    assert list(found) == ["REG", "DAT", "CYB"]
    # HR 7 of 8, HP 7.8 of 8, MZ 3 of 8 (the parameter it did not report keeps its maximum); LD is unranked.
    assert (found["REG"].share, found["REG"].median) == (Fraction(3, 8), Fraction(7, 8))
    assert found["REG"].ahead == Fraction(-1, 2)
    assert found["REG"].counted == 3
    assert (found["DAT"].share, found["DAT"].median) == (Fraction(19, 20), Fraction(19, 20))
    assert (found["CYB"].share, found["CYB"].median, found["CYB"].ahead) == (None, None, None)


def test_the_median_of_an_even_number_lies_between() -> None:
    found = strengths(LIST, "HR", {"HP", "HR"})[0]
    assert (found.share, found.median) == (Fraction(7, 8), (Fraction(7, 8) + Fraction(39, 40)) / 2)


def test_only_the_category_counts() -> None:
    assert strengths(LIST, "HR", {"MZ"})[0].median == Fraction(3, 8)
    assert strengths(LIST, "HR", set())[0].median is None
