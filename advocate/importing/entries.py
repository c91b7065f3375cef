"""Which person does each row of a list describe?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from advocate.importing.columns import ColumnMap
from advocate.importing.entry import Entry
from advocate.importing.records import Row

#: Turns one row into one entry; see entry_reader.
EntryReader = Callable[[Row], Entry]


def entry_reader(column_map: ColumnMap, *, consent_source: str = "", came_from: str = "") -> EntryReader:
    """Return the function that reads one row; it keeps caches, so use one for the whole list.

    `consent_source` gives a source to consents that name none, and consent to rows whose list has
    no consent column at all. `came_from` fills that field where the row leaves it blank.
    """
    raise NotImplementedError


def read_entries(
    rows: Iterable[Row], column_map: ColumnMap, *, consent_source: str = "", came_from: str = ""
) -> Iterator[Entry]:
    """Yield one entry for each row, in order; a row that is nobody has `rejected` set."""
    return map(entry_reader(column_map, consent_source=consent_source, came_from=came_from), rows)
