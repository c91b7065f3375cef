"""One person joins: who are they, do we know them already, where do they live, and what did they agree to?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from advocate.errors import AdvocateError, WrongChoice
from advocate.importing.entry import ROLES, ConsentGiven, Entry
from advocate.store.editing import FIELDS as CHANGEABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocate.matching.ladder import Match
    from advocate.store.forgetting import PersonKeys
    from advocate.store.log import Log
    from advocate.store.people import Person
    from legislators.representation import Representation

#: Fields of a supporter that a joining person can fill: by the name they are known already, or are new.
FIELDS = tuple(name for name in CHANGEABLE if name != "name")


class BadValue(AdvocateError):
    """A name, e-mail, phone or day that cannot be one; the message says what is wrong and shows a right one."""

    wrong_usage = True


@dataclass(frozen=True, slots=True)
class Joining:
    """What would be done for one person who joins; nothing is written yet.

    `match` says whether they are new; `persons` are whom they are, or could be. `fills` are blanks of
    theirs that would be filled, `differs` what they say otherwise than the list (field -> (there, said)):
    it is never overwritten. `forgotten` is by what they are known as one who asked to be forgotten.
    `places` is None where they gave no address or it could not be placed (then `problem` says why).
    """

    entry: Entry
    match: Match
    persons: tuple[Person, ...] = ()
    fills: tuple[str, ...] = ()
    differs: tuple[tuple[str, str, str], ...] = ()
    forgotten: str = ""
    opted_out: tuple[str, ...] = ()
    places: Representation | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Who joined, and whether they are new on the lists."""

    person: Person
    is_new: bool


def read_fields(values: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the fields as the lists keep them, and the phone as it is compared.

    Raises BadValue (a name, e-mail or phone that is none), WrongChoice (a role we do not have).
    """
    from advocate.importing.full_names import split_name
    from advocate.importing.values import clean, one_line, read_email, read_phone
    from advocate.importing.words import language_of

    told = {name: one_line(clean(text)) for name, text in values.items()}
    phone_key = ""
    if "name" in told:
        if not told["name"]:
            raise BadValue("A supporter has a name. Give it as the person writes it, such as: Mai Example")
        parts = split_name(told["name"])
        told |= {"given_name": parts.given, "family_name": parts.family}
    if told.get("email"):
        told["email"], wrong = read_email(told["email"])
        if wrong:
            raise BadValue(f"'{values['email']}' is no e-mail address. It looks like: mai@example.org")
    if told.get("phone"):
        phone_key, wrong = read_phone(told["phone"])
        if wrong:
            raise BadValue(
                f"'{values['phone']}' is no phone number. Write it with its area code: 651-555-0100"
            )
    if told.get("role"):
        told["role"] = read_role(told["role"])
    if told.get("language"):
        told["language"] = language_of(told["language"]) or told["language"]
    return told, phone_key


def read_role(typed: str) -> str:
    """Return the role a word stands for ("teacher": educator), "" for "". Raises WrongChoice, which lists them."""
    from advocate.importing.words import role_of

    role = role_of(typed)
    if typed.strip() and not role:
        raise WrongChoice(f"There is no role '{typed}'. Choose one of: {', '.join(ROLES)}.", ROLES)
    return role


def read_consent(
    source: str, *, on: date | None, wording: str = "", channel: str = "any"
) -> ConsentGiven | None:
    """Return the consent that a person gives, None without a source. Raises WrongChoice for another channel."""
    from advocate.store.consents import check_channel

    channel = check_channel(channel)
    if not source.strip():
        return None
    return ConsentGiven(channel, on.isoformat() if on else "", " ".join(source.split()), wording.strip())


def read_joiner(values: Mapping[str, str], consent: ConsentGiven | None) -> Entry:
    """Return what a person gave as an entry of a list. Raises as `read_fields`."""
    from advocate.importing.addresses import read_address
    from advocate.store.keys import email_key, match_key

    told, phone_key = read_fields({name: text for name, text in values.items() if name != "address"})
    address = " ".join(values.get("address", "").split())
    placed = read_address(address)
    entry = Entry(
        0,
        address=address,
        town=placed.town,
        zip_code=placed.zip_code,
        consent=consent,
        name_key=match_key(told["name"]),
        email_key=email_key(told.get("email", "")),
        phone_key=phone_key,
        address_key=placed.key or match_key(address),
        names_house=placed.exact,
    )
    return entry._replace(**told)  # type: ignore[arg-type]  # the keys are text fields of an entry, all of them


def plan_joining(log: Log, entry: Entry, *, offline: bool = True, today: date | None = None) -> Joining:
    """Find out whether the lists know this person, and who represents them. Nothing is written.

    With `offline` the address stays on this computer. Raises NoKey where forgotten people cannot be known.
    """
    from advocate.matching.ladder import find_person
    from advocate.store.candidates import find_candidates
    from advocate.store.forgetting import is_forgotten
    from advocate.store.people import get_person

    database = log.database
    match = find_person(entry, find_candidates(database, entry))
    ids = match.candidates if match.kind == "tie" else (match.supporter_id,) if match.kind == "same" else ()
    places, problem = represented(entry.address, offline=offline, on=today)
    joining = Joining(
        entry,
        match,
        tuple(get_person(database, each) for each in ids),
        forgotten=is_forgotten(database, log.path, person_keys(entry)) if match.kind == "new" else "",
        places=places,
        problem=problem,
    )
    return as_person(log, joining, match.supporter_id) if match.kind == "same" else joining


def as_person(log: Log, joining: Joining, supporter_id: str) -> Joining:
    """Return the same with the answer to who they are: one on the lists, or "" for somebody new."""
    from dataclasses import replace

    from advocate.matching.ladder import NOBODY, Match
    from advocate.store.people import get_person

    if not supporter_id:
        return replace(joining, match=NOBODY, persons=(), fills=(), differs=(), opted_out=())
    person = get_person(log.database, supporter_id)
    # Who has no name is there to hold a no: theirs, who now tell it.
    fields = FIELDS if person.has_a_name else ("name", *FIELDS)
    said = {name: getattr(joining.entry, name) for name in fields if getattr(joining.entry, name)}
    there = {name: _there(log, person, name) if name in FIELDS else "" for name in said}
    return replace(
        joining,
        match=Match("same", supporter_id, joining.match.step, joining.match.evidence or "you say so"),
        persons=(person,),
        fills=tuple(name for name in said if not there[name]),
        differs=tuple(
            (name, there[name], text)
            for name, text in said.items()
            if there[name] and not _same(name, there[name], text)
        ),
        opted_out=person.opted_out,
    )


def join(log: Log, joining: Joining, *, who: str = "") -> Joined:
    """Keep the person: a new row, or blanks of the one there filled, with address, place and consent.

    Raises BadValue where it is not settled who they are.
    """
    from advocate.store.editing import add_supporter, change_supporter
    from advocate.store.forgetting import come_back
    from advocate.store.people import get_person

    entry, database = joining.entry, log.database
    if joining.match.kind == "tie":
        raise BadValue("It is not settled who this is: say which one, or that they are somebody new.")
    with log.writing():
        if joining.match.kind == "same":
            supporter_id = joining.match.supporter_id
            filled = {name: getattr(entry, name) for name in joining.fills}
            change_supporter(database, supporter_id, filled, entry.phone_key, log.clock, who)
        else:
            come_back(database, log.path, person_keys(entry))
            values = {"name": entry.name, **{name: getattr(entry, name) for name in FIELDS}}
            supporter_id = add_supporter(database, values, entry.phone_key, log.clock)
        if entry.address:
            keep_home(log, supporter_id, entry.address, joining.places, joining.problem)
        _keep_consent(log, supporter_id, entry.consent)
        return Joined(get_person(database, supporter_id), joining.match.kind == "new")


def person_keys(entry: Entry) -> PersonKeys:
    """Return by what one who was forgotten would be known."""
    from advocate.store.forgetting import PersonKeys

    return PersonKeys(entry.name_key, entry.email_key, entry.phone_key, entry.address_key)


def keep_home(
    log: Log, supporter_id: str, address: str, places: Representation | None, problem: str = ""
) -> str:
    """Keep an address of a person with the districts that were found, inside `Log.writing()`; return its id."""
    from advocate.importing.addresses import read_address
    from advocate.store.placements import Placing, keep_placements
    from advocate.store.supporters import Supporter, keep_address
    from advocate.supporters.found_places import placing_of, snapshot_mark

    placed = read_address(address)
    home = Supporter("", address, placed.key, placed.town, placed.zip_code)
    address_id = keep_address(log.database, supporter_id, home, log.clock)
    placing = placing_of(places.place, places.districts) if places else Placing(problem=problem)
    keep_placements(log.database, [(address_id, placing)], snapshot_mark(), log.clock)
    return address_id


def _keep_consent(log: Log, supporter_id: str, said: ConsentGiven | None) -> None:
    """Keep a yes, unless exactly that one is on record."""
    from advocate.store.consents import Consent, consents_of, record_consents

    if said is None:
        return
    there = {
        (each.channel, each.happened_on, each.source, each.wording)
        for each in consents_of(log.database, supporter_id)
        if each.given
    }
    if tuple(said) not in there:
        consent = Consent(supporter_id, True, said.source, said.channel, said.happened_on, said.wording)
        record_consents(log.database, [consent], log.clock)


def _there(log: Log, person: Person, name: str) -> str:
    from advocate.store.editing import field_of

    return field_of(log.database, person.id, name)


def _same(name: str, there: str, said: str) -> bool:
    """Say whether two spellings of a field mean the same."""
    from advocate.store.keys import email_key
    from advocate.store.supporters import phone_key

    if name == "phone":
        return phone_key(there) == phone_key(said)
    return email_key(there) == email_key(said)


def represented(
    address: str, *, offline: bool = True, on: date | None = None
) -> tuple[Representation | None, str]:
    """Return who represents an address, or None and why it could not be placed."""
    from legislators.errors import LegislatorsError, SnapshotError
    from legislators.representation import who_represents

    if not address:
        return None, ""
    try:
        return who_represents(address, offline=offline, on=on), ""
    except SnapshotError:
        raise
    except LegislatorsError as error:
        return None, " ".join((str(error), "; ".join(getattr(error, "choices", ())))).strip()
