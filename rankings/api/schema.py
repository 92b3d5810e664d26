"""`schema/`: this API as OpenAPI 3.1, in JSON and YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from rankings.api.answers import Answer
from rankings.api.documents.problems import OpenAPI as Shape
from rankings.api.openapi.document import openapi_document, yaml_bytes
from rankings.api.reading import Query, ReadView
from rankings.api.renderers import JSONRenderer


class OpenAPIRenderer(JSONRenderer):
    media_type = "application/vnd.oai.openapi+json"
    format = "openapi"


class YAMLRenderer(JSONRenderer):
    media_type = "application/yaml"
    format = "yaml"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return yaml_bytes(data.document)


class OpenAPI(ReadView):
    """This API as OpenAPI 3.1, from which clients can be generated."""

    operation, shape = "get_schema", Shape
    title = _("This API as OpenAPI")
    renderer_classes = (JSONRenderer, OpenAPIRenderer, YAMLRenderer)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        return Answer(openapi_document())
