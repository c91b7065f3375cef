"""What should happen with this row, now that it is known whose it is? One decision, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from advocate.importing.entry import ConsentGiven, Entry
from advocate.store.consents import in_words, is_opted_out
from advocate.store.keys import NO_NAME, coarse_key

#: What can be decided about a row, in the order in which a plan tells it.
DECISIONS = ("create", "update", "unchanged", "needs_eyes", "rejected", "skip")
#: As people read them; a plan file has these words, too.
WORDS = {each: each.replace("_", " ") for each in DECISIONS}

#: Fields that keep one value: the sheet's replaces the list's, unless two lines of the sheet disagree.
REPLACED = ("email", "phone", "role", "language")
#: Fields that are only ever filled where they are blank.
FILLED = ("given_name", "family_name", "came_from")
#: Fields to which something is added, with what stands between.
ADDED = {"interests": ", ", "notes": "; "}
#: The fields of a supporter that an import can change.
FIELDS = (*REPLACED, *FILLED, *ADDED)
#: Changes that are rows of their own tables, with what a person calls them.
BESIDE = {
    "address": "address beside",
    "consent": "consent",
    "opt_out": "opt-out",
    "external_id": "external id",
}

NEW = "nobody on the list or in this file is the same person"
NO_CONSENT = "no consent: name where it was given with --consent-source, or in a column 'consent source'"
NEEDS_A_NAME = "no name, and nobody on the list is known by the e-mail alone; write a name into the row"
NO_NAME_BUT_A_NO = f"{NEEDS_A_NAME}, so that their no is kept"
NOT_FROM_A_LIST = (
    "this person cannot be taken in from a list; if they asked for it themselves: advocate supporters add"
)


class Change(NamedTuple):
    """What becomes of one field; for a row of its own table (an address, a consent) `old` is ""."""

    field: str
    old: str
    new: str


class Planned(NamedTuple):
    """One row's decision. `supporter_id` is "" or "new:LINE" for whom that line of this file makes."""

    line: int
    decision: str
    reason: str
    supporter_id: str = ""
    changes: tuple[Change, ...] = ()
    candidates: tuple[str, ...] = ()


class Said(NamedTuple):
    """A yes (`given`) or a no on record; `lifted` is a no that was taken back by hand."""

    given: bool
    channel: str
    happened_on: str
    source: str
    lifted: bool = False


@dataclass(slots=True)
class Person:
    """A supporter as they stand at this point of the file: the list's row, and what lines above made of it.

    `also` are the keys (name, e-mail, phone) of rows that were merged into this one; `told` says
    which line of the file named or confirmed a field.
    """

    id: str
    values: dict[str, str]
    name_key: str
    email_key: str
    phone_key: str
    address_keys: set[str] = field(default_factory=set)
    external_ids: set[tuple[str, str]] = field(default_factory=set)
    said: set[Said] = field(default_factory=set)
    also: list[tuple[str, str, str]] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)

    def opt_outs(self) -> set[str]:
        """Return the channels they said no to, and did not take back."""
        return {each.channel for each in self.said if not each.given and not each.lifted}


def person_made_by(entry: Entry) -> Person:
    """Return the supporter that a row makes."""
    # What `take_over` makes of somebody of whom nothing is known yet; every blank is filled.
    person = Person(
        f"new:{entry.line}",
        {"name": entry.name, **{name: getattr(entry, name) for name in FIELDS}},
        entry.name_key,
        entry.email_key if entry.email else "",
        entry.phone_key if entry.phone else "",
    )
    _add_beside(person, entry)
    return person


def take_over(person: Person, entry: Entry) -> None:
    """Bring a person up to what a row says, as applying it will; the row has been decided on."""
    if _names_nobody(entry, person):
        person.values["name"], person.name_key = entry.name, entry.name_key
    for name in FIELDS:
        new = _new_value(name, person.values[name], getattr(entry, name))
        if new is not None and not _stays(person, name, entry):
            person.values[name] = new
            if name == "email":
                person.email_key = entry.email_key
            elif name == "phone":
                person.phone_key = entry.phone_key
    _add_beside(person, entry)


def _add_beside(person: Person, entry: Entry) -> None:
    """Note which line said what, and add the rows that stand beside those there are."""
    _note_told(person, entry)
    if entry.address_key:
        person.address_keys.add(entry.address_key)
    if entry.external_id:
        person.external_ids.add((entry.external_system, entry.external_id))
    for said in consents(entry):
        person.said.add(Said(True, said.channel, said.happened_on, said.source))
    for channel in entry.opted_out:
        if channel not in person.opt_outs():
            person.said.add(Said(False, channel, "", ""))


def consents(entry: Entry) -> tuple[ConsentGiven, ...]:
    """Return each yes of a row."""
    return () if entry.consent is None else (entry.consent, *entry.more_consents)


def consent_words(said: ConsentGiven) -> str:
    """Return a yes as a plan tells it: what for, where, when."""
    return ", ".join(word for word in (in_words([said.channel]), said.source, said.happened_on) if word)


def decide_new(entry: Entry, reason: str = NEW) -> Planned:
    """Decide on a row that is nobody we know; who only says no is kept, so that the no is."""
    if not entry.name_key:
        return Planned(entry.line, "needs_eyes", NO_NAME_BUT_A_NO if entry.opted_out else NEEDS_A_NAME)
    if entry.consent is None and not entry.opted_out:
        return Planned(entry.line, "needs_eyes", NO_CONSENT)
    return Planned(entry.line, "create", reason, f"new:{entry.line}")


def decide_same(entry: Entry, person: Person, evidence: str, *, settled: bool = False) -> Planned:
    """Decide on a row that is this person. Blanks overwrite nothing; a no is never overturned.

    `settled`: a person has said that this line counts, whatever the lines above say.
    """

    def eyes(reason: str) -> Planned:
        return Planned(entry.line, "needs_eyes", reason, person.id)

    no = overturned(entry, person)
    if no:
        return eyes(no)
    if entry.consent is None and not entry.opted_out and not any(each.given for each in person.said):
        return eyes(NO_CONSENT)
    changes = [Change("name", NO_NAME, entry.name)] if _names_nobody(entry, person) else []
    for name in FIELDS:
        said = getattr(entry, name)
        if not said or said == person.values[name]:
            continue
        new = _new_value(name, person.values[name], said)
        if new is None or _stays(person, name, entry):
            continue
        if name in REPLACED and person.values[name] and name in person.told and not settled:
            return eyes(
                f"line {person.told[name]} of this file is the same person ({evidence}), with another {field_word(name)}"
            )
        changes.append(Change(name, person.values[name], new))
    changes += _beside(entry, person)
    if not changes:
        return Planned(entry.line, "unchanged", evidence, person.id)
    return Planned(entry.line, "update", evidence, person.id, tuple(changes))


def confirm(person: Person, entry: Entry) -> None:
    """Note what an unchanged row says, so that a later line cannot say otherwise unseen."""
    _note_told(person, entry)


def _note_told(person: Person, entry: Entry) -> None:
    for name in REPLACED:
        if getattr(entry, name):
            person.told.setdefault(name, entry.line)


def _new_value(name: str, old: str, said: str) -> str | None:
    """Return what a field becomes, None where it stays."""
    if not said or said == old:
        return None
    if name in FILLED:
        return None if old else said
    if name in ADDED:
        return _joined(old, said, ADDED[name])
    return said


def _joined(old: str, said: str, mark: str) -> str | None:
    """Return the old text with those parts of the new one that it lacks, None where it lacks none."""
    if not old:
        return said
    there = {part.strip().casefold() for part in old.split(mark.strip())}
    parts = [part.strip() for part in said.split(mark.strip())]
    new = [part for part in dict.fromkeys(parts) if part and part.casefold() not in there]
    return mark.join((old, *new)) if new else None


def _stays(person: Person, name: str, entry: Entry) -> bool:
    """True where the list keeps what it has, whatever the row says.

    An e-mail or phone may only be written otherwise, or be that of a row that was merged. The parts
    of a name go with its own spelling. A row without a name replaces nothing: it may be another of the house.
    """
    if name in ("given_name", "family_name"):
        return bool(person.name_key) and entry.name_key != person.name_key
    if name in REPLACED and not entry.name_key and person.values[name]:
        return True
    if name == "email":
        return entry.email_key == person.email_key or any(entry.email_key == each[1] for each in person.also)
    if name == "phone" and entry.phone_key:
        return entry.phone_key == person.phone_key or any(entry.phone_key == each[2] for each in person.also)
    return False


def _names_nobody(entry: Entry, person: Person) -> bool:
    """True where a row brings the name of somebody of whom only a no was kept so far."""
    return bool(entry.name_key) and not person.name_key


def _beside(entry: Entry, person: Person) -> Iterator[Change]:
    """Return the rows that are added beside those there are."""
    there = (entry.address_key, coarse_key(entry.town, entry.zip_code))
    if entry.address_key and person.address_keys.isdisjoint(there):
        yield Change("address", "", entry.address)
    if entry.external_id and (entry.external_system, entry.external_id) not in person.external_ids:
        yield Change("external_id", "", f"{entry.external_system}:{entry.external_id}")
    for said in consents(entry):
        if not _on_record(said, person):
            yield Change("consent", "", consent_words(said))
    for channel in entry.opted_out:
        if channel not in person.opt_outs():
            yield Change("opt_out", "", channel)


def _on_record(said: ConsentGiven, person: Person) -> bool:
    return any(
        each.given and each[1:4] == (said.channel, said.happened_on, said.source) for each in person.said
    )


def overturned(entry: Entry, person: Person) -> str:
    """Return why a person must look where the row goes against a no, or against a no taken back."""
    if all(each.given for each in person.said):
        return ""
    no = person.opt_outs()
    if any(is_opted_out(no, said.channel) and not _on_record(said, person) for said in consents(entry)):
        return (
            f"they said no to {in_words(no)}; only they can take it back: advocate supporters edit --opt-in"
        )
    lifted = {each.channel for each in person.said if each.lifted} - no
    again = lifted & set(entry.opted_out)
    if again:
        return f"the sheet says no to {in_words(again)}, which they took back by hand: ask them, then edit"
    return ""


def field_word(name: str) -> str:
    """Return a field as a person says it."""
    return {"email": "e-mail"}.get(name, name)
