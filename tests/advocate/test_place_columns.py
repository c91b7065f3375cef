"""Do we find where a list says where, under whatever name, and read one row's address from it?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.importing.place_columns import NoPlaceColumns, find_place_columns, read_point


def line(header: str, row: str) -> str:
    return find_place_columns(header.split("|"), "list.csv").one_line(row.split("|"))


@pytest.mark.parametrize(
    ("header", "row", "address"),
    [
        ("Name|Address", "Ada|1540 6th St E, Saint Paul, MN 55106", "1540 6th St E, Saint Paul, MN 55106"),
        (
            "Street Address|Apt.|City|State|Zip Code",
            "1540 6th St E|#200|Saint Paul|MN|55106",
            "1540 6th St E #200, Saint Paul, MN 55106",
        ),
        ("ADDRESS_1|ADDRESS_2|TOWN|ZIP", "12 Main St||Anoka|55303-1234", "12 Main St, Anoka, 55303-1234"),
        ("house number|street name|city", "12|Main St|Anoka", "12 Main St, Anoka"),
        # The whole address in one column, and parts of it again beside it.
        (
            "address|city|zip",
            "1540 6th St E, Saint Paul, MN 55106|Saint Paul|55106",
            "1540 6th St E, Saint Paul, MN 55106",
        ),
        ("address|city|state", "12 Main St, Anoka|Anoka|MN", "12 Main St, Anoka, MN"),
        # What spreadsheets do to ZIP codes, and people to line ends.
        ("address|zip", "12 Main St|55303.0", "12 Main St, 55303"),
        ("address|city", " 12  Main St\nUpstairs |Anoka", "12 Main St Upstairs, Anoka"),
        ("zip", "55106", "55106"),
        ("address|city", "|", ""),
    ],
)
def test_an_address_is_put_together_from_its_columns(header: str, row: str, address: str) -> None:
    assert line(header, row) == address


def test_a_short_row_has_empty_parts() -> None:
    assert find_place_columns(["name", "address", "city"], "list.csv").one_line(["Ada"]) == ""


@pytest.mark.parametrize("names", ["lat|lon", "Latitude|Longitude", "y|x", "LAT|LNG", "lat|Long"])
def test_points_are_found_under_their_usual_names(names: str) -> None:
    places = find_place_columns(["id", *names.split("|")], "list.csv")
    assert places.point_text(["a", "44.9593", "-93.0355"]) == ("44.9593", "-93.0355")
    assert places.point_text(["a", "", ""]) is None
    assert places.point_text(["a", "44.9593", ""]) == ("44.9593", "")


def test_latitude_alone_is_no_point() -> None:
    with pytest.raises(NoPlaceColumns):
        find_place_columns(["name", "lat"], "list.csv")


def test_no_place_is_told_with_the_columns_there_are() -> None:
    with pytest.raises(
        NoPlaceColumns, match=r"list\.csv says where. Its columns are: name, wohin\."
    ) as caught:
        find_place_columns(["name", "wohin"], "list.csv")
    assert "'address'" in str(caught.value)


def test_a_list_without_a_header_is_told_as_that() -> None:
    with pytest.raises(NoPlaceColumns, match="first line looks like data"):
        find_place_columns(["Ada", "12 Main St"], "list.csv", headless=True)


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (("44.9593", ""), "both be numbers"),
        (("north", "west"), "both be numbers"),
        (("44,9593", "-93,0355"), "both be numbers"),
        (("nan", "-93"), "not degrees"),
        (("4978000", "493000"), "not degrees"),
        (("-93.0355", "44.9593"), "swapped"),
        (("120", "44"), "between -90 and 90"),
    ],
)
def test_numbers_that_are_no_point_are_told(texts: tuple[str, str], says: str) -> None:
    told = read_point(texts)
    assert isinstance(told, str)
    assert says in told


@given(st.floats(43, 50), st.floats(-98, -89))
def test_every_point_around_minnesota_is_read_as_it_is(lat: float, lon: float) -> None:
    assert read_point((repr(lat), repr(lon))) == (lat, lon)
