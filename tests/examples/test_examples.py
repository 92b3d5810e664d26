"""The examples of the page for developers and of `docs/api.md`, each run as it stands, against the served site."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from rankings.release import webhooks
from tests.guides import DOCS, blocks
from tests.servers import programs
from tests.servers.session import ROOT
from tests.servers.site import Served, Site

pytestmark = pytest.mark.slow

FOLDER = ROOT / "docs" / "examples"
RUN_BY = {"sh": "sh", "py": sys.executable, "R": "Rscript", "mjs": "node"}
TASKS = ("month", "history", "polling", "upload")
COLUMNS = {"month": ("rank", "state", "score"), "history": ("month", "rank")}


@pytest.fixture(scope="module")
def live(
    sample_site: tuple[Site, Served], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Served, dict[str, str]]:
    """The site with its sample, and the environment of an example: address, token, file."""
    assert programs.missing(["curl", "node", "r"]) == []
    site, served = sample_site
    token = site.told("create_token", "officer.hr", "--scope", "upload").split()[-1]
    file = tmp_path_factory.mktemp("live") / "november.csv"
    marks = json.loads(served.get("/api/v1/states/HR/marks/2023-10/").text)["results"]
    rows = [f"{one['parameter']},{one['numerator']},{one['denominator']},ok" for one in marks]
    file.write_text("\r\n".join(["parameter,numerator,denominator,remarks", *rows]), encoding="utf-8")
    given = {"PRAGATI_URL": served.url, "PRAGATI_TOKEN": token, "PRAGATI_FILE": str(file)}
    return served, site.environment | given


def said_by(name: str, environment: dict[str, str]) -> list[str]:
    command = [RUN_BY[name.rpartition(".")[2]], str(FOLDER / name)]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{name} ended with status {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout.splitlines()


@pytest.mark.parametrize("suffix", RUN_BY)
@pytest.mark.parametrize("task", TASKS)
def test_an_example_does_what_it_says(live: tuple[Served, dict[str, str]], task: str, suffix: str) -> None:
    served, environment = live
    lines = said_by(f"{task}.{suffix}", environment)
    if task == "polling":
        assert lines == ["200", "304"]
    elif task == "upload":
        told = json.loads(lines[0])
        assert (told["dry_run"], told["accepted"], told["id"]) == (True, 28, None)
    else:
        address = (
            "rankings/2023-10/?board=cctns"
            if task == "month"
            else "states/HR/history/?from=2023-05&to=2023-10"
        )
        rows = json.loads(served.get(f"/api/v1/{address}").text)["results"]
        if task == "month":
            expected = [
                [str(one["rank"]), one["state"]["code"], f"{one['score']:.2f}"] for one in rows if one["rank"]
            ]
        else:
            expected = [[one["month"], str(one["rank"])] for one in rows]
        assert printed_rows(lines, suffix, COLUMNS[task])[: len(expected)] == expected


def test_every_block_of_the_guide_runs(live: tuple[Served, dict[str, str]], tmp_path: Path) -> None:
    """`docs/api.md`, block by block and in its order; a file is sent and submitted on the way."""
    _, environment = live
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    said = ""
    for block in blocks(text, "sh"):
        local = block.startswith(".venv/")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block], env=environment, cwd=ROOT if local else tmp_path,
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        said += done.stdout
    assert '"status":"submitted"' in said
    reading, _ = blocks(text, "python")
    told = subprocess.run(
        [sys.executable, "-c", reading], env=environment, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert told.stdout.startswith("1 HR 99.97\n")


def test_the_check_of_a_signature_is_right() -> None:
    """The program of the guide takes a call that we signed, and refuses it with one byte changed."""
    _, check = blocks((DOCS / "api.md").read_text(encoding="utf-8"), "python")
    secret, body = f"{webhooks.PREFIX}{'a' * 43}=", b'{"type":"ranking.released"}'
    made = webhooks.headers(secret, "release-2023-10-computed-1", body, timezone.now())
    for sent, genuine in ((body, True), (body + b" ", False)):
        asked = f"{check}\nprint(is_genuine({secret!r}, {made!r}, {sent!r}))"
        told = subprocess.run(
            [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60
        )
        assert told.stdout.strip() == str(genuine)


def printed_rows(lines: list[str], suffix: str, columns: tuple[str, ...]) -> list[list[str]]:
    """What was printed: of a CSV the named columns, else the words of each line. Scores get both decimals."""
    rows = (
        [[row[column] for column in columns] for row in csv.DictReader(lines)]
        if suffix == "sh"
        else [line.split() for line in lines]
    )
    return [
        [*row[:-1], f"{float(row[-1]):.2f}" if columns[-1] == "score" and row[-1][:1].isdigit() else row[-1]]
        for row in rows
    ]


def test_every_file_of_the_folder_is_run_and_short() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {f"{task}.{suffix}" for task in TASKS for suffix in RUN_BY}
    for path in FOLDER.iterdir():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 17, path.name


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_the_page_shows_each_as_it_stands(client: Client, prefix: str) -> None:

    page = client.get(f"{prefix}/developers/").content.decode()
    for path in FOLDER.iterdir():
        assert str(escape(path.read_text(encoding="utf-8").strip())) in page, path.name
