"""Does an update take streets by county, lines and results, and ask for nothing twice?"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from published_samples import addrfeat, write
from publisher_server import Publisher, serves, status, web_page
from update_samples import LATER, Run, told

from legislators import snapshot
from legislators.errors import FetchError, NotPublished, UnknownDistrict, UpdateStopped
from legislators.snapshot import open_snapshot
from legislators.sources.boundary_files import addrfeat_url, tiger_url
from legislators.sources.secretary_of_state import URL as RESULTS
from legislators.updating.boards import elections_since
from legislators.updating.districts import SCHOOLS_URL
from legislators.updating.streets import counties_at_hand

pytestmark = pytest.mark.usefixtures("package", "unchecked")


def test_a_county_is_added_and_the_others_stay(server: Publisher, update: Run) -> None:
    server.on(addrfeat_url(2025, "27123"), serves(addrfeat("27123", [("6th St E", 1500, 1598)], 2025)))
    found = update("streets", counties=("ramsey county",))
    assert told(found) == ["+ Ramsey County: 1 range of house numbers (was not at hand)"]
    assert counties_at_hand(open_snapshot().path("streets.sqlite")) == {"27053": 1, "27123": 1}
    names = {each.name: each.vintage for each in open_snapshot().sources_of("streets.sqlite")}
    assert names == {"address_ranges_27053": "2024", "address_ranges_27123": "2025"}
    assert server.count(addrfeat_url(2026, "27123")) == 1, "the newest edition is asked for first"
    assert (
        open_snapshot().path("officials.json").read_bytes()
        == (snapshot.bundled_folder() / "officials.json").read_bytes()
    )


def test_counties_at_hand_are_looked_after(server: Publisher, update: Run) -> None:
    assert update("streets").folder is None
    server.on(
        addrfeat_url(2026, "27053"),
        serves(addrfeat("27053", [("Lake St E", 100, 198), ("Oak Ave", 1, 9)], 2026)),
    )
    assert told(update("streets")) == ["~ Hennepin County: 1 -> 2 ranges of house numbers (+1)"]
    assert update("streets").folder is None


def test_what_was_fetched_before_a_stop_is_not_fetched_again(server: Publisher, update: Run) -> None:
    one, two = addrfeat_url(2026, "27003"), addrfeat_url(2026, "27123")
    server.on(one, serves(addrfeat("27003", [("A St", 1, 9)], 2026), etag='"a"'))
    server.on(two, status(500))
    with pytest.raises(FetchError):
        update("streets", counties=("Anoka", "Ramsey"))
    server.on(two, serves(addrfeat("27123", [("B St", 1, 9)], 2026), etag='"b"'))
    update("streets", counties=("Anoka", "Ramsey"))
    assert [
        headers.get("If-None-Match") for path, headers in server.asked if path.endswith("27003_addrfeat.zip")
    ] == [
        None,
        '"a"',
    ]


def test_a_county_that_there_is_not_lists_near_ones(update: Run) -> None:
    with pytest.raises(UnknownDistrict, match="near it: Hennepin"):
        update("streets", counties=("Henepin",))


def test_a_county_nobody_publishes_is_told(update: Run) -> None:
    with pytest.raises(NotPublished, match="Cook County"):
        update("streets", counties=("Cook",))


@pytest.mark.parametrize("name", ["streets.zip", "tl_2024_55001_addrfeat.zip", "tl_2024_27054_addrfeat.zip"])
def test_a_file_of_another_name_is_told(name: str, update: Run, tmp_path: Path) -> None:
    file = write(tmp_path / name, addrfeat("27053", [("A St", 1, 9)]))
    with pytest.raises(UpdateStopped, match="Keep the published name"):
        update("streets", given=(file,))


def test_the_same_lines_are_not_compiled_again(
    server: Publisher, update: Run, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_districts(server)
    own_sources(monkeypatch, package, {"tl_2024_27_sldl": b"sldl", "tl_2024_27_sldu": b"sldu",
                                       "tl_2022_27_cd118": b"cd118", "mn_school_districts_2025": b""})  # fmt: skip
    found = update("districts")
    assert (found.folder, found.current) == (None, ("districts",))


def offer_districts(server: Publisher) -> None:
    for year, name in ((2024, "sldl"), (2024, "sldu"), (2022, "cd118")):
        server.on(tiger_url(year, name), serves(archive(f"{name}.shp", name.encode())))
    server.on(SCHOOLS_URL, serves(archive("bdry.gpkg", b"SQLite format 3\0"), modified=LATER))


def archive(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def own_sources(monkeypatch: pytest.MonkeyPatch, package: Path, contents: dict[str, bytes]) -> None:
    """Let the data in force be made from the files that the server has."""
    real = snapshot.Snapshot.sources.func  # type: ignore[attr-defined]
    digests = {
        name: hashlib.sha256(
            archive(f"{content.decode()}.shp", content) if content else b"SQLite format 3\0"
        ).hexdigest()
        for name, content in contents.items()
    }
    monkeypatch.setattr(
        snapshot.Snapshot,
        "sources",
        property(lambda self: tuple(replace(s, sha256=digests.get(s.name, s.sha256)) for s in real(self))),
    )


def test_a_web_page_in_place_of_the_lines_is_refused(server: Publisher, update: Run) -> None:
    offer_districts(server)
    server.on(tiger_url(2024, "sldu"), web_page())
    with pytest.raises(FetchError, match="web page in place of the file"):
        update("districts")


def test_districts_of_ones_own_need_all_four_files(update: Run, tmp_path: Path) -> None:
    with pytest.raises(UpdateStopped, match="holds no mn_school_districts_YYYY"):
        update("districts", given=(tmp_path,))


def test_results_that_are_not_there_yet_are_told(update: Run) -> None:
    found = update("boards")
    assert found.notes == ("The Secretary of State has no results of 2026-11-03 by district yet.",)
    assert (found.folder, found.current) == (None, ())


RACE = (
    "MN;;;5000;School Board Member (ISD #2) (Elect 1);0002;{code};{name};;;NP;{done};5;{votes};50.00;500\r\n"
)


def results(done: int = 5) -> bytes:
    rows = (("9001", "Ada Example", 300), ("9002", "Cy Example", 200))
    return "".join(RACE.format(code=c, name=n, votes=v, done=done) for c, n, v in rows).encode("cp1252")


def test_results_of_the_election_join_the_boards(server: Publisher, update: Run) -> None:
    url = RESULTS.format(day="20261103")
    server.on(url, serves(results(), etag='"r"'))
    found = update("boards")
    assert found.files == ("board_results.json",)
    ((line,), (note, *_)) = told(found), found.notes
    assert "(0002-01)" in line
    assert "Ada Example" in line
    assert "from 2027-01-04" in line
    assert note == "2026-11-03: 1 race, a winner's name for 1 of 1 seat."
    assert "sos_results_20261103" in {each.name for each in open_snapshot().sources}
    again = update("boards")
    assert (again.folder, again.current) == (None, ("boards",))


def test_a_race_that_is_not_final_waits(server: Publisher, update: Run) -> None:
    server.on(RESULTS.format(day="20261103"), serves(results(done=3)))
    found = update("boards")
    assert (found.folder, found.eyes) == (None, True)
    assert any("not final" in note for note in found.notes)
    assert update("boards", force=True).folder is not None


def test_general_elections_are_counted_by_the_calendar() -> None:
    assert elections_since(date(2026, 10, 1), date(2026, 11, 2)) == []
    assert elections_since(date(2026, 10, 1), date(2026, 11, 24)) == [date(2026, 11, 3)]
    assert elections_since(date(2026, 10, 1), date(2028, 12, 1)) == [
        date(2026, 11, 3),
        date(2027, 11, 2),
        date(2028, 11, 7),
    ]
