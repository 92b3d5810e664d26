"""The month worked by hand in docs/method.md is what the computation gives, and its sums are right."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

from django.conf import settings

from common.months import Month
from metrics.catalogue import load_all
from tests.rankings.sample.computed import history

TEXT = (Path(settings.BASE_DIR) / "docs/method.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| ([A-Z]{3}-\d\d) \| (\d+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE
)


def four(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def test_every_row_and_the_score_by_plain_decimals() -> None:
    rules = {one.code: one for one in load_all()[1].parameter_rules() if "cctns" in one.boards}
    rows = ROW.findall(TEXT)
    assert {row[0] for row in rows} == set(rules)
    total = Decimal(0)
    with localcontext() as context:
        context.prec = 40
        for code, numerator, denominator, percent, marks, maximum in rows:
            rule = rules[code]
            exact = Decimal(100) * Decimal(numerator) / Decimal(denominator)
            share = (exact - rule.worst_percent) / (rule.best_percent - rule.worst_percent)
            earned = rule.max_marks * min(max(share, Decimal(0)), Decimal(1))
            assert (four(exact), four(earned), rule.max_marks) == (
                Decimal(percent),
                Decimal(marks),
                Decimal(maximum),
            ), code
            total += earned
        score = Decimal(100) * total / sum(rule.max_marks for rule in rules.values())
    assert f"{four(total)} of 89 applicable" in TEXT
    assert f"printed as **{score.quantize(Decimal('0.01'), ROUND_HALF_UP)}**" in TEXT


def test_the_figures_are_those_of_the_sample() -> None:
    sample = history()[Month(2023, 10)]["MZ"]
    for code, numerator, denominator, *_ in ROW.findall(TEXT):
        assert (sample[code].numerator, sample[code].denominator) == (
            Decimal(numerator),
            Decimal(denominator),
        ), code
