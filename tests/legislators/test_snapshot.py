"""Does the snapshot find the right copy of a file, and keep its sources word for word?"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legislators import snapshot
from legislators.errors import SnapshotError
from legislators.snapshot import (
    Source,
    open_snapshot,
    read_sources,
    sha256_of,
    write_sources,
)

ROSTER = Source(
    name="open-states-people",
    publisher="Open States",
    title="People database: Minnesota",
    url="https://github.com/openstates/people",
    vintage="2026-08-05",
    licence="CC0 1.0",
    retrieved_on="2026-10",
    sha256="ab" * 32,
    valid_from=date(2026, 8, 5),
    valid_to=date(2027, 1, 4),
    used_for=("officials.json",),
)
STREETS = replace(ROSTER, name="address-ranges", vintage="2024", valid_to=None, used_for=("streets.sqlite",))


def folder_with(folder: Path, sources: list[Source], *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text("{}", encoding="utf-8")
    if sources:
        write_sources(folder / "SOURCES.toml", sources)
    return folder


@pytest.fixture
def own_and_bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    bundled = folder_with(tmp_path / "bundled", [ROSTER, STREETS], "officials.json", "streets.sqlite")
    monkeypatch.setattr(snapshot, "_BUNDLED", bundled)
    own = tmp_path / "own"
    monkeypatch.setenv("ADVOCATE_DATA", str(own))
    return own, bundled


def test_the_bundled_copy_answers_while_there_is_no_other(own_and_bundled: tuple[Path, Path]) -> None:
    _, bundled = own_and_bundled
    assert open_snapshot().path("officials.json") == bundled / "officials.json"
    assert [source.name for source in open_snapshot().sources] == ["address-ranges", "open-states-people"]
    assert open_snapshot().version == "2026-08-05"


def test_a_newer_own_copy_wins_and_the_rest_stays_bundled(own_and_bundled: tuple[Path, Path]) -> None:
    own, bundled = own_and_bundled
    folder_with(own, [replace(ROSTER, vintage="2027-01-20", sha256="cd" * 32)], "officials.json")
    opened = open_snapshot()
    assert opened.path("officials.json") == own / "officials.json"
    assert opened.path("streets.sqlite") == bundled / "streets.sqlite"
    assert [(source.name, source.vintage) for source in opened.sources] == [
        ("address-ranges", "2024"),
        ("open-states-people", "2027-01-20"),
    ]
    assert opened.version == "2027-01-20"


def test_an_older_own_copy_does_not_hide_newer_bundled_data(own_and_bundled: tuple[Path, Path]) -> None:
    own, bundled = own_and_bundled
    folder_with(own, [replace(ROSTER, vintage="2025-02-01")], "officials.json")
    assert open_snapshot().path("officials.json") == bundled / "officials.json"
    assert open_snapshot().version == "2026-08-05"


def test_streets_of_more_counties_are_not_given_up_for_a_newer_edition(
    own_and_bundled: tuple[Path, Path],
) -> None:
    own, bundled = own_and_bundled
    ramsey = replace(STREETS, name="address_ranges_27123", vintage="2025")
    write_sources(bundled / "SOURCES.toml", [ROSTER, ramsey])
    hennepin = replace(ramsey, name="address_ranges_27053", vintage="2024")
    folder_with(own, [replace(ramsey, vintage="2024"), hennepin], "streets.sqlite")
    assert open_snapshot().path("streets.sqlite") == own / "streets.sqlite"
    write_sources(own / "SOURCES.toml", [replace(ramsey, vintage="2024")])
    assert open_snapshot().path("streets.sqlite") == bundled / "streets.sqlite"


def test_an_own_file_without_a_list_of_sources_wins(own_and_bundled: tuple[Path, Path]) -> None:
    own, _ = own_and_bundled
    folder_with(own, [], "streets.sqlite")
    assert open_snapshot().path("streets.sqlite") == own / "streets.sqlite"


def test_a_named_folder_is_the_only_one(own_and_bundled: tuple[Path, Path], tmp_path: Path) -> None:
    alone = folder_with(tmp_path / "alone", [ROSTER], "officials.json")
    assert open_snapshot(alone).path("officials.json") == alone / "officials.json"
    with pytest.raises(SnapshotError, match=r"streets\.sqlite is missing.*advocate data build"):
        open_snapshot(alone).path("streets.sqlite")
    with pytest.raises(SnapshotError, match="is no folder"):
        open_snapshot(tmp_path / "nowhere")


printable = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x7f"), max_size=30)


@settings(deadline=None)
@given(
    title=printable, publisher=printable, ends=st.none() | st.dates(), files=st.lists(printable, max_size=3)
)
def test_sources_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, title: str, publisher: str, ends: date | None, files: list[str]
) -> None:
    path = tmp_path_factory.mktemp("sources") / "SOURCES.toml"
    source = replace(ROSTER, title=title, publisher=publisher, valid_to=ends, used_for=tuple(files))
    write_sources(path, [STREETS, source])
    assert read_sources(path) == (STREETS, source)


def test_a_broken_list_of_sources_names_file_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "SOURCES.toml"
    path.write_text('[[source]]\nname = "half"\n', encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"SOURCES\.toml cannot be read.*advocate data build"):
        read_sources(path)


@pytest.mark.parametrize("vintage", ["TIGER/Line 2024", "2025-26", "2026-8-5", ""])
def test_a_vintage_that_does_not_sort_is_refused(vintage: str) -> None:
    with pytest.raises(ValueError, match="vintage"):
        replace(ROSTER, vintage=vintage)


def test_hash_of_a_folder_follows_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_bytes(b"two")
    (tmp_path / "a.yml").write_bytes(b"one")
    lines = [
        f"{hashlib.sha256(text).hexdigest()}  {name}\n"
        for name, text in (("a.yml", b"one"), ("b.yml", b"two"))
    ]
    assert sha256_of(tmp_path) == hashlib.sha256("".join(lines).encode()).hexdigest()
    assert sha256_of(tmp_path / "a.yml") == hashlib.sha256(b"one").hexdigest()
    before = sha256_of(tmp_path)
    (tmp_path / "a.yml").rename(tmp_path / "c.yml")
    assert sha256_of(tmp_path) != before
