"""Killed, out of room, side by side with another, stopped at the question: the old list or the new one, never half."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from advocate.cli import cli
from advocate.errors import StoreError
from advocate.importing.applying import GroundShifted, apply_plan
from advocate.importing.entry import ConsentGiven, Entry
from advocate.importing.planning import Source, plan_import
from advocate.importing.undoing import undo_import
from advocate.store.bulk import LARGE
from advocate.store.log import Log

RUNNER = Path(__file__).with_name("import_runner.py")
TABLES = ("supporters", "addresses", "consents", "external_ids", "batches", "batch_rows")
RANDOM = re.compile(r"\b[0-9a-f]{12}\b|\b[0-9a-f]{32}\b|\d{4}-\d\d-\d\dT[\d:.]+Z")


def people(count: int, *, start: int = 0, role: str = "parent") -> Iterator[Entry]:
    for n in range(start, start + count):
        name, address = f"Ann Olson{n}", f"{n} Oak Ln, Saint Paul, MN 55106"
        yield Entry(
            n + 2, name, "Ann", f"Olson{n}", f"a{n}@example.org", f"651555{n:05d}", address, "Saint Paul", "55106", role,
            consent=ConsentGiven("any", "2026-09-12", "School fair"), name_key=name.lower(), email_key=f"a{n}@example.org",
            phone_key=f"+1651555{n:05d}", address_key=address.lower(), names_house=True,
        )  # fmt: skip


def dump(db: Path) -> list[str]:
    with Log(db) as log:
        return list(log.database.conn.iterdump())


def content(db: Path) -> list[str]:
    """The dump without what is random or the moment's: ids that belong together are numbered as they come."""
    seen: dict[str, str] = {}
    return [
        RANDOM.sub(lambda found: seen.setdefault(found[0], f"<{len(seen)}>"), line)
        for line in dump(db)
        if "_sqlite_migrations" not in line
    ]


def sheet(path: Path, count: int) -> Path:
    lines = [
        f"Ann Olson{n},a{n}@example.org,651-555-{n:04d},{n} Oak Ln,Saint Paul,55106" for n in range(count)
    ]
    path.write_text("\n".join(["Name,Email,Phone,Address,City,Zip", *lines, "Bob,not an e-mail,,,,"]))
    return path


class Runner:
    """A process that imports as it is told, and can be told to die meanwhile."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(self, db: Path, file: Path, step: int = 0, milliseconds: float = 0) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{db} {file} {step} {milliseconds}\n")
        self.process.stdin.flush()

    def end(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())

    def run(self, db: Path, file: Path, step: int = 0, milliseconds: float = 0) -> int:
        self.begin(db, file, step, milliseconds)
        return self.end()


@pytest.fixture
def runners() -> Iterator[tuple[Runner, Runner]]:
    both = Runner(), Runner()
    yield both
    for each in both:
        assert each.process.stdin and each.process.stdout
        each.process.stdin.close()
        assert each.process.wait(20) == 0
        each.process.stdout.close()


forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 needs a system that has it")


@forks
def test_killed_at_any_moment_and_started_again_it_is_as_if_nothing_had_been(
    tmp_path: Path, runners: tuple[Runner, Runner]
) -> None:
    file, runner = sheet(tmp_path / "sheet.csv", 200), runners[0]
    before = tmp_path / "before.db"
    with Log(before):
        pass
    old, whole = dump(before), tmp_path / "whole.db"
    shutil.copy(before, whole)
    assert runner.run(tmp_path / "first.db", file) == 3
    started = time.monotonic()
    assert runner.run(whole, file) == 3
    took = (time.monotonic() - started) * 1000
    new = content(whole)
    chance = random.Random(20261124)
    killed = 0
    for n in range(20):
        db = tmp_path / f"{n}.db"
        shutil.copy(before, db)
        # A quarter of them at a moment, wherever that is; on a busy machine it may be too late. The rest at a statement.
        step, moment = (
            (0, took * chance.uniform(0.3, 1.0)) if n % 4 == 2 else (chance.randrange(12, 110), 0.0)
        )
        killed += runner.run(db, file, step, moment) == -signal.SIGKILL
        assert dump(db) == old or content(db) == new
        if n % 4 == 0:
            assert runner.run(db, file) == 3
            assert content(db) == new
        for each in tmp_path.glob(f"{n}.db*"):
            each.unlink()
    assert killed >= 10


def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    db = tmp_path / "log.db"
    with Log(db) as log:
        apply_plan(log, plan_import(log, people(50), Source("a.csv")))
        before = list(log.database.conn.iterdump())
        plan = plan_import(log, people(3000, start=50), Source("b.csv"))
        pages = log.database.conn.execute("PRAGMA main.page_count").fetchone()[0]
        log.database.conn.execute(f"PRAGMA main.max_page_count = {pages + 20}")
        with pytest.raises(StoreError, match=r"disk .* is full.*Nothing was changed"):
            apply_plan(log, plan)
        assert list(log.database.conn.iterdump()) == before
        assert log.database.conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
        log.database.conn.execute("PRAGMA main.max_page_count = 1000000")
        assert apply_plan(log, plan_import(log, people(3000, start=50), Source("b.csv"))).number == 2


@forks
def test_a_file_system_without_room_is_told_and_changes_nothing(tmp_path: Path) -> None:
    file = sheet(tmp_path / "sheet.csv", 2000)
    db = tmp_path / "log.db"
    with Log(db):
        before = dump(db)
    limit = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)); "
    )
    words = ["import", str(file), "--consent-source", "School fair", "--yes", "--db", str(db)]
    done = subprocess.run(
        [sys.executable, "-c", f"{limit}from advocate.cli import cli; cli.main({words!r})"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Error: The " in done.stderr
    assert "Traceback" not in done.stderr
    assert dump(db) == before
    assert list(tmp_path.glob("*.needs-eyes*")) == []


@forks
def test_two_volunteers_at_once_both_get_in_and_nobody_twice(
    tmp_path: Path, runners: tuple[Runner, Runner]
) -> None:
    db = tmp_path / "log.db"
    with Log(db):
        pass
    # Both have people 0 to 299.
    files = [sheet(tmp_path / "a.csv", 300), sheet(tmp_path / "b.csv", 400)]
    for runner, file in zip(runners, files, strict=True):
        runner.begin(db, file)
    assert [runner.end() for runner in runners] == [3, 3]
    with sqlite3.connect(db) as database:
        assert database.execute("SELECT count(*), count(DISTINCT email_key) FROM supporters").fetchone() == (
            400,
            400,
        )
    database.close()


def test_a_plan_whose_ground_has_shifted_is_not_carried_out_unseen(tmp_path: Path) -> None:
    with Log(tmp_path / "log.db") as mine, Log(tmp_path / "log.db") as theirs:
        plan = plan_import(mine, people(10), Source("mine.csv"))
        apply_plan(theirs, plan_import(theirs, people(5, role="educator"), Source("theirs.csv")))
        with pytest.raises(GroundShifted, match="Look at the new plan") as shifted:
            apply_plan(mine, plan)
        assert shifted.value.plan.counts["create"] == 5
        assert shifted.value.plan.counts["update"] == 5
        assert apply_plan(mine, shifted.value.plan).number == 2


def test_a_change_that_changes_no_decision_does_not_stop_an_import(tmp_path: Path) -> None:
    with Log(tmp_path / "log.db") as mine, Log(tmp_path / "log.db") as theirs:
        plan = plan_import(mine, people(10), Source("mine.csv"))
        apply_plan(theirs, plan_import(theirs, people(5, start=50), Source("theirs.csv")))
        assert apply_plan(mine, plan).plan.counts["create"] == 10


def test_while_an_import_is_looked_at_the_list_is_free(tmp_path: Path) -> None:
    with Log(tmp_path / "log.db") as mine:
        plan_import(mine, people(10), Source("mine.csv"))
        done: list[int | None] = []

        def other() -> None:
            with Log(tmp_path / "log.db", patience=0.1) as theirs:
                done.append(apply_plan(theirs, plan_import(theirs, people(3), Source("theirs.csv"))).number)

        thread = Thread(target=other)
        thread.start()
        thread.join()
        assert done == [1]


@pytest.mark.parametrize("answer", [KeyboardInterrupt, "n"])
def test_stopped_at_the_question_nothing_is_left(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: type[BaseException] | str,
) -> None:
    file, db = sheet(tmp_path / "sheet.csv", 5), tmp_path / "log.db"
    with Log(db):
        before = dump(db)

    def asked(prompt: str = "") -> str:
        if isinstance(answer, str):
            return answer
        raise answer

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.termui.visible_prompt_func", asked)
    with pytest.raises(SystemExit) as ended:
        cli.main(["import", str(file), "--consent-source", "School fair", "--db", str(db)])
    assert ended.value.code == 130
    assert "Stopped" in capsys.readouterr().err
    assert dump(db) == before
    assert sorted(each.name for each in tmp_path.iterdir() if "log.db" not in each.name) == ["sheet.csv"]


def test_a_large_import_and_its_undo_leave_the_definitions_as_they_were(tmp_path: Path) -> None:
    with Log(tmp_path / "log.db", clock=lambda: datetime(2026, 11, 24, tzinfo=UTC)) as log:
        before = list(log.database.conn.iterdump())
        applied = apply_plan(log, plan_import(log, people(LARGE + 10), Source("large.csv")))
        assert applied.number == 1
        schema = [line for line in log.database.conn.iterdump() if line.startswith("CREATE")]
        assert schema == [line for line in before if line.startswith("CREATE")]
        assert log.database.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert log.database.conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert undo_import(log, "1").removed == LARGE + 10
        assert list(log.database.conn.iterdump()) == before
