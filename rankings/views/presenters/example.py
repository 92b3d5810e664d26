"""A score made before the reader's eyes: five made-up figures, rated by the rules of the version itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext

from metrics.catalogue import MethodologyDocument
from metrics.scoring import Figure, Mark, ParameterRule, mark, score
from rankings.views.wording.labels import either
from rankings.views.wording.numbers import MISSING, grouped, percent, plain, two_decimals

# Everything sent, nearly everything, nothing of the kind happened, nothing sent, nothing done.
_FIGURES = (
    Figure(Decimal(393), Decimal(393)),
    Figure(Decimal(1904), Decimal(1961)),
    Figure(Decimal(0), Decimal(0)),
    Figure(None, None),
    Figure(Decimal(0), Decimal(12)),
)


@dataclass(frozen=True, slots=True)
class ExampleRow:
    name: str
    figures: str
    percent: str
    marks: str
    says: str


@dataclass(frozen=True, slots=True)
class Example:
    """The rows, and the sums under them: `obtained` of `applicable` marks make `score`."""

    rows: tuple[ExampleRow, ...]
    obtained: str
    applicable: str
    score: str


def example(document: MethodologyDocument) -> Example:
    """The version's first five parameters that go from 0 to 100 percent, with figures made up for the example."""
    names = {one["code"]: either(one["name"], one["name_hi"]) for one in document.document["parameters"]}
    straight = [
        rule for rule in document.parameter_rules() if rule.worst_percent == 0 and rule.best_percent == 100
    ]
    rules = straight[: len(_FIGURES)]
    marks = [mark(rule, figure) for rule, figure in zip(rules, _FIGURES, strict=False)]
    total = score(marks, on_board=frozenset(rule.code for rule in rules), rules=document.rules)
    rows = [
        _row(names[rule.code], rule, figure, one, says)
        for rule, figure, one, says in zip(rules, _FIGURES, marks, _says(), strict=False)
    ]
    return Example(tuple(rows), _marks(total.obtained), _marks(total.applicable), f"{total.printed}")


def _says() -> tuple[str, ...]:
    return (
        gettext("everything done: full marks"),
        gettext("marks in proportion"),
        gettext("not applicable: nothing of the kind happened, so the maximum leaves the total"),
        gettext("not reported: no marks, and the maximum stays"),
        gettext("zero: reported, and nothing done; no marks, and the maximum stays"),
    )


def _row(name: str, rule: ParameterRule, figure: Figure, rated: Mark, says: str) -> ExampleRow:
    of = gettext("%(part)s of %(whole)s")
    if figure.numerator is None or figure.denominator is None:
        figures, marks = MISSING, MISSING
    else:
        figures = of % {"part": grouped(figure.numerator), "whole": grouped(figure.denominator)}
        marks = two_decimals(rated.marks) if rated.counts else MISSING
    of_marks = of % {"part": marks, "whole": plain(rule.max_marks)} if rated.counts else MISSING
    return ExampleRow(name, figures, percent(rated.percent), of_marks, says)


def _marks(value: Fraction) -> str:
    return two_decimals(value)
