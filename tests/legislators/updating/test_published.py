"""From the publishers' own files, served under their own paths: is what an update makes the bundled snapshot?"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from published_samples import COLUMNS, members_table, row_of
from publisher_server import Publisher, publisher, serves
from update_samples import LATER, NOW, SAME_DAY, told

from legislators import snapshot
from legislators.snapshot import bundled_folder, open_snapshot, read_sources, write_sources
from legislators.sources.boundary_files import tiger_url
from legislators.sources.fetching import Fetcher
from legislators.sources.open_states_csv import URL as TABLE
from legislators.updating import Request, Update, prepared, put_in_force
from legislators.updating.districts import SCHOOLS_URL

PUBLISHED = Path(os.environ.get("ADVOCATE_PUBLISHED", ""))
pytestmark = pytest.mark.skipif(
    not os.environ.get("ADVOCATE_PUBLISHED"), reason="the publishers' files are not at hand"
)
#: What the older copy was made from other files of.
OLDER = ("tl_2024_27_sldl", "tl_2024_27_sldu", "open-states-people")
MADE = ("districts.gpkg", "district_cells.npz", "overlay.json", "officials.json")


@pytest.fixture(scope="module")
def server() -> Iterator[Publisher]:
    with publisher() as running:
        for year, name in ((2024, "sldl"), (2024, "sldu"), (2022, "cd118")):
            file = PUBLISHED / "boundaries" / f"tl_{year}_27_{name}.zip"
            running.on(tiger_url(year, name), serves(file.read_bytes(), etag=f'"{name}"'))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(PUBLISHED / "boundaries" / "mn_school_districts_2025.gpkg", "bdry.gpkg")
        running.on(SCHOOLS_URL, serves(packed.getvalue(), modified=SAME_DAY))
        running.on(TABLE, serves(published_table(), modified=SAME_DAY))
        yield running


def published_table() -> bytes:
    """Open States' table as they make it from the very files: no office at the Capitol, by their fault."""
    import yaml

    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    for file in sorted((PUBLISHED / "roster" / "openstates_mn_legislature").glob("*.yml")):
        person = yaml.safe_load(file.read_text(encoding="utf-8"))
        for role in person["roles"]:
            if str(role.get("end_date") or "9999") > "2026-08-05":
                offices = {each["classification"]: each for each in person.get("offices", [])}
                row = {name: person.get(name, "") for name in ("id", "name", "family_name", "email")}
                row |= {"current_chamber": role["type"], "current_district": str(role["district"])}
                row |= {"current_party": person["party"][-1]["name"]}
                row |= {"links": ";".join(each["url"] for each in person.get("links", []))}
                row |= {"sources": ";".join(each["url"] for each in person.get("sources", []))}
                row |= {"district_voice": offices.get("district", {}).get("voice", "")}
                table.writerow(dict.fromkeys(COLUMNS, "") | row)
    return text.getvalue().encode()


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An older copy of one's own: another e-mail, and lines that came from other files."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("ADVOCATE_DATA", str(home))
    sources = read_sources(bundled_folder() / snapshot.SOURCES_FILE)
    write_sources(
        home / snapshot.SOURCES_FILE,
        (replace(each, sha256="0") if each.name in OLDER else each for each in sources),
    )
    roster = json.loads((bundled_folder() / "officials.json").read_text(encoding="utf-8"))
    for seat in roster["seats"]:
        if seat["seat"] == "House District 62A":
            seat["holder"]["email"] = "rep.a.gomez@house.mn.gov"
    (home / "officials.json").write_text(json.dumps(roster), encoding="utf-8")
    for name in ("districts.gpkg", "district_cells.npz", "overlay.json"):
        shutil.copyfile(bundled_folder() / name, home / name)
    return home


def update(server: Publisher, home: Path, *parts: str, given: tuple[Path, ...] = ()) -> Update:
    today = date(2026, 11, 24)
    fetcher = Fetcher(home / "downloads", today, base=server.base)
    with prepared(Request(parts, today, given=given), fetcher) as found:
        if found.folder:
            put_in_force(found, NOW)
        return found


def bundled_files() -> list[str]:
    """The data files that came with the package, but for the list of their sources."""
    files = (each.name for each in bundled_folder().iterdir() if each.is_file())
    return sorted(name for name in files if name != snapshot.SOURCES_FILE)


def same_as_bundled() -> list[str]:
    """The names of the data files that are, byte for byte, those that came with the package."""
    found = open_snapshot()
    return sorted(
        name for name in bundled_files() if content(found.path(name)) == content(bundled_folder() / name)
    )


def content(path: Path) -> object:
    """A file's bytes; of an archive its members, since releases of Python write its headers differently."""
    if path.suffix != ".npz":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def checkout(folder: Path) -> Path:
    """The YAML files as they lie in a checkout, pulled on the day of the bundled edition."""
    for name in ("legislature", "committees", "executive"):
        shutil.copytree(PUBLISHED / "roster" / f"openstates_mn_{name}", folder / "data" / "mn" / name)
    pulled = int(datetime(2026, 8, 5, 12, tzinfo=UTC).timestamp())
    log = folder / ".git" / "logs" / "HEAD"
    log.parent.mkdir(parents=True)
    log.write_text(
        f"{'0' * 40} 934bf09a94{'0' * 30} A <a@example.org> {pulled} +0000\tpull\n", encoding="utf-8"
    )
    return folder


def test_an_update_of_everything_is_the_bundled_snapshot_byte_for_byte(
    server: Publisher, older: Path, tmp_path: Path
) -> None:
    update(server, older, "officials", given=(checkout(tmp_path / "people"),))
    found = update(server, older, "officials", "boards", "districts", "streets")
    assert found.changes == (), "the lines are those we had"
    assert same_as_bundled() == bundled_files()
    ours = {each.name: each for each in open_snapshot().sources}
    for each in read_sources(bundled_folder() / snapshot.SOURCES_FILE):
        # The folder of the bundled edition held a licence beside the people, and so has another hash.
        sha256 = each.sha256 if each.name != "open-states-people" else ours[each.name].sha256
        assert replace(ours[each.name], retrieved_on=each.retrieved_on) == replace(each, sha256=sha256)


def test_the_table_says_what_the_database_says(server: Publisher, older: Path) -> None:
    found = update(server, older, "officials")
    assert told(found) == [
        "~ House District 62A: e-mail of Rep. Aisha Gomez changed: "
        "rep.a.gomez@house.mn.gov -> rep.aisha.gomez@house.mn.gov"
    ]
    bundled = json.loads((bundled_folder() / "officials.json").read_text(encoding="utf-8"))["seats"]
    ours = json.loads(open_snapshot().path("officials.json").read_text(encoding="utf-8"))["seats"]
    for new, old in zip(ours, bundled, strict=True):
        assert {**new, "source": ""} == {**old, "source": ""}


def test_nothing_new_is_nothing_done(
    server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVOCATE_DATA", str(tmp_path / "home"))
    found = update(server, tmp_path / "home", "officials", "districts", "streets", "boards")
    assert (found.folder, found.changes) == (None, ())


def test_one_changed_record_is_exactly_that_difference(
    server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVOCATE_DATA", str(tmp_path / "home"))
    change = members_table(lambda rows: row_of(rows, "65").update(email="sen.sandra.pappas@senate.mn"))
    server.on(TABLE, serves(change, modified=LATER))
    found = update(server, tmp_path / "home", "officials", "districts", "streets", "boards")
    assert len(found.changes) == 1
    assert "sen.sandra.parry@senate.mn -> sen.sandra.pappas@senate.mn" in told(found)[0]
    assert [name for name in MADE if name not in same_as_bundled()] == ["officials.json"]
