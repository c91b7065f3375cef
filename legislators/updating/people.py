"""Who came, who went and what changed about whom between two rosters of the Legislature?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from legislators.updating.work import Change

Row = dict[str, Any]

_SHORT = {"Representative": "Rep.", "Senator": "Sen.", "Governor": "Gov."}
#: What is said of a field that changed; committees are said one by one, the note follows from the others.
_LABELS = {
    "name": "name", "family_name": "family name", "party": "party", "email": "e-mail", "phone": "phone",
    "district_phone": "district phone", "mail": "mail address", "url": "page", "starts": "first day",
}  # fmt: skip


def changed_people(old: Path, new: Path) -> list[Change]:
    """Compare two officials.json and return the differences, seat by seat in their order."""
    before = {_key(seat): seat for seat in _seats(old)}
    after = {_key(seat): seat for seat in _seats(new)}
    found: list[Change] = []
    for key, seat in after.items():
        found += _seat_changes(before[key], seat) if key in before else [_new_seat(seat)]
    found += [Change("officials", "-", seat["seat"], "no such seat any more")
              for key, seat in before.items() if key not in after]  # fmt: skip
    return found


def _seats(path: Path) -> list[Row]:
    rows: list[Row] = json.loads(path.read_text(encoding="utf-8"))["seats"]
    return rows


def _key(seat: Row) -> tuple[str, str]:
    return seat["kind"], seat["district"]


def _new_seat(seat: Row) -> Change:
    holder = seat["holder"]
    return Change("officials", "+", seat["seat"], _named(seat, holder) if holder else "a new seat, vacant")


def _named(seat: Row, person: Row) -> str:
    return f"{_SHORT.get(seat['title'], seat['title'])} {person['name']}"


def _seat_changes(old: Row, new: Row) -> Iterator[Change]:
    before, after = old["holder"], new["holder"]
    if after and not before:
        yield Change("officials", "+", new["seat"], f"{_named(new, after)} (was vacant)")
    elif before and not after:
        yield Change("officials", "-", new["seat"], f"{_named(new, before)} left; the seat is vacant")
    elif before and after and before["id"] != after["id"]:
        yield Change("officials", "+", new["seat"], f"{_named(new, after)} (was {_named(old, before)})")
    elif before and after:
        yield from _person_changes(new, before, after)
    if old["term_ends"] != new["term_ends"]:
        text = f"the term ends {new['term_ends']} (was {old['term_ends']})"
        yield Change("officials", "~", new["seat"], text)


def _person_changes(seat: Row, old: Row, new: Row) -> Iterator[Change]:
    who = _named(seat, new)
    for name, label in _LABELS.items():
        if old.get(name) != new.get(name):
            text = f"{label} of {who} changed: {_shown(old.get(name))} -> {_shown(new.get(name))}"
            yield Change("officials", "~", seat["seat"], text)
    before, after = dict(map(tuple, old["committees"])), dict(map(tuple, new["committees"]))
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield Change("officials", "-", seat["seat"], f"{who} left {name}")
        elif name not in before:
            yield Change("officials", "+", seat["seat"], f"{who} joined {name} ({after[name]})")
        elif before[name] != after[name]:
            text = f"{who} in {name}: {before[name]} -> {after[name]}"
            yield Change("officials", "~", seat["seat"], text)


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) and value else str(value) if value else "none"
