"""Fills the served site with one of everything that a page can show; run inside the site by `manage.py shell`.

Goa's November is verified, so that there is a provisional list; Punjab's is with its officer again, with comments,
a caveat and an objection. Haryana and Himachal Pradesh are left as the demonstration has them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

import pyotp
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.account_changes import ask_mail
from accounts.models import Role, Scope
from accounts.people import appoint, invite
from accounts.second_factor import code_at, enrol
from accounts.tokens import create_token
from common.months import Month
from insights.publishing import proposals
from metrics.drafts.edits import with_values
from metrics.drafts.services import edit_draft, start_draft
from metrics.scoring import Figure
from metrics.selectors import verified_figures
from rankings import corrections
from rankings.compute import compute_provisional
from rankings.models import Subscription
from rankings.practices import services as documents
from rankings.practices import services as register
from rankings.record import services
from rankings.release import subscriptions
from submissions import workflow
from submissions.models import CaveatKind, Submission, Verdict, Way
from submissions.people.mails import link_of
from submissions.stations.processing import process
from submissions.stations.receiving import begin, finish, take_piece
from submissions.upload.cells import add_caveat, object_to
from submissions.upload.services import Incoming, receive
from tests.signing_in import with_second_factor

LAST, OPEN = Month(2023, 10), Month(2023, 11)
NEWCOMERS = ("CH", "TR", "SK")
"""States whose officers are invited, and take it up while the guides are walked."""

OFFICERS = {"officer.pb": "PB", "officer.ga": "GA"}
PAST = (
    b"board,category,month,month_basis,released_on,rank,state,score,source\n"
    b"cctns,all,2021-07,stated,,1,HR,99.50,A daily paper 2021-08-27\n"
)


def run(password: str) -> None:
    """Make it all, and print what the addresses of pages need as one line of JSON."""
    now = timezone.now()
    for username, state in OFFICERS.items():
        get_user_model().objects.create_user(username=username, password=password)
        appoint(username=username, role=Role.OFFICER, state_code=state, by="admin", at=now)
    recovery = enrol_all(now)["officer.pb"]
    faulty = _file("PB", now, {"REG-01": ("abc", ""), "REG-02": ("-1", "5")}, "faulty.csv")
    _returned("PB", now)
    _verified("GA", now)
    compute_provisional(OPEN)
    object_to(
        state="GA", month=OPEN, parameter="REG-02", text="Two stations are new.", by="officer.ga", at=now
    )
    proposal = proposals.propose(
        month=OPEN, reason="", released_on=date(2023, 12, 22), by="publisher", at=now
    )
    past = services.put_forward(name="past.csv", data=PAST, by="publisher", at=now)
    request = corrections.receive(
        subject="Rank of Goa in August 2023", text="The paper says 9th.", email="", at=now
    )
    create_token(username="officer.pb", scope=Scope.UPLOAD, by="officer.pb", at=now)
    _, invitation = invite(email="new@example.org", role=Role.REVIEWER, state=None, by="admin", at=now)
    newcomers = {
        f"invitation {state}": invite(
            email=f"new.{state.lower()}@example.org", role=Role.OFFICER, state=state, by="admin", at=now
        )[1]
        for state in NEWCOMERS
    }
    publisher = get_user_model().objects.get(username="publisher2")
    mail = link_of(ask_mail(user_id=publisher.pk, email="publisher2@example.org", at=now))
    subscriptions.ask(email="reader@example.org", state=None, language="en", at=now)
    draft = start_draft(based_on="2023-01", version="2023-11", holds_from=OPEN, by="publisher", at=now)
    typed = {"parameters/REG-01/max_marks": "8", "groups/CYB/boards/cctns": ""}
    edit_draft(draft_id=draft.pk, edit=partial(with_values, values=typed), by="publisher", at=now)
    practice, withdrawn = _practices(now)
    sessions = {f"session {name}": _signed_in(name, now) for name in OFFICERS}
    known = sessions | newcomers | {
        "code": recovery,
        "draft": str(draft.pk), "practice": practice, "withdrawn": withdrawn,
        "stored": _stations(now, "12"), "refused": _stations(now, "twelve"),
        "upload": faulty, "proposal": str(proposal.pk), "past": str(past.pk), "request": str(request.pk),
        "invitation": invitation, "mail": mail, "subscription": subscriptions.secret_of(Subscription.objects.get()),
    }  # fmt: skip
    print(json.dumps(known))  # noqa: T201 a program's answer to the suite that started it


def _practices(now: datetime) -> tuple[str, str]:
    """A practice with a document, and one that was withdrawn; returns their numbers."""
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    document = documents.take(data=pdf, name="goa-beats.pdf", by="publisher", at=now)
    content = register.Content(
        "GA", 2022, "Beats drawn anew from the entries of a year", "Beats follow the entries.\n\nEach has its map.",
        document=document.pk,
    )  # fmt: skip
    made = register.add(content=content, by="publisher", at=now)
    gone = register.add(content=content, by="publisher", at=now)
    register.withdraw(step=register.Step(gone.practice_id, 1, "Entered twice.", "publisher", now))
    return str(made.practice_id), str(gone.practice_id)


@transaction.atomic  # no worker is told before all is done
def _stations(now: datetime, figure: str) -> str:
    """A station file of Punjab, stored or refused; returns its number."""
    head = "station,name,district,state,REG-01 numerator,REG-01 denominator"
    rows = [f"PB{number:03d},Thana {number},District {number % 3},PB,{figure},20" for number in range(9)]
    data = "\n".join([head, *rows]).encode()
    file, _again = begin(
        month=OPEN, state="PB", filename="stations.csv", size=len(data), sha256="", by="officer.pb",
        username="officer.pb", at=now,
    )  # fmt: skip
    take_piece(file_id=file.pk, offset=0, data=data, at=now)
    finish(file_id=file.pk, by="officer.pb", at=now)
    process(file_id=file.pk, report=lambda _done, _total: None, at=now)
    return str(file.pk)


def enrol_all(now: datetime) -> dict[str, str]:
    """Give each officer an app; returns a recovery code of each."""
    found = {}
    for name in OFFICERS:
        secret = pyotp.random_base32()
        number = get_user_model().objects.get(username=name).pk
        found[name] = enrol(user_id=number, secret=secret, code=code_at(secret, now), at=now)[0]
    return found


def _signed_in(name: str, now: datetime) -> str:
    """The key of a session as it is after password and code."""
    client = Client()
    with_second_factor(client, get_user_model().objects.get(username=name))
    return str(client.session.session_key)


def _file(state: str, now: datetime, changes: Mapping[str, tuple[str, str]], name: str) -> str:
    """Send last month's figures again, with changes; returns the upload's name."""
    lines = ["parameter,numerator,denominator,remarks"]
    for code, figure in (verified_figures(state, LAST) or {}).items():
        numerator, denominator = changes.get(code) or _printed(figure)
        lines.append(f"{code},{numerator},{denominator},{'' if denominator else 'Not known yet'}")
    incoming = Incoming("\n".join(lines).encode(), name, state, OPEN, Way.PAGE)
    outcome = receive(incoming, by=f"officer.{state.lower()}", at=now)
    assert outcome.upload is not None
    return str(outcome.upload.pk)


def _printed(figure: Figure | None) -> tuple[str, str]:
    return ("", "") if figure is None else (str(figure.numerator), str(figure.denominator))


def _submitted(state: str, now: datetime) -> int:
    _file(state, now, {}, "november.csv")
    one = Submission.objects.get(state_id=state, month=OPEN)
    workflow.submit(submission_id=one.pk, by=f"officer.{state.lower()}", at=now)
    return one.pk


def _returned(state: str, now: datetime) -> None:
    officer = f"officer.{state.lower()}"
    number = _submitted(state, now)
    workflow.decide_row(
        submission_id=number, parameter="REG-01", verdict=Verdict.RETURNED,
        comment="Which stations are missing?", by="reviewer", at=now,
    )  # fmt: skip
    workflow.return_submission(submission_id=number, by="reviewer", at=now)
    add_caveat(
        state=state, month=OPEN, parameter="REG-02", kind=CaveatKind.FLOOD, by=officer, at=now,
        text="Nine stations were under water for two weeks.",
    )  # fmt: skip


def _verified(state: str, now: datetime) -> None:
    workflow.verify(submission_id=_submitted(state, now), by="reviewer", at=now)
