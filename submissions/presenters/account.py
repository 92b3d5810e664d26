"""One's own account: the app to set up, recovery codes, sessions."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import qrcode
from django.utils.translation import gettext

from rankings.views.wording.numbers import MISSING
from states.services.second_factor import Standing
from states.services.sessions import Living
from submissions.wording import moment_text

ISSUER = "Pragati"
_FEW = 3


@dataclass(frozen=True, slots=True)
class NewApp:
    """The secret as a picture (an SVG path of `size` squares) and in words, and a link for the same device."""

    path: str
    size: int
    secret: str
    url: str


@dataclass(frozen=True, slots=True)
class CodesPage:
    """Recovery codes, this once; `file` is the address of the same as a text file, made of the page itself."""

    title: str
    codes: tuple[str, ...]
    file: str
    leads_to: str
    first: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    name: str
    agent: str
    address: str
    started: str
    seen: str
    own: bool


@dataclass(frozen=True, slots=True)
class SecurityPage:
    title: str
    since: str
    codes_left: int
    few: bool
    sessions: tuple[SessionRow, ...]
    others: bool


def new_app(username: str, secret: str) -> NewApp:
    """What an authenticator app is shown (the Key URI format)."""
    label = quote(f"{ISSUER}:{username}")
    url = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER}, quote_via=quote)}"
    code = qrcode.QRCode(border=4)
    code.add_data(url)
    squares: Sequence[Sequence[bool]] = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, filled in enumerate(row) if filled
    )
    return NewApp(path, len(squares), " ".join(_in_fours(secret)), url)


def codes_page(codes: Iterable[str], leads_to: str, *, first: bool) -> CodesPage:
    shown = tuple("-".join(_in_fours(one)) for one in codes)
    text = "\r\n".join([gettext("Pragati: recovery codes, each good for one sign-in"), "", *shown, ""])
    file = "data:text/plain;charset=utf-8;base64," + base64.b64encode(text.encode()).decode("ascii")
    title = gettext("Your second factor is set up") if first else gettext("New recovery codes")
    return CodesPage(title, shown, file, leads_to, first)


def security_page(standing: Standing, sessions: Iterable[Living]) -> SecurityPage:
    rows = tuple(
        SessionRow(
            name=one.name,
            agent=one.agent or MISSING,
            address=one.address or MISSING,
            started=moment_text(one.started_at),
            seen=moment_text(one.seen_at),
            own=one.own,
        )
        for one in sessions
    )
    return SecurityPage(
        title=gettext("Sign-in and sessions"),
        since=moment_text(standing.since) if standing.since else "",
        codes_left=standing.codes_left,
        few=standing.codes_left <= _FEW,
        sessions=rows,
        others=any(not one.own for one in rows),
    )


def _in_fours(text: str) -> list[str]:
    return [text[start : start + 4] for start in range(0, len(text), 4)]
