"""What came of a file, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

from submissions.models import Upload
from submissions.problems import Severity

ProblemDict = Mapping[str, str | int | None]
"""A problem as the contract writes it: row, column, cell, parameter, code, severity, message, message_hi."""


def result(
    file: str, problems: Iterable[ProblemDict], *, dry_run: bool, upload: Upload | None = None
) -> dict[str, Any]:
    """What came of a check, for `parts/problems.html`. `upload` is the file where it was kept."""
    found = list(problems)
    errors = sum(problem["severity"] == Severity.ERROR for problem in found)
    return {
        "file": file,
        "title": verdict(errors, len(found) - errors),
        "text": consequence(errors, dry_run=dry_run),
        "blocked": errors > 0,
        "problems": found,
        "upload": upload,
    }


def verdict(errors: int, warnings: int) -> str:
    """How many problems a file has."""
    if errors:
        return ngettext("%(count)s problem to mend", "%(count)s problems to mend", errors) % {"count": errors}
    if warnings:
        text = ngettext(
            "Sound, with %(count)s warning that its remark explains",
            "Sound, with %(count)s warnings that their remarks explain",
            warnings,
        )
        return text % {"count": warnings}
    return gettext("The file is sound")


def consequence(errors: int, *, dry_run: bool) -> str:
    """What was stored of a file."""
    if dry_run:
        return gettext("This was a check only: nothing was stored. An upload gives the same verdict.")
    if errors:
        return gettext(
            "The file was kept with its problems, but none of its figures. Mend it and upload it again."
        )
    return gettext("The figures are a draft now.")
