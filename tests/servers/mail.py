"""A mail server that keeps what it is given, for programs that hand mails in over SMTP."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class Mailbox(socketserver.ThreadingTCPServer):
    """Takes every mail on a free loopback port; `wait_for` hands out what came for an address."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self._news = threading.Condition()
        self._kept: list[tuple[str, EmailMessage]] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def take(self, receivers: list[str], data: bytes) -> None:
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        with self._news:
            self._kept += [(receiver, message) for receiver in receivers]
            self._news.notify_all()

    def wait_for(self, receiver: str, subject: str, seconds: float) -> str:
        """The text of the first mail to an address whose subject has these words."""

        def found() -> EmailMessage | None:
            return next((one for to, one in self._kept if to == receiver and subject in one["Subject"]), None)

        with self._news:
            self._news.wait_for(found, timeout=seconds)
            message = found()
            came = [(to, one["Subject"]) for to, one in self._kept]
        assert message is not None, f"no mail “{subject}” to {receiver}; there came {came}"
        return str(message.get_content()).replace("\r\n", "\n")


class _Conversation(socketserver.StreamRequestHandler):
    """The server's side of RFC 5321, as far as one who hands in mails needs it."""

    server: Mailbox

    def handle(self) -> None:
        self._say("220 mailbox")
        receivers: list[str] = []
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line[:4].upper()
            if verb == "RCPT":
                receivers.append(line.partition("<")[2].partition(">")[0])
            if verb == "DATA":
                self._say("354 go on")
                self.server.take(receivers, b"".join(self._content()))
                receivers = []
            self._say("221 bye" if verb == "QUIT" else "250 mailbox")
            if verb == "QUIT":
                return

    def _content(self) -> Iterator[bytes]:
        for line in self.rfile:
            if line == b".\r\n":
                return
            yield line[1:] if line.startswith(b"..") else line

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """An open mailbox, closed at the end."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(10)
