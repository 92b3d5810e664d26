"""`make drill`: on SQLite and on PostgreSQL, with the whole sample and every address of the site map."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.drill.drill import drill, pair
from tests.servers.session import Servers


def main() -> int:
    servers, bad = Servers(), 0
    try:
        for database in ("sqlite", "postgresql"):
            print(f"{database}:")
            with (
                tempfile.TemporaryDirectory(prefix="pragati-drill-") as name,
                pair(Path(name), servers, database) as sites,
            ):
                outcome = drill(*sites, Path(name) / "backup", lambda line: print(f"  {line}"))
            for problem in outcome.problems:
                print(f"  {problem}")
            bad += len(outcome.problems)
            print(
                f"{database}: {outcome.equal} of {outcome.addresses} addresses served with equal bytes",
                flush=True,
            )
    finally:
        servers.stop()
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
