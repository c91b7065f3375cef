"""What changes about one person, and what of it is on record already?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.store.log import Log
    from legislators.representation import Representation


@dataclass(frozen=True, slots=True)
class Changes:
    """What should change: fields (address included), channels said no to, and channels said yes to.

    `source`, `on` and `wording` are of the yes and no: where, when and in which words it was said.
    """

    fields: Mapping[str, str]
    opt_out: tuple[str, ...] = ()
    opt_in: tuple[str, ...] = ()
    source: str = ""
    on: date | None = None
    wording: str = ""


class _OnlyLooking(Exception):
    """Takes back what a dry run did."""


def apply_changes(
    log: Log,
    supporter_id: str,
    changes: Changes,
    *,
    who: str = "",
    offline: bool = True,
    dry_run: bool = False,
) -> tuple[tuple[str, str, str], ...]:
    """Make the changes, all or none; return (what, before, after) of those that were none before.

    A dry run makes them and takes them back. Raises BadValue, WrongChoice.
    """
    from advocate.supporters.joining import represented

    done: list[tuple[str, str, str]] = []
    address = " ".join(changes.fields.get("address", "").split())
    # Before the log is locked: the network may take its time.
    places, problem = represented(address, offline=offline)
    try:
        with log.writing():
            done += _fields(log, supporter_id, changes.fields, who)
            done += _address(log, supporter_id, address, places, problem, who)
            done += _said(log, supporter_id, changes)
            if dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    return tuple(done)


def _fields(log: Log, supporter_id: str, fields: Mapping[str, str], who: str) -> list[tuple[str, str, str]]:
    from advocate.store.editing import change_supporter
    from advocate.supporters.joining import read_fields

    told, phone_key = read_fields({name: text for name, text in fields.items() if name != "address"})
    changed = change_supporter(log.database, supporter_id, told, phone_key, log.clock, who)
    return [(name, before, after) for name, (before, after) in changed.items()]


def _address(
    log: Log, supporter_id: str, address: str, places: Representation | None, problem: str, who: str
) -> list[tuple[str, str, str]]:
    """Put an address beside those there, as the one that counts."""
    from advocate.store.changes import record_change
    from advocate.store.people import get_person
    from advocate.store.supporters import make_newest
    from advocate.supporters.joining import keep_home

    before = get_person(log.database, supporter_id).address
    if not address or address == before:
        return []
    make_newest(log.database, keep_home(log, supporter_id, address, places, problem), log.clock)
    was, now = {"address": before}, {"address": address}
    record_change(log.database, "supporter", supporter_id, "edit", was, now, log.clock, who)
    return [("address", before, address)]


def _said(log: Log, supporter_id: str, changes: Changes) -> list[tuple[str, str, str]]:
    from advocate.store.consents import Consent, check_channel, lift_opt_outs, opted_out, record_consents

    on = changes.on.isoformat() if changes.on else ""
    done = []
    for word in changes.opt_out:
        channel = check_channel(word)
        if channel not in opted_out(log.database, [supporter_id]).get(supporter_id, ()):
            no = Consent(supporter_id, False, changes.source, channel, on)
            record_consents(log.database, [no], log.clock)
            done.append((f"may be reached by {channel}", "", "no"))
    for word in changes.opt_in:
        yes = Consent(supporter_id, True, changes.source, check_channel(word), on, changes.wording)
        lifted = lift_opt_outs(log.database, yes, log.clock)
        done.append((f"may be reached by {yes.channel}", "no" if lifted else "", "yes"))
    return done
