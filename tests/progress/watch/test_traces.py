"""Traces: sent to a collector where one is named, without what is private; else nothing of them is even imported."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.servers.site import Site

DONE = """
from django.test import Client
from progress.celery import app
from progress.staticfiles import collect
from progress.watch.traces import trace
collect()
assert trace()
asked = "/people/invitation/q1w2e3r4t5y6/?name=asha"
print(Client(headers={"Host": "127.0.0.1"}).get(asked).status_code)
def nothing(): pass
app.task(nothing, name="probe").apply()
"""
LOADED = """
import sys
import progress.wsgi, progress.celery
parts = ("opentelemetry.instrumentation", "opentelemetry.exporter", "opentelemetry.sdk.trace", "opentelemetry.proto")
print([one for one in sys.modules if one.startswith(parts)])
"""


class Collector:
    """An OTLP collector on loopback: what was sent to it, span by span."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.services: set[str] = set()
        self.paths: set[str] = set()

    def take(self, path: str, body: bytes) -> None:
        sent = ExportTraceServiceRequest.FromString(body)
        self.paths.add(path)
        for resource in sent.resource_spans:
            named = {one.key: one.value.string_value for one in resource.resource.attributes}
            self.services.add(named["service.name"])
            self.spans += [span for scope in resource.scope_spans for span in scope.spans]


@pytest.fixture
def collector() -> Iterator[tuple[Collector, str]]:
    """The collector and its address."""
    taken = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.take(self.path, self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield taken, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def database() -> str:
    """The address of the database that this test uses, which another process may read."""
    here = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(here._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.mark.slow
def test_requests_queries_and_tasks_are_traced(
    db: None, tmp_path: Path, collector: tuple[Collector, str]
) -> None:
    taken, address = collector
    site = Site(
        tmp_path / "var", DATABASE_URL=database(), OTEL_EXPORTER_OTLP_ENDPOINT=f"{address}/",
        OTEL_SERVICE_NAME="pragati-here",
    )  # fmt: skip
    assert site.told("shell", "--no-imports", "-c", DONE).split()[-1] == "410"
    assert (taken.paths, taken.services) == ({"/v1/traces"}, {"pragati-here"})
    names = [span.name for span in taken.spans]
    [request] = [span for span in taken.spans if "invitation" in span.name]
    queries = [span for span in taken.spans if span.name == "SELECT" and span.trace_id == request.trace_id]
    assert queries
    assert {span.parent_span_id for span in queries} == {request.span_id}
    assert [name for name in names if name.endswith("probe")]
    said = str(taken.spans)
    assert "q1w2e3r4t5y6" not in said
    assert "name=asha" not in said
    assert "people/invitation/" in said


def test_without_a_collector_nothing_is_imported(tmp_path: Path) -> None:
    site = Site(tmp_path / "var")
    assert site.told("shell", "--no-imports", "-c", LOADED).splitlines()[-1] == "[]"


def test_an_address_that_is_none_stops_the_start(tmp_path: Path) -> None:
    done = Site(tmp_path / "var", OTEL_EXPORTER_OTLP_ENDPOINT="collector:4318").manage("check")
    assert done.returncode != 0
    assert "OTEL_EXPORTER_OTLP_ENDPOINT: this is not such an address" in done.stderr
