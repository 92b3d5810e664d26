"""The methodology desk, as people use it: forms without JavaScript, checks on every save, two signatures."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import AuditEvent, Role
from accounts.people import appoint
from metrics.drafts.edits import flat
from metrics.models import Methodology, MethodologyDraft
from tests.dashboard.methodology.conftest import Past
from tests.dashboard.methodology.drafting import changed_draft, put_forward, save, start
from tests.dashboard.reading import Page
from tests.rankings.conftest import AT

DESK = "/publish/methodology/"
OTHERS = (("ravi", Role.REVIEWER, None), ("asha", Role.OFFICER, "HR"), ("admin", Role.ADMINISTRATOR, None))
MARKS = "parameters/REG-01/max_marks"
SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(publishers: object) -> SignIn:
    for username, role, state in OTHERS:
        get_user_model().objects.create_user(username=username)
        appoint(username=username, role=role, state_code=state, by="system", at=AT)

    def sign_in(username: str) -> Client:
        browser = Client()
        browser.force_login(get_user_model().objects.get(username=username))
        return browser

    return sign_in


def page_of(answer: Any) -> Page:
    assert isinstance(answer, HttpResponse)
    return Page(answer.content.decode())


def fields(page: Page) -> dict[str, str]:
    """What a browser would send of the form that carries what it was shown with."""
    form = next(
        one
        for one in page.every("form")
        if any(f.attributes.get("name") == "revision" for f in one.every("input"))
    )
    sent = {}
    for one in form.every("input"):
        kind = one.attributes.get("type", "text")
        if "name" in one.attributes and (kind != "checkbox" or "checked" in one.attributes):
            sent[one.attributes["name"]] = one.attributes.get("value", "")
    for one in form.every("select"):
        chosen = [option for option in one.every("option") if "selected" in option.attributes]
        sent[one.attributes["name"]] = chosen[0].attributes["value"] if chosen else ""
    return sent


def problems(page: Page) -> list[str]:
    return [one.text for box in page.every("div", "checks") for one in box.every("li")]


@pytest.mark.django_db
def test_from_a_copy_to_a_version_in_force(past: Past, sign_in: SignIn) -> None:
    past(("2023-10",))
    meera, arjun = sign_in("meera"), sign_in("arjun")
    listed = page_of(meera.get(DESK))
    assert [one.attributes["value"] for one in listed.every("option") if "selected" in one.attributes] == [
        "2024-07"
    ]
    made = meera.post(DESK, {"based_on": "2023-01", "version": "2023-11"})
    draft = MethodologyDraft.objects.get()
    address = f"{DESK}drafts/{draft.pk}/"
    assert made["Location"] == address
    head = f"{address}head/"
    assert meera.post(head, {**fields(page_of(meera.get(head))), "holds_from": "2023-11"})["Location"] == head
    sent = fields(page_of(meera.get(address)))
    answer = meera.post(address, {**sent, MARKS: "५"}, follow=True)
    page = page_of(answer)
    assert "Saved. 1 check does not pass yet." in page.main.text
    assert problems(page) == ["the marks of all parameters sum to 98, not to 100"]
    assert "98 of 100 marks" in page.one("table", "sheet").one("caption").text
    page = page_of(meera.post(address, {**fields(page), "parameters/CYB-01/max_marks": "6"}, follow=True))
    assert problems(page) == []
    assert "Saved. Every check passes." in page.main.text
    rows = [
        [cell.text for cell in row.children] for row in page.one("table", "mini").one("tbody").every("tr")
    ]
    assert rows == [["REG-01: Marks", "7", "5"], ["CYB-01: Marks", "4", "6"]]

    page = page_of(meera.get(f"{address}activate/"))
    assert "It holds from November 2023 to June 2024; then version 2024-07 takes over." in page.main.text
    seen = next(
        one.attributes["value"] for one in page.every("input") if one.attributes.get("name") == "seen"
    )
    page = page_of(meera.post(f"{address}activate/", {"act": "propose", "seen": seen}, follow=True))
    assert "another publisher has to sign" in page.main.text
    assert meera.post(f"{address}activate/", {"act": "sign", "seen": seen}).status_code == 422
    assert arjun.post(f"{address}activate/", {"act": "sign", "seen": "another"}).status_code == 409
    done = page_of(arjun.post(f"{address}activate/", {"act": "sign", "seen": seen}, follow=True))
    assert "Version 2023-11 is in force from November 2023." in done.main.text
    assert "put forward by meera, signed by arjun" in done.main.text
    assert not [one for one in done.every("button") if one.attributes.get("name") == "act"]
    assert Methodology.objects.get(version="2023-11").content_hash == seen
    listed = page_of(arjun.get(DESK))
    assert "put forward by meera, signed by arjun" in listed.main.text
    public = page_of(Client().get("/methodology/2023-11/"))
    assert public.h1
    assert "2023-11" in page_of(Client().get("/methodology/")).main.text


@pytest.mark.django_db
@pytest.mark.parametrize("published", [(), ("2023-10",)])
def test_a_new_draft_holds_from_the_month_after_the_newest_version(
    published: tuple[str, ...], past: Past, sign_in: SignIn
) -> None:
    past(published)
    meera = sign_in("meera")
    suggested = page_of(meera.get(DESK)).one("form", "slim").every("input")[-1].attributes["value"]
    page = page_of(meera.post(DESK, {"based_on": "2024-07", "version": suggested}, follow=True))
    assert suggested == MethodologyDraft.objects.get().document["holds_from"] == "2024-08"
    assert problems(page) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("version", "first"),
    [("2024-11", "2024-11"), ("2024-08", "2024-08"), ("2023-11", "2024-08"), ("new", "2024-08")],
)
def test_a_draft_that_is_named_like_a_later_month_holds_from_it(
    sign_in: SignIn, version: str, first: str
) -> None:
    page = page_of(sign_in("meera").post(DESK, {"based_on": "2024-07", "version": version}, follow=True))
    assert MethodologyDraft.objects.get().document["holds_from"] == first
    assert problems(page) == []


@pytest.mark.django_db
def test_all_problems_at_once_in_both_languages_each_leading_to_its_place(sign_in: SignIn) -> None:
    draft = start()
    save(draft, {MARKS: "x", "parameters/REG-02/better": "lower", "groups/CYB/boards/cctns": "", "title_hi": "Marks",
                 "holds_from": "2024-07"})  # fmt: skip
    page = page_of(sign_in("meera").get(f"{DESK}drafts/{draft.pk}/"))
    box = page.one("div", "checks")
    address = f"{DESK}drafts/{draft.pk}/"
    assert [(one.text, one.attributes["href"]) for one in box.every("a")] == [
        ("version: title in Hindi holds no Devanagari letter; write it in Hindi", f"{address}head/#title_hi"),
        ("group CYB: it counts on no board beside overall; choose at least one", f"{address}groups/#groups/CYB/boards"),
        ("parameter REG-01: maximum marks is “x”; write a number with two decimals at most",
         f"{address}parameters/REG-01/#parameters/REG-01/max_marks"),
        ("parameter REG-02: best percent 100 and worst percent 0 contradict “better” (lower)",
         f"{address}parameters/REG-02/#parameters/REG-02/better"),
        ("the marks of all parameters sum to 93, not to 100", f"{address}#parameters"),
        ("first month: version 2024-07 holds from 2024-07 already; choose another month", f"{address}head/#holds_from"),
    ]  # fmt: skip
    hindi = page_of(sign_in("meera").get(f"/hi{DESK}drafts/{draft.pk}/"))
    assert len(problems(hindi)) == 6
    assert "सभी पैरामीटर के अंकों का योग 93 है, 100 नहीं" in problems(hindi)
    for target in {one.attributes["href"] for one in box.every("a")}:
        path, _, place = target.partition("#")
        answered = sign_in("meera").get(path)
        assert f'id="{place}"' in answered.content.decode(), target


@pytest.mark.django_db
def test_the_second_editor_is_told_and_keeps_what_was_typed(sign_in: SignIn) -> None:
    draft = start()
    address = f"{DESK}drafts/{draft.pk}/"
    meera, admin = sign_in("meera"), sign_in("admin")
    first, second = (fields(page_of(one.get(address))) for one in (meera, admin))
    meera.post(address, {**first, MARKS: "5", "parameters/CYB-01/max_marks": "6"})
    answer = admin.post(address, {**second, MARKS: "4", "parameters/REG-02/max_marks": "3"})
    assert answer.status_code == 409
    page = page_of(answer)
    assert "Not saved: meera changed 1 of the same values meanwhile." in page.main.text
    clash = page.one("div", "warning").one("tbody").every("tr")
    assert [[cell.text for cell in row.children] for row in clash] == [["REG-01: Marks", "5", "4"]]
    again = fields(page)
    assert (again[MARKS], again["parameters/REG-02/max_marks"]) == ("4", "3"), (
        "typed values stand in the form"
    )
    assert again["parameters/CYB-01/max_marks"] == "6", "what only the other changed is shown as it is now"
    draft.refresh_from_db()
    assert flat(draft.document)[MARKS] == "5"
    assert admin.post(address, again).status_code == 302
    draft.refresh_from_db()
    values = flat(draft.document)
    assert (values[MARKS], values["parameters/REG-02/max_marks"], values["parameters/CYB-01/max_marks"]) == (
        "4",
        "3",
        "6",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "told"),
    [("", "Not saved: meera changed other values meanwhile"), ("/hi", "इस बीच meera ने दूसरे मान बदले")],
)
def test_what_others_changed_elsewhere_is_kept_and_told(sign_in: SignIn, prefix: str, told: str) -> None:
    draft = start()
    address = f"{prefix}{DESK}drafts/{draft.pk}/"
    meera, admin = sign_in("meera"), sign_in("admin")
    first, second = (fields(page_of(browser.get(address))) for browser in (meera, admin))
    meera.post(address, {**first, "parameters/CYB-01/max_marks": "6"})
    answer = admin.post(address, {**second, MARKS: "5"})
    assert answer.status_code == 409
    assert told in page_of(answer).main.text
    assert not page_of(answer).every("div", "warning")
    page = page_of(admin.post(address, fields(page_of(answer)), follow=True))
    assert problems(page) == []
    draft.refresh_from_db()
    values = flat(draft.document)
    assert (values[MARKS], values["parameters/CYB-01/max_marks"], draft.revision) == ("5", "6", 3)


@pytest.mark.django_db
def test_what_was_typed_of_a_part_that_is_gone_is_told(sign_in: SignIn) -> None:
    draft, meera = start(), sign_in("meera")
    address = f"{DESK}drafts/{draft.pk}/"
    sent = fields(page_of(meera.get(address)))
    sign_in("admin").post(f"{address}parameters/CYB-01/", {"act": "remove"})
    page = page_of(meera.post(address, {**sent, "parameters/CYB-01/max_marks": "9", MARKS: "11"}))
    clash = page.one("div", "warning").one("tbody").every("tr")
    assert [[cell.text for cell in row.children] for row in clash] == [["CYB-01: Marks", "–", "9"]]
    assert "parameters/CYB-01/max_marks" not in fields(page)
    assert meera.post(address, fields(page)).status_code == 302
    assert problems(page_of(meera.get(address))) == [
        "group CYB has no parameter; add one, or remove the group"
    ]


@pytest.mark.django_db
def test_what_was_typed_of_a_parameter_that_is_gone_is_told_beside_the_others(sign_in: SignIn) -> None:
    draft, meera = start(), sign_in("meera")
    address = f"{DESK}drafts/{draft.pk}/parameters/CYB-01/"
    sent = fields(page_of(meera.get(address)))
    sign_in("admin").post(address, {"act": "remove"})
    typed = {"parameters/CYB-01/name": "Portal requests", "parameters/CYB-01/numerator_may_exceed": "yes"}
    answer = meera.post(address, {**sent, **typed})
    assert answer.status_code == 409
    page = page_of(answer)
    assert "Not saved: admin changed 2 of the same values meanwhile." in page.main.text
    clash = page.one("div", "warning").one("tbody").every("tr")
    assert [[cell.text for cell in row.children] for row in clash] == [
        ["CYB-01: Name in English", "–", "Portal requests"],
        ["CYB-01: The numerator may exceed the denominator", "–", "yes"],
    ]
    assert meera.post(f"{DESK}drafts/{draft.pk}/", {**fields(page), MARKS: "11"}).status_code == 302
    assert meera.post(address, {"revision": "1"}).status_code == 409
    assert meera.get(address).status_code == 404


@pytest.mark.django_db
def test_ticks_that_two_people_set(sign_in: SignIn) -> None:
    draft, meera, admin = start(), sign_in("meera"), sign_in("admin")
    address = f"{DESK}drafts/{draft.pk}/groups/"
    first, second = (fields(page_of(browser.get(address))) for browser in (meera, admin))
    meera.post(address, {**first, "groups/SEX/boards/icjs": "yes"})
    second.pop("groups/SEX/boards/itsso")
    answer = admin.post(address, {**second, "groups/CYB/boards/icjs": "yes"})
    assert answer.status_code == 409
    sent = fields(page_of(answer))
    assert [name for name in sent if name.startswith(("groups/SEX/boards", "groups/CYB/boards"))] == [
        "groups/SEX/boards/cctns", "groups/SEX/boards/icjs", "groups/CYB/boards/cctns", "groups/CYB/boards/icjs",
    ]  # fmt: skip
    assert admin.post(address, sent).status_code == 302
    draft.refresh_from_db()
    boards = {group["code"]: group["boards"] for group in draft.document["groups"]}
    assert boards["SEX"] == ["cctns", "icjs", "overall"]
    assert boards["CYB"] == ["cctns", "icjs", "overall"]


@pytest.mark.django_db
def test_one_parameter_whole_and_its_removal(sign_in: SignIn) -> None:
    draft, meera = start(), sign_in("meera")
    address = f"{DESK}drafts/{draft.pk}/parameters/DAT-03/"
    sent = fields(page_of(meera.get(address)))
    assert sent["parameters/DAT-03/better"] == "lower"
    changed = {
        "parameters/DAT-03/name_hi": "नया नाम",
        "parameters/DAT-03/numerator_may_exceed": "yes",
        "parameters/DAT-03/group": "REG",
    }
    assert meera.post(address, {**sent, **changed}).status_code == 302
    draft.refresh_from_db()
    values = flat(draft.document)
    assert {path: values[path] for path in changed} == changed
    sent = fields(page_of(meera.get(address)))
    sent.pop("parameters/DAT-03/numerator_may_exceed")
    meera.post(address, sent)
    draft.refresh_from_db()
    assert flat(draft.document)["parameters/DAT-03/numerator_may_exceed"] == ""
    assert meera.post(address, {"act": "remove"})["Location"] == f"{DESK}drafts/{draft.pk}/"
    assert meera.get(address).status_code == 404
    assert meera.post(address, {"act": "remove"}).status_code == 302
    draft.refresh_from_db()
    assert "DAT-03" not in {one["code"] for one in draft.document["parameters"]}


@pytest.mark.django_db
def test_a_parameter_more(sign_in: SignIn) -> None:
    draft, meera = start(), sign_in("meera")
    address = f"{DESK}drafts/{draft.pk}/parameters/"
    typed = {"code": "reg-08", "group": "REG", "name": "One more", "max_marks": "2"}
    refused = meera.post(address, typed)
    assert refused.status_code == 422
    assert "The draft has REG-08 already." in page_of(refused).main.text
    assert 'value="One more"' in refused.content.decode(), "what was typed stands in the form"
    assert meera.post(address, {**typed, "code": "REG9"}).status_code == 422
    assert meera.post(address, {**typed, "code": "REG-09", "group": "XXX"}).status_code == 422
    made = meera.post(address, {**typed, "code": "REG-09"}, follow=True)
    assert made.redirect_chain[0][0] == f"{address}REG-09/"
    assert "parameter REG-09: name in Hindi is missing" in problems(page_of(made))


@pytest.mark.django_db
def test_groups_and_boards(sign_in: SignIn) -> None:
    draft, meera = start(), sign_in("meera")
    address = f"{DESK}drafts/{draft.pk}/groups/"
    sent = fields(page_of(meera.get(address)))
    assert sent["groups/SEX/boards/itsso"] == "yes"
    sent.pop("groups/SEX/boards/itsso")
    page = page_of(meera.post(address, {**sent, "groups/SEX/boards/icjs": "yes"}, follow=True))
    assert problems(page) == ["board itsso: no group counts on it, so nobody could be ranked there"]
    meera.post(address, {"add": "yes", "code": "new", "name": "New", "name_hi": "नया"})
    draft.refresh_from_db()
    assert draft.document["groups"][-1]["code"] == "NEW"
    assert meera.post(address, {"add": "yes", "code": "NEW"}).status_code == 422
    assert meera.post(address, {"remove": "REG"}).status_code == 422
    assert meera.post(address, {"remove": "NEW"}).status_code == 302
    draft.refresh_from_db()
    assert draft.document["groups"][-1]["code"] == "ICJ"


@pytest.mark.django_db
def test_name_first_month_and_the_rule_for_equal_scores(sign_in: SignIn) -> None:
    draft, meera = start(), sign_in("meera")
    start("2023-12")
    address = f"{DESK}drafts/{draft.pk}/head/"
    sent = fields(page_of(meera.get(address)))
    meera.post(address, {**sent, "rules/ties": "dense", "holds_from": "2024-01"})
    draft.refresh_from_db()
    assert (draft.document["rules"]["ties"], draft.document["holds_from"]) == ("dense", "2024-01")
    refused = meera.post(address, {**fields(page_of(meera.get(address))), "version": "2023-12"})
    assert refused.status_code == 422
    assert "Another draft has the name 2023-12" in page_of(refused).main.text
    assert meera.post(DESK, {"based_on": "2023-01", "version": "2023-12"}).status_code == 422
    refused = meera.post(DESK, {"based_on": "?", "version": "2024-02"})
    assert refused.status_code == 422
    assert "Choose one of the versions." in page_of(refused).main.text
    assert meera.post(DESK, {"based_on": "2023-01", "version": "v" * 21}).status_code == 422


@pytest.mark.django_db
def test_trying_it(past: Past, sign_in: SignIn) -> None:
    past(("2022-12", "2023-01"))
    draft, meera = changed_draft(), sign_in("meera")
    address = f"{DESK}drafts/{draft.pk}/try/"
    page = page_of(meera.get(address))
    months, _, states = (one.one("tbody").every("tr") for one in page.every("table"))
    assert [row.children[0].text for row in months] == ["January 2023", "December 2022"]
    assert [row.children[-1].text for row in months] == ["25 of 26", "20 of 26"]
    assert len(states) == 36
    older = page_of(meera.get(f"{address}?board=icjs&category=ut&months=24&month=2022-12"))
    assert any(one.text == "December 2022" for one in older.every("h2"))
    assert meera.get(f"{address}?months=5").status_code == 400
    assert meera.get(f"{address}?board=x").status_code == 404
    save(draft, {MARKS: "x"})
    assert "cannot be tried yet" in page_of(meera.get(address)).main.text


@pytest.mark.django_db
def test_an_unchanged_copy_moves_nothing_when_it_is_tried(past: Past, sign_in: SignIn) -> None:
    """Not even in months that other versions ranked; nor do other texts move anybody."""
    past(("2022-12", "2023-01"))
    draft, meera = start(), sign_in("meera")
    address = f"{DESK}drafts/{draft.pk}/try/"
    for values in ({}, {"title": "Other", "parameters/REG-01/name": "Other"}):
        save(draft, values)
        page = page_of(meera.get(address))
        assert "Nothing moves: the draft counts exactly as version 2023-01 does" in page.main.text
        assert not page.main.every("table", "stack")
    save(draft, {"parameters/REG-01/max_marks": "5", "parameters/CYB-01/max_marks": "6"})
    assert page_of(meera.get(address)).main.every("table", "stack")


@pytest.mark.django_db
def test_taking_back_and_dropping(sign_in: SignIn) -> None:
    draft, arjun = changed_draft(), sign_in("arjun")
    address = f"{DESK}drafts/{draft.pk}/"
    put_forward(draft)
    assert "waits for a second signature, put forward by meera" in page_of(arjun.get(DESK)).main.text
    save(draft, {"title": "Other"})
    page = page_of(arjun.get(f"{address}activate/"))
    assert "It cannot be signed" in page.main.text
    assert [one.text for one in page.main.every("button")] == ["Sign out", "Take it back"]
    assert arjun.post(f"{address}activate/", {"act": "take_back"}).status_code == 302
    assert arjun.post(address, {"act": "drop"})["Location"] == DESK
    assert arjun.post(address, {"act": "drop"}).status_code == 422
    page = page_of(arjun.get(address))
    assert "dropped by arjun" in page.main.text
    assert [one.text for one in page.main.every("button")] == ["Sign out"]
    sent = fields(page)
    assert arjun.post(address, {**sent, MARKS: "1"}).status_code == 422


@pytest.mark.django_db
def test_who_may_do_what(sign_in: SignIn) -> None:
    draft = changed_draft()
    address = f"{DESK}drafts/{draft.pk}/"
    before = AuditEvent.objects.count()
    for username in ("ravi", "asha"):
        browser = sign_in(username)
        for path in ("", "groups/", "head/", "activate/", "parameters/", "parameters/REG-01/"):
            assert browser.post(address + path, {"act": "drop"}).status_code == 403, (username, path)
        assert browser.post(DESK, {"based_on": "2023-01", "version": "x"}).status_code == 403
    admin = sign_in("admin")
    assert admin.get(f"{address}activate/").status_code == 200
    assert (
        "Two publishers sign; you can prepare the draft."
        in page_of(admin.get(f"{address}activate/")).main.text
    )
    for act in ("propose", "sign", "take_back"):
        assert admin.post(f"{address}activate/", {"act": act, "seen": "x"}).status_code == 403
    assert AuditEvent.objects.count() == before
    around = [one.text for one in page_of(admin.get(DESK)).one("div", "desk-bar").every("a")]
    assert "Methodology" in around
    assert "To publish" not in around
    assert admin.post(address, {**fields(page_of(admin.get(address))), "title": "x"}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("revision", ["", "x", "0", "-1", "1.5", "9" * 5000])
def test_a_form_that_does_not_say_what_it_was_shown_with(sign_in: SignIn, revision: str) -> None:
    draft, meera = start(), sign_in("meera")
    address = f"{DESK}drafts/{draft.pk}/"
    sent = fields(page_of(meera.get(address)))
    assert meera.post(address, {**sent, "revision": revision, MARKS: "5"}).status_code == 400
    assert meera.post(address, {"revision": "1", MARKS: "5"}).status_code == 400


@pytest.mark.django_db
def test_a_form_cannot_reach_beyond_the_draft(sign_in: SignIn) -> None:
    draft = start()
    address, meera = f"{DESK}drafts/{draft.pk}/", sign_in("meera")
    beyond = {"rules/decimals": "3", "rules/ties": "dense", "parameters/XXX-01/name": "c", "code": "d"}
    assert meera.post(address, {**fields(page_of(meera.get(address))), **beyond}).status_code == 302
    before = draft.document
    draft.refresh_from_db()
    assert draft.document == before


@pytest.mark.django_db
def test_the_signed_document_is_handed_out(sign_in: SignIn) -> None:
    draft = changed_draft()
    answer = sign_in("meera").get(f"{DESK}drafts/{draft.pk}/content.json")
    assert json.loads(answer.content) == MethodologyDraft.objects.get().document
    assert sign_in("meera").get(f"{DESK}drafts/{draft.pk + 1}/content.json").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "queries"),
    [("", 10), ("drafts/{}/", 9), ("drafts/{}/groups/", 9), ("drafts/{}/head/", 9),
     ("drafts/{}/parameters/REG-01/", 10), ("drafts/{}/parameters/", 9),
     ("drafts/{}/activate/", 13), ("drafts/{}/try/", 21)],
)  # fmt: skip
def test_queries(
    past: Past, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    past(("2022-12", "2023-01"), ("HR", "HP"))
    draft, meera = changed_draft(), sign_in("meera")
    start("2023-12")
    with django_assert_num_queries(queries):
        assert meera.get(DESK + path.format(draft.pk)).status_code == 200
