"""From the first invitation to the first published list, in the browser, as `docs/operate.md` tells it."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from tests.servers.mail import Mailbox
from tests.visiting import Visitor, app_code

HOST = "pragati.example"
PASSWORD = "seventeen slow tractors"
ADMINISTRATORS = ("first.administrator@ncrb.example", "second.administrator@ncrb.example")
OTHERS: Mapping[str, tuple[str, str]] = {
    "officer.hr@hr.example": ("State nodal officer", "Haryana (HR)"),
    "officer.ga@ga.example": ("State nodal officer", "Goa (GA)"),
    "reviewer@ncrb.example": ("Reviewer", "–"),
    "publisher.one@ncrb.example": ("Publisher", "–"),
    "publisher.two@ncrb.example": ("Publisher", "–"),
}
"""Whom the first administrator invites, and the second confirms publishers: role and State, as the form names them."""

PATIENCE = 60


class Bureau:
    """The people of an installation that runs on `port`; each is let in through the invitation that reached them."""

    def __init__(self, port: int, mailbox: Mailbox, stack: ExitStack) -> None:
        self._port, self._mailbox, self._stack = port, mailbox, stack

    def visitor(self) -> Visitor:
        proxy = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        one = Visitor(f"https://{HOST}", base=f"http://127.0.0.1:{self._port}", headers=proxy)
        self._stack.callback(one.close)
        return one

    def let_in(self, mail: str, link: str) -> Visitor:
        """Take up an invitation: name and password, then the app, then the recovery codes, then one's own page."""
        person, name = self.visitor(), mail.partition("@")[0]
        person.open(link)
        password = {"Password": PASSWORD, "Password again": PASSWORD}
        person.press("Make the account", {"User name": name} | password)
        person.follow("Sign in")
        person.press("Sign in", {"User name": name, "Password": PASSWORD})
        assert person.page.h1 == "Set up the second factor", person.told
        self._set_up_the_app(person)
        codes = [one.text for one in person.page.one("ul", "codes").every("code")]
        assert len(set(codes)) == 10, codes
        person.follow("I have kept them: go on")
        assert person.status == 200, person.told
        return person

    def _set_up_the_app(self, person: Visitor) -> None:
        for _ in range(2):  # the clock may step on between the look at the app and the answer
            person.press("Set up", {"Code": app_code(person.key)})
            if person.status == 200:
                return
        raise AssertionError(person.told)

    def invite_others(self, administrator: Visitor, second: Visitor) -> dict[str, Visitor]:
        """Each of the others, signed in, by the first word of their mail address."""
        found = {}
        administrator.open("/people/")
        for mail, (role, state) in OTHERS.items():
            choices = {"Mail address": mail, "Role": role, "State or UT": state}
            administrator.press("Send the invitation", choices)
            inviter = administrator
            if role == "Publisher":
                asked = "Another administrator or publisher has to confirm this"
                assert asked in administrator.page.main.text, administrator.told
                second.open("/people/audit/")
                second.press("Confirm")
                inviter = second
            assert f"An invitation was sent to {mail}." in inviter.page.main.text, inviter.told
            text = self._mailbox.wait_for(mail, "invitation", PATIENCE)
            [link] = re.findall(rf"https://{HOST}/people/\S+", text)
            found[mail.partition("@")[0]] = self.let_in(mail, link)
        return found


@contextmanager
def bureau(port: int, mailbox: Mailbox) -> Iterator[Bureau]:
    with ExitStack() as stack:
        yield Bureau(port, mailbox, stack)


def run_a_month(people: Bureau, told: str, month: str, mailbox: Mailbox) -> None:
    """`told` is what `manage.py invite` printed; `month` is open."""
    links = re.findall(r"^https://\S+$", told, re.MULTILINE)
    first, second = (people.let_in(mail, link) for mail, link in zip(ADMINISTRATORS, links, strict=True))
    others = people.invite_others(first, second)
    for state, good in (("HR", 9), ("GA", 8)):
        send_figures(others[f"officer.{state.lower()}"], state, month, good)
    reviewer = others["reviewer"]
    for state in ("HR", "GA"):
        reviewer.open(f"/review/{state}/{month}/")
        reviewer.press("Verify the submission")
        assert "Verified: the figures of" in reviewer.page.main.text, reviewer.told
    wait_for_the_worker(reviewer, month)
    reviewer.open("/review/months/")
    reviewer.press("Close now")
    assert "is closed." in reviewer.page.main.text, reviewer.told
    publish(others["publisher.one"], others["publisher.two"])
    see_the_list(people.visitor(), month)
    mailbox.wait_for("officer.ga@ga.example", "Goa", PATIENCE)  # the worker tells each officer


def send_figures(officer: Visitor, state: str, month: str, good: int) -> None:
    """Download the template, fill it in, upload it, submit it; `good` of ten in every row."""
    officer.open("/submissions/")
    rows = [*csv.reader(io.StringIO(officer.download(officer.page.links()["CSV"]).decode("utf-8-sig")))]
    filled = [[row[0], str(good), "10", ""] for row in rows[1:]]
    text = io.StringIO()
    csv.writer(text).writerows([["parameter", "numerator", "denominator", "remarks"], *filled])
    officer.open(f"/submissions/{state}/{month}/")
    officer.press("Upload", file=("figures.csv", text.getvalue().encode()))
    officer.press("Submit for review")
    assert "Wait for the review" in officer.page.main.text, officer.told


def wait_for_the_worker(reviewer: Visitor, month: str) -> None:
    """The provisional list is there once the worker has computed it."""
    until = time.monotonic() + PATIENCE
    while not reviewer.open(f"/review/{month}/provisional/").every("table", "provisional"):
        assert time.monotonic() < until, reviewer.told


def publish(first: Visitor, second: Visitor) -> None:
    """One proposes and sees what will change, the other sees the same and signs."""
    first.open("/publish/")
    [month] = [text for text in first.page.links() if re.fullmatch(r"[A-Z][a-z]+ \d{4}", text)]
    first.follow(month)
    first.press("Propose this publication")
    assert "another publisher has to sign" in first.page.main.text, first.told
    second.open("/publish/")
    second.follow(month)
    second.press("Sign and publish")
    assert "is published, revision 1." in second.page.main.text, second.told


def see_the_list(reader: Visitor, month: str) -> None:
    """Whoever comes without an account sees the list, as a page and as JSON."""
    page = reader.open("/")
    assert [row[1] for row in page.rows("list")][:2] == ["Haryana", "Goa"], reader.told
    assert "Sample figures" not in page.main.text
    answer = reader.json("/api/v1/rankings/latest/")
    assert (answer["month"], answer["status"], answer["sample"]) == (month, "published", False)
    ranked = [(one["rank"], one["state"]["code"]) for one in answer["results"] if one["rank"]]
    assert ranked == [(1, "HR"), (2, "GA")]
    assert len(answer["results"]) == 36
