"""The register is kept on the desk of publishers: forms that lose nothing, two at once, withdrawal, and who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent
from rankings.models import PracticeDocument, PracticeRevision
from rankings.practices.core import LARGEST_DOCUMENT
from rankings.practices.queries import practice, revisions
from tests.dashboard.practices.making import DOCX, PDF, entered
from tests.dashboard.reading import Page
from tests.insights.publishing.conftest import SignIn
from tests.submissions.desk.test_scanning import BAD, TcpScanner

pytestmark = pytest.mark.django_db
NEW, ONE = "/publish/practices/new/", "/publish/practices/1/"
FORM = {
    "state": "HR", "year": "2023", "title": "One  desk\t", "title_hi": "एक डेस्क",
    "description": "First.\r\n\r\nSecond.", "description_hi": "",
}  # fmt: skip


def file(data: bytes = PDF, name: str = "report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def parsed(answer: Any, status: int) -> Page:
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return Page(answer.content.decode())


def shown(page: Page) -> dict[str, str]:
    """What stands in the fields of the form."""
    fields = {one.attributes["name"]: one.attributes.get("value", "") for one in page.main.every("input")}
    fields |= {
        one.attributes["name"]: "".join(one.parts).strip("\n") for one in page.main.every("textarea")[:3]
    }
    for one in page.main.every("select"):
        chosen = [each.attributes["value"] for each in one.every("option") if "selected" in each.attributes]
        fields[one.attributes["name"]] = chosen[0] if chosen else ""
    return fields


def errors(page: Page) -> list[str]:
    return [one.text for one in page.main.every("ul", "errorlist")]


def test_a_practice_is_added_and_public(sign_in: SignIn) -> None:
    meera = sign_in("meera")
    assert shown(parsed(meera.get(NEW), 200))["title"] == ""
    done = meera.post(NEW, FORM | {"document": file()})
    assert done.headers["Location"] == ONE
    one = practice(1)
    assert (one.title, one.description, one.recorded_by) == ("One desk", "First.\n\nSecond.", "meera")
    assert one.document is not None
    assert AuditEvent.objects.get(action="practice.add").address == "127.0.0.1"
    assert Client().get("/practices/1/").status_code == 200
    page = parsed(meera.get(ONE), 200)
    assert "The practice stands in the register." in page.main.text
    assert "One desk" in parsed(meera.get("/publish/practices/"), 200).main.text


def test_years_may_be_typed_in_devanagari(sign_in: SignIn) -> None:
    sign_in("meera").post(NEW, FORM | {"year": "२०२२"})
    assert practice(1).year == 2022


WRONG = [
    ({"state": ""}, "This is needed."),
    ({"state": "XX"}, "Choose one of the list."),
    ({"year": "23"}, "Write the year with four digits, from 2000 to"),
    ({"year": "2999"}, "Write the year with four digits, from 2000 to"),
    ({"year": ""}, "Write the year with four digits, from 2000 to"),
    ({"title": " "}, "This is needed."),
    ({"title": "x" * 201}, "At most 200 letters; these are 201. Shorten it."),
    ({"description": ""}, "This is needed."),
    ({"description": "x" * 10_001}, "At most 10000 letters; these are 10001. Shorten it."),
    ({"title_hi": "ए" * 201}, "At most 200 letters"),
]


@pytest.mark.parametrize(("wrong", "told"), WRONG)
def test_a_form_that_is_not_right_says_how_to_mend_it_and_loses_nothing(
    sign_in: SignIn, wrong: dict[str, str], told: str
) -> None:
    meera, sent = sign_in("meera"), FORM | wrong
    page = parsed(meera.post(NEW, sent), 422)
    [error] = errors(page)
    assert error.startswith(told)
    fields = shown(page)
    for name in set(sent) - {"state"}:
        assert fields[name].split() == sent[name].split(), name
    assert fields["state"] == ("" if sent["state"] == "XX" else sent["state"])
    [hindi] = errors(parsed(meera.post("/hi" + NEW, sent), 422))
    assert not hindi.isascii()
    assert not PracticeRevision.objects.exists()


BAD_FILES = [
    (b"", "a.pdf", "The file is empty.", "फ़ाइल खाली है।"),
    (b"x" * (LARGEST_DOCUMENT + 1), "a.pdf", "The file is larger than 10 MB.", "फ़ाइल 10 MB से बड़ी है।"),
    (b"MZ", "a.exe", "This is no document of a kind that is taken: PDF, DOCX,", "यह स्वीकृत प्रकार का"),
    (DOCX, "a.pdf", "The ending of the file's name", "फ़ाइल के नाम का अंत"),
]


@pytest.mark.parametrize(("data", "name", "english", "hindi"), BAD_FILES, ids=range(len(BAD_FILES)))
def test_a_file_that_is_not_taken(sign_in: SignIn, data: bytes, name: str, english: str, hindi: str) -> None:
    meera = sign_in("meera")
    for prefix, told in (("", english), ("/hi", hindi)):
        page = parsed(meera.post(prefix + NEW, FORM | {"document": file(data, name)}), 422)
        [error] = errors(page)
        assert error.startswith(told)
        assert shown(page)["title_hi"] == FORM["title_hi"]
    assert not PracticeRevision.objects.exists()
    assert not PracticeDocument.objects.exists()


def test_an_infected_file_is_told(sign_in: SignIn, scanner: TcpScanner) -> None:
    infected = FORM | {"document": file(PDF.replace(b"Catalog", BAD))}
    [error] = errors(parsed(sign_in("meera").post(NEW, infected), 422))
    assert error.startswith("The virus scanner found Eicar-Test in this file; it was not kept.")
    assert not PracticeDocument.objects.exists()


def test_without_the_scanner_no_file_is_taken_but_the_text_can_be_saved(
    sign_in: SignIn, settings: Any
) -> None:
    settings.CLAMD = "tcp://127.0.0.1:1"
    meera = sign_in("meera")
    [error] = errors(parsed(meera.post(NEW, FORM | {"document": file()}), 422))
    assert error.startswith("The file could not be checked for viruses")
    assert meera.post(NEW, FORM).status_code == 302


def test_a_sound_document_is_kept_while_the_rest_is_mended(sign_in: SignIn) -> None:
    meera = sign_in("meera")
    page = parsed(meera.post(NEW, FORM | {"title": "", "document": file()}), 422)
    kept = shown(page)["kept"]
    assert "Kept for you until you save: report.pdf" in page.main.text
    # Another person cannot take it up, and a file that is chosen anew takes its place.
    parsed(sign_in("arjun").post(NEW, FORM | {"kept": kept, "title": ""}), 422)
    assert meera.post(NEW, FORM | {"kept": kept}).status_code == 302
    document = practice(1).document
    assert document is not None
    assert str(document.pk) == kept
    meera.post(NEW, FORM | {"kept": kept})
    assert practice(2).document is None, "it stands in the register already"


def saved(browser: Client, seen: int | str, **other: Any) -> Any:
    return browser.post(ONE, FORM | {"seen": str(seen), "act": "save", "reason": "Better so."} | other)


def test_a_change_keeps_the_document_replaces_it_or_leaves_it_out(sign_in: SignIn) -> None:
    first, meera = entered(file=PDF), sign_in("meera")
    page = parsed(meera.get(ONE), 200)
    assert (shown(page)["seen"], shown(page)["title"]) == ("1", "One desk for every FIR")
    assert saved(meera, 1).status_code == 302
    assert practice(1).document == first.document
    saved(meera, 2, document=file(DOCX, "new.docx"))
    document = practice(1).document
    assert document is not None
    assert document.name == "new.docx"
    saved(meera, 3, remove="on")
    assert practice(1).document is None
    told = parsed(meera.get(ONE), 200)
    assert [one.text.partition(",")[0] for one in told.main.every("summary")[1:]] == [
        "Revision 4: changed", "Revision 3: changed", "Revision 2: changed", "Revision 1: added",
    ]  # fmt: skip
    # Every revision's document stays for those who keep the register.
    assert meera.get(f"{ONE}rev/1/document/").content == PDF
    assert meera.get(f"{ONE}rev/3/document/").content == DOCX
    for path in (f"{ONE}rev/4/document/", f"{ONE}rev/9/document/", "/publish/practices/9/"):
        assert meera.get(path).status_code == 404


def test_a_change_needs_a_reason_and_nothing_new_is_nothing(sign_in: SignIn) -> None:
    entered()
    meera = sign_in("meera")
    page = parsed(saved(meera, 1, reason=" "), 422)
    assert (errors(page), shown(page)["title"]) == (["This is needed."], FORM["title"])
    assert saved(meera, 1).status_code == 302
    assert saved(meera, 2).status_code == 302
    assert "Nothing is different from what stands" in parsed(meera.get(ONE), 200).main.text
    assert len(revisions(1)) == 2


def test_the_second_of_two_is_told_and_nothing_is_overwritten(sign_in: SignIn) -> None:
    entered()
    meera, arjun = sign_in("meera"), sign_in("arjun")
    saved(meera, 1, title="Hers", year="2021")
    late = saved(arjun, 1, title="His", document=file(DOCX, "his.docx"))
    page = parsed(late, 409)
    assert "meera changed this entry while you had it open (revision 2," in page.main.text
    stands = {
        one.one("dt").text: one.one("dd").text
        for one in page.one("section", "clashes").one("dl").every("div")
    }
    assert (stands["Title in English"], stands["Year"]) == ("Hers", "2021")
    assert "State or UT" not in stands, "what nobody changed is not shown"
    fields = shown(page)
    assert (fields["title"], fields["seen"]) == ("His", "2")
    assert practice(1).title == "Hers"
    # Having seen it, he saves again; the document that he sent is still there.
    assert saved(arjun, 2, title="His", kept=fields["kept"]).status_code == 302
    one = practice(1)
    assert (one.title, one.document and one.document.name) == ("His", "his.docx")
    assert [each.title for each in revisions(1)] == ["His", "Hers", "One desk for every FIR"]
    # A form that does not say what it saw, and a withdrawal of what has changed, are told, too.
    assert saved(arjun, "x").status_code == 409
    withdrawn = arjun.post(ONE, {"act": "withdraw", "seen": "1", "reason": "Old"})
    assert "Old" in parsed(withdrawn, 409).main.text
    assert not practice(1).withdrawn


def test_withdrawing_and_putting_back(sign_in: SignIn) -> None:
    entered(file=PDF)
    meera = sign_in("meera")
    page = parsed(meera.post(ONE, {"act": "withdraw", "seen": "1", "reason": " "}), 422)
    assert "Say why; the reason stays on record." in page.main.text
    assert meera.post(ONE, {"act": "withdraw", "seen": "1", "reason": "Names."}).status_code == 302
    assert Client().get("/practices/1/").status_code == 410
    assert sign_in("arjun").get("/practices/1/").status_code == 410, (
        "a public address is the same for everybody"
    )
    desk = parsed(meera.get("/publish/practices/"), 200)
    assert desk.main.one("span", "returned").text == "withdrawn"
    entry = parsed(meera.get(ONE), 200)
    assert "Names." in entry.main.text
    assert meera.get(f"{ONE}rev/2/document/").content == PDF
    assert meera.post(ONE, {"act": "restore", "seen": "2", "reason": "Agreed."}).status_code == 302
    assert Client().get("/practices/1/document/").content == PDF


def test_only_publishers_keep_the_register(sign_in: SignIn) -> None:
    entered()
    for who in ("asha", "ravi", "admin"):
        assert sign_in(who).post(NEW, FORM).status_code == 403
        assert saved(sign_in(who), 1).status_code == 403
    assert Client().post(NEW, FORM).headers["Location"].startswith("/accounts/sign-in/?next=")
    assert len(revisions(1)) == 1
    assert PracticeRevision.objects.count() == 1


def test_the_form_is_protected(sign_in: SignIn) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = sign_in("meera").cookies
    assert browser.post(NEW, FORM).status_code == 403
    page = parsed(browser.get(NEW), 200)
    token = shown(page)["csrfmiddlewaretoken"]
    assert browser.post(NEW, FORM | {"csrfmiddlewaretoken": token, "document": file()}).status_code == 302
