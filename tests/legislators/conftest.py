"""A publisher's server of the tests' own, for whoever fetches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from publisher_server import Publisher, publisher


@pytest.fixture(scope="module")
def running() -> Iterator[Publisher]:
    with publisher() as server:
        yield server


@pytest.fixture
def server(running: Publisher) -> Publisher:
    running.acts.clear()
    running.asked.clear()
    return running
