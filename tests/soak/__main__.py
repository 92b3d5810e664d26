"""`python -m tests.soak --minutes 10`: the load run, its account on standard output and in `var/soak.json`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.servers.session import ROOT, Servers
from tests.soak.course import Plan, Run, troubles
from tests.soak.installation import installed

RESTART_EVERY = 40.0
"""Seconds between two restarts of the worker."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--readers", type=int, default=300)
    parser.add_argument("--pause", type=float, default=3, help="seconds that a reader reads, on average")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    seconds, say = 60 * options.minutes, partial(print, flush=True)
    plan = Plan(
        seconds=seconds, readers=options.readers, pause=options.pause, seed=options.seed,
        interval=min(5.0, seconds / 60), troubles=troubles(seconds, RESTART_EVERY, options.seed),
    )  # fmt: skip
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # stopped, it stops what it has started
    servers = Servers()
    try:
        with tempfile.TemporaryDirectory(prefix="pragati-soak-") as folder, \
                installed(servers, Path(folder), PRAGATI_SAMPLE="1") as site:  # fmt: skip
            say("the installation stands; its services start")
            site.start()
            account = Run(site, plan, say).play()
    finally:
        servers.stop()
    say(str(account))
    file = ROOT / "var" / "soak.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(account.document, indent=1, ensure_ascii=False) + "\n")
    return int(not account.all_is_well)


if __name__ == "__main__":
    sys.exit(main())
