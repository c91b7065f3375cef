"""Was this a person who asked to be forgotten? Keyed hashes answer that, and nothing else can be read from them."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.errors import StoreError
from advocate.whole_file import write_whole

if TYPE_CHECKING:
    from sqlite_utils import Database

#: What the key's file is called: the log's own name and this.
KEY_ENDING = ".forgotten-key"
_KEY_BYTES = 32


class NoKey(StoreError):
    """The log remembers forgotten people, but the key without which it cannot know them is not there."""


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """A person as lists are compared: see `advocate.store.keys`; "" where a key is not known.

    `external_key` is "system:id" of another system's own number. Who has several addresses or
    numbers is remembered by one PersonKeys for each.
    """

    name_key: str = ""
    email_key: str = ""
    phone_key: str = ""
    address_key: str = ""
    external_key: str = ""

    def marks(self) -> tuple[tuple[str, str], ...]:
        """Return (what it is in words, the text that is hashed), the surest first."""
        both = f"{self.name_key}\n{self.address_key}" if self.name_key and self.address_key else ""
        marks = (
            ("external id", self.external_key),
            ("e-mail", self.email_key),
            ("name and address", both),
            ("phone", self.phone_key),
        )
        return tuple((word, text) for word, text in marks if text)


class ForgottenPeople:
    """The forgotten people of one log, read once: made for a million questions.

    A log that never forgot anybody has no key and answers at once.
    """

    def __init__(self, database: Database, log_path: Path, days: Mapping[str, str] | None = None) -> None:
        """Read the hashes (or take these: hash -> day). Raises NoKey where the key's file is missing or damaged."""
        if days is None:
            days = dict(database.execute("SELECT keyed_hash, forgotten_on FROM main.forgotten").fetchall())
        self._days = days
        self._keys = read_keys(log_path) if days else ()

    def __bool__(self) -> bool:
        """False where the log never forgot anybody, so that a long list need not ask at all."""
        return bool(self._days)

    def known_by(self, keys: PersonKeys) -> str:
        """Return by what a person is known as forgotten ("e-mail", "phone", ...: see PersonKeys), or "".

        A phone or an e-mail may be a whole household's: a match is a reason to ask, not a verdict.
        """
        return next((word for word, _ in self.all_known_by(keys)), "") if self._days else ""

    def all_known_by(self, keys: PersonKeys) -> Iterator[tuple[str, str]]:
        """Yield each mark by which a person is known as forgotten, the surest first, and the day of it."""
        for word, text in keys.marks():
            for key in self._keys:
                day = self._days.get(_hash(key, word, text))
                if day is not None:
                    yield word, day


def is_forgotten(database: Database, log_path: Path, keys: PersonKeys) -> str:
    """Return by what one person is known as forgotten, or "". Raises NoKey."""
    return ForgottenPeople(database, log_path).known_by(keys)


def remember_forgotten(database: Database, log_path: Path, people: Iterable[PersonKeys], on: date) -> int:
    """Keep the keyed hashes of people who are to be forgotten; return how many are new.

    The key is made with the first of them: a file of its own beside the log (0600), so that a copy of
    the database alone tells nobody's e-mail, not even by trying. Raises NoKey, StoreError.
    """
    known = database.execute("SELECT count(*) FROM forgotten").fetchone()[0]
    key = read_keys(log_path)[0] if known else _make_key(log_path)
    rows = {(_hash(key, word, text), on.isoformat()) for keys in people for word, text in keys.marks()}
    database.conn.executemany("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", sorted(rows))
    return int(database.execute("SELECT count(*) FROM forgotten").fetchone()[0]) - int(known)


def come_back(database: Database, log_path: Path, keys: PersonKeys) -> int:
    """Let go of the hashes of one who joins again by themselves; return how many there were. Raises NoKey."""
    if not ForgottenPeople(database, log_path):
        return 0
    hashes = [(_hash(key, word, text),) for key in read_keys(log_path) for word, text in keys.marks()]
    return int(database.conn.executemany("DELETE FROM forgotten WHERE keyed_hash = ?", hashes).rowcount)


def begin_new_key(database: Database, log_path: Path) -> int:
    """Let go of all hashes and of the key, where that is lost; return how many were let go. In `Log.writing()`."""
    lost = int(database.execute("DELETE FROM forgotten").rowcount)
    key_file(log_path).unlink(missing_ok=True)
    return lost


def key_file(log_path: Path) -> Path:
    """Return where the key of a log lies."""
    return log_path.with_name(log_path.name + KEY_ENDING)


def _hash(key: bytes, word: str, text: str) -> str:
    """Return the keyed hash of one mark; the word is in it, so that a phone is never taken for a name."""
    return hashlib.blake2b(f"{word}\n{text}".encode(), key=key, digest_size=20).hexdigest()


def read_keys(log_path: Path) -> tuple[bytes, ...]:
    """Return the log's own key, and after it those of logs that were brought in. Raises NoKey."""
    file = key_file(log_path)
    try:
        keys = tuple(bytes.fromhex(line) for line in file.read_text(encoding="ascii").split())
    except (OSError, ValueError):
        keys = ()
    if not keys or any(len(key) != _KEY_BYTES for key in keys):
        raise NoKey(
            f"The log '{log_path}' remembers people who asked to be forgotten, but its key, '{file.name}' in "
            "the same folder, is missing or damaged. Put the key back from a copy: without it an import could "
            "bring them back. If it is lost for good, `advocate supporters forget --new-key` begins again, and "
            "those forgotten so far are not known any more."
        )
    return keys


def add_keys(log_path: Path, keys: Iterable[bytes]) -> None:
    """Keep the keys of a log that is brought in beside our own, so that its forgotten people are known here, too.

    One key too many does no harm: what it cannot match it does not match. Raises OSError.
    """
    file = key_file(log_path)
    there = read_keys(log_path) if file.exists() else ()
    every = list(dict.fromkeys((*there, *keys)))
    if len(every) > len(there):
        write_whole(file, "".join(f"{key.hex()}\n" for key in every).encode("ascii"))


def _make_key(log_path: Path) -> bytes:
    """Return the key that is there from before, or a new one that is on the disk first."""
    file = key_file(log_path)
    if file.exists():
        return read_keys(log_path)[0]
    key = secrets.token_bytes(_KEY_BYTES)
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(key.hex() + "\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise StoreError(
            f"The key for forgotten people cannot be written to '{file}' ({error.strerror}). Nothing was changed."
        ) from error
    return key
