"""Can a test reach the network, or this person's own files? No: every test runs without both."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

OWN_SETTINGS = ("ADVOCATE_DATA", "ADVOCATE_DB", "ADVOCATE_OUTBOX", "ADVOCATE_OFFLINE", "ADVOCATE_DEBUG")
OWN_SETTINGS += ("ADVOCATE_CENSUS_URL", "ADVOCATE_STALE_DAYS", "ADVOCATE_PUBLISHERS_URL", "ADVOCATE_CAMPAIGN")


def is_loopback(host: object) -> bool:
    """True for this machine's own address."""
    if isinstance(host, bytes):
        host = host.decode()
    if not isinstance(host, str):
        return host is None
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let sockets reach loopback and nothing else; names of other hosts are not even looked up."""
    patch = pytest.MonkeyPatch()

    def refuse(host: object) -> None:
        raise RuntimeError(f"a test tried to reach the network: {host!r}")

    def guarded(name: str) -> None:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
                refuse(address[0])
            return real(self, address)

        patch.setattr(socket.socket, name, connect)

    real_lookup = socket.getaddrinfo

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_loopback(host):
            refuse(host)
        return real_lookup(host, *args, **kwargs)

    guarded("connect")
    guarded("connect_ex")
    patch.setattr(socket, "getaddrinfo", lookup)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty home folder and none of the person's own settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in OWN_SETTINGS:
        monkeypatch.delenv(name, raising=False)
    return home
