"""What are the records of a text, on which line does each begin, and is the last one cut off?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

#: A delimiter no list has: with it, each line is one value.
NO_DELIMITER = "\x1f"
DELIMITERS = (",", "\t", ";", "|")
#: So many records are enough to see by which sign the values are set apart.
SAMPLE_ROWS = 50
#: As much as the csv module takes on every computer.
LONGEST_FIELD = 2**31 - 1

#: Opens a text at the line it begins with, each time it is called; lines keep their ends.
Lines = Callable[[], TextIO]


class Row(NamedTuple):
    """One row: the line it begins on (from 1), and its values as they were.

    `kind` is "" for a sound row, else "short", "long" or "damaged"; `problem` says it in a sentence.
    """

    line: int
    values: tuple[str, ...]
    kind: str = ""
    problem: str = ""

    def is_empty(self) -> bool:
        """True where no value holds more than spaces."""
        return not any(value.strip() for value in self.values)


def _reader(lines: Iterable[str], delimiter: str) -> CsvReader:
    # A long value is no reason to refuse a list. The limit is the whole program's.
    csv.field_size_limit(LONGEST_FIELD)
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


_sound = partial(tuple.__new__, Row)


def read_records(lines: Lines, delimiter: str, first_line: int = 1) -> Iterator[Row]:
    """Yield each record; a blank line is a record without values.

    Where a quotation mark is never closed, the last record holds all that follows and is "damaged".
    `first_line` is the number of the first of `lines`.
    """
    line = following = first_line
    held: tuple[str, ...] | None = None
    with lines() as stream:
        reader = _reader(stream, delimiter)
        for values in reader:
            if held is not None:
                yield _sound((line, held, "", ""))
            line, following = following, first_line + reader.line_num
            held = tuple(values)
    if held is None:
        return
    # Only the last record can lack its closing mark: it has swallowed everything up to the end.
    with lines() as stream:
        cut_off = _is_unclosed(islice(stream, line - first_line, None), delimiter)
    yield Row(line, held, "damaged", unclosed(following - line)) if cut_off else Row(line, held)


def read_records_at(
    lines: Lines, delimiter: str, wanted: Iterable[int], first_line: int = 1
) -> Iterator[Row]:
    """Yield the records that begin on these lines, in order; what stands between them is passed over unread."""
    following = first_line
    with lines() as stream:
        for line in sorted(wanted):
            reader = _reader(islice(stream, line - following, None), delimiter)
            values = next(reader, None)
            if values is None:
                return
            yield Row(line, tuple(values))
            following = line + reader.line_num


def unclosed(lines: int) -> str:
    """Return the sentence for a record that never ends and has swallowed so many lines."""
    swallowed = f", so {lines} lines to the end of the file are one value" if lines > 1 else ""
    return (
        f"a quotation mark opens here and is never closed{swallowed}. The file may be cut off; "
        "else close it or take it out"
    )


def _is_unclosed(lines: Iterable[str], delimiter: str) -> bool:
    """Tell whether the last record's mark is open: then it would swallow one more line as well."""
    kept = list(lines)
    if not any('"' in line for line in kept):
        return False
    if kept and not kept[-1].endswith(("\n", "\r")):
        kept.append("\n")
    return list(_reader(chain(kept, ["end\n"]), delimiter))[-1] != ["end"]


def find_delimiter(lines: Lines) -> str:
    """Return the sign by which the values are set apart; NO_DELIMITER where each line is one value.

    The sign must stand in the header: in a list of one column, commas belong to the addresses.
    """
    best, best_score = NO_DELIMITER, (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(record) for record in sample_records(lines, delimiter)]
        if not widths or widths[0] < 2:
            continue
        score = (widths.count(widths[0]) / len(widths), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def sample_records(lines: Lines, delimiter: str, count: int = SAMPLE_ROWS) -> list[list[str]]:
    """Return the first records that are not blank lines."""
    with lines() as stream:
        reader = _reader(stream, delimiter)
        return list(islice((record for record in reader if record), count))


def lines_of(text: str) -> Lines:
    """Return what gives the lines of a text that is held whole."""
    return lambda: io.StringIO(text, newline="")


def named_delimiter(first_line: str) -> str:
    """Return the sign that Excel's own first line, "sep=;", names, or "" where it is no such line."""
    text = first_line.rstrip("\r\n")
    return text[4] if len(text) == 5 and text[:4].casefold() == "sep=" else ""
