"""Passwords: those of the words of the house are refused, in the reader's language; hashing takes bounded memory."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.passwords import FEWEST_OWN, WORDS, left_of
from tests.security.test_sheet import SHEET
from tests.servers.session import ROOT
from tests.submissions.desk.officer import PASSWORD, signed_in

EASY = (
    "Pragati@CCTNS2026",
    "NCRB-police-2023!",
    "admin_admin_admin",
    "HaryanaPolice#1",
    "TamilNadu-Police-24",
    "Andaman&Nicobar2026",
    "हिमाचल प्रदेश 2026",
    "Uttaranchal_police",
    "icjs icjs icjs icjs",
)


@pytest.mark.parametrize("password", EASY)
def test_words_of_the_house_are_no_password(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_of_the_house" in {one.code for one in refused.value.error_list}


@pytest.mark.parametrize(
    "password", [PASSWORD, "nine grey herons wade", "police herons wade", "k" * 200, "नौ बगुले चलते हैं आज"]
)
def test_words_of_ones_own_are(password: str) -> None:
    validate_password(password)
    assert len(left_of(password)) >= FEWEST_OWN


def test_it_is_told_in_hindi(people: None) -> None:
    fields = {"old_password": PASSWORD, "new_password1": EASY[0], "new_password2": EASY[0]}
    answer = signed_in("asha").post("/hi/accounts/password/", fields)
    assert answer.status_code == 422
    assert "तुरंत" in answer.content.decode()


def test_the_words_are_written_down() -> None:
    text = SHEET.read_text(encoding="utf-8")
    assert [one for one in WORDS if f"`{one}`" not in text] == []


EIGHT_AT_ONCE = """
import resource, sys, threading
import django
django.setup()
from django.contrib.auth.hashers import check_password, make_password

old, renewed = sys.argv[1], []
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
threads = [
    threading.Thread(target=check_password, args=("grey heron", old), kwargs={"setter": renewed.append})
    for _ in range(8)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
print(renewed.count("grey heron"), megabytes, make_password("grey heron"))
"""


@pytest.mark.slow
def test_eight_sign_ins_at_once_take_the_memory_of_one() -> None:
    old = Argon2PasswordHasher()
    hashed = old.encode("grey heron", "a salt of this test")
    done = subprocess.run(
        [sys.executable, "-c", EIGHT_AT_ONCE, hashed], cwd=ROOT, capture_output=True, text=True, check=True
    )
    renewed, megabytes, new = done.stdout.split()
    assert renewed == "8", "a hash of before holds, and is renewed"
    assert int(megabytes) < 2 * old.memory_cost // 1024, "all that eight take is what one takes"
    assert "$m=32768,t=3,p=1$" in new
