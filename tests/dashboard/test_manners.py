"""What a government site owes its readers on every page: owner, the way here, policies, help, someone to write to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from progress.env import Env
from progress.staticfiles import FileFinder
from rankings.models import CorrectionRequest
from tests.dashboard.conftest import Read
from tests.dashboard.reading import Page

PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def way(page: Page) -> list[str]:
    """The breadcrumb, from the front page to here."""
    return [one.text for one in page.one("nav", "crumbs").every("li")]


@pytest.mark.parametrize(
    ("path", "status", "english"),
    [
        ("/states/", 200, ["Home", "States and UTs"]),
        ("/states/HR/", 200, ["Home", "States and UTs", "Haryana"]),
        ("/methodology/2023-01/", 200, ["Home", "Methodology", "2023-01"]),
        ("/corrections/sent/", 200, ["Home", "Something is wrong?", "Received"]),
        ("/policies/", 200, ["Home", "Website policies"]),
        ("/nowhere/", 404, ["Home", "Page not found"]),
    ],
)
def test_the_way_here(directory: None, read: Read, path: str, status: int, english: list[str]) -> None:
    assert way(read(path, status)) == english
    hindi = read(f"/hi{path}", status)
    assert way(hindi)[0] == "मुख्य पृष्ठ"
    assert hindi.one("nav", "crumbs").every("a")[0].attributes["href"] == "/hi/"
    last = hindi.one("nav", "crumbs").every("li")[-1]
    assert last.attributes["aria-current"] == "page"
    assert last.text


def test_the_front_page_has_nothing_above_it(autumn: object, read: Read) -> None:
    assert read("/").every("nav", "crumbs") == []
    assert way(read("/states/HR/")) == ["Home", "States and UTs", "Haryana"]
    assert way(read("/rankings/2023-09/")) == ["Home", "September 2023"]
    assert way(read("/rankings/2023-09/rev/1/"))[:2] == ["Home", "September 2023"]
    assert way(read("/hi/rankings/2023-09/")) == ["मुख्य पृष्ठ", "सितंबर 2023"]


def test_the_foot_leads_to_all_that_is_owed(db: None, read: Read) -> None:
    for prefix in ("", "/hi"):
        foot = {link.attributes["href"] for link in read(f"{prefix}/states/").one("footer").every("a")}
        owed = (
            "policies",
            "accessibility",
            "help",
            "feedback",
            "contact",
            "sitemap",
            "subscribe",
            "corrections",
        )
        assert {f"{prefix}/{one}/" for one in owed} <= foot
        for one in owed:
            assert read(f"{prefix}/{one}/").h1


def test_policies_name_each_subject(db: None, read: Read) -> None:
    page = read("/policies/")
    ids = {one.attributes["id"] for one in page.main.every("h2")}
    assert ids == {"copyright", "links", "privacy", "terms", "content"}
    assert {link.attributes["href"] for link in page.main.every("a")} >= {f"#{one}" for one in ids}


def test_the_contact_is_this_installations_own(db: None, read: Read, settings: Any) -> None:
    assert "names no mail address" in read("/contact/").main.text
    settings.CONTACT_EMAIL, settings.CONTACT_ADDRESS = "help@example.org", "1 First Road | New Delhi"
    settings.CONTACT_ADDRESS_HI = "1 पहला मार्ग | नई दिल्ली"
    given = [one.text for one in read("/contact/").one("dl").every("dd")]
    assert given == ["1 First RoadNew Delhi", "help@example.org"]
    assert "नई दिल्ली" in read("/hi/contact/").one("dl").text


def test_the_map_names_every_state_and_month(autumn: object, read: Read) -> None:
    links = read("/sitemap/").links()
    assert links["September 2023"] == "/rankings/2023-09/"
    assert links["Haryana"] == "/states/HR/"
    assert sum(address.startswith("/states/") for address in links.values()) == 37
    assert read("/hi/sitemap/").links()["हरियाणा"] == "/hi/states/HR/"


MESSAGE = {
    "about": "accessibility",
    "page": "/hi/streaks/",
    "text": "The table is wide.",
    "email": "",
    "website": "",
}


def test_feedback_waits_for_staff(db: None, client: Client) -> None:
    cache.clear()
    answer = client.post("/hi/feedback/", MESSAGE)
    assert (answer.status_code, answer["Location"]) == (302, "/hi/feedback/sent/")
    kept = CorrectionRequest.objects.get()
    assert (kept.subject, kept.text) == ("Feedback: accessibility: /hi/streaks/", "The table is wide.")


def test_feedback_has_a_share_and_a_trap(db: None, client: Client) -> None:
    cache.clear()
    assert client.post("/feedback/", {**MESSAGE, "website": "spam"}).status_code == 302
    assert not CorrectionRequest.objects.exists()
    answers = [client.post("/feedback/", MESSAGE).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert CorrectionRequest.objects.count() == 5
    page = Page(client.post("/feedback/", {**MESSAGE, "text": "", "about": "x"}).content.decode())
    assert len(page.every("ul", "errorlist")) == 2


def test_a_form_without_its_mark_is_refused_politely(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/hi/feedback/", MESSAGE)
    page = Page(answer.content.decode())
    assert answer.status_code == 403
    assert page.h1 == "फ़ॉर्म स्वीकार नहीं हुआ"
    assert [*page.links().values()] == ["/hi/feedback/"]


def test_the_emblem_has_a_slot(db: None, read: Read, settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = PLAIN
    mark = read("/states/").one("header").one("svg", "emblem")
    assert mark.attributes["aria-hidden"] == "true"
    settings.EMBLEM_IMAGE = tmp_path / "lions.svg"
    settings.EMBLEM_IMAGE.write_text("<svg/>")
    settings.EMBLEM_ALT, settings.EMBLEM_ALT_HI = "State Emblem", "राजचिह्न"
    image = read("/states/").one("header").one("img").attributes
    assert (image["src"], image["alt"]) == ("/static/emblem/lions.svg", "State Emblem")
    assert read("/hi/states/").one("header").one("img").attributes["alt"] == "राजचिह्न"
    [*_, (name, storage)] = FileFinder().list(None)
    assert (storage.prefix, Path(storage.path(name)).read_bytes()) == ("emblem", b"<svg/>")
    assert FileFinder().find("emblem/lions.svg") == str(settings.EMBLEM_IMAGE)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"EMBLEM_IMAGE": "/nowhere.svg", "EMBLEM_ALT": "x"}, "is no picture"),
        ({"EMBLEM_IMAGE": __file__, "EMBLEM_ALT": "x"}, "is no picture"),
        ({"SECURITY_CONTACT": "call me"}, "write a mail address"),
    ],
)
def test_bad_settings_are_told(values: dict[str, str], said: str) -> None:
    env = Env(values)
    env.picture("EMBLEM_IMAGE", "", alt=env.str("EMBLEM_ALT", ""))
    env.contact("SECURITY_CONTACT", "")
    with pytest.raises(ImproperlyConfigured, match=said):
        env.finish()


def test_an_emblem_needs_its_words(tmp_path: Path) -> None:
    (tmp_path / "lions.png").touch()
    env = Env({"EMBLEM_IMAGE": str(tmp_path / "lions.png"), "SECURITY_CONTACT": "cert@example.org"})
    assert env.picture("EMBLEM_IMAGE", "", alt="Lions") == tmp_path / "lions.png"
    env.picture("EMBLEM_IMAGE", "", alt="")
    assert env.contact("SECURITY_CONTACT", "") == "mailto:cert@example.org"
    with pytest.raises(ImproperlyConfigured, match="EMBLEM_ALT is not set"):
        env.finish()
