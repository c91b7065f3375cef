"""Is the copy in force the one the pointer names, and are older ones at hand?"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from legislators import copies, snapshot
from legislators.errors import SnapshotError, UpdateStopped
from legislators.snapshot import kept_copies, open_snapshot, user_folder

NOW = datetime(2026, 11, 24, 8, 0)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("ADVOCATE_DATA", str(home))
    return home


def roster(folder: Path, as_of: str) -> None:
    text = f'{{\n"as_of": "{as_of}",\n"committees": [],\n"source": "S",\n"seats": [\n]}}\n'
    (folder / "officials.json").write_text(text, encoding="utf-8")


def take(home: Path, as_of: str) -> Path:
    with copies.only_update(home), copies.new_copy(home) as made:
        roster(made, as_of)
        return copies.put_in_force(home, made, NOW)


def test_the_newest_copy_is_answered_from_and_the_ones_before_are_kept(home: Path) -> None:
    assert user_folder() == home
    first, second = take(home, "2026-11-01"), take(home, "2026-11-20")
    assert user_folder() == second
    assert open_snapshot().path("officials.json").parent == second
    assert [(each.name, each.as_of, each.in_force) for each in kept_copies()] == [
        (second.name, date(2026, 11, 20), True),
        (first.name, date(2026, 11, 1), False),
        ("bundled", date(2026, 8, 5), False),
    ]


def test_rolling_back_goes_one_copy_further_each_time(home: Path) -> None:
    first, second = take(home, "2026-11-01"), take(home, "2026-11-20")
    with copies.only_update(home):
        assert copies.roll_back(home) == first
    assert not second.exists()
    with copies.only_update(home):
        assert copies.roll_back(home) is None
    assert user_folder() == home
    with copies.only_update(home), pytest.raises(UpdateStopped, match="No update is in force"):
        copies.roll_back(home)


def test_a_copy_laid_there_by_hand_is_at_hand(home: Path) -> None:
    old = home / copies.COPIES / "winter-2024"
    old.mkdir(parents=True)
    roster(old, "2024-02-01")
    take(home, "2026-11-20")
    assert [each.name for each in kept_copies()][-1] == "winter-2024"
    assert kept_copies()[-1].as_of == date(2024, 2, 1)
    assert old.is_dir(), "no update sweeps it away"


def test_what_never_came_into_force_is_swept_away_and_never_told(home: Path) -> None:
    orphan = home / copies.COPIES / "2026-11-23-080000"
    orphan.mkdir(parents=True)
    (orphan / copies.MARK).write_text("{}", encoding="utf-8")
    half = home / copies.COPIES / f"{copies.MAKING}abc"
    half.mkdir()
    assert [each.name for each in kept_copies()] == ["bundled"]
    take(home, "2026-11-20")
    assert not orphan.exists()
    assert not half.exists()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"in_force": "x"}', '{"in_force": "../../etc", "before": []}',
     '{"in_force": "x", "before": ["a/b"]}', '{"in_force": "x", "before": 3}', "\x00\x01"],
)  # fmt: skip
def test_a_pointer_that_cannot_be_read_is_told_with_its_remedy(home: Path, text: str) -> None:
    (home / copies.POINTER).write_text(text, encoding="utf-8")
    with pytest.raises(SnapshotError, match="Remove it"):
        open_snapshot()


def test_a_copy_that_is_gone_is_told_and_can_be_rolled_back(home: Path) -> None:
    first, second = take(home, "2026-11-01"), take(home, "2026-11-20")
    (second / "officials.json").unlink()
    (second / copies.MARK).unlink()
    second.rmdir()
    with pytest.raises(SnapshotError, match="is gone"):
        open_snapshot()
    with copies.only_update(home):
        assert copies.roll_back(home) == first
    assert user_folder() == first


def test_two_copies_of_one_second_have_two_names(home: Path) -> None:
    assert [take(home, "2026-11-01").name, take(home, "2026-11-02").name] == [
        "2026-11-24-080000",
        "2026-11-24-080000-2",
    ]


def test_the_bundled_data_are_never_written_to(home: Path) -> None:
    before = snapshot.sha256_of(snapshot.bundled_folder())
    take(home, "2026-11-20")
    with copies.only_update(home):
        copies.roll_back(home)
    assert snapshot.sha256_of(snapshot.bundled_folder()) == before


def test_the_pointer_is_plain_to_read(home: Path) -> None:
    first, second = take(home, "2026-11-01"), take(home, "2026-11-20")
    told = json.loads((home / copies.POINTER).read_text(encoding="utf-8"))
    assert told == {"in_force": second.name, "before": [first.name]}
