"""`methodologies/`: the versions of the rules, and one version whole."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.api import kinds
from common.api.answers import Answer, Table
from common.months import Month
from dashboard.parameters import documents
from dashboard.parameters.documents import parameter_documents
from metrics.models import Methodology
from metrics.selectors import UnknownMethodologyError, methodologies, with_ends
from rankings.api.reading import CollectionView, Query, ReadView
from rankings.api.said import fields, text

RULES = ("decimals", "rounding", "ties", "missing")
COLUMNS = (
    "version", "holds_from", "holds_to", "title", "title_hi", *RULES, "sealed", "content_hash", "url",
)  # fmt: skip


class Methodologies(CollectionView):
    """Every version, oldest first."""

    operation, shape = "list_methodologies", documents.Methodologies
    title = _("Methodology versions")

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        results = [version_document(request, *version) for version in with_ends(methodologies())]
        rows: list[dict[str, Any]] = [{**result, **result["rules"]} for result in results]
        document = {"count": len(results), "results": results}
        shown = fields(COLUMNS) | {name: f"rules.{name}" for name in RULES}
        return Answer(document, Table(COLUMNS, rows, shown), "pragati-methodologies")


class OneMethodology(ReadView):
    """A version with its groups and parameters: everything that its content hash covers."""

    operation, shape = "get_methodology", documents.WholeMethodology
    title = _("One methodology version, whole")
    problems = (kinds.UNKNOWN_METHODOLOGY,)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        version = path["version"]
        every = with_ends(methodologies())
        for methodology, until in every:
            if methodology.version == version:
                document = version_document(request, methodology, until)
                return Answer({**document, **_content(methodology)})
        raise UnknownMethodologyError(version, [methodology.version for methodology, _ in every])


def version_document(
    request: Request, methodology: Methodology, until: Month | None
) -> documents.Methodology:
    """A version without its content.

    `holds_to` is its last month in force, null while no later version is known; `sealed`: no longer changes.
    """
    return {
        "version": methodology.version,
        "holds_from": str(methodology.holds_from),
        "holds_to": text(until),
        "title": methodology.title,
        "title_hi": methodology.title_hi,
        "rules": methodology.rules,
        "sealed": methodology.sealed_at is not None,
        "content_hash": methodology.content_hash,
        "url": request.build_absolute_uri(reverse("api:methodology", args=[methodology.version])),
    }


def _content(methodology: Methodology) -> dict[str, Any]:
    groups = list(methodology.groups.order_by("position"))
    parameters = parameter_documents(methodology, groups)
    return {
        "groups": [
            {"code": group.code, "name": group.name, "name_hi": group.name_hi, "boards": group.boards}
            for group in groups
        ],
        "count": len(parameters),
        "max_marks": sum(parameter["max_marks"] for parameter in parameters),
        "parameters": parameters,
    }
