"""Is this nearly another supporter's letter? Signatures that compare two texts without keeping either."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from letters.lint.view import words_of

#: Goes with a stored signature; signatures of another method cannot be compared and are made again.
METHOD = "rensa-2/64/3"
#: From this share of common three-word runs on, two texts are nearly the same.
NEARLY_THE_SAME = 0.5
#: Texts with fewer words have no signature: short thanks are alike by nature.
FEWEST_WORDS = 12
#: How many earlier letters are compared: those with most bands in common.
MOST_CANDIDATES = 100
_SLOTS = 64
_SEED = 20261124
_RUN = 3
# Twenty bands of three slots: texts half the same meet in a band 19 times in 20, unlike ones hardly ever.
_ROWS = 3
_BANDS = 20
_PACK = struct.Struct(f"<{_SLOTS}I")
_BAND = struct.Struct(f"<{_ROWS}I")


@dataclass(frozen=True, slots=True)
class Signature:
    """A MinHash of a text's three-word runs: 256 bytes from which the text cannot be read."""

    slots: tuple[int, ...]

    def likeness(self, other: Signature) -> float:
        """Return the estimated share of three-word runs that two texts have in common, 0 to 1."""
        return sum(a == b for a, b in zip(self.slots, other.slots, strict=True)) / _SLOTS

    def bands(self) -> tuple[int, ...]:
        """Return twenty keys (signed 64-bit); nearly the same texts share at least one."""
        from hashlib import blake2b

        return tuple(
            int.from_bytes(
                blake2b(
                    _BAND.pack(*self.slots[n * _ROWS : (n + 1) * _ROWS]), digest_size=8, key=bytes([n])
                ).digest(),
                "little",
                signed=True,
            )
            for n in range(_BANDS)
        )

    def to_bytes(self) -> bytes:
        """Return the 256 bytes that the log keeps."""
        return _PACK.pack(*self.slots)

    @classmethod
    def from_bytes(cls, packed: bytes) -> Signature:
        """Return the signature of 256 kept bytes."""
        return cls(_PACK.unpack(packed))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The earlier letter that is most like this one: what to call it, and how alike they are (0 to 1)."""

    label: str
    likeness: float


class EarlierLetters(Protocol):
    """The letters of other supporters; the one who writes now is left out by whoever hands this over."""

    def nearest(self, signature: Signature) -> Nearest | None:
        """Return the most similar one that is nearly the same, or None."""


def sign(text: str) -> Signature | None:
    """Return the signature of a text, or None where it is too short to be told apart from others."""
    return sign_all([text])[0]


def sign_all(texts: Sequence[str]) -> list[Signature | None]:
    """Return the signature of each text; quicker than one by one."""
    from rensa import RMinHash

    runs = [_runs(words_of(text)) for text in texts]
    made = iter(
        RMinHash.digests_from_token_sets([each for each in runs if each], num_perm=_SLOTS, seed=_SEED)
    )
    return [Signature(tuple(next(made))) if each else None for each in runs]


class LetterIndex:
    """Signatures in memory, for one run over a list and for tests; the log has its own on disk."""

    def __init__(self) -> None:
        self._rows: list[tuple[Signature, str, str]] = []
        self._bands: dict[int, list[int]] = {}

    def add(self, signature: Signature, supporter: str, label: str) -> None:
        """Keep one letter of a supporter."""
        number = len(self._rows)
        self._rows.append((signature, supporter, label))
        for band in signature.bands():
            self._bands.setdefault(band, []).append(number)

    def others_than(self, supporter: str) -> EarlierLetters:
        """Return everybody else's letters."""
        return _Others(self, supporter)

    def candidates(self, signature: Signature, supporter: str) -> Iterable[tuple[Signature, str]]:
        """Yield the letters of others that share most bands, the nearest first."""
        shared = Counter(number for band in signature.bands() for number in self._bands.get(band, ()))
        for number, _ in shared.most_common(MOST_CANDIDATES):
            there, writer, label = self._rows[number]
            if writer != supporter:
                yield there, label


@dataclass(frozen=True, slots=True)
class _Others:
    index: LetterIndex
    supporter: str

    def nearest(self, signature: Signature) -> Nearest | None:
        return nearest_of(signature, self.index.candidates(signature, self.supporter))


def nearest_of(signature: Signature, candidates: Iterable[tuple[Signature, str]]) -> Nearest | None:
    """Return the candidate (signature, label) most like this one, where it is nearly the same."""
    best = max(
        (Nearest(label, signature.likeness(there)) for there, label in candidates),
        key=lambda each: each.likeness,
        default=None,
    )
    return best if best is not None and best.likeness >= NEARLY_THE_SAME else None


def _runs(words: Sequence[str]) -> list[str]:
    """Return the three-word runs of a text, or [] where it is too short."""
    if len(words) < FEWEST_WORDS:
        return []
    return [" ".join(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)]
