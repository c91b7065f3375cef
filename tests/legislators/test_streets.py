"""Is a house number placed on the right edge, the right side, with an honest doubt? And can a county be added?"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
import shapefile
from hypothesis import given
from hypothesis import strategies as st

from legislators.address import parse_address
from legislators.errors import AmbiguousAddress, SnapshotError
from legislators.files import replace_whole
from legislators.geocoders.streets import SETBACK_M, StreetIndex, error_of
from legislators.ground import metres_between, metres_per_degree
from legislators.sources.addrfeat import add_streets
from legislators.sources.streets import Edge, compile_streets, side_ranges

# Two blocks of a street that runs due east along 45 degrees north, 0.002 degrees (157 m) each.
WEST, MIDDLE, EAST = (-93.10, 45.0), (-93.098, 45.0), (-93.096, 45.0)
TOWNS = {"55101": ("SAINT PAUL",), "55303": ("ANOKA", "RAMSEY"), "55109": ("SAINT PAUL", "NORTH SAINT PAUL")}


def edge(
    name: str,
    points: Sequence[tuple[float, float]],
    left: tuple[int, int] | None = None,
    right: tuple[int, int] | None = None,
    zip_code: str = "55101",
    tlid: str = "1",
) -> dict[str, object]:
    """Return an edge as the ranges files have it."""

    def side(pair: tuple[int, int] | None) -> tuple[str | None, str | None, str | None, str | None]:
        if pair is None:
            return None, None, None, None
        return str(pair[0]), str(pair[1]), "EO"[pair[0] % 2], zip_code

    lf, lt, lp, lz = side(left)
    rf, rt, rp, rz = side(right)
    return {
        "tlid": int(tlid), "coords": [list(p) for p in points], "lfromhn": lf, "ltohn": lt, "rfromhn": rf, "rtohn": rt,
        "parityL": lp, "parityR": rp, "zipl": lz, "zipr": rz, "name": name,
    }  # fmt: skip


def compiled(folder: Path, edges: list[dict[str, object]]) -> Path:
    """Compile edges as one county and return the index file."""
    published = folder / "published" / "geocoding" / "tiger_ranges"
    published.mkdir(parents=True)
    streets: dict[str, list[dict[str, object]]] = {}
    for each in edges:
        streets.setdefault(str(each.pop("name")), []).append(each)
    document = {"county": {"key": "ramsey", "name": "Ramsey County, MN", "fips": "27123"}, "streets": streets}
    (published / "27123_ramsey.json").write_text(json.dumps(document))
    compile_streets(folder / "published", folder)
    return folder / "streets.sqlite"


def index_of(folder: Path, edges: list[dict[str, object]]) -> StreetIndex:
    return StreetIndex(compiled(folder, edges), lambda code: TOWNS.get(code, ()))


@pytest.fixture
def main_street(tmp_path: Path) -> StreetIndex:
    return index_of(
        tmp_path,
        [
            edge("MAIN ST E", [WEST, MIDDLE], left=(101, 199), right=(100, 198), tlid="1"),
            edge("MAIN ST E", [MIDDLE, EAST], left=(201, 299), right=(200, 298), tlid="2"),
        ],
    )


def place(index: StreetIndex, text: str):  # type: ignore[no-untyped-def]
    found = index.locate(parse_address(text, frozenset(t for towns in TOWNS.values() for t in towns)))
    return found.place if found else None


def test_interpolated_along_the_edge_and_set_back_to_its_side(main_street: StreetIndex) -> None:
    even, odd = (place(main_street, f"{n} Main St E, Saint Paul 55101") for n in (150, 151))
    for point in (even, odd):
        assert abs(point.lon - (WEST[0] + MIDDLE[0]) / 2) * metres_per_degree(45)[0] < 5
    # The edge runs east, so its right side (the even numbers) is south.
    north = metres_per_degree(45)[1]
    assert (45.0 - even.lat) * north == pytest.approx(SETBACK_M, abs=0.5)
    assert (odd.lat - 45.0) * north == pytest.approx(SETBACK_M, abs=0.5)


def test_numbers_that_fall_along_the_edge_keep_their_side(tmp_path: Path) -> None:
    index = index_of(tmp_path, [edge("MAIN ST", [WEST, MIDDLE], left=(199, 101), right=(198, 100))])
    low, high = (place(index, f"{n} Main St, Saint Paul 55101") for n in (102, 196))
    assert low.lon > high.lon
    assert low.lat < 45.0 and high.lat < 45.0


def test_a_number_on_the_side_of_the_other_parity_is_in_more_doubt(tmp_path: Path) -> None:
    index = index_of(tmp_path, [edge("MAIN ST", [WEST, MIDDLE], right=(100, 198))])
    sure, unsure = (place(index, f"{n} Main St, Saint Paul 55101") for n in (150, 151))
    assert unsure.error_m > sure.error_m
    assert unsure.lat == pytest.approx(45.0)


@pytest.mark.parametrize(
    "typed",
    [
        "150 Main Street East, St. Paul",
        "150 E Main St, Saint Paul, MN 55101",
        "150 main st e #4 st paul",
        "150 1/2 Main St E, Saint Paul",
    ],
)
def test_forgiving_spellings(main_street: StreetIndex, typed: str) -> None:
    assert place(main_street, typed) is not None


@pytest.mark.parametrize(
    "typed",
    [
        "150 Main St W, Saint Paul 55101",
        "150 Main Ave E, Saint Paul 55101",
        "150 Main St E, Minneapolis",
        "150 Main St E, Anoka, MN 55303",
        "1500 Main St E, Saint Paul 55101",
        "W150 Main St E, Saint Paul 55101",
    ],
)
def test_another_street_town_or_number_is_no_match(main_street: StreetIndex, typed: str) -> None:
    assert place(main_street, typed) is None


def test_a_number_just_past_the_last_range_is_placed_with_more_doubt(main_street: StreetIndex) -> None:
    beyond, last = (place(main_street, f"{n} Main St E, Saint Paul 55101") for n in (310, 298))
    assert beyond.error_m > last.error_m
    assert metres_between((beyond.lon, beyond.lat), (last.lon, last.lat)) < 60


def test_a_street_in_two_towns_is_a_question(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        [
            edge("OAK ST", [WEST, MIDDLE], right=(100, 198), zip_code="55101"),
            edge("OAK ST", [(-93.4, 45.2), (-93.398, 45.2)], right=(100, 198), zip_code="55303", tlid="2"),
        ],
    )
    with pytest.raises(AmbiguousAddress) as caught:
        place(index, "150 Oak St")
    assert caught.value.choices == ("150 Oak St, Anoka, MN 55303", "150 Oak St, Saint Paul, MN 55101")
    for choice, code in zip(caught.value.choices, ("55303", "55101"), strict=True):
        assert place(index, choice).zip_code == code


def test_east_and_west_without_a_direction_is_a_question(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        [
            edge("OAK ST E", [WEST, MIDDLE], right=(100, 198)),
            edge("OAK ST W", [(-93.12, 45.0), (-93.118, 45.0)], right=(100, 198), tlid="2"),
        ],
    )
    with pytest.raises(AmbiguousAddress, match="Oak St E"):
        place(index, "150 Oak St, Saint Paul 55101")


def test_a_range_without_points_lies_between_its_neighbours(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        [
            edge("ELM ST", [WEST, MIDDLE], right=(100, 198), tlid="1"),
            edge("ELM ST", [], right=(200, 298), tlid="2"),
            edge("ELM ST", [EAST, (-93.094, 45.0)], right=(300, 398), tlid="3"),
        ],
    )
    bridged, known = (place(index, f"{n} Elm St, Saint Paul 55101") for n in (250, 150))
    assert MIDDLE[0] < bridged.lon < EAST[0]
    assert bridged.error_m > known.error_m


def test_an_edge_without_points_takes_those_of_its_other_name(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        [
            edge("OLD HWY 8", [WEST, MIDDLE], right=(100, 198), tlid="7"),
            edge("RICE ST", [], right=(100, 198), tlid="7"),
        ],
    )
    assert (
        place(index, "150 Rice St, Saint Paul 55101").lon
        == place(index, "150 Old Hwy 8, Saint Paul 55101").lon
    )


def test_house_numbers_that_are_no_numbers_are_counted_not_placed() -> None:
    grid = Edge(
        "1", "SYNDICATE ST N", (WEST, MIDDLE), ("697-201", "661-201", "O", "55101"), (None, None, None, None)
    )
    assert side_ranges([grid]) == ([], 1)


@given(st.integers(100, 198), st.integers(100, 198))
def test_along_one_edge_the_order_of_numbers_is_the_order_on_the_ground(one: int, other: int) -> None:
    from legislators.geocoders.street_ranges import Fit, StreetRange, place_on
    from legislators.sources.streets import pack_path

    row = StreetRange(
        "ST",
        "",
        "MAIN ST",
        "55101",
        100,
        198,
        2,
        1,
        0.0,
        pack_path([WEST, (-93.099, 45.0), MIDDLE]),
        "27123",
    )
    a, b = (place_on(number, Fit(0, row, True, 0)) for number in (one, other))
    assert (one <= other) == (a.lon <= b.lon + 1e-12)


@given(st.floats(0, 2000), st.floats(0, 500), st.booleans(), st.booleans())
def test_doubt_never_shrinks(length: float, spread: float, right_side: bool, off: bool) -> None:
    assert error_of(length, spread, right_side, off) >= error_of(0, 0, True, False)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    edges = [
        edge("MAIN ST", [WEST, MIDDLE], right=(100, 198)),
        edge("ELM ST", [MIDDLE, EAST], left=(1, 99), tlid="2"),
    ]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = compiled(tmp_path / "a", [dict(each) for each in edges])
    second = compiled(tmp_path / "b", [dict(each) for each in reversed(edges)])
    assert first.read_bytes() == second.read_bytes()


def addrfeat(folder: Path, fips: str, edges: list[dict[str, object]], leave_out: str = "") -> Path:
    """Write edges as the Census Bureau's ADDRFEAT shapefile of a county."""
    file = folder / f"tl_2024_{fips}_addrfeat"
    fields = {
        "TLID": 22,
        "FULLNAME": 100,
        "LFROMHN": 12,
        "LTOHN": 12,
        "RFROMHN": 12,
        "RTOHN": 12,
        "ZIPL": 5,
        "ZIPR": 5,
        "PARITYL": 1,
        "PARITYR": 1,
    }
    with shapefile.Writer(str(file), shapeType=shapefile.POLYLINE) as writer:
        for name, size in fields.items():
            if name != leave_out:
                writer.field(name, "C", size=size)
        for each in edges:
            row = {
                "TLID": str(each["tlid"]), "FULLNAME": str(each["name"]).title(), "LFROMHN": each["lfromhn"], "LTOHN": each["ltohn"],
                "RFROMHN": each["rfromhn"], "RTOHN": each["rtohn"], "ZIPL": each["zipl"], "ZIPR": each["zipr"],
                "PARITYL": each["parityL"], "PARITYR": each["parityR"],
            }  # fmt: skip
            writer.line([each["coords"]])
            writer.record(**{key: value or "" for key, value in row.items() if key != leave_out})
    return file.with_suffix(".shp")


def test_a_county_is_added_and_added_again(tmp_path: Path) -> None:
    current = compiled(tmp_path, [edge("MAIN ST", [WEST, MIDDLE], right=(100, 198))])
    winding = [(-93.5, 44.5), (-93.499, 44.501), (-93.498, 44.5)]
    file = addrfeat(tmp_path, "27037", [edge("Pine Bend Trl", winding, right=(100, 198), zip_code="55109")])
    target = tmp_path / "own" / "streets.sqlite"
    for _ in range(2):
        added = add_streets([file], current if not target.exists() else target, target)
        assert [(each.fips, each.ranges, each.skipped) for each in added] == [("27037", 1, 0)]
        index = StreetIndex(target, lambda code: TOWNS.get(code, ()))
        assert place(index, "150 Pine Bend Trail, North St. Paul").zip_code == "55109"
        assert place(index, "150 Main St, Saint Paul 55101") is not None
    with sqlite3.connect(target) as db:
        assert db.execute("SELECT count(*) FROM ranges").fetchone() == (2,)


@pytest.mark.parametrize(
    ("fips", "leave_out", "said"),
    [("55109", "", "not a Minnesota county"), ("27037", "FULLNAME", "no column FULLNAME")],
)
def test_a_wrong_file_is_refused_and_nothing_changes(
    tmp_path: Path, fips: str, leave_out: str, said: str
) -> None:
    current = compiled(tmp_path, [edge("MAIN ST", [WEST, MIDDLE], right=(100, 198))])
    file = addrfeat(tmp_path, fips, [edge("PINE ST", [WEST, MIDDLE], right=(100, 198))], leave_out)
    target = tmp_path / "own" / "streets.sqlite"
    with pytest.raises(SnapshotError, match=said):
        add_streets([file], current, target)
    assert not target.exists()


def test_a_file_that_is_no_shapefile_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tl_2024_27037_addrfeat.zip"
    file.write_text("<html>Request Rejected</html>")
    with pytest.raises(SnapshotError, match="Download it again"):
        add_streets([file], tmp_path / "none", tmp_path / "own.sqlite")


def test_an_index_of_other_rules_or_no_index_is_refused(tmp_path: Path, main_street: StreetIndex) -> None:
    file = tmp_path / "streets.sqlite"
    with sqlite3.connect(file) as db:
        db.execute("UPDATE meta SET value = '0'")
    with pytest.raises(SnapshotError, match="another version"):
        StreetIndex(file, lambda code: ())
    file.write_text("not a database, and long enough to be looked at as one " * 20)
    with pytest.raises(SnapshotError, match="can't be read"):
        StreetIndex(file, lambda code: ())


def test_a_build_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old")

    def fail(beside: Path) -> None:
        beside.write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        replace_whole(target, fail)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    assert target.read_text() == "old"
