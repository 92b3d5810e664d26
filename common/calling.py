"""One POST to an address that somebody else has chosen: never into our own network, never for long."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

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
