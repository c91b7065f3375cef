"""Does a long list give the same answers as one address at a time, in order, with a reason for each failure?"""

from datetime import date

import pytest

from legislators.bulk import locate_addresses, one_line
from legislators.errors import LegislatorsError, SnapshotError
from legislators.lookup import Lookup
from legislators.representation import who_represents

LINES = [
    "1540 6th St E, Saint Paul, MN 55106",
    "",
    "2188 Londin Ln E, Saint Paul, MN 55119",
    "11331 Jefferson St NE, Blaine, MN 55434",
    "PO Box 12, Anoka, MN 55303",
    "123 2nd St, Hudson, WI 54016",
    "500 Main St",
    "380 Victoria St N, Saint Paul, MN 55104",
    "401 4th St, Trimont, MN 56176",
]


def test_a_list_agrees_with_one_at_a_time() -> None:
    located = list(locate_addresses(LINES))
    assert len(located) == len(LINES)
    for line, row in zip(LINES, located, strict=True):
        try:
            alone = who_represents(line, offline=True, on=date(2026, 11, 24))
        except LegislatorsError as error:
            assert (row.place, row.districts, row.problem) == (None, (), str(error))
            continue
        assert row.problem == ""
        assert row.place == alone.place
        assert [(d.id, d.certain, {o.id for o in d.alternatives}) for d in row.districts] == [
            (d.id, d.certain, {o.id for o in d.alternatives}) for d in alone.districts
        ]


def test_order_is_kept_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legislators.bulk._CHUNK", 2)
    small = list(locate_addresses(LINES))
    monkeypatch.setattr("legislators.bulk._CHUNK", 1000)
    assert small == list(locate_addresses(iter(LINES)))


def test_columns_become_one_line() -> None:
    row = {"street": "1540 6th St E ", "unit": "#2", "city": "Saint Paul", "state": "MN", "zip": "55106"}
    assert one_line(row) == "1540 6th St E #2, Saint Paul, MN 55106"
    assert one_line({"address": "1540 6th St E, Saint Paul"}) == "1540 6th St E, Saint Paul"
    assert next(locate_addresses([row])).districts[0].id == "67B"


def test_no_rows_are_no_rows() -> None:
    assert list(locate_addresses([])) == []


def test_a_zip_code_of_other_districts_is_no_certain_row() -> None:
    (row,) = locate_addresses(["1000 Grand Ave, Saint Paul, MN 55106"])
    assert row.place and row.place.method == "street_range" and not row.certain
    assert "67B" in {option.id for option in row.districts[0].alternatives}


def test_what_differs_from_what_was_typed_comes_with_the_row() -> None:
    (row,) = locate_addresses(["1540 6th St, Saint Paul, MN 55106"])
    assert row.certain and not row.problem
    assert [notice.code for notice in row.notices] == ["street_differs"]


def test_damaged_data_stops_the_list_and_is_not_told_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(self: Lookup, text: str, *, offline: bool) -> None:
        raise SnapshotError("The street index can't be read.")

    monkeypatch.setattr(Lookup, "place", damaged)
    with pytest.raises(SnapshotError):
        list(locate_addresses(LINES))
