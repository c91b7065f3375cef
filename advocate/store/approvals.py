"""Did the supporter say yes to exactly these words? Rows are added, never rewritten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from advocate.store.keys import Clock, match_key, moment, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class NewApproval:
    """A yes (`given`) or a no to one letter: whose, on which day, said how ("in person"), and who wrote it down.

    `content_hash` is that of the words (`Mail.content_hash`); `approved_by` and `approved_on` are never "".
    """

    contact_id: str
    content_hash: str
    approved_by: str
    approved_on: str
    how: str
    recorded_by: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class Approval:
    """A yes or a no as it is on record; `recorded_at` is UTC."""

    id: str
    contact_id: str
    content_hash: str
    approved_by: str
    approved_on: str
    how: str
    recorded_by: str
    given: bool
    recorded_at: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


_READ = (
    "SELECT id, contact_id, content_hash, approved_by, approved_on, how, recorded_by, given, recorded_at "
    "FROM approvals WHERE contact_id = ? ORDER BY recorded_at DESC, rowid DESC"
)


def needs_yes(database: Database, contact_id: str) -> bool:
    """Say whether the letter was made for its supporter, so that it waits for their yes."""
    found = database.execute("SELECT needs_yes FROM contacts WHERE id = ?", [contact_id]).fetchone()
    return bool(found and found[0])


def mark_needs_yes(database: Database, contact_id: str) -> None:
    """Have a letter wait for its supporter's yes; nothing takes that mark away."""
    database.execute("UPDATE contacts SET needs_yes = 1 WHERE id = ?", [contact_id])


def last_word(database: Database, contact_id: str) -> Approval | None:
    """Return what the supporter said last to a letter, or None."""
    row = database.execute(f"{_READ} LIMIT 1", [contact_id]).fetchone()
    return _approval(row) if row else None


def approvals_of(database: Database, contact_id: str) -> tuple[Approval, ...]:
    """Return everything the supporter said to a letter, oldest first."""
    rows = database.execute(_READ, [contact_id]).fetchall()
    return tuple(_approval(row) for row in reversed(rows))


def _approval(row: tuple[Any, ...]) -> Approval:
    told = dict(zip((field.name for field in fields(Approval)), row, strict=True))
    return Approval(**{**told, "given": bool(told["given"])})


def add_approval(database: Database, new: NewApproval, clock: Clock) -> str:
    """Put a yes or a no on record; return its id."""
    approval_id = new_id()
    database.execute(
        "INSERT INTO approvals (id, contact_id, content_hash, approved_by, approved_on, how, recorded_by, given, "
        "recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            approval_id, new.contact_id, new.content_hash, new.approved_by, new.approved_on, new.how,
            new.recorded_by, int(new.given), moment(clock),
        ],
    )  # fmt: skip
    return approval_id


def count_waiting(database: Database, campaign_id: str) -> tuple[int, int]:
    """Return how many letters made for supporters of a campaign have not gone: without a yes, and with one.

    Whether a letter was changed since its yes is told when it is to go: that takes its file.
    """
    rows = database.execute(
        "SELECT coalesce((SELECT given FROM approvals AS a WHERE a.contact_id = contacts.id "
        "ORDER BY a.recorded_at DESC, a.rowid DESC LIMIT 1), 0), count(*) FROM contacts "
        "WHERE needs_yes = 1 AND campaign_id = ? AND standing IN ('drafted', 'handed_over') GROUP BY 1",
        [campaign_id],
    )
    counts = {bool(row[0]): int(row[1]) for row in rows}
    return counts.get(False, 0), counts.get(True, 0)


def letters_made_for(database: Database, campaign_id: str, supporter_ids: Sequence[str] = ()) -> list[str]:
    """Return the ids of letters that were made for supporters and have not gone, oldest first.

    Of one campaign ("" for all), and of these rows of a supporter where any are given.
    """
    mine = f" AND supporter_id IN ({', '.join('?' * len(supporter_ids))})" if supporter_ids else ""
    rows = database.execute(
        "SELECT id FROM contacts WHERE needs_yes = 1 AND standing IN ('drafted', 'handed_over') "
        f"AND (? = '' OR campaign_id = ?){mine} ORDER BY created_at, rowid",
        [campaign_id, campaign_id, *supporter_ids],
    )
    return [row[0] for row in rows]


def letters_in_campaign(
    database: Database, campaign_id: str, supporter_ids: Sequence[str]
) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return (official_key, files, whether it waits as a draft for a yes) of a supporter's letters in a campaign."""
    marks = ", ".join("?" * len(supporter_ids))
    rows = database.execute(
        "SELECT official_key, files, needs_yes = 1 AND standing = 'drafted' FROM contacts "
        f"WHERE campaign_id = ? AND letter_hash <> '' AND supporter_id IN ({marks})",
        [campaign_id, *supporter_ids],
    )
    return [(row[0], tuple(json.loads(row[1])), bool(row[2])) for row in rows]


def is_a_letters_file(database: Database, file: str) -> bool:
    """Say whether a file (its full path) is a letter's in the log."""
    found = database.execute(
        "SELECT 1 FROM contacts, json_each(contacts.files) AS file WHERE file.value = ? LIMIT 1", [file]
    ).fetchone()
    return found is not None


def keep_measured(database: Database, contact_id: str, findings: str, own_words: int | None) -> None:
    """Keep what the rules found ("L6 L8") in a letter that its supporter has finished, and how much of it is theirs."""
    database.execute(
        "UPDATE contacts SET findings = ?, own_words = ? WHERE id = ?", [findings, own_words, contact_id]
    )


def why_no_yes(database: Database, contact_id: str, content_hash: str) -> str:
    """Return why these words may not go in the supporter's name, "" where they may.

    One of "not asked", "said no", "changed since", "other name", "opted out"; "" too where the letter waits
    for nobody's yes.
    """
    if not needs_yes(database, contact_id):
        return ""
    last = last_word(database, contact_id)
    if last is None:
        return "not asked"
    if not last.given:
        return "said no"
    if last.content_hash != content_hash or not content_hash:
        return "changed since"
    return _void_since(database, last)


#: The row of a letter's writer, and the one that it was merged into: what is said of either is said of them.
_WRITER = (
    "SELECT id FROM supporters WHERE id = :writer UNION SELECT merged_into FROM supporters WHERE id = :writer"
)


def _void_since(database: Database, yes: Approval) -> str:
    """Return why a yes to these very words holds no more: under whose name they would go, or what was said after it."""
    writer, name = database.execute(
        "SELECT s.id, s.name FROM contacts AS c JOIN supporters AS s ON s.id = c.supporter_id WHERE c.id = ?",
        [yes.contact_id],
    ).fetchone()
    if match_key(name) != match_key(yes.approved_by):
        return "other name"
    since = {"writer": writer, "at": yes.recorded_at}
    mailbox = (
        f"SELECT 1 FROM supporter_changes WHERE supporter_id IN ({_WRITER}) AND kind = 'edit' "
        "AND recorded_at > :at AND json_type(after, '$.email') IS NOT NULL AND json_extract(before, '$.email') <> '' LIMIT 1"
    )
    if database.execute(mailbox, since).fetchone():
        return "other name"
    left = (
        f"SELECT 1 FROM consents WHERE supporter_id IN ({_WRITER}) AND given = 0 AND channel = 'any' "
        "AND lifted_by IS NULL AND recorded_at > :at LIMIT 1"
    )
    return "opted out" if database.execute(left, since).fetchone() else ""
