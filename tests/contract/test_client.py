"""A client that a public generator makes from the schema reads a month, a history and the streaks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.conftest import Api
from tests.servers.session import ROOT

pytestmark = pytest.mark.slow

SCRIPT = """
import sys
from pragati_client import Client
from pragati_client.api.rankings import get_ranking
from pragati_client.api.states import get_state_history
from pragati_client.api.streaks import get_streaks
from pragati_client.models import History, Origin, Problem, RankingList, Streaks

client = Client(base_url=sys.argv[1])
month = get_ranking.sync("2023-10", client=client)
assert isinstance(month, RankingList), month
history = get_state_history.sync("HR", client=client, origin=Origin.COMPUTED)
assert isinstance(history, History), history
streaks = get_streaks.sync(client=client, from_="2021-06", to="2023-10", origin=Origin.COMPUTED)
assert isinstance(streaks, Streaks), streaks
wrong = get_ranking.sync("2030-01", client=client)
assert isinstance(wrong, Problem), wrong
first, leader = month.results[0], streaks.results[0]
print(first.state.code, first.score, first.rank, len(month.results), len(history.results))
print(leader.months_first, wrong.code)
"""


def test_a_generated_client_reads_a_month_a_history_and_the_streaks(api: Api, tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(
        "project_name_override: pragati-client\npackage_name_override: pragati_client\npost_hooks: []\n"
        "content_type_overrides:\n"
        "  application/jsonl: application/octet-stream\n  text/plain: application/octet-stream\n"
    )
    generator = Path(sys.executable).with_name("openapi-python-client")
    schema, target = ROOT / "docs" / "openapi.yaml", tmp_path / "client"
    done = subprocess.run(
        [
            generator, "generate", "--path", schema, "--output-path", target, "--config", config,
            "--fail-on-warning",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    read = subprocess.run(
        [sys.executable, "-c", SCRIPT, api.url], cwd=target, capture_output=True, text=True, check=False
    )
    assert read.returncode == 0, read.stderr
    assert read.stdout.split() == ["HR", "99.97", "1", "36", "29", "20", "unknown_month"]
