"""Killed at any moment, or with the disk full, does an update leave the old data or the new, whole?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from faults import in_child
from published_samples import members_table, row_of, write
from publisher_server import publisher, serves

from legislators import copies, snapshot
from legislators.errors import UpdateStopped
from legislators.snapshot import kept_copies, open_snapshot
from legislators.sources.fetching import Fetcher
from legislators.sources.open_states_csv import URL as TABLE
from legislators.updating import Request, prepared, put_in_force, roll_back

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 needs a system that has it"),
    pytest.mark.usefixtures("package", "unchecked"),
]
NOW = datetime(2026, 11, 24, 8, 0)
FILES = ("officials.json", "streets.sqlite", "districts.gpkg", "school_boards.json", "NOTICES.md")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = write(
        tmp_path / "mn.csv", members_table(lambda rows: row_of(rows, "65").update(email="a.pappas@senate.mn"))
    )
    stamp = datetime(2026, 11, 20).timestamp()
    os.utime(path, (stamp, stamp))
    return path


def update(table: Path, today: date) -> None:
    with prepared(Request(("officials",), today, given=(table,))) as found:
        put_in_force(found, NOW)


def contents() -> dict[str, bytes]:
    """All that is answered from, as a reader finds it now."""
    found = open_snapshot()
    return {name: found.path(name).read_bytes() for name in FILES} | {"sources": repr(found.sources).encode()}


def fresh_home(number: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    home = tmp_path / f"home{number}"
    monkeypatch.setenv("ADVOCATE_DATA", str(home))
    return home


@pytest.fixture
def old_and_new(
    table: Path, today: date, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    # A kill loses nothing that was written; only a power cut needs the disk to have it.
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    fresh_home(0, monkeypatch, tmp_path)
    before = contents()
    update(table, today)
    after = contents()
    assert before != after
    return before, after


def test_killed_at_any_touch_of_a_file_it_is_the_old_or_the_new(
    old_and_new: tuple[dict[str, bytes], dict[str, bytes]],
    table: Path,
    today: date,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    old, new = old_and_new
    states = []
    _, touches = in_child(
        lambda: update(table, today), fresh_home(1000, monkeypatch, tmp_path), nth=0, fault="kill"
    )
    # The last touches, where the new copy takes its place, one by one; the making of it in steps.
    for nth in sorted({*range(1, touches, 3), *range(touches - 22, touches + 2)}):
        home = fresh_home(nth, monkeypatch, tmp_path)
        ended, _ = in_child(lambda: update(table, today), home, nth=nth, fault="kill")
        found = contents()
        assert found in (old, new), f"half an update after a kill at touch {nth}"
        states.append("old" if found == old else "new")
        if ended == "killed" and nth % 7 == 0:
            # The next update is not hindered by what the killed one left, and sweeps it away.
            update(table, today) if found == old else roll_back()
            assert contents() == (new if found == old else old)
            assert [path.name for path in (home / copies.COPIES).iterdir()] == [
                each.name for each in kept_copies() if each.name != "bundled"
            ]
        shutil.rmtree(home, ignore_errors=True)
    assert len(states) > 30, "too few moments to be sure of"
    assert states[0] == "old"
    assert states[-1] == "new"
    assert "".join(each[0] for each in states).count("on") == 1, "it turned over at one moment, once"


def test_a_rollback_killed_at_any_touch_is_done_or_not(
    old_and_new: tuple[dict[str, bytes], dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    old, new = old_and_new
    states = []
    for nth in range(1, 60):
        home = fresh_home(nth, monkeypatch, tmp_path)
        shutil.copytree(tmp_path / "home0", home)
        ended, _ = in_child(roll_back, home, nth=nth, fault="kill")
        found = contents()
        assert found in (old, new), f"half a rollback after a kill at touch {nth}"
        states.append("old" if found == old else "new")
        shutil.rmtree(home)
        if ended == "done":
            break
    assert states[-1] == "old"
    assert len(states) > 10


def test_a_full_disk_leaves_the_old_at_every_moment(
    old_and_new: tuple[dict[str, bytes], dict[str, bytes]],
    table: Path,
    today: date,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    old, new = old_and_new
    full = 0
    for nth in range(1, 200, 2):
        home = fresh_home(nth, monkeypatch, tmp_path)
        ended, told = in_child(lambda: update(table, today), home, nth=nth, fault="full")
        found = contents()
        shutil.rmtree(home, ignore_errors=True)
        if ended == "done":
            assert found == new
            break
        full += 1
        assert ended == "raised"
        assert told[0] in ("UpdateStopped", "SnapshotError"), told
        assert "No space left on device" in told[1]
        assert found == old
    assert full > 10


def test_a_real_limit_of_the_disk_is_told(table: Path, tmp_path: Path) -> None:
    code = f"""
import resource, sys
from datetime import date, datetime
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
from legislators import snapshot
snapshot._BUNDLED = Path({str(snapshot.bundled_folder())!r})
from legislators.errors import UpdateStopped
from legislators.sources.fetching import Fetcher
from legislators.sources.open_states_csv import URL as TABLE
from legislators.updating import Request, prepared, put_in_force
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with prepared(Request(("officials",), date(2026, 11, 24), given=(Path({str(table)!r}),))) as found:
        put_in_force(found, datetime(2026, 11, 24))
except UpdateStopped as error:
    print("told:", error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=os.environ
    )
    assert "told:" in done.stdout, done.stderr
    assert "is as it was" in done.stdout
    assert open_snapshot().folders[0] in (snapshot.data_home(), snapshot.bundled_folder())


def test_two_at_once_and_one_says_so(table: Path, today: date) -> None:
    with prepared(Request(("officials",), today, given=(table,))) as found:
        ended, told = in_child(lambda: update(table, today), Path("/nowhere"), nth=0, fault="kill")
        assert ended == "raised"
        assert told[0] == "UpdateStopped"
        assert "Another `advocate data update` is at work" in told[1]
        put_in_force(found, NOW)
    assert sum(each.in_force for each in kept_copies()) == 1


def test_a_killed_update_leaves_no_lock(table: Path, today: date) -> None:
    home = snapshot.data_home()
    ended, _ = in_child(lambda: update(table, today), home, nth=25, fault="kill")
    assert ended == "killed"
    update(table, today)
    assert open_snapshot().path("officials.json").parent.parent.name == copies.COPIES


def test_killed_while_fetching_the_file_before_or_the_new_one_is_there(
    today: date, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first, second = members_table(), members_table(lambda rows: rows.pop())
    states = set()
    with publisher() as server:
        for nth in range(1, 30):
            home = fresh_home(nth, monkeypatch, tmp_path)
            server.on(TABLE, serves(first, etag='"1"'), serves(second, etag='"2"'))
            path = Fetcher(home / "downloads", today, base=server.base).fetch(TABLE, "csv").path

            def again(home: Path = home) -> None:
                Fetcher(home / "downloads", today, base=server.base).fetch(TABLE, "csv")

            ended, _ = in_child(again, home, nth=nth, fault="kill")
            states.add(path.read_bytes())
            with copies.only_update(home):
                assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []
            again()
            assert path.read_bytes() == second
            shutil.rmtree(home)
            if ended == "done":
                break
    assert states == {first, second}


@pytest.mark.parametrize("home", ["/proc/nowhere/home", "/dev/null/home"])
def test_a_data_folder_that_cannot_be_made_is_told(
    home: str, table: Path, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVOCATE_DATA", home)
    with pytest.raises(UpdateStopped, match="The data in force is as it was"):
        update(table, today)


def test_ctrl_c_leaves_nothing_behind(table: Path, today: date) -> None:
    before = contents()
    with pytest.raises(KeyboardInterrupt), prepared(Request(("officials",), today, given=(table,))):
        raise KeyboardInterrupt
    assert contents() == before
    assert list((snapshot.data_home() / copies.COPIES).iterdir()) == []


def test_the_data_folder_may_not_be_the_packages_own(
    table: Path, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVOCATE_DATA", str(snapshot.bundled_folder()))
    with pytest.raises(UpdateStopped, match="never touches"):
        update(table, today)
