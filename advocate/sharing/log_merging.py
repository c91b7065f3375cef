"""Two organizers, one campaign: bring another log in, take it back, mail a part and take one in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.errors import StoreError

if TYPE_CHECKING:
    from advocate.store.log import Log
    from advocate.store.union.merging import Brought, Source
    from advocate.store.union.parts import Part


def merge_log(log: Log, other: Path, *, who: str = "", dry_run: bool = False) -> Brought:
    """Make the log the union of itself and another one, which is only read.

    Raises StoreError (NotALog: empty, damaged, foreign, of a newer version, this log itself), OSError.
    """
    from advocate.store.union.merging import Source
    from advocate.store.union.other import private_copy

    with private_copy(other, log.path) as copy:
        return _bring(log, Source(other, _digest(other)), copy, who, dry_run)


def import_part(log: Log, file: Path, *, who: str = "", dry_run: bool = False) -> tuple[Part, Brought]:
    """Take in what another organizer mailed. Raises NotAPart, StoreError, OSError."""
    from advocate.store.union.merging import Source
    from advocate.store.union.other import private_copy
    from advocate.store.union.parts import opened_part

    with (
        opened_part(file, log) as (part, inside),
        _named(inside, file),
        private_copy(inside, log.path) as copy,
    ):
        return part, _bring(log, Source(file, _digest(file)), copy, who, dry_run)


def export_part(log: Log, out: Path, *, since: date, campaign: str = "") -> Part:
    """Write what was recorded from a day on (this computer's time), for your eyes and the other organizer's alone.

    Where that is nothing, no file is written.

    Raises UnknownCampaign, OSError.
    """
    from advocate.store.campaigns import find_campaign
    from advocate.store.keys import moment
    from advocate.store.union.parts import read_part
    from advocate.whole_file import write_whole

    begins = datetime.combine(since, time.min).astimezone()
    found = find_campaign(log.database, campaign) if campaign.strip() else None
    part, content = read_part(
        log, moment(lambda: begins), found.id if found else None, found.name if found else "", log.clock
    )
    if part.rows:
        write_whole(out, content)
    return part


def _bring(log: Log, source: Source, copy: Path, who: str, dry_run: bool) -> Brought:
    from advocate.store.erasing import scrub
    from advocate.store.union.merging import bring_in

    brought = bring_in(log, source, copy, log.clock, who=who, dry_run=dry_run)
    if brought.number and brought.forgotten and not scrub(log.database, log.path):
        told = (
            "another program has the log open, so that words of forgotten people may still be in the file: close it, and "
            "run advocate supporters forget --sweep"
        )
        return replace(brought, eyes=(*brought.eyes, told))
    return brought


@contextmanager
def _named(inside: Path, file: Path) -> Iterator[None]:
    """Let an error name the file that was mailed, not the one that was unpacked."""
    try:
        yield
    except StoreError as error:
        if str(inside) in str(error):
            raise type(error)(str(error).replace(str(inside), str(file))) from error
        raise


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
