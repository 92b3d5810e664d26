"""Every address × every kind of person. A new address without a row fails the run.

The letters are the people: P public, O the State's own officer, F another State's officer, R reviewer,
U publisher, A administrator. A row says what each is answered: 200 seen, 302 led to the sign-in (or on), 403 not
for this role, 404 does not exist for this person, 405 wrong method, 401 no token.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone

from accounts.auth import TAKES_FILES
from accounts.models import ApiToken, Role, Scope
from accounts.people import appoint, invite
from accounts.tokens import create_token
from common.months import Month
from metrics.drafts.services import start_draft
from metrics.figures import record_figures
from rankings.compute import compute_provisional
from rankings.models import Publication
from rankings.publish import Signatures, publish
from submissions.models import Caveat, CaveatKind, Submission, Upload, Way
from submissions.months.services import open_month
from submissions.upload.cells import add_caveat
from submissions.upload.services import Incoming, receive
from tests.dashboard.practices.making import PDF, entered
from tests.submissions.conftest import MONTH, figures
from tests.submissions.desk.test_deadline import file_of
from tests.submissions.stations.making import csv_bytes, done, sent, station_rows

PEOPLE = {"P": None, "O": "asha", "F": "chand", "R": "ravi", "U": "meera", "A": "admin"}
OCTOBER = Month(2023, 10)


class Row(NamedTuple):
    """An address (a template over what the stage holds), how it is asked, and the answers in the order of PEOPLE."""

    path: str
    answers: str
    method: str = "get"


EVERYONE = "200 200 200 200 200 200"
STAFF_AND_OWN = "302 200 404 200 200 200"
PUBLISHERS = "302 403 403 403 200 403"
OWN = "302 200 404 403 403 403"
EDITORS = "302 403 403 403 200 200"
TOKEN = "401 401 401 401 401 401"
ROWS: dict[str, Row] = {
    "livez": Row("/livez", EVERYONE),
    "readyz": Row("/readyz", EVERYONE),
    "metrics": Row(
        "/metrics", EVERYONE
    ),  # of this machine; tests/progress/watch/test_figures.py asks from elsewhere
    "version": Row("/version", EVERYONE),
    "robots": Row("/robots.txt", EVERYONE),
    "sitemap": Row("/sitemap.xml", EVERYONE),
    "security": Row("/.well-known/security.txt", "404 404 404 404 404 404"),
    "submissions-api:submissions": Row("/api/v1/submissions/", TOKEN),
    "submissions-api:submit": Row("/api/v1/submissions/{submission}/submit/", TOKEN, "post"),
    "submissions-api:submission": Row("/api/v1/submissions/{submission}/", TOKEN),
    "stations-api:files": Row("/api/v1/station-files/", TOKEN),
    "stations-api:file": Row("/api/v1/station-files/{stations}/", TOKEN),
    "stations-api:finish": Row("/api/v1/station-files/{stations}/finish/", TOKEN, "post"),
    "stations-api:problems": Row("/api/v1/station-files/{stations}/problems/", TOKEN),
    "stations-api:draft": Row("/api/v1/station-files/{stations}/draft/", TOKEN, "post"),
    "stations-api:districts": Row("/api/v1/station-files/{stations}/districts/HR/", TOKEN),
    "stations-api:stations": Row("/api/v1/station-files/{stations}/stations/HR/", TOKEN),
    "jobs-api:jobs": Row("/api/v1/jobs/", TOKEN),
    "jobs-api:job": Row("/api/v1/jobs/1/", TOKEN),
    "api:root": Row("/api/v1/", EVERYONE),
    "api:lists": Row("/api/v1/rankings/", EVERYONE),
    "api:month": Row("/api/v1/rankings/2023-10/", EVERYONE),
    "api:revision": Row("/api/v1/rankings/2023-10/rev/1/", EVERYONE),
    "api:changes": Row("/api/v1/rankings/changes/", EVERYONE),
    "api:month_package": Row("/api/v1/rankings/2023-10/datapackage.json", EVERYONE),
    "api:month_package_file": Row("/api/v1/rankings/2023-10/data/marks.csv", EVERYONE),
    "api:package": Row("/api/v1/datapackage.json", EVERYONE),
    "api:package_file": Row("/api/v1/data/rankings.csv", EVERYONE),
    "api:history_lines": Row("/api/v1/history.jsonl", EVERYONE),
    "api:states": Row("/api/v1/states/", EVERYONE),
    "api:state": Row("/api/v1/states/HR/", EVERYONE),
    "api:history": Row("/api/v1/states/HR/history/", EVERYONE),
    "api:marks": Row("/api/v1/states/HR/marks/2023-10/", EVERYONE),
    "api:decides": Row("/api/v1/rankings/2023-10/decides/", EVERYONE),
    "api:sensitivity": Row("/api/v1/rankings/2023-10/sensitivity/", EVERYONE),
    "api:what_if": Row("/api/v1/rankings/2023-10/what-if/", EVERYONE),
    "api:plan": Row("/api/v1/states/HR/plan/", EVERYONE),
    "api:progress": Row("/api/v1/rankings/2023-10/progress/", EVERYONE),
    "api:why": Row("/api/v1/states/HR/why/", EVERYONE),
    "api:claims": Row("/api/v1/claims/", EVERYONE),
    "api:claim_check": Row(
        "/api/v1/claims/check/?of=HR&kind=rank&number=1&from=2023-10&to=2023-10", EVERYONE
    ),
    "api:claims_read": Row("/api/v1/claims/read/?text=Haryana+was+first", EVERYONE),
    "api:practices": Row("/api/v1/practices/", EVERYONE),
    "api:practice": Row("/api/v1/practices/1/", EVERYONE),
    "api:annual": Row("/api/v1/annual/", EVERYONE),
    "api:streaks": Row("/api/v1/streaks/", EVERYONE),
    "api:parameters": Row("/api/v1/parameters/", EVERYONE),
    "api:methodologies": Row("/api/v1/methodologies/", EVERYONE),
    "api:methodology": Row("/api/v1/methodologies/2023-01/", EVERYONE),
    "api:problems": Row("/api/v1/problems/", EVERYONE),
    "api:problem": Row("/api/v1/problems/unknown_state/", EVERYONE),
    "api:schema": Row("/api/v1/schema/", EVERYONE),
    "api-docs": Row("/api/v1/docs/", EVERYONE),
    "api:nothing": Row("/api/v1/nothing/here/", "404 404 404 404 404 404"),
    "accounts:here": Row("/accounts/here/", "401 204 204 204 204 204"),
    "accounts:sign-in": Row("/accounts/sign-in/", "200 302 302 302 302 302"),
    "accounts:sign-out": Row("/accounts/sign-out/", "302 200 200 200 200 200"),
    "accounts:password": Row("/accounts/password/", "302 200 200 200 200 200"),
    "accounts:code": Row("/accounts/sign-in/code/", "302 302 302 302 302 302"),
    "accounts:mail": Row("/accounts/mail/", "302 200 200 200 200 200"),
    "accounts:prove-mail": Row("/accounts/mail/confirm/x/", "302 410 410 410 410 410"),
    "accounts:reset": Row("/accounts/reset/", EVERYONE),
    "accounts:reset-sent": Row("/accounts/reset/sent/", EVERYONE),
    "accounts:new-password": Row("/accounts/reset/x/y/", EVERYONE),
    "accounts:security": Row("/accounts/security/", "302 200 200 200 200 200"),
    "accounts:set-up": Row("/accounts/security/app/", "302 200 200 200 200 200"),
    "accounts:new-codes": Row("/accounts/security/codes/", "302 302 302 302 302 302"),
    "desk:desk": Row("/submissions/", "302 200 200 302 302 302"),
    "desk:template": Row("/submissions/template/?state=HR&month=2023-11&format=csv", STAFF_AND_OWN),
    "desk:tokens": Row("/submissions/tokens/", "302 200 200 200 200 200"),
    "desk:revoke": Row("/submissions/tokens/{token}/revoke/", "302 302 404 404 404 404", "post"),
    "desk:stations": Row("/submissions/stations/", "302 200 200 200 200 200"),
    "desk:station-begin": Row("/submissions/stations/begin/", "302 413 413 413 413 413", "post"),
    "desk:station-template": Row("/submissions/stations/template/?month=2023-11", "302 200 200 200 200 200"),
    "desk:station-file": Row("/submissions/stations/{stations}/", STAFF_AND_OWN),
    "desk:station-piece": Row("/submissions/stations/{stations}/piece/", "302 409 404 403 403 403", "post"),
    "desk:station-finish": Row("/submissions/stations/{stations}/finish/", "302 302 404 403 403 403"),
    "desk:station-cancel": Row("/submissions/stations/{stations}/cancel/", "302 302 404 403 403 403"),
    "desk:station-problems": Row("/submissions/stations/{stations}/problems/", "302 404 404 404 404 404"),
    "desk:station-draft": Row("/submissions/stations/{stations}/draft/HR/", "302 302 404 403 403 403"),
    "desk:station-districts": Row("/submissions/stations/{stations}/districts/HR/", STAFF_AND_OWN),
    "desk:upload": Row("/submissions/uploads/{upload}/", STAFF_AND_OWN),
    "desk:original": Row("/submissions/uploads/{upload}/original/", STAFF_AND_OWN),
    "desk:marked": Row("/submissions/uploads/{upload}/marked/", STAFF_AND_OWN),
    "desk:month": Row("/submissions/HR/2023-11/", STAFF_AND_OWN),
    "desk:submit": Row("/submissions/HR/2023-11/submit/", "302 302 404 403 403 403"),
    "desk:figures": Row("/submissions/HR/2023-11/figures/", OWN),
    "desk:rows": Row("/submissions/HR/2023-11/rows/", STAFF_AND_OWN),
    "desk:caveats": Row("/submissions/HR/2023-11/caveats/", STAFF_AND_OWN),
    "desk:withdraw": Row("/submissions/HR/2023-11/caveats/{caveat}/withdraw/", "302 302 404 302 302 302"),
    "desk:objections": Row("/submissions/HR/2023-11/objections/", STAFF_AND_OWN),
    "desk:revision": Row("/submissions/HR/2023-11/rev/1/", STAFF_AND_OWN),
    "review:board": Row("/review/", "302 403 403 200 200 200"),
    "review:months": Row("/review/months/", "302 403 403 200 403 200"),
    "review:objections": Row("/review/objections/", "302 403 403 200 200 200"),
    "review:file": Row("/review/files/{upload}/", "302 403 403 200 200 200"),
    "review:provisional": Row("/review/2023-11/provisional/", "302 200 200 200 200 200"),
    "review:reading": Row("/review/HR/2023-11/", "302 403 403 200 200 200"),
    "jobs:jobs": Row("/jobs/", "302 403 403 200 200 200"),
    "jobs:retry": Row("/jobs/0/retry/", "302 403 403 404 404 404", "post"),
    "admin:index": Row("/admin/", "302 403 403 403 403 200"),  # its other addresses: test_admin.py
    "people:people": Row("/people/", "302 403 403 403 403 200"),
    "people:accounts": Row("/people/accounts/", "302 403 403 403 403 200"),
    "people:disable": Row("/people/accounts/{account}/disable/", "302 403 403 403 403 302", "post"),
    "people:enable": Row("/people/accounts/{account}/enable/", "302 403 403 403 403 302", "post"),
    "people:reset": Row("/people/accounts/{account}/second-factor/", "302 403 403 403 403 302", "post"),
    "people:change": Row("/people/changes/1/", "302 403 403 403 302 302", "post"),
    "people:audit": Row("/people/audit/", "302 403 403 403 403 200"),
    "people:tokens": Row("/people/tokens/", "302 403 403 403 403 200"),
    "people:revoke": Row("/people/tokens/{token}/revoke/", "302 403 403 403 403 302", "post"),
    "people:invitation": Row("/people/invitation/{invitation}/", EVERYONE),
    "publishing:desk": Row("/publish/", PUBLISHERS),
    "publishing:new": Row("/publish/new/?month=2023-11", PUBLISHERS),
    "publishing:proposal": Row("/publish/proposals/1/", "302 403 403 403 404 403"),
    "publishing:impact_json": Row("/publish/proposals/1/impact.json", "302 403 403 403 404 403"),
    "publishing:withdrawal": Row("/publish/publications/1/withdraw/", PUBLISHERS),
    "publishing:past_lists": Row("/publish/past/", PUBLISHERS),
    "publishing:past_file": Row("/publish/past/1/", "302 403 403 403 404 403"),
    "publishing:corrections": Row("/publish/corrections/", "302 403 403 200 200 403"),
    "publishing:correction": Row("/publish/corrections/1/", "302 403 403 422 422 403", "post"),
    "publishing:practices": Row("/publish/practices/", PUBLISHERS),
    "publishing:new_practice": Row("/publish/practices/new/", PUBLISHERS),
    "publishing:practice": Row("/publish/practices/1/", PUBLISHERS),
    "publishing:practice_document": Row("/publish/practices/1/rev/1/document/", PUBLISHERS),
    "methods:list": Row("/publish/methodology/", EDITORS),
    "methods:draft": Row("/publish/methodology/drafts/{draft}/", EDITORS),
    "methods:groups": Row("/publish/methodology/drafts/{draft}/groups/", EDITORS),
    "methods:head": Row("/publish/methodology/drafts/{draft}/head/", EDITORS),
    "methods:try": Row("/publish/methodology/drafts/{draft}/try/", EDITORS),
    "methods:activate": Row("/publish/methodology/drafts/{draft}/activate/", EDITORS),
    "methods:content": Row("/publish/methodology/drafts/{draft}/content.json", EDITORS),
    "methods:new_parameter": Row("/publish/methodology/drafts/{draft}/parameters/", EDITORS),
    "methods:parameter": Row("/publish/methodology/drafts/{draft}/parameters/REG-01/", EDITORS),
    "corrections:ask": Row("/corrections/", EVERYONE),
    "corrections:sent": Row("/corrections/sent/", EVERYONE),
    "embed:how": Row("/embed/", EVERYONE),
    "embed:leaderboard": Row("/embed/leaderboard/", EVERYONE),
    "embed:badge": Row("/embed/states/HR/badge.svg", EVERYONE),
    "site:search": Row("/search/?q=HR", EVERYONE),
    "site:policies": Row("/policies/", EVERYONE),
    "site:accessibility": Row("/accessibility/", EVERYONE),
    "site:developers": Row("/developers/", EVERYONE),
    "site:help": Row("/help/", EVERYONE),
    "site:contact": Row("/contact/", EVERYONE),
    "site:feedback": Row("/feedback/", EVERYONE),
    "site:sent": Row("/feedback/sent/", EVERYONE),
    "site:sitemap": Row("/sitemap/", EVERYONE),
    "site:styleguide": Row("/styleguide/", "404 404 404 404 404 404"),
    "site:schemes": Row("/styleguide/schemes.css", "404 404 404 404 404 404"),
    "release:feed": Row("/rankings/feed.atom", EVERYONE),
    "release:proof": Row("/rankings/2023-10/proof/", EVERYONE),
    "release:subscribe": Row("/subscribe/", EVERYONE),
    "release:sent": Row("/subscribe/sent/", EVERYONE),
    "release:confirm": Row("/subscribe/confirm/unknown/", "404 404 404 404 404 404"),
    "release:leave": Row("/subscribe/leave/unknown/", "404 404 404 404 404 404"),
    "why:decides": Row("/rankings/2023-10/decides/", EVERYONE),
    "why:sensitivity": Row("/rankings/2023-10/sensitivity/", EVERYONE),
    "why:what_if": Row("/rankings/2023-10/what-if/", EVERYONE),
    "why:plan": Row("/states/HR/plan/", EVERYONE),
    "why:progress": Row("/rankings/2023-10/progress/", EVERYONE),
    "why:change": Row("/states/HR/why/", EVERYONE),
    "rankings:latest": Row("/", EVERYONE),
    "rankings:None": Row("/rankings/", "302 302 302 302 302 302"),
    "rankings:month": Row("/rankings/2023-10/", EVERYONE),
    "rankings:revision": Row("/rankings/2023-10/rev/1/", EVERYONE),
    "rankings:states": Row("/states/", EVERYONE),
    "rankings:state": Row("/states/HR/", EVERYONE),
    "rankings:claims": Row("/claims/", EVERYONE),
    "rankings:practices": Row("/practices/", EVERYONE),
    "rankings:practice": Row("/practices/1/", EVERYONE),
    "rankings:practice_document": Row("/practices/1/document/", EVERYONE),
    "rankings:annual": Row("/annual/", EVERYONE),
    "rankings:streaks": Row("/streaks/", EVERYONE),
    "rankings:parameters": Row("/parameters/", EVERYONE),
    "rankings:parameter": Row("/parameters/REG-01/", EVERYONE),
    "rankings:heatmap": Row("/heatmap/", EVERYONE),
    "rankings:compare": Row("/compare/?states=HR,HP", EVERYONE),
    "rankings:methodologies": Row("/methodology/", EVERYONE),
    "rankings:methodology": Row("/methodology/2023-01/", EVERYONE),
}


def named(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from named(one.url_patterns, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        elif isinstance(one, URLPattern):
            yield f"{namespace}{one.name}"


def routes() -> list[str]:
    """Every address by its name; the few that have none by what leads to them."""
    bare = {"None": ["livez", "readyz", "version", "metrics", "robots", "sitemap", "security"]}
    found: list[str] = []
    for name in named(get_resolver().url_patterns):
        if name.startswith("admin:") and name != "admin:index":
            continue
        found.append(bare[name].pop(0) if bare.get(name) else name)
    return found


def is_translated(name: str) -> bool:
    """Whether an address has one for each language: those for programs and machines have not."""
    machines = {"livez", "readyz", "version", "metrics", "robots", "sitemap", "security"}
    return name not in machines and not name.startswith(
        ("api:", "submissions-api:", "jobs-api:", "stations-api:")
    )


def test_every_address_has_a_row() -> None:
    assert sorted(set(routes())) == sorted(ROWS)


@pytest.fixture
def stage(people: None) -> dict[str, str]:
    """October published, November open with a submission of Haryana, a token, a caveat, an invitation."""
    now = timezone.now()
    appoint(username="rani", role=Role.PUBLISHER, state_code=None, by="test", at=now)
    for state in ("HR", "HP"):
        record_figures(
            state=state, month=OCTOBER, figures=figures(), source="test", sample=False, by="ravi", at=now
        )
    publish(month=OCTOBER, signatures=Signatures("meera", "rani"), released_on=date(2023, 11, 27), at=now)
    open_month(month=MONTH, by="ravi", at=now - timedelta(days=1), deadline=now + timedelta(days=5))
    receive(Incoming(file_of(900), "november.csv", "HR", MONTH, Way.PAGE), by="asha", at=now)
    record_figures(state="HR", month=MONTH, figures=figures(), source="test", sample=False, by="ravi", at=now)
    compute_provisional(MONTH)
    add_caveat(
        state="HR", month=MONTH, parameter="REG-01", kind=CaveatKind.FLOOD, text="Flood", by="asha", at=now
    )
    create_token(username="asha", scope=Scope.UPLOAD, by="asha", at=now)
    _, secret = invite(email="new@example.org", role=Role.REVIEWER, state=None, by="admin", at=now)
    draft = start_draft(based_on="2023-01", version="2023-11", holds_from=MONTH, by="meera", at=now)
    entered(file=PDF)
    spare = get_user_model().objects.create_user(username="spare")
    return {
        "account": str(spare.pk),
        "draft": str(draft.pk),
        "submission": str(Submission.objects.get().pk),
        "upload": str(Upload.objects.get().pk),
        "stations": str(done(sent(csv_bytes(station_rows(5)), at=timezone.now())).pk),
        "token": str(ApiToken.objects.get().pk),
        "caveat": str(Caveat.objects.get().pk),
        "invitation": secret,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", pytest.param("/hi", marks=pytest.mark.slow)])
def test_who_sees_what(stage: dict[str, str], django_user_model: Any, language: str) -> None:
    wrong = []
    assert Publication.objects.count() == 1
    for letter, username in PEOPLE.items():
        client = Client()
        if username:
            client.force_login(django_user_model.objects.get(username=username))
        session = client.cookies.output(header="")
        for name, row in ROWS.items():
            client.cookies.clear()  # what an address before this one has set is not the person's
            client.cookies.load(session)
            path = (language if is_translated(name) else "") + row.path.format(**stage)
            answer = getattr(client, row.method)(path)
            expected = int(row.answers.split()[list(PEOPLE).index(letter)])
            if answer.status_code != expected:
                wrong.append(f"{letter} {row.method} {path}: {answer.status_code}, not {expected}")
            led = (
                letter == "P"
                and expected == 302
                and not name.startswith(("rankings:", "accounts:sign-out", "accounts:code"))
            )
            if led and not answer.get("Location", "").startswith(f"{language}/accounts/sign-in/?next="):
                wrong.append(f"P {path}: not led to the sign-in")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", [name for name, row in ROWS.items() if name.startswith("desk:") and "HR" in row.path]
)
def test_another_states_officer_changes_nothing(
    stage: dict[str, str], django_user_model: Any, name: str
) -> None:
    """The probe with POST: what is not one's own answers 404, and nothing is stored."""
    client = Client()
    client.force_login(django_user_model.objects.get(username="chand"))
    before = (
        Submission.objects.count(),
        Upload.objects.count(),
        Caveat.objects.filter(withdrawn_by="").count(),
    )
    form: dict[str, Any] = {
        "action": "upload", "based_on": "0", "text": "x", "parameter": "REG-01", "kind": "flood",
        "submission": stage["submission"],
    }  # fmt: skip
    path = ROWS[name].path.format(**stage)
    if getattr(resolve(path.partition("?")[0]).func, TAKES_FILES, False):
        form["file"] = SimpleUploadedFile("a.csv", file_of(950))
    answer = client.post(path, form)
    assert answer.status_code in {404, 405}
    assert before == (
        Submission.objects.count(), Upload.objects.count(), Caveat.objects.filter(withdrawn_by="").count(),
    )  # fmt: skip


def test_both_languages_are_there() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en", "hi"]
