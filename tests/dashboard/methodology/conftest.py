"""A ranking under two methodology versions, with figures that differ from State to State."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils import translation

from common import jobs
from common.months import Month
from metrics.figures import record_figures
from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force
from rankings.publish import publish
from tests.dashboard.conftest import read
from tests.rankings.conftest import AT, SIGNED, publish_month, publishers, record_month

__all__ = ["Past", "past", "publish_month", "publishers", "read", "record_month", "sent"]

Sent = Mapping[str, Figure]
Past = Callable[..., dict[Month, dict[str, Sent]]]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs wait where they were written, the cache is empty, the language is English."""
    monkeypatch.setattr(jobs, "_hint", None)
    cache.clear()
    with translation.override("en"):
        yield


def sent(month: Month, chance: random.Random) -> dict[str, Figure]:
    """Figures for every parameter of a month: some full, some not applicable, some left out."""
    found = {}
    for one in document_of(methodology_in_force(month)).document["parameters"]:
        whole = chance.choice([0, 7, 40, 1000, 1000])
        part = whole if chance.random() < 0.3 else chance.randint(0, whole)
        if chance.random() < 0.9:
            found[one["code"]] = Figure(Decimal(part), Decimal(whole))
    return found


@pytest.fixture
def past(publishers: object) -> Past:
    """Record and publish figures drawn by chance for States and months; returns what was sent."""

    def run(
        months: Sequence[str], states: Sequence[str] = ("HR", "HP", "DL", "CH"), seed: int = 7
    ) -> dict[Month, dict[str, Sent]]:
        chance = random.Random(seed)  # noqa: S311 chance that can be repeated
        every: dict[Month, dict[str, Sent]] = {}
        for month in map(Month.parse, months):
            every[month] = {state: sent(month, chance) for state in states}
            for state, figures in every[month].items():
                record_figures(
                    state=state,
                    month=month,
                    figures=figures,
                    source="test",
                    sample=False,
                    by="reviewer",
                    at=AT,
                )
            publish(month=month, signatures=SIGNED, released_on=month.next().last_day, at=AT, announce=False)
        return every

    return run
