"""What people do in a load run, over HTTP alone: officers, a reviewer, two publishers, each in a browser or program."""

from __future__ import annotations

import hashlib
import io
import itertools
import logging
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import httpx
from openpyxl import load_workbook

from tests.servers.compose import HOST_NAME

logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each request helps nobody

MONTH = "2023-11"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATIENCE = 60
TRIES = 5


class NotDoneError(AssertionError):
    """Somebody was answered otherwise than they must be."""


class Person:
    """Somebody at a browser or a program, whose requests go to the web processes in turn.

    Every request has a connection of its own, so that none meets one that a server has closed meanwhile.
    """

    def __init__(self, servers: Sequence[str], address: str, *, session: str = "", token: str = "") -> None:
        self._turns = itertools.cycle(servers)
        self._client = httpx.Client(timeout=PATIENCE, limits=httpx.Limits(max_keepalive_connections=0))
        self._address, self._token = address, token
        self.cookies = {"__Host-sessionid": session} if session else {}

    def ask(self, method: str, path: str, *expected: int, server: str = "", **more: Any) -> httpx.Response:
        """One answer, of one of the expected statuses (200 where none is named); NotDoneError for any other."""
        headers = {
            "Host": HOST_NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": self._address,
            "Referer": f"https://{HOST_NAME}/", **more.pop("headers", {}),
        }  # fmt: skip
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        url = f"http://{server or next(self._turns)}{path}"
        answer = self._client.request(method, url, headers=headers, **more)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status_code not in (expected or (200,)):
            raise NotDoneError(f"{method} {url}: {answer.status_code}\n{answer.text[:500]}")
        return answer

    def post(self, page: str, path: str, *expected: int, server: str = "", **more: Any) -> httpx.Response:
        """Send a form of a page that this person has open."""
        data = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), **more.pop("data", {})}
        return self.ask("POST", path, *(expected or (302,)), server=server, data=data, **more)

    def close(self) -> None:
        self._client.close()


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if found is None:
        raise NotDoneError(f"the page has no field {name}:\n{page[-1500:]}")
    return found[1]


def filled(template: bytes) -> tuple[bytes, dict[str, list[str | None]]]:
    """A template filled in, and the figures in it: last month's, with one case less wherever there is one."""
    book, out = load_workbook(io.BytesIO(template)), io.BytesIO()
    page, figures = book.worksheets[0], dict[str, list[str | None]]()
    head = {str(cell.value): number for number, cell in enumerate(page[1], 1)}
    for row in range(2, page.max_row + 1):
        code = page.cell(row, head["parameter"]).value
        if not code:
            continue
        over = page.cell(row, head["last_month_numerator"]).value
        under = page.cell(row, head["last_month_denominator"]).value
        over = over - 1 if isinstance(over, int) and over else over
        page.cell(row, head["numerator"]).value = over
        page.cell(row, head["denominator"]).value = under
        page.cell(row, head["remarks"]).value = "as the registers say"
        figures[str(code)] = [None if one is None else f"{float(one):.2f}" for one in (over, under)]  # type: ignore[arg-type]
    book.save(out)
    return out.getvalue(), figures


def send(person: Person, program: Person | None, state: str) -> tuple[int, dict[str, Any]]:
    """A State's month, from the template to the submission: in the browser, or by the State's own program.

    Returns (the submission's number, what was sent).
    """
    person.ask("GET", "/submissions/")
    template = person.ask("GET", f"/submissions/template/?state={state}&month={MONTH}").content
    data, figures = filled(template)
    sent = {"sha256": hashlib.sha256(data).hexdigest(), "figures": figures}
    file = {"file": (f"{state}.xlsx", data, XLSX)}
    if program is not None:
        form = {"state": state, "month": MONTH}
        number = int(program.ask("POST", "/api/v1/submissions/", 201, data=form, files=file).json()["id"])
        handed = program.ask("POST", f"/api/v1/submissions/{number}/submit/").json()
        if handed["status"] != "submitted":
            raise NotDoneError(str(handed))
        return number, sent
    path = f"/submissions/{state}/{MONTH}/"
    page = person.ask("GET", path).text
    form = {"action": "upload", "based_on": hidden(page, "based_on")}
    answer = person.post(page, path, data=form, files=file)
    page = person.ask("GET", answer.headers["Location"]).text
    number = int(hidden(page, "submission"))
    person.post(page, f"{path}submit/", data={"submission": str(number)})
    return number, sent


def verify(reviewer: Person, state: str, submission: int) -> None:
    """Read a submission and verify it."""
    path = f"/review/{state}/{MONTH}/"
    page = reviewer.ask("GET", path).text
    reviewer.post(page, path, data={"submission": str(submission), "act": "verify"})


def close_month(reviewer: Person) -> None:
    page = reviewer.ask("GET", "/review/months/").text
    reviewer.post(page, "/review/months/", data={"act": "close", "month": MONTH})


def propose(publisher: Person) -> str:
    """The first signature; returns the proposal's address."""
    today = date.today().isoformat()  # noqa: DTZ011 the day as it is here: a release may not lie ahead
    page = publisher.ask("GET", f"/publish/new/?month={MONTH}&released_on={today}").text
    data = {"month": MONTH, "released_on": today, "reason": "", "seen": hidden(page, "seen")}
    return str(publisher.post(page, "/publish/new/", data=data).headers["Location"])


def sign(publisher: Person, proposal: str, server: str) -> None:
    """The second signature, upon which the month is published; looked at again where something moved meanwhile."""
    for _ in range(TRIES):
        page = publisher.ask("GET", proposal, server=server).text
        data = {"act": "sign", "seen": hidden(page, "seen")}
        if publisher.post(page, proposal, 302, 409, data=data, server=server).status_code == 302:
            return
    raise NotDoneError(f"{proposal} moved {TRIES} times")
