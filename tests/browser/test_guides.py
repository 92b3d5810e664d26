"""The guides of officers and staff: the pages say what the guides say, and the pictures are ours.

Every word in bold is a word of the site, and must be met on a page of the part in which it stands.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.guided import MONTH, Walk, csv_of, last_month
from tests.browser.pictures import (
    FOLDER,
    HIGHEST,
    LARGEST,
    PICTURES,
    WIDTH,
    BrowserWalker,
    names,
    picture,
)
from tests.browser.stage import LANGUAGES, Stage
from tests.guides import DOCS, bold, parts
from tests.visiting import Visitor

pytestmark = pytest.mark.slow

GUIDES = {"en": DOCS / "officer.md", "hi": DOCS / "officer.hi.md"}
PARTS: tuple[tuple[str, ...], ...] = (
    (),  # what it is about
    ("invitation", "account"),
    ("sign-in", "app", "codes"),
    ("desk", "draft"),
    ("desk",),
    ("month",),
    ("problems", "draft"),
    ("month", "figures"),
    ("draft", "submitted"),
    ("sent back", "returned", "answered"),
    ("verified", "provisional", "objections", "caveats"),
    ("desk",),
    ("corrections",),
    ("month", "figures", "stations"),
    ("stations", "sums"),
    ("plan", "what-if"),
    ("security", "new codes", "password", "reset", "tokens", "desk"),
)
"""The steps of the walk on which each part of the officers' guide (`##`) rests, in its order."""

WAITING = "SK"
"""The State whose submission waits for review while the guide of the bureau is read."""

BUREAU: tuple[tuple[tuple[str, str], ...], ...] = (
    (),  # what it is about
    (("reviewer", "/review/"), ("publisher2", "/publish/")),
    (("reviewer", f"/review/?month={MONTH}"),),
    (("reviewer", f"/review/{WAITING}/{MONTH}/"),),
    (("reviewer", "/review/objections/"), ("reviewer", "/review/2023-11/provisional/")),
    (("reviewer", "/review/months/"),),
    (("publisher2", "/publish/"), ("publisher2", "/publish/new/?month=2023-11")),
    (("publisher2", "/publish/"), ("publisher2", "{proposal}")),
    (("publisher2", "/publish/corrections/"), ("publisher2", "/publish/new/")),
    (("publisher2", "/publish/"), ("publisher2", "/publish/publications/1/withdraw/")),
    (("publisher2", "/publish/methodology/"),),
    (("publisher2", "/publish/past/"),),
    (("admin", "/people/"), ("admin", "/people/audit/")),
    (("admin", "/people/accounts/"), ("admin", "/people/tokens/"), ("admin", "/people/audit/")),
    (("reviewer", "/jobs/"),),
)
"""Who opens which pages for each part of the guide of reviewers, publishers and administrators."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_say_what_the_guide_says(stage: Stage, language: str) -> None:
    seen: dict[str, str] = {}
    visitors: list[Visitor] = []

    def visitor() -> Visitor:
        visitors.append(Visitor(stage.url))
        return visitors[-1]

    for name, walker in Walk(stage, language, visitor).steps():
        seen[name] = walker.text
    for one in visitors:
        one.close()
    guide = parts(GUIDES[language])
    assert len(guide) == len(PARTS)
    missing = [
        (part.splitlines()[0], word)
        for part, pages in zip(guide, PARTS, strict=True)
        for word in bold(part)
        if not any(word in seen[page] for page in pages)
    ]
    assert missing == []
    assert {page for pages in PARTS for page in pages} == set(seen), "each page of the walk is in the guide"


def send_again(officer: Visitor) -> None:
    """The same figures as last month, so that nothing is in doubt and the submission can be ticked."""
    figures = csv_of(last_month(officer, WAITING, "Not known yet"))
    officer.open(f"/submissions/{WAITING}/{MONTH}/")
    officer.press("Upload", file=("november.csv", figures))
    officer.press("Submit for review")


@pytest.fixture
def staff(stage: Stage) -> Iterator[dict[str, Visitor]]:
    """The demo's people of the bureau, signed in, with a submission and a publication that wait for them."""
    names = ("reviewer", "publisher", "publisher2", "admin")
    with ExitStack() as stack:
        found = {name: stack.enter_context(closing(Visitor(stage.url))) for name in (*names, "officer")}
        for name in names:
            found[name].open("/accounts/sign-in/")
            found[name].press("Sign in", {"User name": name, "Password": stage.password})
        steps = Walk(stage, "en", lambda: found["officer"], WAITING).steps()
        assert "submitted" in (name for name, _ in steps)
        send_again(found["officer"])
        found["publisher"].open("/publish/new/?month=2023-10&reason=Again")
        found["publisher"].press("Propose this publication")
        yield found


def test_the_pages_of_the_bureau_say_what_its_guide_says(stage: Stage, staff: dict[str, Visitor]) -> None:
    guide = parts(DOCS / "reviewer.md")
    assert len(guide) == len(BUREAU)
    proposal, reading, before = staff["publisher"].path, f"/review/{WAITING}/{MONTH}/", {}
    for path in (f"/review/?month={MONTH}", reading):  # what is offered until a figure is marked as returned
        staff["reviewer"].open(path)
        before[path] = staff["reviewer"].text
    staff["reviewer"].press("Return with comment", {"Comment": "Which stations are missing?"})
    missing = []
    for part, pages in zip(guide, BUREAU, strict=True):
        seen = ""
        for name, path in pages:
            staff[name].open(path.format(proposal=proposal))
            assert staff[name].status == 200, staff[name].told
            seen += staff[name].text + before.get(path, "")
        missing += [(part.splitlines()[0], word) for word in bold(part) if word not in seen]
    assert missing == []
    staff["publisher"].press("Drop the proposal")


def test_both_languages_name_the_same_words_in_the_same_order(stage: Stage) -> None:
    english, hindi = (parts(GUIDES[language]) for language in LANGUAGES)
    walk = Walk(stage, "hi", lambda: Visitor(stage.url))
    assert [[walk.said(word) for word in bold(part)] for part in english] == [bold(part) for part in hindi]
    assert all(len(bold(part)) > 0 for part in english[1:])


def test_a_picture_is_taken_of_what_a_walker_sees(browser: Browser, stage: Stage) -> None:
    with closing(BrowserWalker(browser, stage)) as walker:
        walker.open("/hi/accounts/sign-in/")
        walker.press("साइन इन", {"उपयोगकर्ता नाम": "nobody", "पासवर्ड": "wrong"})
        assert "मेल नहीं" in walker.text
        image = Image.open(io.BytesIO(picture(walker.page)))
    assert (image.format, image.mode, image.width) == ("PNG", "P", WIDTH)
    assert 200 < image.height <= HIGHEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_is_one_that_the_suite_makes(language: str) -> None:
    text = GUIDES[language].read_text(encoding="utf-8")
    shown = re.findall(r"!\[(.+?)\]\((\S+?)\)", text, re.DOTALL)
    assert [address for _, address in shown] == [f"images/{name}" for name in names(language)]
    assert all(len(alternative) > 20 for alternative, _ in shown), "each says what it shows"


def test_the_folder_of_pictures_holds_these_and_no_more() -> None:
    kept = {path.name: path for path in FOLDER.iterdir()}
    assert set(kept) == {name for language in LANGUAGES for name in names(language)}
    for path in kept.values():
        assert path.read_bytes().startswith(b"\x89PNG\r\n"), path.name
    assert sum(path.stat().st_size for path in kept.values()) < LARGEST
    assert {step for _, step in PICTURES} <= {page for pages in PARTS for page in pages}
