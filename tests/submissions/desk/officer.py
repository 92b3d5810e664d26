"""What the tests of the officer's pages share: someone signed in, a page's text, a sound file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.submissions.conftest import figures

PASSWORD = "correct horse battery"
PAGE = "/submissions/HR/2023-11/"
Changes = Mapping[str, tuple[str, str, str]]


def signed_in(username: str, *, csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=csrf)
    client.force_login(get_user_model().objects.get(username=username))
    return client


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def rows(share: int = 900, changes: Changes | None = None) -> dict[str, tuple[str, str, str]]:
    """Every parameter as (numerator, denominator, remark), sound unless changed."""
    sound = {code: (str(one.numerator), str(one.denominator), "") for code, one in figures(share).items()}
    return sound | dict(changes or {})


def csv_file(
    share: int = 900, changes: Changes | None = None, name: str = "november.csv"
) -> SimpleUploadedFile:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["parameter", "numerator", "denominator", "remarks"])
    writer.writerows([code, *row] for code, row in rows(share, changes).items())
    return SimpleUploadedFile(name, text.getvalue().encode(), "text/csv")


def typed(share: int = 900, changes: Changes | None = None) -> dict[str, str]:
    """The same as the fields of the form."""
    columns = ("numerator", "denominator", "remarks")
    return {
        f"{column}-{code}": value
        for code, row in rows(share, changes).items()
        for column, value in zip(columns, row, strict=True)
    }
