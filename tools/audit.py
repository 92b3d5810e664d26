"""`python -m tools.audit`: are there known holes in the libraries that are pinned? pip-audit asks, this judges.

pip-audit calls a library that it could not ask about a matter of course, and ends well. Here that is no verdict:
status 0 only where every library was looked up and none has a known hole, 1 where one has, 2 where something was not
looked up (nothing outside is in reach, or the service knows nothing of it).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of `count` libraries: `holes` by name and version, each with its ids and the versions that close it."""

    count: int
    holes: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def status(self) -> int:
        return 1 if self.holes else 2 if self.missed or not self.count else 0

    def __str__(self) -> str:
        looked = self.count - len(self.missed)
        lines = [f"{looked} of {self.count} libraries were looked up; {len(self.holes)} have known holes."]
        lines += [f"  {hole}" for hole in self.holes]
        if self.missed or not self.count:
            some = ", ".join(self.missed[:SHOWN]) + (", …" if len(self.missed) > SHOWN else "")
            lines.append(
                f"No verdict on the rest ({some or 'nothing was read'}): run it where the service is in reach."
            )
        return "\n".join(lines)


def verdict_of(document: dict[str, Any]) -> Verdict:
    """What pip-audit's JSON says."""
    holes, missed = [], []
    for library in document["dependencies"]:
        if "skip_reason" in library:
            missed.append(library["name"])
        elif library["vulns"]:
            known = (
                f"{hole['id']} (closed in {', '.join(hole['fix_versions']) or 'no version yet'})"
                for hole in library["vulns"]
            )
            holes.append(f"{library['name']} {library['version']}: {'; '.join(known)}")
    return Verdict(len(document["dependencies"]), tuple(holes), tuple(missed))


def audit(lock: Path, service: Sequence[str]) -> Verdict:
    """Ask about every library of a lock; where the service does not answer at all, none was looked up."""
    command = [
        sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--requirement", str(lock),
        "--format", "json", "--progress-spinner", "off", *service,
    ]  # fmt: skip
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own words)
    try:
        document = json.loads(asked.stdout)
    except ValueError:
        print(asked.stderr.strip().rpartition("\n")[2], file=sys.stderr)  # noqa: T201
        names = (line.split("==")[0] for line in lock.read_text().splitlines() if "==" in line)
        missed = tuple(names)
        return Verdict(len(missed), (), missed)
    return verdict_of(document)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.audit", description=__doc__)
    parser.add_argument("lock", nargs="?", type=Path, default=LOCK)
    parser.add_argument("--osv-url", help="a mirror of the OSV service, in place of PyPI's")
    options = parser.parse_args(arguments)
    service = ["--vulnerability-service", "osv", "--osv-url", options.osv_url] if options.osv_url else []
    verdict = audit(options.lock, service)
    print(verdict)  # noqa: T201
    return verdict.status


if __name__ == "__main__":
    sys.exit(main())
