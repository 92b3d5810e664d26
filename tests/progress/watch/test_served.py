"""The processes of a server count together, and each gives out what all have counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.servers.site import Served, Site

pytestmark = pytest.mark.slow

ASKED = 60


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    folder = tmp_path_factory.mktemp("watched")
    site = Site(folder / "var", PRAGATI_SAMPLE="0", WEB_WORKERS="2", LOG_FORMAT="json", ACCESS_LOG="1")
    with site.serve("--prepare") as running:
        yield running, folder


def test_two_processes_count_together(served: tuple[Served, Path]) -> None:
    site, folder = served
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: site.get("/version").status, range(ASKED)))
    assert set(statuses) == {200}
    for _ in range(4):  # whichever process answers
        told = {
            (sample.name, sample.labels.get("route"), sample.labels.get("status")): sample.value
            for family in text_string_to_metric_families(site.get("/metrics").text)
            for sample in family.samples
        }
        assert told["pragati_http_requests_total", "version", "200"] == ASKED
        assert told["pragati_http_request_seconds_count", "version", None] == ASKED
        assert told["pragati_database_up", None, None] == 1
    assert len(list(folder.glob("var/figures/*/counter_*.db"))) >= 2


def test_the_id_of_a_request_is_given_back(served: tuple[Served, Path]) -> None:
    sent = {"X-Request-ID": "from-the-proxy-0001", "Host": "127.0.0.1"}
    assert served[0].get("/livez", sent).headers["x-request-id"] == "from-the-proxy-0001"
    assert json.loads(served[0].get("/version").text)["name"] == "pragati"
