"""A small made-up set of data that came with the package, for tests of updates."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from published_samples import addrfeat, write
from publisher_server import Publisher
from update_samples import NOW, QUICK, Run

from legislators import snapshot
from legislators.sources.addrfeat import add_streets
from legislators.sources.fetching import Fetcher
from legislators.updating import Request, Update, prepared, put_in_force

KEPT = ("officials.json", "school_districts.json", "NOTICES.md")


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real roster and directory, one street, and stand-ins for what takes long to make."""
    folder = tmp_path_factory.mktemp("package") / "data"
    folder.mkdir()
    for name in KEPT:
        shutil.copyfile(snapshot.bundled_folder() / name, folder / name)
    for name in ("districts.gpkg", "district_cells.npz", "overlay.json"):
        (folder / name).write_text(f"stands in for {name}", encoding="utf-8")
    (folder / "school_boards.json").write_text(
        '{"as_of": "2026-10-01", "licence": "ODbL",\n"boards": []}\n', encoding="utf-8"
    )
    streets = write(
        folder.parent / "tl_2024_27053_addrfeat.zip", addrfeat("27053", [("Lake St E", 100, 198)])
    )
    add_streets([streets], folder / "none", folder / "streets.sqlite")
    listed = [
        source
        for source in snapshot.read_sources(snapshot.bundled_folder() / snapshot.SOURCES_FILE)
        if not source.name.startswith("address_ranges")
    ]
    from legislators.sources.streets import county_source

    listed.append(county_source("27053", 2024, snapshot.sha256_of(streets), "2026-10"))
    snapshot.write_sources(folder / snapshot.SOURCES_FILE, listed)
    return folder


@pytest.fixture
def package(small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the small data be what came with the package, and give an empty data folder of one's own."""
    monkeypatch.setattr(snapshot, "_BUNDLED", small_data)
    monkeypatch.setenv("ADVOCATE_DATA", str(tmp_path / "home"))
    return small_data


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the doctor, who would find the stand-ins wanting."""
    monkeypatch.setattr("legislators.doctor.check_snapshot", lambda *data, **options: ())


@pytest.fixture
def today() -> date:
    return date(2026, 11, 24)


@pytest.fixture
def update(server: Publisher, today: date) -> Run:
    """Make an update from the server, put it in force, and return what it was."""

    def run(*parts: str, apply: bool = True, force: bool = False, **options: Any) -> Update:
        downloads = snapshot.data_home() / "downloads"
        fetcher = Fetcher(downloads, today, base=server.base, limits=QUICK, sleep=lambda seconds: None)
        with prepared(Request(parts, today, force=force, **options), fetcher) as found:
            if apply and found.folder:
                put_in_force(found, NOW, force=force)
            return found

    return run
