"""Taking time."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 5


def seconds(work: Callable[[], object], times: int = TIMES) -> float:
    """The quickest of some runs: what else the machine does only ever adds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)
