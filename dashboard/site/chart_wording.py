"""Titles and text alternatives of charts, made from the same values that the charts show.

An alternative says: what kind of chart, of what, and what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext


def groups_title(name: str, marks: str, total: str) -> str:
    """`Case registration and forms carries most: 24 of 100 marks`."""
    return gettext("%(group)s carries most: %(marks)s of %(total)s marks") % {
        "group": name, "marks": marks, "total": total,
    }  # fmt: skip


def groups_alternative(version: str, groups: Sequence[tuple[str, str]]) -> str:
    """`Bar chart of marks by group in version 2023-01: Case registration and forms 24, …`"""
    return gettext("Bar chart of the marks of each group in methodology version %(version)s: %(groups)s.") % {
        "version": version, "groups": ", ".join(f"{name} {marks}" for name, marks in groups),
    }  # fmt: skip
