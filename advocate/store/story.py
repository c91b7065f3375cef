"""What happened to a contact, from the first to the last thing that is on record of it?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from advocate.store.contacts import Event, read_events
from advocate.store.moves import moves_that_stand

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on record. `what` is a word of WHAT; `on` the day it is of; `recorded_at` UTC.

    `standing` and `channel` are those said, `minutes` and `cost_cents` what it took (None: not said);
    `corrects` is the id of the step it corrects or takes back; `counts` False where that was done to it.
    """

    id: str
    what: str
    on: str
    recorded_at: str
    who: str = ""
    text: str = ""
    standing: str = ""
    channel: str = ""
    minutes: int | None = None
    cost_cents: int | None = None
    corrects: str = ""
    counts: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return the step as `advocate log show --json` has it."""
        return asdict(self)


#: What a step can be.
WHAT = (
    "made", "moved", "corrected", "taken_back", "approved", "not_approved", "given_to_server", "server_said",
    "reply", "reply_corrected", "reply_withdrawn",
)  # fmt: skip


def read_story(database: Database, contact_id: str) -> tuple[Step, ...]:
    """Return all that is on record of a contact, in the order in which it was recorded."""
    steps = [
        *_events(database, contact_id), *_approvals(database, contact_id), *_deliveries(database, contact_id),
        *_replies(database, contact_id),
    ]  # fmt: skip
    # What was written down at the same moment stays in the order above.
    return tuple(sorted(steps, key=lambda step: step.recorded_at))


def _events(database: Database, contact_id: str) -> list[Step]:
    events = read_events(database, contact_id)
    stands = {event.id for event in moves_that_stand(events)}
    standings = {event.id: event.standing for event in events}
    return [
        Step(
            event.id, _what(event, standings), event.act_on or event.happened_on, event.recorded_at, event.who,
            event.note, event.standing, event.channel, event.minutes, event.cost_cents, event.corrects or "",
            event.id in stands or _what(event, standings) == "taken_back",
        )
        for event in events
    ]  # fmt: skip


def _what(event: Event, standings: dict[str, str]) -> str:
    if event.kind != "correction":
        return "made" if event.kind == "made" else "moved"
    return "corrected" if standings.get(event.corrects or "") == event.standing else "taken_back"


def _approvals(database: Database, contact_id: str) -> list[Step]:
    rows = database.execute(
        "SELECT id, given, approved_on, recorded_at, recorded_by, approved_by, how FROM approvals "
        "WHERE contact_id = ? ORDER BY recorded_at, rowid",
        [contact_id],
    )
    return [
        Step(id_, "approved" if given else "not_approved", on, at, by, f"{who}, {how}" if how else who)
        for id_, given, on, at, by, who, how in rows
    ]


def _deliveries(database: Database, contact_id: str) -> list[Step]:
    rows = database.execute(
        "SELECT e.id, e.state, e.recorded_at, d.recorded_by, d.recipient, e.reply, d.approved_by, d.approved_on "
        "FROM deliveries AS d JOIN delivery_events AS e ON e.delivery_id = d.id WHERE d.contact_id = ? ORDER BY e.rowid",
        [contact_id],
    )
    return [
        Step(
            id_, "given_to_server" if state == "sending" else "server_said", at[:10], at, by,
            f"to {to}, with the yes of {yes} on {on}" if state == "sending" else ": ".join(filter(None, (state, reply))),
        )
        for id_, state, at, by, to, reply, yes, on in rows
    ]  # fmt: skip


def _replies(database: Database, contact_id: str) -> list[Step]:
    rows = database.execute(
        "SELECT id, answer, happened_on, recorded_at, who, quotation, may_quote, channel, note, withdrawn, "
        "coalesce(corrects, ''), EXISTS (SELECT 1 FROM replies AS later WHERE later.corrects = replies.id) "
        "FROM replies WHERE contact_id = ? ORDER BY recorded_at, rowid",
        [contact_id],
    )
    steps = []
    for id_, answer, on, at, who, quotation, may_quote, channel, note, withdrawn, corrects, later in rows:
        what = "reply_withdrawn" if withdrawn else "reply_corrected" if corrects else "reply"
        said = f'"{quotation}"{" (may be quoted)" if may_quote else ""}' if quotation else ""
        text = "; ".join(part for part in (answer, said, note) if part)
        steps.append(Step(id_, what, on, at, who, text, "", channel, None, None, corrects, not later))
    return steps
