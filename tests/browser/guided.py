"""The officers' guide, walked: a month from the invitation to an objection, page by page, in either language.

The test of the guide walks it over HTTP and reads the pages; `make guide` walks it in a browser and takes pictures.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from django.utils.translation import gettext, override

from tests.browser.stage import Stage
from tests.visiting import File, Visitor, app_code

MONTH = "2023-11"
PASSWORD = "seventeen slow tractors"
STATES = {"en": "CH", "hi": "TR"}
"""Whose officer walks, by language: each takes up an invitation of their own."""

HEADER = ["parameter", "numerator", "denominator", "remarks"]
REMARK = {"en": "Two stations were closed for repairs.", "hi": "दो थाने मरम्मत के कारण बंद थे।"}
RETURNED = {"en": "Which stations are missing?", "hi": "कौन से थाने छूटे हैं?"}
Rows = list[list[str]]


class Walker(Protocol):
    """Who walks: over HTTP, or in a browser."""

    cookies: dict[str, str]

    def open(self, address: str) -> object: ...
    def press(
        self, button: str, filled: Mapping[str, str] | None = None, file: File | None = None
    ) -> object: ...
    def follow(self, link: str) -> object: ...
    def download(self, address: str) -> bytes: ...
    @property
    def key(self) -> str: ...
    @property
    def text(self) -> str: ...


Step = tuple[str, Walker]


class Walk:
    """One officer in one language. `steps` gives the name of each page and who sees it, while it is on show."""

    def __init__(self, stage: Stage, language: str, walker: Callable[[], Walker], state: str = "") -> None:
        self._stage, self._language, self._walker = stage, language, walker
        self.state = state or STATES[language]
        self._prefix = "/hi" if language == "hi" else ""
        self._month = f"/submissions/{self.state}/{MONTH}/"

    def said(self, text: str) -> str:
        """A word of the site in the walk's language."""
        with override(self._language):
            return gettext(text)

    def steps(self) -> Iterator[Step]:
        officer = self._walker()
        yield from self._arrive(officer)
        figures = last_month(officer, self.state, REMARK[self._language])
        yield from self._send(officer, figures)
        yield from self._be_returned(officer)
        yield from self._object(officer)
        yield from self._more(officer)

    def _open(self, walker: Walker, path: str) -> None:
        walker.open(self._prefix + path)

    def _press(self, walker: Walker, button: str, **filled: str) -> None:
        """`filled` by label, with underscores for spaces."""
        walker.press(
            self.said(button), {self.said(k.replace("_", " ")): value for k, value in filled.items()}
        )

    def _arrive(self, officer: Walker) -> Iterator[Step]:
        """From the mail to the desk."""
        name = f"officer.{self.state.lower()}"
        self._open(officer, f"/people/invitation/{self._stage.known[f'invitation {self.state}']}/")
        yield "invitation", officer
        self._press(officer, "Make the account", User_name=name, Password=PASSWORD, Password_again=PASSWORD)
        yield "account", officer
        officer.follow(self.said("Sign in"))
        yield "sign-in", officer
        self._press(officer, "Sign in", User_name=name, Password=PASSWORD)
        yield "app", officer
        for _ in range(2):  # the clock may step on between the look at the app and the answer
            if self.said("Your recovery codes") not in officer.text:
                self._press(officer, "Set up", Code=app_code(officer.key))
        yield "codes", officer
        officer.follow(self.said("I have kept them: go on"))
        self._open(officer, "/submissions/")
        yield "desk", officer

    def _send(self, officer: Walker, figures: Rows) -> Iterator[Step]:
        """A file with errors, a sound one, the typed figures, and the draft handed in."""
        self._open(officer, self._month)
        yield "month", officer
        officer.press(self.said("Upload"), file=("november.csv", csv_of(self._spoilt(figures))))
        yield "problems", officer
        self._open(officer, f"{self._month}figures/")
        yield "figures", officer
        self._open(officer, self._month)
        officer.press(self.said("Upload"), file=("november.csv", csv_of(self._explained(figures))))
        yield "draft", officer
        self._press(officer, "Submit for review")
        yield "submitted", officer

    def _spoilt(self, figures: Rows) -> Rows:
        """No denominator in the first row, a word in the second, figures far from the usual in the next two."""
        first, second, third, fourth, *rest = self._explained(figures)
        first[2], second[1], fourth[1] = "", "n/a", str(int(fourth[1]) // 2)
        return [first, second, third, fourth, *rest]

    def _explained(self, figures: Rows) -> Rows:
        """The third figure is far from the usual, and the remark says why."""
        first, second, third, *rest = ([*row] for row in figures)
        third[1], third[3] = str(int(third[1]) // 2), REMARK[self._language]
        return [first, second, third, *rest]

    def _be_returned(self, officer: Walker) -> Iterator[Step]:
        """A reviewer sends one figure back; the officer answers and submits again."""
        reviewer = self._reviewer()
        reviewer.press("Return with comment", {"Comment": RETURNED[self._language]})
        reviewer.press("Send the submission back")
        self._open(officer, "/submissions/")
        yield "sent back", officer
        self._open(officer, f"{self._month}rows/")
        yield "returned", officer
        self._press(officer, "Answer", Your_answer=REMARK[self._language])
        self._open(officer, self._month)
        yield "answered", officer
        self._press(officer, "Submit again for review")
        reviewer.open(reviewer.path)
        reviewer.press("Verify the submission")
        reviewer.close()

    def _reviewer(self) -> Visitor:
        """The demo's reviewer, before this State's submission."""
        reviewer = Visitor(self._stage.url)
        reviewer.open("/accounts/sign-in/")
        reviewer.press("Sign in", {"User name": "reviewer", "Password": self._stage.password})
        reviewer.open(f"/review/{self.state}/{MONTH}/")
        return reviewer

    def _object(self, officer: Walker) -> Iterator[Step]:
        """The provisional list, a caveat, an objection."""
        self._open(officer, self._month)
        yield "verified", officer
        self._open(officer, f"/review/{MONTH}/provisional/")
        yield "provisional", officer
        self._open(officer, f"{self._month}caveats/")
        yield "caveats", officer
        self._open(officer, f"{self._month}objections/")
        yield "objections", officer

    def _more(self, officer: Walker) -> Iterator[Step]:
        """What stands beside the month: station files, the plan, the account, and the public form."""
        for name, path in (
            ("stations", "/submissions/stations/"),
            ("plan", f"/states/{self.state}/plan/"),
            ("what-if", "/rankings/2023-10/what-if/"),
            ("corrections", "/corrections/"),
            ("security", "/accounts/security/"),
            ("new codes", "/accounts/security/codes/"),
            ("password", "/accounts/password/"),
            ("tokens", "/submissions/tokens/"),
        ):
            self._open(officer, path)
            yield name, officer
        guest = self._walker()
        self._open(guest, "/accounts/reset/")
        yield "reset", guest
        stationed = self._walker()
        stationed.cookies["sessionid"] = self._stage.known["session officer.pb"]
        self._open(stationed, f"/submissions/stations/{self._stage.known['stored']}/")
        yield "sums", stationed


def last_month(officer: Walker, state: str, remark: str) -> Rows:
    """What the template asks for, filled in with last month's figures, which are plausible."""
    data = officer.download(f"/submissions/template/?state={state}&month={MONTH}&format=csv")
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    figures = [[row["parameter"], row["last_month_numerator"], row["last_month_denominator"]] for row in rows]
    return [[*row, "" if row[1] else remark] for row in figures]


def csv_of(rows: Rows) -> bytes:
    """The rows as the file of a month."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return text.getvalue().encode()
