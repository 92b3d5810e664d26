"""Mails that the site sends by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.mail import EmailMessage


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its address: plain text, and the headers that it carries besides."""

    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


def send(letter: Letter, to: str, identity: str) -> None:
    """Send a letter; `identity` names it, so that mail programs show a letter that came twice once."""
    headers = {
        **letter.headers,
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{identity}@pragati>",
    }
    EmailMessage(" ".join(letter.subject.split()), letter.body, None, [to], headers=headers).send()
