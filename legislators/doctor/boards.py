"""Are the school boards whole, and does every school district have an office that can be reached?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from legislators.doctor.finding import Finding
from legislators.doctor.records import Row, day_of

FILE = "school_boards.json"
DIRECTORY = "school_districts.json"
#: A board of an independent district has six members, or seven where its voters chose so (Minn. Stat. 123B.09).
SIZES_BY_LAW = (6, 7)
#: Boards whose size other law or their voters set: Saint Paul, and Minneapolis (Minn. Stat. 128D).
KNOWN_SIZES = {"0625-01": (7,), "0001-03": (9,)}
_ASK = "Ask the district's office, then say who sits and where that can be read: advocate boards appoint."
_UPDATE = "Get the newest boards: advocate data update boards."
_MANY = 3
#: A numbered position is one seat. An election district may well have several members.
_POSITION = re.compile(r"Position \d+\b")


def check_boards(
    compiled: Sequence[Row], boards: Sequence[Row], directory: Mapping[str, Row], on: date
) -> Iterator[Finding]:
    """Yield what is wrong with the boards on a day, seats of the same kind of doubt as one finding.

    `compiled` are the rows of the file, `boards` the same as they stand on the day.
    """
    for board in compiled:
        name = _name(board["district"], directory)
        yield from _held_twice(board, name)
        yield from _terms(board, name)
        if board["district"] not in directory:
            where, subjects = f"{name}, {FILE}", (f"school_district/{board['district']}",)
            what = "There is no such school district."
            yield Finding("error", "unknown_district", where, what, _UPDATE, subjects)
    for board in boards:
        yield from _size(board, _name(board["district"], directory))
    yield from _unnamed(boards, directory)
    yield from _ended(boards, directory, on)
    for district in sorted(set(directory) - {board["district"] for board in boards}):
        where = f"{_name(district, directory)}, {FILE}"
        what = "Nobody of this district's board is in our data."
        remedy = f"{_UPDATE} Or bring in the results of its elections: advocate boards import."
        yield Finding("warning", "no_board", where, what, remedy, (f"school_district/{district}",))


def check_directory(directory: Mapping[str, Row]) -> Iterator[Finding]:
    """Yield the offices of school districts without a phone or a mail address."""
    for district, row in directory.items():
        lacking = [word for word, key in (("phone", "phone"), ("mail address", "mail")) if not row.get(key)]
        if lacking:
            what = f"Our source has no {' and no '.join(lacking)} for the district's office."
            remedy = f"Look it up, then: advocate officials edit {district} --set phone=… --why TEXT"
            where = f"{_name(district, directory)}, {DIRECTORY}"
            yield Finding("warning", "no_office", where, what, remedy, (f"school_district/{district}",))


def _size(board: Row, name: str) -> Iterator[Finding]:
    seats, district = board.get("seats") or [], board["district"]
    known = KNOWN_SIZES.get(district) or (SIZES_BY_LAW if district.endswith("-01") else ())
    if not known or len(seats) in known or _whole_by_district(seats):
        return
    by_law = " or ".join(str(size) for size in known)
    are = "1 seat is" if len(seats) == 1 else f"{len(seats)} seats are"
    what = f"{are} in our data, and the board has {by_law}."
    yield Finding("warning", "board_size", f"{name}, {FILE}", what, _UPDATE, (f"school_district/{district}",))


def _whole_by_district(seats: Sequence[Row]) -> bool:
    """True where the seats are numbered election districts without a gap: such a board may be smaller."""
    return {seat.get("seat") for seat in seats} == {f"District {n}" for n in range(1, len(seats) + 1)}


def _held_twice(board: Row, name: str) -> Iterator[Finding]:
    """Yield a seat of its own that two people hold at once, and a person on two seats at once."""
    seats = [seat for seat in board.get("seats") or [] if seat.get("name")]
    for number, seat in enumerate(seats):
        for other in seats[number + 1 :]:
            if not _at_once(seat, other):
                continue
            ids = (str(seat["id"]), str(other["id"]))
            if seat["name"].casefold() == other["name"].casefold():
                what = f"{seat['name']} holds two seats of the board at once."
                yield Finding("error", "two_seats", f"{name}, {FILE}", what, _UPDATE, ids)
            elif seat["seat"] == other["seat"] and _POSITION.match(seat["seat"]):
                what = f"{seat['name']} and {other['name']} both hold the seat {seat['seat']}."
                yield Finding("error", "two_holders", f"{name}, {FILE}", what, _UPDATE, ids)


def _at_once(one: Row, other: Row) -> bool:
    spans = [(day_of(each.get("term_begins")), day_of(each.get("term_ends"))) for each in (one, other)]
    (a, b), (c, d) = spans
    return bool(a and b and c and d and a < d and c < b)


def _terms(board: Row, name: str) -> Iterator[Finding]:
    for seat in board.get("seats") or []:
        where = f"{name}, {seat.get('seat')} ({seat.get('name') or 'unnamed'}), {FILE}"
        if day_of(seat.get("term_ends")) is None:
            what = "The term of the seat has no end, so nobody can tell when the holder has to go."
            yield Finding("error", "no_term_end", where, what, _UPDATE, (str(seat["id"]),))
        if day_of(seat.get("term_begins")) is None:
            what = "The term of the seat has no first day."
            yield Finding("error", "no_start", where, what, _UPDATE, (str(seat["id"]),))


def _unnamed(boards: Sequence[Row], directory: Mapping[str, Row]) -> Iterator[Finding]:
    reasons: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for board in boards:
        for seat in board.get("seats") or []:
            if not seat.get("name"):
                reasons[seat.get("unnamed") or "no reason is given"].append((board["district"], seat["id"]))
    for reason, seats in reasons.items():
        where = f"{_counted(seats, directory)}, {FILE}"
        ids = tuple(id_ for _, id_ in seats)
        yield Finding("warning", "unnamed_seats", where, f"{reason[:1].upper()}{reason[1:]}.", _ASK, ids)


def _ended(boards: Sequence[Row], directory: Mapping[str, Row], on: date) -> Iterator[Finding]:
    """Yield one finding for all board seats whose terms ended on the same day, apart for special elections."""
    ended: defaultdict[tuple[date, bool], list[tuple[str, str]]] = defaultdict(list)
    for board in boards:
        for seat in board.get("seats") or []:
            end = day_of(seat.get("term_ends"))
            if end is not None and end <= on:
                ended[end, bool(seat.get("special"))].append((board["district"], seat["id"]))
    for (end, special), seats in ended.items():
        what = f"The term ended on {end}, and who came after is not in our data."
        if special:
            what = f"A special election filled the seat for a term that ended on {end} at the earliest."
        where, ids = f"{_counted(seats, directory)}, {FILE}", tuple(id_ for _, id_ in seats)
        yield Finding("warning", "ended_role", where, what, f"{_UPDATE} Or: {_ASK}", ids)


def _counted(seats: Sequence[tuple[str, str]], directory: Mapping[str, Row]) -> str:
    """Say how many seats of which boards, in a line that a person can read."""
    boards = Counter(district for district, _ in seats)
    count = f"{len(seats)} seat{'s' if len(seats) > 1 else ''}"
    if len(boards) > _MANY:
        return f"{count} of {len(boards)} boards"
    return f"{count} of {', '.join(_name(district, directory) for district in boards)}"


def _name(district: str, directory: Mapping[str, Row]) -> str:
    row = directory.get(district)
    return f"{row['name']} ({district})" if row else f"school district {district}"
