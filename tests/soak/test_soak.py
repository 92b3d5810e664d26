"""Seconds of the load run, and what two web and two worker processes share; `make soak` runs for minutes."""

from __future__ import annotations

import doctest
import json
import signal
import time
from collections.abc import Iterator

import pytest

from tests.servers.session import Servers
from tests.soak import account, memory
from tests.soak.course import Plan, Run
from tests.soak.installation import Installation, installed
from tests.soak.people import Person

pytestmark = pytest.mark.slow

SHORT = Plan(
    seconds=20, readers=40, pause=0.5, step=3, interval=1,
    troubles=((0.2, "worker", signal.SIGKILL), (0.35, "web", signal.SIGHUP), (0.62, "worker", signal.SIGTERM)),
)  # fmt: skip


@pytest.fixture(scope="module")
def site(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("scale")
    with installed(servers, folder, PRAGATI_SAMPLE="0", WEB_WORKERS="1") as made:
        for service in ("web", "worker", "beat"):
            assert made.host.healthy(service).returncode == 1, "nothing runs yet"
        made.start()
        yield made


def test_every_command_of_the_compose_file_runs_and_lives(site: Installation) -> None:
    assert "migrations applied" in site.migrated
    assert "Sample" not in site.migrated
    for service in ("web", "worker", "beat"):
        site.host.wait_for_health(service)
    invited = site.host.run(["python", "manage.py", "invite", "first@ncrb.example"])
    assert "further ones are invited at /people/" in invited.stderr, "it knows the two publishers"


def test_a_job_announced_to_both_workers_is_done_once(site: Installation) -> None:
    number = site.act("race").split()[-1]
    site.finish()
    assert json.loads(site.act("job", number)) == {"state": "done", "attempts": 1}


def test_both_web_processes_count_one_reader_together(site: Installation) -> None:
    """Asked in turns, within a minute of the clock: each process goes on where the other has stopped."""
    path = "/api/v1/states/HR/history/"
    while True:
        minute = time.time() // 60
        with_reader = Person(site.servers, "10.202.0.1")
        left = [with_reader.ask("GET", path).headers["RateLimit"] for _ in range(4)]
        with_reader.close()
        if time.time() // 60 == minute:
            break
    counts = [int(one.split("r=")[1].split(";")[0]) for one in left]
    assert counts == [counts[0] - number for number in range(4)]


def test_a_session_is_one_at_both_web_processes(site: Installation) -> None:
    """Signed in at one, signed in at the other; signed out at one, signed out at the other."""
    here, there = site.servers
    person = site.person("rani")
    page = person.ask("GET", "/review/months/", server=there).text
    person.ask("GET", "/review/months/", server=here)
    kept = dict(person.cookies)
    person.post(page, "/accounts/sign-out/", 200, 302, server=here)
    person.cookies = kept
    assert (
        person.ask("GET", "/review/months/", 302, server=there)
        .headers["Location"]
        .startswith("/accounts/sign-in/")
    )
    person.close()


def test_under_load_nothing_is_lost_wrong_or_stale(site: Installation) -> None:
    """A third of the files, one publication, workers killed and stopped, a web server renewed; no speed is asserted."""
    said: list[str] = []
    found = Run(site, SHORT, said.append).play()
    assert (found.error_count, found.lost, found.stale) == (0, [], []), str(found)
    assert found.sent == found.told["figures"] == 12
    assert found.told["waiting"] == []
    assert found.answers["statuses"].keys() == {"200", "304"}
    assert {one.service for one in found.memory} == {"web", "web2", "worker", "worker2", "beat"}
    assert "12 files, 0 errors, 0 lost, 0 stale" in str(found)


@pytest.mark.parametrize("module", [account, memory])
def test_the_examples_are_true(module: object) -> None:
    told = doctest.testmod(module)  # type: ignore[arg-type]
    assert told.attempted
    assert not told.failed


def test_a_run_that_went_wrong_says_so() -> None:
    told = {
        "lost": ["HR: the file"], "failed": ["compute: no"], "unsound": ["2023-11 cctns all"], "audit": ["row 7"],
        "publications": [], "jobs": 2, "again": 1,
    }  # fmt: skip
    answers = {"seconds": {"page": [0.1]}, "statuses": {"500": 1}, "reopened": 0}
    found = account.Account(
        answers=answers, memory=[], restarts={}, told=told, sent=1, errors=["status 500"], error_count=1,
        stale=["/: old"],
    )  # fmt: skip
    assert not found.all_is_well
    assert found.lost == [
        "HR: the file",
        "compute: no",
        "unsound: 2023-11 cctns all",
        "row 7",
        "publications: []",
    ]
    assert str(found).endswith("1 files, 1 errors, 5 lost, 1 stale")
