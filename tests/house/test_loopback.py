"""The guard of conftest.py stands: a test that reaches out is stopped before anything is sent."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 9), ("2001:db8::1", 9)])
def test_reaching_out_is_refused(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    # Connecting a datagram socket sends nothing, so that even a broken guard leaks nothing.
    with (
        socket.socket(family, socket.SOCK_DGRAM) as caller,
        pytest.raises(RuntimeError, match="loopback"),
    ):
        caller.connect(address)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
