"""What a second process reads is what this one would have read, its errors included."""

from __future__ import annotations

from pathlib import Path

import pytest

from advocate.importing import lists
from advocate.importing.ahead import ToRead, read_ahead
from advocate.importing.columns import recognise
from advocate.importing.entries import read_entries
from advocate.importing.reading import open_list
from advocate.store.log import Log
from advocate.store.staging import AT, staged

TEXT = "Name,Email,Phone,Opted out\n" + "".join(
    f"Ann Olson{n},a{n}@example.org,651-555-{n:04d},{'yes' if n % 5 == 0 else ''}\n" for n in range(5000)
)


def test_the_rows_are_the_same(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(TEXT + "Bob,no e-mail,1,maybe\n")
    source = open_list(file)
    columns = recognise(source.columns)
    ahead = list(read_ahead(ToRead(file, "", columns, "School fair")))
    assert ahead == list(map(staged, read_entries(source.rows(), columns, consent_source="School fair")))
    assert len(ahead) == 5001


def test_who_stops_listening_lets_the_other_go(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(TEXT)
    rows = read_ahead(ToRead(file, "", recognise(open_list(file).columns), "School fair"))
    assert next(rows)[AT["name"]] == "Ann Olson0"
    rows.close()  # type: ignore[attr-defined]


def test_an_error_there_is_raised_here(tmp_path: Path) -> None:
    columns = recognise(("Name", "Email"))
    with pytest.raises(FileNotFoundError) as error:
        list(read_ahead(ToRead(tmp_path / "gone.csv", "", columns, "")))
    assert error.value.filename


def test_a_long_list_is_planned_as_a_short_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "list.csv"
    file.write_text(TEXT)
    with Log(tmp_path / "log.db") as log:
        here = lists.plan_list(log, file, consent_source="School fair").plan
        monkeypatch.setattr(lists, "WORTH_IT", 10)
        there = lists.plan_list(log, file, consent_source="School fair").plan
    assert (here.digest, here.counts) == (there.digest, there.counts)
    assert here.counts["create"] == 5000
