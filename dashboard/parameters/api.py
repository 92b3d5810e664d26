"""`parameters/`: what is measured in a methodology version, and for how many marks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.api import kinds
from common.api.answers import Answer, Table
from dashboard.parameters import documents
from metrics.selectors import methodology_by_version
from rankings.api.reading import CollectionView, Query
from rankings.api.said import fields
from rankings.lists.marks import current_methodology

COLUMNS = (
    "code", "group", "name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi", "better",
    "best_percent", "worst_percent", "max_marks", "boards", "period_kind", "numerator_may_exceed", "attested",
)  # fmt: skip


class Parameters(CollectionView):
    """The parameters of a version, in its order. Without `methodology=`: the version behind the latest list."""

    operation, shape = "list_parameters", documents.Parameters
    title = _("The parameters of a methodology version")
    query = ("methodology",)
    problems = (kinds.UNKNOWN_METHODOLOGY,)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        version = query.get("methodology")
        methodology = methodology_by_version(version) if version else current_methodology()
        results = documents.parameter_documents(methodology, list(methodology.groups.all()))
        document = {"methodology": methodology.version, "count": len(results), "results": results}
        rows = [{"methodology": methodology.version} | {**result} for result in results]
        table = Table(("methodology", *COLUMNS), rows, fields(COLUMNS))
        return Answer(document, table, f"pragati-parameters-{methodology.version}")
