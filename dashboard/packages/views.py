"""`rankings/MONTH/datapackage.json` and `datapackage.json`: a month, or all of them, as a data package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Annotated, Any, TypedDict

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.tables import CSVRenderer, JSONRenderer, csv_bytes, json_bytes
from common.asking import UnknownNameError
from common.cache import recall, remember
from common.months import Month
from dashboard.packages.columns import SHEETS
from dashboard.packages.tables import DESCRIPTOR, descriptor, path_of, sources_of, tables_of, zipped
from rankings.api.etag import answered, tag_of
from rankings.api.reading import ReadView, checked_query
from rankings.api.said import Count, DigestText, SampleBasisText, says
from rankings.lists.packages import last_loaded, standing
from rankings.lists.queries import last_public_act
from rankings.models import RankingList

# `datapackage.json`: a month, or all of them, as files with a descriptor.


class Resource(TypedDict):
    """A table of the package: a CSV file, and what its columns may hold (Table Schema)."""

    name: Annotated[str, says(examples=["rankings"])]
    path: Annotated[str, says("Relative to the descriptor.", examples=["data/rankings.csv"])]
    title: str
    description: str
    bytes: Count
    hash: DigestText


class DataPackage(TypedDict):
    """A Frictionless Data Package (specification 1), as far as it need be known here."""

    profile: Annotated[str, says(examples=["tabular-data-package"])]
    name: Annotated[str, says(examples=["pragati-2023-10"])]
    title: str
    description: str
    version: Annotated[
        str, says("The revision of a month; of all months the number of the newest publication.")
    ]
    sample: Annotated[bool, says("Whether any of it rests on sample figures.")]
    sample_basis: Annotated[SampleBasisText, says("Of all its lists.")]
    digest: Annotated[DigestText, says("Over the hashes of all files.")]
    resources: list[Resource]


class ZIPRenderer(JSONRenderer):
    media_type = "application/zip"
    format = "zip"


class PackageView(ReadView):
    """An address of a package. All of it follows from the lists that stand: their digests make its entity tag."""

    tag = "packages"

    cost = COMPUTED

    def get(self, request: Request, **path: Any) -> HttpResponse:
        checked_query(request, self.known())
        file = self.file(request, **path)
        lists = standing(path.get("month"))
        month = lists[0].month if "month" in path else None
        whole = tag_of(
            "package",
            month,
            settings.SITE_URL,
            last_loaded(),
            *((ranking.pk, ranking.digest) for ranking in lists),
        )

        def make() -> HttpResponse:
            name = f"package:{whole[1:-1]}"
            archive = recall(name)
            if archive is None:
                archive = package(lists, month)
                remember({name: archive})
            return self.handed(request, file, archive, month)

        answer = answered(request._request, etag=tag_of(whole, file), modified=last_public_act(), make=make)
        assert isinstance(answer, HttpResponse)
        return answer

    def file(self, request: Request, **path: Any) -> str:
        """Which of the files is asked for, by its path in the package; empty for all of them, zipped."""
        raise NotImplementedError

    def handed(self, request: Request, file: str, archive: bytes, month: Month | None) -> HttpResponse:
        renderer = request.accepted_renderer
        content_type = renderer.media_type + (f"; charset={renderer.charset}" if renderer.charset else "")
        data = archive
        if file:
            with zipfile.ZipFile(io.BytesIO(archive)) as opened:
                data = opened.read(file)
        response = HttpResponse(data, content_type=content_type)
        stem = f"pragati-{month}" if month else "pragati"
        if file != DESCRIPTOR:
            name = f"{stem}-{file.rpartition('/')[2]}" if file else f"{stem}.zip"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        described = reverse("api:month_package", args=[str(month)]) if month else reverse("api:package")
        response.headers["Link"] = f'<{request.build_absolute_uri(described)}>; rel="describedby"'
        return response


class _Descriptor(PackageView):
    shape = DataPackage
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer, ZIPRenderer)

    def file(self, request: Request, **path: Any) -> str:
        return "" if request.accepted_renderer.format == ZIPRenderer.format else DESCRIPTOR


class _File(PackageView):
    renderer_classes: Sequence[type[BaseRenderer]] = (CSVRenderer,)

    def file(self, request: Request, **path: Any) -> str:
        if path["resource"] not in SHEETS:
            raise UnknownNameError("resource", path["resource"], SHEETS)
        return path_of(path["resource"])


class MonthPackage(_Descriptor):
    """A month as a data package: every list that stands, the figures and marks behind them, the rules, the States.

    The descriptor of a Frictionless Data Package, with a schema for every table; `format=zip` gives the whole
    package as one file.
    """

    operation = "get_ranking_package"
    title = gettext_lazy("A month as a data package")
    problems = (kinds.UNKNOWN_MONTH, kinds.WITHDRAWN)


class MonthPackageFile(_File):
    """A table of a month's data package."""

    operation = "get_ranking_package_file"
    title = gettext_lazy("A table of a month's data package")
    problems = (kinds.UNKNOWN_MONTH, kinds.UNKNOWN_RESOURCE, kinds.WITHDRAWN)


class WholePackage(_Descriptor):
    """All months as one data package: every list that stands, figures, marks, rules and States.

    As the package of a month; `format=zip` gives it as one file.
    """

    operation = "get_package"
    title = gettext_lazy("All months as a data package")


class WholePackageFile(_File):
    """A table of the data package of all months."""

    operation = "get_package_file"
    title = gettext_lazy("A table of the package of all months")
    problems = (kinds.UNKNOWN_RESOURCE,)


def package(lists: Sequence[RankingList], month: Month | None) -> bytes:
    """The whole package, zipped: the descriptor first, then the tables."""
    tables = {sheet.name: table for sheet, table in tables_of(lists, month)}
    reported = [row["source"] for row in tables["rankings"].rows if row["source"]]
    files = {name: csv_bytes(table) for name, table in tables.items()}
    home = f"{settings.SITE_URL}/rankings/{month}/" if month else f"{settings.SITE_URL}/"
    terms = f"{settings.SITE_URL}/policies/#copyright"
    document = descriptor(
        lists, files, month=month, sources=sources_of(lists, reported), home=home, terms=terms
    )
    return zipped({DESCRIPTOR: json_bytes(document)} | {path_of(name): data for name, data in files.items()})
