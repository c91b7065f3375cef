"""Two logs say two things of one row: which of them stands? Decided by content alone, so that both logs decide alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from advocate.store.keys import NO_NAME
from advocate.store.union.pair import Pair, Row

#: Values that say nothing.
BLANK = (None, "", "[]", "{}", NO_NAME)
#: Columns that are told together, so that they are chosen together.
_TOGETHER = (("name", "name_key"), ("email", "email_key"), ("phone", "phone_key"))
#: (when, id of the change, value) of the last change on record of one field of one row.
Last = tuple[str, str, Any]
History = dict[tuple[str, str], Last]
_NOTHING: Last = ("", "", None)


def settle_rows(pair: Pair, names: Iterable[str]) -> None:
    """Make the rows that both logs have the same in both, in these tables."""
    for name in names:
        choose = _CHOOSERS.get(name, choose_each)
        for one, other in list(pair.differing(name)):
            pair.put(name, choose(one, other))


def choose_each(one: Row, other: Row) -> Row:
    """Take what says something over what says nothing, else the greater: later days, a mark that was set."""
    return {column: _pick(one[column], other[column]) for column in one}


def choose_with_history(one: Row, other: Row, history: History, tell: Callable[[str], None]) -> Row:
    """Take each field as the last change on record made it; where none is, what is not blank.

    `tell` is called with a column's name where two values are there and nothing says which is right.
    """
    chosen: Row = {}
    for group in (*_TOGETHER, *((column,) for column in one)):
        if group[0] in chosen or group[0] not in one:
            continue
        first, second = ([row[column] for column in group] for row in (one, other))
        if first == second:
            values = first
        elif group == ("created_at",):
            values = min(first, second)
        elif (value := history.get((one["id"], group[0]), _NOTHING)[2]) is not None and value in (
            first[0],
            second[0],
        ):
            values = first if first[0] == value else second
        elif (first[0] in BLANK) != (second[0] in BLANK):
            values = second if first[0] in BLANK else first
        else:
            values = max(first, second, key=lambda each: [str(part) for part in each])
            tell(group[0])
        chosen |= dict(zip(group, values, strict=True))
    return chosen


def note(history: History, key: tuple[str, str], when: str, change_id: str, value: Any) -> None:
    """Remember a change of a field, if it is the last so far."""
    text = json.dumps(value) if isinstance(value, list | dict) else value
    if key not in history or history[key][:2] < (when, change_id):
        history[key] = (when, change_id, text)


def _pick(one: Any, other: Any) -> Any:
    if one == other:
        return one
    if (one in BLANK) != (other in BLANK):
        return other if one in BLANK else one
    return max(one, other, key=lambda value: (str(type(value)), value))


def _less(one: Row, other: Row) -> Row:
    """What was changed or imported of a person: words taken out in one log stay out."""
    return {
        column: min(one[column], other[column], key=lambda value: (len(str(value)), str(value)))
        if column in ("before", "after", "reason")
        else _pick(one[column], other[column])
        for column in one
    }


def choose_address(one: Row, other: Row) -> Row:
    """The street goes where one log let go of it; the later moment counts, by which the newest address is known."""
    chosen = choose_each(one, other)
    for mark in ("forgotten:", "coarse:"):
        for row in (one, other):
            if str(row["address_key"]).startswith(mark):
                return chosen | {name: row[name] for name in ("address", "address_key", "town", "zip_code")}
    return chosen


def later_place(one: Row, other: Row) -> Row:
    """Where an address lies is one answer: the later, as a whole."""
    return max(one, other, key=lambda row: (row["located_at"], json.dumps(row, sort_keys=True)))


_CHOOSERS: dict[str, Callable[[Row, Row], Row]] = {
    "supporter_changes": _less,
    "batch_rows": _less,
    "addresses": choose_address,
    "placements": later_place,
}
