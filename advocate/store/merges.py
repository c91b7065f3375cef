"""Which rows are one person? Merging two, and taking that back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.matching.ladder import Known
from advocate.store.keys import Clock

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging does: who stays, who points there, which blanks are filled (field -> value)."""

    kept_id: str
    gone_id: str
    kept_name: str
    gone_name: str
    filled: dict[str, str]
    opted_out: tuple[str, ...]


def read_known(database: Database) -> Iterator[Known]:
    """Yield everybody of the view `people` as the ladder sees them."""
    raise NotImplementedError


def plan_merge(database: Database, keep: str, gone: str) -> Merged:
    """Say what `merge_supporters` would do; ids or their beginnings. Nothing is written.

    Raises UnknownSupporter (names the choices), CannotMerge (the same person, merged or forgotten already).
    """
    raise NotImplementedError


def merge_supporters(database: Database, keep: str, gone: str, clock: Clock, who: str = "") -> Merged:
    """Merge `gone` into `keep` inside the caller's `Log.writing()`; raises as `plan_merge`."""
    raise NotImplementedError


def unmerge_supporters(database: Database, gone: str, clock: Clock, who: str = "") -> Merged:
    """Take the merge of `gone` back, inside the caller's `Log.writing()`.

    Fields of the kept person that were filled and are still as filled go blank again; those that
    somebody changed since stay. Raises UnknownSupporter, CannotMerge where `gone` is not merged.
    """
    raise NotImplementedError
