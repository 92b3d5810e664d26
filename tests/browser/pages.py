"""Every page that a browser test opens: a new page gets its row here, and `test_list.py` fails until it has one.

The name is that of its address (`namespace:name`); one address may have several rows, where it shows different things.
"""

from __future__ import annotations

from dataclasses import dataclass

OFFICER, REVIEWER, PUBLISHER, ADMIN = "officer.pb", "reviewer", "publisher2", "admin"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page. `path` is its English address, a template over what `staging.py` made; `account` is who is signed in."""

    name: str
    path: str
    account: str = ""
    status: int = 200

    @property
    def label(self) -> str:
        """How tests and pictures call it: the address as one word."""
        kept = [letter if letter.isalnum() or letter in ".-" else " " for letter in self.path]
        return "-".join("".join(kept).split()) or "home"


PUBLIC = [
    Entry("rankings:latest", "/"),
    Entry("rankings:month", "/rankings/2023-09/?category=hilly-ne"),
    Entry("rankings:month", "/rankings/2023-06/?origin=recorded"),
    Entry("rankings:revision", "/rankings/2023-10/rev/1/"),
    Entry("rankings:states", "/states/"),
    Entry("rankings:state", "/states/HR/"),
    Entry("rankings:state", "/states/MZ/?board=overall"),
    Entry("rankings:state", "/states/HR/?under=2024-07"),
    Entry("why:change", "/states/GJ/why/"),
    Entry("why:what_if", "/rankings/2023-10/what-if/"),
    Entry("why:what_if", "/rankings/2023-10/what-if/?marks=REG-01:0&figures=KL.REG-01:500/564&state=KL"),
    Entry("why:what_if", "/rankings/2023-10/what-if/?marks=REG-01:200", status=400),
    Entry("why:plan", "/states/GJ/plan/?target=1&by=effort"),
    Entry("why:plan", "/states/HP/plan/?target=1&effort=DAT-03:7"),
    Entry("why:plan", "/states/HP/plan/?target=0", status=400),
    Entry("why:decides", "/rankings/2023-10/decides/"),
    Entry("why:sensitivity", "/rankings/2023-10/sensitivity/"),
    Entry("why:progress", "/rankings/2023-10/progress/?span=12"),
    Entry("why:progress", "/rankings/2023-10/progress/?measure=gap_closed"),
    Entry("rankings:streaks", "/streaks/"),
    Entry("rankings:streaks", "/streaks/?under=2024-07"),
    Entry("rankings:claims", "/claims/"),
    Entry("rankings:claims", "/claims/?said=Haryana+was+first+20+times+since+June+2021"),
    Entry("rankings:annual", "/annual/"),
    Entry("rankings:annual", "/annual/?year=2023&category=hilly-ne"),
    Entry("rankings:parameters", "/parameters/"),
    Entry("rankings:parameter", "/parameters/REG-01/"),
    Entry("rankings:parameter", "/parameters/DAT-03/?category=ut&board=overall"),
    Entry("rankings:heatmap", "/heatmap/"),
    Entry("rankings:practices", "/practices/"),
    Entry("rankings:practices", "/practices/?state=GA&year=2020"),
    Entry("rankings:practice", "/practices/{practice}/"),
    Entry("rankings:compare", "/compare/"),
    Entry("rankings:compare", "/compare/?states=HR,HP,UP,MZ,LD,KL"),
    Entry("rankings:methodologies", "/methodology/"),
    Entry("rankings:methodology", "/methodology/2023-01/"),
    Entry("rankings:methodology", "/methodology/2024-07/?against=2021-06"),
    Entry("release:proof", "/rankings/2023-10/proof/"),
    Entry("release:subscribe", "/subscribe/"),
    Entry("release:sent", "/subscribe/sent/"),
    Entry("release:confirm", "/subscribe/confirm/{subscription}/"),
    Entry("release:leave", "/subscribe/leave/{subscription}/"),
    Entry("api-docs", "/api/v1/docs/"),
    Entry("corrections:ask", "/corrections/"),
    Entry("corrections:sent", "/corrections/sent/"),
    Entry("site:search", "/search/"),
    Entry("site:search", "/search/?q=haryana+2023"),
    Entry("embed:how", "/embed/"),
    Entry("embed:leaderboard", "/embed/leaderboard/"),
    Entry("site:policies", "/policies/"),
    Entry("site:accessibility", "/accessibility/"),
    Entry("site:help", "/help/"),
    Entry("site:developers", "/developers/"),
    Entry("site:contact", "/contact/"),
    Entry("site:feedback", "/feedback/"),
    Entry("site:sent", "/feedback/sent/"),
    Entry("site:sitemap", "/sitemap/"),
    Entry("accounts:sign-in", "/accounts/sign-in/"),
    Entry("accounts:reset", "/accounts/reset/"),
    Entry("accounts:reset-sent", "/accounts/reset/sent/"),
    Entry("accounts:new-password", "/accounts/reset/x/y/"),
    Entry("people:invitation", "/people/invitation/{invitation}/"),
    Entry("error:404", "/nowhere/", status=404),
    Entry("error:404", "/states/XX/", status=404),
    Entry("error:400", "/streaks/?from=1", status=400),
    Entry("error:410", "/practices/{withdrawn}/", status=410),
]
SIGNED_IN = [
    Entry("accounts:password", "/accounts/password/", OFFICER),
    Entry("accounts:security", "/accounts/security/", OFFICER),
    Entry("accounts:mail", "/accounts/mail/", OFFICER),
    Entry("accounts:mail", "/accounts/mail/", PUBLISHER),
    Entry("accounts:prove-mail", "/accounts/mail/confirm/{mail}/", PUBLISHER),
    Entry("accounts:set-up", "/accounts/security/app/", OFFICER),
    Entry("accounts:new-codes", "/accounts/security/codes/", OFFICER),
    Entry("accounts:sign-out", "/accounts/sign-out/", OFFICER),
    Entry("desk:desk", "/submissions/", OFFICER),
    Entry("desk:tokens", "/submissions/tokens/", OFFICER),
    Entry("desk:stations", "/submissions/stations/", OFFICER),
    Entry("desk:station-file", "/submissions/stations/{stored}/", OFFICER),
    Entry("desk:station-file", "/submissions/stations/{refused}/", OFFICER),
    Entry("desk:station-districts", "/submissions/stations/{stored}/districts/PB/", OFFICER),
    Entry("desk:upload", "/submissions/uploads/{upload}/", OFFICER),
    Entry("desk:month", "/submissions/PB/2023-11/", OFFICER),
    Entry("desk:figures", "/submissions/PB/2023-11/figures/", OFFICER),
    Entry("desk:rows", "/submissions/PB/2023-11/rows/", OFFICER),
    Entry("desk:caveats", "/submissions/PB/2023-11/caveats/", OFFICER),
    Entry("desk:objections", "/submissions/PB/2023-11/objections/", OFFICER),
    Entry("desk:revision", "/submissions/PB/2023-11/rev/1/", OFFICER),
    Entry("review:board", "/review/", REVIEWER),
    Entry("review:months", "/review/months/", REVIEWER),
    Entry("review:objections", "/review/objections/", REVIEWER),
    Entry("review:provisional", "/review/2023-11/provisional/", REVIEWER),
    Entry("review:reading", "/review/PB/2023-11/", REVIEWER),
    Entry("people:people", "/people/", ADMIN),
    Entry("jobs:jobs", "/jobs/", REVIEWER),
    Entry("people:accounts", "/people/accounts/", ADMIN),
    Entry("people:audit", "/people/audit/", ADMIN),
    Entry("people:tokens", "/people/tokens/", ADMIN),
    Entry("publishing:desk", "/publish/", PUBLISHER),
    Entry("publishing:new", "/publish/new/?month=2023-11", PUBLISHER),
    Entry("publishing:proposal", "/publish/proposals/{proposal}/", PUBLISHER),
    Entry("publishing:withdrawal", "/publish/publications/1/withdraw/", PUBLISHER),
    Entry("publishing:past_lists", "/publish/past/", PUBLISHER),
    Entry("publishing:past_file", "/publish/past/{past}/", PUBLISHER),
    Entry("publishing:corrections", "/publish/corrections/", PUBLISHER),
    Entry("publishing:practices", "/publish/practices/", PUBLISHER),
    Entry("publishing:new_practice", "/publish/practices/new/", PUBLISHER),
    Entry("publishing:practice", "/publish/practices/{practice}/", PUBLISHER),
    Entry("publishing:practice", "/publish/practices/{withdrawn}/", PUBLISHER),
    Entry("methods:list", "/publish/methodology/", PUBLISHER),
    Entry("methods:draft", "/publish/methodology/drafts/{draft}/", PUBLISHER),
    Entry("methods:groups", "/publish/methodology/drafts/{draft}/groups/", ADMIN),
    Entry("methods:head", "/publish/methodology/drafts/{draft}/head/", PUBLISHER),
    Entry("methods:try", "/publish/methodology/drafts/{draft}/try/", PUBLISHER),
    Entry("methods:activate", "/publish/methodology/drafts/{draft}/activate/", PUBLISHER),
    Entry("methods:new_parameter", "/publish/methodology/drafts/{draft}/parameters/", PUBLISHER),
    Entry("methods:parameter", "/publish/methodology/drafts/{draft}/parameters/REG-01/", PUBLISHER),
    Entry("error:403", "/people/", OFFICER, status=403),
]
EVERY = [*PUBLIC, *SIGNED_IN]

# What answers at an address of its own and is no page: files, steps that only take a form, addresses that lead on.
NO_PAGES = {
    "embed:badge", "site:schemes", "site:styleguide",  # the guide is there only with DEBUG; test_styleguide.py opens it
    "rankings:None", "release:feed",
    "desk:template", "desk:station-begin", "desk:station-template", "desk:station-piece", "desk:station-finish",
    "desk:station-cancel", "desk:station-problems", "desk:station-draft",
    "desk:revoke", "desk:original", "desk:marked", "desk:submit", "desk:withdraw",
    "jobs:retry", "people:revoke", "people:disable", "people:enable", "people:reset", "people:change",
    "accounts:here",  # whether somebody is signed in, for the proxy; it has no body
    "accounts:code",  # between the password and the session; the keyboard test goes through it
    "review:file", "publishing:impact_json", "methods:content", "publishing:correction",
    "rankings:practice_document", "publishing:practice_document",
}  # fmt: skip
