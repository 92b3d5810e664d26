"""What one address may ask: so many pages and answers a minute, none too long, and few new passwords."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.throttles import COMPUTED, ReadThrottle
from common.folding import LONGEST as LONGEST_QUERY
from common.folding import Named, folded, near
from common.models import Job
from progress.env import caches as configured
from progress.middleware import COMPUTED_PAGES, LONGEST, PageThrottle
from submissions.people.sign_in import MOST_AN_HOUR
from tests.progress.test_policies import STRICT, policy

THROTTLED = "progress.middleware.Throttled"
SIGNED_IN = "progress.middleware.SignedIn"


@pytest.fixture(autouse=True, params=["with Redis", "without"])
def _limited(
    request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The limit of pages as an installation has it, in Redis or in the process; the clock stands still."""
    at = django_settings.MIDDLEWARE.index(SIGNED_IN) + 1
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:at], THROTTLED, *settings.MIDDLEWARE[at:]]
    settings.CACHES = configured(django_settings.REDIS_URL if request.param == "with Redis" else "")
    monkeypatch.setattr(ReadThrottle, "timer", lambda self: 1_000_000_020.0)
    ReadThrottle.store_back_at = 0
    caches["counts"].clear()
    yield
    caches["counts"].clear()


def statuses(client: Client, path: str, times: int, **extra: Any) -> list[int]:
    return [client.get(path, **extra).status_code for _ in range(times)]


def used(client: Client, **extra: Any) -> int:
    """How much of the count is used, as the API tells it; the question itself counts."""
    left = client.get("/api/v1/problems/", **extra).headers["RateLimit"]
    return 600 - int(left.partition("r=")[2].partition(";")[0]) - 1


@pytest.mark.django_db
def test_a_page_that_is_asked_for_too_often(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told in both languages, with the time to come back, under the headers of every page."""
    monkeypatch.setattr(PageThrottle, "rate", "3/min")
    assert statuses(client, "/policies/", 3) == [200] * 3
    answer = client.get("/hi/policies/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    page = answer.content.decode()
    assert "Please try again in 60 seconds." in page
    assert "कृपया 60 सेकंड बाद फिर प्रयास करें।" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert policy(answer.headers["Content-Security-Policy"]) == STRICT
    assert statuses(client, "/policies/", 1, REMOTE_ADDR="203.0.113.9") == [200]
    assert statuses(client, "/livez", 5) == [200] * 5


@pytest.mark.django_db
def test_pages_and_the_api_draw_on_one_count_by_their_cost(client: Client) -> None:
    assert used(client) == 0
    client.get("/policies/")
    assert used(client) == 2, "with the question before"
    client.get("/search/?q=haryana")
    assert used(client) == 3 + COMPUTED
    client.get("/api/v1/claims/check/?state=HR&kind=rank&count=1&from=2023-01&to=2023-02")
    assert used(client) == 4 + 2 * COMPUTED
    client.post("/corrections/", {})
    assert used(client) == 5 + 3 * COMPUTED
    client.get("/no/such/page/")
    assert used(client) == 7 + 3 * COMPUTED


@pytest.mark.slow
@pytest.mark.django_db
def test_as_many_as_the_contract_promises(client: Client) -> None:
    check = "/api/v1/claims/check/?state=HR&kind=rank&count=1&from=2023-01&to=2023-02"
    assert 429 not in statuses(client, check, 120)
    assert statuses(client, check, 1) == [429]
    assert statuses(client, "/claims/", 1) == [429]
    other = {"REMOTE_ADDR": "203.0.113.9"}
    assert 429 not in statuses(client, "/api/v1/problems/", 600, **other)
    assert statuses(client, "/api/v1/problems/", 1, **other) == [429]


@pytest.mark.django_db
def test_whoever_is_signed_in_is_counted_by_person(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user(username="asha"))
    client.get("/policies/")
    assert used(Client()) == 0


@pytest.mark.django_db
def test_all_addresses_of_a_network_count_together(client: Client) -> None:
    client.get("/policies/", REMOTE_ADDR="2001:db8::1")
    assert used(client, REMOTE_ADDR="2001:db8::ffff:1") == 1
    assert used(client, REMOTE_ADDR="2001:db8:0:1::1") == 0
    client.get("/policies/", REMOTE_ADDR="::ffff:203.0.113.7")
    assert used(client, REMOTE_ADDR="203.0.113.7") == 1


def test_every_computed_page_is_one_of_ours() -> None:
    for name in COMPUTED_PAGES:
        for arguments in ([], ["x"], [1]):
            try:
                reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            break
        else:
            pytest.fail(name)


@pytest.mark.django_db
@pytest.mark.parametrize("api", [False, True])
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"HTTP_ACCEPT": "a/b," * (LONGEST // 4 + 1)}, 431),
        ({"HTTP_X_ANYTHING": "a" * (LONGEST + 1)}, 431),
        ({"QUERY_STRING": "a" * LONGEST}, 414),
    ],
)
def test_what_is_too_long_is_refused_under_the_same_headers(
    client: Client, api: bool, sent: dict[str, Any], status: int
) -> None:
    answer = client.get("/api/v1/states/" if api else "/states/", **sent)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/problem+json" if api else "text/html")
    if api:
        assert (answer.json()["status"], answer.json()["code"]) == (status, "bad_request")
    assert len(answer.content) < 2_000
    assert policy(answer.headers["Content-Security-Policy"]) == STRICT
    for name, value in {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}.items():
        assert answer.headers[name] == value
    assert client.get("/policies/", HTTP_ACCEPT="a" * LONGEST).status_code == 200


@pytest.mark.django_db
def test_new_passwords_are_asked_for_a_few_times_only(client: Client) -> None:
    answers = [
        client.post("/accounts/reset/", {"person": f"nobody{number}"}).status_code
        for number in range(MOST_AN_HOUR + 1)
    ]
    assert answers == [302] * MOST_AN_HOUR + [429]
    assert Job.objects.count() <= MOST_AN_HOUR
    assert client.post("/accounts/reset/", {"person": "a"}, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_one_sign_cannot_stand_for_eighteen_letters() -> None:
    """U+FDFA is a whole sentence; a hundred of them are cut to a hundred letters before anything is compared."""
    for sign in ("\ufdfa", "\ufdfb", "\u3316", "\u0390", "a"):
        assert len(folded(sign * 400)) <= LONGEST_QUERY
    assert folded("\ufdfa" * 100).startswith("\u0635\u0644\u0649 \u0627\u0644\u0644\u0647")
    things = [Named(str(number), (f"Pradesh {number}", f"प्रदेश {number}")) for number in range(40)]

    def best(query: str) -> float:
        took = []
        for _ in range(5):
            begun = time.thread_time()
            near(query, things)
            took.append(time.thread_time() - begun)
        return min(took)

    assert best("\ufdfa" * 100) <= 3 * best("\ufdfa" * 50) + 0.001


def test_the_limit_stands_where_an_installation_serves() -> None:
    """The suite runs without it, and this test with it; what is shipped has it."""
    text = (django_settings.BASE_DIR / "progress" / "settings.py").read_text(encoding="utf-8")
    assert f'    "{SIGNED_IN}",\n    "{THROTTLED}",\n' in text
    WSGIHandler()
