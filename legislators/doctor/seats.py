"""Is every seat of the Legislature held by exactly one person who can be reached, or plainly vacant?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from legislators.doctor.finding import Finding
from legislators.doctor.mail import Owner, not_theirs, wrong_domain
from legislators.doctor.records import Row, day_of

FILE = "officials.json"
#: Every district that a chamber has a seat for.
HOUSE = frozenset(f"{number}{half}" for number in range(1, 68) for half in "AB")
SENATE = frozenset(str(number) for number in range(1, 68))
_CHAMBERS = {"state_house": HOUSE, "state_senate": SENATE, "governor": frozenset({""})}
_ASK = "Ask the office, then keep the answer: advocate officials edit"
_UPDATE = "Get the newest roster: advocate data update officials."


def check_seats(seats: Sequence[Row], on: date) -> Iterator[Finding]:
    """Yield what is wrong with the seats of House, Senate and governor on a day."""
    yield from _complete(seats)
    yield from _ended(seats, on)
    owners = [_owner(seat) for seat in seats if seat.get("holder")]
    for seat in seats:
        yield from _term(seat)
        if seat.get("holder"):
            yield from _holder(seat, on)
            yield from _reach(seat)
            yield from _email(seat, owners)
        else:
            yield _empty(seat)


def seat_id(seat: Row) -> str:
    """Return the id by which findings and corrections name a seat: "state_house/21A", "governor"."""
    return f"{seat['kind']}/{seat['district']}".rstrip("/")


def _where(seat: Row) -> str:
    holder = seat.get("holder") or {}
    who = f" ({holder['name']})" if holder.get("name") else ""
    return f"{seat.get('seat') or seat_id(seat)}{who}, {FILE}"


def _spoken(seat: Row) -> str:
    return str(seat["district"] or "governor")


def _found(seat: Row, level: str, code: str, what: str, remedy: str) -> Finding:
    return Finding(level, code, _where(seat), what, remedy, (seat_id(seat),))


def _complete(seats: Sequence[Row]) -> Iterator[Finding]:
    rows: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for seat in seats:
        rows[seat["kind"], seat["district"]].append(seat)
    for (kind, district), same in rows.items():
        if len(same) > 1:
            names = " and ".join(str((seat.get("holder") or {}).get("name") or "nobody") for seat in same)
            yield _found(
                same[0], "error", "two_holders", f"The seat is there {len(same)} times: {names}.", _UPDATE
            )
        if district not in _CHAMBERS.get(kind, frozenset()):
            yield _found(same[0], "error", "unknown_district", "There is no such seat in Minnesota.", _UPDATE)
    for kind, districts in _CHAMBERS.items():
        for district in sorted(districts - {known for each, known in rows if each == kind}):
            name = f"{kind}/{district}".rstrip("/")
            yield Finding("error", "seat_missing", f"{name}, {FILE}", "The seat is not in the file.", _UPDATE, (name,))  # fmt: skip
    people: defaultdict[str, list[Row]] = defaultdict(list)
    for seat in seats:
        if seat.get("holder"):
            people[seat["holder"]["id"]].append(seat)
    for held in people.values():
        for seat in held[1:]:
            what = f"The same person also holds {held[0].get('seat') or seat_id(held[0])}."
            yield _found(seat, "error", "two_seats", what, _UPDATE)


def _term(seat: Row) -> Iterator[Finding]:
    if day_of(seat.get("term_ends")) is None:
        what = "The term of the seat has no end, so nobody can tell when the holder has to go."
        yield _found(seat, "error", "no_term_end", what, _UPDATE)


def _ended(seats: Sequence[Row], on: date) -> Iterator[Finding]:
    """Yield one finding for all seats of a chamber whose terms ended on the same day."""
    ended: defaultdict[tuple[str, date], list[Row]] = defaultdict(list)
    for seat in seats:
        end = day_of(seat.get("term_ends"))
        if end is not None and end <= on:
            ended[seat["kind"], end].append(seat)
    for (_, end), same in ended.items():
        many = f"{len(same)} seats, {same[0]['title']}, {FILE}"
        what = f"The term ended on {end}, and who came after is not in our data."
        ids = tuple(seat_id(seat) for seat in same)
        yield Finding("warning", "ended_role", _where(same[0]) if len(same) == 1 else many, what, _UPDATE, ids)  # fmt: skip


def _holder(seat: Row, on: date) -> Iterator[Finding]:
    holder, former = seat["holder"], seat.get("former") or {}
    starts, left = day_of(holder.get("starts")), day_of(former.get("ended"))
    if starts is None:
        what = f"The role of {holder['name']} has no first day, so we vouch for it only since {seat.get('as_of')}."
        yield _found(
            seat,
            "warning",
            "no_start",
            what,
            f"{_ASK} {_spoken(seat)} --set starts=YYYY-MM-DD --why TEXT",
        )
    if left and ((starts and left > starts) or (starts is None and left > on)):
        what = f"{former['name']} holds the seat until {left}, and {holder['name']} already since {starts}."
        yield _found(seat, "error", "two_holders", what, _UPDATE)
    ends = day_of(holder.get("ends"))
    if ends and ends <= on:
        yield _found(seat, "warning", "ended_role", f"The role of {holder['name']} ended on {ends}.", _UPDATE)


def _empty(seat: Row) -> Finding:
    former = seat.get("former") or {}
    left = day_of(former.get("ended"))
    edit = f"advocate officials edit {_spoken(seat)} --set holder=NAME --why TEXT"
    if left is None:
        what = "Nobody holds the seat, and no vacancy with a day is on file."
        return _found(seat, "warning", "no_holder", what, f"Look it up; if somebody sits: {edit}")
    what = f"The seat is vacant since {left}, when {former['name']} left it."
    return _found(seat, "note", "vacant", what, f"When it is filled: advocate data update, or {edit}")


def _reach(seat: Row) -> Iterator[Finding]:
    holder = seat["holder"]
    lacking = [word for word, key in (("phone", "phone"), ("mail address", "mail")) if not holder.get(key)]
    fields = [key for key in ("phone", "mail") if not holder.get(key)]
    if lacking:
        sets = " ".join(f"--set {key}=…" for key in fields)
        what = f"Our source has no {' and no '.join(lacking)} for {holder['name']}."
        yield _found(seat, "warning", "no_office", what, f"{_ASK} {_spoken(seat)} {sets} --why TEXT")
    if not holder.get("email"):
        # A governor's office may well have none; a legislator has one.
        level = "note" if seat["kind"] == "governor" else "warning"
        what = f"Our source has no e-mail for {holder['name']}; letters go by post."
        yield _found(seat, level, "no_email", what, f"{_ASK} {_spoken(seat)} --set email=… --why TEXT")


def _email(seat: Row, owners: Sequence[Owner]) -> Iterator[Finding]:
    holder, remedy = seat["holder"], f"{_ASK} {_spoken(seat)} --set email=… --why TEXT"
    email = str(holder.get("email") or "")
    why = not_theirs(_owner(seat), owners)
    if why:
        what = f"The address {email} looks like another person's: {why}."
        yield _found(seat, "warning", "email_not_theirs", what, remedy)
    domain = wrong_domain(seat["kind"], email)
    if domain:
        what = f"The address {email} is at {domain}, which is not the chamber's."
        yield _found(seat, "warning", "wrong_domain", what, remedy)


def _owner(seat: Row) -> Owner:
    holder = seat["holder"]
    return Owner(
        seat_id(seat),
        str(holder.get("name") or ""),
        str(holder.get("family_name") or ""),
        str(holder.get("email") or ""),
    )
