"""What is to be recorded of an act that happened elsewhere, and is it on record already?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from advocate.store.acts import ActThere, NewAct, acts_there, insert_act, letters_waiting
from advocate.store.contacts import NOTHING_SAID, Spent
from advocate.store.id_starts import SHORT
from advocate.store.people import find_person, get_person, rows_of

if TYPE_CHECKING:
    from advocate.officials.then import OfficialsThen
    from advocate.store.log import Log
    from advocate.store.people import Person


@dataclass(frozen=True, slots=True)
class Act:
    """An act as it will be recorded: who did it, and all that goes into the log. `campaign` is its name or ""."""

    person: Person
    new: NewAct
    campaign: str = ""

    @property
    def content(self) -> tuple[Any, ...]:
        """What makes two acts of one person towards one official the same, however often they are said."""
        new = self.new
        return (
            new.channel,
            new.on.isoformat(),
            new.spent.minutes,
            new.spent.cost_cents,
            new.note,
            new.campaign_id,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the act as JSON has it."""
        new, official = self.new, self.new.official
        return {
            "channel": new.channel, "on": new.on.isoformat(), "standing": new.standing,
            "supporter": {"id": self.person.id, "name": self.person.name},
            "official": {"official_key": official.official_key, "name": official.name, "title": official.title,
                         "kind": official.kind, "district": official.district},
            "minutes": new.spent.minutes, "cost_cents": new.spent.cost_cents, "note": new.note,
            "campaign": self.campaign, "by": new.who,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an act: its contact's id, or "" where `there` are on record that are the same or nearly so.

    `same` is true where one of them is it to the letter. `letters` are letters of the person to the
    official that wait to be sent, for a posted letter or an e-mail: one of them may be it.
    """

    act: Act
    id: str
    there: tuple[ActThere, ...] = ()
    same: bool = False
    letters: tuple[str, ...] = ()


def named_person(log: Log, words: str, *, exact: bool = False) -> Person:
    """Return who acted, by name, e-mail or id.

    With `exact` a part of a name is not enough: for lists, where nobody sees who was taken. Raises
    WrongChoice (nobody is named, or not to the letter), UnknownSupporter.
    """
    if not words.strip():
        raise WrongChoice(
            "Say who acted, by name, e-mail or id: --supporter 'Mai Example'. An organizer is on the list like "
            "everybody else (advocate supporters add)."
        )
    person = find_person(log.database, words)
    if exact and not _is_named(person, words):
        raise WrongChoice(
            f"Nobody on the lists is '{words.strip()}' to the letter; near it: {person.name} ({person.short_id})."
        )
    if not person.has_a_name:
        raise WrongChoice(
            f"{person.called} is on the lists only to hold a no. Give the name first: "
            f"advocate supporters edit {person.short_id} --name NAME"
        )
    return person


def make_act(
    officials: OfficialsThen, person: Person, *, channel: str, official: str, on: date, today: date,
    campaign_id: str | None = None, campaign: str = "", spent: Spent = NOTHING_SAID, note: str = "",
    witnessed: bool = False, who: str = "",
) -> Act:  # fmt: skip
    """Find the official and return the act; nothing is written.

    Raises WrongChoice (a day to come, no official), UnknownOfficial.
    """
    if on > today:
        raise WrongChoice(f"{on} is in the future; only what has happened is recorded.")
    if not official.strip():
        raise WrongChoice('Say towards whom: by name, seat or district, such as "Hawj", "sen 67" or 67B.')
    then = officials.find(" ".join(official.split()), on)
    new = NewAct(
        person.id, then, channel, on, "confirmed" if witnessed else "sent", campaign_id, spent,
        " ".join(note.split()), who,
    )  # fmt: skip
    return Act(person, new, campaign)


def record_act(log: Log, act: Act, *, again: bool = False, dry_run: bool = False) -> Recorded:
    """Record one act, unless it or one like it is on record already: then say which, and write nothing.

    One like it: of the same person, official, kind and day. `again` says that it is another one.
    """
    log.write_in_small_steps()
    with log.writing():
        # What was taken back did not happen; said again, it did.
        there = [each for each in on_record(log, act) if each.standing != "drafted"]
        same = tuple(each for each in there if _content(each) == act.content)
        like = tuple(each for each in there if is_like(each, act))
        letters = _waiting(log, act)
        if (same or like) and not again:
            return Recorded(act, "", same or like, same=bool(same), letters=letters)
        if dry_run:
            return Recorded(act, "", letters=letters)
        return Recorded(act, insert_act(log.database, act.new, log.clock), letters=letters)


def on_record(log: Log, act: Act) -> list[ActThere]:
    """Return the acts of this person towards this official that are on record, those taken back included."""
    return acts_there(log.database, rows_of(log.database, act.person.id), act.new.official.official_key)


def is_like(there: ActThere, act: Act) -> bool:
    """Say whether an act on record is of the same kind and day, as first recorded or as it stands now."""
    channels, days = (there.channel, there.channel_now), (there.on, there.on_now)
    return there.standing != "drafted" and act.new.channel in channels and act.new.on.isoformat() in days


def take_same(there: list[ActThere], act: Act) -> bool:
    """Take one act out of the list that is this one to the letter; say whether there was one."""
    found = next((each for each in there if _content(each) == act.content), None)
    if found is not None:
        there.remove(found)
    return found is not None


def insert_all(log: Log, acts: Sequence[Act]) -> list[str]:
    """Record acts, inside the caller's `Log.writing()`; return their ids."""
    return [insert_act(log.database, act.new, log.clock) for act in acts]


def renewed(log: Log, act: Act) -> Act:
    """Return the act with its person as they are on the list now: they may have been merged meanwhile."""
    kept = log.database.execute(
        "SELECT coalesce(merged_into, id) FROM supporters WHERE id = ?", [act.person.id]
    ).fetchone()[0]
    return act if kept == act.person.id else replace(
        act, person=get_person(log.database, kept), new=replace(act.new, supporter_id=kept)
    )  # fmt: skip


def _waiting(log: Log, act: Act) -> tuple[str, ...]:
    if act.new.channel not in ("post", "email"):
        return ()
    ids = letters_waiting(log.database, rows_of(log.database, act.person.id), act.new.official.official_key)
    return tuple(each[:SHORT] for each in ids)


def _content(there: ActThere) -> tuple[Any, ...]:
    return (there.channel, there.on, there.minutes, there.cost_cents, there.note, there.campaign_id)


def _is_named(person: Person, words: str) -> bool:
    from advocate.store.keys import email_key, match_key

    text = words.strip()
    same_name = match_key(text) == match_key(person.name)
    return same_name or email_key(text) == email_key(person.email) or person.id.startswith(text.casefold())
