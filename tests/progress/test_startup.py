"""From nothing to a served leaderboard, as `make run` does it: on SQLite, and on PostgreSQL with Redis."""

from __future__ import annotations

import json
import re
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.dashboard.reading import Page
from tests.servers.session import Servers
from tests.servers.site import Served, Site

pytestmark = pytest.mark.slow

OCTOBER = {
    "Haryana": "99.97",
    "Himachal Pradesh": "99.85",
    "Delhi": "98.46",
    "Gujarat": "98.08",
    "Maharashtra": "96.36",
    "Uttarakhand": "96.19",
}
"""The first six of October 2023, as the record has them."""

SECONDS_OF_A_SECOND_START = 15


class Running:
    """An installation that was made from nothing and is being served."""

    def __init__(self, site: Site, served: Served) -> None:
        self.site, self.served = site, served

    def october(self) -> dict[str, object]:
        answer: dict[str, object] = json.loads(self.served.get("/api/v1/rankings/2023-10/").text)
        return answer


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running(
    request: pytest.FixtureRequest, servers: Servers, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    with ExitStack() as stack:
        settings = {}
        if request.param == "postgresql":
            settings = {
                "DATABASE_URL": stack.enter_context(servers.database()),
                "REDIS_URL": stack.enter_context(servers.cache()),
            }
        site = Site(tmp_path_factory.mktemp(request.param) / "var", **settings)
        yield Running(site, stack.enter_context(site.serve("--prepare")))


def test_what_it_says(running: Running) -> None:
    lines = running.served.said.splitlines()
    assert re.fullmatch(r"Database: [1-9]\d* migrations applied\.", lines[0])
    assert lines[1:6] == [
        "Static files: collected.",
        "States and UTs: 36 added, 0 changed.",
        "Methodology versions: 3 added, 0 changed.",
        "Published record: 16 lists, 50 places loaded.",
        "Sample: 29 months added.",
    ]
    kept = running.site.var / "demo_password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert running.served.said.endswith(
        "Demo accounts: officer.hr, officer.hp, reviewer, publisher, publisher2, admin; "
        f"password: {kept.read_text()}\nPragati is ready at {running.served.url}\n"
    )


def test_the_leaderboard(running: Running) -> None:
    answer = running.served.get("/")
    assert answer.status == 200
    rows = Page(answer.text).rows("list")
    assert len(rows) == 36
    for place, (row, (state, score)) in enumerate(zip(rows[:6], OCTOBER.items(), strict=True), start=1):
        assert row[0].startswith(f"{place} Sensitivity range, marks ±10 %: rank")
        assert row[1] == state
        assert score in row
    hindi = running.served.get("/hi/")
    assert hindi.status == 200
    assert Page(hindi.text).rows("list")[0][1] == "हरियाणा"


def test_the_same_as_json(running: Running) -> None:
    october = running.october()
    results = october["results"]
    assert isinstance(results, list)
    assert {row["state"]["name"]: f"{row['score']:.2f}" for row in results[:6]} == OCTOBER
    assert (results[0]["months_first"], results[0]["current_streak"]) == (20, 6)


def test_static_files_are_served_for_good(running: Running) -> None:
    page = Page(running.served.get("/streaks/").text)
    [script] = [one for one in page.every("script") if "data-plotly" in one.attributes]
    for path in (script.attributes["src"], script.attributes["data-plotly"]):
        answer = running.served.get(path)
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]
    assert "plotly.js v" in answer.text[:500]


def test_every_place_and_list_stands(running: Running) -> None:
    assert running.site.told("check_record").splitlines()[-1] == "50 of 50 places on record agree"
    reproduced = re.fullmatch(
        r"(\d+) of (\d+) lists reproduced", running.site.told("verify_published").splitlines()[-1]
    )
    assert reproduced is not None
    assert reproduced[1] == reproduced[2] != "0"
    assert running.site.told("verify_audit").startswith("The audit trail holds: ")


def test_preparing_again_changes_nothing(running: Running) -> None:
    before = running.october()
    assert running.site.told("prepare").splitlines() == [
        "Database: 0 migrations applied.",
        "Static files: as they were.",
        "States and UTs: 0 added, 0 changed.",
        "Methodology versions: 0 added, 0 changed.",
        "Published record: 0 lists, 0 places loaded.",
        "Sample: 0 months added.",
        "Sensitivity: 0 lists studied.",
        "2023-11: nothing to open.",
    ]
    assert running.october() == before


def test_a_second_start_is_ready_within_seconds(running: Running) -> None:
    began = time.monotonic()
    with running.site.serve("--prepare", seconds=SECONDS_OF_A_SECOND_START) as served:
        assert served.get("/readyz").status == 200
        assert time.monotonic() - began < SECONDS_OF_A_SECOND_START
        assert json.loads(served.get("/api/v1/rankings/2023-10/").text) == running.october()


def test_a_port_in_use_is_named(sqlite_site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sqlite_site.environment["PORT"] = str(port)
        done = sqlite_site.manage("serve", "--prepare")
    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 is in use" in done.stderr
    assert not (sqlite_site.var / "pragati.sqlite3").exists()


def test_without_the_sample(tmp_path: Path) -> None:
    site = Site(tmp_path / "var", PRAGATI_SAMPLE="0")
    with site.serve("--prepare") as served:
        assert "Sample" not in served.said
        assert "Demo accounts" not in served.said
        assert served.get("/").status == 200
        shown = json.loads(served.get("/api/v1/rankings/latest/").text)
        assert (shown["origin"], shown["sample"]) == ("recorded", False)
