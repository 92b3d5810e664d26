"""Which figures are in doubt: told by whoever takes figures in, for a ranking sees verified figures only.

The room that knows of reviewers and objections registers where to ask; without it nothing is in doubt.
"""

from __future__ import annotations

from collections.abc import Callable

from states.months import Month

Source = Callable[[Month], frozenset[tuple[str, str]]]
"""A month's figures that are not confirmed or objected to, as pairs of State code and parameter code."""

_sources: list[Source] = []


def ask(source: Source) -> Source:
    """Register a source; the same one again changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def doubtful(month: Month) -> frozenset[tuple[str, str]]:
    """Every figure of a month that some source doubts."""
    return frozenset().union(*(source(month) for source in _sources))
