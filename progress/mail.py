"""How mails leave: the address of a mail server, in one setting, as `EMAIL_URL` gives it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

SMTP, CONSOLE = (f"django.core.mail.backends.{name}.EmailBackend" for name in ("smtp", "console"))
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""The forms of an address with their usual ports: in the clear, by STARTTLS, by TLS from the first byte."""

FORM = "smtp+tls://user:password@host:587 (or smtps://host, smtp://host)"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in; without a server they are printed on the console."""

    backend: str = CONSOLE
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_server(address: str) -> MailServer:
    """The server of an address such as `smtp+tls://user:password@host:587`; of an empty one, the console."""
    if not address:
        return MailServer()
    parts = urlsplit(address)
    return MailServer(
        backend=SMTP,
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )
