"""Back up a living installation, restore it beside itself, and compare what both serve, byte for byte."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from tests.servers.postgres import client_folder
from tests.servers.session import Servers, clean_environment
from tests.servers.site import Served, Site

MONTH = "2023-11"
ALWAYS = (
    "/", "/hi/", "/streaks/", "/states/", "/parameters/", "/methodology/", "/compare/?states=HR,HP", "/heatmap/",
    "/rankings/feed.atom", "/rankings/2023-10/proof/", "/api/v1/rankings/", "/api/v1/streaks/", "/api/v1/states/",
    "/api/v1/history.jsonl", "/practices/",
)  # fmt: skip


HOST = {
    "Host": "localhost"
}  # the two are served on different ports, and a feed names the host it was asked by
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
PEOPLE_AND_FILES = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from accounts.models import Role
from accounts.people import appoint
get_user_model().objects.create_user(username="drill.officer")
appoint(username="drill.officer", role=Role.OFFICER, state_code="HR", by="system", at=timezone.now())
from rankings.practices.services import take
from rankings.practices.services import Content, add
pdf = b"%PDF-1.4 trailer<</Root 1 0 R>> %%EOF"
document = take(data=pdf, name="drill.pdf", by="system", at=timezone.now())
add(content=Content("HR", 2023, "A desk", "It helps.", document=document.pk), by="system", at=timezone.now())
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of so many addresses so many gave the same bytes; `problems` names the others and every check that failed."""

    addresses: int
    equal: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation as it works, and as the owner of its tables sees it, who migrates; on SQLite both are one."""

    works: Site
    owner: Site


@contextmanager
def pair(
    folder: Path, servers: Servers, database: str, **settings: str
) -> Iterator[tuple[Installed, Installed]]:
    """An installation and an empty one to restore into, with the same keys; `database` is sqlite or postgresql."""
    keys = {"SECRET_KEY": secrets.token_urlsafe(60), "SITE_URL": "http://pragati.example", **settings}
    with ExitStack() as stack:
        if database == "sqlite":
            living, restored = (Site(folder / name, **keys) for name in ("living", "restored"))
            yield Installed(living, living), Installed(restored, restored)
            return
        # The client of PostgreSQL comes with the server.
        keys["PATH"] = f"{client_folder()}{os.pathsep}{clean_environment()['PATH']}"
        first, second = (
            Installed(
                Site(folder / name, **keys, DATABASE_URL=roles.application),
                Site(folder / name, **keys, DATABASE_URL=roles.owner),
            )
            for name, roles in zip(
                ("living", "restored"), stack.enter_context(servers.databases_of_two_roles(2)), strict=True
            )
        )
        yield first, second


def drill(
    first: Installed, second: Installed, backup: Path, say: Callable[[str], None], *, every: int = 1
) -> Outcome:
    """Backup, restore, migrate, verify, start, compare; of the site map every so manieth address."""
    living, restored = first.works, second.works
    first.owner.told("prepare")
    with living.serve() as served:
        send_figures(living, served)
        addresses = sorted({*listed(served)[::every], *documents(served), *ALWAYS})
        before = {address: shown(served, address) for address in addresses}
        say(living.told("backup", str(backup)).strip())  # while it is being served
    say(second.owner.told("restore", str(backup)).strip())
    second.owner.told("migrate", "--noinput", "-v0")
    say(restored.told("verify_audit", "--anchor", str(living.var / "audit_anchors.jsonl")).strip())
    say(restored.told("verify_published").splitlines()[-1])
    problems = [f"{address}: {status}" for address, (status, _) in before.items() if status != 200]
    if not files(living) or files(living) != files(restored):
        problems.append("the files that came in differ")
    equal = 0
    restored.told("collectstatic", "--noinput", "-v0")
    with restored.serve() as restored_server:
        for address, one in before.items():
            same = shown(restored_server, address) == one
            equal += same
            if not same:
                problems.append(f"{address} differs")
    return Outcome(len(before), equal, tuple(problems))


def shown(served: Served, address: str) -> tuple[int, str]:
    """The status and what is shown there, without the secret of a form, which is new on each answer."""
    answer = served.get(address, HOST)
    return answer.status, TOKEN.sub(r"\1", answer.text)


def send_figures(site: Site, served: Served) -> None:
    """An officer's file and the document of a good practice, so that files are among what is to be saved."""
    site.told("shell", "-v0", "-c", PEOPLE_AND_FILES)
    deadline = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    site.told("open_month", MONTH, "--deadline", deadline, "--late-until", deadline)
    token = site.told("create_token", "drill.officer", "--scope", "upload").split()[-1]
    parameters = json.loads(served.get("/api/v1/parameters/?methodology=2023-01").text)["results"]
    rows = [f"{one['code']},{100 if one['better'] == 'lower' else 900},1000,as counted" for one in parameters]
    file = "\r\n".join(["parameter,numerator,denominator,remarks", *rows, ""])
    sent = httpx.post(
        f"{served.url}/api/v1/submissions/", headers={"Authorization": f"Bearer {token}"},
        data={"state": "HR", "month": MONTH}, files={"file": ("november.csv", file.encode())}, timeout=60,
    )  # fmt: skip
    assert sent.status_code == 201, sent.text


def listed(served: Served) -> list[str]:
    """Every address of the site map, and the API's lists."""
    found = []
    for address in re.findall(r"<loc>https?://[^/<]+(/[^<]*)</loc>", served.get("/sitemap.xml").text):
        found.append(address.replace("&amp;", "&"))
    months = re.findall(
        r'"month":"(\d{4}-\d\d)"', served.get("/api/v1/rankings/?limit=1000").text.replace(" ", "")
    )
    return [*found, *(f"/api/v1/rankings/{month}/" for month in months)]


def documents(served: Served) -> list[str]:
    """The addresses of the documents of good practices."""
    return re.findall(r"/practices/\d+/document/", served.get("/api/v1/practices/").text)


def files(site: Site) -> dict[str, bytes]:
    """The files that came in to an installation, by their names."""
    folder = site.var / "uploads"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
