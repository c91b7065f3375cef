"""Which letters of the log can be printed now, and how do they become one pack of paper?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import AdvocateError
from advocate.whole_file import write_whole
from advocate.writing.messages import CannotSend, read_words

if TYPE_CHECKING:
    from advocate.store.contacts import Contact
    from advocate.store.log import Log
    from letters.formats.sheet import Sheet

#: From these a letter can become handed over.
_CAN_BE_HANDED_OVER = ("drafted", "bounced")


class NothingToPrint(AdvocateError):
    """No letter of the log can be printed; the message says why."""


@dataclass(frozen=True, slots=True)
class Printable:
    """A logged letter and what stands on its sheet, read from its Markdown file as it is now."""

    contact: Contact
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A logged letter that is not in the pack, and why."""

    contact: Contact
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The letters to print, in the order of the pack, and those that cannot be."""

    letters: tuple[Printable, ...]
    left_out: tuple[LeftOut, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `advocate print --json`."""
        return {
            "letters": [
                {"id": each.contact.id, "to": each.sheet.address[:1], "from": each.sheet.sender, "subject": each.sheet.subject}
                for each in self.letters
            ],
            "left_out": [{"id": each.contact.id, "reason": each.reason} for each in self.left_out],
        }  # fmt: skip


def select_letters(log: Log, *, campaign: str = "", standing: str = "drafted") -> Selection:
    """Return the logged letters of a campaign ("" for all) in one standing, each read from its file.

    What a supporter has changed in the Markdown file is what is printed. Raises NothingToPrint,
    WrongChoice (which lists campaigns or standings), StoreError.
    """
    from letters.formats.pack import in_posting_order

    contacts = log.contacts(campaign=campaign, standing=standing)
    if not contacts:
        which = f"in the campaign '{campaign}'" if campaign else "in the log"
        raise NothingToPrint(
            f"There is no letter {which} that is {standing.replace('_', ' ')}. `advocate log` shows what there is; "
            "--standing chooses others."
        )
    found, left_out = [], []
    for contact in contacts:
        read = _read(log, contact)
        if isinstance(read, LeftOut):
            left_out.append(read)
        else:
            found.append(read)
    order = {id(sheet): number for number, sheet in enumerate(in_posting_order(each.sheet for each in found))}
    found.sort(key=lambda each: order[id(each.sheet)])
    return Selection(tuple(found), tuple(left_out))


def write_pack(selection: Selection, target: Path, *, title: str, day: date, envelopes: str) -> None:
    """Write the pack, whole or not at all. Raises NothingToPrint, LettersError, OSError."""
    from letters.formats.pack import render_pack

    if not selection.letters:
        raise NothingToPrint("None of the letters can be printed:" + told(selection.left_out))
    pdf = render_pack([each.sheet for each in selection.letters], title=title, day=day, envelopes=envelopes)
    write_whole(target, pdf)


def record_printed(log: Log, letters: Sequence[Printable], *, who: str = "", note: str = "") -> int:
    """Record the letters as handed over, by post; return how many were not so already. All or none."""
    moving = [each.contact for each in letters if each.contact.standing in _CAN_BE_HANDED_OVER]
    with log.writing():
        for contact in moving:
            log.move(contact.id, "handed_over", channel="post", who=who, note=note)
    return len(moving)


def told(left_out: Sequence[LeftOut]) -> str:
    """Return the letters that were left out, a line each."""
    return "".join(f"\n  - {each.contact.short_id}: {each.reason}" for each in left_out)


def _read(log: Log, contact: Contact) -> Printable | LeftOut:
    from letters.errors import FormatError
    from letters.formats.sheet import read_sheet

    file = next((Path(name) for name in contact.files if name.endswith(".md")), None)
    if file is None:
        return LeftOut(
            contact, "it has no Markdown file (.md) to print from; write it again with --format md"
        )
    try:
        sheet = read_sheet(file.read_text(encoding="utf-8-sig"), f"'{file}'")
        why = _without_yes(log, contact, file)
        return LeftOut(contact, why) if why else Printable(contact, sheet)
    except CannotSend as error:
        return LeftOut(contact, str(error))
    except FormatError as error:
        return LeftOut(contact, str(error))
    except UnicodeDecodeError:
        return LeftOut(contact, f"'{file}' is not UTF-8 text any more; save it as UTF-8")
    except OSError as error:
        reason = "is not there any more" if isinstance(error, FileNotFoundError) else "cannot be read"
        return LeftOut(contact, f"its file '{file}' {reason}; write the letter again")


def _without_yes(log: Log, contact: Contact, file: Path) -> str:
    """Return why a letter that was made for its supporter is not printed to be posted, "" where it may be."""
    from advocate.store.approvals import needs_yes, why_no_yes

    if not needs_yes(log.database, contact.id):
        return ""
    words = read_words(contact.subject, [str(file)])
    if not why_no_yes(log.database, contact.id, words.content_hash):
        return ""
    return (
        f"it was made for {contact.supporter}, whose yes to it as '{file.name}' is now is not on record; show them the "
        f"file, then: advocate campaign approve {contact.short_id}"
    )
