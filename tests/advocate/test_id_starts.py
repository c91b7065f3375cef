"""The start of an id means one row, and one kind of message says why it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advocate.errors import UnknownContact
from advocate.store.id_starts import find_id, may_begin_id
from advocate.store.log import Log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log(tmp_path / "log.db") as log, log.writing():
        for n, start in enumerate(("abcd0", "abcd1", "ffff0")):
            log.database.execute(
                "INSERT INTO supporters (id, name, name_key, created_at) VALUES (?, ?, '', '2026-11-24')",
                [f"{start}{'0' * 27}", f"Person {n}"],
            )
        yield log


def find(log: Log, typed: str) -> str:
    return find_id(
        log.database,
        "people",
        typed,
        error=UnknownContact,
        noun="person",
        shown_by="advocate list",
        describe=str.upper,
    )


@pytest.mark.parametrize("typed", ["ffff", " FFFF0 ", "ffff0" + "0" * 27])
def test_a_start_that_only_one_id_has_will_do(log: Log, typed: str) -> None:
    assert find(log, typed) == "ffff0" + "0" * 27


def test_several_are_named_and_nobody_is_chosen(log: Log) -> None:
    with pytest.raises(UnknownContact, match="More than one person's id begins with 'abcd'") as told:
        find(log, "abcd")
    assert told.value.choices == ("ABCD0" + "0" * 27, "ABCD1" + "0" * 27)


@pytest.mark.parametrize("typed", ["", "abc", "xyz1", "abcd' OR 1", "f" * 33])
def test_what_is_no_id_is_said_to_be_none(log: Log, typed: str) -> None:
    assert not may_begin_id(typed)
    with pytest.raises(UnknownContact, match=r"is no person's id\. `advocate list` shows them"):
        find(log, typed)


def test_an_id_that_nobody_has(log: Log) -> None:
    with pytest.raises(UnknownContact, match="No person's id begins with 'eeee'"):
        find(log, "eeee")
