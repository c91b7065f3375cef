"""Two organizers' logs that began as copies: what can be done in each, and what makes two logs the same."""

# Every act is called with two numbers, whether it needs them or not.
# ruff: noqa: ARG001

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from advocate.errors import AdvocateError
from advocate.store import keys
from advocate.store.approvals import NewApproval, add_approval
from advocate.store.batches import NewBatch, add_batch
from advocate.store.campaign_editing import edit_campaign
from advocate.store.campaigns import get_campaign, keep_campaign
from advocate.store.consents import CHANNELS, Consent, lift_opt_outs, record_consents
from advocate.store.contacts import NewContact, Spent
from advocate.store.deliveries import NewDelivery
from advocate.store.editing import change_supporter
from advocate.store.keys import NO_NAME, match_key, new_id
from advocate.store.log import Log
from advocate.store.merges import merge_supporters, unmerge_supporters
from advocate.store.moves import Said
from advocate.store.officials import OfficialThen
from advocate.store.placements import Placing, keep_placements
from advocate.store.supporters import Supporter, keep_address
from advocate.store.union.merging import Brought, Source, bring_in
from advocate.store.union.other import private_copy
from advocate.store.union.taking_back import TakenBack, take_back
from advocate.supporters.leaving import coarsen, forget
from letters.similarity import Signature

OFFICIALS = [
    OfficialThen("ocd-person/67", "Foung Hawj", "Senator", "state_senate", "67", snapshot="s", source_as_of="2026-08-05"),
    OfficialThen("ocd-person/67b", "Jay Xiong", "Representative", "state_house", "67B", snapshot="s", source_as_of="2026-08-05"),
]  # fmt: skip
CAMPAIGNS = ("", "Read Well", "Fund Schools")
#: The last two are one person as two volunteers write them, and a household that shares its phone.
PEOPLE = [
    Supporter("Mai Example", "1540 6th St E, Saint Paul, MN 55106", town="Saint Paul", zip_code="55106",
              email="mai@example.org", phone="651-555-0143"),
    Supporter("Ole Example", "1540 6th St E, Saint Paul, MN 55106", town="Saint Paul", zip_code="55106", phone="651-555-0143"),
    Supporter("Robert Olson", "1 Elm St, Winona, MN 55987", town="Winona", zip_code="55987", email="bob@example.org"),
    Supporter("Bob Olson", "2 Oak St, Winona, MN 55987", town="Winona", zip_code="55987", email="bob@example.org"),
    Supporter("Robert Olson", "1 Elm St, Winona, MN 55987", town="Winona", zip_code="55987", phone="507-555-0199"),
]  # fmt: skip


class Ticking:
    """A clock that goes a second a question; each log has its own microsecond."""

    def __init__(self, start: datetime, own: int) -> None:
        self.now = start + timedelta(microseconds=own)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


START = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)


#: Nothing is sent or noted for people who were forgotten.
KNOWN = "supporter_id NOT IN (SELECT id FROM supporters WHERE forgotten_on IS NOT NULL)"


def _pick(log: Log, table: str, number: int, where: str = "1") -> Any:
    rows = log.database.execute(f"SELECT id FROM {table} WHERE {where} ORDER BY id").fetchall()
    return rows[number % len(rows)][0] if rows else None


def write(log: Log, a: int, b: int) -> None:
    log.add_contact(
        NewContact(PEOPLE[a % len(PEOPLE)], OFFICIALS[b % 2], "legislator", "Reading", f"letter {b % 3}",
                   campaign=CAMPAIGNS[b % 3], files=(f"/outbox/{a}.txt",))
    )  # fmt: skip


def move(log: Log, a: int, b: int) -> None:
    if contact := _pick(log, "contacts", a):
        log.move(
            contact, ("sent", "confirmed", "bounced", "handed_over")[b % 4], on=date(2026, 11, 1 + b % 20)
        )


def take_move_back(log: Log, a: int, b: int) -> None:
    if contact := _pick(log, "contacts", a, KNOWN):
        log.take_back(contact, note=f"not {b}")


def correct(log: Log, a: int, b: int) -> None:
    if contact := _pick(log, "contacts", a, KNOWN):
        log.correct(contact, Said(on=date(2026, 11, 1 + b % 9), spent=Spent(minutes=b % 2)))


def agree(log: Log, a: int, b: int) -> None:
    if person := _pick(log, "people", a):
        with log.writing():
            consent = Consent(person, b % 2 == 0, "Fair", CHANNELS[b % 5], "2026-11-01")
            record_consents(log.database, [consent], log.clock)


def lift(log: Log, a: int, b: int) -> None:
    if person := _pick(log, "people", a):
        with log.writing():
            lift_opt_outs(log.database, Consent(person, True, "phone call", CHANNELS[b % 5]), log.clock)


def edit(log: Log, a: int, b: int) -> None:
    if person := _pick(log, "people", a):
        with log.writing():
            new = {("notes", "email", "role", "phone")[b % 4]: ("", f"n{b}@example.org")[b % 2]}
            change_supporter(log.database, person, new, "", log.clock)


def merge_two(log: Log, a: int, b: int) -> None:
    one, other = _pick(log, "people", a), _pick(log, "people", b)
    if one and one != other:
        with log.writing():
            merge_supporters(log.database, one, other, log.clock)


def unmerge(log: Log, a: int, b: int) -> None:
    if gone := _pick(log, "supporters", a, "merged_into IS NOT NULL"):
        with log.writing():
            unmerge_supporters(log.database, gone, log.clock)


def forget_one(log: Log, a: int, b: int) -> None:
    if person := _pick(log, "people", a):
        forget(log, [person], on=date(2026, 11, 20))


def coarsen_one(log: Log, a: int, b: int) -> None:
    if person := _pick(log, "people", a):
        coarsen(log, [person])


def place(log: Log, a: int, b: int) -> None:
    if address := _pick(log, "addresses", a, "instr(address_key, ':') = 0"):
        with log.writing():
            placing = Placing(44.9 + b, -93.0, "point", 5.0, 1, "67B", "67", "4", "0625-01")
            keep_placements(log.database, [(address, placing)], "2026-11-01", log.clock)


def move_house(log: Log, a: int, b: int) -> None:
    if person := _pick(log, "people", a):
        with log.writing():
            there = f"{b % 4} New St, Ely, MN 55731"
            keep_address(log.database, person, Supporter("", there, town="Ely"), log.clock)


def answer(log: Log, a: int, b: int) -> None:
    if contact := _pick(log, "contacts", a, KNOWN):
        old = _pick(log, "replies", b, "id NOT IN (SELECT corrects FROM replies WHERE corrects IS NOT NULL)")
        with log.writing():
            log.database.execute(
                "INSERT INTO replies (id, official_id, official_key, contact_id, answer, happened_on, corrects, recorded_at) "
                "SELECT ?, official_id, official_key, id, ?, '2026-11-15', ?, ? FROM contacts WHERE id = ?",
                [new_id(), ("yes", "no", "form")[b % 3], old if b % 2 else None, _now(log), contact],
            )  # fmt: skip


def approve(log: Log, a: int, b: int) -> None:
    if contact := _pick(log, "contacts", a, KNOWN):
        new = NewApproval(contact, f"hash {b}", "Mai Example", "2026-11-10", "in person", "me", b % 2 == 0)
        with log.writing():
            add_approval(log.database, new, log.clock)


def send(log: Log, a: int, b: int) -> None:
    if contact := _pick(log, "contacts", a, KNOWN):
        new = NewDelivery(
            contact, "mai@example.org", "sen@example.org", "mail", "hash", "Mai", "2026-11-10", "me"
        )
        delivery, _ = log.begin_delivery(new)
        if b % 2:
            log.end_delivery(delivery, ("accepted", "refused", "put_off")[b % 3], reply="250 OK")


def settle(log: Log, a: int, b: int) -> None:
    for delivery in log.deliveries_in_doubt():
        log.end_delivery(delivery.id, ("accepted", "not_accepted")[b % 2], reply="asked")


def number(log: Log, a: int, b: int) -> None:
    if person := _pick(log, "people", a):
        with log.writing():
            log.database.execute(
                "INSERT OR IGNORE INTO external_ids VALUES ('VAN', ?, ?, NULL)", [f"v{b % 3}", person]
            )


def sign(log: Log, a: int, b: int) -> None:
    unsigned = f"letter_hash <> '' AND {KNOWN} AND id NOT IN (SELECT contact_id FROM letter_signatures)"
    if contact := _pick(log, "contacts", a, unsigned):
        # Texts 0 and 1 are nearly the same, 2 and 3 as well.
        slots = tuple((b % 4 // 2) * 1000 + n + (500 if n < 10 and b % 2 else 0) for n in range(64))
        log.keep_signature(contact, Signature(slots))


def campaign(log: Log, a: int, b: int) -> None:
    with log.writing():
        campaign_id = keep_campaign(log.database, CAMPAIGNS[1 + a % 2], log.clock)
        there = get_campaign(log.database, campaign_id or "")
        if there is not None:
            word, value = (("ask", f"ask {b}"), ("offices", ("house", f"{b}")), ("closed_on", "2026-12-01"))[
                b % 3
            ]
            edit_campaign(log.database, there, {word: value}, log.clock)


def sheet(log: Log, a: int, b: int) -> None:
    with log.writing():
        new = NewBatch("fair.csv", f"{a}", "", {}, "Fair", 1, 1, 0, 0, 0, 0)
        batch, _ = add_batch(log.database, new, log.clock)
        name = PEOPLE[a % 5].name
        log.database.execute(
            "INSERT INTO supporters (id, name, name_key, batch_id, batch_line, created_at) VALUES (?, ?, ?, ?, 2, ?)",
            [new_id(), name, match_key(name), batch, _now(log)],
        )


def unsubscribed(log: Log, a: int, b: int) -> None:
    """A list of those who said no has an e-mail that nobody may have, and no name."""
    e_mail = ("mai@example.org", "bob@example.org", "gone@example.org")[a % 3]
    who = new_id()
    with log.writing():
        log.database.execute(
            "INSERT INTO supporters (id, name, name_key, email, email_key, created_at) VALUES (?, ?, '', ?, ?, ?)",
            [who, NO_NAME, e_mail, e_mail, _now(log)],
        )
        record_consents(log.database, [Consent(who, False, "Newsletter", CHANNELS[b % 2])], log.clock)


def _now(log: Log) -> str:
    return log.clock().isoformat(timespec="microseconds").replace("+00:00", "Z")


ACTS: tuple[Callable[[Log, int, int], None], ...] = (
    write, write, move, move, take_move_back, correct, agree, lift, edit, merge_two, unmerge, forget_one, coarsen_one,
    place, move_house, answer, approve, send, settle, number, sign, campaign, sheet,
    unsubscribed,
)  # fmt: skip


def act(log: Log, doings: list[tuple[int, int, int]], seed: int = 0) -> None:
    """Do all that can be done of it; the ids are the same each time."""
    chance = Random(f"{seed} {doings}")
    keys.uuid4 = lambda: UUID(int=chance.getrandbits(128), version=4)  # type: ignore[attr-defined]
    try:
        _act(log, doings)
    finally:
        keys.uuid4 = uuid4  # type: ignore[attr-defined]


def _act(log: Log, doings: list[tuple[int, int, int]]) -> None:
    for which, a, b in doings:
        with suppress(AdvocateError):
            ACTS[which % len(ACTS)](log, a, b)


def copy_log(one: Path, other: Path) -> Path:
    """Copy a log with its key, as organizers do."""
    for ending in ("", ".forgotten-key"):
        if (source := one.with_name(one.name + ending)).exists():
            shutil.copy(source, other.with_name(other.name + ending))
    return other


def merge(log_file: Path, other: Path, **options: Any) -> Brought:
    """Bring the other log in."""
    with Log(log_file, clock=Ticking(START, 7)) as log, private_copy(other, log_file) as copy:
        return bring_in(log, Source(other, "hash"), copy, log.clock, **options)


def unmerge_log(log_file: Path, which: int) -> TakenBack:
    """Take a merge back."""
    with Log(log_file, clock=Ticking(START, 7)) as log:
        return take_back(log, str(which), log.clock)


#: Worked out from the rest, or of one log alone.
NOT_COMPARED = (
    "log_merges",
    "log_merge_rows",
    "_sqlite_migrations",
    "letter_bands",
    "letter_groups",
    "letter_signatures",
)


def content(path: Path) -> dict[str, list[str]]:
    """Return every row of a log but for the numbers that each log gives by itself; texts by their groups."""
    connection = sqlite3.connect(path)
    found: dict[str, list[str]] = {}
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for (name,) in names.fetchall():
        if name in NOT_COMPARED or name.startswith("reach_"):
            continue
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] != "number"]
        found[name] = sorted(map(repr, connection.execute(f"SELECT {', '.join(columns)} FROM {name}")))
    texts = "SELECT supporter_id, method, signature, contact_id, leader FROM letter_signatures JOIN letter_groups ON signature_id = id"
    groups = defaultdict(list)
    for supporter, method, signature, contact, leader in connection.execute(texts):
        groups[leader].append(repr((supporter, method, hash(signature), contact)))
    found["texts"] = sorted(repr(sorted(group)) for group in groups.values())
    standing = connection.execute(
        "SELECT contact_id, campaign, supporter_id, channel, standing, day, letter, minutes, constituent FROM reach"
    )
    found["reach"] = sorted(map(repr, standing))
    connection.close()
    return found


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, set[str]]:
    """Return table -> rows that are in one of two contents."""
    return {name: set(rows) ^ set(other[name]) for name, rows in one.items() if rows != other[name]}
