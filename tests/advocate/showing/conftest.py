"""Reports of a small made-up campaign with real seats and districts, counted once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from advocate.reports.everything import count_everything
from advocate.reports.named import read_scope
from advocate.reports.report import Report
from advocate.store.log import Log
from benchmarks.made_campaign import make_campaign
from benchmarks.made_writing import write_campaign

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def small_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with Log(tmp_path_factory.mktemp("showing") / "advocate.db") as log:
        write_campaign(log, make_campaign(contacts=300, supporters=80))
        yield log


@pytest.fixture(scope="session")
def counted(small_log: Log) -> list[Report]:
    return count_everything(
        small_log.database, read_scope(small_log.database, today=TODAY, name="everything")
    )


@pytest.fixture(scope="session")
def empty_reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    with Log(tmp_path_factory.mktemp("empty") / "advocate.db") as log:
        return count_everything(log.database, read_scope(log.database, today=TODAY, name="everything"))


@pytest.fixture(scope="session")
def report_of(counted: list[Report]) -> dict[str, Report]:
    """The reports by name; of coverage that of the Senate, which is the quickest to draw."""
    return {each.name: each for each in counted if each.name != "coverage" or len(each.rows) == 67}
