"""Webhooks: a client program is told of each release by a signed POST, as the Standard Webhooks convention has it.

The signature is HMAC-SHA256 over `ID.TIMESTAMP.BODY` under the secret that both sides know. Only http and https, no
redirects, five seconds in all. A name is resolved once, and the very address that was found to be public is called,
so that no name can lead the call into our own network.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import secrets
import socket
import ssl
import threading
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from accounts import audit
from rankings.models import Webhook

# One POST to an address that somebody else has chosen: never into our own network, never for long.

TIMEOUT_SECONDS = 5
# What Python's registers call global although it leads into some network's inside, or holds an IPv4 address that a
# gateway unwraps: deprecated, translated and segment-routing ranges, and a cloud's own host.
_INSIDE = tuple(
    map(
        ipaddress.ip_network,
        ("192.88.99.0/24", "168.63.129.16/32", "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48",
         "100:0:0:1::/64", "2001:20::/28", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
)  # fmt: skip


class CallError(RuntimeError):
    """No answer was had; the text says why, in a few words."""


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, private: bool, seconds: float = TIMEOUT_SECONDS
) -> int:
    """POST and return the status; redirects are not followed. Raises CallError.

    `private` allows loopback and private addresses too. `seconds` bounds the whole call once the name is resolved.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    connection = _Pinned(host, port, _resolved(host, port, private=private), parts.scheme == "https", seconds)
    # Time-outs of a socket begin anew with every byte; the watch ends a call that drips.
    watch = threading.Timer(seconds, connection.abort)
    watch.daemon = True
    watch.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=body, headers=dict(headers))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as fault:
        late = isinstance(fault, TimeoutError) or connection.aborted
        raise CallError("no answer in time" if late else f"no answer: {type(fault).__name__}") from fault
    finally:
        watch.cancel()
        connection.close()
    if connection.aborted:  # cut short, an answer can still look whole
        raise CallError("no answer in time")
    return status


def _resolved(host: str, port: int, *, private: bool) -> str:
    """The address that a name stands for; a name that stands for any address of our own network is refused."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise CallError("the name is not known") from None
    if not private and not all(is_public(one) for one in found):
        raise CallError("an address of a private network")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, however it is written or wrapped.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.sixtofour is not None or ip.teredo is not None:
            return False  # an IPv4 address inside, which a gateway would unwrap
    inside = any(ip.version == network.version and ip in network for network in _INSIDE)
    return ip.is_global and not ip.is_multicast and not inside


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was chosen beforehand, whatever the name resolves to by now."""

    def __init__(self, host: str, port: int, address: str, secure: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address, self._secure = address, secure
        self.default_port = 443 if secure else 80  # so that the Host header names another port only
        self.aborted = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), timeout=self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            # The handshake comes after the assignment, so that the watch can end it too.
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def abort(self) -> None:
        self.aborted = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.close()


PREFIX = "whsec_"
LONGEST_URL = 500


class RefusedWebhookError(ValueError):
    """An address that is not called; the text says why."""


class FailedCallError(RuntimeError):
    """The call did not come through; the job tries it again later."""


@transaction.atomic
def add(*, url: str, by: str, at: datetime) -> tuple[Webhook, str]:
    """Register an address; returns it with its secret, which is shown once. Raises RefusedWebhookError."""
    check(url)
    secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    webhook = Webhook.objects.create(url=url, secret=secret, created_at=at, created_by=by)
    audit.record(at=at, actor=by, action="webhook.add", subject=f"webhook {webhook.pk}")
    return webhook, secret


@transaction.atomic
def end(*, webhook_id: int, by: str, at: datetime) -> bool:
    """Call an address no more; False where there is none, or it has ended."""
    ended = Webhook.objects.filter(pk=webhook_id, ended_at__isnull=True).update(ended_at=at)
    if ended:
        audit.record(at=at, actor=by, action="webhook.end", subject=f"webhook {webhook_id}")
    return bool(ended)


def check(url: str) -> None:
    """Raise RefusedWebhookError for what is no plain address of a service."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or len(url) > LONGEST_URL or any(ord(one) <= 32 or ord(one) > 126 for one in url):
        raise RefusedWebhookError(f"“{url[:80]}” is no address: write it as https://host/path")
    if parts.username is not None or parts.password is not None:
        raise RefusedWebhookError("An address takes no user name or password: calls are signed")


def headers(secret: str, identity: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers of a call, signature included."""
    stamp = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Pragati",
        "webhook-id": identity,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature(secret, identity, stamp, body)}",
    }


def signature(secret: str, identity: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `ID.TIMESTAMP.BODY`, in Base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    mac = hmac.new(key, f"{identity}.{stamp}.".encode() + body, hashlib.sha256)
    return base64.b64encode(mac.digest()).decode("ascii")


def call(*, webhook_id: int, identity: str, body: bytes, at: datetime) -> bool:
    """Tell one address; False where it has ended. Raises FailedCallError, so that the job tries again.

    `identity` is the same in every attempt, so that a client that was told twice knows.
    """
    webhook = Webhook.objects.filter(pk=webhook_id, ended_at__isnull=True).first()
    if webhook is None:
        return False
    try:
        check(webhook.url)
        status = post(
            webhook.url, body, headers(webhook.secret, identity, body, at), private=settings.WEBHOOKS_PRIVATE
        )
        told, sound = str(status), 200 <= status < 300
    except (RefusedWebhookError, CallError) as fault:
        told, sound = str(fault), False
    Webhook.objects.filter(pk=webhook_id).update(last_status=told[:100], last_called_at=at)
    if not sound:
        raise FailedCallError(f"webhook {webhook_id}: {told}")
    return True
