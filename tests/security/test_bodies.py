"""What anybody may send: nothing is read of a long body, no file is kept where none is expected."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.test import Client

from tests.accounts.test_access import ROWS
from tests.security.test_matrix import SOMETHING
from tests.security.walk import TOKEN_APIS
from tests.submissions.conftest import people
from tests.submissions.desk.officer import signed_in

__all__ = ["people"]  # the fixture
pytestmark = pytest.mark.django_db
BOUNDARY = "multipart/form-data; boundary=x"
UPLOADS = (
    "/submissions/HR/2023-11/", "/submissions/stations/", "/submissions/stations/1/piece/", "/publish/past/",
    "/publish/practices/new/",
)  # fmt: skip
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="username"; filename="a.bin"\r\n'
    b"Content-Type: application/octet-stream\r\n\r\nbytes\r\n--x--\r\n"
)


class Unread(io.BytesIO):
    """A body that counts how often it was asked."""

    asked = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.asked += 1
        return super().read(size)


def post(client: Client, path: str, body: Unread, length: int, kind: str = BOUNDARY) -> Any:
    return client.request(
        REQUEST_METHOD="POST", PATH_INFO=path, CONTENT_TYPE=kind, CONTENT_LENGTH=str(length),
        **{"wsgi.input": body},
    )  # fmt: skip


def anybody() -> Client:
    """With the cookie of a form, which every form's page gives: without it the token is refused before the body."""
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/sign-in/")
    assert "csrftoken" in client.cookies
    return client


def pages() -> list[str]:
    """Every address but those for tokens, which read and drop what they refuse, and those of tables."""
    rows = {name: row.path.format(**SOMETHING).partition("?")[0] for name, row in ROWS.items()}
    return [path for name, path in rows.items() if not name.startswith(TOKEN_APIS)]


def test_nothing_is_read_of_a_long_body_of_anybody() -> None:
    client = anybody()
    wrong = []
    assert len(pages()) > 100
    for path in [*pages(), "/accounts/sign-in/", "/corrections/"]:
        body = Unread()
        answer = post(client, path, body, 300 * 2**20)
        if body.asked or answer.status_code not in {302, 404, 413}:
            wrong.append(f"{path}: {answer.status_code}, {body.asked} reads")
    assert wrong == [], "\n".join(wrong)


def test_a_long_body_is_refused_in_words() -> None:
    page = post(Client(), "/hi/accounts/sign-in/", Unread(), 2 * 2**20)
    assert page.status_code == 413
    assert "बहुत बड़ा" in page.content.decode()
    document = post(Client(), "/api/v1/states/", Unread(), 2 * 2**20).json()
    assert (document["status"], document["code"]) == (413, "too_large")


def test_no_file_of_anybody_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    for handler in (MemoryFileUploadHandler, TemporaryFileUploadHandler):
        monkeypatch.setattr(handler, "new_file", lambda *_args, **_more: kept.append("a file"))
    client = anybody()
    for path in ["/accounts/sign-in/", "/accounts/reset/", "/corrections/", *pages()]:
        post(client, path, Unread(FORM), len(FORM))
    assert kept == []
    assert post(client, "/accounts/sign-in/", Unread(FORM), len(FORM)).status_code == 400


def test_where_files_are_taken_the_sign_in_comes_before_the_body() -> None:
    client = anybody()
    for path in UPLOADS:
        body = Unread(FORM)
        answer = post(client, path, body, len(FORM))
        assert (answer.status_code, body.asked) == (302, 0), path
        assert answer.headers["Location"].startswith("/accounts/sign-in/?next="), path


def test_where_files_are_taken_a_far_longer_body_is_not_read(people: None) -> None:
    client = signed_in("asha")
    for path in ("/submissions/HR/2023-11/", "/submissions/stations/"):
        body = Unread()
        assert post(client, path, body, 400 * 2**20).status_code == 413
        assert body.asked == 0


def test_a_form_without_its_token_is_refused_where_files_are_taken(people: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in("asha").cookies
    for path in ("/submissions/HR/2023-11/", "/submissions/stations/"):
        answer = client.post(path, {"file": SimpleUploadedFile("a.csv", b"x")})
        assert answer.status_code == 403, path
