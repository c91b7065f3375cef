"""How many supporters do partners have together who may not share their lists? Keyed hashes answer that, and no more.

A digest has one line for each person: HMAC-SHA256 of each e-mail, phone, and name with address, cut
to 128 bits, under a key that is worked out (scrypt) from a secret the partners share. Lines are
sorted, and filled up to the same length, so that neither order nor length tells who is who.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import AdvocateError

if TYPE_CHECKING:
    from advocate.store.shared_marks import Marked

_MARK, _FORM = "advocate_coalition_digest", 1
#: Every line has a multiple of so many hashes.
_FILLED_TO = 4
_HEX = 32
_SALT = b"advocate coalition digest 1"
#: A secret has at least so many characters, and is not a repetition of a few.
SHORTEST, FEWEST_DIFFERENT = 20, 8
#: Bits of a secret as its own letters are spread over it: below, it can be guessed.
_FEWEST_BITS = 60


class WeakKey(AdvocateError):
    """The secret could be guessed, and with it who is on the list; the message says how to make one."""

    wrong_usage = True


class NotADigest(AdvocateError):
    """The file is no digest, or not as it was written; the message says which."""


class DifferentKeys(AdvocateError):
    """The digests were made with different secrets, so nothing can be compared."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest as it was read: its name (the file's), the key's check value, and a set of hashes for each person."""

    name: str
    key_check: str
    people: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many supporters there are together.

    `people` by digest, `together` unique ones, `in_both` for each pair of digests, `in_all` in every one.
    """

    people: dict[str, int]
    together: int
    in_both: dict[tuple[str, str], int]
    in_all: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        told = asdict(self)
        told["in_both"] = [{"digests": list(pair), "people": count} for pair, count in self.in_both.items()]
        return told


def check_secret(secret: str) -> str:
    """Return the secret without spaces around. Raises WeakKey."""
    plain = secret.strip()
    counts = Counter(plain)
    bits = sum(-count * math.log2(count / len(plain)) for count in counts.values())
    if len(plain) < SHORTEST or len(counts) < FEWEST_DIFFERENT or bits < _FEWEST_BITS:
        raise WeakKey(
            f"This secret could be guessed, and whoever guesses it can ask for any e-mail whether it is on the list. It "
            f"needs {SHORTEST} characters or more, of many kinds. `advocate coalition new-key --out FILE` makes one."
        )
    return plain


def new_secret() -> str:
    """Return a secret that nobody guesses: 160 bits, in groups that can be read out."""
    import base64
    import secrets

    text = base64.b32encode(secrets.token_bytes(20)).decode("ascii").casefold()
    return "-".join(text[n : n + 4] for n in range(0, len(text), 4))


def write_digest(people: Iterable[Marked], secret: str, on: date) -> tuple[str, int, int]:
    """Return the digest's text, how many people are in it, and how many of them nobody can match. Raises WeakKey."""
    key = _stretched(check_secret(secret))
    lines, unmatched = [], 0
    for person in people:
        hashes = {_hash(key, kind, text) for kind, text in person.marks}
        unmatched += not hashes
        missing = -len(hashes) % _FILLED_TO if hashes else _FILLED_TO
        # Of the row's own random id: the same person in a copy of the log has the same.
        hashes |= {_hash(key, "nothing", f"{person.id} {n}") for n in range(missing)}
        lines.append(" ".join(sorted(hashes)))
    body = "".join(f"{line}\n" for line in sorted(lines))
    header = {
        _MARK: _FORM, "key_check": _hash(key, "key check", "")[:8], "people": len(lines), "made_on": on.isoformat(),
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
    }  # fmt: skip
    return f"{json.dumps(header)}\n{body}", len(lines), unmatched


def _stretched(secret: str) -> bytes:
    """Return the key of a secret; working it out takes a while, so that guessing takes years."""
    return hashlib.scrypt(secret.encode(), salt=_SALT, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)


def _hash(key: bytes, kind: str, text: str) -> str:
    return hmac.new(key, f"{kind}\n{text}".encode(), "sha256").hexdigest()[:_HEX]


def read_digest(file: Path) -> Digest:
    """Read a partner's digest. Raises NotADigest, OSError."""
    try:
        first, _, body = file.read_text(encoding="ascii").partition("\n")
        told = json.loads(first)
        form, check = told[_MARK], str(told["key_check"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotADigest(f"'{file}' is no digest as `advocate coalition digest` writes it.") from error
    if form != _FORM:
        raise NotADigest(f"'{file}' was written by a newer version of advocate. Update advocate here first.")
    people = tuple(frozenset(line.split()) for line in body.splitlines())
    whole = hashlib.sha256(body.encode()).hexdigest() == told.get("sha256") and len(people) == told.get(
        "people"
    )
    if not whole:
        raise NotADigest(f"'{file}' did not arrive whole: ask for it again.")
    return Digest(file.name, check, people)


def count_together(digests: Sequence[Digest]) -> Count:
    """Count the supporters of all digests, each person once. Raises DifferentKeys.

    People who share a hash belong together, and whoever shares one with them. Of those who belong
    together each list has so many; together they are as many as the list that has the most: two people
    who share a phone are two in a list that has both, and one person more in no other.
    """
    _check_keys(digests)
    names = _names(digests)
    up: dict[str, str] = {}

    def first(one: str) -> str:
        while (above := up.setdefault(one, one)) != one:
            up[one] = up[above]
            one = above
        return one

    for digest in digests:
        for hashes in digest.people:
            root, *others = sorted(first(each) for each in hashes)
            for each in others:
                up[first(each)] = first(root)
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, digest in zip(names, digests, strict=True):
        for hashes in digest.people:
            groups[first(min(hashes))][name] += 1
    pairs = dict.fromkeys(combinations(names, 2), 0)
    together = in_all = 0
    for counts in groups.values():
        together += max(counts.values())
        if len(counts) == len(names):
            in_all += min(counts.values())
        for pair in combinations([name for name in names if name in counts], 2):
            pairs[pair] += min(counts[pair[0]], counts[pair[1]])
    people = {name: len(digest.people) for name, digest in zip(names, digests, strict=True)}
    return Count(people, together, pairs, in_all)


def _names(digests: Sequence[Digest]) -> list[str]:
    """Return a name for each; two files of one name are told apart by their place."""
    counts = Counter(digest.name for digest in digests)
    return [
        digest.name if counts[digest.name] == 1 else f"{digest.name} ({n})"
        for n, digest in enumerate(digests, 1)
    ]


def _check_keys(digests: Sequence[Digest]) -> None:
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for digest in digests:
        by_key[digest.key_check].append(digest.name)
    if len(by_key) > 1:
        told = "; ".join(f"{check}: {', '.join(names)}" for check, names in sorted(by_key.items()))
        raise DifferentKeys(
            f"The digests were made with different secrets, so nobody would be found twice. By the check value of each: "
            f"{told}. Agree on one secret and make them again."
        )
