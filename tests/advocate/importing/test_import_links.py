"""Are the lines that share a key found, however many there are?"""

from __future__ import annotations

from array import array
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from advocate.importing import links
from advocate.importing.entry import Entry
from advocate.store.staging import KEYS, staged

FEW = st.sampled_from(("", "a", "b", "c", "d"))
ROWS = st.lists(st.tuples(FEW, FEW, FEW, st.booleans(), FEW, FEW), max_size=30)


@given(ROWS)
def test_lines_that_share_a_key_are_grouped_by_sorting_as_by_looking(rows: list[tuple[str, ...]]) -> None:
    noted = links.FileKeys()
    entries = [
        Entry(
            2 * n,
            name_key=f"{a}{n % 3}",
            email_key=a,
            phone_key=b,
            address_key=c,
            names_house=bool(d),
            external_system=e,
            external_id=f,
        )
        for n, (a, b, c, d, e, f) in enumerate(rows, 1)
    ]
    assert list(noted.noting(map(staged, entries))) == list(map(staged, entries))
    read: dict[str, Callable[[Entry], object]] = {
        "email": lambda e: e.email_key,
        "phone": lambda e: e.phone_key,
        "address": lambda e: e.address_key if e.names_house else "",
        "external_id": lambda e: (e.external_system, e.external_id) if e.external_id else "",
    }
    for kind in KEYS:
        by_key: dict[object, list[tuple[int, str]]] = {}
        for entry in entries:
            if read[kind](entry):
                by_key.setdefault(read[kind](entry), []).append((entry.line, entry.name_key))
        expected = sorted(lines for lines in by_key.values() if len(lines) > 1)
        assert sorted(noted.groups(kind)) == expected
        many, links._MANY = links._MANY, 0
        try:
            assert sorted(noted.groups(kind)) == expected
        finally:
            links._MANY = many


def test_the_smallest_number_is_a_key_like_another() -> None:
    keys = array("q", [-(2**63), 5, -(2**63), 0, 2**63 - 1, 2**63 - 1, 0])
    groups = links._sorted_groups(keys, array("q", range(1, 8)), array("q", [0] * 7), ["ann olson"])
    assert sorted([line for line, _ in lines] for lines in groups) == [[1, 3], [5, 6]]
