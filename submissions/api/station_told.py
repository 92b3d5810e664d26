"""What the API says of station files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from rankings.api.values import time_text
from states.access import Person
from submissions.models import StationFile
from submissions.selectors.stations import states_shown
from submissions.services.stations.receiving import LARGEST_PIECE


def station_document(request: HttpRequest, file: StationFile, person: Person) -> dict[str, Any]:
    """A station file as this person may see it: of a file of all India an officer sees the own State alone."""
    whole = person.is_staff or file.state_id is not None

    def link(name: str) -> str:
        return request.build_absolute_uri(reverse(f"stations-api:{name}", args=[file.pk]))

    return {
        "id": file.pk,
        "state": file.state_id,
        "month": str(file.month),
        "name": file.filename,
        "status": file.status,
        "size": file.size,
        "received": file.received,
        "largest_piece": LARGEST_PIECE,
        "sha256": file.sha256 or None,
        "created_at": time_text(file.created_at),
        "ended_at": time_text(file.ended_at),
        "job": file.job.state if file.job else None,
        "progress": {"done": file.job.done, "total": file.job.total} if file.job else {"done": 0, "total": 0},
        "rows": file.rows,
        "figures": file.cells,
        "problem_count": file.problem_count,
        "problems": file.first_problems if whole else [],
        "sums": [_sums(code, file.sums[code]) for code in states_shown(file, person)],
        "links": {
            "self": link("file"),
            "finish": link("finish"),
            "problems": link("problems") if file.problem_count and whole else None,
        },
    }


def _sums(code: str, sums: dict[str, Any]) -> dict[str, Any]:
    return {
        "state": code,
        "stations": sums["stations"],
        "figures": [
            {"parameter": parameter, "numerator": over, "denominator": under, "stations": stations}
            for parameter, (over, under, stations) in sums["figures"].items()
        ],
    }
