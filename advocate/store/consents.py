"""Who agreed to be written to, who said stop, and who took that back by hand?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from advocate.store.keys import Clock, moment, new_id
from advocate.store.nameless import SAME_E_MAIL

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Ways to reach a person; "any" stands for all of them.
CHANNELS = ("any", "email", "phone", "text", "post")
#: Ids in one question: well below what every SQLite allows.
_MANY = 900

#: Consents as (id, supporter id, given 0 or 1, channel, happened_on, source, wording, batch id or None, recorded_at).
INSERT = (
    "INSERT INTO consents (id, supporter_id, given, channel, happened_on, source, wording, batch_id, recorded_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes (`given`) or a no to being reached by a channel: where it was said, on which day, in which words.

    `happened_on` is YYYY-MM-DD or ""; `source` is never empty. A no stands until `lift_opt_outs`.
    """

    supporter_id: str
    given: bool
    source: str
    channel: str = "any"
    happened_on: str = ""
    wording: str = ""
    batch_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeptConsent:
    """A consent as it is on record; `lifted` is true for a no that the person took back."""

    id: str
    given: bool
    channel: str
    happened_on: str
    source: str
    wording: str
    batch_id: str | None
    recorded_at: str
    lifted: bool

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


def check_channel(channel: str) -> str:
    """Return the channel as we write it. Raises WrongChoice, which lists the right ones."""
    plain = channel.strip().casefold()
    if plain not in CHANNELS:
        raise WrongChoice(f"There is no channel '{channel}'. Choose one of: {', '.join(CHANNELS)}.", CHANNELS)
    return plain


def record_consents(database: Database, consents: Iterable[Consent], clock: Clock) -> int:
    """Add the consents in one go, and return how many; an opt-out before them stays one."""
    now, count = moment(clock), 0

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal count
        for each in consents:
            count += 1
            yield (
                new_id(), each.supporter_id, int(each.given), each.channel, each.happened_on, each.source,
                each.wording, each.batch_id, now,
            )  # fmt: skip

    database.conn.executemany(INSERT, rows())
    return count


def opted_out(database: Database, supporter_ids: Sequence[str] | None = None) -> dict[str, frozenset[str]]:
    """Return supporter id -> the channels they said no to and did not take back; others are not in it.

    `supporter_ids` None asks for everybody, in one pass over the opt-outs alone.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    question = "SELECT supporter_id, channel FROM opt_outs"
    if supporter_ids is None:
        rows = database.execute(question).fetchall()
    else:
        rows = []
        for start in range(0, len(supporter_ids), _MANY):
            some = supporter_ids[start : start + _MANY]
            marks = ", ".join("?" * len(some))
            rows += database.execute(f"{question} WHERE supporter_id IN ({marks})", list(some)).fetchall()
    for supporter_id, channel in rows:
        found[supporter_id].add(channel)
    return {supporter_id: frozenset(channels) for supporter_id, channels in found.items()}


def is_opted_out(channels: Iterable[str], channel: str) -> bool:
    """Say whether a no to `channels` covers this one; a no to "any" covers all, and any no covers "any"."""
    told = frozenset(channels)
    return "any" in told or channel in told or (channel == "any" and bool(told))


def consents_of(database: Database, supporter_id: str) -> tuple[KeptConsent, ...]:
    """Return all that a person said about being reached, oldest first."""
    rows = database.execute(
        "SELECT id, given, channel, happened_on, source, wording, batch_id, recorded_at, lifted_by IS NOT NULL "
        "FROM consents WHERE supporter_id = ? ORDER BY recorded_at, rowid",
        [supporter_id],
    )
    return tuple(
        KeptConsent(row[0], bool(row[1]), row[2], row[3], row[4], row[5], row[6], row[7], bool(row[8]))
        for row in rows
    )


def lift_opt_outs(database: Database, consent: Consent, clock: Clock) -> int:
    """Keep a yes that a person gave by hand, and lift the no that it takes back; return how many were lifted.

    A yes to "any" takes back every no; a yes to one channel takes back the no to that channel, and not
    one to "any". The lifted rows stay on record and point to the yes. A no that was kept without a name
    for their e-mail is theirs, too. Only `advocate supporters edit --opt-in` does this: an import never may.
    """
    record_consents(database, [consent], clock)
    mine = database.execute("SELECT id FROM consents WHERE rowid = last_insert_rowid()").fetchone()[0]
    lifted = database.execute(
        "UPDATE consents SET lifted_by = :mine WHERE (supporter_id = :who OR supporter_id IN (SELECT nobody.id "
        f"FROM supporters AS mine JOIN supporters AS nobody ON {SAME_E_MAIL.format(person='mine')} "
        "WHERE mine.id = :who)) AND given = 0 AND lifted_by IS NULL "
        "AND (:channel = 'any' OR channel = :channel)",
        {"mine": mine, "who": consent.supporter_id, "channel": consent.channel},
    )
    return int(lifted.rowcount)


def in_words(channels: Mapping[str, object] | Iterable[str]) -> str:
    """Return channels as a person reads them: "everything", "email, phone", or ""."""
    told = set(channels)
    return "everything" if "any" in told else ", ".join(each for each in CHANNELS if each in told)
