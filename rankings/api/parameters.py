"""`parameters/`: what is measured in a methodology version, and for how many marks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from metrics.models import Methodology, ParameterGroup
from metrics.selectors import methodology_by_version
from rankings.api import kinds
from rankings.api.answers import Answer, Table
from rankings.api.documents import rules as documents
from rankings.api.reading import CollectionView, Query
from rankings.api.values import fields
from rankings.selectors.measured import current_methodology

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
        results = parameter_documents(methodology, list(methodology.groups.all()))
        document = {"methodology": methodology.version, "count": len(results), "results": results}
        rows = [{"methodology": methodology.version} | {**one} for one in results]
        table = Table(("methodology", *COLUMNS), rows, fields(COLUMNS))
        return Answer(document, table, f"pragati-parameters-{methodology.version}")


def parameter_documents(methodology: Methodology, of: list[ParameterGroup]) -> list[documents.Parameter]:
    """Every parameter with its group (one `of` these) and boards, in the order of the version. One query."""
    groups = {group.pk: group for group in of}
    return [
        {
            "code": one.code,
            "group": groups[one.group_id].code,
            "name": one.name,
            "name_hi": one.name_hi,
            "numerator": one.numerator,
            "numerator_hi": one.numerator_hi,
            "denominator": one.denominator,
            "denominator_hi": one.denominator_hi,
            "better": one.better,
            "best_percent": one.best_percent,
            "worst_percent": one.worst_percent,
            "max_marks": one.max_marks,
            "boards": groups[one.group_id].boards,
            "period_kind": one.period_kind,
            "numerator_may_exceed": one.numerator_may_exceed,
            "attested": one.attested,
        }
        for one in methodology.parameters.order_by("position")
    ]
