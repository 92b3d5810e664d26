"""Traces as OpenTelemetry has them. Imported only where a collector is named (`progress.watch.traces`)."""

from __future__ import annotations

from typing import Any

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.django import DjangoInstrumentor
from opentelemetry.instrumentation.psycopg2 import Psycopg2Instrumentor
from opentelemetry.instrumentation.sqlite3 import SQLite3Instrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from common.health import version_text
from progress.watch import MACHINES
from progress.watch.logs import redacted


def begin(endpoint: str, service: str) -> TracerProvider:
    """Trace what this process does from now on, and send it to the collector at `endpoint` in batches."""
    resource = Resource.create({"service.name": service, "service.version": version_text()})
    provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=5)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    asked_often = ",".join(path.lstrip("/") for path in MACHINES)
    DjangoInstrumentor().instrument(tracer_provider=provider, request_hook=hide, excluded_urls=asked_often)
    Psycopg2Instrumentor().instrument(tracer_provider=provider)
    SQLite3Instrumentor().instrument(tracer_provider=provider)
    CeleryInstrumentor().instrument(tracer_provider=provider)  # type: ignore[no-untyped-call]
    return provider


def hide(span: Any, request: Any) -> None:
    """As in the log: no query, which may hold names, and no secret of an address."""
    for name, value in dict(span.attributes or {}).items():
        if isinstance(value, str):
            span.set_attribute(name, redacted(value.partition("?")[0]))
