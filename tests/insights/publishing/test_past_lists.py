"""Past lists in the browser: problems by line and column, a preview, and a second signature."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from common.models import Job
from dashboard.publishing.views import LARGEST
from rankings.models import Publication, RankingList, RecordFile
from rankings.publish import MovedFiguresError, RefusedPublicationError, Signatures
from rankings.record.services import (
    FaultyRecordError,
    drop_file,
    load_record,
    plan_of,
    put_forward,
    sign_file,
)
from tests.insights.publishing.conftest import SignIn, at_once
from tests.rankings.conftest import AT

HEADER = "board,category,month,month_basis,released_on,rank,state,score,source\n"
FILE = (
    HEADER
    + "cctns,all,2022-05,stated,2022-06-20,1,HR,99.97,The Tribune 2022-06-21\n"
    + "cctns,all,2022-05,stated,2022-06-20,2,HP,,The Tribune 2022-06-21\n"
    + "cctns,hilly-ne,2022-05,stated,2022-06-20,1,HP,,The Tribune 2022-06-21\n"
)
MORE = HEADER + "cctns,all,2022-05,stated,2022-06-20,3,DL,99.10,The Tribune 2022-06-21\n"
LATER = AT + timedelta(hours=1)


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(sha256:[0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


@pytest.mark.django_db
def test_a_file_is_seen_by_two_and_loaded(sign_in: SignIn) -> None:
    meera, arjun = sign_in("meera"), sign_in("arjun")
    answer = meera.post("/publish/past/", {"file": SimpleUploadedFile("पुरानी सूची.csv", FILE.encode())})
    file = RecordFile.objects.get()
    address = f"/publish/past/{file.pk}/"
    assert answer.headers["Location"] == address
    assert RankingList.objects.count() == 0
    own = meera.get(address).content.decode()
    assert "2 lists, 3 places" in own
    assert "rank 1: Haryana, 99.97" in own
    assert own.count("The Tribune 2022-06-21") == 3, "every place with its source"
    assert own.count("released 20-06-2022 · Data month: stated by the source") == 2
    assert 'value="sign"' not in own
    assert meera.post(address, {"act": "sign", "seen": seen(own)}).status_code == 422
    page = arjun.get(address).content.decode()
    assert arjun.post(address, {"act": "sign", "seen": "sha256:0"}).status_code == 409
    assert arjun.post(address, {"act": "sign", "seen": seen(page)}).status_code == 302
    publication = Publication.objects.get()
    assert (publication.origin, publication.published_by, publication.seconded_by) == (
        "recorded",
        "meera",
        "arjun",
    )
    assert "Loaded: 2 lists, 3 places." in arjun.get(address).content.decode()
    assert arjun.post(address, {"act": "sign", "seen": seen(page)}).status_code == 422
    acts = AuditEvent.objects.filter(subject=f"record file {file.pk}").values_list("action", "actor")
    assert list(acts) == [("record.propose", "meera"), ("record.sign", "arjun")]
    assert {job.kind for job in Job.objects.all()} == {"anchor", "warm"}, "the past is not announced"


@pytest.mark.django_db
def test_problems_are_told_by_line_and_column(sign_in: SignIn) -> None:
    meera = sign_in("meera")
    wrong = FILE + "cctns,all,2022-05,stated,2022-06-20,0,XX,101,x\n"
    answer = meera.post("/publish/past/", {"file": SimpleUploadedFile("r.csv", wrong.encode())})
    page = answer.content.decode()
    assert answer.status_code == 422
    for place in ("line 5, column rank", "line 5, column state", "line 5, column score"):
        assert place in page
    assert "3 problems; nothing was loaded." in page
    hindi = meera.post("/hi/publish/past/", {"file": SimpleUploadedFile("r.csv", wrong.encode())})
    page = hindi.content.decode()
    for told in ("“0” रैंक नहीं है", "“XX” कोई राज्य या केंद्र शासित प्रदेश नहीं है", "“101” स्कोर नहीं है"):
        assert told in page
    assert "पंक्ति 5, स्तंभ rank: “0”" in page
    for content, told in ((b"\xff\xfe\x00", "not UTF-8"), (b"", "missing"), (b"a\0b", "not a text file")):
        page = meera.post("/publish/past/", {"file": SimpleUploadedFile("r.csv", content)}).content.decode()
        assert told in page or "Choose a file first" in page
    assert "Choose a file first" in meera.post("/publish/past/", {}).content.decode()
    huge = SimpleUploadedFile("r.csv", b"x" * (LARGEST + 1))
    assert "larger than 1 MB" in meera.post("/publish/past/", {"file": huge}).content.decode()
    assert not RecordFile.objects.exists()


@pytest.mark.django_db
def test_a_file_that_changes_nothing_is_told(publishers: Signatures) -> None:
    load_record(data=FILE.encode(), by="system", at=AT)
    with pytest.raises(RefusedPublicationError, match="on record already"):
        put_forward(name="r.csv", data=FILE.encode(), by="meera", at=LATER)
    with pytest.raises(RefusedPublicationError, match="ravi is not an active person"):
        put_forward(name="r.csv", data=MORE.encode(), by="ravi", at=LATER)
    file = put_forward(name="r.csv", data=("\ufeff" + MORE).encode(), by="meera", at=LATER)
    plan = plan_of(file)
    assert [(one.revision, one.new_places, len(one.places)) for one in plan.lists] == [(2, 1, 3)]


@pytest.mark.django_db
def test_the_preview_says_that_a_source_names_a_month_that_was_inferred(sign_in: SignIn) -> None:
    load_record(data=FILE.replace("stated", "inferred").encode(), by="system", at=AT)
    named = HEADER + "cctns,all,2022-05,stated,2022-06-20,1,HR,99.97,Press note 2022-06-22\n"
    file = put_forward(name="r.csv", data=named.encode(), by="meera", at=LATER)
    page = sign_in("arjun").get(f"/publish/past/{file.pk}/").content.decode()
    assert "inferred so far, now stated by a source" in page
    assert "Press note 2022-06-22" in page
    assert "The Tribune 2022-06-21" not in page
    inferred = plan_of(file).digest
    load_record(data=named.replace("1,HR", "3,DL").replace("99.97", "").encode(), by="system", at=LATER)
    assert plan_of(file).digest != inferred, "the month is stated by now: another thing to sign"


@pytest.mark.django_db
def test_what_moved_in_between_is_looked_at_again(publishers: Signatures) -> None:
    file = put_forward(name="r.csv", data=FILE.encode(), by="meera", at=AT)
    shown = plan_of(file).digest
    load_record(data=MORE.encode(), by="system", at=AT)
    with pytest.raises(MovedFiguresError):
        sign_file(file_id=file.pk, by="arjun", seen=shown, at=LATER)
    clash = HEADER + "cctns,all,2022-05,stated,2022-06-20,2,UP,,The Tribune 2022-06-22\n"
    load_record(data=clash.encode(), by="system", at=AT)
    contradicting = HEADER + "cctns,all,2022-05,stated,2022-06-20,1,UP,,The Tribune 2022-06-23\n"
    with pytest.raises(FaultyRecordError, match="line 2, column rank"):
        put_forward(name="r.csv", data=contradicting.encode(), by="meera", at=LATER)


@pytest.mark.django_db
def test_a_file_is_taken_back(sign_in: SignIn) -> None:
    meera = sign_in("meera")
    meera.post("/publish/past/", {"file": SimpleUploadedFile("r.csv", FILE.encode())})
    file = RecordFile.objects.get()
    assert "r.csv" in meera.get("/publish/past/").content.decode()
    assert meera.post(f"/publish/past/{file.pk}/", {"act": "drop"}).headers["Location"] == "/publish/past/"
    with pytest.raises(RefusedPublicationError, match="was taken back"):
        drop_file(file_id=file.pk, by="arjun", at=LATER)
    with pytest.raises(RefusedPublicationError, match="was taken back"):
        sign_file(file_id=file.pk, by="arjun", seen="", at=LATER)
    assert "taken back" in meera.get(f"/publish/past/{file.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_load_once(publishers: Signatures) -> None:
    file = put_forward(name="r.csv", data=FILE.encode(), by="meera", at=AT)
    shown = plan_of(file).digest

    def sign_it() -> tuple[int, int]:
        return sign_file(file_id=file.pk, by="arjun", seen=shown, at=LATER)

    results = at_once(sign_it, sign_it, lambda: load_record(data=FILE.encode(), by="system", at=LATER))
    assert sum(one == (2, 3) for one in results) == 1
    assert Publication.objects.count() == 1
    assert RankingList.objects.count() == 2
