"""The network is shut in tests, loopback aside, and this proves that the block works."""

from __future__ import annotations

import socket
import threading
import urllib.request

import pytest
from pytest_socket import SocketConnectBlockedError

NOWHERE = "192.0.2.1"
"""An address of TEST-NET-1, which leads nowhere: even an open network would not be troubled."""


@pytest.mark.filterwarnings("ignore:A test tried to use socket:UserWarning")
def test_the_outside_is_out_of_reach() -> None:
    with socket.socket() as outward, pytest.raises(SocketConnectBlockedError):
        outward.connect((NOWHERE, 80))
    with pytest.raises(SocketConnectBlockedError):
        urllib.request.urlopen(f"http://{NOWHERE}/", timeout=1)


def test_loopback_is_within_reach() -> None:
    def answer_and_hang_up() -> None:
        server.accept()[0].close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=answer_and_hang_up)
        answering.start()
        with socket.create_connection(server.getsockname(), timeout=5) as inward:
            assert inward.recv(1) == b""
        answering.join(5)
        assert not answering.is_alive()
